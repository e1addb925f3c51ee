// What allows a deduction: the firm's legal basis and the employee's authorisation.
#ifndef TUOQIAO_SERVICES_PAYROLL_AUTHORISATION_H_
#define TUOQIAO_SERVICES_PAYROLL_AUTHORISATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"

namespace tuoqiao::payroll {

// The law, collective agreement or court order on which a firm may deduct. The wage payment rules
// (工资支付暂行规定, art. 15) list no childcare fees, so that without one nothing is deducted.
struct LegalBasis {
  std::string basis;
  absl::CivilDay from_date;
  int64_t revision = 0;

  bool HoldsOn(absl::CivilDay day) const { return from_date <= day; }
};

// An employee's signed authorisation of at most so much a pay run.
struct Authorisation {
  std::string id;
  std::string employee, employee_no;
  std::string signature_reference;
  Period period;
  int64_t maximum_minor = 0;
  std::optional<absl::CivilDay> revoke_date;  // The first day without it.
  int64_t revision = 0;

  bool HoldsOn(absl::CivilDay day) const {
    return period.Contains(day) && (!revoke_date.has_value() || day < *revoke_date);
  }
};

// One signature of one employee is one authorisation, in whatever file it comes.
std::string AuthorisationId(absl::string_view park, absl::string_view firm,
                            const Authorisation& authorisation);

// Whether both say the same; what was revoked later is not part of what was signed.
bool SameContent(const Authorisation& a, const Authorisation& b);

// The one that holds on the day: of several the latest begun, of those the one that allows least.
// Null where none holds.
const Authorisation* HoldingOn(const std::vector<Authorisation>& authorisations,
                               absl::CivilDay day);

// Takes it back from a day on; false where it was taken back by then already. What was taken back
// never comes back.
bool Revoke(Authorisation& authorisation, absl::CivilDay day);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_AUTHORISATION_H_
