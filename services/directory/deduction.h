// The months in which guardians may deduct the care of a child from taxable income (3 岁以下婴幼儿
// 照护专项附加扣除). What comes out is told; whether anybody claims it is between guardian and tax
// office.
#ifndef TUOQIAO_SERVICES_DIRECTORY_DEDUCTION_H_
#define TUOQIAO_SERVICES_DIRECTORY_DEDUCTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::directory {

// What a family said of one child and year. All for one guardian, or a half each.
struct DeductionSplit {
  std::string child;  // Its id.
  std::string year;
  int64_t first_share_bp = 0;  // 10000, 5000 or 0; the rest is the second guardian's.
  absl::CivilDay said_date;
  int64_t revision = 0;

  bool NamesSecond() const { return first_share_bp < 10000; }
};
bool IsShare(int64_t share_bp);
// Whether another share may still be said on a day: until the year begins, since within it the
// share is fixed.
bool MayChange(const DeductionSplit& split, absl::CivilDay today);

// What holds in one month.
struct DeductionTerms {
  int64_t standard_minor = 0;
  int64_t months_from = 0, months_until = 0;  // Calendar months after that of birth.
  int64_t half_share_bp = 0;
  std::string source;
};
// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadDeductionRules(const std::string& folder);
// By the first day of each month of the year. RULE_NOT_IN_FORCE.
absl::StatusOr<std::map<absl::CivilMonth, DeductionTerms>> TermsOf(
    const rules::ParameterFile& rules, const std::string& year);

// Neighbouring months that come to the same.
struct DeductionMonths {
  int64_t guardian = 0;  // 1 or 2; 0 where the share was not said: what both together may deduct.
  absl::CivilMonth first, last;
  int64_t monthly_minor = 0;  // A half that is no whole fen is rounded down.
  std::string source;

  int64_t months() const { return last - first + 1; }
  int64_t total_minor() const { return monthly_minor * months(); }
};
// By guardian and month, of the months of the terms. The month before the one in which the child
// turns three is the last.
std::vector<DeductionMonths> MonthsOf(absl::CivilDay birth_date,
                                      const std::optional<int64_t>& first_share_bp,
                                      const std::map<absl::CivilMonth, DeductionTerms>& terms);

// A guardian's employment, as far as it says whose months a firm may read.
struct GuardianJob {
  int64_t guardian = 0;
  std::string employee, employee_no;
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;  // The last day.
};
// What an employee's children come to in a month, by employee number and month.
struct FirmDeduction {
  std::string employee;
  int64_t amount_minor = 0;
};
using FirmDeductions = std::map<std::pair<std::string, absl::CivilMonth>, FirmDeduction>;
// Adds a child's months to those of the firm whose employments these are: of each guardian the
// first employment that has a day in the month.
void AddMonths(const std::vector<DeductionMonths>& months,
               const std::vector<GuardianJob>& employments, FirmDeductions& deductions);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_DEDUCTION_H_
