#include "services/common/rpc/testing/harness.h"

#include <chrono>
#include <thread>

#include "services/common/check.h"

namespace tuoqiao::rpc::testing {

Harness::Harness()
    : clock_(absl::FromCivil(absl::CivilDay(2026, 10, 1), absl::UTCTimeZone())),
      tokens_(TokenKey::Generate()),
      keys_(KeyRing::FromBytes(std::string(32, 'k'))) {}

Harness::~Harness() {
  for (auto& [name, hosted] : hosted_) hosted->module->Stop();
  for (auto& [name, hosted] : hosted_) hosted->server->Shutdown();
  for (auto& peer : peers_) peer->Shutdown();
}

void Harness::AddModule(const std::string& name, const std::vector<db::SchemaFile>& schema,
                        const Make& make, std::unique_ptr<db::Database> db) {
  auto hosted = std::make_unique<Hosted>();
  hosted->db = db != nullptr ? std::move(db) : *db::OpenSqlite(":memory:");
  CHECK(db::Migrate(*hosted->db, schema).ok());
  hosted->badge = std::make_unique<Badge>(name, *tokens_, clock_);
  const Ground ground = {
      *hosted->db,
      clock_,
      *tokens_,
      *keys_,
      metrics_,
      *hosted->badge,
      [this](const std::string& peer) { return Link([this, peer] { return channels_.at(peer); }); },
      "services/rules"};
  auto module = make(ground);
  CHECK(module.ok());
  hosted->module = *std::move(module);
  grpc::ServerBuilder builder;
  builder.RegisterService(&hosted->module->service());
  hosted->server = builder.BuildAndStart();
  channels_[name] = hosted->server->InProcessChannel({});
  hosted->module->Start();
  hosted_[name] = std::move(hosted);
}

void Harness::AddPeer(const std::string& name, grpc::Service& service) {
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  peers_.push_back(builder.BuildAndStart());
  channels_[name] = peers_.back()->InProcessChannel({});
}

std::unique_ptr<grpc::ClientContext> Harness::As(const std::string& role, const std::string& scope,
                                                 const std::string& subject) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + tokens_->Sign({subject,
                                                                   role,
                                                                   {scope},
                                                                   role == "OPS" ? "test" : "",
                                                                   clock_.Now() + absl::Hours(1)}));
  return context;
}

std::unique_ptr<grpc::ClientContext> Harness::AsService(const std::string& service) {
  return As("SERVICE", "parks", service);
}

google::longrunning::Operation Harness::Wait(const std::string& module,
                                             const std::string& operation) {
  Caller caller;
  caller.service = module;
  caller.park = ParkOf(operation);
  while (true) {
    const auto found = hosted_.at(module)->module->operations()->Get(caller, operation);
    CHECK(found.ok());
    if (found->done()) return *found;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace tuoqiao::rpc::testing
