#include "services/exchange/service.h"

#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/common/faults.h"
#include "adapters/common/table.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/exchange/content_store.h"
#include "services/exchange/errors.h"
#include "services/exchange/outward_lines.h"
#include "services/exchange/reading.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

// Whether the adapter carries the content, and whether the mapping fits it: an API's target is
// known, and a reader says so before it looks at the rows, so that it is asked with a file of none.
absl::Status CheckAdapter(const Content& content, const Connection& connection,
                          const std::map<std::string, rpc::PayrollTarget>& targets) {
  if (!HasPort(connection.adapter, content)) {
    return AdapterUnknown(connection.adapter, content.name);
  }
  const adapters::Mapping mapping = MappingOf(connection.mapping);
  const absl::string_view today = adapters::FixedValueOf(mapping, "today");
  if (!today.empty() && !ParseDay(today).ok()) {
    return MappingInvalid("fixed_values", "'today' is not a date as YYYY-MM-DD");
  }
  if (content.outward && GoesByApi(connection.adapter)) {
    const std::string target(adapters::FixedValueOf(mapping, kTarget));
    return targets.count(target) > 0 ? absl::OkStatus() : TargetUnknown(target);
  }
  if (content.outward) return absl::OkStatus();
  const absl::Status status =
      Read(content, connection.adapter, "x", mapping, [](const std::string&) {
        return std::vector<std::string>();
      }).status();
  if (absl::IsUnimplemented(status)) return AdapterUnknown(connection.adapter, content.name);
  if (adapters::FileReason(status) != "MAPPING_INVALID") return absl::OkStatus();
  // "MAPPING_INVALID: path: sentence".
  absl::string_view sentence = status.message();
  sentence.remove_prefix(std::min(sentence.size(), sizeof("MAPPING_INVALID: ") - 1));
  const size_t colon = sentence.find(": ");
  if (colon == absl::string_view::npos) return MappingInvalid("", sentence);
  return MappingInvalid(sentence.substr(0, colon), sentence.substr(colon + 2));
}

}  // namespace

grpc::Status ExchangeService::SetConnection(grpc::ServerContext* context,
                                            const v1::SetConnectionRequest* request,
                                            v1::Connection* response) {
  return front_.Answer(
      context, "SetConnection", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Connection said, FromProto(request->connection()));
        const Content& content = *FindContent(said.content);
        if (!MayTouch(content, caller.identity.role)) return ContentOfAnotherRole(said.content);
        RETURN_IF_ERROR(CheckAdapter(content, said, targets_));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("connection", "name", said.name));
              ASSIGN_OR_RETURN(const auto before, FindConnection(change.txn, said.name));
              *response = ToProto(said);
              Connection connection = said;
              if (before.has_value()) {
                if (before->SaysTheSameAs(said)) return absl::OkStatus();
                if (!MayTouch(*FindContent(before->content), caller.identity.role)) {
                  return ContentOfAnotherRole(before->content);
                }
                connection = *before;
                connection.adapter = said.adapter;
                connection.content = said.content;
                connection.mapping = said.mapping;
              }
              ++connection.revision;
              RETURN_IF_ERROR(SaveConnection(change.txn, connection));
              change.Publish("ConnectionSet", connection.name, connection.revision,
                             google::protobuf::Empty());
              return absl::OkStatus();
            });
      });
}

grpc::Status ExchangeService::SendDelivery(grpc::ServerContext* context,
                                           const v1::SendDeliveryRequest* request,
                                           v1::Delivery* response) {
  return front_.Answer(
      context, "SendDelivery", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckSend(*request));
        RETURN_IF_ERROR(rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return sending_.AskFor(caller, *request); },
            [&](rpc::Change& change, const Asked& asked) -> absl::Status {
              ASSIGN_OR_RETURN(const Delivery delivery, sending_.Send(change, *request, asked));
              *response = ToProto(delivery);
              return absl::OkStatus();
            }));
        if (request->validate_only()) return absl::OkStatus();
        if (response->state() == v1::Delivery::QUEUED) operations_.Wake();
        return sending_.ReportEnds(caller, response->name());
      });
}

}  // namespace tuoqiao::exchange
