#include "services/places/viability/demand.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/places/viability/testing_numbers.h"

namespace tuoqiao::places::viability {
namespace {

constexpr absl::CivilDay kToday(2026, 10, 1);
constexpr absl::CivilDay kFarAhead(2100, 1, 1);

DemandChild ChildOf(absl::CivilDay birth_date, const std::string& firm = "91a",
                    absl::CivilDay hired = absl::CivilDay(2020, 1, 1),
                    absl::CivilDay until = kFarAhead) {
  return {birth_date, {{firm, {hired, until}}}, false};
}
Demand Count(const std::vector<DemandChild>& children,
             const std::vector<HeadCount>& head_counts = {}) {
  return CountDemand(children, head_counts, kToday, TestingNumbers());
}
int64_t In(const Demand& demand, size_t band, bool applied, FirmSize size) {
  return demand.cells[band][applied ? 1 : 0][static_cast<size_t>(size)];
}

TEST(DemandTest, AChildIsInTheBandOfItsWholeMonths) {
  const Demand demand =
      Count({ChildOf(absl::CivilDay(2026, 4, 2)), ChildOf(absl::CivilDay(2026, 4, 1)),
             ChildOf(absl::CivilDay(2024, 10, 1)), ChildOf(absl::CivilDay(2023, 10, 2)),
             ChildOf(absl::CivilDay(2023, 10, 1))});
  EXPECT_EQ(In(demand, 0, false, FirmSize::kNotSaid), 1);
  EXPECT_EQ(In(demand, 1, false, FirmSize::kNotSaid), 1);
  EXPECT_EQ(In(demand, 2, false, FirmSize::kNotSaid), 0);
  EXPECT_EQ(In(demand, 3, false, FirmSize::kNotSaid), 2);
}

TEST(DemandTest, AChildIsThereWhileAGuardianIsEmployed) {
  const Demand demand =
      Count({ChildOf(absl::CivilDay(2025, 1, 1), "91a", absl::CivilDay(2020, 1, 1), kToday),
             ChildOf(absl::CivilDay(2025, 1, 1), "91a", kToday + 1)});
  EXPECT_EQ(In(demand, 2, false, FirmSize::kNotSaid), 0);
  EXPECT_EQ(demand.left, 1);
}

TEST(DemandTest, WhoCameAndWhoLeftInAYearIsCounted) {
  DemandChild moved = ChildOf(absl::CivilDay(2025, 1, 1), "91a", absl::CivilDay(2020, 1, 1),
                              absl::CivilDay(2026, 7, 11));
  moved.stays.push_back({"91b", {absl::CivilDay(2026, 7, 21), kFarAhead}});
  const Demand demand = Count({
      moved,                                                                    // Neither.
      ChildOf(absl::CivilDay(2025, 1, 1), "91a", absl::CivilDay(2026, 3, 1)),   // Came.
      ChildOf(absl::CivilDay(2026, 5, 1), "91a", absl::CivilDay(2026, 3, 1)),   // Was born.
      ChildOf(absl::CivilDay(2025, 1, 1), "91a", absl::CivilDay(2025, 10, 1)),  // A year ago.
      ChildOf(absl::CivilDay(2022, 1, 1), "91a", absl::CivilDay(2020, 1, 1),
              absl::CivilDay(2026, 3, 1)),  // Left when it was older than three.
  });
  EXPECT_EQ(demand.joined, 1);
  EXPECT_EQ(demand.left, 0);
}

TEST(DemandTest, AHeadCountAddsChildrenWhomNobodyKnowsYet) {
  const std::vector<HeadCount> said = {{"91a", absl::CivilMonth(kToday), 400, {6, 3, 12, 0}, 1}};
  const Demand demand =
      Count({ChildOf(absl::CivilDay(2025, 1, 1)), ChildOf(absl::CivilDay(2024, 1, 1)),
             ChildOf(absl::CivilDay(2025, 1, 1), "91b")},
            said);
  EXPECT_EQ(In(demand, 0, false, FirmSize::kMedium), 6);
  EXPECT_EQ(In(demand, 2, false, FirmSize::kMedium), 12);
  EXPECT_EQ(In(demand, 3, false, FirmSize::kMedium), 1);
  EXPECT_EQ(In(demand, 2, false, FirmSize::kNotSaid), 1);
  EXPECT_EQ(demand.firms_counted, 1);
}

TEST(DemandTest, AHeadCountGrowsOlderAndThenSaysNothing) {
  HeadCount said{"91a", absl::CivilMonth(kToday) - 6, 100, {6, 0, 0, 12}, 1};
  const Demand grown = Count({}, {said});
  EXPECT_EQ(In(grown, 0, false, FirmSize::kSmall), 0);
  EXPECT_EQ(In(grown, 1, false, FirmSize::kSmall), 6);
  EXPECT_EQ(In(grown, 3, false, FirmSize::kSmall), 6);
  said.month = absl::CivilMonth(kToday) - 13;
  EXPECT_EQ(Count({}, {said}).firms_counted, 0);
}

TEST(DemandTest, TheLastHeadCountOfAFirmCounts) {
  const Demand demand = Count({}, {{"91a", absl::CivilMonth(2026, 9), 100, {0, 0, 0, 0}, 1},
                                   {"91a", absl::CivilMonth(2026, 8), 100, {0, 0, 9, 0}, 1}});
  EXPECT_EQ(In(demand, 2, false, FirmSize::kSmall), 0);
}

TEST(DemandTest, NoFirmHasMoreThanTwoChildrenForEachOfItsStaff) {
  EXPECT_TRUE(Plausible({"91a", absl::CivilMonth(kToday), 1, {2, 0, 0, 0}, 1}));
  EXPECT_FALSE(Plausible({"91a", absl::CivilMonth(kToday), 1, {2, 0, 1, 0}, 1}));
}

// ---- What is said.

using Sizes = std::array<int64_t, kFirmSizes>;

SaidDemand SayOnly(const Sizes& sizes) {
  Demand demand;
  demand.cells[2][1] = sizes;
  return Say(demand, TestingNumbers());
}
std::string TextOf(const SaidDemand& said) {
  std::string text = absl::StrCat(said.joined, "/", said.left);
  for (const SaidCell& cell : said.cells) {
    absl::StrAppend(&text, " ", cell.band.from, cell.applied ? "+" : "-");
    for (const FirmSize size : cell.sizes) absl::StrAppend(&text, static_cast<int>(size));
    absl::StrAppend(&text, "=", cell.children);
  }
  return text;
}

TEST(SaidDemandTest, EachNumberAndEachDifferenceIsAMultipleOfFive) {
  for (int64_t seed = 0; seed < 500; ++seed) {
    Demand demand;
    int64_t number = seed;
    for (auto& band : demand.cells) {
      for (auto& applied : band) {
        for (int64_t& cell : applied) cell = (number = (number * 1103 + 12345) % 10007) % 23;
      }
    }
    demand.joined = number % 90;
    demand.left = number % 40;
    const SaidDemand said = Say(demand, TestingNumbers());
    std::vector<int64_t> numbers = {said.joined, said.left, said.firms_counted};
    for (const SaidCell& cell : said.cells) numbers.push_back(cell.children);
    for (const int64_t a : numbers) {
      for (const int64_t b : numbers) EXPECT_EQ((a - b) % 5, 0);
    }
  }
}

TEST(SaidDemandTest, FirmsOfNeighbouringSizesStandTogetherUntilThereAreFive) {
  EXPECT_NE(TextOf(SayOnly({9, 0, 3, 3})).find(" 12+0=5 12+123=5"), std::string::npos);
  EXPECT_NE(TextOf(SayOnly({9, 6, 3, 1})).find(" 12+0=5 12+123=10"), std::string::npos);
  EXPECT_NE(TextOf(SayOnly({0, 0, 3, 1})).find(" 12+0123=0"), std::string::npos);
}

// Whoever knows the rule and tries out all parks: a number that may be fewer than five, of firms of
// any sizes, may be any of five at least.
TEST(SaidDemandTest, NoParkCanBeToldFromItsNeighboursByWhoKnowsTheRule) {
  constexpr int64_t kMost = 14;  // Beyond what the parks that are looked at can have in one size.
  constexpr unsigned kSubsets = 1 << kFirmSizes;
  struct Extent {
    int64_t least = 1000, most = -1;
  };
  std::map<std::string, std::array<Extent, kSubsets>> parks;
  Sizes sizes;
  for (sizes[0] = 0; sizes[0] <= kMost; ++sizes[0]) {
    for (sizes[1] = 0; sizes[1] <= kMost; ++sizes[1]) {
      for (sizes[2] = 0; sizes[2] <= kMost; ++sizes[2]) {
        for (sizes[3] = 0; sizes[3] <= kMost; ++sizes[3]) {
          if (sizes[0] + sizes[1] + sizes[2] + sizes[3] > kMost) continue;
          auto& extents = parks[TextOf(SayOnly(sizes))];
          for (unsigned subset = 1; subset < kSubsets; ++subset) {
            int64_t sum = 0;
            for (size_t i = 0; i < kFirmSizes; ++i) sum += (subset >> i & 1) == 1 ? sizes[i] : 0;
            extents[subset].least = std::min(extents[subset].least, sum);
            extents[subset].most = std::max(extents[subset].most, sum);
          }
        }
      }
    }
  }
  EXPECT_EQ(parks.size(), 6u);
  for (const auto& [text, extents] : parks) {
    for (unsigned subset = 1; subset < kSubsets; ++subset) {
      if (extents[subset].least >= 5) continue;
      EXPECT_GE(extents[subset].most - extents[subset].least, 4) << text << " subset " << subset;
    }
  }
}

// The number of those who came says nothing of the cells: with every child newly come, five
// children of each age and four read the same as without it.
TEST(SaidDemandTest, WhoCameNarrowsNoOtherNumber) {
  Demand demand;
  for (auto& band : demand.cells) band[1][0] = 4;
  demand.joined = 16;
  EXPECT_EQ(Say(demand, TestingNumbers()).joined, 0);
  demand.cells[3][1][0] = 14;
  demand.joined = 26;
  EXPECT_EQ(Say(demand, TestingNumbers()).joined, 10);
}

}  // namespace
}  // namespace tuoqiao::places::viability
