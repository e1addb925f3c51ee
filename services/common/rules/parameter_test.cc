#include "services/common/rules/parameter.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/rules/testing_pack.h"

namespace tuoqiao::rules {
namespace {

// 36 months from 2020, 30 from 2026-11-01 until 2027-07-01.
Parameter AgeUntil() { return TestScheme().parameters[0]; }

TEST(ParameterTest, IsWhatItIsOnTheDay) {
  const struct {
    const char* day;
    int64_t value;
    const char* source;
  } kCases[] = {
      {"2020-01-01", 36, "First text"},
      {"2026-10-31", 36, "First text"},
      {"2026-11-01", 30, "Second text"},
      {"2027-06-30", 30, "Second text"},
  };
  for (const auto& each : kCases) {
    const Parameter age_until = AgeUntil();
    const DatedValue* value = age_until.Find(Day(each.day));
    ASSERT_NE(value, nullptr) << each.day;
    EXPECT_EQ(value->value, each.value) << each.day;
    EXPECT_EQ(value->source.title, each.source) << each.day;
  }
}

TEST(ParameterTest, IsNotInForceOutsideItsValuesAndHasNoDefault) {
  for (const char* day : {"2019-12-31", "2027-07-01", "2035-01-01"}) {
    EXPECT_EQ(AgeUntil().Find(Day(day)), nullptr) << day;
    EXPECT_EQ(ReasonOf(AgeUntil().CheckInForce({Day(day), Day(day) + 1})), "RULE_NOT_IN_FORCE");
  }
}

TEST(ParameterTest, IsInForceInAPeriodWhereItIsOnEachOfItsDays) {
  const struct {
    Period period;
    bool in_force;
  } kCases[] = {
      {{Day("2020-01-01"), Day("2027-07-01")}, true},
      {{Day("2019-12-31"), Day("2020-02-01")}, false},
      {{Day("2027-06-30"), Day("2027-07-01")}, true},
      {{Day("2027-06-30"), Day("2027-07-02")}, false},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(AgeUntil().CheckInForce(each.period).ok(), each.in_force)
        << each.period.from << " " << each.period.until;
  }
}

}  // namespace
}  // namespace tuoqiao::rules
