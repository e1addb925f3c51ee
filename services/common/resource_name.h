// Names of resources, `parks/qilan/centres/c001`.
#ifndef TUOQIAO_SERVICES_COMMON_RESOURCE_NAME_H_
#define TUOQIAO_SERVICES_COMMON_RESOURCE_NAME_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao {

// The last part of a name, `c001`; of a name without a slash all of it.
inline std::string LastPart(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_RESOURCE_NAME_H_
