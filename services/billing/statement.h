// The lines of one child, one month, one centre.
#ifndef TUOQIAO_SERVICES_BILLING_STATEMENT_H_
#define TUOQIAO_SERVICES_BILLING_STATEMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/billing/tariff.h"
#include "services/common/period.h"

namespace tuoqiao::billing {

// In the order of a statement.
enum class LineKind { kCare, kCoefficient, kSibling, kRefund, kMeals, kSupplement };
inline constexpr LineKind kLineKinds[] = {LineKind::kCare,    LineKind::kCoefficient,
                                          LineKind::kSibling, LineKind::kRefund,
                                          LineKind::kMeals,   LineKind::kSupplement};

struct Line {
  LineKind kind = LineKind::kCare;
  int64_t amount_minor = 0;
  absl::CivilMonth service_month;  // The month that the line is about.
  std::string reason;              // How it came about; holds no personal value.
  int64_t former_minor = 0;        // Of a difference: what stood before.
};

// A child's month: which of its days are inside the enrolment, and what the centre wrote down.
struct Presence {
  Period days;
  int64_t recorded = 0;  // Days that say anything.
  int64_t present = 0;
  // Days away for a reason that is refunded: convert_peers.cc has the table.
  int64_t refundable = 0;
};

// What one month says of a child. `tariff` is the one in force in that month; it may only be null
// where the child has no day in the month.
struct Side {
  const Tariff* tariff = nullptr;
  const Calendar* calendar = nullptr;
  Presence presence;
  // An older child of the family is enrolled on a day of that month, at any centre.
  bool has_older = false;
};

struct PriceFacts {
  int64_t needs_level = 0;
  // The month that is billed. The child has a day in it.
  Side billed;
  // The month of attendance: the same where the tariff bills in arrears, else the month before.
  Side attended;
  // False where another enrolment of the child at this centre bears the month's supplement.
  bool supplement_due = true;
};

// The lines other than zero, in their order. One rounding a line, each named here:
//   CARE         as `Care` says: no fen is lost, the first parts take the spare ones;
//   COEFFICIENT  care × (coefficient − 10000) / 10000, half up, away from zero;
//   SIBLING      −((care + coefficient) × reduction / 10000), half up;
//   REFUND       −(reduced × days × share / (opening days × 10000)), half up, one division.
//   `reduced`
//                is what the first three lines would be in the month of attendance, each rounded as
//                above, by the tariff in force there; threshold and share are the billed month's;
//   MEALS, SUPPLEMENT  whole products of the billed month's fees.
// REFUND and MEALS are left out for a child without a day in the month of attendance.
std::vector<Line> Price(const PriceFacts& facts);

int64_t TotalOf(const std::vector<Line>& lines);

const char* LineKindName(LineKind kind);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_STATEMENT_H_
