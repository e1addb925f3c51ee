// Pay runs and their instructions in the database.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_RUN_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_RUN_STORE_H_

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

absl::StatusOr<std::optional<PayRun>> FindPayRun(db::Read& txn, const PayRunKey& key);
// All runs of one firm and month, by their last part of the name.
absl::StatusOr<std::vector<PayRun>> LoadPayRunsOfMonth(db::Read& txn, const std::string& firm,
                                                       absl::CivilMonth month);
// The name's last part of a run of this month or a later one that has gone out; empty where none
// has.
absl::StatusOr<std::string> FindReleasedFrom(db::Read& txn, const std::string& firm,
                                             absl::CivilMonth month);
// What the other runs of the month that went out deduct, by employee id.
absl::StatusOr<std::map<std::string, int64_t>> LoadSentInMonth(db::Read& txn, const PayRunKey& but);
absl::Status SavePayRun(db::Write& txn, const PayRun& run);

// Instructions have their shares only where they were just planned: see share_store.h.
absl::StatusOr<std::vector<Instruction>> LoadInstructions(db::Read& txn, const PayRun& run);
// Those of a run behind an id.
struct InstructionFilter {
  PayRunKey run;
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Instruction>> LoadInstructionPage(db::Read& txn,
                                                             const InstructionFilter& filter);
// Puts these in the place of the run's instructions; for a run that was not released.
absl::Status ReplaceInstructions(db::Write& txn, const PayRun& run,
                                 const std::vector<Instruction>& instructions);
// Saves what became of instructions that are there.
absl::Status SaveOutcomes(db::Write& txn, const PayRun& run,
                          const std::vector<Instruction>& instructions);

// For the state, through the park's firms in order. The id behind which instructions follow is
// `{run}/{instruction}`, that of pay runs `{run}`.
absl::StatusOr<std::vector<PayRun>> LoadPayRunsAfter(db::Read& txn, const After& after);
struct InstructionAt {
  PayRunKey run;
  Instruction instruction;
};
absl::StatusOr<std::vector<InstructionAt>> LoadInstructionsAfter(db::Read& txn, const After& after);

// How many planned runs with something to send have their cut-off within the period and were not
// released.
absl::StatusOr<int64_t> CountUnreleased(db::Read& txn, const Period& cut_off);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_RUN_STORE_H_
