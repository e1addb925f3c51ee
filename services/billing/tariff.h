// What a centre asks for one kind of group, and the care fee that follows from it.
#ifndef TUOQIAO_SERVICES_BILLING_TARIFF_H_
#define TUOQIAO_SERVICES_BILLING_TARIFF_H_

#include <cstdint>
#include <optional>
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

  // Of other care than full days. Nothing: the centre has no price for it; zero: it is free.
  std::optional<int64_t> half_day_bp;  // Of the monthly fee.
  std::optional<int64_t> half_day_meal_fee_minor;
  std::optional<int64_t> hour_fee_minor;
  std::optional<int64_t> late_hour_fee_minor;
  std::optional<int64_t> day_fee_minor;
  std::optional<int64_t> back_up_day_fee_minor;
  // What is kept of the fee of days on which a place rests.
  std::optional<int64_t> suspended_by_family_bp;
  std::optional<int64_t> suspended_by_others_bp;
};

// Days on which a place rests, and at whose word.
struct Rest {
  Period days;
  bool family_asked = false;
};

// What a child has of a month: days of one place, whole or half ones, and those on which it rests.
struct Stay {
  Period days;
  bool half_day = false;
  std::vector<Rest> rests;

  const Rest* RestOn(absl::CivilDay day) const;
};

// Whether the tariff has a price for all of it.
bool HasPrices(const Tariff& tariff, const Stay& stay);

// A month with the days on which centres are open, in order.
struct Calendar {
  absl::CivilMonth month;
  std::vector<absl::CivilDay> opening;

  // Those on which the place is to be used: of its days, and it does not rest.
  int64_t OpeningIn(const Stay& stay) const;
};

// `small-2026-01-01`: unique within its centre.
std::string TariffId(GroupKind kind, absl::CivilDay from_date);

// The one with the latest `from_date` that is not after the first of the month, of tariffs of one
// centre and kind; nullptr where none is in force.
const Tariff* TariffOn(const std::vector<Tariff>& tariffs, absl::CivilMonth month);

// How many of the parts that the fee is spread over are a child's, of these on how many its place
// rests, and what they come to.
struct CareFee {
  int64_t parts = 0;
  int64_t parts_of = 0;
  int64_t resting_by_family = 0;
  int64_t resting_by_others = 0;
  int64_t amount_minor = 0;
};

// Rounding: the fee is split into equal parts and the first of them take the spare fen, so that all
// parts together are the fee and a child who stays the whole month pays just that. A half of the
// month (1st to 15th, 16th to the end) counts whole when one of its opening days is the child's; it
// rests when all of these do, and of two reasons the one that keeps more counts. Then, in one
// division, half up: the sum of part × what is kept of it × what a half day costs of a whole one.
// The tariff has prices for the stay.
CareFee Care(const Tariff& tariff, const Calendar& calendar, const Stay& stay);

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
