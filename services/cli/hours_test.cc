#include "services/cli/hours.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::cli {
namespace {

using ::testing::ElementsAre;

TEST(HoursTest, ReadsWhatPeopleWrite) {
  places::v1::Centre centre;
  ASSERT_TRUE(ReadOpening("1-5 07:30-18:30; 6 09:00-24:00", &centre));
  ASSERT_EQ(centre.opening_hours_size(), 2);
  EXPECT_THAT(centre.opening_hours(0).weekdays(), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(centre.opening_hours(0).open_minute(), 450);
  EXPECT_EQ(centre.opening_hours(0).close_minute(), 1110);
  EXPECT_THAT(centre.opening_hours(1).weekdays(), ElementsAre(6));
  EXPECT_EQ(centre.opening_hours(1).close_minute(), 1440);
  EXPECT_TRUE(ReadOpening("", &centre));
  EXPECT_EQ(centre.opening_hours_size(), 2);
}

TEST(HoursTest, RefusesWhatIsNone) {
  for (const char* text : {"07:30-18:30", "1-5", "0-5 07:30-18:30", "1-8 07:30-18:30",
                           "5-1 07:30-18:30", "1-5 7.30-18.30", "1-5 07:30", "1-5 07:60-18:30",
                           "1-5 -1:30-18:30", "1-5 07:30-25:00", "Mon 07:30-18:30"}) {
    places::v1::Centre centre;
    EXPECT_FALSE(ReadOpening(text, &centre)) << text;
  }
}

}  // namespace
}  // namespace tuoqiao::cli
