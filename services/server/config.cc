#include "services/server/config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/http/client.h"
#include "services/common/secret_file.h"
#include "services/common/status_macros.h"
#include "services/places/module.h"
#include "services/server/modules.h"

namespace tuoqiao::server {
namespace {

constexpr int kTargetTimeoutMsMax = 60'000;

// Collects the first thing that the parser says.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" || absl::StartsWith(host, "127.");
}

std::string Or(const std::string& value, const std::string& fallback) {
  return value.empty() ? fallback : value;
}

bool KnownService(const std::string& name) {
  for (const ModuleEntry& entry : Modules()) {
    if (entry.name == name) return true;
  }
  return false;
}

void CheckAddress(const std::string& field, const std::string& address,
                  std::vector<std::string>& wrong) {
  const absl::StatusOr<HostPort> parsed = ParseHostPort(address);
  if (!parsed.ok()) {
    wrong.push_back(absl::StrCat(field, ": ", std::string(parsed.status().message())));
  } else if (!IsLoopback(parsed->host)) {
    wrong.push_back(absl::StrCat(field, ": ", address,
                                 " is not a loopback address; put TLS in front of it instead"));
  }
}

}  // namespace

rpc::TravelEngineOptions TravelEngineBy(const config::v1::Config& config) {
  rpc::TravelEngineOptions options;
  if (!config.has_travel_engine()) return options;
  const config::v1::TravelEngine& engine = config.travel_engine();
  options.kind = config::v1::TravelEngine::Kind_Name(engine.kind());
  options.urls = {engine.urls().begin(), engine.urls().end()};
  options.timeout_ms = engine.timeout_ms();
  return options;
}

absl::StatusOr<std::map<std::string, rpc::PayrollTarget>> PayrollTargetsBy(
    const config::v1::Config& config) {
  std::map<std::string, rpc::PayrollTarget> targets;
  for (const auto& [name, said] : config.payroll_targets()) {
    rpc::PayrollTarget& target = targets[name];
    target.url = said.url();
    target.ca_file = said.ca_file();
    target.timeout_ms = said.timeout_ms();
    if (said.token_file().empty()) continue;
    ASSIGN_OR_RETURN(const std::string token, ReadSecretFile(said.token_file()));
    target.token = std::string(absl::StripAsciiWhitespace(token));
    if (target.token.find_first_of(" \r\n") != std::string::npos) {
      return absl::FailedPreconditionError(
          absl::StrCat(said.token_file(), " is not one line with a token"));
    }
  }
  return targets;
}

absl::StatusOr<HostPort> ParseHostPort(const std::string& address) {
  const size_t colon = address.rfind(':');
  HostPort parsed;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(address.substr(colon + 1), &parsed.port) || parsed.port < 0 ||
      parsed.port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(address, " is not host:port"));
  }
  parsed.host = address.substr(0, colon);
  return parsed;
}

absl::StatusOr<config::v1::Config> LoadConfig(const std::string& path) {
  config::v1::Config config;
  if (path.empty()) return config;
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("there is no config file ", path));
  std::stringstream text;
  text << file.rdbuf();
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text.str(), &config)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ":", error.text()));
  }
  return config;
}

config::v1::Config WithDefaults(config::v1::Config config) {
  config.set_folder(Or(config.folder(), "tuoqiao-data"));
  config.set_listen(Or(config.listen(), "127.0.0.1:7400"));
  config.set_metrics_listen(Or(config.metrics_listen(), "127.0.0.1:7401"));
  config.set_rules_folder(Or(config.rules_folder(), "services/rules"));
  config.set_master_key_file(Or(config.master_key_file(), config.folder() + "/master.key"));
  config.set_token_key_file(Or(config.token_key_file(), config.folder() + "/token.key"));
  config.set_audit_key_file(Or(config.audit_key_file(), config.folder() + "/audit.key"));
  config.set_heads_folder(Or(config.heads_folder(), config.folder() + "/heads"));
  config.set_log_level(Or(config.log_level(), "INFO"));
  if (config.store().postgres_connections_max() == 0) {
    config.mutable_store()->set_postgres_connections_max(8);
  }
  if (config.services().empty()) {
    for (const ModuleEntry& entry : Modules()) config.add_services(entry.name);
  }
  return config;
}

std::vector<std::string> CheckConfig(const config::v1::Config& config) {
  std::vector<std::string> wrong;
  CheckAddress("listen", config.listen(), wrong);
  if (config.metrics_listen() != "off") {
    CheckAddress("metrics_listen", config.metrics_listen(), wrong);
  }
  std::set<std::string> hosted;
  for (const std::string& service : config.services()) {
    if (!KnownService(service)) {
      wrong.push_back(absl::StrCat("services: there is no service ", service));
    } else if (!hosted.insert(service).second) {
      wrong.push_back(absl::StrCat("services: ", service, " stands twice"));
    }
  }
  for (const ModuleEntry& entry : Modules()) {
    if (hosted.count(entry.name) == 0 && config.peers().count(entry.name) == 0) {
      wrong.push_back(absl::StrCat("peers: says not where ", entry.name,
                                   " is, which this process does not host"));
    }
  }
  for (const auto& [service, address] : config.peers()) {
    if (!KnownService(service)) {
      wrong.push_back(absl::StrCat("peers: there is no service ", service));
    } else {
      CheckAddress(absl::StrCat("peers.", service), address, wrong);
    }
  }
  std::error_code error;
  if (!std::filesystem::is_directory(config.rules_folder(), error)) {
    wrong.push_back(absl::StrCat("rules_folder: there is no folder ", config.rules_folder()));
  }
  const std::string& conninfo = config.store().postgres_conninfo_file();
  if (!conninfo.empty() && !std::filesystem::exists(conninfo, error)) {
    wrong.push_back(absl::StrCat("store.postgres_conninfo_file: there is no file ", conninfo));
  }
  if (config.has_travel_engine()) {
    const absl::Status engine = places::CheckTravelEngine(TravelEngineBy(config));
    if (!engine.ok()) wrong.push_back(std::string(engine.message()));
  }
  for (const auto& [name, target] : config.payroll_targets()) {
    const std::string field = absl::StrCat("payroll_targets.", name);
    const absl::Status url = http::CheckUrl(target.url(), http::Plain::kLoopbackOnly);
    if (!url.ok()) wrong.push_back(absl::StrCat(field, ".url: ", std::string(url.message())));
    for (const std::string& file : {target.token_file(), target.ca_file()}) {
      if (!file.empty() && !std::filesystem::exists(file, error)) {
        wrong.push_back(absl::StrCat(field, ": there is no file ", file));
      }
    }
    if (target.timeout_ms() < 0 || target.timeout_ms() > kTargetTimeoutMsMax) {
      wrong.push_back(absl::StrCat(field, ".timeout_ms: is not from 0 to ", kTargetTimeoutMsMax));
    }
  }
  if (config.store().postgres_connections_max() < 1) {
    wrong.push_back("store.postgres_connections_max: is below 1");
  }
  static const std::set<std::string>* const kLevels =
      new std::set<std::string>{"DEBUG", "INFO", "WARNING", "ERROR"};
  if (kLevels->count(config.log_level()) == 0) {
    wrong.push_back("log_level: is not DEBUG, INFO, WARNING or ERROR");
  }
  return wrong;
}

}  // namespace tuoqiao::server
