#include "services/billing/tariff.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::billing {
namespace {

constexpr int kLastDayOfFirstHalf = 15;

int64_t KeptBp(const Tariff& tariff, const Rest* rest) {
  if (rest == nullptr) return kBasisPoints;
  return rest->family_asked ? *tariff.suspended_by_family_bp : *tariff.suspended_by_others_bp;
}

// Parts of the fee that are a child's, one after the other.
class PartSum {
 public:
  PartSum(const Tariff& tariff, const Stay& stay, int64_t parts_of) : tariff_(tariff), stay_(stay) {
    care_.parts_of = parts_of;
  }

  void Add(int64_t part_minor, const Rest* rest) {
    ++care_.parts;
    if (rest != nullptr) ++(rest->family_asked ? care_.resting_by_family : care_.resting_by_others);
    kept_ += part_minor * KeptBp(tariff_, rest);
  }
  CareFee Finish() && {
    const int64_t day_bp = stay_.half_day ? *tariff_.half_day_bp : kBasisPoints;
    care_.amount_minor = MulDivHalfUp(kept_, day_bp, kBasisPoints * kBasisPoints);
    return care_;
  }

 private:
  const Tariff& tariff_;
  const Stay& stay_;
  CareFee care_;
  int64_t kept_ = 0;  // Fen × basis points.
};

// The sum of the parts that fall on the child's days.
CareFee SumOfDays(const Tariff& tariff, const std::vector<absl::CivilDay>& spread,
                  const Stay& stay) {
  const auto parts_of = static_cast<int64_t>(spread.size());
  PartSum sum(tariff, stay, parts_of);
  if (spread.empty()) return std::move(sum).Finish();
  const std::vector<int64_t> parts = AllocateEqually(tariff.monthly_fee_minor, parts_of);
  for (size_t i = 0; i < spread.size(); ++i) {
    if (stay.days.Contains(spread[i])) sum.Add(parts[i], stay.RestOn(spread[i]));
  }
  return std::move(sum).Finish();
}

CareFee SumOfHalves(const Tariff& tariff, const Calendar& calendar, const Stay& stay) {
  struct Half {
    bool mine = false;
    const Rest* rest = nullptr;
  } halves[2];
  for (const absl::CivilDay day : calendar.opening) {
    if (!stay.days.Contains(day)) continue;
    Half& half = halves[day.day() > kLastDayOfFirstHalf ? 1 : 0];
    const Rest* rest = stay.RestOn(day);
    if (!half.mine || KeptBp(tariff, rest) > KeptBp(tariff, half.rest)) half.rest = rest;
    half.mine = true;
  }
  const std::vector<int64_t> parts = AllocateEqually(tariff.monthly_fee_minor, 2);
  PartSum sum(tariff, stay, 2);
  for (int i = 0; i < 2; ++i) {
    if (halves[i].mine) sum.Add(parts[i], halves[i].rest);
  }
  return std::move(sum).Finish();
}

std::vector<absl::CivilDay> DaysOf(absl::CivilMonth month) {
  const Period period = MonthPeriod(month);
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = period.from; day < period.until; ++day) days.push_back(day);
  return days;
}

}  // namespace

const Rest* Stay::RestOn(absl::CivilDay day) const {
  const auto found = std::find_if(rests.begin(), rests.end(),
                                  [&](const Rest& rest) { return rest.days.Contains(day); });
  return found == rests.end() ? nullptr : &*found;
}

bool HasPrices(const Tariff& tariff, const Stay& stay) {
  if (stay.half_day &&
      !(tariff.half_day_bp.has_value() && tariff.half_day_meal_fee_minor.has_value())) {
    return false;
  }
  return std::all_of(stay.rests.begin(), stay.rests.end(), [&](const Rest& rest) {
    return Intersect(rest.days, stay.days).Empty() ||
           (rest.family_asked ? tariff.suspended_by_family_bp : tariff.suspended_by_others_bp)
               .has_value();
  });
}

int64_t Calendar::OpeningIn(const Stay& stay) const {
  return std::count_if(opening.begin(), opening.end(), [&](absl::CivilDay day) {
    return stay.days.Contains(day) && stay.RestOn(day) == nullptr;
  });
}

std::string TariffId(GroupKind kind, absl::CivilDay from_date) {
  return absl::StrCat(absl::AsciiStrToLower(GroupKindName(kind)), "-", FormatDay(from_date));
}

const Tariff* TariffOn(const std::vector<Tariff>& tariffs, absl::CivilMonth month) {
  const absl::CivilDay first(month);
  const Tariff* latest = nullptr;
  for (const Tariff& tariff : tariffs) {
    if (tariff.from_date > first) continue;
    if (latest == nullptr || tariff.from_date > latest->from_date) latest = &tariff;
  }
  return latest;
}

CareFee Care(const Tariff& tariff, const Calendar& calendar, const Stay& stay) {
  switch (tariff.spread) {
    case Spread::kCalendarDays:
      return SumOfDays(tariff, DaysOf(calendar.month), stay);
    case Spread::kOpeningDays:
      return SumOfDays(tariff, calendar.opening, stay);
    case Spread::kHalfMonths:
      return SumOfHalves(tariff, calendar, stay);
  }
  CHECK(false);
}

int64_t CoefficientBp(const Tariff& tariff, int64_t needs_level) {
  if (needs_level == 1) return tariff.coefficient_1_bp;
  if (needs_level == 2) return tariff.coefficient_2_bp;
  return kBasisPoints;
}

const char* GroupKindName(GroupKind kind) {
  switch (kind) {
    case GroupKind::kInfant:
      return "INFANT";
    case GroupKind::kSmall:
      return "SMALL";
    case GroupKind::kLarge:
      return "LARGE";
    case GroupKind::kMixed:
      return "MIXED";
  }
  CHECK(false);
}

const char* SpreadName(Spread spread) {
  switch (spread) {
    case Spread::kCalendarDays:
      return "CALENDAR_DAYS";
    case Spread::kOpeningDays:
      return "OPENING_DAYS";
    case Spread::kHalfMonths:
      return "HALF_MONTHS";
  }
  CHECK(false);
}

const char* BillingModeName(BillingMode billing) {
  return billing == BillingMode::kInAdvance ? "IN_ADVANCE" : "IN_ARREARS";
}

std::string YuanText(int64_t minor) { return HundredthsText(minor); }

std::string PercentText(int64_t bp) { return absl::StrCat(HundredthsText(bp), " %"); }

}  // namespace tuoqiao::billing
