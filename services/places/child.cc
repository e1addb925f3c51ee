#include "services/places/child.h"

namespace tuoqiao::places {
namespace {

constexpr int64_t kYoungestMonths = 6;
constexpr int64_t kOldestMonths = 36;

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
    if (slice.period.Contains(day)) return slice.eligible;
  }
  const int64_t months = AgeInMonths(child.birth_date, day);
  return child.programme_consent && kYoungestMonths <= months && months < kOldestMonths &&
         !FirmsOn(child, day).empty();
}

absl::CivilDay AgesOutOn(const Child& child) {
  return DayOfCompletingMonths(child.birth_date, kOldestMonths);
}

}  // namespace tuoqiao::places
