#include "services/directory/employee_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/directory/errors.h"
#include "services/directory/store.h"

namespace tuoqiao::directory {
namespace {

constexpr char kColumns[] =
    "id, employee_no, sealed, id_type, hire_date, leave_date, work_site, weekly_hours, revision";
constexpr int kColumnCount = 9;

SealPlace PersonPlace(const std::string& park, const std::string& id) {
  return {park, "employee", "sealed", id};
}

struct SealedEmployee {
  Employee employee;
  std::string sealed;
};

SealedEmployee ReadEmployee(const db::Row& row, const std::string& firm) {
  SealedEmployee result;
  Employee& employee = result.employee;
  employee.firm = firm;
  employee.id = row.Text(0);
  employee.employee_no = row.Text(1);
  result.sealed = row.Bytes(2);
  employee.id_type = row.Text(3);
  employee.hire_date = *ParseDay(row.Text(4));
  const std::string leave_date = row.Text(5);
  if (!leave_date.empty()) employee.leave_date = *ParseDay(leave_date);
  employee.work_site = row.Text(6);
  employee.weekly_hours = row.Int(7);
  employee.revision = row.Int(8);
  return result;
}

// Name and number are sealed as one text: they are always opened together, and no line end can
// stand in either (convert refuses control characters).
std::string PersonalText(const Employee& employee) {
  return absl::StrCat(employee.display_name, "\n", employee.id_number);
}

absl::Status OpenPerson(const DataKey& key, const std::string& park, SealedEmployee& sealed) {
  ASSIGN_OR_RETURN(const std::string text,
                   key.Open(PersonPlace(park, sealed.employee.id), sealed.sealed));
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('\n', 1));
  sealed.employee.display_name = parts.first;
  sealed.employee.id_number = parts.second;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::map<std::string, KnownEmployee>> LoadKnown(db::Read& txn,
                                                               const std::string& firm,
                                                               const std::string& lowest,
                                                               const std::string& highest) {
  std::map<std::string, KnownEmployee> known;
  RETURN_IF_ERROR(txn.Query(
      "SELECT employee_no, fingerprint, revision, leave_date FROM employee WHERE park_id = :park "
      "AND firm_id = :firm AND employee_no >= :lowest AND employee_no <= :highest",
      {{"firm", firm}, {"lowest", lowest}, {"highest", highest}}, [&](const db::Row& row) {
        known[row.Text(0)] = {row.Bytes(1), row.Int(2), !row.Text(3).empty()};
        return absl::OkStatus();
      }));
  return known;
}

absl::Status SaveEmployees(db::Write& txn, const KeyRing& keys, const std::string& firm,
                           const std::vector<EmployeeToSave>& employees) {
  if (employees.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, FirmSubject(firm)));
  std::vector<db::Args> rows;
  rows.reserve(employees.size());
  for (const EmployeeToSave& each : employees) {
    const Employee& employee = *each.employee;
    const std::string identity = CanonicalIdentity(employee.id_type, employee.id_number);
    rows.push_back({{"firm", firm},
                    {"no", employee.employee_no},
                    {"id", employee.id},
                    {"sealed", db::Blob{key.Seal(PersonPlace(txn.park(), employee.id),
                                                 PersonalText(employee))}},
                    {"id_type", employee.id_type},
                    {"identity", identity.empty() ? db::Value(std::nullopt)
                                                  : db::Value(db::Blob{keys.Fingerprint(
                                                        txn.park(), "identity", identity)})},
                    {"hire", FormatDay(employee.hire_date)},
                    {"leave", employee.leave_date ? FormatDay(*employee.leave_date) : ""},
                    {"site", employee.work_site},
                    {"hours", employee.weekly_hours},
                    {"fingerprint", db::Blob{each.fingerprint}},
                    {"revision", employee.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO employee (park_id, firm_id, employee_no, id, sealed, id_type, "
          "id_fingerprint, hire_date, leave_date, work_site, weekly_hours, fingerprint, revision) "
          "VALUES (:park, :firm, :no, :id, :sealed, :id_type, :identity, :hire, :leave, :site, "
          ":hours, :fingerprint, :revision) ON CONFLICT (park_id, firm_id, employee_no) DO UPDATE "
          "SET sealed = excluded.sealed, id_type = excluded.id_type, "
          "id_fingerprint = excluded.id_fingerprint, hire_date = excluded.hire_date, "
          "leave_date = excluded.leave_date, work_site = excluded.work_site, "
          "weekly_hours = excluded.weekly_hours, fingerprint = excluded.fingerprint, "
          "revision = excluded.revision",
          rows)
      .status();
}

absl::StatusOr<std::vector<Employed>> LoadEmployed(db::Read& txn, const std::string& firm) {
  std::vector<Employed> employed;
  RETURN_IF_ERROR(
      txn.Query("SELECT employee_no, id, revision FROM employee WHERE park_id = :park "
                "AND firm_id = :firm AND leave_date = '' ORDER BY employee_no",
                {{"firm", firm}}, [&](const db::Row& row) {
                  employed.push_back({row.Text(0), row.Text(1), row.Int(2)});
                  return absl::OkStatus();
                }));
  return employed;
}

absl::Status EndEmployments(db::Write& txn, const std::string& firm,
                            const std::vector<Employed>& employees, absl::CivilDay leave_date) {
  std::vector<db::Args> rows;
  for (const Employed& each : employees) {
    rows.push_back({{"firm", firm},
                    {"no", each.employee_no},
                    {"leave", FormatDay(leave_date)},
                    {"nothing", db::Blob{""}},
                    {"revision", each.revision + 1}});
  }
  return txn
      .ExecuteMany(
          "UPDATE employee SET leave_date = :leave, fingerprint = :nothing, "
          "revision = :revision WHERE park_id = :park AND firm_id = :firm "
          "AND employee_no = :no",
          rows)
      .status();
}

absl::StatusOr<Employee> LoadEmployee(db::Database& db, const KeyRing& keys,
                                      const std::string& park, const std::string& firm,
                                      const std::string& id) {
  SealedEmployee sealed;
  std::string wrapped;
  bool found = false;
  RETURN_IF_ERROR(db.QueryIn(
      park,
      absl::StrCat("SELECT ", kColumns,
                   ", wrapped FROM employee e LEFT JOIN data_key k ON k.park_id = e.park_id AND "
                   "k.subject = :subject WHERE e.park_id = :park AND id = :id AND firm_id = :firm"),
      {{"id", id}, {"firm", firm}, {"subject", FirmSubject(firm)}},
      [&](const db::Row& row) -> absl::Status {
        found = true;
        sealed = ReadEmployee(row, firm);
        if (!row.Null(kColumnCount)) wrapped = row.Bytes(kColumnCount);
        return absl::OkStatus();
      }));
  if (!found) {
    return EmployeeNotFound(absl::StrCat("parks/", park, "/firms/", firm, "/employees/", id));
  }
  ASSIGN_OR_RETURN(const DataKey key, db::OpenKey(keys, park, FirmSubject(firm), wrapped));
  RETURN_IF_ERROR(OpenPerson(key, park, sealed));
  return sealed.employee;
}

absl::StatusOr<std::vector<Employee>> LoadEmployees(db::Read& txn, const KeyRing& keys,
                                                    const std::string& firm,
                                                    const std::string& after, int64_t rows_max) {
  std::vector<SealedEmployee> sealed;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kColumns,
                             " FROM employee WHERE park_id = :park AND firm_id = :firm "
                             "AND employee_no > :after ORDER BY employee_no LIMIT :most"),
                {{"firm", firm}, {"after", after}, {"most", rows_max}}, [&](const db::Row& row) {
                  sealed.push_back(ReadEmployee(row, firm));
                  return absl::OkStatus();
                }));
  std::vector<Employee> employees;
  if (sealed.empty()) return employees;
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, FirmSubject(firm)));
  for (SealedEmployee& each : sealed) {
    RETURN_IF_ERROR(OpenPerson(key, txn.park(), each));
    employees.push_back(std::move(each.employee));
  }
  return employees;
}

}  // namespace tuoqiao::directory
