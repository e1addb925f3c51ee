// What a batch of bank lines, or of a bank's statuses, changes: each item with a result of its own,
// all of them in one transaction. And what lines that waited pay, once that is there.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_RECORDING_H_
#define TUOQIAO_SERVICES_SETTLEMENT_RECORDING_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rules/parameter_file.h"
#include "services/common/seal.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/facts.h"
#include "tuoqiao/settlement/v1/settlement.pb.h"

namespace tuoqiao::settlement {

// Lives as long as one body. Not thread safe.
class Recording {
 public:
  // `numbers` are those of the pack.
  Recording(rpc::Change& change, const KeyRing& keys, const ParkFacts& park,
            const rules::ParameterFile& numbers)
      : change_(change), keys_(keys), park_(park), numbers_(numbers) {}

  // Fills the result of one item. A failure is one of the store and ends the batch.
  absl::Status Record(const v1::BankLine& line, type::v1::ItemResult* result);
  absl::Status Record(const v1::PaymentStatus& status, type::v1::ItemResult* result);
  // Matches a line as a person says. BANK_LINE_MATCHED, and what `MatchByPerson` says.
  absl::Status MatchAs(BankLine* line, const std::vector<Claimed>& claimed,
                       const std::map<std::string, int64_t>& balances, const std::string& reason);
  // Takes back what a line was matched with. BANK_LINE_UNMATCHED, and what `CheckUnmatch` says.
  absl::Status Unmatch(BankLine* line, const std::map<std::string, int64_t>& balances,
                       const std::string& reason);
  // Saves all, after it has matched the lines that waited for what these items changed; or for what
  // the caller changed, where it says so.
  absl::Status Finish(bool something_changed = false);

 private:
  absl::Status Match(BankLine* line);
  // By the references in its text. Empty where nothing fits.
  absl::StatusOr<std::vector<Part>> FindParts(const BankLine& line);
  absl::StatusOr<std::vector<Part>> PayDebts(const BankLine& line,
                                             const std::vector<Receivable>& named);
  absl::StatusOr<std::vector<Part>> FindNearPart(const BankLine& line);
  // Does what the parts say, and publishes it.
  absl::Status Apply(BankLine* line, std::vector<Part> parts, const std::string& reason);
  absl::Status ApplyToReceivable(const Part& part, int64_t sign);
  absl::Status ApplyToPayout(const BankLine& line, const Part& part);
  // It left again after the bank had refused it.
  absl::Status LeaveAgain(Payout* payout);
  // RULE_NOT_IN_FORCE.
  absl::StatusOr<Drift> DriftNow();
  absl::Status SaveTouched();

  absl::StatusOr<Receivable*> FindReceivable(const std::string& id);
  absl::StatusOr<Payout*> FindPayout(const std::string& id);
  // The payout with this end-to-end id; null where there is none.
  absl::StatusOr<Payout*> FindPayoutByReference(const std::string& end_to_end_id);
  void PublishPart(absl::string_view kind, const BankLine& line, const Part& part);
  void PublishPayout(absl::string_view kind, Payout* payout, absl::string_view account,
                     absl::CivilDay date);

  rpc::Change& change_;
  const KeyRing& keys_;
  const ParkFacts& park_;
  const rules::ParameterFile& numbers_;
  std::set<std::string> line_ids_;
  std::map<std::string, Receivable> receivables_;
  std::map<std::string, Payout> payouts_;
  std::set<std::string> touched_;  // Ids of those that are to be saved.
};

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_RECORDING_H_
