// One process of Tuoqiao: the services that it hosts, each on a server of its own, behind one
// listener.
#ifndef TUOQIAO_SERVICES_SERVER_SERVER_H_
#define TUOQIAO_SERVICES_SERVER_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/metrics.h"
#include "services/common/metrics_server.h"
#include "services/common/periodic.h"
#include "services/common/rpc/module.h"
#include "services/server/operations_service.h"
#include "services/server/witness.h"
#include "tuoqiao/config/v1/config.pb.h"

namespace tuoqiao::server {

// Thread safe after Start.
class Server {
 public:
  // The config's defaults are filled in and it was checked. Databases are migrated; keys are made
  // where they are missing. Returns when it answers.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const config::v1::Config& config);
  ~Server();

  // Says NOT_SERVING, lets running calls end, stops jobs and listeners. Once.
  void Drain();

  int port() const { return port_; }
  int metrics_port() const { return metrics_server_ == nullptr ? 0 : metrics_server_->port(); }
  const TokenKey& tokens() const { return *tokens_; }
  // The databases of the services hosted here, by name; for tests and for counters of rows.
  db::Database& database(const std::string& service) { return *hosted_.at(service)->database; }

 private:
  struct Hosted {
    std::unique_ptr<db::Database> database;
    std::unique_ptr<rpc::Badge> badge;
    std::unique_ptr<rpc::Module> module;
    std::unique_ptr<grpc::Server> server;
  };

  Server() = default;
  absl::Status Host(const config::v1::Config& config);
  absl::Status Listen(const config::v1::Config& config);
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& service) const;

  SystemClock clock_;
  Metrics metrics_;
  std::unique_ptr<TokenKey> tokens_;
  std::unique_ptr<KeyRing> keys_;
  std::map<std::string, std::string> remote_;
  // In the order of the story.
  std::vector<std::string> order_;
  std::map<std::string, std::unique_ptr<Hosted>> hosted_;
  std::unique_ptr<OperationsService> operations_;
  std::unique_ptr<Periodic> numberer_;
  std::unique_ptr<Periodic> housekeeper_;
  std::unique_ptr<Witness> witness_;
  std::unique_ptr<Periodic> witnessing_;
  std::unique_ptr<grpc::Server> listener_;
  std::unique_ptr<MetricsServer> metrics_server_;
  int port_ = 0;
  std::atomic<bool> drained_{false};
};

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_SERVER_H_
