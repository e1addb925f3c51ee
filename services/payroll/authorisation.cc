#include "services/payroll/authorisation.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/money.h"

namespace tuoqiao::payroll {
namespace {

constexpr int64_t kBasisPoints = 10000;

}  // namespace

std::string AuthorisationId(absl::string_view park, absl::string_view firm,
                            const Authorisation& authorisation) {
  // No field holds a line end.
  const std::string key =
      absl::StrCat(firm, "\n", authorisation.employee_no, "\n", authorisation.signature_reference);
  return DeriveId("aut", {park, key}, 0);
}

bool SameContent(const Authorisation& a, const Authorisation& b) {
  return a.id == b.id && a.period == b.period && a.maximum_minor == b.maximum_minor &&
         a.text_version == b.text_version && a.formula == b.formula && a.share_bp == b.share_bp;
}

const LegalBasis* HoldingOn(const std::vector<LegalBasis>& bases, absl::CivilDay day) {
  const LegalBasis* last = nullptr;
  for (const LegalBasis& each : bases) {
    const bool withdrawn = each.until_date.has_value() && *each.until_date <= each.from_date;
    if (withdrawn || each.from_date > day) continue;
    if (last == nullptr || each.from_date > last->from_date) last = &each;
  }
  return last != nullptr && last->HoldsOn(day) ? last : nullptr;
}

absl::string_view FormulaName(Formula formula) {
  switch (formula) {
    case Formula::kMaximum:
      return "MAXIMUM";
    case Formula::kFixed:
      return "FIXED";
    case Formula::kPercentOfShare:
      return "PERCENT_OF_SHARE";
  }
  return "";
}

Formula FormulaOf(absl::string_view name) {
  for (const Formula formula : {Formula::kMaximum, Formula::kFixed, Formula::kPercentOfShare}) {
    if (name == FormulaName(formula)) return formula;
  }
  CHECK(false);
}

int64_t Authorisation::AllowedOf(int64_t share_minor) const {
  if (formula != Formula::kPercentOfShare) return maximum_minor;
  const int64_t part_minor = MulDivFloor(share_minor, share_bp, kBasisPoints);
  return maximum_minor == 0 ? part_minor : std::min(part_minor, maximum_minor);
}

AuthorisationState Authorisation::state() const {
  if (!revoke_date.has_value()) return AuthorisationState::kStanding;
  if (!confirm_delivery.empty()) return AuthorisationState::kConfirmed;
  return told_delivery.empty() ? AuthorisationState::kRevoked : AuthorisationState::kTold;
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
  authorisation.told_delivery.clear();
  authorisation.told_subject.clear();
  authorisation.confirm_delivery.clear();
  ++authorisation.revision;
  return true;
}

bool Tell(Authorisation& authorisation, absl::string_view delivery, absl::string_view subject) {
  if (authorisation.state() != AuthorisationState::kRevoked) return false;
  authorisation.told_delivery = std::string(delivery);
  authorisation.told_subject = std::string(subject);
  ++authorisation.revision;
  return true;
}

bool Confirm(Authorisation& authorisation, absl::string_view delivery) {
  if (authorisation.state() == AuthorisationState::kConfirmed) return false;
  authorisation.confirm_delivery = std::string(delivery);
  ++authorisation.revision;
  return true;
}

}  // namespace tuoqiao::payroll
