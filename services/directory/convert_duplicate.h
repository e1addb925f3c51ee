// Between the contract's messages and the core for one child in two cases.
#ifndef TUOQIAO_SERVICES_DIRECTORY_CONVERT_DUPLICATE_H_
#define TUOQIAO_SERVICES_DIRECTORY_CONVERT_DUPLICATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/directory/duplicate.h"
#include "tuoqiao/directory/v1/directory.pb.h"

namespace tuoqiao::directory {

std::string DuplicateName(absl::string_view park, absl::string_view duplicate);

// FIELD_REQUIRED, FIELD_INVALID. Who says it is the caller's to add.
absl::StatusOr<Review> FromProto(const v1::ReviewChildDuplicateRequest& request);

v1::ChildDuplicate ToProto(absl::string_view park, const ChildDuplicate& pair);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_CONVERT_DUPLICATE_H_
