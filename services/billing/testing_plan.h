// Plans, months and shares in few words, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_BILLING_TESTING_PLAN_H_
#define TUOQIAO_SERVICES_BILLING_TESTING_PLAN_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/billing/shares.h"
#include "services/billing/testing_calendar.h"
#include "services/common/resource_name.h"

namespace tuoqiao::billing {

using Lines = std::vector<std::pair<LineKind, const char*>>;

inline Rule Fixed(const char* yuan) { return {RuleKind::kFixed, Fen(yuan), 0, 0}; }
inline Rule UpTo(const char* yuan) { return {RuleKind::kUpTo, Fen(yuan), 0, 0}; }
inline Rule Percent(int64_t bp, const char* cap = "0.00") {
  return {RuleKind::kPercent, 0, bp, Fen(cap)};
}

inline SchemeAmount AmountNamed(const char* amount) {
  return {"parks/yunqi/programmes/income", amount};
}
inline Rule Decided(const char* amount) {
  Rule rule = {RuleKind::kSchemeAmount, 0, 0, 0};
  rule.decided = AmountNamed(amount);
  return rule;
}

inline Layer LayerOf(Payer payer, const Rule& rule, const LineSet& lines) {
  Layer layer;
  layer.payer = payer;
  layer.rule = rule;
  layer.lines = lines;
  return layer;
}
inline Layer FamilyLayer() { return LayerOf(Payer::kFamily, {RuleKind::kRest, 0, 0, 0}, {}); }
inline Layer WhenAttended(Layer layer) {
  layer.condition = Condition::kAttendedHalf;
  layer.bearer_if_lost = Payer::kFamily;
  return layer;
}

// The authority 200.00 when half was attended; the park 10 %, at most 50.00; the firm by its plan;
// the union 100.00 of the meals.
inline FundingPlan PlainPlan() {
  FundingPlan plan;
  plan.id = "plan";
  plan.layers = {WhenAttended(LayerOf(Payer::kAuthority, Fixed("200.00"), CareLines())),
                 LayerOf(Payer::kPark, Percent(1000, "50.00"), CareLines()),
                 LayerOf(Payer::kFirm, {RuleKind::kFirmPlan, 0, 0, 0}, CareLines()),
                 LayerOf(Payer::kUnion, Fixed("100.00"), LinesOf({LineKind::kMeals})),
                 FamilyLayer()};
  plan.firm_plans = {{"A", UpTo("600.00")}, {"B", Percent(5000)}};
  return plan;
}

inline PayingFirm FirmOf(const std::string& uscc, const std::string& plan,
                         bool union_member = false) {
  PayingFirm firm;
  firm.firm = absl::StrCat("parks/yunqi/firms/", uscc);
  firm.uscc = uscc;
  firm.plan = plan;
  firm.union_member = union_member;
  firm.employee = absl::StrCat(firm.firm, "/employees/", plan);
  firm.employee_no = plan;
  return firm;
}

inline std::vector<Line> LinesFrom(const Lines& amounts) {
  std::vector<Line> lines;
  for (const auto& [kind, yuan] : amounts) {
    lines.push_back({kind, Fen(yuan), absl::CivilMonth(2026, 10), ""});
  }
  return lines;
}

// "AUTHORITY 200.00, FIRM f1 600.00, FAMILY 350.00 DIRECT".
inline std::string TextOf(const std::vector<Share>& shares) {
  std::string text;
  for (const Share& share : shares) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", PayerName(share.payer));
    if (!share.firm.empty()) {
      absl::StrAppend(&text, " ", LastPart(share.firm));
    }
    absl::StrAppend(&text, " ", YuanText(share.amount_minor));
    if (share.payer == Payer::kFamily) absl::StrAppend(&text, " ", ShareFormName(share.form));
  }
  return text;
}

// Of 18 opening days.
inline SplitFacts Attended(int64_t present, std::vector<PayingFirm> firms = {}) {
  SplitFacts facts;
  facts.firms = std::move(firms);
  facts.has_attended_month = true;
  facts.present = present;
  facts.opening_days = 18;
  return facts;
}

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_TESTING_PLAN_H_
