#include "services/places/offers/seats.h"

#include <gtest/gtest.h>

#include "services/common/period.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

class SeatsTest : public ::testing::Test {
 protected:
  // What the child is offered: `group pool start`, or nothing.
  static std::string Hold(SeatBook& book, const Child& child,
                          const std::vector<std::string>& choices, Day start = kToday,
                          const std::set<std::string>& passed_over = {}) {
    const Decision decision = Eligible();
    const auto seat = book.Hold({child, decision, choices, passed_over, start});
    if (!seat.has_value()) return "";
    EXPECT_EQ(seat->group.substr(0, seat->group.find('/')), seat->centre);
    return absl::StrCat(seat->group, " ", seat->pool, " ", FormatDay(seat->start));
  }
  static Child Aged(int64_t months) {
    return ChildOf("C1", Day(absl::CivilMonth(kToday) - months));
  }
  static constexpr SeatBook::Days kDays = {kToday, Day(1970, 1, 1)};
};

TEST_F(SeatsTest, LooksAtGroupsByKindThenCodeAndAtChoicesInTheirOrder) {
  SeatBook book({CentreWith("a", {GroupOf("a", "m1", GroupKind::kMixed, 1),
                                  GroupOf("a", "l2", GroupKind::kLarge, 1),
                                  GroupOf("a", "l1", GroupKind::kLarge, 1)}),
                 CentreWith("b", {GroupOf("b", "l1", GroupKind::kLarge, 1)})},
                {}, kDays);
  const Child child = Aged(30);
  EXPECT_EQ(Hold(book, child, {"a", "b"}), "a/l1 SHARED 2026-10-01");
  EXPECT_EQ(Hold(book, child, {"a", "b"}), "a/l2 SHARED 2026-10-01");
  EXPECT_EQ(Hold(book, child, {"a", "b"}), "a/m1 SHARED 2026-10-01");
  EXPECT_EQ(Hold(book, child, {"a", "b"}), "b/l1 SHARED 2026-10-01");
  EXPECT_EQ(Hold(book, child, {"a", "b"}), "");
}

TEST_F(SeatsTest, AGroupTakesTheAgesOfItsBand) {
  struct Case {
    int64_t months;
    const char* seat;
  };
  for (const Case& each : {Case{5, ""}, Case{6, "a/i1"}, Case{11, "a/i1"}, Case{12, "a/s1"},
                           Case{23, "a/s1"}, Case{24, "a/l1"}, Case{35, "a/l1"}, Case{36, ""}}) {
    SeatBook book({CentreWith("a", {GroupOf("a", "i1", GroupKind::kInfant, 1),
                                    GroupOf("a", "s1", GroupKind::kSmall, 1),
                                    GroupOf("a", "l1", GroupKind::kLarge, 1)})},
                  {}, kDays);
    const std::string held = Hold(book, Aged(each.months), {"a"});
    EXPECT_EQ(held.substr(0, held.find(' ')), each.seat) << each.months;
  }
}

TEST_F(SeatsTest, OffersNothingWithoutConsentOrEligibilityOrWhereTheFamilyDeclined) {
  SeatBook book({CentreWith("a", {GroupOf("a", "l1", GroupKind::kLarge, 9)})}, {}, kDays);
  Child child = Aged(30);
  child.centre_consent = false;
  EXPECT_EQ(Hold(book, child, {"a"}), "");
  child.centre_consent = true;
  EXPECT_EQ(Hold(book, child, {"a"}, kToday, {"a"}), "");
  child.programme_consent = false;  // The decision holds from today on; before, the facts say no.
  EXPECT_EQ(Hold(book, child, {"a"}, kToday - 5), "a/l1 SHARED 2026-10-01");
  EXPECT_EQ(Hold(book, child, {"nowhere"}), "");
}

TEST_F(SeatsTest, APoolIsForWhomItIsFor) {
  const std::vector<SeatPool> pools = {
      {"SHARED", "", 1}, {"SPECIALIST", "", 1}, {"RESERVED", "91a", 1}, {"COMMUNITY", "", 5}};
  SeatBook book({CentreWith("a", {GroupOf("a", "l1", GroupKind::kLarge, pools)})}, {}, kDays);
  Child theirs = Aged(30), needs = Aged(30), other = Aged(30);
  needs.needs_level = 1;
  needs.employments = other.employments = {{"91b", Day(2025, 1, 1), std::nullopt}};
  EXPECT_EQ(Hold(book, theirs, {"a"}), "a/l1 RESERVED/91a 2026-10-01");
  EXPECT_EQ(Hold(book, needs, {"a"}), "a/l1 SPECIALIST 2026-10-01");
  EXPECT_EQ(Hold(book, other, {"a"}), "a/l1 SHARED 2026-10-01");
  EXPECT_EQ(Hold(book, other, {"a"}), "") << "the community's seats are not the firms'";
  Child of_public = Aged(30);
  of_public.employments.clear();
  EXPECT_EQ(Hold(book, of_public, {"a"}), "a/l1 COMMUNITY 2026-10-01");
}

TEST_F(SeatsTest, AFreedSeatIsFreeFromTheDayThatSomebodyGaveIt) {
  const std::vector<Centre> centres = {CentreWith("a", {GroupOf("a", "l1", GroupKind::kLarge, 1)})};
  const auto offered = [&](std::optional<Day> until, Day wish) {
    SeatBook book(centres, {{"a/l1", "SHARED", 1, until}}, kDays);
    return Hold(book, Aged(30), {"a"}, wish);
  };
  EXPECT_EQ(offered(std::nullopt, kToday), "");
  EXPECT_EQ(offered(kToday + 10, kToday + 9), "");
  EXPECT_EQ(offered(kToday + 10, kToday + 10), "a/l1 SHARED 2026-10-11");
  EXPECT_EQ(offered(kToday - 3, kToday - 3), "a/l1 SHARED 2026-09-28");
  EXPECT_EQ(offered(kToday - 3, kToday - 4), "a/l1 SHARED 2026-10-01") << "its day has passed";
  EXPECT_EQ(offered(kToday + 1, kToday - 4), "");
}

TEST_F(SeatsTest, NoPlaceStartsInAClosedMonth) {
  SeatBook book({CentreWith("a", {GroupOf("a", "l1", GroupKind::kLarge, 1)})}, {},
                {kToday + 40, Day(2026, 11, 1)});
  EXPECT_EQ(Hold(book, Aged(30), {"a"}), "a/l1 SHARED 2026-11-01");
}

}  // namespace
}  // namespace tuoqiao::places
