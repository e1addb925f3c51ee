#include "services/billing/convert_packs.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/billing/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {

absl::Status CheckDecidedBy(absl::string_view park, const FundingPlan& plan) {
  const std::string parent = absl::StrCat("parks/", park, "/programmes/");
  for (size_t i = 0; i < plan.layers.size(); ++i) {
    const std::optional<SchemeAmount>& decided = plan.layers[i].rule.decided;
    if (!decided.has_value()) continue;
    absl::string_view id = decided->decided_by;
    if (!absl::ConsumePrefix(&id, parent) || id.empty() ||
        id.find('/') != absl::string_view::npos) {
      return LayerInvalid(absl::StrCat("funding_plan.layers[", i, "].decided_by"),
                          "is not parks/{park}/programmes/{programme} of this park",
                          "须为本园区的 parks/{park}/programmes/{programme}");
    }
  }
  return absl::OkStatus();
}

PackScheme FromProto(const eligibility::v1::SchemeSummary& summary) {
  PackScheme scheme;
  for (const auto& each : summary.amounts()) {
    scheme.amounts.push_back({each.name(), each.payer(), each.per() == "MONTH"});
  }
  for (const auto& each : summary.exclusions()) {
    scheme.exclusions.push_back({each.scheme(), each.kind() == "YIELDS_TO", each.source()});
  }
  return scheme;
}

absl::StatusOr<std::vector<std::string>> SchemesOf(const eligibility::v1::Programme& programme,
                                                   std::optional<absl::CivilMonth> month) {
  std::vector<std::string> schemes = {programme.scheme()};
  for (const eligibility::v1::SchemeVersion& each : programme.versions()) {
    ASSIGN_OR_RETURN(const absl::CivilDay from, ParseDay(each.from_date()));
    if (month.has_value() && from > absl::CivilDay(*month + 1) - 1) break;
    if (month.has_value()) schemes.clear();
    if (schemes.empty() || schemes.back() != each.scheme()) schemes.push_back(each.scheme());
  }
  return schemes;
}

SchemeWorth FromProto(const eligibility::v1::MonthWorth& worth) {
  return {worth.minor(), {worth.missing().begin(), worth.missing().end()}};
}

std::optional<SchemeWorth> WorthFromProto(const eligibility::v1::CheckFamilyResponse& answer,
                                          const std::string& amount) {
  for (const eligibility::v1::Worth& each : answer.worths()) {
    if (each.amount() != amount) continue;
    return SchemeWorth{each.missing().empty() ? each.minor() : 0,
                       {each.missing().begin(), each.missing().end()}};
  }
  // Whether the child has it is not known either while its eligibility is not.
  if (answer.slices_size() == 0 || answer.slices(0).missing().empty()) return std::nullopt;
  return SchemeWorth{0, {answer.slices(0).missing().begin(), answer.slices(0).missing().end()}};
}

v1::AmountNotCounted ToProto(const NotCounted& not_counted) {
  v1::AmountNotCounted message;
  message.set_decided_by(not_counted.amount.decided_by);
  message.set_amount(not_counted.amount.amount);
  for (const std::string& each : not_counted.missing) message.add_missing(each);
  return message;
}

}  // namespace tuoqiao::billing
