#include "services/common/money.h"

#include <numeric>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

using ::testing::ElementsAre;

TEST(MulDivHalfUp, RoundsHalvesAwayFromZero) {
  EXPECT_EQ(MulDivHalfUp(5, 1, 2), 3);
  EXPECT_EQ(MulDivHalfUp(-5, 1, 2), -3);
  EXPECT_EQ(MulDivHalfUp(7, 1, 3), 2);
  EXPECT_EQ(MulDivHalfUp(8, 1, 3), 3);
  EXPECT_EQ(MulDivHalfUp(0, 9, 7), 0);
  EXPECT_EQ(MulDivHalfUp(9'000'000'000'000'000, 10000, 10000), 9'000'000'000'000'000);
}

TEST(MulDivFloor, RoundsTowardsNegativeInfinity) {
  EXPECT_EQ(MulDivFloor(7, 1, 2), 3);
  EXPECT_EQ(MulDivFloor(-7, 1, 2), -4);
  EXPECT_EQ(MulDivFloor(-8, 1, 2), -4);
}

TEST(Allocate, GivesSpareFenToTheLargestRemaindersAndThenInOrder) {
  EXPECT_THAT(Allocate(100, {1, 1, 1}), ElementsAre(34, 33, 33));
  EXPECT_THAT(Allocate(101, {1, 1, 1}), ElementsAre(34, 34, 33));
  EXPECT_THAT(Allocate(10, {1, 2, 4}), ElementsAre(1, 3, 6));
  EXPECT_THAT(Allocate(-100, {1, 1, 1}), ElementsAre(-34, -33, -33));
  EXPECT_THAT(Allocate(5, {0, 3, 0}), ElementsAre(0, 5, 0));
  EXPECT_THAT(AllocateEqually(7, 3), ElementsAre(3, 2, 2));
}

TEST(Allocate, KeepsTheSumForAnyWeights) {
  const uint64_t seed = 20261024;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 100000; ++i) {
    const int64_t total = static_cast<int64_t>(random() % 2'000'000'001) - 1'000'000'000;
    std::vector<int64_t> weights(1 + random() % 8);
    for (int64_t& weight : weights) weight = random() % 100000;
    weights[random() % weights.size()] += 1;
    const std::vector<int64_t> parts = Allocate(total, weights);
    ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), int64_t{0}), total);
    for (size_t k = 0; k < parts.size(); ++k) {
      if (weights[k] == 0) {
        ASSERT_EQ(parts[k], 0);
      }
    }
  }
}

TEST(HundredthsText, HasTwoDecimals) {
  EXPECT_EQ(HundredthsText(0), "0.00");
  EXPECT_EQ(HundredthsText(5), "0.05");
  EXPECT_EQ(HundredthsText(-1205), "-12.05");
  EXPECT_EQ(HundredthsText(360000), "3600.00");
}

}  // namespace
}  // namespace tuoqiao
