#include "services/places/finding/vacancy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

constexpr absl::CivilDay kBorn(2025, 2, 1);  // 20 months old on kToday.

std::vector<std::string> Said(const search::Seats& seats) {
  std::vector<std::string> said;
  for (const search::Vacancy& each : seats.vacancies) {
    said.push_back(absl::StrCat(std::string(each.group_kind), " ", each.free, " ",
                                FormatDay(each.from), each.specialist ? " specialist" : ""));
  }
  return said;
}

search::Seats Look(const Centre& centre, const std::vector<TakenSeats>& taken,
                   const Asker& asker = {}, absl::CivilDay born = kBorn) {
  return VacanciesOf(centre, taken, asker, StartDaysOf(born, kToday, 3));
}

TEST(VacancyTest, ASeatIsFreeToTheChildOfItsAge) {
  const Centre centre = CentreWith(
      "a", {GroupOf("a", "s", GroupKind::kSmall, 5), GroupOf("a", "s2", GroupKind::kSmall, 2),
            GroupOf("a", "m", GroupKind::kMixed, 3), GroupOf("a", "i", GroupKind::kInfant, 9)});
  EXPECT_THAT(Said(Look(centre, {})),
              ::testing::ElementsAre("SMALL 7 2026-10-01", "MIXED 3 2026-10-01"));
  EXPECT_THAT(
      Said(Look(centre, {{"a/s", "SHARED", 5, std::nullopt}, {"a/s2", "SHARED", 1, std::nullopt}})),
      ::testing::ElementsAre("SMALL 1 2026-10-01", "MIXED 3 2026-10-01"));
}

TEST(VacancyTest, SaysFromWhichMonthASeatIsFree) {
  const Centre centre = CentreWith("a", {GroupOf("a", "s", GroupKind::kSmall, 1)});
  EXPECT_THAT(Said(Look(centre, {{"a/s", "SHARED", 1, absl::CivilDay(2026, 11, 15)}})),
              ::testing::ElementsAre("SMALL 1 2026-12-01"));
  const search::Seats none = Look(centre, {{"a/s", "SHARED", 1, absl::CivilDay(2027, 1, 2)}});
  EXPECT_TRUE(none.age_fits);
  EXPECT_TRUE(none.vacancies.empty());
}

TEST(VacancyTest, AChildGrowsIntoAGroupAndOutOfIt) {
  const Centre centre = CentreWith("a", {GroupOf("a", "i", GroupKind::kInfant, 1)});
  // Six months old on 15 November.
  EXPECT_THAT(Said(Look(centre, {}, {}, absl::CivilDay(2026, 5, 15))),
              ::testing::ElementsAre("INFANT 1 2026-12-01"));
  EXPECT_FALSE(Look(centre, {}, {}, kBorn).age_fits);
}

TEST(VacancyTest, WhatIsTakenIsItsCentres) {
  const TakenByCentre taken = ByCentre(
      {{"a/s", "SHARED", 1, std::nullopt}, {"b/s", "SHARED", 2, {}}, {"a/m", "SHARED", 3, {}}});
  EXPECT_EQ(taken.at("a").size(), 2u);
  EXPECT_EQ(taken.at("b")[0].count, 2);
}

TEST(VacancyTest, APoolIsForWhomItIsFor) {
  const Centre centre = CentreWith(
      "a", {GroupOf("a", "s", GroupKind::kSmall,
                    std::vector<SeatPool>{
                        {"RESERVED", "91a", 4}, {"COMMUNITY", "", 5}, {"SPECIALIST", "", 2}})});
  EXPECT_TRUE(Said(Look(centre, {})).empty());
  EXPECT_THAT(Said(Look(centre, {}, {0, {"91a"}, false})),
              ::testing::ElementsAre("SMALL 4 2026-10-01"));
  EXPECT_TRUE(Said(Look(centre, {}, {0, {"91b"}, false})).empty());
  EXPECT_THAT(Said(Look(centre, {}, {1, {"91a"}, false})),
              ::testing::ElementsAre("SMALL 6 2026-10-01", "SMALL 2 2026-10-01 specialist"));
  EXPECT_THAT(Said(Look(centre, {}, {0, {}, false, true})),
              ::testing::ElementsAre("SMALL 5 2026-10-01"));
  EXPECT_THAT(Said(Look(centre, {}, {1, {"91a"}, true})),
              ::testing::ElementsAre("SMALL 2 2026-10-01 specialist"));
}

// What is said to be free is what the book of seats gives away, one seat after the other.
TEST(VacancyTest, CountsTheSeatsThatTheBookGives) {
  std::mt19937_64 random(11);
  const auto between = [&](int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random);
  };
  const std::vector<std::string> kinds = {"SHARED", "COMMUNITY", "SPECIALIST"};
  for (int round = 0; round < 2000; ++round) {
    std::vector<SeatPool> pools = {{"RESERVED", "91a", between(0, 3)},
                                   {"RESERVED", "91b", between(0, 3)}};
    for (const std::string& kind : kinds) pools.push_back({kind, "", between(0, 3)});
    const Centre centre = CentreWith("a", {GroupOf("a", "s", GroupKind::kSmall, pools)});
    std::vector<TakenSeats> taken;
    for (const SeatPool& pool : pools) {
      // Now and then more than there are: what is offered may be over a capacity that was lowered.
      const int64_t count = between(0, pool.seats + 1);
      if (count > 0) taken.push_back({"a/s", pool.Key(), count, std::nullopt});
    }
    Child child = ChildOf("1", kBorn);
    child.needs_level = between(0, 1);
    const Asker asker = {child.needs_level, {"91a"}, false};
    const int64_t free = FreeSeats(centre.groups[0], taken, asker, kToday);
    SeatBook book({centre}, taken, {kToday, kToday});
    const Decision decision = Eligible();
    int64_t given = 0;
    while (book.Hold({child, decision, {"a"}, {}, kToday}).has_value()) ++given;
    EXPECT_EQ(free, given);
  }
}

}  // namespace
}  // namespace tuoqiao::places
