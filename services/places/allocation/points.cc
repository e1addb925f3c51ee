#include "services/places/allocation/points.h"

#include <algorithm>

namespace tuoqiao::allocation {
namespace {

int64_t Waited(const Criterion& criterion, int64_t days) {
  if (criterion.days <= 0 || days <= 0) return 0;
  return std::min(criterion.points * (days / criterion.days), criterion.points_max);
}

}  // namespace

absl::string_view NameOf(CriterionKind kind) {
  switch (kind) {
    case CriterionKind::kSibling:
      return "SIBLING";
    case CriterionKind::kSpecialNeeds:
      return "SPECIAL_NEEDS";
    case CriterionKind::kBothEmployed:
      return "BOTH_EMPLOYED";
    case CriterionKind::kCatchment:
      return "CATCHMENT";
    case CriterionKind::kWaiting:
      return "WAITING";
  }
  return "";
}

std::optional<CriterionKind> CriterionKindOf(absl::string_view name) {
  for (const CriterionKind each :
       {CriterionKind::kSibling, CriterionKind::kSpecialNeeds, CriterionKind::kBothEmployed,
        CriterionKind::kCatchment, CriterionKind::kWaiting}) {
    if (name == NameOf(each)) return each;
  }
  return std::nullopt;
}

std::vector<Award> Judge(const PointsPolicy& policy, const Facts& facts,
                         const std::vector<std::string>& choices) {
  std::vector<Award> awards;
  const auto at_centres = [&](const Criterion& criterion, const std::set<std::string>& centres) {
    for (const std::string& choice : choices) {
      if (centres.count(choice) == 1) awards.push_back({criterion.kind, choice, criterion.points});
    }
  };
  const auto everywhere = [&](const Criterion& criterion, int64_t points) {
    if (points > 0) awards.push_back({criterion.kind, "", points});
  };
  for (const Criterion& each : policy.criteria) {
    switch (each.kind) {
      case CriterionKind::kSibling:
        at_centres(each, facts.sibling_centres);
        break;
      case CriterionKind::kCatchment:
        at_centres(each, facts.catchment_centres);
        break;
      case CriterionKind::kSpecialNeeds:
        everywhere(each, facts.needs_level > 0 ? each.points : 0);
        break;
      case CriterionKind::kBothEmployed:
        everywhere(each, facts.both_employed ? each.points : 0);
        break;
      case CriterionKind::kWaiting:
        everywhere(each, Waited(each, facts.waiting_days));
        break;
    }
  }
  return awards;
}

int64_t PointsAt(const std::vector<Award>& awards, absl::string_view centre) {
  int64_t points = 0;
  for (const Award& each : awards) {
    if (each.centre.empty() || each.centre == centre) points += each.points;
  }
  return points;
}

}  // namespace tuoqiao::allocation
