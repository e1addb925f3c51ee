#include "services/places/child.h"

#include "services/places/centre.h"

namespace tuoqiao::places {
namespace {

// No group takes a younger or an older child.
int64_t YoungestMonths() { return BandOf(GroupKind::kInfant).from_months; }
int64_t OldestMonths() { return BandOf(GroupKind::kLarge).until_months; }

}  // namespace

std::set<std::string> FirmsOn(const Child& child, absl::CivilDay day) {
  std::set<std::string> firms;
  for (const Employment& employment : child.employments) {
    if (employment.On(day)) firms.insert(employment.firm);
  }
  return firms;
}

int64_t GuardiansEmployedOn(const Child& child, absl::CivilDay day) {
  std::set<int64_t> guardians;
  for (const Employment& employment : child.employments) {
    if (employment.On(day)) guardians.insert(employment.guardian);
  }
  return static_cast<int64_t>(guardians.size());
}

bool EligibleOn(const Child& child, const Decision& decision, absl::CivilDay day) {
  if (decision.slices.empty()) return false;
  for (const Slice& slice : decision.slices) {
    if (!slice.period.Contains(day)) continue;
    return slice.eligible && (!slice.use_by.has_value() || day <= *slice.use_by);
  }
  const Slice& last = decision.slices.back();
  if (last.period.until <= day) {
    return last.eligible && (!last.use_by.has_value() || day <= *last.use_by) &&
           day < AgesOutOn(child);
  }
  const int64_t months = AgeInMonths(child.birth_date, day);
  return child.programme_consent && YoungestMonths() <= months && months < OldestMonths() &&
         !FirmsOn(child, day).empty();
}

std::optional<absl::CivilDay> EligibleSince(const Decision& decision, absl::CivilDay day) {
  std::optional<absl::CivilDay> since = decision.entitled_from;
  for (const Slice& slice : decision.slices) {
    if (!slice.eligible) since.reset();
    if (slice.eligible && !since.has_value()) since = slice.period.from;
    if (slice.period.Contains(day)) return since;
  }
  return std::nullopt;
}

absl::CivilDay AgesOutOn(const Child& child) {
  return DayOfCompletingMonths(child.birth_date, OldestMonths());
}

}  // namespace tuoqiao::places
