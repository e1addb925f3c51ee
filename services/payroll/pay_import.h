// What a firm brings from another system: shares and arrears that are open, which its next runs
// ask for once a second person has confirmed them.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_IMPORT_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_IMPORT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/payroll/arrears.h"
#include "services/payroll/instruction.h"

namespace tuoqiao::payroll {

// A share of a closed month, or arrears, of which something is open.
struct PayItem {
  WageShare share;  // Its amount is what is open.
  std::string employee_no;
  int64_t whole_minor = 0;
  // Of arrears: why they are, and the run and instruction that left them.
  ArrearsOrigin origin = ArrearsOrigin::kCarried;
  std::string run, instruction;

  bool OfArrears() const { return !share.arrears.empty(); }
  // What tells it from other items of an import.
  std::string Key() const;
};
bool SameItem(const PayItem& a, const PayItem& b);

enum class PayImportState { kProposed, kConfirmed, kUndone };
PayImportState PayImportStateOf(absl::string_view name);  // Of a name that the next one gave.
absl::string_view PayImportStateName(PayImportState state);

struct PayImport {
  std::string firm, id, source, content_hash;
  absl::CivilMonth closed_through;  // The last month billed that is closed there.
  PayImportState state = PayImportState::kProposed;
  int64_t items = 0, open_minor = 0;  // What has come so far.
  std::string proposed_by, confirmed_by;
  int64_t revision = 0;  // 0 where there is none.
};

// Begins an import, or once more one that was undone; false where it goes on as it is.
// PAY_IMPORT_CHANGED.
absl::StatusOr<bool> BeginImport(const PayImport& said, const std::string& by, PayImport& known);

// Control totals, as the second person read them.
struct PayImportWord {
  int64_t items = 0, open_minor = 0;
  std::string by;
};
// False where it was confirmed before. PAY_IMPORT_STATE, PAY_IMPORT_TOTAL_WRONG,
// CONFIRMED_BY_SAME_PERSON.
absl::StatusOr<bool> ConfirmImport(const PayImportWord& word, PayImport& import);
// False where it was undone before. PAY_IMPORT_STATE.
absl::StatusOr<bool> UndoImport(PayImport& import);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_IMPORT_H_
