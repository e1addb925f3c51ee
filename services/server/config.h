// The configuration of a process: read, filled up with what works, and checked whole.
#ifndef TUOQIAO_SERVICES_SERVER_CONFIG_H_
#define TUOQIAO_SERVICES_SERVER_CONFIG_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/module.h"
#include "tuoqiao/config/v1/config.pb.h"

namespace tuoqiao::server {

// Reads a text proto; an empty path is a config of defaults. The error carries line and column.
absl::StatusOr<config::v1::Config> LoadConfig(const std::string& path);

// Fills what is empty with its default.
config::v1::Config WithDefaults(config::v1::Config config);

// Everything that is wrong with a config whose defaults are filled in, a sentence each; empty where
// it can start.
std::vector<std::string> CheckConfig(const config::v1::Config& config);

// What the process is told of a routing engine.
rpc::TravelEngineOptions TravelEngineBy(const config::v1::Config& config);
// With the tokens out of their files. FAILED_PRECONDITION, NOT_FOUND.
absl::StatusOr<std::map<std::string, rpc::PayrollTarget>> PayrollTargetsBy(
    const config::v1::Config& config);

struct HostPort {
  std::string host;
  int port = 0;
};
absl::StatusOr<HostPort> ParseHostPort(const std::string& address);

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_CONFIG_H_
