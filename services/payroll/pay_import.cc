#include "services/payroll/pay_import.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/payroll/errors_import.h"

namespace tuoqiao::payroll {
namespace {

constexpr const char* kStates[] = {"PROPOSED", "CONFIRMED", "UNDONE"};

auto ContentOf(const PayItem& item) {
  const WageShare& share = item.share;
  return std::tie(share.statement, share.family, share.centre, share.case_number, share.employee,
                  share.form, share.amount_minor, share.mode, share.month, share.arrears,
                  share.of_last_pay, share.waited_runs, item.employee_no, item.whole_minor,
                  item.origin, item.run, item.instruction);
}

}  // namespace

std::string PayItem::Key() const {
  return OfArrears() ? share.arrears : absl::StrCat(WageFormName(share.form), "/", share.statement);
}

bool SameItem(const PayItem& a, const PayItem& b) { return ContentOf(a) == ContentOf(b); }

PayImportState PayImportStateOf(absl::string_view name) {
  const auto found = std::find(std::begin(kStates), std::end(kStates), name);
  CHECK(found != std::end(kStates));
  return static_cast<PayImportState>(found - std::begin(kStates));
}

absl::string_view PayImportStateName(PayImportState state) {
  return kStates[static_cast<size_t>(state)];
}

absl::StatusOr<bool> BeginImport(const PayImport& said, const std::string& by, PayImport& known) {
  if (known.revision == 0) {
    known = said;
  } else if (said.source != known.source || said.content_hash != known.content_hash ||
             said.closed_through != known.closed_through) {
    return PayImportChanged(known.id);
  } else if (known.state != PayImportState::kUndone) {
    return false;
  }
  known.state = PayImportState::kProposed;
  known.proposed_by = by;
  ++known.revision;
  return true;
}

absl::StatusOr<bool> ConfirmImport(const PayImportWord& word, PayImport& import) {
  if (import.state == PayImportState::kUndone) {
    return WrongPayImportState(PayImportStateName(import.state));
  }
  if (word.items != import.items || word.open_minor != import.open_minor) {
    return PayImportTotalWrong(import.items, import.open_minor);
  }
  if (import.proposed_by == word.by) return PayImportConfirmedBySamePerson();
  if (import.state == PayImportState::kConfirmed) return false;
  import.state = PayImportState::kConfirmed;
  import.confirmed_by = word.by;
  ++import.revision;
  return true;
}

absl::StatusOr<bool> UndoImport(PayImport& import) {
  if (import.state == PayImportState::kUndone) return false;
  import.state = PayImportState::kUndone;
  ++import.revision;
  return true;
}

}  // namespace tuoqiao::payroll
