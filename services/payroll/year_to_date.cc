#include "services/payroll/year_to_date.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// Behind every employee.
constexpr char kAfterAll[] = "~";

std::string FirmSubject(absl::string_view firm) { return absl::StrCat("firms/", firm); }

// Both texts outlive the place.
SealPlace BroughtPlace(const std::string& park, const std::string& key) {
  return {park, "brought_forward", "sealed", key};
}

std::string TextOf(const YearAmounts& amounts) {
  return absl::StrCat(amounts.deduct_minor, "\n", amounts.allow_minor, "\n",
                      amounts.taxable_benefit_minor);
}

YearAmounts AmountsOf(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '\n');
  CHECK(parts.size() == 3);
  YearAmounts amounts;
  CHECK(absl::SimpleAtoi(parts[0], &amounts.deduct_minor));
  CHECK(absl::SimpleAtoi(parts[1], &amounts.allow_minor));
  CHECK(absl::SimpleAtoi(parts[2], &amounts.taxable_benefit_minor));
  return amounts;
}

// A stretch of employees: behind one, up to another.
struct Stretch {
  std::string after, last;
};

// Adds what this firm's runs showed of a stretch of employees.
absl::Status AddSeen(db::Read& txn, const YearPage& page, const Stretch& of,
                     std::map<std::string, YearToDate>& years) {
  return txn.Query(
      "SELECT i.employee_id, MAX(i.employee_no), i.kind, CAST(SUM(i.seen_minor) AS BIGINT) FROM "
      "pay_run r JOIN instruction i ON i.park_id = r.park_id AND i.firm_id = r.firm_id AND "
      "i.month = r.month WHERE r.park_id = :park AND r.firm_id = :firm AND r.pay_date >= :from AND "
      "r.pay_date <= :until AND i.employee_id > :after AND i.employee_id <= :last AND "
      "i.seen_minor <> 0 GROUP BY i.employee_id, i.kind ORDER BY i.employee_id, i.kind",
      {{"firm", page.firm},
       {"from", absl::StrCat(page.year, "-01-01")},
       {"until", absl::StrCat(page.year, "-12-31")},
       {"after", of.after},
       {"last", of.last}},
      [&](const db::Row& row) {
        YearToDate& year = years[row.Text(0)];
        year.employee_no = row.Text(1);
        const std::string kind = row.Text(2);
        if (kind == "DEDUCT") year.here.deduct_minor += row.Int(3);
        if (kind == "REVERSE") year.here.deduct_minor -= row.Int(3);
        if (kind == "ALLOW") year.here.allow_minor += row.Int(3);
        if (kind == "TAXABLE_BENEFIT") year.here.taxable_benefit_minor += row.Int(3);
        return absl::OkStatus();
      });
}

absl::Status AddBrought(db::Read& txn, const KeyRing& keys, const YearPage& page, const Stretch& of,
                        std::map<std::string, YearToDate>& years) {
  std::map<std::string, std::string> sealed;
  RETURN_IF_ERROR(txn.Query(
      "SELECT employee_id, employee_no, sealed, revision FROM brought_forward WHERE park_id = "
      ":park AND firm_id = :firm AND year = :year AND employee_id > :after AND employee_id <= "
      ":last ORDER BY employee_id",
      {{"firm", page.firm}, {"year", page.year}, {"after", of.after}, {"last", of.last}},
      [&](const db::Row& row) {
        YearToDate& year = years[row.Text(0)];
        if (year.employee_no.empty()) year.employee_no = row.Text(1);
        year.revision = row.Int(3);
        sealed[row.Text(0)] = row.Bytes(2);
        return absl::OkStatus();
      }));
  if (sealed.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, FirmSubject(page.firm)));
  for (const auto& [employee, bytes] : sealed) {
    YearToDate& year = years.at(employee);
    year.employee = employee;
    year.year = page.year;
    const std::string row_key = YearKey(year);
    ASSIGN_OR_RETURN(const std::string text, key.Open(BroughtPlace(txn.park(), row_key), bytes));
    year.brought = AmountsOf(text);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<YearToDate>> LoadStretch(db::Read& txn, const KeyRing& keys,
                                                    const YearPage& page, const Stretch& of) {
  std::map<std::string, YearToDate> years;
  RETURN_IF_ERROR(AddSeen(txn, page, of, years));
  RETURN_IF_ERROR(AddBrought(txn, keys, page, of, years));
  std::vector<YearToDate> list;
  for (auto& [employee, year] : years) {
    year.employee = employee;
    year.year = page.year;
    list.push_back(std::move(year));
  }
  return list;
}

}  // namespace

bool operator==(const YearAmounts& a, const YearAmounts& b) {
  return a.deduct_minor == b.deduct_minor && a.allow_minor == b.allow_minor &&
         a.taxable_benefit_minor == b.taxable_benefit_minor;
}

std::string YearKey(const YearToDate& year) { return absl::StrCat(year.year, "-", year.employee); }

absl::StatusOr<std::vector<YearToDate>> LoadYearToDate(db::Read& txn, const KeyRing& keys,
                                                       const YearPage& page) {
  ASSIGN_OR_RETURN(auto years, LoadStretch(txn, keys, page, {page.after, kAfterAll}));
  if (static_cast<int64_t>(years.size()) > page.rows_max) years.resize(page.rows_max);
  return years;
}

absl::StatusOr<YearToDate> LoadYearOf(db::Read& txn, const KeyRing& keys, const std::string& firm,
                                      const std::string& year, const std::string& employee) {
  std::map<std::string, YearToDate> years;
  const YearPage page = {firm, year, "", 1};
  // Others whose ids begin alike may come along; they are passed over.
  const Stretch of = {employee.substr(0, employee.size() - 1), employee};
  RETURN_IF_ERROR(AddSeen(txn, page, of, years));
  RETURN_IF_ERROR(AddBrought(txn, keys, page, of, years));
  YearToDate found = years[employee];
  found.employee = employee;
  found.year = year;
  return found;
}

absl::StatusOr<std::vector<OfFirm<YearToDate>>> LoadBroughtAfter(db::Read& txn, const KeyRing& keys,
                                                                 const After& after) {
  struct Sealed {
    std::string firm, bytes;
    YearToDate year;
  };
  std::vector<Sealed> sealed;
  const std::pair<std::string, std::string> place =
      absl::StrSplit(after.id, absl::MaxSplits('-', 1));
  RETURN_IF_ERROR(txn.Query(
      "SELECT firm_id, year, employee_id, employee_no, sealed, revision FROM brought_forward WHERE "
      "park_id = :park AND (firm_id, year, employee_id) > (:firm, :year, :employee) "
      "ORDER BY firm_id, year, employee_id LIMIT :rows_max",
      {{"firm", after.firm},
       {"year", place.first},
       {"employee", place.second},
       {"rows_max", after.rows_max}},
      [&](const db::Row& row) {
        Sealed one;
        one.firm = row.Text(0);
        one.year.year = row.Text(1);
        one.year.employee = row.Text(2);
        one.year.employee_no = row.Text(3);
        one.bytes = row.Bytes(4);
        one.year.revision = row.Int(5);
        sealed.push_back(std::move(one));
        return absl::OkStatus();
      }));
  std::vector<OfFirm<YearToDate>> years;
  for (Sealed& each : sealed) {
    ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, FirmSubject(each.firm)));
    const std::string row_key = YearKey(each.year);
    ASSIGN_OR_RETURN(const std::string text,
                     key.Open(BroughtPlace(txn.park(), row_key), each.bytes));
    each.year.brought = AmountsOf(text);
    years.push_back({std::move(each.firm), std::move(each.year)});
  }
  return years;
}

absl::Status SaveBrought(db::Write& txn, const KeyRing& keys, const std::string& firm,
                         const YearToDate& year) {
  CHECK(year.brought.has_value());
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, FirmSubject(firm)));
  const std::string row_key = YearKey(year);
  const SealPlace place = BroughtPlace(txn.park(), row_key);
  return txn
      .Execute(
          "INSERT INTO brought_forward (park_id, firm_id, employee_id, year, employee_no, sealed, "
          "revision) VALUES (:park, :firm, :employee, :year, :employee_no, :sealed, :revision) "
          "ON CONFLICT (park_id, firm_id, employee_id, year) DO UPDATE SET employee_no = "
          ":employee_no, sealed = :sealed, revision = :revision",
          {{"firm", firm},
           {"employee", year.employee},
           {"year", year.year},
           {"employee_no", year.employee_no},
           {"sealed", db::Blob{key.Seal(place, TextOf(*year.brought))}},
           {"revision", year.revision}})
      .status();
}

}  // namespace tuoqiao::payroll
