#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"
#include "services/common/db/engine.h"
#include "services/common/db/schema.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

constexpr absl::string_view kPostgresEnding = ".postgres.sql";
constexpr absl::string_view kSqliteEnding = ".sqlite.sql";

absl::Status FileHasChanged(absl::string_view name) {
  return absl::FailedPreconditionError(
      absl::StrCat("the schema file ", name, " has changed since it was applied to this database"));
}

absl::Status DatabaseIsAhead(absl::string_view name) {
  return absl::FailedPreconditionError(absl::StrCat(
      "the database is ahead of this program: it has had ", name, ", which this program lacks"));
}

// `0001_firms.sql` before `0001_firms.postgres.sql`, which adds to it and sorts before it by name.
std::pair<std::string, bool> Order(const SchemaFile& file) {
  absl::string_view stem = file.name;
  const bool adds =
      absl::ConsumeSuffix(&stem, kPostgresEnding) || absl::ConsumeSuffix(&stem, kSqliteEnding);
  if (!adds) absl::ConsumeSuffix(&stem, ".sql");
  return {std::string(stem), adds};
}

void AppendFor(absl::string_view engine, std::vector<SchemaFile> files,
               std::vector<MigrationFile>* migrations) {
  std::sort(files.begin(), files.end(), [](const SchemaFile& one, const SchemaFile& other) {
    return Order(one) < Order(other);
  });
  for (SchemaFile& file : files) {
    if (absl::EndsWith(file.name, kPostgresEnding) && engine != "postgres") continue;
    if (absl::EndsWith(file.name, kSqliteEnding) && engine != "sqlite") continue;
    std::string sha256 = absl::BytesToHexString(Sha256(file.sql));
    migrations->push_back({std::move(file), std::move(sha256)});
  }
}

// What was applied must be known to this program, and unchanged.
absl::Status CheckApplied(const std::map<std::string, std::string>& applied,
                          const std::vector<MigrationFile>& migrations) {
  std::map<std::string, std::string> known;
  for (const MigrationFile& migration : migrations) {
    const bool is_new = known.emplace(migration.file.name, migration.sha256).second;
    if (!is_new) {
      return absl::InternalError(absl::StrCat("two schema files named ", migration.file.name));
    }
  }
  for (const auto& [name, sha256] : applied) {
    const auto file = known.find(name);
    if (file == known.end()) return DatabaseIsAhead(name);
    if (file->second != sha256) return FileHasChanged(name);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(Database& database, const std::vector<SchemaFile>& files) {
  auto* engine = dynamic_cast<Engine*>(&database);
  CHECK(engine != nullptr);
  std::vector<MigrationFile> migrations;
  AppendFor(engine->engine(), Schema(), &migrations);
  AppendFor(engine->engine(), files, &migrations);
  ASSIGN_OR_RETURN(const auto applied, engine->AppliedFiles());
  RETURN_IF_ERROR(CheckApplied(applied, migrations));
  for (const MigrationFile& migration : migrations) {
    if (applied.count(migration.file.name) > 0) continue;
    if (const absl::Status status = engine->Apply(migration); !status.ok()) {
      return absl::Status(status.code(), absl::StrCat(migration.file.name, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> AlreadyApplied(Read& txn, const MigrationFile& migration) {
  std::string sha256;
  ASSIGN_OR_RETURN(
      const bool applied,
      txn.QueryOne("SELECT sha256 FROM schema_version WHERE name = :name",
                   {{"name", migration.file.name}}, [&](const Row& row) { sha256 = row.Text(0); }));
  if (applied && sha256 != migration.sha256) return FileHasChanged(migration.file.name);
  return applied;
}

absl::Status NoteApplied(Write& txn, const MigrationFile& migration) {
  return txn
      .Execute(
          "INSERT INTO schema_version (name, sha256, applied_time) "
          "VALUES (:name, :sha256, CAST(CURRENT_TIMESTAMP AS TEXT))",
          {{"name", migration.file.name}, {"sha256", migration.sha256}})
      .status();
}

absl::StatusOr<std::map<std::string, std::string>> ReadAppliedFiles(Read& txn) {
  std::map<std::string, std::string> applied;
  RETURN_IF_ERROR(txn.Query("SELECT name, sha256 FROM schema_version", {}, [&](const Row& row) {
    applied.emplace(row.Text(0), row.Text(1));
    return absl::OkStatus();
  }));
  return applied;
}

}  // namespace tuoqiao::db
