#include "services/eligibility/month_worth.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/catalogue.h"

namespace tuoqiao::eligibility {
namespace {

bool EligibleOn(const std::vector<Slice>& slices, absl::CivilDay day) {
  return std::any_of(slices.begin(), slices.end(), [&](const Slice& each) {
    return each.outcome == Outcome::kEligible && each.period.from <= day && day < each.period.until;
  });
}

bool Names(const rules::Condition& condition, size_t fact) {
  bool names = false;
  ForEachLeaf(condition.predicate, [&](const rules::Predicate& leaf) {
    const std::vector<size_t> facts = FactsOf(leaf);
    names = names || std::find(facts.begin(), facts.end(), fact) != facts.end();
  });
  return names;
}

// Whoever the pack asks for the fact; of a fact that only amounts name, whoever the catalogue says.
std::string AskOf(const rules::Scheme& scheme, const std::string& fact) {
  const std::optional<size_t> place = scheme.catalogue.Find(fact);
  for (const auto* conditions : {&scheme.needs, &scheme.conditions}) {
    for (const rules::Condition& each : *conditions) {
      if (place.has_value() && Names(each, *place)) return each.ask;
    }
  }
  return WhoSays(fact);
}

// What the needs ask for, where one does not hold.
std::vector<std::string> Withheld(const rules::Scheme& scheme, const rules::Facts& facts,
                                  absl::CivilDay day) {
  if (scheme.Verdicts({&facts}, day)[0] != rules::Verdict::kWaits) return {};
  return Decide(scheme, facts, {day, day + 1})[0].missing;
}

}  // namespace

std::vector<MonthWorth> WorthsOn(const rules::Scheme& scheme, const std::vector<Slice>& slices,
                                 const rules::Facts& facts, absl::CivilDay day) {
  std::vector<MonthWorth> worths;
  if (!EligibleOn(slices, day)) return worths;
  const std::vector<std::string> withheld = Withheld(scheme, facts, day);
  for (const rules::Amount& amount : scheme.amounts) {
    if (amount.per != rules::Counting::kMonth) continue;
    MonthWorth worth;
    worth.amount = amount.name;
    worth.payer = amount.payer;
    worth.missing = withheld;
    if (withheld.empty()) {
      const std::optional<rules::Worth> found = scheme.WorthOn(amount, facts, day);
      if (!found.has_value()) continue;
      worth.minor = found->minor.value_or(0);
      for (const std::string& fact : found->missing) {
        worth.missing.push_back(absl::StrCat(fact, ": ", AskOf(scheme, fact)));
      }
    }
    worths.push_back(std::move(worth));
  }
  return worths;
}

}  // namespace tuoqiao::eligibility
