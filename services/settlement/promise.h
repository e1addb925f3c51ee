// How soon centres are paid after their month was closed, and what of the park's fund that takes.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_PROMISE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_PROMISE_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/settlement/payout.h"

namespace tuoqiao::settlement {

// From the park's day of the close to the day on which the bank showed the payment, or to today
// where it did not yet. A payout that came back counts with the one that took its place, or as not
// paid.
struct DaysToPay {
  int64_t payouts = 0, paid = 0, late = 0;
  int64_t p50 = 0, p95 = 0, max = 0;  // By nearest rank.
  std::vector<Payout> open;           // By promised day.
};
DaysToPay CountDays(const std::vector<Payout>& payouts,
                    const std::map<absl::CivilMonth, absl::CivilDay>& close_days,
                    absl::CivilDay from, absl::CivilDay today);

// Money that came to the bank account or left it, on a day; and what of it is the park's fund.
struct DayMoney {
  absl::CivilDay day;
  int64_t bank_minor = 0;
  int64_t fund_minor = 0;
};
// What of the fund is out with centres: as much as the account holds less than the fund. Never more
// than the fund.
struct FundUse {
  int64_t fund_minor = 0, used_minor = 0, left_minor = 0;
  int64_t used_max_minor = 0;  // At the end of any day from `from` on.
};
FundUse CountFundUse(std::vector<DayMoney> moved, absl::CivilDay from);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_PROMISE_H_
