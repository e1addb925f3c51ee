#include "services/common/db/postgres_migration.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/db/postgres_transaction.h"
#include "services/common/db/serving_role.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

// One lock for all services: the role that they share belongs to the whole server.
constexpr absl::string_view kLock = "SELECT pg_advisory_xact_lock(hashtext('tuoqiao.migrate'))";

// Another database of the same server may be creating the role at this moment, and a role that was
// made beforehand may be granted beforehand, too.
constexpr absl::string_view kMakeRole = R"sql(
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$ROLE') THEN
    CREATE ROLE $ROLE NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  GRANT $ROLE TO CURRENT_USER;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
)sql";

constexpr absl::string_view kFoundation = R"sql(
CREATE SCHEMA IF NOT EXISTS "$SCHEMA";
GRANT USAGE ON SCHEMA "$SCHEMA" TO $ROLE;
CREATE TABLE schema_version (
  name TEXT PRIMARY KEY NOT NULL,
  sha256 TEXT NOT NULL,
  applied_time TEXT NOT NULL
);
GRANT SELECT ON schema_version TO $ROLE;
)sql";

// Given to tables as they are created, so that a file may take some of it back. A statement that
// row security would cut short fails instead, so that a file never changes fewer rows than it says.
constexpr absl::string_view kBeforeFile = R"sql(
ALTER DEFAULT PRIVILEGES IN SCHEMA "$SCHEMA"
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO $ROLE;
SET LOCAL row_security = off;
)sql";

constexpr absl::string_view kForcedTables =
    "SELECT relname::text, quote_ident(relname) FROM pg_class "
    "WHERE relnamespace = current_schema()::regnamespace AND relforcerowsecurity ORDER BY relname";

// Jobs, cursors and numberers see these for all parks at once; they hold no personal data in the
// open.
constexpr absl::string_view kSecureParkTables = R"sql(
DO $$
DECLARE
  park_table record;
  rule text;
BEGIN
  FOR park_table IN
    SELECT c.oid, c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND a.attname = 'park_id' AND NOT a.attisdropped
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
  LOOP
    rule := 'park_id = current_setting(''tuoqiao.park'', true)';
    IF park_table.relname IN ('log', 'log_head', 'request', 'job', 'cursor', 'data_key') THEN
      rule := rule || ' OR current_setting(''tuoqiao.park'', true) = ''$ACROSS''';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = park_table.oid AND polname = 'park') THEN
      EXECUTE format('CREATE POLICY park ON %I USING (%s) WITH CHECK (%s)', park_table.relname, rule, rule);
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', park_table.relname);
  END LOOP;
END $$;
)sql";

std::string Fill(absl::string_view sql, absl::string_view schema) {
  return absl::StrReplaceAll(
      sql, {{"$SCHEMA", schema}, {"$ROLE", kServingRole}, {"$ACROSS", kAcrossParks}});
}

absl::StatusOr<bool> Founded(Read& txn) {
  return txn.QueryOne("SELECT 1 WHERE to_regclass('schema_version') IS NOT NULL", {},
                      [](const Row&) {});
}

// A file may change rows of all parks, which forced row security keeps even from the owner. It is
// lifted inside the file's transaction, from the tables that the file names and from no others:
// lifting locks a table against everyone who serves.
absl::Status LiftFrom(PostgresConnection& owner, Read& txn, absl::string_view file_sql) {
  std::string lift;
  RETURN_IF_ERROR(txn.Query(kForcedTables, {}, [&](const Row& row) {
    if (absl::StrContains(file_sql, row.Text(0))) {
      absl::StrAppend(&lift, "ALTER TABLE ", row.Text(1), " NO FORCE ROW LEVEL SECURITY;\n");
    }
    return absl::OkStatus();
  }));
  return lift.empty() ? absl::OkStatus() : owner.RunScript(lift);
}

absl::Status ApplyIn(PostgresConnection& owner, PostgresTransaction& txn, absl::string_view schema,
                     const MigrationFile& migration) {
  RETURN_IF_ERROR(txn.Query(kLock, {}, [](const Row&) { return absl::OkStatus(); }));
  ASSIGN_OR_RETURN(const bool founded, Founded(txn));
  if (!founded) {
    RETURN_IF_ERROR(owner.RunScript(Fill(kMakeRole, schema)));
    RETURN_IF_ERROR(owner.RunScript(Fill(kFoundation, schema)));
  }
  ASSIGN_OR_RETURN(const bool applied, AlreadyApplied(txn, migration));
  if (applied) return absl::OkStatus();
  RETURN_IF_ERROR(owner.RunScript(Fill(kBeforeFile, schema)));
  RETURN_IF_ERROR(LiftFrom(owner, txn, migration.file.sql));
  RETURN_IF_ERROR(owner.RunScript(migration.file.sql));
  RETURN_IF_ERROR(owner.RunScript(Fill(kSecureParkTables, schema)));
  return NoteApplied(txn, migration);
}

}  // namespace

absl::Status MakeServingRole(const std::string& conninfo) {
  ASSIGN_OR_RETURN(const auto owner, PostgresConnection::Open(conninfo));
  return owner->RunScript(Fill(kMakeRole, ""));
}

absl::Status CheckPostgres(PostgresConnection& owner, PostgresStatements& statements) {
  PostgresTransaction txn(&owner, &statements, kBeginRead, kAcrossParks);
  absl::Status fit;
  RETURN_IF_ERROR(txn.QueryOne("SELECT current_setting('server_version_num')::int, "
                               "pg_encoding_to_char(encoding)::text, datcollate::text "
                               "FROM pg_database WHERE datname = current_database()",
                               {},
                               [&](const Row& row) {
                                 const std::string collation = row.Text(2);
                                 const bool by_bytes = collation == "C" || collation == "POSIX" ||
                                                       absl::StartsWith(collation, "C.");
                                 if (row.Int(0) < 150000)
                                   fit = absl::FailedPreconditionError(
                                       "PostgreSQL 15 or later is needed");
                                 if (row.Text(1) != "UTF8" || !by_bytes) {
                                   fit = absl::FailedPreconditionError(
                                       "the database must be created with ENCODING 'UTF8' and "
                                       "LOCALE 'C', as SQLite orders text");
                                 }
                               })
                      .status());
  RETURN_IF_ERROR(txn.End(Outcome::kCommit));
  return fit;
}

absl::StatusOr<std::map<std::string, std::string>> AppliedPostgresFiles(
    PostgresConnection& owner, PostgresStatements& statements) {
  PostgresTransaction txn(&owner, &statements, kBeginRead, kAcrossParks);
  ASSIGN_OR_RETURN(const bool founded, Founded(txn));
  std::map<std::string, std::string> applied;
  if (founded) {
    ASSIGN_OR_RETURN(applied, ReadAppliedFiles(txn));
  }
  RETURN_IF_ERROR(txn.End(Outcome::kCommit));
  return applied;
}

absl::Status ApplyOnPostgres(PostgresConnection& owner, PostgresStatements& statements,
                             absl::string_view schema, const MigrationFile& migration) {
  PostgresTransaction txn(&owner, &statements, kBeginWrite, kAcrossParks);
  RETURN_IF_ERROR(ApplyIn(owner, txn, schema, migration));
  return txn.End(Outcome::kCommit);
}

}  // namespace tuoqiao::db
