// The role on PostgreSQL under which every service reads and writes, and which owns nothing. It
// belongs to the server, not to a database: no dump holds it.
#ifndef TUOQIAO_SERVICES_COMMON_DB_SERVING_ROLE_H_
#define TUOQIAO_SERVICES_COMMON_DB_SERVING_ROLE_H_

#include <string>

#include "absl/status/status.h"

namespace tuoqiao::db {

// Makes the role where the server has none and lets the login of `conninfo` take it, as a migration
// does. Before a dump is restored, whose grants name it.
absl::Status MakeServingRole(const std::string& conninfo);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_SERVING_ROLE_H_
