#include "services/exchange/convert.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/registry.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/exchange/errors.h"

namespace tuoqiao::exchange {
namespace {

using type::v1::ItemResult;

constexpr char kConnections[] = "/connections/", kDeliveries[] = "/deliveries/";
constexpr char kPayRuns[] = "/payRuns/";
constexpr size_t kIdMax = 64;

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= kIdMax &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

absl::Status CheckConnectionName(absl::string_view field, const std::string& name) {
  const size_t at = name.find(kConnections);
  if (at != std::string::npos && ValidId(name.substr(at + sizeof(kConnections) - 1))) {
    return absl::OkStatus();
  }
  return FieldInvalid(field, "is not {parent}/connections/{connection}",
                      " 应为 {parent}/connections/{connection}");
}

// The connection that a request names, below its parent.
absl::Status CheckPlace(const std::string& parent, const std::string& connection) {
  if (parent.empty()) return FieldRequired("parent");
  RETURN_IF_ERROR(ScopeOf("parent", parent).status());
  if (connection.empty()) return FieldRequired("connection");
  RETURN_IF_ERROR(CheckConnectionName("connection", connection));
  if (absl::StartsWith(connection, absl::StrCat(parent, kConnections))) return absl::OkStatus();
  return FieldInvalid("connection", "is not one of the parent's", "不属于 parent");
}

bool ValidMonth(const std::string& month) { return ParseMonth(month).ok(); }

// The last part of a pay run's name: the month billed, `-{n}` behind it where the month has
// several,
// `-x{n}` beside the calendar. Whether there is one, payroll says.
bool ValidPayRun(const std::string& run) {
  constexpr size_t kMonthSize = 7;
  if (!ValidMonth(run.substr(0, kMonthSize))) return false;
  absl::string_view number = absl::string_view(run).substr(std::min(run.size(), kMonthSize));
  if (number.empty()) return true;
  if (!absl::ConsumePrefix(&number, "-")) return false;
  absl::ConsumePrefix(&number, "x");
  return !number.empty() && number[0] != '0' &&
         std::all_of(number.begin(), number.end(), absl::ascii_isdigit);
}

constexpr char kPayRunForm[] = "{YYYY-MM}, {YYYY-MM}-{n} or {YYYY-MM}-x{n}";

// The road of a pay run's file, by the adapter that it was pinned to.
std::string RoadOf(const Delivery& delivery) {
  if (delivery.content != "PAY_INSTRUCTIONS") return "";
  const adapters::Adapter* const adapter = adapters::FindAdapter(delivery.adapter);
  return adapter == nullptr ? "" : std::string(adapters::RoadName(adapter->road));
}

absl::string_view ScopeName(Scope scope) {
  return scope == Scope::kPark ? "park" : scope == Scope::kFirm ? "firm" : "centre";
}

v1::Delivery::State ToProto(DeliveryState state) {
  v1::Delivery::State found = v1::Delivery::STATE_UNSPECIFIED;
  CHECK(v1::Delivery::State_Parse(std::string(DeliveryStateName(state)), &found));
  return found;
}

}  // namespace

std::string DeliveryName(const Delivery& delivery) {
  return absl::StrCat(delivery.parent, kDeliveries, delivery.id);
}

std::string IdOf(absl::string_view name) {
  const size_t at = name.find(kDeliveries);
  if (at == absl::string_view::npos) return "";
  return std::string(name.substr(at + sizeof(kDeliveries) - 1));
}

std::string ParentOf(absl::string_view name) {
  const size_t at = name.find(kDeliveries);
  return at == absl::string_view::npos ? "" : std::string(name.substr(0, at));
}

std::string JobIdOf(const google::longrunning::Operation& operation) {
  constexpr absl::string_view kBefore = "/exchange-";
  const absl::string_view name = operation.name();
  return std::string(name.substr(name.rfind(kBefore) + kBefore.size()));
}

absl::StatusOr<Scope> ScopeOf(absl::string_view field, const std::string& parent) {
  const std::vector<std::string> parts = absl::StrSplit(parent, '/');
  const bool park = parts.size() >= 2 && parts[0] == "parks" && ValidId(parts[1]);
  if (park && parts.size() == 2) return Scope::kPark;
  if (park && parts.size() == 4 && ValidId(parts[3])) {
    if (parts[2] == "firms") return Scope::kFirm;
    if (parts[2] == "centres") return Scope::kCentre;
  }
  return FieldInvalid(field, "is not a park, a firm or a centre", " 应为园区、用人单位或机构");
}

absl::StatusOr<Connection> FromProto(const v1::Connection& message) {
  if (message.name().empty()) return FieldRequired("connection.name");
  RETURN_IF_ERROR(CheckConnectionName("connection.name", message.name()));
  const std::string parent = message.name().substr(0, message.name().find(kConnections));
  ASSIGN_OR_RETURN(const Scope scope, ScopeOf("connection.name", parent));
  if (message.content().empty()) return FieldRequired("connection.content");
  const Content* content = FindContent(message.content());
  if (content == nullptr) {
    return FieldInvalid("connection.content", "is no content that there is", "不是已有的内容类型");
  }
  if (content->scope != scope) {
    return FieldInvalid("connection.content",
                        absl::StrCat("belongs to a ", ScopeName(content->scope)),
                        "与连接所属对象不符");
  }
  Connection connection;
  connection.name = message.name();
  connection.adapter = message.adapter();
  connection.content = message.content();
  connection.mapping = message.mapping().SerializeAsString();
  if (static_cast<int64_t>(connection.mapping.size()) > kMappingBytesMax) {
    return FieldInvalid("connection.mapping",
                        absl::StrCat("is longer than ", kMappingBytesMax, " bytes"), "过长");
  }
  return connection;
}

absl::StatusOr<ReceiveCommand> FromProto(const v1::ReceiveDeliveryRequest& first) {
  RETURN_IF_ERROR(CheckPlace(first.parent(), first.connection()));
  const std::string& file_name = first.file_name();
  const bool plain = std::none_of(file_name.begin(), file_name.end(),
                                  [](unsigned char c) { return absl::ascii_iscntrl(c); });
  if (!plain || file_name.size() > kFileNameBytesMax) {
    return FieldInvalid(
        "file_name",
        absl::StrCat("holds control characters or more than ", kFileNameBytesMax, " bytes"),
        "含有控制字符或过长");
  }
  if (!first.month().empty() && !ValidPayRun(first.month())) {
    return FieldInvalid("month", absl::StrCat("is not ", kPayRunForm),
                        absl::StrCat(" 应为 ", kPayRunForm));
  }
  ReceiveCommand command;
  command.parent = first.parent();
  command.connection = first.connection();
  command.file_name = file_name;
  command.month = first.month();
  command.leavers_confirmed = first.leavers_confirmed();
  command.validate_only = first.validate_only();
  command.content_hash = absl::AsciiStrToLower(first.content_hash());
  return command;
}

absl::Status CheckMonth(const Content& content, const ReceiveCommand& command) {
  const bool wanted = content.name == "PAY_RESULTS";
  if (wanted && command.month.empty()) return FieldRequired("month");
  if (!wanted && !command.month.empty()) {
    return FieldInvalid("month", "is for PAY_RESULTS only", "仅用于 PAY_RESULTS");
  }
  return absl::OkStatus();
}

absl::Status CheckSend(const v1::SendDeliveryRequest& request) {
  // A pay run finds its own way.
  const bool chosen =
      !request.connection().empty() || !absl::StrContains(request.subject(), kPayRuns);
  if (chosen) {
    RETURN_IF_ERROR(CheckPlace(request.parent(), request.connection()));
  } else {
    if (request.parent().empty()) return FieldRequired("parent");
    RETURN_IF_ERROR(ScopeOf("parent", request.parent()).status());
  }
  return request.subject().empty() ? FieldRequired("subject") : absl::OkStatus();
}

absl::Status CheckSubject(const Content& content, const v1::SendDeliveryRequest& request) {
  const bool pay_run = content.name == "PAY_INSTRUCTIONS";
  const std::string park = request.parent().substr(0, request.parent().find('/', 6));
  const std::string before =
      pay_run ? absl::StrCat(request.parent(), kPayRuns) : absl::StrCat(park, "/months/");
  if (absl::StartsWith(request.subject(), before)) {
    const std::string last = request.subject().substr(before.size());
    if (pay_run ? ValidPayRun(last) : ValidMonth(last)) return absl::OkStatus();
  }
  const std::string form = absl::StrCat(before, pay_run ? kPayRunForm : "{YYYY-MM}");
  return FieldInvalid("subject", absl::StrCat("is not ", form), absl::StrCat(" 应为 ", form));
}

v1::Connection ToProto(const Connection& connection) {
  v1::Connection message;
  message.set_name(connection.name);
  message.set_adapter(connection.adapter);
  message.set_content(connection.content);
  CHECK(message.mutable_mapping()->ParseFromString(connection.mapping));
  return message;
}

v1::Delivery ToState(const Delivery& delivery) {
  v1::Delivery message;
  message.set_name(DeliveryName(delivery));
  message.set_connection(delivery.connection);
  message.set_content(delivery.content);
  message.set_file_name(delivery.file_name);
  message.set_content_hash(delivery.content_hash);
  message.set_content_bytes(delivery.content_bytes);
  message.set_outward(delivery.outward);
  message.set_month(delivery.month);
  message.set_subject(delivery.subject);
  message.set_road(RoadOf(delivery));
  return message;
}

v1::Delivery ToProto(const Delivery& delivery) {
  v1::Delivery message = ToState(delivery);
  message.set_state(ToProto(delivery.state));
  message.set_records_read(static_cast<int32_t>(delivery.records_read));
  message.set_created(static_cast<int32_t>(delivery.tally.created));
  message.set_updated(static_cast<int32_t>(delivery.tally.updated));
  message.set_unchanged(static_cast<int32_t>(delivery.tally.unchanged));
  message.set_rejected(static_cast<int32_t>(delivery.tally.rejected));
  message.set_absent(static_cast<int32_t>(delivery.absent));
  message.set_leavers_wait(delivery.leavers_wait);
  message.set_reason(delivery.refusal.reason);
  message.set_text_en(delivery.refusal.text_en);
  message.set_text_zh(delivery.refusal.text_zh);
  for (const std::string& note : delivery.notes) message.add_notes(note);
  message.set_validate_only(delivery.validate_only);
  message.set_instead(delivery.instead);
  return message;
}

v1::Delivery ToEvent(const Delivery& delivery) {
  v1::Delivery message = ToProto(delivery);
  // People put names into these.
  message.clear_file_name();
  message.clear_notes();
  message.clear_text_en();
  message.clear_text_zh();
  return message;
}

v1::RecordResult ToProto(const Receipt& receipt) {
  v1::RecordResult message;
  message.set_line(receipt.line);
  ItemResult* result = message.mutable_result();
  ItemResult::Outcome outcome = ItemResult::OUTCOME_UNSPECIFIED;
  CHECK(ItemResult::Outcome_Parse(std::string(OutcomeName(receipt.outcome)), &outcome));
  result->set_outcome(outcome);
  result->set_resource(receipt.resource);
  result->set_reason(receipt.reason);
  result->set_field(receipt.field);
  result->set_text_en(receipt.text_en);
  result->set_text_zh(receipt.text_zh);
  return message;
}

}  // namespace tuoqiao::exchange
