// Firms and the people on their rosters.

#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/sample/invent.h"
#include "services/cli/sample/names.h"

namespace tuoqiao::cli {
namespace {

constexpr int kSmallestRoster = 6;
constexpr int kX12Roster = 20;

// How many employees each firm has: a few large rosters and many small ones, in all exactly
// `size.employees`.
std::vector<int> RosterSizes(const Park& park, Dice& dice) {
  const int firms = park.size.firms;
  std::vector<int64_t> weights;
  for (int i = 0; i < firms; ++i) {
    const int64_t root = dice.Between(1, 60);
    weights.push_back(park.firms[i].sends_x12 ? 0 : root * root);
  }
  const int64_t all = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  std::vector<int> sizes;
  int left = park.size.employees - (firms - 1) * kSmallestRoster - kX12Roster;
  const int64_t shared = left;
  for (int i = 0; i < firms; ++i) {
    const int share = static_cast<int>(shared * weights[i] / all);
    sizes.push_back((park.firms[i].sends_x12 ? kX12Roster : kSmallestRoster) + share);
    left -= share;
  }
  sizes[0] += left;  // What the floors left over.
  return sizes;
}

// Each firm numbers its staff in its own way; one of them with leading zeros.
std::string EmployeeNumber(int firm, int ordinal) {
  switch (firm % 3) {
    case 0:
      return absl::StrFormat("E%05d", ordinal);
    case 1:
      return absl::StrFormat("%06d", ordinal);
    default:
      return absl::StrFormat("GH-%04d", ordinal);
  }
}

std::string WorkSite(Dice& dice) {
  const int64_t building = dice.Between(1, 9);
  switch (dice.Below(40)) {
    case 0:
      return absl::StrFormat("%d号楼\n二层", building);  // A line break inside the cell.
    case 1:
    case 2:
      return absl::StrFormat("%d号楼, 东区", building);
    case 3:
      return absl::StrFormat("%d号楼 \"东塔\"", building);
    default:
      return absl::StrFormat("%d号楼", building);
  }
}

// Most have been there for years; every so many one joins in October, leaves in October or left
// before.
void InventService(Employee& employee, int ordinal, Dice& dice) {
  employee.hire_date =
      absl::CivilDay(2012, 1, 1) + dice.Between(0, 5200);  // To the end of March 2026.
  const int64_t weeks = dice.Between(0, 20);
  switch (ordinal % 50) {
    case 7:
      employee.hire_date = absl::CivilDay(2026, 10, 8) + dice.Between(0, 8);
      break;
    case 19:
    case 20:  // The first of them on the first of the month: a leave date is still a day of
              // service.
      employee.leave_date = absl::CivilDay(2026, 10, 1) + ordinal / 50 % 5 * 7;
      break;
    case 31:
      employee.leave_date =
          absl::CivilDay(2026, 4, 15) + weeks * 7;  // To the beginning of September.
      break;
    case 43:
      employee.leave_date = absl::CivilDay(2026, 11, 2) + weeks;
      break;
  }
}

void InventPerson(Employee& employee, bool rare, Papers& papers, Dice& dice) {
  employee.birth_date = absl::CivilDay(1968, 1, 1) + dice.Between(0, 9100);  // To the end of 1992.
  if (dice.Percent(4)) {
    employee.person = {InventForeignName(dice), IdType::kPassport, papers.Passport()};
    return;
  }
  employee.person = {rare ? InventRareName(dice) : InventPersonName(dice), IdType::kResidentId,
                     papers.ResidentId(employee.birth_date)};
}

// A member of the X12 roster: a name in capitals and no number, so that nothing links a guardian to
// it.
void InventX12Member(Employee& employee, Dice& dice) {
  employee.birth_date = absl::CivilDay(1968, 1, 1) + dice.Between(0, 9100);
  const LatinName name = InventLatinName(dice);
  employee.person.name = absl::StrCat(name.surname, " ", name.given);
}

}  // namespace

void InventFirms(Park& park, Papers& papers, Dice dice) {
  constexpr int kForms = 3, kPlans = 4;
  for (int i = 0; i < park.size.firms; ++i) {
    Firm firm;
    firm.uscc = papers.Uscc("91");
    firm.name = InventFirmName(dice);
    firm.pay_day = static_cast<int>(dice.Between(5, 28));
    firm.cut_off_days = static_cast<int>(dice.Between(2, 4));
    firm.plan = "ABCD"[i % kPlans];
    firm.share_form = static_cast<ShareForm>(i / kPlans % kForms);
    firm.has_legal_basis = dice.Percent(65);
    firm.has_tax_advice = dice.Percent(30);
    firm.has_union = dice.Percent(50);
    firm.sends_x12 = i == park.size.firms / 2;
    const int64_t centres = dice.Between(0, 3);
    for (int64_t k = 0; k < centres; ++k) {
      const int centre = static_cast<int>((i + k) % park.size.centres);
      firm.centres.push_back(centre);
    }
    park.firms.push_back(firm);
  }
}

void InventEmployees(Park& park, Papers& papers, Dice dice) {
  const std::vector<int> sizes = RosterSizes(park, dice);
  for (int i = 0; i < park.size.firms; ++i) {
    Firm& firm = park.firms[i];
    firm.first_employee = static_cast<int>(park.employees.size());
    firm.employees = sizes[i];
    for (int ordinal = 1; ordinal <= sizes[i]; ++ordinal) {
      Employee employee;
      employee.firm = i;
      employee.number = EmployeeNumber(i, ordinal);
      if (firm.sends_x12) {
        InventX12Member(employee, dice);
      } else {
        InventPerson(employee, /*rare=*/i % 6 == 0 && ordinal == 3, papers, dice);
      }
      InventService(employee, static_cast<int>(park.employees.size()), dice);
      employee.work_site = WorkSite(dice);
      employee.weekly_hours = dice.Percent(90) ? 40 : 20;
      if (firm.sends_x12) employee.leave_date.reset();  // Its file only adds members.
      park.employees.push_back(std::move(employee));
    }
  }
}

}  // namespace tuoqiao::cli
