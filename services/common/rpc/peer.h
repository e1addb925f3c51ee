// Calls between services: through stubs only, in process or over TCP as the config says, with the
// service's own identity and the original caller's.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_PEER_H_
#define TUOQIAO_SERVICES_COMMON_RPC_PEER_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/status.h"
#include "services/common/token.h"

namespace tuoqiao::rpc {

// A service's own badge: who it is towards its peers. Thread safe.
class Badge {
 public:
  Badge(std::string service, const TokenKey& tokens, Clock& clock)
      : service_(std::move(service)), tokens_(tokens), clock_(clock) {}

  const std::string& service() const { return service_; }
  // A token that is still good for some minutes.
  std::string Token() const;
  // The service as the caller of its own work in a park.
  Caller AsCaller(absl::string_view park) const;

 private:
  const std::string service_;
  const TokenKey& tokens_;
  Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::string token_;
  mutable absl::Time token_until_ = absl::InfinitePast();
};

// The way to a peer, looked up at the first call: in one process services name each other in
// circles (ledger hears settlement, settlement asks ledger), so that one of them is always made
// first.
using Link = std::function<std::shared_ptr<grpc::Channel>()>;

// One peer, by its generated service class. Thread safe.
template <typename Service>
class Peer {
 public:
  Peer(Link link, const Badge& badge) : link_(std::move(link)), badge_(badge) {}

  // `method` is a member of the stub, e.g. `&Directory::Stub::GetFirm`.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                const Request& request, const Caller& caller) const {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + badge_.Token());
    if (!caller.token.empty()) context.AddMetadata("x-tuoqiao-caller", caller.token);
    if (!caller.request.empty()) {
      context.AddMetadata("traceparent", "00-" + caller.request + "-0000000000000001-01");
    }
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    Response response;
    std::call_once(linked_, [this] { stub_ = Service::NewStub(link_()); });
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response;
  }

  // Calls a list method page after page until the last.
  template <typename Request, typename Response>
  absl::Status ForEachPage(grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                           Request request, const Caller& caller,
                           const std::function<absl::Status(const Response&)>& each) const {
    do {
      absl::StatusOr<Response> page = Call(method, request, caller);
      if (!page.ok()) return page.status();
      if (absl::Status status = each(*page); !status.ok()) return status;
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return absl::OkStatus();
  }

 private:
  const Link link_;
  mutable std::once_flag linked_;
  mutable std::unique_ptr<typename Service::Stub> stub_;
  const Badge& badge_;
};

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_PEER_H_
