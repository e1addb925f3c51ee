// A person on a firm's roster, and what a roster says of leavers.
#ifndef TUOQIAO_SERVICES_DIRECTORY_EMPLOYEE_H_
#define TUOQIAO_SERVICES_DIRECTORY_EMPLOYEE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::directory {

struct Employee {
  std::string id;
  std::string firm;
  std::string employee_no;
  std::string display_name;
  std::string id_type;    // RESIDENT_ID, PASSPORT, or empty where the roster carries none.
  std::string id_number;  // Normalised.
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;  // The last day of employment.
  std::string work_site;
  int64_t weekly_hours = 0;
  int64_t revision = 0;
};

// The same number at the same firm is the same employee, whatever file it came from.
std::string EmployeeId(absl::string_view park, absl::string_view firm,
                       absl::string_view employee_no);

// What is compared with the last roster: everything that it says of one employee, in one text.
std::string CanonicalEmployee(const Employee& employee);

// What is looked up to link a guardian; empty where there is no number.
std::string CanonicalIdentity(absl::string_view id_type, absl::string_view id_number);

// Whether so many leavers at once look like a wrong file: more than 10 % of the employed, and at
// least four.
bool LeaversNeedAPerson(int64_t employed, int64_t absent);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_EMPLOYEE_H_
