// Between the contract's messages and the core, for the tax deduction of guardians.
#ifndef TUOQIAO_SERVICES_DIRECTORY_CONVERT_DEDUCTION_H_
#define TUOQIAO_SERVICES_DIRECTORY_CONVERT_DEDUCTION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/directory/deduction.h"
#include "services/directory/family_store.h"
#include "tuoqiao/directory/v1/directory.pb.h"

namespace tuoqiao::directory {

// What a name and a share say; ids.
struct SplitSaid {
  std::string family;
  DeductionSplit split;
};
// FIELD_INVALID.
absl::StatusOr<SplitSaid> FromProto(absl::string_view park, const v1::DeductionSplit& message);
// FIELD_INVALID: YYYY.
absl::Status CheckYear(absl::string_view field, const std::string& year);

v1::DeductionSplit ToProto(absl::string_view park, absl::string_view family,
                           const DeductionSplit& split);
// Without what is missing.
v1::DeductionMonths ToProto(const DeductionMonths& months);

// The employments by one firm of a child's guardians.
std::vector<GuardianJob> JobsAt(absl::string_view firm, const ChildFacts& facts);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_CONVERT_DEDUCTION_H_
