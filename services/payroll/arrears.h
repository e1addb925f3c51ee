// Arrears: what a pay run could not take, and how it ends: in a next run, at the centre, or written
// off by two people.
#ifndef TUOQIAO_SERVICES_PAYROLL_ARREARS_H_
#define TUOQIAO_SERVICES_PAYROLL_ARREARS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/payroll/instruction.h"

namespace tuoqiao::payroll {

// LATE is what a line changed that came after the run was reconciled.
enum class ArrearsOrigin { kCarried, kShort, kMissing, kLate };
ArrearsOrigin ArrearsOriginOf(absl::string_view name);  // Of a name that the next one gave.
absl::string_view ArrearsOriginName(ArrearsOrigin origin);
// OPEN ones go into the next run; what that one does not take of them is arrears of its own.
enum class ArrearsState { kOpen, kInRun, kDirect, kWriteOffProposed, kWrittenOff };
ArrearsState ArrearsStateOf(absl::string_view name);  // Of a name that the next one gave.
absl::string_view ArrearsStateName(ArrearsState state);
struct Arrears {
  std::string id;
  std::string instruction;
  std::string employee_no;
  absl::CivilMonth month;    // Billed.
  int64_t amount_minor = 0;  // Below zero where the family is owed it.
  ArrearsOrigin origin = ArrearsOrigin::kCarried;
  std::string run;  // Of the instruction: the text of its key.
  ArrearsState state = ArrearsState::kOpen;
  std::string asked_by;         // The run that asks for it again: the text of its key.
  WageShare share;              // What it is left of.
  std::string bearer, why, by;  // Of a write-off; `by` proposed it.
  int64_t revision = 1;
};
// As a share of a later run; `share.of_last_pay` says whether there is any pay to take it from.
WageShare ShareOf(const Arrears& arrears);

// Open arrears leave payroll: the family pays the centre, also where a write-off was proposed.
// ARREARS_STATE.
absl::Status MakeDirect(Arrears& arrears);
// Who bears what nobody pays.
struct WriteOff {
  std::string bearer;  // CENTRE or PARK.
  std::string why, by;
};
// False where the same was proposed before. ARREARS_STATE.
absl::StatusOr<bool> ProposeWriteOff(const WriteOff& said, Arrears& arrears);
// The second person's word for the proposal of that revision; false where it was confirmed before.
// ARREARS_STATE, WRITE_OFF_CHANGED, CONFIRMED_BY_SAME_PERSON.
struct WriteOffWord {
  int64_t revision = 0;
  std::string by;
};
absl::StatusOr<bool> ConfirmWriteOff(const WriteOffWord& word, Arrears& arrears);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_ARREARS_H_
