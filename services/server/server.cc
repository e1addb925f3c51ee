#include "services/server/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"
#include "services/server/config.h"
#include "services/server/housekeeper.h"
#include "services/server/modules.h"
#include "services/server/numberer.h"
#include "services/server/storage.h"

namespace tuoqiao::server {
namespace {

// So many calls may be under way at once, most of them waiting for storage; gRPC refuses more with
// RESOURCE_EXHAUSTED instead of letting them wait in line, so there is room for a rush.
constexpr int kThreadsMax = 128;
// Threads that wait for the next call; one more is started, and ended, for each call beyond them.
constexpr int kPollersMax = 16;
// One message holds at most a batch or a page.
constexpr int kMessageBytesMax = 16 << 20;
constexpr auto kDrainTime = std::chrono::seconds(10);

void Bound(grpc::ServerBuilder& builder, const std::string& name, int threads_max) {
  grpc::ResourceQuota quota(name);
  quota.SetMaxThreads(threads_max);
  builder.SetResourceQuota(quota);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, kPollersMax);
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
}

grpc::ChannelArguments ChannelBounds() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  return arguments;
}

Severity ThresholdOf(const std::string& level) {
  if (level == "DEBUG") return Severity::kDebug;
  if (level == "WARNING") return Severity::kWarning;
  if (level == "ERROR") return Severity::kError;
  return Severity::kInfo;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const config::v1::Config& config) {
  SetLogThreshold(ThresholdOf(config.log_level()));
  std::error_code error;
  std::filesystem::create_directories(config.folder(), error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make the folder ", config.folder(), ": ", error.message()));
  }
  std::unique_ptr<Server> server(new Server());
  ASSIGN_OR_RETURN(server->tokens_, TokenKey::FromFile(config.token_key_file(), true));
  ASSIGN_OR_RETURN(server->keys_, KeyRing::FromFile(config.master_key_file(), true));
  server->remote_ = {config.peers().begin(), config.peers().end()};
  RETURN_IF_ERROR(server->Host(config));
  for (const std::string& name : server->order_) server->hosted_.at(name)->module->Start();
  RETURN_IF_ERROR(server->Listen(config));
  Log(Severity::kInfo, "server.started", {{"port", static_cast<int64_t>(server->port_)}});
  return server;
}

absl::Status Server::Host(const config::v1::Config& config) {
  std::map<std::string, rpc::Operations*> operations;
  std::vector<db::Database*> to_number, to_clean;
  Witness::Databases to_witness;
  ASSIGN_OR_RETURN(const auto payroll_targets, PayrollTargetsBy(config));
  for (const ModuleEntry& entry : Modules()) {
    if (std::count(config.services().begin(), config.services().end(), entry.name) == 0) continue;
    auto hosted = std::make_unique<Hosted>();
    ASSIGN_OR_RETURN(hosted->database, OpenMigrated(config, entry));
    hosted->badge = std::make_unique<rpc::Badge>(entry.name, *tokens_, clock_);
    const rpc::Ground ground = {*hosted->database,
                                clock_,
                                *tokens_,
                                *keys_,
                                metrics_,
                                *hosted->badge,
                                [this](const std::string& peer) {
                                  return rpc::Link([this, peer] { return ChannelTo(peer); });
                                },
                                config.rules_folder(),
                                TravelEngineBy(config),
                                payroll_targets};
    ASSIGN_OR_RETURN(hosted->module, entry.make(ground));
    grpc::ServerBuilder builder;
    Bound(builder, entry.name, kThreadsMax);
    builder.RegisterService(&hosted->module->service());
    hosted->server = builder.BuildAndStart();
    if (hosted->server == nullptr) {
      return absl::InternalError(absl::StrCat("cannot start ", entry.name));
    }
    if (rpc::Operations* long_work = hosted->module->operations()) {
      operations[entry.name] = long_work;
    }
    if (hosted->database->engine() == "postgres") to_number.push_back(hosted->database.get());
    to_clean.push_back(hosted->database.get());
    to_witness[entry.name] = hosted->database.get();
    order_.push_back(entry.name);
    hosted_[entry.name] = std::move(hosted);
  }
  operations_ = std::make_unique<OperationsService>(operations, *tokens_, clock_, metrics_);
  if (!to_number.empty()) numberer_ = NumberLogs(to_number);
  housekeeper_ = KeepHouse(to_clean, clock_);
  ASSIGN_OR_RETURN(const SigningKey audit_key, OpenAuditKey(config));
  witness_ = std::make_unique<Witness>(audit_key, clock_, config.heads_folder(), to_witness);
  witnessing_ = WitnessLogs(*witness_);
  return absl::OkStatus();
}

std::shared_ptr<grpc::Channel> Server::ChannelTo(const std::string& service) const {
  const auto hosted = hosted_.find(service);
  if (hosted != hosted_.end()) {
    return hosted->second->server->InProcessChannel(ChannelBounds());
  }
  return grpc::CreateCustomChannel(remote_.at(service), grpc::InsecureChannelCredentials(),
                                   ChannelBounds());
}

absl::Status Server::Listen(const config::v1::Config& config) {
  if (config.metrics_listen() != "off") {
    ASSIGN_OR_RETURN(const HostPort address, ParseHostPort(config.metrics_listen()));
    ASSIGN_OR_RETURN(metrics_server_, MetricsServer::Start({address.host, address.port}, metrics_,
                                                           [this] { return !drained_; }));
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  Bound(builder, "listener", kThreadsMax * 2);
  builder.AddListeningPort(config.listen(), grpc::InsecureServerCredentials(), &port_);
  for (auto& [name, hosted] : hosted_) builder.RegisterService(&hosted->module->service());
  builder.RegisterService(operations_.get());
  listener_ = builder.BuildAndStart();
  if (listener_ == nullptr || port_ == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", config.listen(), "; is another process there?"));
  }
  listener_->GetHealthCheckService()->SetServingStatus(true);
  return absl::OkStatus();
}

void Server::Drain() {
  if (drained_) return;
  drained_ = true;
  if (listener_ != nullptr) {
    listener_->GetHealthCheckService()->SetServingStatus(false);
    listener_->Shutdown(std::chrono::system_clock::now() + kDrainTime);
  }
  // Jobs and listeners call peers, so all of them stop before the first server does.
  for (auto& [name, hosted] : hosted_) hosted->module->Stop();
  for (auto& [name, hosted] : hosted_) hosted->server->Shutdown();
  numberer_.reset();
  housekeeper_.reset();
  witnessing_.reset();
  if (witness_ != nullptr) {
    const absl::Status status = witness_->SignAll();
    if (!status.ok()) {
      Log(Severity::kWarning, "witness.failed", {{"reason", std::string(status.message())}});
    }
  }
  Log(Severity::kInfo, "server.stopped");
}

Server::~Server() {
  Drain();
  metrics_server_.reset();
}

}  // namespace tuoqiao::server
