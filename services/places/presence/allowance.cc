#include "services/places/presence/allowance.h"

namespace tuoqiao::places::presence {

std::vector<Counted> CountAbsences(const std::vector<Absence>& absences, const Numbers& numbers) {
  std::vector<Counted> counted;
  int64_t used = 0;
  for (const Absence& each : absences) {
    const auto rule = numbers.reasons.find(each.reason);
    const bool listed = rule != numbers.reasons.end() && rule->second.evidenced == 1;
    if (listed && each.evidence) {
      counted.push_back(Counted::kEvidenced);
    } else {
      counted.push_back(++used <= numbers.absences_allowed ? Counted::kWithin : Counted::kOver);
    }
  }
  return counted;
}

int64_t DaysNeeded(const MonthSoFar& month, int64_t threshold_bp) {
  return (month.opening_days * threshold_bp + 9'999) / 10'000;
}

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kReached:
      return "REACHED";
    case Verdict::kOnTrack:
      return "ON_TRACK";
    case Verdict::kAtRisk:
      return "AT_RISK";
    case Verdict::kMissed:
      return "MISSED";
  }
  return "";
}

Verdict Judge(const MonthSoFar& month, int64_t threshold_bp) {
  const int64_t needed = DaysNeeded(month, threshold_bp), left = month.Left();
  if (month.attended >= needed) return Verdict::kReached;
  if (month.attended + left < needed) return Verdict::kMissed;
  const int64_t recorded = month.attended + month.absent;
  const bool suffices = (month.attended * recorded + left * month.attended) >= needed * recorded;
  return suffices ? Verdict::kOnTrack : Verdict::kAtRisk;
}

}  // namespace tuoqiao::places::presence
