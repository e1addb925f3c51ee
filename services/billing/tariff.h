// What a centre asks for one kind of group, and the care fee that follows from it.
#ifndef TUOQIAO_SERVICES_BILLING_TARIFF_H_
#define TUOQIAO_SERVICES_BILLING_TARIFF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"

namespace tuoqiao::billing {

enum class GroupKind { kInfant, kSmall, kLarge, kMixed };

// What a month's fee is spread over.
enum class Spread { kCalendarDays, kOpeningDays, kHalfMonths };

// In advance, a month is billed with the meals and the refund of the month before.
enum class BillingMode { kInAdvance, kInArrears };

struct Tariff {
  std::string name;  // `parks/{park}/centres/{centre}/tariffs/{id}`
  std::string centre;
  GroupKind group_kind = GroupKind::kInfant;
  absl::CivilDay from_date;
  int64_t monthly_fee_minor = 0;
  Spread spread = Spread::kCalendarDays;
  int64_t meal_fee_minor = 0;    // A day attended.
  int64_t supplement_minor = 0;  // A month with a day.
  // Of the care fee, by needs level; that of level 0 is 10000.
  int64_t coefficient_1_bp = 0;
  int64_t coefficient_2_bp = 0;
  int64_t sibling_reduction_bp = 0;
  int64_t refund_threshold_days = 0;
  int64_t refund_share_bp = 0;
  BillingMode billing = BillingMode::kInArrears;
};

// A month with the days on which centres are open, in order.
struct Calendar {
  absl::CivilMonth month;
  std::vector<absl::CivilDay> opening;

  int64_t OpeningIn(const Period& days) const;
};

// `small-2026-01-01`: unique within its centre.
std::string TariffId(GroupKind kind, absl::CivilDay from_date);

// The one with the latest `from_date` that is not after the first of the month, of tariffs of one
// centre and kind; nullptr where none is in force.
const Tariff* TariffOn(const std::vector<Tariff>& tariffs, absl::CivilMonth month);

// How many of the parts that the fee is spread over are a child's, and what they come to.
struct CareFee {
  int64_t parts = 0;
  int64_t parts_of = 0;
  int64_t amount_minor = 0;
};

// Rounding: the fee is split into equal parts and the first of them take the spare fen, so that all
// parts together are the fee and a child who stays the whole month pays just that. A half of the
// month (1st to 15th, 16th to the end) counts whole when one of its opening days is the child's.
CareFee Care(const Tariff& tariff, const Calendar& calendar, const Period& days);

// 10000 where there is no surcharge.
int64_t CoefficientBp(const Tariff& tariff, int64_t needs_level);

const char* GroupKindName(GroupKind kind);
const char* SpreadName(Spread spread);
const char* BillingModeName(BillingMode billing);

// Yuan with two decimals, and basis points as per cent, for explanations: `-12.05`, `33.33 %`.
std::string YuanText(int64_t minor);
std::string PercentText(int64_t bp);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_TARIFF_H_
