// Databases of either engine, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PLACES_TESTING_ENGINES_H_
#define TUOQIAO_SERVICES_PLACES_TESTING_ENGINES_H_

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/db/db.h"
#include "services/common/db/testing/postgres_server.h"

namespace tuoqiao::places {

// As many as the widest rush of this folder waits with.
inline constexpr int kConnections = 16;

// An empty one; on PostgreSQL in a schema of its own.
inline std::unique_ptr<db::Database> OpenEngine(const std::string& engine,
                                                const std::string& prefix) {
  if (engine == "sqlite") return *db::OpenSqlite(":memory:");
  static int schemas = 0;
  return *db::OpenPostgres({testing::SharedPostgresServer().conninfo(),
                            absl::StrCat(prefix, "_", ++schemas), kConnections});
}

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_TESTING_ENGINES_H_
