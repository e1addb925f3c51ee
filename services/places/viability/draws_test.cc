#include "services/places/viability/draws.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tuoqiao::places::viability {
namespace {

constexpr int kTimes = 20000;

struct Moments {
  double mean = 0, variance = 0;
};
template <typename Draw>
Moments MomentsOf(const Draw& draw) {
  double sum = 0, squares = 0;
  for (int i = 0; i < kTimes; ++i) {
    const auto value = static_cast<double>(draw());
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kTimes;
  return {mean, squares / kTimes - mean * mean};
}

TEST(DrawsTest, TheSameSeedDrawsTheSameEverywhere) {
  Draws draws(1);
  // SplitMix64 as published.
  EXPECT_EQ(draws.Next(), 0x910A2DEC89025CC1);
  EXPECT_EQ(draws.Next(), 0xBEEB8DA1658EEC67);
}

TEST(DrawsTest, BelowHitsEachAndNothingElse) {
  Draws draws(2);
  int seen[5] = {};
  for (int i = 0; i < kTimes; ++i) ++seen[draws.Below(5)];
  for (const int each : seen) EXPECT_NEAR(each, kTimes / 5, 5 * std::sqrt(kTimes / 5.0));
}

TEST(DrawsTest, ABinomialHasItsMeanAndVariance) {
  Draws draws(3);
  for (const int64_t n : {1, 7, 64, 65, 200}) {
    for (const int64_t percent : {1, 25, 50, 97}) {
      const double p = static_cast<double>(percent) / 100;
      const Moments found = MomentsOf([&] { return draws.Binomial(n, ChanceOf(percent, 100)); });
      const double variance = static_cast<double>(n) * p * (1 - p);
      EXPECT_NEAR(found.mean, static_cast<double>(n) * p, 5 * std::sqrt(variance / kTimes));
      EXPECT_NEAR(found.variance, variance, 0.15 * variance) << n << " at " << percent << " %";
    }
  }
}

TEST(DrawsTest, WhatIsCertainHappensAndWhatIsImpossibleDoesNot) {
  Draws draws(4);
  EXPECT_EQ(draws.Binomial(1000, ChanceOf(3, 3)), 1000);
  EXPECT_EQ(draws.Binomial(1000, ChanceOf(4, 3)), 1000);
  EXPECT_EQ(draws.Binomial(1000, ChanceOf(0, 3)), 0);
  EXPECT_EQ(draws.Binomial(0, ChanceOf(1, 3)), 0);
  EXPECT_EQ(draws.Poisson(0, 3), 0);
}

TEST(DrawsTest, APoissonHasOneMomentForBoth) {
  Draws draws(5);
  for (const int64_t tenths : {1, 8, 35, 400, 2000}) {
    const double mean = static_cast<double>(tenths) / 10;
    const Moments found = MomentsOf([&] { return draws.Poisson(tenths, 10); });
    EXPECT_NEAR(found.mean, mean, 5 * std::sqrt(mean / kTimes));
    EXPECT_NEAR(found.variance, mean, 0.08 * mean + 0.01);
  }
}

}  // namespace
}  // namespace tuoqiao::places::viability
