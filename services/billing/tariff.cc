#include "services/billing/tariff.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::billing {
namespace {

constexpr int kLastDayOfFirstHalf = 15;

// The sum of the parts that fall on the child's days.
CareFee SumOfDays(int64_t fee_minor, const std::vector<absl::CivilDay>& spread,
                  const Period& days) {
  CareFee care;
  care.parts_of = static_cast<int64_t>(spread.size());
  if (spread.empty()) return care;
  const std::vector<int64_t> parts = AllocateEqually(fee_minor, care.parts_of);
  for (size_t i = 0; i < spread.size(); ++i) {
    if (!days.Contains(spread[i])) continue;
    ++care.parts;
    care.amount_minor += parts[i];
  }
  return care;
}

CareFee SumOfHalves(int64_t fee_minor, const Calendar& calendar, const Period& days) {
  bool mine[2] = {false, false};
  for (const absl::CivilDay day : calendar.opening) {
    if (days.Contains(day)) mine[day.day() > kLastDayOfFirstHalf ? 1 : 0] = true;
  }
  const std::vector<int64_t> halves = AllocateEqually(fee_minor, 2);
  CareFee care;
  care.parts_of = 2;
  for (int half = 0; half < 2; ++half) {
    if (!mine[half]) continue;
    ++care.parts;
    care.amount_minor += halves[half];
  }
  return care;
}

std::vector<absl::CivilDay> DaysOf(absl::CivilMonth month) {
  const Period period = MonthPeriod(month);
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = period.from; day < period.until; ++day) days.push_back(day);
  return days;
}

}  // namespace

int64_t Calendar::OpeningIn(const Period& days) const {
  return std::count_if(opening.begin(), opening.end(),
                       [&](absl::CivilDay day) { return days.Contains(day); });
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

CareFee Care(const Tariff& tariff, const Calendar& calendar, const Period& days) {
  switch (tariff.spread) {
    case Spread::kCalendarDays:
      return SumOfDays(tariff.monthly_fee_minor, DaysOf(calendar.month), days);
    case Spread::kOpeningDays:
      return SumOfDays(tariff.monthly_fee_minor, calendar.opening, days);
    case Spread::kHalfMonths:
      return SumOfHalves(tariff.monthly_fee_minor, calendar, days);
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
