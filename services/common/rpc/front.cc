#include "services/common/rpc/front.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/api/annotations.pb.h"
#include "services/common/errors.h"
#include "services/common/log.h"
#include "services/common/rpc/status.h"
#include "services/common/status_macros.h"

namespace tuoqiao::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

std::string Metadata(const grpc::ServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return "";
  return std::string(found->second.data(), found->second.size());
}

absl::Status Unauthenticated() {
  return Failure(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("The call carries no bearer token.", "调用未携带访问令牌。")
      .Next("Send `authorization: Bearer <token>`.",
            "请在元数据中携带 authorization: Bearer <令牌>。");
}

// The trace id of the request: the caller's own traceparent, or a new one.
std::string TraceOf(const grpc::ServerContext& context) {
  const std::vector<std::string> parts = absl::StrSplit(Metadata(context, "traceparent"), '-');
  if (parts.size() >= 4 && parts[0] == "00" && parts[1].size() == 32) return parts[1];
  thread_local absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16),
                      absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

absl::StatusOr<std::vector<const FieldDescriptor*>> ResourcePath(const MethodDescriptor* method,
                                                                 const std::string& named) {
  std::vector<std::string> candidates = {"parent", "name"};
  if (!named.empty()) candidates = {named};
  for (const std::string& candidate : candidates) {
    const std::vector<std::string> steps = absl::StrSplit(candidate, '.');
    std::vector<const FieldDescriptor*> path;
    const Descriptor* type = method->input_type();
    for (const std::string& step : steps) {
      const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(step);
      if (field == nullptr) break;
      path.push_back(field);
      type = field->message_type();
    }
    if (path.size() == steps.size()) return path;
  }
  return absl::FailedPreconditionError(
      absl::StrCat(method->full_name(), " names no resource in its request"));
}

// The forms of the resource's name in the RPC's HTTP bindings: "/v1/{name=parks/*/firms/*}:verb".
std::vector<std::vector<std::string>> FormsOf(const MethodDescriptor* method,
                                              const std::vector<const FieldDescriptor*>& path) {
  std::string named;
  for (const FieldDescriptor* field : path) {
    absl::StrAppend(&named, named.empty() ? "" : ".", field->name());
  }
  std::vector<std::vector<std::string>> forms;
  const auto add = [&](const google::api::HttpRule& rule) {
    for (absl::string_view url : {absl::string_view(rule.get()), absl::string_view(rule.put()),
                                  absl::string_view(rule.post()), absl::string_view(rule.patch()),
                                  absl::string_view(rule.delete_())}) {
      const size_t begin = url.find(absl::StrCat("{", named, "="));
      if (begin == absl::string_view::npos) continue;
      url.remove_prefix(begin + named.size() + 2);
      forms.push_back(absl::StrSplit(url.substr(0, url.find('}')), '/'));
    }
  };
  const google::api::HttpRule& rule = method->options().GetExtension(google::api::http);
  add(rule);
  for (const google::api::HttpRule& more : rule.additional_bindings()) add(more);
  return forms;
}

absl::Status NameInvalid(const std::vector<std::string>& form) {
  const std::string expected = absl::StrJoin(form, "/");
  return Failure(absl::StatusCode::kInvalidArgument, "NAME_INVALID")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The resource name has to have the form ", expected, "."),
           absl::StrCat("资源名称须为 ", expected, " 的形式。"))
      .Next("Use a name as an answer of this API gave it.", "请使用本 API 返回的资源名称。");
}

std::string ResourceOf(const Message& request, const std::vector<const FieldDescriptor*>& path) {
  const Message* message = &request;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    message = &message->GetReflection()->GetMessage(*message, path[i]);
  }
  return path.empty() ? "" : message->GetReflection()->GetString(*message, path.back());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Front>> Front::For(
    const google::protobuf::ServiceDescriptor* service, const TokenKey& tokens, Clock& clock,
    Metrics& metrics) {
  std::unique_ptr<Front> front(new Front(tokens, clock));
  for (int i = 0; i < service->method_count(); ++i) {
    const MethodDescriptor* descriptor = service->method(i);
    if (!descriptor->options().HasExtension(type::v1::access)) {
      return absl::FailedPreconditionError(
          absl::StrCat(descriptor->full_name(), " has no access annotation"));
    }
    Method method;
    method.access = descriptor->options().GetExtension(type::v1::access);
    if (!method.access.across_parks()) {
      ASSIGN_OR_RETURN(method.resource, ResourcePath(descriptor, method.access.resource()));
      method.forms = FormsOf(descriptor, method.resource);
    }
    method.series = &metrics.Rpc(service->full_name(), descriptor->name());
    front->methods_[descriptor->name()] = std::move(method);
  }
  return front;
}

std::unique_ptr<Front> Front::With(const std::string& service,
                                   const std::map<std::string, type::v1::Access>& methods,
                                   const TokenKey& tokens, Clock& clock, Metrics& metrics) {
  std::unique_ptr<Front> front(new Front(tokens, clock));
  for (const auto& [name, access] : methods) {
    front->methods_[name] = {access, {}, {}, &metrics.Rpc(service, name)};
  }
  return front;
}

absl::StatusOr<Caller> Front::FindCaller(const grpc::ServerContext& context) const {
  Caller caller;
  caller.request = TraceOf(context);
  absl::string_view header;
  const std::string authorization = Metadata(context, "authorization");
  header = authorization;
  if (!absl::ConsumePrefix(&header, "Bearer ")) return Unauthenticated();
  caller.token = std::string(header);
  ASSIGN_OR_RETURN(caller.identity, tokens_.Verify(caller.token, clock_.Now()));
  if (caller.identity.role != "SERVICE") return caller;
  // Only a service may speak for somebody else; anybody else's word about it is not even read.
  caller.service = caller.identity.subject;
  const std::string original = Metadata(context, "x-tuoqiao-caller");
  if (!original.empty()) {
    ASSIGN_OR_RETURN(caller.identity, tokens_.Verify(original, clock_.Now()));
    caller.token = original;
  }
  return caller;
}

grpc::Status Front::Answer(grpc::ServerContext* context, absl::string_view name,
                           const Message& request, const Body& body) const {
  const auto method = methods_.find(std::string(name));
  if (method == methods_.end()) {
    return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, std::string(name));
  }
  return AnswerAs(context, name, method->second, ResourceOf(request, method->second.resource),
                  body);
}

grpc::Status Front::AnswerFor(grpc::ServerContext* context, absl::string_view name,
                              const std::string& resource, const Body& body) const {
  const auto method = methods_.find(std::string(name));
  if (method == methods_.end()) {
    return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, std::string(name));
  }
  return AnswerAs(context, name, method->second, resource, body);
}

grpc::Status Front::AnswerAs(grpc::ServerContext* context, absl::string_view name,
                             const Method& method, const std::string& resource,
                             const Body& body) const {
  const absl::Time start = absl::Now();
  std::string label = "-", request;
  const absl::Status status = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(Caller caller, FindCaller(*context));
    caller.park = ParkOf(resource);
    label = caller.Label();
    request = caller.request;
    RETURN_IF_ERROR(CheckAccess(method.access, caller, resource));
    // A scope is a prefix of the name, so what the handler takes from its end has to be where it
    // belongs.
    const bool fits = method.forms.empty() ||
                      std::any_of(method.forms.begin(), method.forms.end(),
                                  [&](const auto& form) { return HasForm(resource, form); });
    if (!fits) return NameInvalid(method.forms.front());
    return body(caller);
  }();
  const absl::Duration taken = absl::Now() - start;
  method.series->Answered(status.code(), taken);
  const bool ours = status.code() == absl::StatusCode::kInternal ||
                    status.code() == absl::StatusCode::kUnknown ||
                    status.code() == absl::StatusCode::kDataLoss;
  if (!status.ok()) {
    // A named reason is safe to log; the text of a failure that nobody named may quote anything.
    Log(ours ? Severity::kError : Severity::kDebug, "rpc.failed",
        {{"method", name},
         {"caller", label},
         {"resource", resource},
         {"code", absl::StatusCodeToString(status.code())},
         {"reason", ours ? std::string(status.message()) : ReasonOf(status)},
         {"request", request},
         {"micros", absl::ToInt64Microseconds(taken)}});
  }
  return ToGrpc(status, request);
}

bool HasForm(absl::string_view name, const std::vector<std::string>& form) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (std::any_of(parts.begin(), parts.end(), [](absl::string_view part) { return part.empty(); }))
    return false;
  // At most one "**" in a form: what follows it is matched from the end.
  const auto any = std::find(form.begin(), form.end(), "**");
  const size_t before = any - form.begin();
  const size_t after = any == form.end() ? 0 : form.end() - any - 1;
  if (any == form.end() ? parts.size() != form.size() : parts.size() < before + after + 1) {
    return false;
  }
  const auto matches = [](absl::string_view part, absl::string_view wanted) {
    return wanted == "*" || part == wanted;
  };
  return std::equal(form.begin(), any, parts.begin(),
                    [&](absl::string_view wanted, absl::string_view part) {
                      return matches(part, wanted);
                    }) &&
         std::equal(form.rbegin(), form.rbegin() + after, parts.rbegin(),
                    [&](absl::string_view wanted, absl::string_view part) {
                      return matches(part, wanted);
                    });
}

void ClearPersonal(Message* message) {
  std::vector<const FieldDescriptor*> fields;
  message->GetReflection()->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->options().HasExtension(type::v1::personal)) {
      message->GetReflection()->ClearField(message, field);
    } else if (field->is_map()) {
      continue;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->is_repeated()) {
      for (int i = 0; i < message->GetReflection()->FieldSize(*message, field); ++i) {
        ClearPersonal(message->GetReflection()->MutableRepeatedMessage(message, field, i));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ClearPersonal(message->GetReflection()->MutableMessage(message, field));
    }
  }
}

namespace {

bool HoldsPersonal(const Descriptor* type, std::vector<const Descriptor*>& seen) {
  for (const Descriptor* before : seen) {
    if (before == type) return false;
  }
  seen.push_back(type);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->options().HasExtension(type::v1::personal)) return true;
    if (field->message_type() != nullptr && HoldsPersonal(field->message_type(), seen)) return true;
  }
  return false;
}

}  // namespace

bool HoldsPersonal(const Descriptor* type) {
  std::vector<const Descriptor*> seen;
  return HoldsPersonal(type, seen);
}

}  // namespace tuoqiao::rpc
