#include "services/server/storage.h"

#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/secret_file.h"
#include "services/common/status_macros.h"

namespace tuoqiao::server {

std::string SqlitePath(const config::v1::Config& config, const std::string& service) {
  return absl::StrCat(config.folder(), "/", service, ".db");
}

absl::StatusOr<std::unique_ptr<db::Database>> OpenDatabase(const config::v1::Config& config,
                                                           const std::string& service) {
  const std::string& conninfo_file = config.store().postgres_conninfo_file();
  if (!conninfo_file.empty()) {
    ASSIGN_OR_RETURN(const std::string conninfo, ReadSecretFile(conninfo_file));
    return db::OpenPostgres({std::string(absl::StripAsciiWhitespace(conninfo)), service,
                             config.store().postgres_connections_max()});
  }
  return db::OpenSqlite(SqlitePath(config, service));
}

absl::StatusOr<std::unique_ptr<db::Database>> OpenExisting(const config::v1::Config& config,
                                                           const std::string& service) {
  const std::string path = SqlitePath(config, service);
  if (config.store().postgres_conninfo_file().empty() && !std::filesystem::exists(path)) {
    return absl::NotFoundError(absl::StrCat("there is no ", path, "; has it ever been served?"));
  }
  return OpenDatabase(config, service);
}

absl::StatusOr<std::unique_ptr<db::Database>> OpenMigrated(const config::v1::Config& config,
                                                           const ModuleEntry& module) {
  absl::StatusOr<std::unique_ptr<db::Database>> database = OpenDatabase(config, module.name);
  absl::Status status = database.status();
  if (status.ok()) status = db::Migrate(**database, module.schema());
  if (status.ok()) return database;
  return absl::Status(status.code(), absl::StrCat(module.name, ": ", status.message()));
}

}  // namespace tuoqiao::server
