// What a scheme is worth to a subject over a period.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DUE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DUE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/period.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/decision.h"

namespace tuoqiao::eligibility {

// One amount of a scheme over a period.
struct Due {
  std::string amount;  // Its name in the pack.
  rules::Words title;
  rules::Payer payer = rules::Payer::kAuthority;
  rules::Unit currency = rules::Unit::kCnyMinor;
  int64_t minor = 0;
  int64_t times = 0;                 // Months or years in which it is due.
  std::vector<std::string> missing;  // Facts without which it is not known; nothing is added then.
  rules::Worth last;                 // As it was worked out for the last of them.
};

// The amounts that are due, in the order of the pack. An amount by the month is due for each
// calendar month whose last day is in the period and on which the scheme is in force and the
// subject eligible; by the year once for each calendar year with such a month; else once. Each is
// worked out on that day, of the first such month of a year or of all.
std::vector<Due> DueIn(const rules::Scheme& scheme, const rules::Facts& facts,
                       const Period& period);

// The same of a decision: on the days on which it says that the subject is eligible, so that what
// people decided in the place of the rules counts, too.
std::vector<Due> DueIn(const rules::Scheme& scheme, const rules::Facts& facts,
                       const std::vector<Slice>& slices);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DUE_H_
