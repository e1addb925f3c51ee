#include "services/places/presence/ratio.h"

#include <gtest/gtest.h>

namespace tuoqiao::places::presence {
namespace {

ChildThere Child(int64_t from, int64_t until, int64_t per_carer, bool assumed = false) {
  return {{from, until}, per_carer, assumed};
}

TEST(Ratio, CountsEachHourWithAChildInIt) {
  const auto hours = HoursOf({Child(480, 600, 3)}, {{{480, 1080}, 1}});
  ASSERT_EQ(hours.size(), 2u);
  EXPECT_EQ(hours[0].hour, 8);
  EXPECT_EQ(hours[1].hour, 9);
  EXPECT_EQ(hours[0].children, 1);
  EXPECT_EQ(hours[0].carers_needed, 1);
  EXPECT_FALSE(hours[0].Breach());
}

TEST(Ratio, ThreeInfantsNeedOneCarerAndFourNeedTwo) {
  std::vector<ChildThere> infants(3, Child(480, 540, 3));
  EXPECT_FALSE(HoursOf(infants, {{{0, 1440}, 1}})[0].Breach());
  infants.push_back(Child(500, 501, 3));
  const auto hours = HoursOf(infants, {{{0, 1440}, 1}});
  EXPECT_TRUE(hours[0].Breach()) << "for one minute";
  EXPECT_EQ(hours[0].children, 4);
  EXPECT_EQ(hours[0].carers_needed, 2);
}

TEST(Ratio, TheWorstMomentOfAnHourIsWhereMostCarersAreMissing) {
  // From 8:30 one of two carers is gone, and one of five children with her.
  const auto hours = HoursOf({Child(480, 540, 3), Child(480, 540, 3), Child(480, 540, 3),
                              Child(480, 540, 3), Child(480, 510, 3)},
                             {{{0, 1440}, 1}, {{480, 510}, 1}});
  ASSERT_EQ(hours.size(), 1u);
  EXPECT_EQ(hours[0].children, 4);
  EXPECT_EQ(hours[0].carers, 1);
  EXPECT_TRUE(hours[0].Breach());
}

TEST(Ratio, AmongAgesTheStrictestHolds) {
  const std::vector<ChildThere> older(7, Child(480, 540, 7));
  EXPECT_EQ(HoursOf(older, {})[0].carers_needed, 1);
  std::vector<ChildThere> mixed = older;
  mixed.push_back(Child(480, 540, 5));
  EXPECT_EQ(HoursOf(mixed, {})[0].carers_needed, 2);
}

TEST(Ratio, SaysHowManyAreAssumed) {
  const auto hours = HoursOf({Child(480, 540, 3), Child(480, 540, 3, true)}, {{{0, 1440}, 1}});
  EXPECT_EQ(hours[0].children, 2);
  EXPECT_EQ(hours[0].children_assumed, 1);
}

}  // namespace
}  // namespace tuoqiao::places::presence
