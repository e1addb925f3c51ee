// Numbered SQL files, embedded in the binary and applied forward only.
#ifndef TUOQIAO_SERVICES_COMMON_DB_SCHEMA_H_
#define TUOQIAO_SERVICES_COMMON_DB_SCHEMA_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace tuoqiao::db {

class Database;

// `0001_firms.sql` for both engines, `0001_firms.postgres.sql` and `0001_firms.sqlite.sql` for what
// one of them has in addition.
struct SchemaFile {
  std::string name;
  std::string sql;
};

// The tables that each service has beside its own: the log, stored requests, jobs, cursors, keys.
std::vector<SchemaFile> Schema();

// Brings the database up to `files` after the common ones, each file in its own transaction, with
// its name and SHA-256 in `schema_version`. FAILED_PRECONDITION where a file that was applied has
// changed, or where the database is ahead of the binary. On PostgreSQL it runs as the owner, and
// afterwards every table with a park_id has forced row-level security and belongs to nobody who
// serves.
absl::Status Migrate(Database& database, const std::vector<SchemaFile>& files);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_SCHEMA_H_
