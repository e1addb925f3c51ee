#include "services/server/verbs.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/files.h"
#include "services/common/db/conninfo.h"
#include "services/common/db/serving_role.h"
#include "services/common/secret_file.h"
#include "services/common/status_macros.h"
#include "services/server/audit_verbs.h"
#include "services/server/server.h"
#include "services/server/storage.h"
#include "services/server/verb_config.h"
#include "tuoqiao/type/v1/access.pb.h"

namespace tuoqiao::server {
namespace {

using cli::Arguments;
using config::v1::Config;

absl::Status Serve(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  // Blocked before any thread starts, so that only sigwait sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ASSIGN_OR_RETURN(const auto server, Server::Start(config));
  if (!arguments.Get("port-file").empty()) {
    // For whoever started it with port 0 and waits for it.
    const std::string path = arguments.Get("port-file");
    RETURN_IF_ERROR(cli::WriteFile(path + ".new", absl::StrCat(server->port(), "\n")));
    std::filesystem::rename(path + ".new", path);
  }
  std::cout << "tuoqiao serves on port " << server->port() << ", metrics on port "
            << server->metrics_port() << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  server->Drain();
  return absl::OkStatus();
}

absl::Status Migrate(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  std::filesystem::create_directories(config.folder());
  for (const ModuleEntry& entry : Modules()) {
    RETURN_IF_ERROR(OpenMigrated(config, entry).status());
    std::cout << entry.name << " is up to date\n";
  }
  return absl::OkStatus();
}

absl::Status CheckOnly(const Arguments& arguments) {
  RETURN_IF_ERROR(ConfigBy(arguments).status());
  std::cout << "the config is good\n";
  return absl::OkStatus();
}

// Each thing that has to be so before it can run, with what to do where it is not.
absl::Status Doctor(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  int wrong = 0;
  const auto look = [&](const std::string& what, const absl::Status& status) {
    std::cout << (status.ok() ? "ok    " : "WRONG ") << what;
    if (!status.ok()) {
      std::cout << ": " << std::string(status.message());
      ++wrong;
    }
    std::cout << "\n";
  };
  look("config", absl::OkStatus());
  look("master key", ReadSecretFile(config.master_key_file()).status());
  look("token key", ReadSecretFile(config.token_key_file()).status());
  look("audit key", ReadSecretFile(config.audit_key_file()).status());
  for (const ModuleEntry& entry : Modules()) {
    const auto database = OpenExisting(config, entry.name);
    int64_t failed = 0;
    absl::Status status = database.status();
    if (status.ok()) {
      status = (*database)->ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
        ASSIGN_OR_RETURN(failed,
                         txn.QueryInt("SELECT COUNT(*) FROM job WHERE state = 'FAILED'", {}));
        return absl::OkStatus();
      });
    }
    look(absl::StrCat("database of ", entry.name,
                      failed > 0 ? absl::StrCat(", where ", failed, " jobs have failed") : ""),
         status);
  }
  if (wrong == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(wrong, " things are wrong"));
}

// Runs a PostgreSQL program with its arguments, never through a shell. The password goes by the
// environment: everybody may read a command line.
absl::Status RunProgram(const std::vector<std::string>& command, const std::string& password) {
  std::vector<char*> arguments;
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    if (!password.empty()) setenv("PGPASSWORD", password.c_str(), 1);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(command[0], " failed"));
}

struct AdminLogin {
  std::string conninfo;  // Without the password.
  std::string password;
};

absl::StatusOr<AdminLogin> AdminLoginOf(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string path, arguments.Need("admin-conninfo-file"));
  ASSIGN_OR_RETURN(const std::string text, ReadSecretFile(path));
  AdminLogin login;
  ASSIGN_OR_RETURN(std::tie(login.conninfo, login.password),
                   db::SplitPassword(std::string(absl::StripAsciiWhitespace(text))));
  return login;
}

// Copies one of the key files; refuses to put it over another, whose data would never open
// again.
absl::Status CopyKey(const std::string& from, const std::string& to) {
  ASSIGN_OR_RETURN(const std::string key, cli::ReadFile(from));
  const absl::StatusOr<std::string> there = cli::ReadFile(to);
  if (there.ok() && *there != key) {
    return absl::FailedPreconditionError(
        absl::StrCat(to, " is there and is another key; move it away first"));
  }
  return there.ok() ? absl::OkStatus() : cli::WriteFile(to, key);
}

// All that a park cannot be opened, reached or witnessed without.
std::vector<std::string> KeyFiles(const Config& config) {
  return {config.master_key_file(), config.token_key_file(), config.audit_key_file()};
}

absl::Status BackUp(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  ASSIGN_OR_RETURN(const std::string target, arguments.Need("to"));
  if (std::filesystem::exists(target)) {
    return absl::FailedPreconditionError(
        absl::StrCat(target, " is there already; a backup goes into a new folder"));
  }
  const std::string half = target + ".half";
  std::filesystem::remove_all(half);
  std::filesystem::create_directories(half);
  if (config.store().postgres_conninfo_file().empty()) {
    std::vector<db::SqliteCopy> copies;
    for (const ModuleEntry& entry : Modules()) {
      copies.push_back(
          {SqlitePath(config, entry.name), absl::StrCat(half, "/", entry.name, ".db")});
    }
    RETURN_IF_ERROR(db::CopySqliteFiles(copies));
  } else {
    ASSIGN_OR_RETURN(const AdminLogin login, AdminLoginOf(arguments));
    RETURN_IF_ERROR(RunProgram({"pg_dump", "--format=custom", "--file=" + half + "/postgres.dump",
                                "--dbname=" + login.conninfo},
                               login.password));
  }
  for (const std::string& key : KeyFiles(config)) {
    RETURN_IF_ERROR(CopyKey(key, absl::StrCat(half, "/", cli::NameOf(key))));
  }
  std::filesystem::rename(half, target);
  std::cout << "backed up to " << target << "; it holds the keys, so guard it like them\n";
  return absl::OkStatus();
}

absl::Status Restore(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  ASSIGN_OR_RETURN(const std::string source, arguments.Need("from"));
  if (!std::filesystem::is_directory(source)) {
    return absl::NotFoundError(absl::StrCat("there is no backup ", source));
  }
  std::filesystem::create_directories(config.folder());
  const bool sqlite = config.store().postgres_conninfo_file().empty();
  for (const ModuleEntry& entry : Modules()) {
    if (sqlite && std::filesystem::exists(SqlitePath(config, entry.name))) {
      return absl::FailedPreconditionError(
          absl::StrCat(SqlitePath(config, entry.name),
                       " is there; restore into an empty folder, then change the config to it"));
    }
  }
  for (const std::string& key : KeyFiles(config)) {
    RETURN_IF_ERROR(CopyKey(absl::StrCat(source, "/", cli::NameOf(key)), key));
  }
  if (sqlite) {
    for (const ModuleEntry& entry : Modules()) {
      std::filesystem::copy_file(absl::StrCat(source, "/", entry.name, ".db"),
                                 SqlitePath(config, entry.name));
    }
  } else {
    ASSIGN_OR_RETURN(const std::string login,
                     ReadSecretFile(config.store().postgres_conninfo_file()));
    RETURN_IF_ERROR(db::MakeServingRole(std::string(absl::StripAsciiWhitespace(login))));
    ASSIGN_OR_RETURN(const AdminLogin admin, AdminLoginOf(arguments));
    RETURN_IF_ERROR(RunProgram(
        {"pg_restore", "--exit-on-error", "--dbname=" + admin.conninfo, source + "/postgres.dump"},
        admin.password));
  }
  std::cout << "restored from " << source << "\n";
  return absl::OkStatus();
}

// A token for somebody's own client; whoever holds the key file may make any.
absl::Status PrintToken(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  ASSIGN_OR_RETURN(const auto key, TokenKey::FromFile(config.token_key_file(), false));
  Identity identity;
  ASSIGN_OR_RETURN(identity.role, arguments.Need("role"));
  ASSIGN_OR_RETURN(const std::string scope, arguments.Need("scope"));
  ASSIGN_OR_RETURN(identity.subject, arguments.Need("subject"));
  identity.scopes = {scope};
  identity.purpose = arguments.Get("purpose");
  type::v1::Role role;
  if (!type::v1::Role_Parse(identity.role, &role) || role == type::v1::SERVICE) {
    return absl::InvalidArgumentError(absl::StrCat("there is no role ", identity.role));
  }
  if (role == type::v1::OPS && identity.purpose.empty()) {
    return absl::InvalidArgumentError("OPS needs a --purpose, which the tenant sees");
  }
  absl::Duration life;
  if (!absl::ParseDuration(arguments.Get("life"), &life) || life <= absl::ZeroDuration() ||
      life > TokenKey::kLifeMax) {
    return absl::InvalidArgumentError("--life is a duration of at most 12h, e.g. 30m");
  }
  identity.expire_time = absl::Now() + life;
  std::cout << key->Sign(identity) << "\n";
  return absl::OkStatus();
}

const cli::Flag kAdmin = {"admin-conninfo-file", "FILE", "",
                          "PostgreSQL only: a role that row-level security does not bind"};

}  // namespace

std::vector<cli::Command> Verbs() {
  std::vector<cli::Command> verbs = {
      {"serve", "", "runs the services until SIGTERM",
       "Migrates, makes keys where they are missing, answers, and drains when it is told to stop.",
       With({{"listen", "HOST:PORT", "", "instead of the config's"},
             {"port-file", "FILE", "", "gets the port once it answers"}}),
       Serve},
      {"migrate", "", "brings the databases up to this binary", "Safe to repeat.", With({}),
       Migrate},
      {"check-config", "", "checks a config whole", "", With({}), CheckOnly},
      {"doctor", "", "looks whether everything is in its place", "", With({}), Doctor},
      {"backup", "", "copies databases and keys into a new folder", "While it runs, too.",
       With({{"to", "DIR", "", "a folder that is not there yet"}, kAdmin}), BackUp},
      {"restore", "", "brings a backup back", "Into an empty folder or database.",
       With({{"from", "DIR", "", "the backup"}, kAdmin}), Restore},
      {"token", "", "makes a short-lived token for a client",
       "With the local key; a client sends it as `authorization: Bearer <token>`.",
       With({{"role", "ROLE", "", "e.g. FIRM_HR"},
             {"scope", "NAME", "", "a resource name, e.g. parks/yunshui/firms/91…"},
             {"subject", "ID", "", "who it is; an id, never a name"},
             {"purpose", "TEXT", "", "for OPS: why"},
             {"life", "DURATION", "30m", "at most 12h"}}),
       PrintToken},
  };
  const std::vector<cli::Command> audit = AuditVerbs();
  verbs.insert(verbs.end(), audit.begin(), audit.end());
  return verbs;
}

}  // namespace tuoqiao::server
