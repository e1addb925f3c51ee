#include "services/eligibility/due.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace tuoqiao::eligibility {
namespace {

// The last day of a month on which the subject is eligible, and the scheme that holds on it.
struct MonthEnd {
  absl::CivilDay day;
  const rules::Scheme* scheme = nullptr;
};

// The last days of the months of the period for which `eligible` says so.
std::vector<MonthEnd> MonthEnds(
    const Versions& versions, const Period& period,
    const std::function<bool(const rules::Scheme&, absl::CivilDay)>& eligible) {
  std::vector<MonthEnd> ends;
  for (absl::CivilMonth month(period.from);; ++month) {
    const absl::CivilDay day = absl::CivilDay(month + 1) - 1;
    if (day >= period.until) break;
    const rules::Scheme* scheme = versions.On(day);
    if (scheme == nullptr || !scheme->CheckInForce({day, day + 1}).ok()) continue;
    if (eligible(*scheme, day)) ends.push_back({day, scheme});
  }
  return ends;
}

// Sums up what is due, day by day.
class Sums {
 public:
  explicit Sums(const rules::Facts& facts) : facts_(facts) {}

  void Add(const MonthEnd& end) {
    for (const rules::Amount& amount : end.scheme->amounts) {
      if (IsDue(amount, end.day)) Add(amount, *end.scheme, end.day);
    }
  }

  std::vector<Due> Finish() {
    std::vector<Due> all;
    for (auto& [due, missing] : rows_) {
      due.missing.assign(missing.begin(), missing.end());
      if (due.times > 0 || !due.missing.empty()) all.push_back(std::move(due));
    }
    return all;
  }

 private:
  using Row = std::pair<Due, std::set<std::string>>;  // With what is missing.

  // All days, the first of each year, or the first.
  bool IsDue(const rules::Amount& amount, absl::CivilDay day) {
    const auto [last, first] = last_.emplace(amount.name, day);
    const bool due = first || amount.per == rules::Counting::kMonth ||
                     (amount.per == rules::Counting::kYear && last->second.year() < day.year());
    if (due) last->second = day;
    return due;
  }

  void Add(const rules::Amount& amount, const rules::Scheme& scheme, absl::CivilDay day) {
    auto& [due, missing] = RowOf(amount, scheme);
    std::optional<rules::Worth> worth = scheme.WorthOn(amount, facts_, day);
    if (!worth.has_value()) return;
    missing.insert(worth->missing.begin(), worth->missing.end());
    if (!worth->minor.has_value()) return;
    due.minor += *worth->minor;
    ++due.times;
    due.last = *std::move(worth);
  }

  Row& RowOf(const rules::Amount& amount, const rules::Scheme& scheme) {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) {
      return row.first.amount == amount.name && row.first.payer == amount.payer;
    });
    if (found != rows_.end()) return *found;
    Due due;
    due.amount = amount.name;
    due.title = amount.title;
    due.payer = amount.payer;
    due.currency = scheme.CurrencyOf(amount);
    return rows_.emplace_back(std::move(due), std::set<std::string>());
  }

  const rules::Facts& facts_;
  std::map<std::string, absl::CivilDay> last_;  // On which each was due.
  std::vector<Row> rows_;
};

std::vector<Due> DueOn(const rules::Facts& facts, const std::vector<MonthEnd>& ends) {
  Sums sums(facts);
  for (const MonthEnd& each : ends) sums.Add(each);
  return sums.Finish();
}

}  // namespace

std::vector<Due> DueIn(const Versions& versions, const rules::Facts& facts, const Period& period) {
  return DueOn(facts,
               MonthEnds(versions, period, [&](const rules::Scheme& scheme, absl::CivilDay day) {
                 return scheme.Verdicts({&facts}, day)[0] == rules::Verdict::kHolds;
               }));
}

std::vector<Due> DueIn(const Versions& versions, const rules::Facts& facts,
                       const std::vector<Slice>& slices) {
  if (slices.empty()) return {};
  const Period period = {slices.front().period.from, slices.back().period.until};
  auto slice = slices.begin();
  return DueOn(facts, MonthEnds(versions, period, [&](const rules::Scheme&, absl::CivilDay day) {
                 while (!slice->period.Contains(day)) ++slice;
                 return slice->outcome == Outcome::kEligible;
               }));
}

}  // namespace tuoqiao::eligibility
