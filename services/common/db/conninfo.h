// What libpq connects by, as text.
#ifndef TUOQIAO_SERVICES_COMMON_DB_CONNINFO_H_
#define TUOQIAO_SERVICES_COMMON_DB_CONNINFO_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace tuoqiao::db {

// The conninfo (keywords or a URI) as keywords without its password, and the password, which is
// empty where there is none. INVALID_ARGUMENT where it is no conninfo; the text is not repeated.
absl::StatusOr<std::pair<std::string, std::string>> SplitPassword(const std::string& conninfo);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_CONNINFO_H_
