#include "services/billing/statement.h"

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::billing {
namespace {

constexpr int64_t kMinutesInHour = 60;

// The first three lines of a month.
struct Reduced {
  CareFee care;
  int64_t coefficient_minor = 0;
  int64_t sibling_minor = 0;

  int64_t priced_minor() const { return care.amount_minor + coefficient_minor; }
  int64_t total_minor() const { return priced_minor() + sibling_minor; }
};

Reduced Reduce(const Side& side, int64_t needs_level) {
  Reduced reduced;
  reduced.care = Care(*side.tariff, *side.calendar, side.presence.stay);
  reduced.coefficient_minor =
      MulDivHalfUp(reduced.care.amount_minor,
                   CoefficientBp(*side.tariff, needs_level) - kBasisPoints, kBasisPoints);
  if (side.has_older) {
    reduced.sibling_minor =
        -MulDivHalfUp(reduced.priced_minor(), side.tariff->sibling_reduction_bp, kBasisPoints);
  }
  return reduced;
}

// What is given back for days away, once they reach the threshold.
int64_t Refund(const Tariff& tariff, const Side& attended, int64_t reduced_minor) {
  const int64_t days = attended.presence.refundable;
  const auto opening = static_cast<int64_t>(attended.calendar->opening.size());
  if (days < tariff.refund_threshold_days || opening == 0) return 0;
  return -MulDivHalfUp(reduced_minor, days * tariff.refund_share_bp, opening * kBasisPoints);
}

const char* PartsText(Spread spread) {
  switch (spread) {
    case Spread::kCalendarDays:
      return "calendar days";
    case Spread::kOpeningDays:
      return "opening days";
    case Spread::kHalfMonths:
      return "half months";
  }
  CHECK(false);
}

std::string CareReason(const Tariff& tariff, const CareFee& care, const Stay& stay) {
  std::string text = absl::StrCat(care.parts, " of ", care.parts_of, " ", PartsText(tariff.spread),
                                  " of ", YuanText(tariff.monthly_fee_minor));
  if (stay.half_day) {
    absl::StrAppend(&text, ", half days at ", PercentText(*tariff.half_day_bp));
  }
  const auto resting = [&](int64_t parts, const std::optional<int64_t>& kept_bp,
                           const char* whose) {
    if (parts == 0) return;
    absl::StrAppend(&text, ", ", parts, " resting as ", whose, " asked at ", PercentText(*kept_bp));
  };
  resting(care.resting_by_family, tariff.suspended_by_family_bp, "the family");
  resting(care.resting_by_others, tariff.suspended_by_others_bp, "centre or authority");
  return text;
}

int64_t MealFee(const Tariff& tariff, const Stay& stay) {
  return stay.half_day ? *tariff.half_day_meal_fee_minor : tariff.meal_fee_minor;
}

std::string RefundReason(const Tariff& tariff, const Side& attended, int64_t reduced_minor) {
  return absl::StrCat(attended.presence.refundable, " refundable days of ",
                      attended.calendar->opening.size(), " opening days, ",
                      PercentText(tariff.refund_share_bp), " of ", YuanText(reduced_minor));
}

}  // namespace

std::vector<Line> Price(const PriceFacts& facts) {
  const Side& billed = facts.billed;
  const Side& attended = facts.attended;
  const Tariff& tariff = *billed.tariff;
  const absl::CivilMonth month = billed.calendar->month;
  std::vector<Line> lines;
  const auto add = [&](LineKind kind, int64_t minor, absl::CivilMonth of, std::string reason) {
    if (minor != 0) lines.push_back({kind, minor, of, std::move(reason)});
  };

  const Reduced reduced = Reduce(billed, facts.needs_level);
  add(LineKind::kCare, reduced.care.amount_minor, month,
      CareReason(tariff, reduced.care, billed.presence.stay));
  add(LineKind::kCoefficient, reduced.coefficient_minor, month,
      absl::StrCat(PercentText(CoefficientBp(tariff, facts.needs_level) - kBasisPoints), " of ",
                   YuanText(reduced.care.amount_minor)));
  add(LineKind::kSibling, reduced.sibling_minor, month,
      absl::StrCat(PercentText(tariff.sibling_reduction_bp), " of ",
                   YuanText(reduced.priced_minor()), ", an older child is enrolled"));
  if (!attended.presence.Empty()) {
    const int64_t meal_minor = MealFee(tariff, attended.presence.stay);
    const absl::CivilMonth of = attended.calendar->month;
    const int64_t reduced_minor =
        of == month ? reduced.total_minor() : Reduce(attended, facts.needs_level).total_minor();
    add(LineKind::kRefund, Refund(tariff, attended, reduced_minor), of,
        RefundReason(tariff, attended, reduced_minor));
    add(LineKind::kMeals, meal_minor * attended.presence.present, of,
        absl::StrCat(attended.presence.present, " days at ", YuanText(meal_minor)));
  }
  if (facts.supplement_due) {
    add(LineKind::kSupplement, tariff.supplement_minor, month, "once a month");
  }
  return lines;
}

bool HasPrices(const Tariff& tariff, const BookedCare& care) {
  return (care.hourly_minutes == 0 || tariff.hour_fee_minor.has_value()) &&
         (care.temporary_days == 0 || tariff.day_fee_minor.has_value()) &&
         (care.late_minutes == 0 || tariff.late_hour_fee_minor.has_value()) &&
         (care.back_up_days == 0 || tariff.back_up_day_fee_minor.has_value());
}

std::vector<Line> PriceBooked(const Tariff& tariff, absl::CivilMonth month,
                              const BookedCare& care) {
  std::vector<Line> lines;
  const auto add = [&](LineKind kind, int64_t amount_minor, std::string reason) {
    if (amount_minor != 0) lines.push_back({kind, amount_minor, month, std::move(reason)});
  };
  const auto hours = [&](LineKind kind, int64_t minutes, const std::optional<int64_t>& fee_minor) {
    if (minutes == 0) return;
    add(kind, MulDivHalfUp(*fee_minor, minutes, kMinutesInHour),
        absl::StrCat(minutes, " minutes at ", YuanText(*fee_minor), " an hour"));
  };
  const auto days = [&](LineKind kind, int64_t count, const std::optional<int64_t>& fee_minor) {
    if (count == 0) return;
    add(kind, *fee_minor * count, absl::StrCat(count, " days at ", YuanText(*fee_minor)));
  };
  hours(LineKind::kHourly, care.hourly_minutes, tariff.hour_fee_minor);
  days(LineKind::kTemporary, care.temporary_days, tariff.day_fee_minor);
  hours(LineKind::kLate, care.late_minutes, tariff.late_hour_fee_minor);
  days(LineKind::kBackUp, care.back_up_days, tariff.back_up_day_fee_minor);
  return lines;
}

int64_t TotalOf(const std::vector<Line>& lines) {
  int64_t total_minor = 0;
  for (const Line& line : lines) total_minor += line.amount_minor;
  return total_minor;
}

const char* LineKindName(LineKind kind) {
  switch (kind) {
    case LineKind::kCare:
      return "CARE";
    case LineKind::kCoefficient:
      return "COEFFICIENT";
    case LineKind::kSibling:
      return "SIBLING";
    case LineKind::kRefund:
      return "REFUND";
    case LineKind::kMeals:
      return "MEALS";
    case LineKind::kSupplement:
      return "SUPPLEMENT";
    case LineKind::kHourly:
      return "HOURLY";
    case LineKind::kTemporary:
      return "TEMPORARY";
    case LineKind::kLate:
      return "LATE";
    case LineKind::kBackUp:
      return "BACK_UP";
  }
  CHECK(false);
}

}  // namespace tuoqiao::billing
