// What a batch of bank lines, or of a bank's statuses, changes: each item with a result of its own,
// all of them in one transaction.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_RECORDING_H_
#define TUOQIAO_SERVICES_SETTLEMENT_RECORDING_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/common/seal.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/facts.h"
#include "tuoqiao/settlement/v1/settlement.pb.h"

namespace tuoqiao::settlement {

// Lives as long as one body. Not thread safe.
class Recording {
 public:
  Recording(rpc::Change& change, const KeyRing& keys, const ParkFacts& park)
      : change_(change), keys_(keys), park_(park) {}

  // Fills the result of one item. A failure is one of the store and ends the batch.
  absl::Status Record(const v1::BankLine& line, type::v1::ItemResult* result);
  absl::Status Record(const v1::PaymentStatus& status, type::v1::ItemResult* result);
  // Saves what the items changed.
  absl::Status Save();

 private:
  absl::Status Match(BankLine* line);
  absl::StatusOr<Receivable*> FindReceivable(const std::string& id);
  absl::StatusOr<Payout*> FindPayout(const std::string& id);
  // The payout with this end-to-end id; null where there is none.
  absl::StatusOr<Payout*> FindPayoutByReference(const std::string& end_to_end_id);
  void PublishLine(const BankLine& line, const settlement::Match& match);
  void PublishPayout(absl::string_view kind, Payout* payout, absl::string_view account,
                     absl::CivilDay date);

  rpc::Change& change_;
  const KeyRing& keys_;
  const ParkFacts& park_;
  std::set<std::string> line_ids_;
  std::vector<BankLine> lines_;
  std::map<std::string, Receivable> receivables_;
  std::map<std::string, Payout> payouts_;
};

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_RECORDING_H_
