// What a child's resource name says: `parks/{park}/families/{family}/children/{child}`.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CHILD_NAME_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CHILD_NAME_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/resource_name.h"

namespace tuoqiao::eligibility {

inline std::string ChildId(const std::string& child) { return LastPart(child); }
// The family's name.
inline std::string FamilyOf(const std::string& child) {
  return child.substr(0, child.find("/children/"));
}
// Whose data key seals what is kept of the child.
inline std::string SubjectOf(const std::string& child) {
  return absl::StrCat("child:", ChildId(child));
}

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CHILD_NAME_H_
