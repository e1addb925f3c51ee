#include "services/places/hours.h"

#include <gtest/gtest.h>

namespace tuoqiao::places {
namespace {

constexpr uint32_t kMonday = 1, kTuesday = 2;

TEST(HoursTest, SpansOfOneWeekdayMayTouchAndNotOverlap) {
  EXPECT_EQ(FindOverlap({}), std::nullopt);
  EXPECT_EQ(FindOverlap({{kMonday, 450, 720}, {kMonday, 720, 1080}}), std::nullopt);
  EXPECT_EQ(FindOverlap({{kMonday, 450, 720}, {kTuesday, 450, 720}}), std::nullopt);
  EXPECT_EQ(FindOverlap({{kMonday, 450, 720}, {kMonday, 719, 1080}}), 1u);
  EXPECT_EQ(FindOverlap({{kMonday, 450, 720}, {kTuesday, 0, 60}, {kMonday | kTuesday, 0, 451}}),
            2u);
}

TEST(HoursTest, SundayIsTheSeventhDay) {
  const DayHours hours = {1U << 6U, 0, kMinutesOfADay};
  EXPECT_TRUE(hours.On(7));
  EXPECT_FALSE(hours.On(1));
}

}  // namespace
}  // namespace tuoqiao::places
