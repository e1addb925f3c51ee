#include "services/payroll/store.h"

#include <utility>

#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// The columns of an authorisation in the order of every SELECT here, from `first` on.
Authorisation ReadAuthorisation(const db::Row& row, int first) {
  Authorisation authorisation;
  authorisation.id = row.Text(first);
  authorisation.employee = row.Text(first + 1);
  authorisation.employee_no = row.Text(first + 2);
  authorisation.signature_reference = row.Text(first + 3);
  authorisation.period = {*ParseDay(row.Text(first + 4)), *ParseDay(row.Text(first + 5))};
  authorisation.maximum_minor = row.Int(first + 6);
  const std::string revoked = row.Text(first + 7);
  if (!revoked.empty()) authorisation.revoke_date = *ParseDay(revoked);
  authorisation.revision = row.Int(first + 8);
  authorisation.text_version = row.Text(first + 9);
  authorisation.formula = FormulaOf(row.Text(first + 10));
  authorisation.share_bp = row.Int(first + 11);
  authorisation.told_delivery = row.Text(first + 12);
  authorisation.told_subject = row.Text(first + 13);
  authorisation.confirm_delivery = row.Text(first + 14);
  return authorisation;
}

// The same of a legal basis.
LegalBasis ReadLegalBasis(const db::Row& row, int first) {
  LegalBasis basis;
  basis.from_date = *ParseDay(row.Text(first));
  const std::string until = row.Text(first + 1);
  if (!until.empty()) basis.until_date = *ParseDay(until);
  basis.ground = row.Text(first + 2);
  basis.basis = row.Text(first + 3);
  basis.revision = row.Int(first + 4);
  return basis;
}

absl::StatusOr<Staff> QueryStaff(db::Read& txn, absl::string_view sql, const db::Args& args) {
  Staff staff;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    staff.Add(row.Text(0), row.Text(1));
    return absl::OkStatus();
  }));
  return staff;
}

}  // namespace

absl::Status LockFirm(db::Write& txn, const std::string& firm) {
  RETURN_IF_ERROR(txn.Execute("INSERT INTO firm (park_id, id) VALUES (:park, :firm) "
                              "ON CONFLICT (park_id, id) DO NOTHING",
                              {{"firm", firm}})
                      .status());
  return txn.LockRoot("firm", "id", firm);
}

absl::StatusOr<bool> FirmKnown(db::Read& txn, const std::string& firm) {
  return txn.QueryOne("SELECT id FROM firm WHERE park_id = :park AND id = :firm", {{"firm", firm}},
                      [](const db::Row&) {});
}

void Staff::Add(const std::string& id, const std::string& employee_no) {
  ids_[employee_no] = id;
  numbers_[id] = employee_no;
}

std::string Staff::IdOf(const std::string& employee_no) const {
  const auto found = ids_.find(employee_no);
  return found == ids_.end() ? "" : found->second;
}

std::string Staff::NumberOf(const std::string& id) const {
  const auto found = numbers_.find(id);
  return found == numbers_.end() ? "" : found->second;
}

Span SpanOf(const std::set<std::string>& keys) {
  return keys.empty() ? Span() : Span{*keys.begin(), *keys.rbegin()};
}

absl::StatusOr<Staff> LoadStaff(db::Read& txn, const std::string& firm, const Span& numbers) {
  return QueryStaff(txn,
                    "SELECT id, employee_no FROM employee WHERE park_id = :park "
                    "AND firm_id = :firm AND employee_no >= :lowest AND employee_no <= :highest",
                    {{"firm", firm}, {"lowest", numbers.lowest}, {"highest", numbers.highest}});
}

absl::StatusOr<Staff> LoadStaffOfOpen(db::Read& txn, const std::string& firm,
                                      absl::CivilMonth until) {
  return QueryStaff(txn,
                    "SELECT e.id, e.employee_no FROM closed_share s JOIN employee e "
                    "ON e.park_id = s.park_id AND e.firm_id = s.firm_id AND e.id = s.employee_id "
                    "WHERE s.park_id = :park AND s.firm_id = :firm AND s.month <= :until "
                    "AND (s.instruction_id = '' "
                    "OR (s.out_minor <> 0 AND s.out_minor <> s.amount_minor)) "
                    "UNION SELECT e.id, e.employee_no FROM arrears a JOIN employee e "
                    "ON e.park_id = a.park_id AND e.firm_id = a.firm_id AND e.id = a.employee_id "
                    "WHERE a.park_id = :park AND a.firm_id = :firm AND a.month <= :until "
                    "AND a.state = 'OPEN'",
                    {{"firm", firm}, {"until", FormatMonth(until)}});
}

absl::Status SaveStaff(db::Write& txn, const std::string& firm, const Staff& staff) {
  std::vector<db::Args> rows;
  for (const auto& [id, employee_no] : staff.numbers()) {
    rows.push_back({{"firm", firm}, {"id", id}, {"no", employee_no}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO employee (park_id, firm_id, id, employee_no) VALUES (:park, :firm, :id, "
          ":no) ON CONFLICT (park_id, firm_id, id) DO NOTHING",
          rows)
      .status();
}

absl::StatusOr<std::vector<LegalBasis>> LoadLegalBasesOf(db::Read& txn, const std::string& firm) {
  std::vector<LegalBasis> bases;
  RETURN_IF_ERROR(
      txn.Query("SELECT from_date, until_date, ground, basis, revision FROM dated_basis "
                "WHERE park_id = :park AND firm_id = :firm ORDER BY from_date",
                {{"firm", firm}}, [&](const db::Row& row) {
                  bases.push_back(ReadLegalBasis(row, 0));
                  return absl::OkStatus();
                }));
  return bases;
}

absl::StatusOr<std::optional<LegalBasis>> LoadLegalBasis(db::Read& txn, const std::string& firm,
                                                         absl::CivilDay day) {
  ASSIGN_OR_RETURN(const auto bases, LoadLegalBasesOf(txn, firm));
  const LegalBasis* const holding = HoldingOn(bases, day);
  if (holding == nullptr) return std::nullopt;
  return *holding;
}

absl::Status SaveLegalBasis(db::Write& txn, const std::string& firm, const LegalBasis& basis) {
  return txn
      .Execute(
          "INSERT INTO dated_basis (park_id, firm_id, from_date, until_date, ground, basis, "
          "revision) VALUES (:park, :firm, :from_date, :until_date, :ground, :basis, :revision) "
          "ON CONFLICT (park_id, firm_id, from_date) DO UPDATE SET "
          "until_date = excluded.until_date, ground = excluded.ground, basis = excluded.basis, "
          "revision = excluded.revision",
          {{"firm", firm},
           {"from_date", FormatDay(basis.from_date)},
           {"until_date", basis.until_date ? FormatDay(*basis.until_date) : ""},
           {"ground", basis.ground},
           {"basis", basis.basis},
           {"revision", basis.revision}})
      .status();
}

absl::StatusOr<std::map<std::string, Authorisation>> LoadAuthorisations(db::Read& txn,
                                                                        const std::string& firm,
                                                                        const Span& numbers) {
  std::map<std::string, Authorisation> authorisations;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, employee_id, employee_no, signature_reference, from_date, until_date, "
                "maximum_minor, revoke_date, revision, text_version, formula, "
                "share_bp, told_delivery, told_subject, confirm_delivery "
                "FROM authorisation WHERE park_id = :park "
                "AND firm_id = :firm AND employee_no >= :lowest AND employee_no <= :highest",
                {{"firm", firm}, {"lowest", numbers.lowest}, {"highest", numbers.highest}},
                [&](const db::Row& row) {
                  authorisations[row.Text(0)] = ReadAuthorisation(row, 0);
                  return absl::OkStatus();
                }));
  return authorisations;
}

absl::StatusOr<std::map<std::string, std::vector<Authorisation>>> LoadAuthorisationsOn(
    db::Read& txn, const std::string& firm, absl::CivilDay day) {
  std::map<std::string, std::vector<Authorisation>> authorisations;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, employee_id, employee_no, signature_reference, from_date, until_date, "
                "maximum_minor, revoke_date, revision, text_version, formula, "
                "share_bp, told_delivery, told_subject, confirm_delivery "
                "FROM authorisation WHERE park_id = :park "
                "AND firm_id = :firm AND from_date <= :day AND until_date > :day ORDER BY id",
                {{"firm", firm}, {"day", FormatDay(day)}}, [&](const db::Row& row) {
                  authorisations[row.Text(1)].push_back(ReadAuthorisation(row, 0));
                  return absl::OkStatus();
                }));
  return authorisations;
}

absl::StatusOr<std::optional<Authorisation>> FindAuthorisation(db::Read& txn,
                                                               const std::string& firm,
                                                               const std::string& id) {
  std::optional<Authorisation> authorisation;
  RETURN_IF_ERROR(
      txn.QueryOne(
             "SELECT id, employee_id, employee_no, signature_reference, from_date, until_date, "
             "maximum_minor, revoke_date, revision, text_version, formula, "
             "share_bp, told_delivery, told_subject, confirm_delivery "
             "FROM authorisation WHERE park_id = :park "
             "AND firm_id = :firm AND id = :id",
             {{"firm", firm}, {"id", id}},
             [&](const db::Row& row) { authorisation = ReadAuthorisation(row, 0); })
          .status());
  return authorisation;
}

absl::Status SaveAuthorisations(db::Write& txn, const std::string& firm,
                                const std::vector<Authorisation>& authorisations) {
  std::vector<db::Args> rows;
  for (const Authorisation& each : authorisations) {
    rows.push_back({{"firm", firm},
                    {"id", each.id},
                    {"employee", each.employee},
                    {"no", each.employee_no},
                    {"reference", each.signature_reference},
                    {"from_date", FormatDay(each.period.from)},
                    {"until_date", FormatDay(each.period.until)},
                    {"maximum", each.maximum_minor},
                    {"revoked", each.revoke_date ? FormatDay(*each.revoke_date) : ""},
                    {"revision", each.revision},
                    {"text_version", each.text_version},
                    {"formula", FormulaName(each.formula)},
                    {"share_bp", each.share_bp},
                    {"told_delivery", each.told_delivery},
                    {"told_subject", each.told_subject},
                    {"confirm_delivery", each.confirm_delivery}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO authorisation (park_id, firm_id, id, employee_id, employee_no, "
          "signature_reference, from_date, until_date, maximum_minor, revoke_date, revision, "
          "text_version, formula, share_bp, told_delivery, told_subject, "
          "confirm_delivery) VALUES (:park, :firm, :id, :employee, :no, :reference, :from_date, "
          ":until_date, :maximum, :revoked, :revision, :text_version, "
          ":formula, :share_bp, :told_delivery, :told_subject, :confirm_delivery) "
          "ON CONFLICT (park_id, firm_id, id) DO UPDATE SET "
          "from_date = excluded.from_date, until_date = excluded.until_date, "
          "maximum_minor = excluded.maximum_minor, revoke_date = excluded.revoke_date, "
          "revision = excluded.revision, text_version = excluded.text_version, "
          "formula = excluded.formula, share_bp = excluded.share_bp, "
          "told_delivery = excluded.told_delivery, told_subject = excluded.told_subject, "
          "confirm_delivery = excluded.confirm_delivery",
          rows)
      .status();
}

absl::StatusOr<std::optional<PayFloor>> LoadPayFloor(db::Read& txn) {
  std::optional<PayFloor> floor;
  RETURN_IF_ERROR(
      txn.QueryOne(
             "SELECT protected_pay_minor, deduction_cap_bp, wage_area, revision FROM pay_floor "
             "WHERE park_id = :park",
             {},
             [&](const db::Row& row) {
               floor = PayFloor{row.Int(0), row.Int(1), row.Text(2), row.Int(3)};
             })
          .status());
  return floor;
}

absl::Status SavePayFloor(db::Write& txn, const PayFloor& floor) {
  return txn
      .Execute(
          "INSERT INTO pay_floor (park_id, protected_pay_minor, deduction_cap_bp, wage_area, "
          "revision) VALUES (:park, :protected, :cap, :area, :revision) ON CONFLICT (park_id) DO "
          "UPDATE SET "
          "protected_pay_minor = excluded.protected_pay_minor, "
          "deduction_cap_bp = excluded.deduction_cap_bp, wage_area = excluded.wage_area, "
          "revision = excluded.revision",
          {{"protected", floor.protected_pay_minor},
           {"cap", floor.deduction_cap_bp},
           {"area", floor.wage_area},
           {"revision", floor.revision}})
      .status();
}

absl::StatusOr<std::vector<OfFirm<LegalBasis>>> LoadLegalBases(db::Read& txn, const After& after) {
  std::vector<OfFirm<LegalBasis>> bases;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, from_date, until_date, ground, basis, revision FROM dated_basis "
                "WHERE park_id = :park AND (firm_id, from_date) > (:firm, :day) "
                "ORDER BY firm_id, from_date LIMIT :rows_max",
                {{"firm", after.firm}, {"day", after.id}, {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  bases.push_back({row.Text(0), ReadLegalBasis(row, 1)});
                  return absl::OkStatus();
                }));
  return bases;
}

absl::StatusOr<std::vector<Authorisation>> LoadAuthorisationPage(db::Read& txn, const After& after,
                                                                 bool revoked_only) {
  std::vector<Authorisation> authorisations;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, employee_id, employee_no, signature_reference, from_date, until_date, "
                "maximum_minor, revoke_date, revision, text_version, formula, "
                "share_bp, told_delivery, told_subject, confirm_delivery FROM authorisation "
                "WHERE park_id = :park AND firm_id = :firm AND id > :id "
                "AND (:all = 1 OR revoke_date <> '') ORDER BY id LIMIT :rows_max",
                {{"firm", after.firm},
                 {"id", after.id},
                 {"all", !revoked_only},
                 {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  authorisations.push_back(ReadAuthorisation(row, 0));
                  return absl::OkStatus();
                }));
  return authorisations;
}

absl::StatusOr<std::vector<OfFirm<Authorisation>>> LoadAuthorisationsAfter(db::Read& txn,
                                                                           const After& after) {
  std::vector<OfFirm<Authorisation>> authorisations;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, id, employee_id, employee_no, signature_reference, from_date, "
                "until_date, maximum_minor, revoke_date, revision, text_version, formula, "
                "share_bp, told_delivery, told_subject, confirm_delivery "
                "FROM authorisation "
                "WHERE park_id = :park AND (firm_id, id) > (:firm, :id) ORDER BY firm_id, id "
                "LIMIT :rows_max",
                {{"firm", after.firm}, {"id", after.id}, {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  authorisations.push_back({row.Text(0), ReadAuthorisation(row, 1)});
                  return absl::OkStatus();
                }));
  return authorisations;
}

absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(across_parks.Query(
      "SELECT park_id FROM log_head UNION SELECT park_id FROM cursor ORDER BY park_id", {},
      [&](const db::Row& row) {
        parks.push_back(row.Text(0));
        return absl::OkStatus();
      }));
  return parks;
}

}  // namespace tuoqiao::payroll
