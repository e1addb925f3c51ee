// How much of a wage may be deducted: the last pay figure, the park's floor, and the family's mode.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_FIGURE_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_FIGURE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::payroll {

// What an employee earned in a month.
struct PayFigure {
  std::string employee, employee_no;
  absl::CivilMonth period;
  int64_t gross_minor = 0;
  int64_t net_minor = 0;
  int64_t revision = 0;
};

// Everything that is said of a figure, as one text; equal means unchanged.
std::string CanonicalPayFigure(const PayFigure& figure);

// Below `protected_pay_minor` nobody's net pay may fall; `deduction_cap_bp` is the share of gross
// that the park's policy allows.
struct PayFloor {
  int64_t protected_pay_minor = 0;
  int64_t deduction_cap_bp = 0;
  std::string wage_area;  // Whose minimum wage is the least protected pay; empty: none is known.
  int64_t revision = 0;
};
bool SaysTheSame(const PayFloor& a, const PayFloor& b);

// What becomes of a share that does not fit.
enum class ArrearsMode { kTakeAll, kTakeWhatFits, kAllOrNothing };
std::optional<ArrearsMode> ParseArrearsMode(absl::string_view name);
absl::string_view ArrearsModeName(ArrearsMode mode);

// How a firm's payroll takes what it could not take before.
enum class PayPriority { kOldestFirst, kCurrentFirst };
std::optional<PayPriority> ParsePayPriority(absl::string_view name);
absl::string_view PayPriorityName(PayPriority priority);
struct PayPolicy {
  std::optional<ArrearsMode> mode;    // Without one: as each family chose.
  int64_t payback_maximum_minor = 0;  // Of an employee's arrears in one run; 0: all of them.
  PayPriority priority = PayPriority::kOldestFirst;
  int64_t revision = 0;
};
bool SaysTheSame(const PayPolicy& a, const PayPolicy& b);

// What may be deducted at most: the smallest of the authorised maximum, the cap's share of gross
// (rounded down to the fen) and the net pay above the protected pay, the last two less what other
// runs of the month deduct; never below zero. TAKE_ALL leaves out the cap, which is a policy and
// not law.
struct FitLimits {
  int64_t maximum_minor = 0;
  const PayFigure& figure;
  const PayFloor& floor;
  int64_t sent_minor = 0;  // By other runs of the month.
};
int64_t Fit(const FitLimits& limits, ArrearsMode mode);

// What is sent of a share; the rest of it is carried. TAKE_ALL and TAKE_WHAT_FITS send what fits,
// ALL_OR_NOTHING the whole share or nothing. A share of zero or less sends nothing.
int64_t Deducted(int64_t share_minor, int64_t fit_minor, ArrearsMode mode);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_FIGURE_H_
