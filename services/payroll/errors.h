// What can go wrong in payroll, one constructor each. Reasons are contract.
#ifndef TUOQIAO_SERVICES_PAYROLL_ERRORS_H_
#define TUOQIAO_SERVICES_PAYROLL_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::payroll {

absl::Status FirmNotFound(absl::string_view name);
absl::Status AuthorisationNotFound(absl::string_view name);
absl::Status PayRunNotFound(absl::string_view name);
// Directory no longer lists somebody whose share was closed.
absl::Status EmployeeNotFound(absl::string_view name);

absl::Status MonthNotClosed(absl::CivilMonth month);
// Billing closed it, but not all of its statements were heard yet: soon they will be.
absl::Status MonthNotHeard(absl::CivilMonth month);
absl::Status PayRunReleased(absl::string_view name);
absl::Status PayFloorMissing();

// The calendar has no run of that number in the month; `runs` is how many it has.
absl::Status PayRunNotScheduled(absl::CivilMonth month, int64_t runs);
absl::Status PayCalendarInUse(absl::string_view pay_run);
// A park may protect more than the law does, never less.
absl::Status PayFloorBelowLaw(absl::string_view field, int64_t limit);

// Why nothing is deducted from an employee: EMPLOYMENT_ENDED, LEGAL_BASIS_MISSING,
// AUTHORISATION_MISSING or PAY_FIGURE_MISSING. It refuses no request; the share is made direct.
absl::Status DeductionRefused(absl::string_view reason);

absl::Status ArrearsNotFound(absl::string_view name);
absl::Status WrongArrearsState(absl::string_view state);
absl::Status WriteOffChanged();
absl::Status ConfirmedBySamePerson();

absl::Status WrongPayRunState(absl::string_view state);
absl::Status DigestStale();
absl::Status CutOffPassed(absl::CivilDay cut_off_date);

// Of one item of a batch.
absl::Status UnknownEmployee();
absl::Status DateOrder(absl::string_view field);
absl::Status UnknownInstruction();
absl::Status WrongPeriod(absl::CivilMonth month);
absl::Status ResultDiffers();

// An event of a peer that contradicts the contract; its listener stays before it.
absl::Status OtherFirm();
absl::Status CurrencyWrong(absl::string_view currency);
absl::Status ResultNegative();
absl::Status ResultFileChanged(absl::string_view file_name);
absl::Status PayExceptionNotFound(absl::string_view name);
absl::Status PayExceptionState(absl::string_view state);
absl::Status PayExceptionAction(absl::string_view action, absl::string_view reason);
absl::Status ResultMissing();
absl::Status ResultShort();
absl::Status ResultOver();
absl::Status AuthorisationStands(absl::string_view name);
// `source` is where the pack has its rule from.
absl::Status LegalGroundNotAllowed(absl::string_view ground, absl::string_view source);
absl::Status LegalBasisMissing(absl::string_view source);
absl::Status AuthorisationMissing();
absl::Status EventInvalid(absl::string_view event, absl::string_view why);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_ERRORS_H_
