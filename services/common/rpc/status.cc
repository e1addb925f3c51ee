#include "services/common/rpc/status.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/common/errors.h"

namespace tuoqiao::rpc {
namespace {

constexpr char kDomain[] = "tuoqiao";

// Codes that may reach a caller although nobody named the failure: the client can act on them.
bool SpeaksForItself(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDeadlineExceeded ||
         code == absl::StatusCode::kCancelled || code == absl::StatusCode::kResourceExhausted ||
         code == absl::StatusCode::kAborted;
}

type::v1::Failure Unnamed(const absl::Status& status) {
  type::v1::Failure failure;
  failure.set_fault(type::v1::Failure::OURS);
  if (SpeaksForItself(status.code())) {
    failure.set_reason(absl::StatusCodeToString(status.code()));
    failure.set_text_en("The service could not answer just now.");
    failure.set_text_zh("服务暂时无法应答。");
    failure.set_next_en("Send the same request again, with the same request_id.");
    failure.set_next_zh("请用相同的 request_id 重新发送。");
  } else {
    failure.set_reason("INTERNAL");
    failure.set_text_en("Something of ours went wrong; nothing was changed.");
    failure.set_text_zh("系统内部出错,未作任何更改。");
    failure.set_next_en("Tell operations the request id.");
    failure.set_next_zh("请将请求编号告知运维人员。");
  }
  return failure;
}

}  // namespace

google::rpc::Status ToRpc(const absl::Status& status, const std::string& request) {
  google::rpc::Status rpc;
  if (status.ok()) return rpc;
  const auto named = FailureOf(status);
  const type::v1::Failure failure = named.has_value() ? *named : Unnamed(status);
  rpc.set_code(named.has_value() || SpeaksForItself(status.code())
                   ? static_cast<int>(status.code())
                   : static_cast<int>(absl::StatusCode::kInternal));
  rpc.set_message(
      absl::StrCat(failure.text_en(), failure.next_en().empty() ? "" : " ", failure.next_en()));
  google::rpc::ErrorInfo info;
  info.set_reason(failure.reason());
  info.set_domain(kDomain);
  *info.mutable_metadata() = failure.metadata();
  (*info.mutable_metadata())["fault"] = type::v1::Failure::Fault_Name(failure.fault());
  rpc.add_details()->PackFrom(info);
  if (!failure.field().empty()) {
    google::rpc::BadRequest bad;
    auto* violation = bad.add_field_violations();
    violation->set_field(failure.field());
    violation->set_description(failure.text_en());
    rpc.add_details()->PackFrom(bad);
  }
  google::rpc::LocalizedMessage localized;
  localized.set_locale("zh-CN");
  localized.set_message(absl::StrCat(failure.text_zh(), failure.next_zh()));
  rpc.add_details()->PackFrom(localized);
  google::rpc::RequestInfo request_info;
  request_info.set_request_id(request);
  rpc.add_details()->PackFrom(request_info);
  rpc.add_details()->PackFrom(failure);
  return rpc;
}

grpc::Status ToGrpc(const absl::Status& status, const std::string& request) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = ToRpc(status, request);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

absl::Status FromRpc(const google::rpc::Status& rpc) {
  if (rpc.code() == 0) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(rpc.code());
  for (const auto& detail : rpc.details()) {
    type::v1::Failure failure;
    if (!detail.UnpackTo(&failure)) continue;
    Failure rebuilt(code, failure.reason());
    rebuilt.Whose(failure.fault())
        .At(failure.field())
        .Say(failure.text_en(), failure.text_zh())
        .Next(failure.next_en(), failure.next_zh());
    for (const auto& [key, value] : failure.metadata()) rebuilt.With(key, value);
    return rebuilt;
  }
  return absl::Status(code, rpc.message());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status rpc;
  if (!status.error_details().empty() && rpc.ParseFromString(status.error_details())) {
    return FromRpc(rpc);
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace tuoqiao::rpc
