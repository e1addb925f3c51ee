// The files of the park operator, of HR, of the intake desk and of payroll.

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/sample/seats.h"
#include "services/cli/sample/tables.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

std::string YesNo(bool yes) { return yes ? "Y" : "N"; }

std::string ShareFormName(ShareForm form) {
  constexpr std::array<const char*, 3> kNames = {"INVOICED", "ALLOWANCE", "COLLECTIVE"};
  return kNames[static_cast<size_t>(form)];
}

std::string ArrearsModeName(ArrearsMode mode) {
  constexpr std::array<const char*, 3> kNames = {"TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING"};
  return kNames[static_cast<size_t>(mode)];
}

// No number of any firm begins so.
Spoil OfAStrangeEmployee(int column) {
  return Apart({"UNKNOWN_EMPLOYEE", [column](Dice& dice, Row& row) {
                  row.cells[column] = absl::StrFormat("X9%04d", dice.Below(10000));
                  return true;
                }});
}

// People write a number as it comes: with a small x, or with spaces where it falls into parts.
std::string Loosely(const std::string& number, Dice& dice) {
  if (number.size() == 18 && dice.Percent(5)) {
    return absl::StrCat(number.substr(0, 6), " ", number.substr(6, 8), " ", number.substr(14));
  }
  return dice.Percent(50) && number.size() == 18 ? absl::AsciiStrToLower(number) : number;
}

// ---- firms.csv

Table FirmTable(const Park& park) {
  Table table{
      "firms.csv",
      {"uscc", "display_name", "contact_email", "pay_day", "cut_off_days", "plan", "share_form",
       "legal_basis", "tax_advice", "union", "agreement_version", "agreement_date", "centres"},
      {},
      Encoding::kUtf8WithBom,
      LineEnd::kCrLf,
      /*key=*/{0}};
  for (size_t i = 0; i < park.firms.size(); ++i) {
    const Firm& firm = park.firms[i];
    const std::string centres = absl::StrJoin(firm.centres, ";", [&](std::string* out, int centre) {
      absl::StrAppend(out, park.centres[centre].code);
    });
    table.rows.push_back(
        {{firm.uscc, firm.name, absl::StrFormat("hr@firm-%04d.example", i + 1),
          absl::StrCat(firm.pay_day), absl::StrCat(firm.cut_off_days), std::string(1, firm.plan),
          ShareFormName(firm.share_form),
          firm.has_legal_basis ? "职工代表大会决议, 2026-03-12" : "", YesNo(firm.has_tax_advice),
          YesNo(firm.has_union), "2026-1", "2026-04-20", centres}});
  }
  return table;
}

// A firm that is turned away has no other files, so a wrong row is that of a firm from outside;
// only a repetition is not.
absl::Status SpoilFirms(Table& table, Papers& papers, Dice dice) {
  std::vector<Spoil> spoils = ColumnCountSpoils();
  spoils.push_back(Blank({1, 2, 3, 5, 6, 8, 10}));
  spoils.push_back(NoSuchDate({11}));
  spoils.push_back(NoNumber({3, 4}));
  spoils.push_back(Replace("CODE_UNKNOWN", 5, "Z"));
  spoils.push_back(Replace("CODE_UNKNOWN", 6, "CASH"));
  spoils.push_back(Replace("CODE_UNKNOWN", 9, "MAYBE"));
  for (Spoil& spoil : WrongUsccSpoils(0)) spoils.push_back(std::move(spoil));
  for (Spoil& spoil : spoils) {
    spoil.apply = [&papers, apply = std::move(spoil.apply)](Dice& dice, Row& row) {
      row.cells[0] = papers.Uscc("91");
      return apply(dice, row);
    };
  }
  spoils.push_back(Repeat());
  return AddWrongRows(spoils, {&table}, dice);
}

// ---- rosters/<USCC>.csv

struct RosterStyle {
  bool chinese = false;
  Encoding encoding = Encoding::kUtf8;
  LineEnd line_end = LineEnd::kLf;
};

// Half of the firms export GB18030, some of the others a byte order mark; a third of all have
// Chinese headers.
RosterStyle StyleOf(int firm) {
  RosterStyle style;
  style.chinese = firm % 3 == 0;
  style.encoding = firm % 2 == 0   ? Encoding::kGb18030
                   : firm % 6 == 1 ? Encoding::kUtf8WithBom
                                   : Encoding::kUtf8;
  style.line_end = firm % 4 < 2 ? LineEnd::kCrLf : LineEnd::kLf;
  return style;
}

std::vector<std::string> RosterHeader(bool chinese) {
  if (chinese) {
    return {"工号", "姓名", "证件类型", "证件号码", "入职日期", "离职日期", "工作地点", "每周工时"};
  }
  return {"employee_no", "name",       "id_type",   "id_number",
          "hire_date",   "leave_date", "work_site", "weekly_hours"};
}

std::string RosterIdType(IdType type, bool chinese) {
  if (chinese) return type == IdType::kPassport ? "护照" : "居民身份证";
  return std::string(IdTypeName(type));
}

Table RosterTable(const Park& park, int index, Dice& dice) {
  const Firm& firm = park.firms[index];
  const RosterStyle style = StyleOf(index);
  Table table{absl::StrCat("rosters/", firm.uscc, ".csv"),
              RosterHeader(style.chinese),
              {},
              style.encoding,
              style.line_end,
              /*key=*/{0}};
  for (int i = 0; i < firm.employees; ++i) {
    const Employee& employee = park.employees[firm.first_employee + i];
    table.rows.push_back({{employee.number, employee.person.name,
                           RosterIdType(employee.person.id_type, style.chinese),
                           Loosely(employee.person.id_number, dice), FormatDay(employee.hire_date),
                           employee.leave_date.has_value() ? FormatDay(*employee.leave_date) : "",
                           employee.work_site, absl::StrCat(employee.weekly_hours)}});
  }
  return table;
}

bool LeaveBeforeHire(Dice& dice, Row& row) {
  const absl::StatusOr<absl::CivilDay> hired = ParseDay(row.cells[4]);
  if (!hired.ok()) return false;
  row.cells[5] = FormatDay(*hired - dice.Between(1, 90));
  return true;
}

absl::Status SpoilRosters(const std::vector<Table*>& tables, Dice dice) {
  std::vector<Spoil> spoils = ColumnCountSpoils();
  spoils.push_back(Blank({0, 1, 2, 3, 4, 6, 7}));
  spoils.push_back(NoSuchDate({4, 5}));
  spoils.push_back(NoNumber({7}));
  spoils.push_back({"CODE_UNKNOWN", [](Dice&, Row& row) {
                      const bool chinese = ParseIdType(row.cells[2]) == std::nullopt;
                      row.cells[2] = chinese ? "驾驶证" : "DRIVING_LICENCE";
                      return true;
                    }});
  spoils.push_back(WrongIdNumber(2, 3));
  spoils.push_back({"DATE_ORDER", LeaveBeforeHire});
  spoils.push_back(Repeat());
  spoils.push_back(Both(NoSuchDate({4}), WrongIdNumber(2, 3)));
  return AddWrongRows(spoils, tables, dice);
}

// ---- families.csv and applications.csv

Table FamilyTable(const Park& park, Dice& dice) {
  Table table{
      "families.csv",
      {"family_no",           "case_number",         "child_name",        "child_id_type",
       "child_id_number",     "birth_date",          "needs_level",       "guardian1_name",
       "guardian1_id_type",   "guardian1_id_number", "guardian2_name",    "guardian2_id_type",
       "guardian2_id_number", "guardian2_confirmed", "consent_programme", "consent_centre",
       "consent_version",     "consent_date",        "deduct_from",       "arrears_mode"},
      {}};
  table.key = {1};
  for (const Child& child : park.children) {
    const Family& family = park.families[child.family];
    std::vector<std::string> cells = {family.number,
                                      child.case_number,
                                      child.person.name,
                                      std::string(IdTypeName(child.person.id_type)),
                                      child.person.id_number,
                                      FormatDay(child.birth_date),
                                      absl::StrCat(child.needs_level),
                                      family.first.person.name,
                                      std::string(IdTypeName(family.first.person.id_type)),
                                      Loosely(family.first.person.id_number, dice)};
    if (family.second.has_value()) {
      const Person& second = family.second->person;
      cells.push_back(second.name);
      cells.emplace_back(IdTypeName(second.id_type));
      cells.push_back(Loosely(second.id_number, dice));
      cells.push_back(YesNo(family.second_confirmed));
    } else {
      cells.insert(cells.end(), 4, "");
    }
    for (const std::string& cell : {YesNo(family.consents_programme), YesNo(family.consents_centre),
                                    std::string("2026-1"), std::string("2026-07-30"),
                                    family.deduct_from == 0 ? "" : absl::StrCat(family.deduct_from),
                                    ArrearsModeName(family.arrears_mode)}) {
      cells.push_back(cell);
    }
    table.rows.push_back({std::move(cells)});
  }
  return table;
}

// Half of the wrong rows are of children who are in no other row.
Spoil OfAStranger(Spoil spoil) {
  spoil.apply = [apply = std::move(spoil.apply)](Dice& dice, Row& row) {
    const std::string number = StrangerCase(dice);
    if (dice.Percent(50)) row.cells[1] = number;
    return apply(dice, row);
  };
  return spoil;
}

bool BornAfterToday(Dice& dice, Row& row) {
  // A certificate, because a resident number has the birth date in it.
  row.cells[3] = "BIRTH_CERTIFICATE";
  row.cells[4] = absl::StrFormat("Z99%07d", dice.Below(10000000));
  row.cells[5] = FormatDay(kToday + dice.Between(1, 60));
  return true;
}

absl::Status SpoilFamilies(Table& table, Dice dice) {
  std::vector<Spoil> spoils = ColumnCountSpoils();
  spoils.push_back(Blank({1, 2, 4, 5, 7, 9, 14, 19}));
  spoils.push_back(NoSuchDate({5, 17}));
  spoils.push_back(Replace("CODE_UNKNOWN", 19, "TAKE_SOME"));
  spoils.push_back(Replace("CODE_UNKNOWN", 3, "HOUSEHOLD_BOOK"));
  spoils.push_back(Replace("CODE_UNKNOWN", 14, "MAYBE"));
  spoils.push_back(WrongIdNumber(3, 4));
  spoils.push_back(WrongIdNumber(8, 9));
  spoils.push_back({"DATE_ORDER", BornAfterToday});
  for (Spoil& spoil : spoils) spoil = OfAStranger(std::move(spoil));
  spoils.push_back(Repeat());
  return AddWrongRows(spoils, {&table}, dice);
}

Table ApplicationTable(const Park& park) {
  Table table{
      "applications.csv", {"case_number", "choices", "desired_start_date", "submitted_time"}, {}};
  table.key = {0};
  for (const Child& child : park.children) {
    if (child.role == Role::kNoApplication) continue;
    const std::string choices = absl::StrJoin(
        child.choices, ";",
        [&](std::string* out, int centre) { absl::StrAppend(out, park.centres[centre].code); });
    Row row{{child.case_number, choices, FormatDay(child.start_date),
             absl::StrCat(absl::FormatCivilTime(child.submitted), "Z")}};
    // A second application of a child whose first was refused would be wrong for two reasons.
    row.copyable = Eligible(park, child, child.start_date);
    table.rows.push_back(std::move(row));
  }
  return table;
}

absl::Status SpoilApplications(Table& table, Dice dice) {
  std::vector<Spoil> spoils = ColumnCountSpoils();
  spoils.push_back(Blank({1, 2, 3}));
  spoils.push_back(NoSuchDate({2}));
  spoils.push_back(Replace("DATE_INVALID", 3, "2026-09-31T08:00:00Z"));
  spoils.push_back({"CODE_UNKNOWN", [](Dice&, Row& row) {
                      absl::StrAppend(&row.cells[1], ";C999");
                      return true;
                    }});
  spoils.push_back(Repeat());
  spoils.push_back(OfAStrangeChild(0));
  return AddWrongRows(spoils, {&table}, dice);
}

// ---- authorisations.csv and pay_figures/<USCC>.csv

Table AuthorisationTable(const Park& park) {
  Table table{"authorisations.csv",
              {"uscc", "employee_no", "signature_reference", "from_date", "until_date", "maximum"},
              {}};
  table.key = {0, 1};
  for (size_t i = 0; i < park.authorisations.size(); ++i) {
    const Authorisation& authorisation = park.authorisations[i];
    const Employee& employee = park.employees[authorisation.employee];
    table.rows.push_back(
        {{park.firms[employee.firm].uscc, employee.number, absl::StrFormat("SIGN-2026-%05d", i + 1),
          FormatDay(authorisation.from), FormatDay(authorisation.until),
          FormatYuan(authorisation.maximum_minor)}});
  }
  return table;
}

absl::Status SpoilAuthorisations(Table& table, Papers& papers, Dice dice) {
  std::vector<Spoil> spoils = ColumnCountSpoils();
  spoils.push_back(Blank({2, 4, 5}));
  spoils.push_back(NoSuchDate({3, 4}));
  spoils.push_back(NoNumber({5}));
  for (Spoil& spoil : WrongUsccSpoils(0)) spoils.push_back(std::move(spoil));
  spoils.push_back(Replace("DATE_ORDER", 4, "2026-07-31"));
  spoils.push_back(Repeat());
  spoils.push_back(Apart({"UNKNOWN_FIRM", [&papers](Dice&, Row& row) {
                            row.cells[0] = papers.Uscc("91");
                            return true;
                          }}));
  spoils.push_back(OfAStrangeEmployee(1));
  return AddWrongRows(spoils, {&table}, dice);
}

std::vector<Table> PayFigureTables(const Park& park) {
  std::vector<Table> tables;
  int firm = -1;
  for (const PayFigure& figure : park.pay_figures) {
    const Employee& employee = park.employees[figure.employee];
    if (employee.firm != firm) {
      firm = employee.firm;
      tables.push_back({absl::StrCat("pay_figures/", park.firms[firm].uscc, ".csv"),
                        {"employee_no", "period", "gross", "net"},
                        {}});
      tables.back().key = {0, 1};
    }
    tables.back().rows.push_back({{employee.number, FormatMonth(kMonth),
                                   FormatYuan(figure.gross_minor), FormatYuan(figure.net_minor)}});
  }
  return tables;
}

absl::Status SpoilPayFigures(const std::vector<Table*>& tables, Dice dice) {
  std::vector<Spoil> spoils = ColumnCountSpoils();
  spoils.push_back(Blank({0, 2, 3}));
  spoils.push_back(Replace("DATE_INVALID", 1, "2026-13"));
  spoils.push_back(NoNumber({2, 3}));
  spoils.push_back(Repeat());
  spoils.push_back(OfAStrangeEmployee(0));
  return AddWrongRows(spoils, tables, dice);
}

std::vector<Table*> PointersTo(std::vector<Table>& tables) {
  std::vector<Table*> pointers;
  for (Table& table : tables) pointers.push_back(&table);
  return pointers;
}

}  // namespace

absl::StatusOr<std::vector<Table>> PeopleTables(const Park& park, Papers& papers) {
  const auto dice = [&](absl::string_view stream) { return Dice(park.seed, stream); };
  Dice writing = dice("writing");
  std::vector<Table> tables;

  tables.push_back(FirmTable(park));
  RETURN_IF_ERROR(SpoilFirms(tables.back(), papers, dice("wrong firms")));

  std::vector<Table> rosters;
  for (size_t i = 0; i < park.firms.size(); ++i) {
    if (park.firms[i].sends_x12) continue;
    rosters.push_back(RosterTable(park, static_cast<int>(i), writing));
  }
  RETURN_IF_ERROR(SpoilRosters(PointersTo(rosters), dice("wrong rosters")));
  std::move(rosters.begin(), rosters.end(), std::back_inserter(tables));

  tables.push_back(FamilyTable(park, writing));
  RETURN_IF_ERROR(SpoilFamilies(tables.back(), dice("wrong families")));
  tables.push_back(ApplicationTable(park));
  RETURN_IF_ERROR(SpoilApplications(tables.back(), dice("wrong applications")));
  tables.push_back(AuthorisationTable(park));
  RETURN_IF_ERROR(SpoilAuthorisations(tables.back(), papers, dice("wrong authorisations")));

  std::vector<Table> pay_figures = PayFigureTables(park);
  RETURN_IF_ERROR(SpoilPayFigures(PointersTo(pay_figures), dice("wrong pay figures")));
  std::move(pay_figures.begin(), pay_figures.end(), std::back_inserter(tables));
  return tables;
}

}  // namespace tuoqiao::cli
