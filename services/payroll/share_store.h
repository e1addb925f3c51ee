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

// Those of one firm and month that went out in no instruction yet, by statement.
absl::StatusOr<std::vector<WageShare>> LoadOpenShares(db::Read& txn, const std::string& firm,
                                                      absl::CivilMonth month);
// Those that went out, by the id of their instruction.
absl::StatusOr<std::map<std::string, std::vector<WageShare>>> LoadSharesByInstruction(
    db::Read& txn, const std::string& firm, absl::CivilMonth month);
// Notes that the instructions' shares went out in them.
absl::Status SaveSharesOut(db::Write& txn, const std::string& firm, absl::CivilMonth month,
                           const std::vector<Instruction>& instructions);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_SHARE_STORE_H_
