#include "services/server/audit_verbs.h"

#include <fstream>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/cli/files.h"
#include "services/common/clock.h"
#include "services/common/log_text.h"
#include "services/common/status_macros.h"
#include "services/server/log_walk.h"
#include "services/server/modules.h"
#include "services/server/storage.h"
#include "services/server/verb_config.h"
#include "services/server/witness.h"

namespace tuoqiao::server {
namespace {

using cli::Arguments;
using config::v1::Config;

constexpr absl::string_view kLogEnding = ".log";

absl::StatusOr<std::string> ParkOf(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, arguments.Need("park"));
  return std::string(absl::StripPrefix(park, "parks/"));
}

absl::StatusOr<int64_t> PositionOf(const Arguments& arguments, const std::string& flag,
                                   int64_t fallback) {
  if (arguments.Get(flag).empty()) return fallback;
  int64_t position = 0;
  if (!absl::SimpleAtoi(arguments.Get(flag), &position) || position < 0) {
    return absl::InvalidArgumentError(absl::StrCat("--", flag, " is a position: 0 or more"));
  }
  return position;
}

absl::StatusOr<LogRange> RangeOf(const Arguments& arguments) {
  LogRange range;
  ASSIGN_OR_RETURN(range.after, PositionOf(arguments, "after", range.after));
  ASSIGN_OR_RETURN(range.until, PositionOf(arguments, "until", range.until));
  return range;
}

// The services that are asked for: all, or one.
absl::StatusOr<std::vector<std::string>> ServicesOf(const Arguments& arguments) {
  const std::string& one = arguments.Get("service");
  std::vector<std::string> services;
  for (const ModuleEntry& entry : Modules()) {
    if (one.empty() || one == entry.name) services.push_back(entry.name);
  }
  if (!services.empty()) return services;
  return absl::InvalidArgumentError(absl::StrCat("there is no service ", one));
}

// The public key that heads are checked by: the one given, else the installation's own.
absl::StatusOr<SigningKey> PublicKeyOf(const Arguments& arguments, const std::string& own) {
  const std::string path = arguments.Get("key").empty() ? own : arguments.Get("key");
  ASSIGN_OR_RETURN(const std::string pem, cli::ReadFile(path));
  return SigningKey::FromPublicPem(pem);
}

void Print(const std::string& service, const Walked& walked) {
  const int64_t first = walked.from.position + 1, last = walked.to.position;
  std::cout << service << ": ";
  if (last < first) {
    std::cout << "nothing was logged";
  } else {
    std::cout << "rows " << first << " to " << last << ", head "
              << absl::BytesToHexString(walked.to.chain_hash);
  }
  if (walked.met.has_value()) {
    std::cout << "; as signed at "
              << absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", walked.met->time, absl::UTCTimeZone())
              << " up to " << walked.met->point.position;
  }
  if (last >= first && (!walked.met.has_value() || walked.met->point.position < last)) {
    std::cout << "; no head is given for what follows, which only agrees with itself";
  }
  std::cout << "\n";
}

absl::Status Named(const std::string& service, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(service, ": ", status.message()));
}

// An exported log needs nothing of the installation: no config, no database.
absl::Status VerifyExported(const Arguments& arguments, const std::string& park) {
  std::vector<Head> heads;
  if (!arguments.Get("head").empty()) {
    ASSIGN_OR_RETURN(const std::string key_file, arguments.Need("key"));
    ASSIGN_OR_RETURN(const SigningKey key, PublicKeyOf(arguments, key_file));
    ASSIGN_OR_RETURN(heads, ReadHeads(arguments.Get("head"), park, key));
  }
  int64_t logs = 0;
  for (const std::string& file : cli::FilesIn(arguments.Get("log"))) {
    absl::string_view name = file;
    if (!absl::ConsumeSuffix(&name, kLogEnding)) continue;
    ASSIGN_OR_RETURN(const std::string text, cli::ReadFile(file));
    absl::string_view rest = text;
    const absl::StatusOr<LogOrigin> origin = ReadLogTitle(&rest);
    RETURN_IF_ERROR(Named(file, origin.status()));
    if (origin->park != park) {
      return absl::InvalidArgumentError(absl::StrCat(file, " is of park ", origin->park));
    }
    const absl::StatusOr<Walked> walked = WalkText(text, heads);
    RETURN_IF_ERROR(Named(origin->service, walked.status()));
    Print(origin->service, *walked);
    ++logs;
  }
  if (logs > 0) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat("there is no exported log in ", arguments.Get("log")));
}

absl::Status Verify(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkOf(arguments));
  if (!arguments.Get("log").empty()) return VerifyExported(arguments, park);
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  ASSIGN_OR_RETURN(const LogRange range, RangeOf(arguments));
  ASSIGN_OR_RETURN(const std::vector<std::string> services, ServicesOf(arguments));
  std::vector<Head> heads;
  if (!arguments.Get("head").empty()) {
    ASSIGN_OR_RETURN(const SigningKey key,
                     PublicKeyOf(arguments, PublicKeyPath(config.audit_key_file())));
    ASSIGN_OR_RETURN(heads, ReadHeads(arguments.Get("head"), park, key));
  }
  int64_t rows = 0;
  for (const std::string& service : services) {
    ASSIGN_OR_RETURN(const auto database, OpenExisting(config, service));
    const absl::StatusOr<Walked> walked = WalkDatabase(*database, service, park, range, heads);
    RETURN_IF_ERROR(Named(service, walked.status()));
    Print(service, *walked);
    rows += walked->to.position;
  }
  if (rows == 0) return absl::NotFoundError(absl::StrCat("nothing was ever logged in park ", park));
  return absl::OkStatus();
}

absl::Status Export(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Config config, ConfigBy(arguments));
  ASSIGN_OR_RETURN(const std::string park, ParkOf(arguments));
  ASSIGN_OR_RETURN(const std::string folder, arguments.Need("to"));
  ASSIGN_OR_RETURN(const LogRange range, RangeOf(arguments));
  ASSIGN_OR_RETURN(const std::vector<std::string> services, ServicesOf(arguments));
  for (const std::string& service : services) {
    ASSIGN_OR_RETURN(const auto database, OpenExisting(config, service));
    const absl::StatusOr<ChainPoint> from = PointAt(*database, park, range.after);
    RETURN_IF_ERROR(Named(service, from.status()));
    const std::string path = absl::StrCat(folder, "/", service, kLogEnding);
    RETURN_IF_ERROR(cli::WriteFile(path, LogTitle({park, service, *from})));
    std::ofstream file(path, std::ios::binary | std::ios::app);
    int64_t rows = 0;
    RETURN_IF_ERROR(ForEachRow(*database, park, range, [&](const LogRow& row) {
      ++rows;
      file << LogLine(row);
      return absl::OkStatus();
    }));
    file.close();
    if (!file) return absl::UnavailableError(absl::StrCat("cannot write ", path));
    std::cout << path << ": " << rows << " rows\n";
  }
  return absl::OkStatus();
}

// What the running server does each minute.
absl::Status SignNow(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Config config, ConfigBy(arguments));
  if (!arguments.Get("to").empty()) config.set_heads_folder(arguments.Get("to"));
  ASSIGN_OR_RETURN(const SigningKey key, OpenAuditKey(config));
  std::vector<std::unique_ptr<db::Database>> open;
  Witness::Databases databases;
  for (const ModuleEntry& entry : Modules()) {
    ASSIGN_OR_RETURN(auto database, OpenExisting(config, entry.name));
    databases[entry.name] = database.get();
    open.push_back(std::move(database));
  }
  SystemClock clock;
  RETURN_IF_ERROR(Witness(key, clock, config.heads_folder(), databases).SignAll());
  std::cout << "heads are in " << config.heads_folder() << "; keep them, and "
            << PublicKeyPath(config.audit_key_file()) << ", away from here\n";
  return absl::OkStatus();
}

}  // namespace

std::vector<cli::Command> AuditVerbs() {
  const cli::Flag park = {"park", "NAME", "", "the park"};
  const cli::Flag service = {"service", "NAME", "", "only this one's log"};
  const cli::Flag after = {"after", "N", "", "only rows behind this position"};
  const cli::Flag until = {"until", "N", "", "only rows up to this position"};
  return {
      {"audit heads", "", "signs what every log has come to",
       "The server does so each minute and when it stops. A head that is kept elsewhere shows "
       "later that nothing up "
       "to it was changed.",
       With({{"to", "DIR", "", "instead of the config's folder of heads"}}), SignNow},
      {"audit export", "", "writes a park's logs into a folder, to be verified elsewhere",
       "Personal fields in them stay sealed.",
       With({park, service, after, until, {"to", "DIR", "", "gets a file a service"}}), Export},
      {"audit verify", "", "recomputes the logs of a park and holds them against signed heads",
       "Without a head it shows only that they agree with themselves. An exported log is verified "
       "with nothing but a head and the public key.",
       With({park,
             service,
             after,
             until,
             {"head", "PATH", "", "a signed head, or a folder of them"},
             {"key", "FILE", "", "the public key; the installation's own where it is not given"},
             {"log", "DIR", "", "exported logs, instead of the databases"}}),
       Verify},
  };
}

}  // namespace tuoqiao::server
