#include "services/common/db/testing/postgres_server.h"

#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::testing {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(60);
constexpr absl::Duration kPollInterval = absl::Milliseconds(20);

// Whom the server runs as.
struct Account {
  uid_t user;
  gid_t group;
};

absl::StatusOr<Account> ServerAccount() {
  if (geteuid() != 0) return Account{geteuid(), getegid()};
  const passwd* postgres = getpwnam("postgres");
  if (postgres == nullptr) {
    return absl::FailedPreconditionError("root needs an account `postgres` to run PostgreSQL as");
  }
  return Account{postgres->pw_uid, postgres->pw_gid};
}

// The newest of Debian's places, which are not on the PATH, or else whatever the PATH has.
std::string Program(const std::string& name) {
  glob_t found;
  std::string program = name;
  const std::string pattern = absl::StrCat("/usr/lib/postgresql/*/bin/", name);
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) program = found.gl_pathv[found.gl_pathc - 1];
  globfree(&found);
  return program;
}

// What the child does between fork and exec may only be system calls: the parent may have threads.
[[noreturn]] void Become(const Account& account, const char* output, char* const* words) {
  setpgid(0, 0);  // Ctrl-C is for the test program, which then ends the server.
  if (geteuid() == 0 && (setgroups(1, &account.group) != 0 || setgid(account.group) != 0 ||
                         setuid(account.user) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // After setuid, which clears it.
  const int in = open("/dev/null", O_RDONLY);
  const int out = open(output, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) _exit(126);
  close_range(3, ~0U, 0);
  execvp(words[0], words);
  _exit(127);
}

absl::StatusOr<pid_t> Spawn(const std::string& folder, const std::vector<std::string>& command) {
  ASSIGN_OR_RETURN(const Account account, ServerAccount());
  const std::string output = folder + "/output";
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) return absl::UnavailableError("cannot fork");
  if (child == 0) Become(account, output.c_str(), words.data());
  return child;
}

// The failure of a program, with what it said.
absl::Status Failed(const std::string& folder, absl::string_view what) {
  std::ostringstream said;
  said << std::ifstream(folder + "/output").rdbuf();
  return absl::FailedPreconditionError(absl::StrCat(what, ": ", said.str()));
}

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

absl::Status Run(PGconn* connection, const char* sql) {
  PGresult* result = PQexec(connection, sql);
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return done ? absl::OkStatus() : absl::InternalError(PQerrorMessage(connection));
}

}  // namespace

PostgresServer::PostgresServer(std::string folder, const PostgresServerOptions& options)
    : folder_(std::move(folder)),
      options_(options),
      conninfo_(absl::StrCat("host=", folder_, " user=tuoqiao dbname=tuoqiao")) {}

PostgresServer::~PostgresServer() {
  Kill().IgnoreError();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Start(
    const PostgresServerOptions& options) {
  std::string folder = std::filesystem::temp_directory_path() / "tuoqiao-postgres-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return absl::UnavailableError("no temporary folder");
  std::unique_ptr<PostgresServer> server(new PostgresServer(folder, options));
  ASSIGN_OR_RETURN(const Account account, ServerAccount());
  if (chown(folder.c_str(), account.user, account.group) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot give away ", folder));
  }
  RETURN_IF_ERROR(server->CreateCluster());
  RETURN_IF_ERROR(server->StartPostmaster());
  RETURN_IF_ERROR(server->CreateDatabase());
  return server;
}

absl::Status PostgresServer::CreateCluster() {
  ASSIGN_OR_RETURN(const pid_t initdb,
                   Spawn(folder_, {Program("initdb"), "-D", folder_ + "/cluster", "-U", "postgres",
                                   "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"}));
  int outcome = 0;
  if (waitpid(initdb, &outcome, 0) != initdb || outcome != 0) return Failed(folder_, "initdb");
  return absl::OkStatus();
}

absl::Status PostgresServer::StartPostmaster() {
  const auto set = [](absl::string_view name, absl::string_view value) {
    return absl::StrCat("--", name, "=", value);
  };
  ASSIGN_OR_RETURN(
      postmaster_,
      Spawn(folder_,
            {Program("postgres"), "-D", folder_ + "/cluster", set("listen_addresses", ""),
             set("unix_socket_directories", folder_),
             set("max_connections", absl::StrCat(options_.connections_max)),
             set("fsync", options_.fsync ? "on" : "off"), set("shared_buffers", "32MB"),
             set("wal_level", "minimal"), set("max_wal_senders", "0"), set("autovacuum", "off")}));
  const absl::Time until = absl::Now() + kStartTimeout;
  while (PQping(absl::StrCat("host=", folder_, " user=postgres dbname=postgres").c_str()) !=
         PQPING_OK) {
    if (waitpid(postmaster_, nullptr, WNOHANG) == postmaster_) {
      postmaster_ = 0;
      return Failed(folder_, "postgres");
    }
    if (absl::Now() > until) return Failed(folder_, "postgres does not answer");
    absl::SleepFor(kPollInterval);
  }
  return absl::OkStatus();
}

absl::Status PostgresServer::CreateDatabase() {
  const std::string superuser = absl::StrCat("host=", folder_, " user=postgres dbname=postgres");
  const Connection connection(PQconnectdb(superuser.c_str()), PQfinish);
  RETURN_IF_ERROR(Run(connection.get(), "CREATE ROLE tuoqiao LOGIN CREATEROLE"));
  return Run(connection.get(), "CREATE DATABASE tuoqiao OWNER tuoqiao");
}

absl::Status PostgresServer::Kill() {
  if (postmaster_ == 0) return absl::OkStatus();
  // SIGQUIT is PostgreSQL's own crash: it takes its children along, where SIGKILL would leave them
  // to hold the memory that the next start needs.
  const pid_t postmaster = std::exchange(postmaster_, 0);
  if (kill(postmaster, SIGQUIT) != 0 || waitpid(postmaster, nullptr, 0) != postmaster) {
    return absl::InternalError("the PostgreSQL server was gone already");
  }
  return absl::OkStatus();
}

absl::Status PostgresServer::Restart() {
  RETURN_IF_ERROR(Kill());
  return StartPostmaster();
}

PostgresServer& SharedPostgresServer() {
  static const auto server = PostgresServer::Start();
  if (!server.ok()) std::fprintf(stderr, "%s\n", server.status().ToString().c_str());
  CHECK(server.ok());
  return **server;
}

}  // namespace tuoqiao::testing
