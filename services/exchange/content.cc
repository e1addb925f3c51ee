#include "services/exchange/content.h"

#include <algorithm>

namespace tuoqiao::exchange {

const std::vector<Content>& Contents() {
  constexpr bool kInward = false, kOutward = true;
  // The roles are those that the owning service lets do the same by a call of its own.
  static const auto* const kContents = new std::vector<Content>{
      {"ROSTER", Port::kRoster, kInward, Scope::kFirm, {"FIRM_HR", "PARK_ADMIN"}},
      {"FAMILIES", Port::kRoster, kInward, Scope::kPark, {"PARK_ADMIN"}},
      {"PAY_FIGURES", Port::kPayroll, kInward, Scope::kFirm, {"FIRM_PAYROLL"}},
      {"PAY_RESULTS", Port::kPayroll, kInward, Scope::kFirm, {"FIRM_PAYROLL"}},
      {"PAY_INSTRUCTIONS", Port::kPayroll, kOutward, Scope::kFirm, {"FIRM_PAYROLL"}},
      {"ATTENDANCE", Port::kCentre, kInward, Scope::kCentre, {"CENTRE_MANAGER", "PARK_ADMIN"}},
      {"PRESENCE_EVENTS", Port::kCentre, kInward, Scope::kCentre, {"CENTRE_MANAGER", "PARK_ADMIN"}},
      {"ENROLMENT_ADVICE",
       Port::kCentre,
       kOutward,
       Scope::kCentre,
       {"CENTRE_MANAGER", "PARK_ADMIN"}},
      {"PAYMENTS", Port::kPayment, kOutward, Scope::kPark, {"PARK_FINANCE"}},
      {"PAYMENT_STATUS", Port::kPayment, kInward, Scope::kPark, {"PARK_FINANCE"}},
      {"BANK_LINES", Port::kPayment, kInward, Scope::kPark, {"PARK_FINANCE"}},
      {"RECEIVABLES", Port::kOurs, kOutward, Scope::kPark, {"PARK_FINANCE"}},
      {"RECEIVABLE_LINES", Port::kOurs, kOutward, Scope::kPark, {"PARK_FINANCE"}},
      {"PAYMENT_ADVICE", Port::kOurs, kOutward, Scope::kCentre, {"CENTRE_MANAGER", "PARK_FINANCE"}},
  };
  return *kContents;
}

const Content* FindContent(absl::string_view name) {
  for (const Content& content : Contents()) {
    if (content.name == name) return &content;
  }
  return nullptr;
}

bool MayTouch(const Content& content, absl::string_view role) {
  return std::find(content.roles.begin(), content.roles.end(), role) != content.roles.end();
}

}  // namespace tuoqiao::exchange
