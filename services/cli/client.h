// The command line's side of the public API: a channel, short-lived tokens made with a local key,
// and the few calls that are more than one RPC.
#ifndef TUOQIAO_SERVICES_CLI_CLIENT_H_
#define TUOQIAO_SERVICES_CLI_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <typeindex>

#include "absl/status/statusor.h"
#include "google/longrunning/operations.pb.h"
#include "services/common/rpc/status.h"
#include "services/common/token.h"
#include "tuoqiao/type/v1/operation.pb.h"

namespace tuoqiao::exchange::v1 {
class ReceiveDeliveryRequest;
}

namespace tuoqiao::cli {

// In whose name a call goes.
struct Who {
  std::string role;     // As in type.v1.Role.
  std::string scope;    // A resource name.
  std::string subject;  // Who it is, e.g. "park-admin-1".
  std::string purpose;  // What for; OPS has to say so.
};

// Thread safe. Knows no service by itself: who calls one includes its stubs.
class Client {
 public:
  struct Options {
    std::string address;
    std::string token_key_file;
    // A token that somebody else made, instead of a key to make them with: every call carries it.
    std::string token_file;
    // What the request ids of this run are derived from: the same session sends the same ids, so
    // that a run that was cut off goes on where it was. Empty: a new one.
    std::string session;
  };
  // Waits until the server answers, at most `patience`. UNAVAILABLE says where nobody was.
  static absl::StatusOr<std::unique_ptr<Client>> Connect(const Options& options,
                                                         absl::Duration patience);

  // Calls `method` of `Service` with the named caller.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                const Request& request, const Who& who) {
    grpc::ClientContext context;
    Sign(context, who);
    Response response;
    const grpc::Status status = (Stub<Service>()->*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  // Calls a list method until its last page.
  template <typename Service, typename Request, typename Response>
  absl::Status ForEachPage(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                           Request request, const Who& who,
                           const std::function<void(const Response&)>& each) {
    request.set_page_size(1000);
    do {
      absl::StatusOr<Response> page = Call(method, request, who);
      if (!page.ok()) return page.status();
      each(*page);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return absl::OkStatus();
  }

  using OnProgress = std::function<void(const type::v1::Progress&)>;
  // Waits for a long operation; its failure is returned as a status.
  absl::StatusOr<google::longrunning::Operation> Wait(const std::string& operation, const Who& who,
                                                      const OnProgress& on_progress);

  // Sends a file; the first message says everything but the content. The operation's name.
  absl::StatusOr<std::string> Upload(exchange::v1::ReceiveDeliveryRequest first,
                                     const std::string& bytes, const Who& who);
  absl::StatusOr<std::string> Download(const std::string& delivery, bool rejected_only,
                                       const Who& who);

  // A request id of this session for what the parts say.
  std::string RequestId(std::initializer_list<absl::string_view> parts) const;

 private:
  Client(std::shared_ptr<grpc::Channel> channel, std::unique_ptr<TokenKey> tokens,
         std::string token, std::string session);
  void Sign(grpc::ClientContext& context, const Who& who);

  template <typename Service>
  Service* Stub() {
    std::lock_guard<std::mutex> lock(stubs_mutex_);
    std::shared_ptr<void>& stub = stubs_[typeid(Service)];
    if (stub == nullptr) stub = std::make_shared<Service>(channel_);
    return static_cast<Service*>(stub.get());
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<TokenKey> tokens_;  // Null where there is one token for everything.
  const std::string token_;
  const std::string session_;
  std::mutex stubs_mutex_;
  std::map<std::type_index, std::shared_ptr<void>> stubs_;  // By service, made when first called.
  std::mutex tokens_mutex_;
  std::map<std::string, std::pair<std::string, absl::Time>> signed_;
};

// A failure as a person reads it: the sentence, the field, what to do next, and the reason.
std::string Describe(const absl::Status& status, bool chinese = false);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_CLIENT_H_
