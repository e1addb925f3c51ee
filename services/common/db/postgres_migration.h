// Migration of one PostgreSQL schema: the serving role, the files, and row-level security on every
// table of a park.
#ifndef TUOQIAO_SERVICES_COMMON_DB_POSTGRES_MIGRATION_H_
#define TUOQIAO_SERVICES_COMMON_DB_POSTGRES_MIGRATION_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/engine.h"
#include "services/common/db/postgres_connection.h"

namespace tuoqiao::db {

// What a database must be for one SQL text to mean the same on both engines: PostgreSQL 15 or
// later, UTF-8, ordered by bytes. FAILED_PRECONDITION says what it lacks.
absl::Status CheckPostgres(PostgresConnection& owner, PostgresStatements& statements);

// As `Engine` has them; `owner` is a connection of the login role, whose search_path is `schema`.
absl::StatusOr<std::map<std::string, std::string>> AppliedPostgresFiles(
    PostgresConnection& owner, PostgresStatements& statements);
absl::Status ApplyOnPostgres(PostgresConnection& owner, PostgresStatements& statements,
                             absl::string_view schema, const MigrationFile& migration);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_POSTGRES_MIGRATION_H_
