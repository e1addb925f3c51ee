#include "services/eligibility/due.h"

#include <optional>
#include <set>
#include <utility>

namespace tuoqiao::eligibility {
namespace {

// The last days of the months of the period on which the subject is eligible.
std::vector<absl::CivilDay> EligibleMonthEnds(const rules::Scheme& scheme,
                                              const rules::Facts& facts, const Period& period) {
  std::vector<absl::CivilDay> days;
  for (absl::CivilMonth month(period.from);; ++month) {
    const absl::CivilDay day = absl::CivilDay(month + 1) - 1;
    if (day >= period.until) break;
    if (!scheme.CheckInForce({day, day + 1}).ok()) continue;
    if (scheme.Verdicts({&facts}, day)[0] == rules::Verdict::kHolds) days.push_back(day);
  }
  return days;
}

// Of the days those on which the amount is due: all, the first of each year, or the first.
std::vector<absl::CivilDay> DueOn(const rules::Amount& amount,
                                  const std::vector<absl::CivilDay>& days) {
  if (amount.per == rules::Counting::kMonth) return days;
  std::vector<absl::CivilDay> due;
  for (const absl::CivilDay day : days) {
    const bool next =
        amount.per == rules::Counting::kYear && !due.empty() && due.back().year() < day.year();
    if (due.empty() || next) due.push_back(day);
  }
  return due;
}

}  // namespace

std::vector<Due> DueIn(const rules::Scheme& scheme, const rules::Facts& facts,
                       const Period& period) {
  const std::vector<absl::CivilDay> days = EligibleMonthEnds(scheme, facts, period);
  std::vector<Due> all;
  for (const rules::Amount& amount : scheme.amounts) {
    Due due;
    due.amount = amount.name;
    due.title = amount.title;
    due.payer = amount.payer;
    std::set<std::string> missing;
    for (const absl::CivilDay day : DueOn(amount, days)) {
      std::optional<rules::Worth> worth = scheme.WorthOn(amount, facts, day);
      if (!worth.has_value()) continue;
      missing.insert(worth->missing.begin(), worth->missing.end());
      if (!worth->minor.has_value()) continue;
      due.minor += *worth->minor;
      ++due.times;
      due.last = *std::move(worth);
    }
    due.missing.assign(missing.begin(), missing.end());
    if (due.times > 0 || !due.missing.empty()) all.push_back(std::move(due));
  }
  return all;
}

}  // namespace tuoqiao::eligibility
