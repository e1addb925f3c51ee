// A service under test: its real handlers behind a real gRPC server in process, on SQLite in
// memory, with the time in the test's hands. Peers are real modules too, or a fake with behaviour.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_TESTING_HARNESS_H_
#define TUOQIAO_SERVICES_COMMON_RPC_TESTING_HARNESS_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/common/db/schema.h"
#include "services/common/rpc/module.h"

namespace tuoqiao::rpc::testing {

class Harness {
 public:
  using Make = std::function<absl::StatusOr<std::unique_ptr<Module>>(const Ground&)>;

  Harness();
  ~Harness();

  // Starts a module on a database of its own and makes it reachable under its name. The database is
  // SQLite in memory where none is given.
  void AddModule(const std::string& name, const std::vector<db::SchemaFile>& schema,
                 const Make& make, std::unique_ptr<db::Database> db = nullptr);
  // Makes a fake peer reachable; `service` outlives the harness.
  void AddPeer(const std::string& name, grpc::Service& service);

  std::shared_ptr<grpc::Channel> channel(const std::string& name) { return channels_.at(name); }
  db::Database& db(const std::string& name) { return *hosted_.at(name)->db; }
  Module& module(const std::string& name) { return *hosted_.at(name)->module; }
  FakeClock& clock() { return clock_; }
  const KeyRing& keys() const { return *keys_; }

  // A client context that carries a token of this role and scope, e.g. ("PARK_ADMIN",
  // "parks/yunqi").
  std::unique_ptr<grpc::ClientContext> As(const std::string& role, const std::string& scope,
                                          const std::string& subject = "somebody");
  std::unique_ptr<grpc::ClientContext> AsService(const std::string& service);

  // Calls `method` as that role; the status carries our reason (`ReasonOf`).
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& role,
                                const std::string& scope, const std::string& subject = "somebody") {
    auto context = role == "SERVICE" ? AsService(scope) : As(role, scope, subject);
    Response response;
    const grpc::Status status = (stub.*method)(context.get(), request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response;
  }

  // Waits until the operation is done and returns it.
  google::longrunning::Operation Wait(const std::string& module, const std::string& operation);

 private:
  struct Hosted {
    std::unique_ptr<db::Database> db;
    std::unique_ptr<Badge> badge;
    std::unique_ptr<Module> module;
    std::unique_ptr<grpc::Server> server;
  };

  FakeClock clock_;
  std::unique_ptr<TokenKey> tokens_;
  std::unique_ptr<KeyRing> keys_;
  Metrics metrics_;
  std::map<std::string, std::unique_ptr<Hosted>> hosted_;
  std::vector<std::unique_ptr<grpc::Server>> peers_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace tuoqiao::rpc::testing

#endif  // TUOQIAO_SERVICES_COMMON_RPC_TESTING_HARNESS_H_
