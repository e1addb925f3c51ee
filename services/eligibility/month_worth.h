// What a scheme's amounts by the month come to for a child in one month.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_MONTH_WORTH_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_MONTH_WORTH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/decision.h"

namespace tuoqiao::eligibility {

struct MonthWorth {
  std::string amount;  // Its name in the pack.
  rules::Payer payer = rules::Payer::kAuthority;
  int64_t minor = 0;                 // 0 while something is missing.
  std::vector<std::string> missing;  // `household_income_minor: GUARDIAN`, as of a slice.
};

// The amounts of a child that is eligible on the day by the slices of its decision, whatever the
// rules would say of the facts: an override counts. In the order of the pack; what is not due, by
// its `when` or its table, is left out. `day` is the month's last, and the scheme is in force on
// it. While a need does not hold no fact is looked at, and each amount lacks what the need asks
// for.
std::vector<MonthWorth> WorthsOn(const rules::Scheme& scheme, const std::vector<Slice>& slices,
                                 const rules::Facts& facts, absl::CivilDay day);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_MONTH_WORTH_H_
