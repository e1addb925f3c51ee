#include "services/directory/employee.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/hash.h"
#include "services/common/period.h"

namespace tuoqiao::directory {
namespace {

constexpr int64_t kLeaversMin = 4;
constexpr int64_t kLeaversPercent = 10;

}  // namespace

std::string EmployeeId(absl::string_view park, absl::string_view firm,
                       absl::string_view employee_no) {
  return DeriveIdWithin("emp", park, firm, employee_no);
}

// Only the work site may hold a line end, and what follows it is digits: no two employees are one
// text.
std::string CanonicalEmployee(const Employee& employee) {
  return absl::StrJoin({std::string("1"), employee.employee_no, employee.display_name,
                        employee.id_type, employee.id_number, FormatDay(employee.hire_date),
                        employee.leave_date ? FormatDay(*employee.leave_date) : "",
                        employee.work_site, absl::StrCat(employee.weekly_hours)},
                       "\n");
}

std::string CanonicalIdentity(absl::string_view id_type, absl::string_view id_number) {
  return id_number.empty() ? "" : absl::StrCat(id_type, "\n", id_number);
}

bool LeaversNeedAPerson(int64_t employed, int64_t absent) {
  return absent >= kLeaversMin && absent * 100 > employed * kLeaversPercent;
}

}  // namespace tuoqiao::directory
