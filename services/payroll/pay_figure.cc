#include "services/payroll/pay_figure.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/money.h"
#include "services/common/period.h"

namespace tuoqiao::payroll {

std::string CanonicalPayFigure(const PayFigure& figure) {
  return absl::StrCat(figure.employee_no, "\n", FormatMonth(figure.period), "\n",
                      figure.gross_minor, "\n", figure.net_minor);
}

bool SaysTheSame(const PayFloor& a, const PayFloor& b) {
  return a.protected_pay_minor == b.protected_pay_minor &&
         a.deduction_cap_bp == b.deduction_cap_bp && a.wage_area == b.wage_area;
}

std::optional<ArrearsMode> ParseArrearsMode(absl::string_view name) {
  for (const ArrearsMode mode :
       {ArrearsMode::kTakeAll, ArrearsMode::kTakeWhatFits, ArrearsMode::kAllOrNothing}) {
    if (name == ArrearsModeName(mode)) return mode;
  }
  return std::nullopt;
}

absl::string_view ArrearsModeName(ArrearsMode mode) {
  switch (mode) {
    case ArrearsMode::kTakeAll:
      return "TAKE_ALL";
    case ArrearsMode::kTakeWhatFits:
      return "TAKE_WHAT_FITS";
    case ArrearsMode::kAllOrNothing:
      return "ALL_OR_NOTHING";
  }
  return "";
}

std::optional<PayPriority> ParsePayPriority(absl::string_view name) {
  for (const PayPriority priority : {PayPriority::kOldestFirst, PayPriority::kCurrentFirst}) {
    if (name == PayPriorityName(priority)) return priority;
  }
  return std::nullopt;
}

absl::string_view PayPriorityName(PayPriority priority) {
  return priority == PayPriority::kOldestFirst ? "OLDEST_FIRST" : "CURRENT_FIRST";
}

bool SaysTheSame(const PayPolicy& a, const PayPolicy& b) {
  return a.mode == b.mode && a.payback_maximum_minor == b.payback_maximum_minor &&
         a.priority == b.priority;
}

int64_t Fit(const FitLimits& limits, ArrearsMode mode) {
  int64_t of_the_month_minor = limits.figure.net_minor - limits.floor.protected_pay_minor;
  if (mode != ArrearsMode::kTakeAll) {
    of_the_month_minor = std::min(
        of_the_month_minor,
        MulDivFloor(limits.figure.gross_minor, limits.floor.deduction_cap_bp, kBasisPoints));
  }
  return std::max<int64_t>(0,
                           std::min(limits.maximum_minor, of_the_month_minor - limits.sent_minor));
}

int64_t Deducted(int64_t share_minor, int64_t fit_minor, ArrearsMode mode) {
  if (share_minor <= 0) return 0;
  if (mode == ArrearsMode::kAllOrNothing && share_minor > fit_minor) return 0;
  return std::min(share_minor, fit_minor);
}

}  // namespace tuoqiao::payroll
