// What payroll knows: who signed that something may be deducted, and what people earn.

#include <algorithm>
#include <vector>

#include "services/cli/sample/invent.h"

namespace tuoqiao::cli {
namespace {

constexpr absl::CivilDay kSigned(2026, 9, 1);
constexpr absl::CivilDay kUntil(2027, 9, 1);

const Guardian* DeductedGuardian(const Family& family) {
  if (family.deduct_from == 1) return &family.first;
  if (family.deduct_from == 2 && family.second.has_value()) return &*family.second;
  return nullptr;
}

// Most hold; some ended before November's pay day, and some begin after it.
Authorisation Authorise(int employee, Dice& dice) {
  Authorisation authorisation{employee, kSigned, kUntil};
  const int64_t when = dice.Below(100);
  if (when < 5) authorisation.until = absl::CivilDay(2026, 11, 1);
  if (when >= 95) authorisation.from = absl::CivilDay(2026, 12, 1);
  const int64_t how_much = dice.Below(100);
  authorisation.maximum_minor = how_much < 70 ? 300000 : how_much < 90 ? 60000 : 15000;
  return authorisation;
}

// Gross from a little over the protected pay to a director's, net about four fifths of it, both
// with odd fen.
PayFigure Earn(int employee, Dice& dice) {
  PayFigure figure{employee};
  figure.gross_minor =
      dice.Percent(8) ? dice.Between(310000, 360000) : dice.Between(520000, 4200000);
  figure.net_minor = figure.gross_minor * 4 / 5 + dice.Between(0, 9999);
  return figure;
}

}  // namespace

void InventPayrolls(Park& park, Dice dice) {
  std::vector<int> earners;
  for (const Family& family : park.families) {
    const Guardian* const guardian = DeductedGuardian(family);
    if (guardian == nullptr || !guardian->employee.has_value()) continue;
    if (!dice.Percent(94)) continue;
    park.authorisations.push_back(Authorise(*guardian->employee, dice));
  }
  for (const Family& family : park.families) {
    const Guardian* const guardian = DeductedGuardian(family);
    if (guardian == nullptr || !guardian->employee.has_value() || !dice.Percent(95)) continue;
    const Firm& firm = park.firms[park.employees[*guardian->employee].firm];
    if (!firm.has_legal_basis) continue;
    earners.push_back(*guardian->employee);
    // Two colleagues, whose figures nobody will need.
    earners.push_back(firm.first_employee + static_cast<int>(dice.Below(firm.employees)));
    earners.push_back(firm.first_employee + static_cast<int>(dice.Below(firm.employees)));
  }
  std::sort(earners.begin(), earners.end());
  earners.erase(std::unique(earners.begin(), earners.end()), earners.end());
  for (const int employee : earners) park.pay_figures.push_back(Earn(employee, dice));
}

}  // namespace tuoqiao::cli
