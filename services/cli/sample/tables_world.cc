// How the outside world will behave. Only what departs from the default is listed, with a few FULL
// lines for good measure, and only where the month has something to depart from.

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "services/cli/sample/invent.h"
#include "services/cli/sample/seats.h"
#include "services/cli/sample/tables.h"
#include "services/common/period.h"

namespace tuoqiao::cli {
namespace {

constexpr int64_t kComfortableMinor = 60000;

template <typename T>
std::vector<T> Shuffled(const std::set<T>& items, Dice dice) {
  std::vector<T> list(items.begin(), items.end());
  dice.Shuffle(list);
  return list;
}

// Enrolments with a day in the billed month, and that day.
std::map<int, absl::CivilDay> FirstDays(const Park& park) {
  const Period month = MonthPeriod(kMonth);
  std::map<int, absl::CivilDay> days;
  for (const Enrolment& enrolment : park.enrolments) {
    const Period enrolled = Intersect(month, {enrolment.from, enrolment.until});
    if (!enrolled.Empty()) days[enrolment.child] = enrolled.from;
  }
  return days;
}

// Firms that the month bills for some child's place.
std::set<int> InvoicedFirms(const Park& park) {
  std::set<int> firms;
  for (const auto& [child, day] : FirstDays(park)) {
    for (const int firm : PayingFirms(park, park.children[child], day)) {
      if (park.firms[firm].share_form != ShareForm::kAllowance) firms.insert(firm);
    }
  }
  return firms;
}

// Employees of whose next pay something will be deducted, whatever the family's share turns out to
// be.
std::set<int> DeductedEmployees(const Park& park) {
  std::map<int, int64_t> fits;  // The authorised amount, then what pay leaves of it.
  for (const Authorisation& authorisation : park.authorisations) {
    const absl::CivilDay pay_date =
        PayDate(park.firms[park.employees[authorisation.employee].firm]);
    if (authorisation.from <= pay_date && pay_date < authorisation.until) {
      fits[authorisation.employee] = authorisation.maximum_minor;
    }
  }
  std::set<int> paid;
  for (const PayFigure& figure : park.pay_figures) {
    if (figure.gross_minor >= 10 * kComfortableMinor) paid.insert(figure.employee);
  }
  std::set<int> employees;
  for (const auto& [child, day] : FirstDays(park)) {
    const Family& family = park.families[park.children[child].family];
    const bool second = family.deduct_from == 2 && family.second_confirmed;
    if (family.arrears_mode == ArrearsMode::kAllOrNothing || (family.deduct_from != 1 && !second))
      continue;
    const std::optional<int> employee = second ? family.second->employee : family.first.employee;
    if (!employee.has_value()) continue;
    const Firm& firm = park.firms[park.employees[*employee].firm];
    const auto fit = fits.find(*employee);
    if (firm.has_legal_basis && park.employees[*employee].EmployedOn(PayDate(firm)) &&
        paid.count(*employee) > 0 && fit != fits.end() && fit->second >= kComfortableMinor) {
      employees.insert(*employee);
    }
  }
  return employees;
}

struct Behaviour {
  const char* name;
  const char* amount;
};

// The first item gets the first behaviour, and so on; every `every` items again, in between the
// default.
template <typename T, typename AddRow>
void Deal(const std::vector<T>& items, const std::vector<Behaviour>& behaviours, size_t every,
          const AddRow& add) {
  for (size_t i = 0; i < items.size(); ++i) {
    if (i % every < behaviours.size()) add(items[i], behaviours[i % every]);
  }
}

Table PayrollWorld(const Park& park, const std::vector<int>& deducted) {
  Table table{"world/payroll.csv", {"uscc", "employee_no", "behaviour", "amount"}, {}};
  Deal(
      deducted,
      {{"SHORT", "120.00"}, {"OVER", "35.50"}, {"MISSING", ""}, {"FULL", ""}, {"SHORT", "9999.00"}},
      20, [&](int index, const Behaviour& behaviour) {
        const Employee& employee = park.employees[index];
        table.rows.push_back(
            {{park.firms[employee.firm].uscc, employee.number, behaviour.name, behaviour.amount}});
      });
  std::set<int> firms;
  for (const int index : deducted) firms.insert(park.employees[index].firm);
  Deal(
      std::vector<int>(firms.begin(), firms.end()), {{"UNKNOWN_LINE", "88.88"}}, 8,
      [&](int firm, const Behaviour& behaviour) {
        table.rows.push_back({{park.firms[firm].uscc, "X99999", behaviour.name, behaviour.amount}});
      });
  return table;
}

Table BankWorld(const Park& park, const std::vector<int>& deducted, Dice dice) {
  Table table{"world/bank.csv", {"kind", "party", "behaviour", "amount"}, {}};
  const auto add = [&](const std::string& kind, const std::string& party,
                       const Behaviour& behaviour) {
    table.rows.push_back({{kind, party, behaviour.name, behaviour.amount}});
  };
  add("INVOICE", "PARK", {"FULL", ""});
  add("INVOICE", "UNION", {"SHORT", "50.00"});
  add("CLAIM", "AUTHORITY", {"SHORT", "600.00"});
  const std::vector<Behaviour> payers = {
      {"UNPAID", ""}, {"SHORT", "45.60"}, {"WRONG_REFERENCE", ""}, {"FULL", ""}};
  Deal(Shuffled(InvoicedFirms(park), dice), payers, 25, [&](int firm, const Behaviour& behaviour) {
    add("INVOICE", park.firms[firm].uscc, behaviour);
  });
  std::set<int> remitting;
  for (const int index : deducted) remitting.insert(park.employees[index].firm);
  Deal(Shuffled(remitting, dice), {{"SHORT", "15.00"}, {"UNPAID", ""}, {"WRONG_REFERENCE", ""}}, 25,
       [&](int firm, const Behaviour& behaviour) {
         add("REMITTANCE", park.firms[firm].uscc, behaviour);
       });
  std::set<int> centres;
  for (size_t i = 0; i < park.centres.size(); ++i) centres.insert(static_cast<int>(i));
  Deal(Shuffled(centres, dice), {{"RJCT", ""}, {"ACCP", ""}, {"ACSC", ""}}, 20,
       [&](int centre, const Behaviour& behaviour) {
         add("PAYOUT", park.centres[centre].code, behaviour);
       });
  return table;
}

}  // namespace

std::vector<Table> WorldTables(const Park& park) {
  const Dice dice(park.seed, "world");
  const std::vector<int> deducted = Shuffled(DeductedEmployees(park), dice);
  return {PayrollWorld(park, deducted), BankWorld(park, deducted, dice)};
}

}  // namespace tuoqiao::cli
