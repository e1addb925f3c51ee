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
enum class LineKind {
  kCare,
  kCoefficient,
  kSibling,
  kRefund,
  kMeals,
  kSupplement,
  // Of booked care.
  kHourly,
  kTemporary,
  kLate,
  kBackUp,
};
inline constexpr LineKind kLineKinds[] = {
    LineKind::kCare,  LineKind::kCoefficient, LineKind::kSibling, LineKind::kRefund,
    LineKind::kMeals, LineKind::kSupplement,  LineKind::kHourly,  LineKind::kTemporary,
    LineKind::kLate,  LineKind::kBackUp};

struct Line {
  LineKind kind = LineKind::kCare;
  int64_t amount_minor = 0;
  absl::CivilMonth service_month;  // The month that the line is about.
  std::string reason;              // How it came about; holds no personal value.
  int64_t former_minor = 0;        // Of a difference: what stood before.
  std::string cause;  // Of what is about a closed month: `correction_cause.h` names them.
};

// A child's month: which of its days are inside the enrolment, and what the centre wrote down.
struct Presence {
  Stay stay;
  int64_t recorded = 0;  // Days that say anything.
  int64_t present = 0;
  // Days away for a reason that is refunded, on which the place does not rest: convert_peers.cc has
  // the table.
  int64_t refundable = 0;

  bool Empty() const { return stay.days.Empty(); }
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

// The lines other than zero, in their order; the tariffs have prices for the stays. One rounding a
// line, each named here:
//   CARE         as `Care` says: no fen is lost, the first parts take the spare ones;
//   COEFFICIENT  care × (coefficient − 10000) / 10000, half up, away from zero;
//   SIBLING      −((care + coefficient) × reduction / 10000), half up;
//   REFUND       −(reduced × days × share / (opening days × 10000)), half up, one division.
//   `reduced`
//                is what the first three lines would be in the month of attendance, each rounded as
//                above, by the tariff in force there; threshold and share are the billed month's;
//   MEALS, SUPPLEMENT  whole products of the billed month's fees; of half days their meals.
// REFUND and MEALS are left out for a child without a day in the month of attendance.
std::vector<Line> Price(const PriceFacts& facts);

// What a child has booked at one centre in one month, and has not given back.
struct BookedCare {
  int64_t hourly_minutes = 0;
  int64_t temporary_days = 0;
  int64_t late_minutes = 0;
  int64_t back_up_days = 0;
};

// Whether the tariff has a price for all of it.
bool HasPrices(const Tariff& tariff, const BookedCare& care);

// The lines of booked care other than zero, in their order; the tariff has prices for it. Neither
// needs nor siblings count, and whatever belongs to a day is in its price:
//   HOURLY, LATE        the month's minutes × the fee of an hour / 60, half up;
//   TEMPORARY, BACK_UP  whole products.
std::vector<Line> PriceBooked(const Tariff& tariff, absl::CivilMonth month, const BookedCare& care);

int64_t TotalOf(const std::vector<Line>& lines);

const char* LineKindName(LineKind kind);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_STATEMENT_H_
