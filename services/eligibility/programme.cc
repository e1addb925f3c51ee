#include "services/eligibility/programme.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/common/status_macros.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {

void Adopt(SchemeVersion version, Programme* programme) {
  std::vector<SchemeVersion>& versions = programme->versions;
  while (!versions.empty() && versions.back().from_date >= version.from_date) versions.pop_back();
  versions.push_back(std::move(version));
  ++programme->adoptions;
}

absl::Status CheckValues(const SchemeVersion& version, const rules::Scheme& scheme, bool sandbox,
                         absl::string_view field) {
  if (sandbox) return absl::OkStatus();
  const std::set<std::string> unofficial = scheme.Unofficial(version.from_date);
  std::set<std::string> refused;
  std::set_difference(unofficial.begin(), unofficial.end(), version.adopted_values.begin(),
                      version.adopted_values.end(), std::inserter(refused, refused.end()));
  return refused.empty() ? absl::OkStatus() : SampleValuesRefused(field, refused);
}

absl::Status CheckDays(const Period& period) {
  if (period.Empty()) return PeriodEmpty();
  if (period.Days() > kPeriodDaysMax) return PeriodTooLong(kPeriodDaysMax);
  return absl::OkStatus();
}

absl::Status CheckDays(const Programme& programme, const Period& period) {
  RETURN_IF_ERROR(CheckDays(period));
  if (period.from < programme.from_date) return PeriodBeforeProgramme(programme.from_date);
  return absl::OkStatus();
}

}  // namespace tuoqiao::eligibility
