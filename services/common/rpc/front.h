// The front of a service: the only place that finds the caller, checks access, logs, counts, times
// and turns a Status into gRPC. A handler is one call of `Answer`.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_FRONT_H_
#define TUOQIAO_SERVICES_COMMON_RPC_FRONT_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/metrics.h"
#include "services/common/rpc/caller.h"
#include "services/common/token.h"

namespace tuoqiao::rpc {

// Thread safe.
class Front {
 public:
  // Reads `access` of every RPC. FAILED_PRECONDITION where one has none: such a service does not
  // start.
  static absl::StatusOr<std::unique_ptr<Front>> For(
      const google::protobuf::ServiceDescriptor* service, const TokenKey& tokens, Clock& clock,
      Metrics& metrics);

  // For a service whose protos are not ours and carry no annotations.
  static std::unique_ptr<Front> With(const std::string& service,
                                     const std::map<std::string, type::v1::Access>& methods,
                                     const TokenKey& tokens, Clock& clock, Metrics& metrics);

  using Body = std::function<absl::Status(const Caller&)>;
  // `method` is the RPC's name, e.g. "GetFirm".
  grpc::Status Answer(grpc::ServerContext* context, absl::string_view method,
                      const google::protobuf::Message& request, const Body& body) const;

  // The same without a descriptor's word for the resource: streams and google.longrunning name it.
  grpc::Status AnswerFor(grpc::ServerContext* context, absl::string_view method,
                         const std::string& resource, const Body& body) const;

 private:
  struct Method {
    type::v1::Access access;
    // From the request to the field that names the resource.
    std::vector<const google::protobuf::FieldDescriptor*> resource;
    // The forms that its name may have, as `google.api.http` gives them, e.g.
    // {"parks", "*", "families", "*"}; none where the RPC is not public.
    std::vector<std::vector<std::string>> forms;
    RpcSeries* series = nullptr;
  };

  Front(const TokenKey& tokens, Clock& clock) : tokens_(tokens), clock_(clock) {}

  absl::StatusOr<Caller> FindCaller(const grpc::ServerContext& context) const;
  grpc::Status AnswerAs(grpc::ServerContext* context, absl::string_view name, const Method& method,
                        const std::string& resource, const Body& body) const;

  const TokenKey& tokens_;
  Clock& clock_;
  absl::flat_hash_map<std::string, Method> methods_;
};

// Whether a resource name has a form: "*" stands for one part, "**" for one or more.
bool HasForm(absl::string_view name, const std::vector<std::string>& form);

// Clears every field that is annotated as personal, at any depth.
void ClearPersonal(google::protobuf::Message* message);
// Whether a message type holds a personal field at any depth.
bool HoldsPersonal(const google::protobuf::Descriptor* type);

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_FRONT_H_
