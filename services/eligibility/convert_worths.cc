#include "services/eligibility/convert_worths.h"

#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/eligibility/convert.h"

namespace tuoqiao::eligibility {

absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const absl::StatusOr<absl::CivilMonth> month = ParseMonth(text);
  if (month.ok()) return *month;
  return FieldInvalid(field, "is not a month YYYY-MM", "不是 YYYY-MM 格式的月份");
}

v1::MonthWorth ToProto(absl::string_view park, const Decision& decision, const MonthWorth& worth) {
  v1::MonthWorth message;
  message.set_child(decision.child);
  message.set_case_number(decision.case_number);
  message.set_decision(DecisionName(park, decision.programme, decision.id));
  message.set_amount(worth.amount);
  message.set_payer(rules::PayerName(worth.payer));
  message.set_minor(worth.minor);
  for (const std::string& each : worth.missing) message.add_missing(each);
  return message;
}

}  // namespace tuoqiao::eligibility
