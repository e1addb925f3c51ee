// What an engine can do beyond serving: be migrated. Seen by `Migrate` alone.
#ifndef TUOQIAO_SERVICES_COMMON_DB_ENGINE_H_
#define TUOQIAO_SERVICES_COMMON_DB_ENGINE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/db/schema.h"

namespace tuoqiao::db {

struct MigrationFile {
  SchemaFile file;
  std::string sha256;  // In hex, of the file's SQL.
};

class Engine : public Database {
 public:
  // The SHA-256 of each file that was applied, by name; none where nothing ever was.
  virtual absl::StatusOr<std::map<std::string, std::string>> AppliedFiles() = 0;
  // Applies the file as the owner and notes it in `schema_version`, in one transaction. Does
  // nothing where another program has just done so.
  virtual absl::Status Apply(const MigrationFile& migration) = 0;
};

// The parts of `Apply` that are the same on both engines; they run inside its transaction.
absl::StatusOr<bool> AlreadyApplied(Read& txn, const MigrationFile& migration);
absl::Status NoteApplied(Write& txn, const MigrationFile& migration);
absl::StatusOr<std::map<std::string, std::string>> ReadAppliedFiles(Read& txn);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_ENGINE_H_
