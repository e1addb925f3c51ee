#include "services/billing/statement.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_calendar.h"

namespace tuoqiao::billing {
namespace {

// 1800.00 over the opening days: 100.00 a day in October, billed in arrears; meals 20.00,
// supplement 50.00; half back from the third refundable day on.
Tariff PlainTariff() {
  Tariff tariff;
  tariff.from_date = Day("2026-01-01");
  tariff.monthly_fee_minor = Fen("1800.00");
  tariff.spread = Spread::kOpeningDays;
  tariff.meal_fee_minor = Fen("20.00");
  tariff.supplement_minor = Fen("50.00");
  tariff.coefficient_1_bp = 12500;
  tariff.coefficient_2_bp = 8000;
  tariff.sibling_reduction_bp = 1000;
  tariff.refund_threshold_days = 3;
  tariff.refund_share_bp = 5000;
  return tariff;
}

// Half days at 60 %, 8.00 a meal; an hour 25.00, after hours 30.00; a day 120.00, as back-up 80.00;
// of a rest 30 % are kept where the family asked for it, nothing else.
Tariff WithOtherPrices() {
  Tariff tariff = PlainTariff();
  tariff.half_day_bp = 6000;
  tariff.half_day_meal_fee_minor = Fen("8.00");
  tariff.hour_fee_minor = Fen("25.00");
  tariff.late_hour_fee_minor = Fen("30.00");
  tariff.day_fee_minor = Fen("120.00");
  tariff.back_up_day_fee_minor = Fen("80.00");
  tariff.suspended_by_family_bp = 3000;
  tariff.suspended_by_others_bp = 0;
  return tariff;
}

Side SideOf(const Tariff& tariff, const Calendar& calendar, const std::string& from,
            int64_t present = 0, int64_t refundable = 0) {
  const Presence presence = {{DaysIn(calendar, from)}, present + refundable, present, refundable};
  return {&tariff, &calendar, presence, false};
}

// "CARE 1800.00, MEALS 280.00".
std::string TextOf(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", LineKindName(line.kind), " ",
                    YuanText(line.amount_minor));
  }
  return text;
}

TEST(CalendarTest, HasTheOpeningDaysOfTheSample) {
  EXPECT_EQ(October().opening.size(), 18u);
  EXPECT_EQ(September().opening.size(), 22u);
}

TEST(CareTest, IsTheSumOfThePartsThatAreTheChilds) {
  const struct {
    const char* what;
    Spread spread;
    const char* fee;
    const char* from;
    const char* until;
    const char* care;
  } kCases[] = {
      // 3100.10 / 31 = 100.00 and ten spare fen: the 1st to the 10th are 100.01.
      {"the whole month is the whole fee", Spread::kCalendarDays, "3100.10", "2026-01-01", "",
       "3100.10"},
      {"24 days, 3 of them with a spare fen", Spread::kCalendarDays, "3100.10", "2026-10-08", "",
       "2400.03"},
      {"the first day alone", Spread::kCalendarDays, "3100.10", "2026-01-01", "2026-10-02",
       "100.01"},
      {"the last day alone", Spread::kCalendarDays, "3100.10", "2026-10-31", "", "100.00"},
      // 1000.00 / 18 = 55.55 and ten spare fen: the first ten opening days (8th to 20th) are 55.56.
      {"ten opening days from the 19th", Spread::kOpeningDays, "1000.00", "2026-10-19", "",
       "555.52"},
      {"no opening day before the 8th", Spread::kOpeningDays, "1000.00", "2026-01-01", "2026-10-08",
       "0.00"},
      {"the whole month by opening days", Spread::kOpeningDays, "1000.00", "2026-01-01", "",
       "1000.00"},
      // 1000.01: the first half bears the spare fen.
      {"the second half", Spread::kHalfMonths, "1000.01", "2026-10-16", "", "500.00"},
      {"one opening day makes a half", Spread::kHalfMonths, "1000.01", "2026-01-01", "2026-10-09",
       "500.01"},
      {"closed days make none", Spread::kHalfMonths, "1000.01", "2026-01-01", "2026-10-08", "0.00"},
      {"nor does a Saturday at the end", Spread::kHalfMonths, "1000.01", "2026-10-31", "", "0.00"},
      {"both halves from the 15th", Spread::kHalfMonths, "1000.01", "2026-10-15", "", "1000.01"},
  };
  for (const auto& each : kCases) {
    Tariff tariff = PlainTariff();
    tariff.spread = each.spread;
    tariff.monthly_fee_minor = Fen(each.fee);
    const CareFee care = Care(tariff, October(), {DaysIn(October(), each.from, each.until)});
    EXPECT_EQ(YuanText(care.amount_minor), each.care) << each.what;
  }
}

TEST(CareTest, OfAMonthWithoutOpeningDaysIsNothing) {
  Calendar closed;
  closed.month = absl::CivilMonth(2026, 2);
  const Period days = MonthPeriod(closed.month);
  Tariff tariff = PlainTariff();
  EXPECT_EQ(Care(tariff, closed, {days}).amount_minor, 0);
  tariff.spread = Spread::kHalfMonths;
  EXPECT_EQ(Care(tariff, closed, {days}).amount_minor, 0);
}

TEST(CareTest, OfHalfDaysAndOfAPlaceThatRestsIsWhatTheTariffKeeps) {
  const struct {
    const char* what;
    Spread spread;
    const char* fee;
    bool half_day;
    std::vector<Rest> rests;
    const char* care;
  } kCases[] = {
      {"half days at 60 %: 100001 × 0.6 = 60000.6 fen, up",
       Spread::kCalendarDays,
       "1000.01",
       true,
       {},
       "600.01"},
      {"five days rest as the family asked, 30 % kept: 13 × 100.00 + 5 × 30.00",
       Spread::kOpeningDays,
       "1800.00",
       false,
       {{{Day("2026-10-19"), Day("2026-10-24")}, true}},
       "1450.00"},
      {"five days rest as the centre asked, nothing kept",
       Spread::kOpeningDays,
       "1800.00",
       false,
       {{{Day("2026-10-19"), Day("2026-10-24")}, false}},
       "1300.00"},
      {"one of each kind: 16 × 100.00 + 30.00",
       Spread::kOpeningDays,
       "1800.00",
       false,
       {{{Day("2026-10-19"), Day("2026-10-20")}, false},
        {{Day("2026-10-20"), Day("2026-10-21")}, true}},
       "1630.00"},
      {"half days that rest, in one rounding: 180001 / 18 = 10000 and a spare fen on the 8th, "
       "(170001 + 10000 × 0.3) × 0.6 = 103800.6 fen, up",
       Spread::kOpeningDays,
       "1800.01",
       true,
       {{{Day("2026-10-30"), Day("2026-10-31")}, true}},
       "1038.01"},
      {"the whole month, 30 % of 1000.01 = 30000.3 fen, down",
       Spread::kCalendarDays,
       "1000.01",
       false,
       {{{Day("2026-10-01"), Day("2026-11-01")}, true}},
       "300.00"},
      {"the first half rests: 500.01 × 0.3 + 500.00 = 65000.3 fen, down",
       Spread::kHalfMonths,
       "1000.01",
       false,
       {{{Day("2026-10-01"), Day("2026-10-16")}, true}},
       "650.00"},
      {"one opening day of a half is used: it is whole",
       Spread::kHalfMonths,
       "1000.01",
       false,
       {{{Day("2026-10-01"), Day("2026-10-15")}, true}},
       "1000.01"},
      {"of two reasons in one half the one that keeps more counts",
       Spread::kHalfMonths,
       "1000.00",
       false,
       {{{Day("2026-10-16"), Day("2026-10-30")}, false},
        {{Day("2026-10-30"), Day("2026-11-01")}, true}},
       "650.00"},
  };
  for (const auto& each : kCases) {
    Tariff tariff = WithOtherPrices();
    tariff.spread = each.spread;
    tariff.monthly_fee_minor = Fen(each.fee);
    const Stay stay = {DaysIn(October(), "2026-01-01"), each.half_day, each.rests};
    ASSERT_TRUE(HasPrices(tariff, stay)) << each.what;
    EXPECT_EQ(YuanText(Care(tariff, October(), stay).amount_minor), each.care) << each.what;
  }
}

TEST(CareTest, HasAPriceOnlyWhereTheTariffSaysOne) {
  const Stay half = {MonthPeriod(absl::CivilMonth(2026, 10)), true, {}};
  Stay rests = {half.days, false, {{{Day("2026-10-19"), Day("2026-10-20")}, true}}};
  EXPECT_FALSE(HasPrices(PlainTariff(), half));
  EXPECT_FALSE(HasPrices(PlainTariff(), rests));
  EXPECT_TRUE(HasPrices(WithOtherPrices(), half));
  EXPECT_TRUE(HasPrices(WithOtherPrices(), rests));
  Tariff family_only = PlainTariff();
  family_only.suspended_by_family_bp = 0;
  EXPECT_TRUE(HasPrices(family_only, rests));
  rests.rests[0].family_asked = false;
  EXPECT_FALSE(HasPrices(family_only, rests));
  // A rest on other days than the place's needs no price.
  rests.days.until = Day("2026-10-19");
  EXPECT_TRUE(HasPrices(family_only, rests));
}

TEST(PriceTest, HalfDaysHaveTheirOwnMealsAndTheReasonNamesWhatIsKept) {
  const Tariff tariff = WithOtherPrices();
  PriceFacts facts;
  facts.needs_level = 1;
  facts.billed = SideOf(tariff, October(), "2026-01-01", 10, 3);
  facts.billed.presence.stay.half_day = true;
  facts.billed.presence.stay.rests = {{{Day("2026-10-26"), Day("2026-10-31")}, true}};
  facts.attended = facts.billed;
  // (1300.00 + 500.00 × 0.3) × 0.6 = 870.00; a quarter more; 1087.50 × 3 × 50 % / 18 = 90.625, up.
  const std::vector<Line> lines = Price(facts);
  EXPECT_EQ(TextOf(lines),
            "CARE 870.00, COEFFICIENT 217.50, REFUND -90.63, MEALS 80.00, SUPPLEMENT 50.00");
  EXPECT_EQ(lines[0].reason,
            "18 of 18 opening days of 1800.00, half days at 60.00 %, 5 resting as the family asked "
            "at 30.00 %");
  EXPECT_EQ(lines[3].reason, "10 days at 8.00");
}

TEST(PriceBookedTest, HoursByTheMinuteAndDaysWhole) {
  const struct {
    const char* what;
    BookedCare care;
    const char* lines;
  } kCases[] = {
      {"95 minutes at 25.00 an hour: 3958.3 fen, down", {95, 0, 0, 0}, "HOURLY 39.58"},
      {"of two bookings the minutes are summed before they are rounded: 190 at 25.00",
       {95 + 95, 0, 0, 0},
       "HOURLY 79.17"},
      {"three days", {0, 3, 0, 0}, "TEMPORARY 360.00"},
      {"late care", {0, 0, 50, 0}, "LATE 25.00"},
      {"two back-up days", {0, 0, 0, 2}, "BACK_UP 160.00"},
      {"all of it, in the order of a statement",
       {60, 1, 30, 1},
       "HOURLY 25.00, TEMPORARY 120.00, LATE 15.00, BACK_UP 80.00"},
      {"nothing", {}, ""},
  };
  for (const auto& each : kCases) {
    EXPECT_TRUE(HasPrices(WithOtherPrices(), each.care)) << each.what;
    EXPECT_EQ(TextOf(PriceBooked(WithOtherPrices(), absl::CivilMonth(2026, 10), each.care)),
              each.lines)
        << each.what;
  }
  for (const BookedCare& each : {BookedCare{1, 0, 0, 0}, BookedCare{0, 1, 0, 0},
                                 BookedCare{0, 0, 1, 0}, BookedCare{0, 0, 0, 1}}) {
    EXPECT_FALSE(HasPrices(PlainTariff(), each));
  }
  EXPECT_TRUE(HasPrices(PlainTariff(), BookedCare{}));
}

TEST(TariffOnTest, IsTheLatestThatHoldsOnTheFirstOfTheMonth) {
  std::vector<Tariff> tariffs(3, PlainTariff());
  tariffs[0].from_date = Day("2026-10-01");
  tariffs[1].from_date = Day("2026-01-01");
  tariffs[2].from_date = Day("2026-10-02");
  EXPECT_EQ(TariffOn(tariffs, absl::CivilMonth(2026, 10)), &tariffs[0]);
  EXPECT_EQ(TariffOn(tariffs, absl::CivilMonth(2026, 9)), &tariffs[1]);
  EXPECT_EQ(TariffOn(tariffs, absl::CivilMonth(2026, 11)), &tariffs[2]);
  EXPECT_EQ(TariffOn(tariffs, absl::CivilMonth(2025, 12)), nullptr);
}

TEST(PriceTest, InArrearsReadsAsOnTheBill) {
  const struct {
    const char* what;
    const char* fee;
    int needs_level;
    bool has_older;
    int present, refundable;
    const char* lines;
  } kCases[] = {
      {"a month of 14 days", "1800.00", 0, false, 14, 0,
       "CARE 1800.00, MEALS 280.00, SUPPLEMENT 50.00"},
      {"needs level 1: 33333 × 0.25 = 8333.25 fen, down", "333.33", 1, false, 0, 0,
       "CARE 333.33, COEFFICIENT 83.33, SUPPLEMENT 50.00"},
      {"33334 × 0.25 = 8333.5 fen, half up", "333.34", 1, false, 0, 0,
       "CARE 333.34, COEFFICIENT 83.34, SUPPLEMENT 50.00"},
      {"33334 × -0.2 = -6666.8 fen, away from zero", "333.34", 2, false, 0, 0,
       "CARE 333.34, COEFFICIENT -66.67, SUPPLEMENT 50.00"},
      {"a sibling off both: 41668 × 0.1 = 4166.8 fen", "333.34", 1, true, 0, 0,
       "CARE 333.34, COEFFICIENT 83.34, SIBLING -41.67, SUPPLEMENT 50.00"},
      {"two refundable days are under the threshold", "1800.00", 0, false, 16, 2,
       "CARE 1800.00, MEALS 320.00, SUPPLEMENT 50.00"},
      {"three reach it: 1800.00 × 3 × 50 % / 18", "1800.00", 0, false, 15, 3,
       "CARE 1800.00, REFUND -150.00, MEALS 300.00, SUPPLEMENT 50.00"},
      {"five of 1000.00: 13888.9 fen, up", "1000.00", 0, false, 0, 5,
       "CARE 1000.00, REFUND -138.89, SUPPLEMENT 50.00"},
      {"the refund is part of the reduced care: 37501 × 5 × 50 % / 18 = 5208.47 fen", "333.34", 1,
       true, 0, 5,
       "CARE 333.34, COEFFICIENT 83.34, SIBLING -41.67, REFUND -52.08, SUPPLEMENT 50.00"},
  };
  for (const auto& each : kCases) {
    Tariff tariff = PlainTariff();
    tariff.monthly_fee_minor = Fen(each.fee);
    PriceFacts facts;
    facts.needs_level = each.needs_level;
    facts.billed = SideOf(tariff, October(), "2026-01-01", each.present, each.refundable);
    facts.billed.has_older = each.has_older;
    facts.attended = facts.billed;
    EXPECT_EQ(TextOf(Price(facts)), each.lines) << each.what;
  }
}

TEST(PriceTest, InAdvanceTakesMealsAndRefundOfTheMonthBefore) {
  // September: 2200.00 over 22 opening days, seven of them from the 21st: 700.00. Five days away:
  // 700.00 × 5 × 50 % / 22 = 79.545, up. The threshold, the share and the meal fee are October's.
  Tariff october = PlainTariff(), september = PlainTariff();
  september.monthly_fee_minor = Fen("2200.00");
  september.meal_fee_minor = Fen("99.00");
  september.refund_threshold_days = 20;
  september.refund_share_bp = 9999;
  PriceFacts facts;
  facts.billed = SideOf(october, October(), "2026-09-21", 18, 0);
  facts.attended = SideOf(september, September(), "2026-09-21", 2, 5);
  const std::vector<Line> lines = Price(facts);
  EXPECT_EQ(TextOf(lines), "CARE 1800.00, REFUND -79.55, MEALS 40.00, SUPPLEMENT 50.00");
  EXPECT_EQ(lines[0].service_month, absl::CivilMonth(2026, 10));
  EXPECT_EQ(lines[1].service_month, absl::CivilMonth(2026, 9));
  EXPECT_EQ(lines[2].service_month, absl::CivilMonth(2026, 9));
  EXPECT_EQ(lines[0].reason, "18 of 18 opening days of 1800.00");
  EXPECT_EQ(lines[1].reason, "5 refundable days of 22 opening days, 50.00 % of 700.00");
  EXPECT_EQ(lines[2].reason, "2 days at 20.00");
}

TEST(PriceTest, TheSiblingOfTheMonthBeforeCountsForItsRefundOnly) {
  // The older child left with September: October's care is not reduced, September's was.
  const Tariff tariff = PlainTariff();
  PriceFacts facts;
  facts.billed = SideOf(tariff, October(), "2026-01-01");
  facts.attended = SideOf(tariff, September(), "2026-01-01", 0, 11);
  facts.attended.has_older = true;
  // 1800.00 − 180.00 = 1620.00; × 11 × 50 % / 22 = 405.00.
  EXPECT_EQ(TextOf(Price(facts)), "CARE 1800.00, REFUND -405.00, SUPPLEMENT 50.00");
}

TEST(PriceTest, WithoutADayInTheMonthBeforeThereIsNoRefundAndNoMeal) {
  const Tariff tariff = PlainTariff();
  PriceFacts facts;
  facts.billed = SideOf(tariff, October(), "2026-10-01", 18, 9);
  facts.attended.calendar = &September();
  EXPECT_EQ(TextOf(Price(facts)), "CARE 1800.00, SUPPLEMENT 50.00");
}

TEST(PriceTest, TheSupplementStandsOnOneStatementOfTheMonth) {
  const Tariff tariff = PlainTariff();
  PriceFacts facts;
  facts.billed = facts.attended = SideOf(tariff, October(), "2026-01-01");
  facts.supplement_due = false;
  EXPECT_EQ(TextOf(Price(facts)), "CARE 1800.00");
}

}  // namespace
}  // namespace tuoqiao::billing
