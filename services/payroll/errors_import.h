// What payroll can refuse of what comes from other systems.
#ifndef TUOQIAO_SERVICES_PAYROLL_ERRORS_IMPORT_H_
#define TUOQIAO_SERVICES_PAYROLL_ERRORS_IMPORT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::payroll {

absl::Status PayImportNotFound(absl::string_view name);
absl::Status WrongPayImportState(absl::string_view state);
absl::Status PayImportChanged(absl::string_view import);
absl::Status PayImportTotalWrong(int64_t items, int64_t open_minor);
absl::Status PayImportConfirmedBySamePerson();
absl::Status PayImportBuiltUpon(absl::string_view item);

// Of one item of a batch.
absl::Status MonthNotClosedThere(absl::CivilMonth month, absl::CivilMonth closed_through);
absl::Status MonthClosedHere(absl::CivilMonth month);
absl::Status ItemDiffers(absl::string_view item);
absl::Status PayRunExists(absl::string_view name);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_ERRORS_IMPORT_H_
