#include "services/eligibility/programme.h"

#include <algorithm>
#include <iterator>

#include "services/common/status_macros.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {

absl::Status CheckValues(const Programme& programme, const rules::Scheme& scheme, bool sandbox) {
  if (sandbox) return absl::OkStatus();
  const std::set<std::string> unofficial = scheme.Unofficial(programme.from_date);
  std::set<std::string> refused;
  std::set_difference(unofficial.begin(), unofficial.end(), programme.adopted_values.begin(),
                      programme.adopted_values.end(), std::inserter(refused, refused.end()));
  return refused.empty() ? absl::OkStatus() : SampleValuesRefused(refused);
}

absl::Status CheckDays(const Period& period) {
  if (period.Empty()) return PeriodEmpty();
  if (period.Days() > kPeriodDaysMax) return PeriodTooLong(kPeriodDaysMax);
  return absl::OkStatus();
}

absl::Status CheckPeriod(const Programme& programme, const rules::Scheme& scheme,
                         const Period& period) {
  RETURN_IF_ERROR(CheckDays(period));
  if (period.from < programme.from_date) return PeriodBeforeProgramme(programme.from_date);
  return scheme.CheckInForce(period);
}

}  // namespace tuoqiao::eligibility
