// What an employee's wages bore of childcare in a calendar year: as this firm's pay runs showed it,
// and what was brought from where the employee worked before.
#ifndef TUOQIAO_SERVICES_PAYROLL_YEAR_TO_DATE_H_
#define TUOQIAO_SERVICES_PAYROLL_YEAR_TO_DATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/payroll/store.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::payroll {

// Of one calendar year, by pay date.
struct YearAmounts {
  int64_t deduct_minor = 0;  // Less what was paid back.
  int64_t allow_minor = 0;
  int64_t taxable_benefit_minor = 0;
};
bool operator==(const YearAmounts& a, const YearAmounts& b);

struct YearToDate {
  std::string employee, employee_no;
  std::string year;  // YYYY.
  YearAmounts here;
  std::optional<YearAmounts> brought;
  int64_t revision = 0;  // Of what was brought.
};

// By employee's id, of those behind one. Only what was seen counts.
struct YearPage {
  std::string firm, year;
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<YearToDate>> LoadYearToDate(db::Read& txn, const KeyRing& keys,
                                                       const YearPage& page);
// One employee's; empty sums where there is nothing.
absl::StatusOr<YearToDate> LoadYearOf(db::Read& txn, const KeyRing& keys, const std::string& firm,
                                      const std::string& year, const std::string& employee);

// What was brought alone, by firm, then by `{year}-{employee}`.
std::string YearKey(const YearToDate& year);
absl::StatusOr<std::vector<OfFirm<YearToDate>>> LoadBroughtAfter(db::Read& txn, const KeyRing& keys,
                                                                 const After& after);
absl::Status SaveBrought(db::Write& txn, const KeyRing& keys, const std::string& firm,
                         const YearToDate& year);

// service_year.cc.
v1::YearToDate ToProto(absl::string_view park, absl::string_view firm, const YearToDate& year);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_YEAR_TO_DATE_H_
