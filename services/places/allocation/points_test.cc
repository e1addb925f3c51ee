#include "services/places/allocation/points.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "services/places/allocation/lottery.h"
#include "services/places/allocation/testing_markets.h"

namespace tuoqiao::allocation {
namespace {

PointsPolicy Table() {
  PointsPolicy policy;
  policy.display_name = "云栖园区分配办法 2027";
  policy.source = "园区托育管理委员会, 2026-12-01";
  policy.from = absl::CivilDay(2027, 1, 1);
  policy.until = absl::CivilDay(2028, 1, 1);
  policy.criteria = {{CriterionKind::kSibling, 30, 0, 0, "兄弟姐妹同园"},
                     {CriterionKind::kSpecialNeeds, 25, 0, 0, "特殊需要"},
                     {CriterionKind::kBothEmployed, 20, 0, 0, "双职工"},
                     {CriterionKind::kCatchment, 10, 0, 0, "就近"},
                     {CriterionKind::kWaiting, 2, 30, 12, "等待时间"}};
  return policy;
}

TEST(PointsTest, FiveFamiliesAtTwoCentres) {
  struct Row {
    const char* family;
    Facts facts;
    int64_t north, south;
  };
  for (const Row& row : {
           Row{"nothing to say", {}, 0, 0},
           Row{"a sibling in the north", {{"north"}, {}, 0, false, 0}, 30, 0},
           Row{"near the south, 95 days", {{}, {"south"}, 0, false, 95}, 6, 16},
           Row{"two guardians, needs", {{}, {}, 2, true, 29}, 45, 45},
           Row{"all of it, for years", {{"north"}, {"north"}, 1, true, 900}, 97, 57},
       }) {
    const auto awards = Judge(Table(), row.facts, {"north", "south"});
    EXPECT_EQ(PointsAt(awards, "north"), row.north) << row.family;
    EXPECT_EQ(PointsAt(awards, "south"), row.south) << row.family;
  }
}

TEST(PointsTest, ACentreThatIsNotChosenGivesNothing) {
  const auto awards = Judge(Table(), {{"west"}, {}, 0, true, 0}, {"north"});
  ASSERT_EQ(awards.size(), 1u);
  EXPECT_EQ(awards[0].kind, CriterionKind::kBothEmployed);
}

TEST(PointsTest, ATableHoldsFromItsFirstDayUntilItsLast) {
  EXPECT_FALSE(Table().HoldsOn(absl::CivilDay(2026, 12, 31)));
  EXPECT_TRUE(Table().HoldsOn(absl::CivilDay(2027, 1, 1)));
  EXPECT_FALSE(Table().HoldsOn(absl::CivilDay(2028, 1, 1)));
}

// printf '%s\n%s\n%s' SEED ROUND APPLICANT | sha256sum
TEST(LotteryTest, AnybodyCanComputeALotteryNumber) {
  const auto number = [](const Draw& draw, const char* applicant) {
    return absl::BytesToHexString(LotteryNumber(draw, "parks/yunqi/allocations/spring", applicant))
        .substr(0, 12);
  };
  Draw draw = DrawOf("spring");
  EXPECT_EQ(SeedHash(draw.seed),
            "d861e47a7b5b61d845dea54e25fe7223cd412440989907e77dd70d46d55399a5");
  EXPECT_EQ(number(draw, "an"), "ca474b0bae81");
  draw.public_entropy = "3120.55";
  EXPECT_EQ(number(draw, "an"), "674a0d82878b");
}

}  // namespace
}  // namespace tuoqiao::allocation
