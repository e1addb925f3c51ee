// A service's database, as the config says: a SQLite file or a PostgreSQL schema of its own.
#ifndef TUOQIAO_SERVICES_SERVER_STORAGE_H_
#define TUOQIAO_SERVICES_SERVER_STORAGE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/server/modules.h"
#include "tuoqiao/config/v1/config.pb.h"

namespace tuoqiao::server {

// `<folder>/<service>.db`.
std::string SqlitePath(const config::v1::Config& config, const std::string& service);

// Opens a service's database; the folder is made where it is missing.
absl::StatusOr<std::unique_ptr<db::Database>> OpenDatabase(const config::v1::Config& config,
                                                           const std::string& service);
// The same of one that is there: NOT_FOUND instead of a new file.
absl::StatusOr<std::unique_ptr<db::Database>> OpenExisting(const config::v1::Config& config,
                                                           const std::string& service);
// Opens it and brings it up to what this binary knows.
absl::StatusOr<std::unique_ptr<db::Database>> OpenMigrated(const config::v1::Config& config,
                                                           const ModuleEntry& module);

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_STORAGE_H_
