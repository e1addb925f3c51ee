#include "services/places/search/numbers.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::places::search {
namespace {

TEST(NumbersTest, ThePackThatIsShippedHoldsAllOfThem) {
  const auto file = LoadNumbers("services/rules");
  ASSERT_TRUE(file.ok()) << file.status();
  const auto numbers = NumbersOn(*file, absl::CivilDay(2026, 10, 1));
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_EQ(numbers->pace(Mode::kFoot).metres_per_hour, 4500);
  EXPECT_EQ(numbers->pace(Mode::kEBike).detour_bp, 13500);
  EXPECT_EQ(numbers->pace(Mode::kBus).fixed_seconds, 480);
  EXPECT_EQ(numbers->pace(Mode::kCar).metres_per_hour, 24000);
  EXPECT_EQ(numbers->wait_months_max, 3);
  EXPECT_EQ(numbers->weights.last_seat_points, 100);
}

TEST(NumbersTest, NobodyClaimsThatAnAuthorityGaveThem) {
  const auto file = LoadNumbers("services/rules");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->ConfidenceOn(absl::CivilDay(2026, 10, 1)), rules::Confidence::kSample);
}

TEST(NumbersTest, BeforeTheirFirstDayThereAreNone) {
  const auto file = LoadNumbers("services/rules");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(ReasonOf(NumbersOn(*file, absl::CivilDay(2025, 12, 31)).status()), "RULE_NOT_IN_FORCE");
}

TEST(NumbersTest, TheCircleIsTwoKilometresOrAQuarterOfAnHour) {
  Numbers numbers;
  numbers.circle_metres = 2000;
  numbers.circle_seconds = 900;
  numbers.paces.fill({13000, 4500, 0});
  EXPECT_EQ(numbers.CircleOf(Mode::kFoot), 2000);
  // 900 s less 240 s at 24 km/h are 4,400 m of way; over 1.4 that is 3,142 m.
  numbers.paces.fill({14000, 24000, 240});
  EXPECT_EQ(numbers.CircleOf(Mode::kCar), 3142);
}

}  // namespace
}  // namespace tuoqiao::places::search
