// Children who come in one half of the day, and the seats that they fill.
#include <gtest/gtest.h>

#include "services/places/enrolment.h"
#include "services/places/offers/seats.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

class HalfDayTest : public ::testing::Test {
 protected:
  static Centre CentreOf(bool share, int64_t seats) {
    Centre centre = CentreWith("a", {GroupOf("a", "l1", GroupKind::kLarge, seats)});
    centre.groups[0].half_days_share = share;
    centre.care_kinds = {CareKind::kFullDay, CareKind::kHalfDay};
    return centre;
  }
  static bool Holds(SeatBook& book, Session session) {
    const Child child = ChildOf("C1", absl::CivilDay(2024, 6, 1));
    const Decision decision = Eligible();
    return book.Hold({child, decision, {"a"}, {}, kToday, session}).has_value();
  }
  static constexpr SeatBook::Days kDays = {kToday, absl::CivilDay(1970, 1, 1)};
};

TEST_F(HalfDayTest, AMorningAndAnAfternoonFillOneSeatWhereTheGroupLetsThem) {
  SeatBook book({CentreOf(true, 1)}, {}, kDays);
  EXPECT_TRUE(Holds(book, Session::kMorning));
  EXPECT_FALSE(Holds(book, Session::kMorning));
  EXPECT_FALSE(Holds(book, Session::kWholeDay));
  EXPECT_TRUE(Holds(book, Session::kAfternoon));
  EXPECT_FALSE(Holds(book, Session::kAfternoon));
}

TEST_F(HalfDayTest, TheyFillOneSeatInAGroupWithContractsToo) {
  Centre centre = CentreOf(true, 3);
  SeatContract reserved;
  reserved.id = "c1";
  reserved.group = "a/l1";
  reserved.pool = {"RESERVED", "91a", 1};
  reserved.period = {kToday, kToday + 400};
  SeatContract other = reserved;
  other.id = "c2";
  other.pool = {"RESERVED", "91b", 1};
  centre.groups[0].contracts = {reserved, other};
  SeatBook book({centre}, {}, kDays);
  // Its own seat, and the one that is shared; 91b's is kept for it.
  EXPECT_TRUE(Holds(book, Session::kMorning));
  EXPECT_TRUE(Holds(book, Session::kAfternoon));
  EXPECT_TRUE(Holds(book, Session::kAfternoon));
  EXPECT_FALSE(Holds(book, Session::kWholeDay));
  EXPECT_TRUE(Holds(book, Session::kMorning));
  EXPECT_FALSE(Holds(book, Session::kMorning));
  EXPECT_FALSE(Holds(book, Session::kAfternoon));
}

// Each half is counted under its own right, and a seat that another waits for is not filled up.
TEST_F(HalfDayTest, AHalfMeetsAHalfOfTheSameRightAndNoSeatIsOversold) {
  Group group = CentreOf(true, 1).groups[0];
  SeatContract shared;
  shared.id = "c1";
  shared.group = "a/l1";
  shared.pool = {"SHARED", "", 1};
  shared.period = {kToday, kToday + 400};
  group.contracts = {shared};
  Asker asker;
  asker.today = kToday;
  asker.until = kToday + 300;
  asker.part = Session::kAfternoon;
  const TakenSeats morning = {"a/l1", "SHARED", 1, kToday + 10, std::nullopt, Session::kMorning};
  const TakenSeats next = {"a/l1", "SHARED", 1, std::nullopt, kToday + 300};
  EXPECT_EQ(FindSeat(group, {morning}, asker, kToday), "SHARED");
  EXPECT_EQ(FindSeat(group, {morning, next}, asker, kToday), std::nullopt)
      << "a whole day begins when the morning ends";
  asker.part = Session::kMorning;
  EXPECT_EQ(FindSeat(group, {morning}, asker, kToday), std::nullopt);
  const TakenSeats of_firm = {"a/l1",       "SHARED/91a", 1,
                              std::nullopt, std::nullopt, Session::kMorning};
  asker.part = Session::kAfternoon;
  asker.firms = {"91b"};
  EXPECT_EQ(FindSeat(group, {of_firm}, asker, kToday), std::nullopt) << "another's right";
}

TEST_F(HalfDayTest, ElseEachTakesASeat) {
  SeatBook book({CentreOf(false, 1)}, {}, kDays);
  EXPECT_TRUE(Holds(book, Session::kMorning));
  EXPECT_FALSE(Holds(book, Session::kAfternoon));
}

TEST_F(HalfDayTest, ACentreWithoutHalfDaysHasNone) {
  Centre centre = CentreOf(true, 2);
  centre.care_kinds.clear();
  SeatBook book({centre}, {}, kDays);
  EXPECT_FALSE(Holds(book, Session::kMorning));
  EXPECT_TRUE(Holds(book, Session::kWholeDay));
}

TEST_F(HalfDayTest, WholeDaysAndHalvesAddUp) {
  const std::vector<TakenSeats> taken = {
      {"a/l1", "SHARED", 1, std::nullopt, std::nullopt, Session::kWholeDay},
      {"a/l1", "SHARED", 2, std::nullopt, std::nullopt, Session::kMorning},
      {"a/l1", "SHARED", 1, std::nullopt, std::nullopt, Session::kAfternoon},
      {"a/l1", "RESERVED/91a", 1, std::nullopt, std::nullopt, Session::kAfternoon},
      {"a/l1", "", 1, kToday + 1, std::nullopt, Session::kWholeDay}};
  EXPECT_EQ(CountTaken(taken, kToday, "a/l1", "SHARED"), 3);
  // Halves of two pools do not meet; what is booked is the group's.
  EXPECT_EQ(CountTaken(taken, kToday, "a/l1"), 5);
  EXPECT_EQ(CountTaken(taken, kToday + 1, "a/l1"), 4);
}

TEST_F(HalfDayTest, AnOfferOfAHalfFindsTheOtherHalfOfASeat) {
  Application application = ApplicationOf("C1");
  application.session = Session::kAfternoon;
  Offer offer = MakeOffer(kPark, application,
                          {"a", "a/l1", GroupKind::kLarge, "SHARED", kToday, Session::kAfternoon},
                          kToday + 300, kToday);
  const Group group = CentreOf(true, 1).groups[0];
  const auto taken_by = [&](Session part) {
    return CountSeats(offer, group, {{"a/l1", "SHARED", 1, std::nullopt, std::nullopt, part}}, {},
                      kToday)
        .taken;
  };
  EXPECT_EQ(taken_by(Session::kMorning), 0);
  EXPECT_EQ(taken_by(Session::kAfternoon), 1);
  EXPECT_EQ(taken_by(Session::kWholeDay), 1);
  const auto enrolment =
      Accept(kPark, offer, application,
             CountSeats(offer, group,
                        {{"a/l1", "SHARED", 1, std::nullopt, std::nullopt, Session::kMorning}}, {},
                        kToday),
             kToday);
  ASSERT_TRUE(enrolment.ok()) << enrolment.status();
  EXPECT_EQ(enrolment->care(), CareKind::kHalfDay);
  EXPECT_EQ(enrolment->part, Session::kAfternoon);
}

TEST_F(HalfDayTest, WhatIsBookedLeavesAPlaceNoSeatUntilItsLastDay) {
  const std::vector<TakenSeats> taken = {{"a/l1", "", 1, kToday + 5}};
  for (const int64_t days : {0, 4, 5}) {
    SeatBook book({CentreOf(false, 1)}, taken, {kToday + days, absl::CivilDay(1970, 1, 1)});
    const Child child = ChildOf("C1", absl::CivilDay(2024, 6, 1));
    const Decision decision = Eligible();
    EXPECT_EQ(book.FreeOn(kToday + days)[0].seats, days == 5 ? 1 : 0);
    EXPECT_EQ(book.Hold({child, decision, {"a"}, {}, kToday + days}).has_value(), days == 5);
  }
}

}  // namespace
}  // namespace tuoqiao::places
