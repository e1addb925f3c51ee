#include "services/billing/convert_estimate.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/convert.h"
#include "services/billing/convert_shadow.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/caller.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr char kFullDay[] = "FULL_DAY", kHalfDay[] = "HALF_DAY";
constexpr int64_t kNeedsLevelMax = 2;
constexpr int64_t kChildrenMax = 100'000;
constexpr int64_t kMonthsInYear = 12;
constexpr GroupKind kGroupKinds[] = {GroupKind::kInfant, GroupKind::kSmall, GroupKind::kLarge,
                                     GroupKind::kMixed};
// It may hide a code of the plan's own: nobody else's firm is looked at.
constexpr char kTermsCode[] = "own terms";

absl::Status CheckOfPark(absl::string_view park, absl::string_view field, const std::string& name) {
  if (rpc::ParkOf(name) == park) return absl::OkStatus();
  return FieldInvalid(field, "is not of this park", "不属于本园区");
}

absl::StatusOr<GroupKind> GroupKindFromProto(absl::string_view field, const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  for (const GroupKind each : kGroupKinds) {
    if (name == GroupKindName(each)) return each;
  }
  return FieldInvalid(field, "is not one of its codes", "不是允许的代码");
}

}  // namespace

absl::StatusOr<FamilyCase> FromProto(absl::string_view park,
                                     const v1::EstimateFamilyRequest& request) {
  FamilyCase family;
  RETURN_IF_ERROR(CheckProgramme(park, request.programme()));
  if (request.birth_date().empty()) return FieldRequired("birth_date");
  const absl::StatusOr<absl::CivilDay> birth_date = ParseDay(request.birth_date());
  if (!birth_date.ok()) {
    return FieldInvalid("birth_date", "is not a date YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期");
  }
  family.child.birth_date = *birth_date;
  ASSIGN_OR_RETURN(family.month, MonthFieldOf("start_month", request.start_month()));
  if (request.centre().empty()) return FieldRequired("centre");
  RETURN_IF_ERROR(CheckOfPark(park, "centre", request.centre()));
  family.child.centre = request.centre();
  if (!request.firm().empty()) {
    RETURN_IF_ERROR(CheckOfPark(park, "firm", request.firm()));
    if (!request.firm_plan().empty()) {
      return FieldInvalid("firm_plan", "stands beside a firm, which has one of its own",
                          "与 firm 同时给出,而单位已有自己的方案");
    }
  }
  if (request.needs_level() < 0 || request.needs_level() > kNeedsLevelMax) {
    return FieldInvalid("needs_level", "is not from 0 to 2", "不在 0 至 2 之间");
  }
  family.child.needs_level = request.needs_level();
  family.child.older_sibling_enrolled = request.older_sibling_enrolled();
  family.child.half_day = request.care_kind() == kHalfDay;
  if (!request.care_kind().empty() && request.care_kind() != kFullDay && !family.child.half_day) {
    return FieldInvalid("care_kind", "is not FULL_DAY or HALF_DAY", "须为 FULL_DAY 或 HALF_DAY");
  }
  return family;
}

absl::StatusOr<FirmCase> FromProto(absl::string_view park, const v1::EstimateFirmRequest& request) {
  FirmCase firm;
  RETURN_IF_ERROR(CheckProgramme(park, request.programme()));
  ASSIGN_OR_RETURN(firm.month, MonthFieldOf("month", request.month()));
  if (request.groups().empty()) return FieldRequired("groups");
  std::set<GroupKind> kinds;
  for (int i = 0; i < request.groups_size(); ++i) {
    const std::string field = absl::StrCat("groups[", i, "]");
    GroupQuestion group;
    ASSIGN_OR_RETURN(group.group_kind, GroupKindFromProto(absl::StrCat(field, ".group_kind"),
                                                          request.groups(i).group_kind()));
    if (!kinds.insert(group.group_kind).second) {
      return FieldInvalid(field, "has a kind that stands before", "班级类型重复");
    }
    group.children = request.groups(i).children();
    if (group.children < 1 || group.children > kChildrenMax) {
      return FieldInvalid(absl::StrCat(field, ".children"),
                          absl::StrCat("is not from 1 to ", kChildrenMax),
                          absl::StrCat("不在 1 至 ", kChildrenMax, " 之间"));
    }
    firm.groups.push_back(group);
  }
  if (!request.centre().empty()) RETURN_IF_ERROR(CheckOfPark(park, "centre", request.centre()));
  if (request.has_terms() && !request.firm_plan().empty()) {
    return FieldInvalid("terms", "stand beside a code", "与方案代码同时给出");
  }
  return firm;
}

absl::Status SetTerms(const v1::FirmPlan& terms, FundingPlan& plan, Firm& firm) {
  // A plan of one firm layer has these terms checked as every plan's are.
  v1::FundingPlan alone;
  v1::Layer* layer = alone.add_layers();
  layer->set_payer(PayerName(Payer::kFirm));
  layer->set_kind(RuleKindName(RuleKind::kFirmPlan));
  layer->add_lines(LineKindName(LineKind::kCare));
  v1::Layer* rest = alone.add_layers();
  rest->set_payer(PayerName(Payer::kFamily));
  rest->set_kind(RuleKindName(RuleKind::kRest));
  *alone.add_firm_plans() = terms;
  alone.mutable_firm_plans(0)->set_code(kTermsCode);
  ASSIGN_OR_RETURN(const FundingPlan checked, FromProto(kTermsCode, alone));
  RETURN_IF_ERROR(CheckPlan(checked));
  plan.firm_plans[kTermsCode] = checked.firm_plans.at(kTermsCode);
  firm.plan = kTermsCode;
  return absl::OkStatus();
}

void FillEstimate(absl::string_view park, const EstimateGround& ground, const ChildQuestion& child,
                  const Statement& statement, v1::EstimateFamilyResponse* response) {
  KeptStatement kept;
  kept.month = ground.month.month;
  kept.statement = statement;
  v1::Statement message = ToProto(park, kept);
  response->set_month(FormatMonth(ground.month.month));
  response->set_group_kind(GroupKindName(child.group_kind));
  response->set_tariff(statement.tariff);
  response->set_funding_plan(FundingPlanName(park, ground.plan.id));
  response->mutable_lines()->Swap(message.mutable_lines());
  response->set_total_minor(message.total_minor());
  response->mutable_shares()->Swap(message.mutable_shares());
}

void FillEstimate(absl::string_view park, const EstimateGround& ground,
                  const std::vector<GroupEstimate>& groups, v1::EstimateFirmResponse* response) {
  response->set_month(FormatMonth(ground.month.month));
  response->set_funding_plan(FundingPlanName(park, ground.plan.id));
  int64_t least_minor = 0, most_minor = 0;
  for (const GroupEstimate& each : groups) {
    v1::FirmGroupEstimate* added = response->add_groups();
    added->set_group_kind(GroupKindName(each.question.group_kind));
    added->set_places(static_cast<int32_t>(each.question.children));
    added->set_place_least_minor(each.child_least_minor);
    added->set_place_most_minor(each.child_most_minor);
    added->set_month_least_minor(each.month_least_minor());
    added->set_month_most_minor(each.month_most_minor());
    added->set_tariffs(static_cast<int32_t>(each.tariffs));
    least_minor += each.month_least_minor();
    most_minor += each.month_most_minor();
  }
  response->set_month_least_minor(least_minor);
  response->set_month_most_minor(most_minor);
  response->set_year_least_minor(least_minor * kMonthsInYear);
  response->set_year_most_minor(most_minor * kMonthsInYear);
}

}  // namespace tuoqiao::billing
