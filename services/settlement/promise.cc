#include "services/settlement/promise.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tuoqiao::settlement {
namespace {

// The smallest value that at least so many per cent do not exceed.
int64_t NearestRank(const std::vector<int64_t>& ascending, int64_t percent) {
  if (ascending.empty()) return 0;
  const int64_t size = static_cast<int64_t>(ascending.size());
  const int64_t rank = std::max<int64_t>(1, (size * percent + 99) / 100);
  return ascending[rank - 1];
}

bool CameBack(const Payout& payout) {
  return payout.state == PayoutState::kRejected || payout.state == PayoutState::kReturned;
}

}  // namespace

DaysToPay CountDays(const std::vector<Payout>& payouts,
                    const std::map<absl::CivilMonth, absl::CivilDay>& close_days,
                    absl::CivilDay from, absl::CivilDay today) {
  std::map<std::pair<std::string, absl::CivilMonth>, int64_t> last;
  for (const Payout& each : payouts) {
    int64_t& ordinal = last[{each.centre, each.month}];
    ordinal = std::max(ordinal, each.ordinal);
  }
  DaysToPay counted;
  std::vector<int64_t> days;
  for (const Payout& each : payouts) {
    const bool replaced = CameBack(each) && each.ordinal < last[{each.centre, each.month}];
    const auto closed = close_days.find(each.month);
    if (each.state == PayoutState::kHeld || replaced || closed == close_days.end() ||
        closed->second < from) {
      continue;
    }
    const bool paid = each.state == PayoutState::kConfirmed && each.paid_date.has_value();
    const absl::CivilDay until = paid ? *each.paid_date : today;
    days.push_back(std::max<int64_t>(0, until - closed->second));
    ++counted.payouts;
    if (paid) ++counted.paid;
    if (each.promised_date.has_value() && *each.promised_date < until) ++counted.late;
    if (!paid) counted.open.push_back(each);
  }
  std::sort(days.begin(), days.end());
  counted.p50 = NearestRank(days, 50);
  counted.p95 = NearestRank(days, 95);
  counted.max = days.empty() ? 0 : days.back();
  std::stable_sort(counted.open.begin(), counted.open.end(), [](const Payout& a, const Payout& b) {
    return a.promised_date < b.promised_date;
  });
  return counted;
}

FundUse CountFundUse(std::vector<DayMoney> moved, absl::CivilDay from) {
  std::stable_sort(moved.begin(), moved.end(),
                   [](const DayMoney& a, const DayMoney& b) { return a.day < b.day; });
  FundUse use;
  int64_t bank_minor = 0;
  for (size_t i = 0; i < moved.size(); ++i) {
    bank_minor += moved[i].bank_minor;
    use.fund_minor += moved[i].fund_minor;
    use.used_minor =
        std::clamp<int64_t>(use.fund_minor - bank_minor, 0, std::max<int64_t>(0, use.fund_minor));
    const bool day_ends = i + 1 == moved.size() || moved[i].day != moved[i + 1].day;
    // What was out when the time began counts, too.
    const bool counts = i + 1 == moved.size() || moved[i + 1].day > from;
    if (day_ends && counts) use.used_max_minor = std::max(use.used_max_minor, use.used_minor);
  }
  use.left_minor = use.fund_minor - use.used_minor;
  return use;
}

}  // namespace tuoqiao::settlement
