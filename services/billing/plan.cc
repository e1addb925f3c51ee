#include "services/billing/plan.h"

#include <algorithm>

#include "services/common/check.h"
#include "services/common/money.h"
#include "services/common/resource_name.h"

namespace tuoqiao::billing {

bool IsCollected(Payer payer) { return payer != Payer::kFirm && payer != Payer::kFamily; }

int64_t BandTable::ShareFor(int64_t value) const {
  for (size_t i = 0; i + 1 < bands.size(); ++i) {
    if (value < bands[i].below) return bands[i].share_bp;
  }
  return bands.back().share_bp;
}

int64_t Rule::CoefficientFor(int64_t needs_level) const {
  const int64_t bp = needs_level == 1 ? coefficient_1_bp : needs_level == 2 ? coefficient_2_bp : 0;
  return bp == 0 ? kBasisPoints : bp;
}

bool Layer::HasPayer(Payer one) const {
  if (rule.kind != RuleKind::kParts) return payer == one;
  return std::any_of(rule.parts.begin(), rule.parts.end(),
                     [&](const Part& part) { return part.payer == one; });
}

std::vector<std::string> FundingPlan::Programmes() const {
  std::vector<std::string> programmes;
  for (const Layer& layer : layers) {
    if (layer.programme.empty()) continue;
    if (std::find(programmes.begin(), programmes.end(), layer.programme) == programmes.end()) {
      programmes.push_back(layer.programme);
    }
  }
  return programmes;
}

std::string SchemeAmount::programme_id() const { return LastPart(decided_by); }

std::vector<SchemeAmount> FundingPlan::SchemeAmounts() const {
  std::vector<SchemeAmount> amounts;
  for (const Layer& layer : layers) {
    if (layer.rule.decided.has_value()) amounts.push_back(*layer.rule.decided);
  }
  return amounts;
}

bool FundingPlan::ReadsSeats(Payer payer) const {
  return std::any_of(layers.begin(), layers.end(), [&](const Layer& layer) {
    return layer.rule.kind == RuleKind::kSeatContract && layer.payer == payer;
  });
}

bool FundingPlan::HasBudget(Payer payer) const {
  return std::any_of(budgets.begin(), budgets.end(),
                     [&](const Budget& each) { return each.payer == payer; });
}

bool FundingPlan::CountsYears() const {
  return !budgets.empty() || std::any_of(layers.begin(), layers.end(), [](const Layer& layer) {
    return std::any_of(layer.caps.begin(), layer.caps.end(),
                       [](const Cap& cap) { return IsYearly(cap.scope); });
  });
}

const char* PayerName(Payer payer) {
  switch (payer) {
    case Payer::kAuthority:
      return "AUTHORITY";
    case Payer::kPark:
      return "PARK";
    case Payer::kFirm:
      return "FIRM";
    case Payer::kUnion:
      return "UNION";
    case Payer::kFamily:
      return "FAMILY";
  }
  CHECK(false);
}

const char* RuleKindName(RuleKind kind) {
  switch (kind) {
    case RuleKind::kFixed:
      return "FIXED";
    case RuleKind::kPercent:
      return "PERCENT";
    case RuleKind::kUpTo:
      return "UP_TO";
    case RuleKind::kStatutory:
      return "STATUTORY";
    case RuleKind::kFirmPlan:
      return "FIRM_PLAN";
    case RuleKind::kMatch:
      return "MATCH";
    case RuleKind::kBand:
      return "BAND";
    case RuleKind::kParts:
      return "PARTS";
    case RuleKind::kSchemeAmount:
      return "SCHEME_AMOUNT";
    case RuleKind::kSeatContract:
      return "SEAT_CONTRACT";
    case RuleKind::kRest:
      return "REST";
  }
  CHECK(false);
}

const char* MonthFactName(MonthFact fact) {
  switch (fact) {
    case MonthFact::kAttendedDays:
      return "ATTENDED_DAYS";
    case MonthFact::kAttendedShareBp:
      return "ATTENDED_SHARE_BP";
    case MonthFact::kNeedsLevel:
      return "NEEDS_LEVEL";
    case MonthFact::kAgeMonths:
      return "AGE_MONTHS";
    case MonthFact::kOlderEnrolled:
      return "OLDER_ENROLLED";
    case MonthFact::kBaseMinor:
      return "BASE_MINOR";
  }
  CHECK(false);
}

const char* CapScopeName(CapScope scope) {
  switch (scope) {
    case CapScope::kChildMonth:
      return "CHILD_MONTH";
    case CapScope::kFamilyMonth:
      return "FAMILY_MONTH";
    case CapScope::kChildYear:
      return "CHILD_YEAR";
    case CapScope::kFamilyYear:
      return "FAMILY_YEAR";
  }
  CHECK(false);
}

const char* CopayOrderName(CopayOrder order) {
  return order == CopayOrder::kCapFirst ? "CAP_FIRST" : "COPAY_FIRST";
}

const char* ConditionName(Condition condition) {
  switch (condition) {
    case Condition::kNone:
      return "";
    case Condition::kAttendedHalf:
      return "ATTENDED_HALF";
    case Condition::kAtLeast:
      return "AT_LEAST";
  }
  CHECK(false);
}

}  // namespace tuoqiao::billing
