// What was heard of billing, in the database: how much of a month, and its shares that concern
// wages.
#ifndef TUOQIAO_SERVICES_PAYROLL_SHARE_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_SHARE_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_run.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {

struct HeardMonth {
  absl::CivilMonth month;
  int64_t statements = 0;
  std::optional<int64_t> closed_statements;  // What billing said that it closed.

  // Whether a plan may rest on what is here.
  bool Complete() const {
    return closed_statements.has_value() && statements >= *closed_statements;
  }
};
absl::StatusOr<HeardMonth> LoadHeardMonth(db::Read& txn, absl::CivilMonth month);
// Adds statements, and keeps how many billing closed where it said so.
absl::Status AddToHeardMonth(db::Write& txn, const HeardMonth& more);

struct ClosedShare {
  std::string firm;
  absl::CivilMonth month;
  WageShare share;
};
// A share that is there already stays as it is.
absl::Status SaveShares(db::Write& txn, const std::vector<ClosedShare>& shares);

// A share of which something has not gone out yet: `amount_minor` is all that is open.
struct OpenShare {
  WageShare share;
  int64_t whole_minor = 0;
};
// Those of one firm and of months up to this one, by month and statement.
absl::StatusOr<std::vector<OpenShare>> LoadOpenShares(db::Read& txn, const std::string& firm,
                                                      absl::CivilMonth until);
// What went out in a run, by the id of its instruction, in the order in which it is taken.
absl::StatusOr<std::map<std::string, std::vector<WageShare>>> LoadSharesByInstruction(
    db::Read& txn, const PayRunKey& run);
// Notes what went out in the run, what it left waiting, and what nobody needs to hear of.
absl::Status SaveSharesOut(db::Write& txn, const PayRunKey& run, const Plan& plan);

// A month's shares of one firm, whole, whether they went out or not.
absl::StatusOr<std::vector<WageShare>> LoadSharesOfMonth(db::Read& txn, const std::string& firm,
                                                         absl::CivilMonth month);
// The firms behind `after` that have something open of months up to this one.
absl::StatusOr<std::vector<std::string>> LoadFirmsWithOpen(db::Read& txn, absl::CivilMonth until,
                                                           const After& after);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_SHARE_STORE_H_
