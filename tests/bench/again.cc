#include "tests/bench/again.h"

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/server/config.h"
#include "services/server/modules.h"
#include "services/server/server.h"
#include "tests/bench/month.h"

namespace tuoqiao::bench {
namespace {

absl::StatusOr<std::map<std::string, int64_t>> RowsWritten(server::Server& server) {
  std::map<std::string, int64_t> written;
  for (const server::ModuleEntry& entry : server::Modules()) {
    ASSIGN_OR_RETURN(written[entry.name], server.database(entry.name).RowsWritten());
  }
  return written;
}

}  // namespace

absl::StatusOr<Again> ImportRostersAgain(const std::string& config_file, const std::string& sample,
                                         const std::string& session) {
  ASSIGN_OR_RETURN(config::v1::Config config, server::LoadConfig(config_file));
  config = server::WithDefaults(std::move(config));
  ASSIGN_OR_RETURN(const auto server, server::Server::Start(config));
  ASSIGN_OR_RETURN(const auto client,
                   cli::Client::Connect({absl::StrCat("127.0.0.1:", server->port()),
                                         config.token_key_file(), "", session},
                                        absl::Seconds(10)));
  ASSIGN_OR_RETURN(const auto before, RowsWritten(*server));
  Again again;
  ASSIGN_OR_RETURN(const Rosters rosters, ImportRosters(*client, sample));
  again.rows = rosters.rows;
  ASSIGN_OR_RETURN(again.written, RowsWritten(*server));
  for (auto& [service, rows] : again.written) rows -= before.at(service);
  return again;
}

}  // namespace tuoqiao::bench
