// The echo: what gRPC itself costs for messages of the same size, type and number of clients.
#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>
#include <pthread.h>
#include <signal.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "services/cli/files.h"
#include "services/common/status_macros.h"
#include "tests/bench/read.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::bench {
namespace {

// As the listener of services/server/server.cc is bound.
constexpr int kThreadsMax = 2 * 128;
constexpr int kPollersMax = 2;
constexpr int kMessageBytesMax = 16 << 20;

class EchoService : public directory::v1::Directory::Service {
 public:
  explicit EchoService(directory::v1::Employee reply) : reply_(std::move(reply)) {}

  grpc::Status GetEmployee(grpc::ServerContext*, const directory::v1::GetEmployeeRequest* request,
                           directory::v1::Employee* response) override {
    *response = reply_;
    response->set_name(request->name());
    return grpc::Status::OK;
  }

 private:
  const directory::v1::Employee reply_;
};

}  // namespace

absl::Status Echo(const std::string& reply, const std::string& port_file) {
  directory::v1::Employee employee;
  if (!employee.ParseFromString(reply)) return absl::InvalidArgumentError("the reply is none");
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  EchoService service(std::move(employee));
  grpc::ServerBuilder builder;
  grpc::ResourceQuota quota("echo");
  quota.SetMaxThreads(kThreadsMax);
  builder.SetResourceQuota(quota);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, kPollersMax);
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return absl::UnavailableError("the echo cannot listen");
  RETURN_IF_ERROR(cli::WriteFile(port_file + ".new", absl::StrCat(port, "\n")));
  std::filesystem::rename(port_file + ".new", port_file);
  int received = 0;
  sigwait(&signals, &received);
  server->Shutdown();
  return absl::OkStatus();
}

}  // namespace tuoqiao::bench
