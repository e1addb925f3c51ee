// What can go wrong in directory, one constructor each. Reasons are contract.
#ifndef TUOQIAO_SERVICES_DIRECTORY_ERRORS_H_
#define TUOQIAO_SERVICES_DIRECTORY_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::directory {

absl::Status ParkExists(absl::string_view park);
absl::Status ParkNotFound(absl::string_view name);
absl::Status NotASandbox(absl::string_view park);
absl::Status ClockBackwards(absl::CivilDay today);

absl::Status FirmNotFound(absl::string_view name);
absl::Status UsccInvalid();
absl::Status AgreementBackdated(absl::CivilDay agreed);

absl::Status EmployeeNotFound(absl::string_view name);
absl::Status DateOrder(absl::string_view field);
// A key stands twice in one request; `field` is the key.
absl::Status DuplicateInRequest(absl::string_view field);
absl::Status IdNumberInvalid(absl::string_view field);

absl::Status FamilyNotFound(absl::string_view name);
absl::Status GuardianNotFound(absl::string_view name);
absl::Status ChildNotFound(absl::string_view name);
absl::Status ConsentNotGiven(absl::string_view child);
absl::Status DeductionSplitFixed(absl::string_view year);
absl::Status BirthInFuture();
absl::Status GuardiansDiffer();
absl::Status ChildInOtherFamily();

absl::Status ChildDuplicateNotFound(absl::string_view name);
absl::Status ChildDuplicateReviewed();
absl::Status KeptCaseUnknown();
absl::Status ApprovedBySamePerson();

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_ERRORS_H_
