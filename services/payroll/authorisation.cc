#include "services/payroll/authorisation.h"

#include "absl/strings/str_cat.h"
#include "services/common/hash.h"

namespace tuoqiao::payroll {

std::string AuthorisationId(absl::string_view park, absl::string_view firm,
                            const Authorisation& authorisation) {
  // No field holds a line end.
  const std::string key =
      absl::StrCat(firm, "\n", authorisation.employee_no, "\n", authorisation.signature_reference);
  return DeriveId("aut", {park, key}, 0);
}

bool SameContent(const Authorisation& a, const Authorisation& b) {
  return a.id == b.id && a.period == b.period && a.maximum_minor == b.maximum_minor;
}

const Authorisation* HoldingOn(const std::vector<Authorisation>& authorisations,
                               absl::CivilDay day) {
  const Authorisation* holding = nullptr;
  for (const Authorisation& each : authorisations) {
    if (!each.HoldsOn(day)) continue;
    const bool better =
        holding == nullptr || each.period.from > holding->period.from ||
        (each.period.from == holding->period.from && each.maximum_minor < holding->maximum_minor);
    if (better) holding = &each;
  }
  return holding;
}

bool Revoke(Authorisation& authorisation, absl::CivilDay day) {
  if (authorisation.revoke_date.has_value() && *authorisation.revoke_date <= day) return false;
  authorisation.revoke_date = day;
  ++authorisation.revision;
  return true;
}

}  // namespace tuoqiao::payroll
