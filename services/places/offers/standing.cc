#include "services/places/offers/standing.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tuoqiao::places {
namespace {

// Groups as seats are looked for: by kind, then code.
std::vector<const Group*> InOrder(const Centre& centre) {
  std::vector<const Group*> groups;
  for (const Group& each : centre.groups) groups.push_back(&each);
  std::sort(groups.begin(), groups.end(), [](const Group* a, const Group* b) {
    return std::tie(a->kind, a->code) < std::tie(b->kind, b->code);
  });
  return groups;
}

}  // namespace

std::vector<InLine> LineOf(const Centre& centre, const std::vector<Application>& waiting,
                           const LineFacts& facts) {
  const std::vector<const Group*> groups = InOrder(centre);
  std::vector<InLine> line;
  int64_t rank = 0;
  std::optional<absl::Time> before;
  for (const Application& each : waiting) {
    const auto passed_over = facts.passed_over.find(each.id);
    const bool chosen =
        std::find(each.choices.begin(), each.choices.end(), centre.id) != each.choices.end() &&
        (passed_over == facts.passed_over.end() || passed_over->second.count(centre.id) == 0);
    if (!chosen) continue;
    InLine one;
    one.rank = ++rank;
    one.tie = before == each.submitted;
    before = each.submitted;
    const auto child = facts.children.find(each.case_number);
    if (child == facts.children.end() || !child->second.centre_consent) continue;
    const int64_t months =
        AgeInMonths(child->second.birth_date, std::max(each.desired_start, facts.today));
    for (const Group* group : groups) {
      if (!BandOf(group->kind).Holds(months)) continue;
      one.kind = group->kind;
      one.in_round = facts.groups_in_round.count(group->id) == 1;
      break;
    }
    one.application = each;
    line.push_back(std::move(one));
  }
  return line;
}

std::vector<Unplaced> FindUnplaced(const UnplacedFacts& facts) {
  std::vector<Unplaced> unplaced;
  for (const auto& [case_number, child] : facts.children) {
    const auto decision = facts.decisions.find(case_number);
    if (decision == facts.decisions.end() || facts.barred.count(case_number) == 1 ||
        facts.placed.count(child.id) == 1 || !EligibleOn(child, decision->second, facts.today)) {
      continue;
    }
    const auto since = EligibleSince(decision->second, facts.today);
    if (!since.has_value()) continue;
    unplaced.push_back({child.family, child.id, case_number, *since});
  }
  return unplaced;
}

UnplacedCount MayTell(int64_t unplaced, int64_t waiting) {
  if (unplaced < kFewestCounted) return {0, 0, true};
  const bool both = waiting >= kFewestCounted && unplaced - waiting >= kFewestCounted;
  return {unplaced, both ? waiting : 0, false};
}

}  // namespace tuoqiao::places
