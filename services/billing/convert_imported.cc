#include "services/billing/convert_imported.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr size_t kTextMax = 200;
constexpr int kDrawsMax = 50;
constexpr int64_t kAmountMax = 1'000'000'000'000;

absl::Status CheckText(absl::string_view field, const std::string& text, bool required) {
  if (text.empty()) return required ? FieldRequired(field) : absl::OkStatus();
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (text.size() <= kTextMax && !control) return absl::OkStatus();
  return FieldInvalid(field, "is longer than 200 bytes or holds a control character",
                      "超过 200 字节或含有控制字符");
}

absl::StatusOr<absl::CivilMonth> MonthFrom(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const auto month = ParseMonth(text);
  if (!month.ok()) return FieldInvalid(field, "is not YYYY-MM", "应为 YYYY-MM");
  return *month;
}

absl::Status CheckFen(absl::string_view field, int64_t minor) {
  if (std::abs(minor) <= kAmountMax) return absl::OkStatus();
  return FieldInvalid(field, "is beyond 10^12", "超出 10^12");
}

}  // namespace

std::string ImportedName(const ImportedStatement& statement) {
  return absl::StrCat(statement.centre, "/importedStatements/", statement.id);
}

absl::StatusOr<ImportedStatement> FromProto(const std::string& centre,
                                            const v1::ImportedStatement& message) {
  ImportedStatement statement;
  statement.centre = centre;
  absl::string_view id = message.name();
  if (!absl::ConsumePrefix(&id, absl::StrCat(centre, "/importedStatements/")) || id.empty() ||
      !std::all_of(id.begin(), id.end(), [](char c) {
        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
      })) {
    return FieldInvalid("name", "is not {centre}/importedStatements/{statement}",
                        "应为 {centre}/importedStatements/{statement}");
  }
  statement.id = std::string(id);
  RETURN_IF_ERROR(CheckText("name", statement.id, true));
  ASSIGN_OR_RETURN(statement.month, MonthFrom("month", message.month()));
  ASSIGN_OR_RETURN(statement.billed_month, MonthFrom("billed_month", message.billed_month()));
  statement.case_number = message.case_number();
  RETURN_IF_ERROR(CheckText("case_number", statement.case_number, true));
  statement.total_minor = message.total_minor();
  statement.collected_minor = message.collected_minor();
  statement.direct_minor = message.direct_minor();
  RETURN_IF_ERROR(CheckFen("collected_minor", statement.collected_minor));
  RETURN_IF_ERROR(CheckFen("direct_minor", statement.direct_minor));
  if (statement.total_minor != statement.collected_minor + statement.direct_minor) {
    return FieldInvalid("total_minor", "is not what is collected and paid direct",
                        "不等于代收与直付之和");
  }
  statement.attended_days = message.attended_days();
  statement.source = message.source();
  RETURN_IF_ERROR(CheckText("source", statement.source, true));
  if (message.draws_size() > kDrawsMax) return FieldInvalid("draws", "are too many", "过多");
  for (const v1::Draw& each : message.draws()) {
    RETURN_IF_ERROR(CheckText("draws.account", each.account(), true));
    RETURN_IF_ERROR(CheckText("draws.owner", each.owner(), false));
    RETURN_IF_ERROR(CheckText("draws.party", each.party(), false));
    RETURN_IF_ERROR(CheckFen("draws.amount_minor", each.amount_minor()));
    statement.draws.push_back({each.account(), each.owner(), each.party(), each.amount_minor()});
  }
  return statement;
}

v1::ImportedStatement ToProto(const ImportedStatement& statement) {
  v1::ImportedStatement message;
  message.set_name(ImportedName(statement));
  message.set_month(FormatMonth(statement.month));
  message.set_billed_month(FormatMonth(statement.billed_month));
  message.set_case_number(statement.case_number);
  message.set_total_minor(statement.total_minor);
  message.set_collected_minor(statement.collected_minor);
  message.set_direct_minor(statement.direct_minor);
  message.set_attended_days(static_cast<int32_t>(statement.attended_days));
  message.set_source(statement.source);
  for (const Draw& each : statement.draws) {
    v1::Draw* draw = message.add_draws();
    draw->set_account(each.account);
    draw->set_owner(each.owner);
    draw->set_party(each.party);
    draw->set_amount_minor(each.amount_minor);
  }
  return message;
}

}  // namespace tuoqiao::billing
