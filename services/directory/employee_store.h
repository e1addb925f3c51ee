// Employees in the database: personal fields sealed under their firm's key, found by keyed hash.
#ifndef TUOQIAO_SERVICES_DIRECTORY_EMPLOYEE_STORE_H_
#define TUOQIAO_SERVICES_DIRECTORY_EMPLOYEE_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/directory/employee.h"

namespace tuoqiao::directory {

// What is known of an employee without opening anything.
struct KnownEmployee {
  std::string fingerprint;
  int64_t revision = 0;
  bool left = false;
};
// Those of the firm whose numbers lie between the two, both included; by employee number.
absl::StatusOr<std::map<std::string, KnownEmployee>> LoadKnown(db::Read& txn,
                                                               const std::string& firm,
                                                               const std::string& lowest,
                                                               const std::string& highest);

struct EmployeeToSave {
  const Employee* employee;
  std::string fingerprint;
};
absl::Status SaveEmployees(db::Write& txn, const KeyRing& keys, const std::string& firm,
                           const std::vector<EmployeeToSave>& employees);

// Numbers, ids and revisions of those who have no leave date yet, by employee number.
struct Employed {
  std::string employee_no, id;
  int64_t revision = 0;
};
absl::StatusOr<std::vector<Employed>> LoadEmployed(db::Read& txn, const std::string& firm);
// Gives them a last day. Their fingerprints are cleared: should a later roster name them again,
// they differ.
absl::Status EndEmployments(db::Write& txn, const std::string& firm,
                            const std::vector<Employed>& employees, absl::CivilDay leave_date);

// One with its firm's key, in one statement: the read that is asked for most. EMPLOYEE_NOT_FOUND.
absl::StatusOr<Employee> LoadEmployee(db::Database& db, const KeyRing& keys,
                                      const std::string& park, const std::string& firm,
                                      const std::string& id);
// One firm's, by employee number.
absl::StatusOr<std::vector<Employee>> LoadEmployees(db::Read& txn, const KeyRing& keys,
                                                    const std::string& firm,
                                                    const std::string& after, int64_t rows_max);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_EMPLOYEE_STORE_H_
