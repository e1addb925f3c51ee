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
  std::optional<absl::CivilDay> until_date;  // None: until the next one begins.
  std::string ground;                        // Its kind, as in the contract; empty: not said.

  bool HoldsOn(absl::CivilDay day) const {
    return from_date <= day && (!until_date.has_value() || day < *until_date);
  }
};
// The one that began last by the day, if it still holds then; one that ends where it begins was
// withdrawn and is none. Null where none holds.
const LegalBasis* HoldingOn(const std::vector<LegalBasis>& bases, absl::CivilDay day);

// What was signed of the amount of a pay run: at most so much; so much, whole or not at all; so
// many hundredths of a percent of the family's share.
enum class Formula { kMaximum, kFixed, kPercentOfShare };
absl::string_view FormulaName(Formula formula);
Formula FormulaOf(absl::string_view name);  // Of a name that the last one gave.

// How far the end of an authorisation has come: revoked, sent to payroll in a file, taken by it.
enum class AuthorisationState { kStanding, kRevoked, kTold, kConfirmed };

// An employee's signed authorisation to deduct.
struct Authorisation {
  std::string id;
  std::string employee, employee_no;
  std::string signature_reference;
  std::string text_version;  // Which text was signed.
  Period period;
  Formula formula = Formula::kMaximum;
  int64_t maximum_minor = 0;  // With kPercentOfShare 0 is no limit.
  int64_t share_bp = 0;
  std::optional<absl::CivilDay> revoke_date;  // The first day without it.
  // The delivery that carried its end and what that was about; the one that brought the answer.
  std::string told_delivery, told_subject, confirm_delivery;
  int64_t revision = 0;

  bool HoldsOn(absl::CivilDay day) const {
    return period.Contains(day) && (!revoke_date.has_value() || day < *revoke_date);
  }
  // The most that a pay run may take of a share; a part of a fen is the employee's.
  int64_t AllowedOf(int64_t share_minor) const;
  AuthorisationState state() const;
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
// never comes back. An earlier end than was told is to be told anew.
bool Revoke(Authorisation& authorisation, absl::CivilDay day);

// A file went out with its end; false where that was known.
bool Tell(Authorisation& authorisation, absl::string_view delivery, absl::string_view subject);
// Payroll took its end; false where that was known.
bool Confirm(Authorisation& authorisation, absl::string_view delivery);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_AUTHORISATION_H_
