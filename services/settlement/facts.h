// What settlement asks of other services before it decides about money.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_FACTS_H_
#define TUOQIAO_SERVICES_SETTLEMENT_FACTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/peer.h"
#include "services/settlement/receivable.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"

namespace tuoqiao::settlement {

struct ParkFacts {
  absl::CivilDay today;
  std::string currency_code;
};

// What the ledger says of what is owed to centres, at a time when it had heard everybody.
struct PayableFacts {
  ParkFacts park;
  // The park's day on which the month was closed; nothing of one that was closed before closes said
  // their day.
  std::optional<absl::CivilDay> close_date;
  std::map<std::string, int64_t> payables;  // By centre; positive is owed to it.
  int64_t heard = 0;  // The position of our own log that the ledger had heard.
};

// What each account has come to in a month.
struct MonthFacts {
  ParkFacts park;
  std::vector<MonthAmount> amounts;
};

// What stands on accounts for their owners, as the ledger says after it has heard our matches.
struct BalanceFacts {
  ParkFacts park;
  std::map<std::string, int64_t> balances;  // By account; positive is the owner's to get back.
  int64_t heard = 0;
};

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  absl::StatusOr<ParkFacts> AskPark(const rpc::Caller& caller) const;
  // Waits until the ledger has heard billing, payroll (a refused deduction is no longer ours to pay
  // on) and our own payouts. LEDGER_BEHIND, MONTH_NOT_BOOKED.
  absl::StatusOr<PayableFacts> AskPayables(const rpc::Caller& caller, absl::CivilMonth month) const;
  // What each account has come to in a booked month. LEDGER_BEHIND, MONTH_NOT_BOOKED.
  absl::StatusOr<MonthFacts> AskMonth(const rpc::Caller& caller, absl::CivilMonth month) const;
  // What stands on accounts whose money is somebody's to get back. LEDGER_BEHIND.
  absl::StatusOr<BalanceFacts> AskReturnable(const rpc::Caller& caller) const;

  const rpc::Peer<ledger::v1::Ledger>& ledger() const { return ledger_; }
  const rpc::Peer<directory::v1::Directory>& directory() const { return directory_; }
  const rpc::Peer<billing::v1::Billing>& billing() const { return billing_; }
  const rpc::Peer<payroll::v1::Payroll>& payroll() const { return payroll_; }

 private:
  struct Waiting;
  // Our rows that the ledger has to have heard.
  using Position = absl::StatusOr<std::optional<int64_t>> (*)(db::Read& txn);
  absl::StatusOr<int64_t> WaitForLedger(const rpc::Caller& caller, Position position) const;
  absl::StatusOr<Waiting> AskWaiting(const rpc::Caller& caller, Position position) const;
  absl::StatusOr<ledger::v1::MonthBooked> AskBooking(const rpc::Caller& caller,
                                                     absl::CivilMonth month) const;
  absl::Status AskBalances(const rpc::Caller& caller, const std::string& prefix,
                           const std::string& month,
                           std::vector<ledger::v1::Balance>* balances) const;

  db::Database& db_;
  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Peer<ledger::v1::Ledger> ledger_;
  const rpc::Peer<billing::v1::Billing> billing_;
  const rpc::Peer<payroll::v1::Payroll> payroll_;
};

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_FACTS_H_
