// A real PostgreSQL server of one's own: in a temporary folder, on a unix socket, gone with the
// object.
#ifndef TUOQIAO_SERVICES_COMMON_DB_TESTING_POSTGRES_SERVER_H_
#define TUOQIAO_SERVICES_COMMON_DB_TESTING_POSTGRES_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tuoqiao::testing {

struct PostgresServerOptions {
  bool fsync = true;
  int connections_max = 100;
};

// Not thread safe. The server also ends with the thread that started it, so that a test program
// that is killed leaves none behind. PostgreSQL refuses to run as root, which becomes `postgres`
// for it.
class PostgresServer {
 public:
  // FAILED_PRECONDITION where PostgreSQL is not installed or cannot run here.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start(
      const PostgresServerOptions& options = {});
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // For the owner of an empty database: no superuser, but it may create roles.
  const std::string& conninfo() const { return conninfo_; }

  // As in a crash: transactions are cut off, nothing is flushed, the next start has to recover.
  absl::Status Kill();
  // Kills it if it runs, and starts it again on what it has stored.
  absl::Status Restart();

 private:
  PostgresServer(std::string folder, const PostgresServerOptions& options);

  absl::Status CreateCluster();
  absl::Status CreateDatabase();
  absl::Status StartPostmaster();

  const std::string folder_;
  const PostgresServerOptions options_;
  const std::string conninfo_;
  pid_t postmaster_ = 0;
};

// The one server of this test program, started at the first call; stops the program where it
// cannot.
PostgresServer& SharedPostgresServer();

}  // namespace tuoqiao::testing

#endif  // TUOQIAO_SERVICES_COMMON_DB_TESTING_POSTGRES_SERVER_H_
