// What the schemes of a programme are worth to a subject over a period.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DUE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DUE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/period.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/versions.h"

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
// worked out on that day, of the first such month of a year or of all, by the scheme of that day.
// An amount that two schemes have is one: by the year, or once, it is not due a second time because
// a scheme changed. Where its payer changed it has a row of each.
std::vector<Due> DueIn(const Versions& versions, const rules::Facts& facts, const Period& period);

// The same of a subject that was decided on: eligible on the days on which the slices say so, by an
// override too.
std::vector<Due> DueIn(const Versions& versions, const rules::Facts& facts,
                       const std::vector<Slice>& slices);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DUE_H_
