// What of the waiting list and of the seats goes into a round.
#include "services/places/rounds/freezing.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

constexpr absl::CivilDay kStart(2026, 11, 2);

class FreezingTest : public ::testing::Test {
 protected:
  FreezingTest() {
    round_.id = "spring";
    round_.policy = allocation::Policy::kDeferredAcceptance;
    round_.start = kStart;
    round_.groups = {"a/l01", "b/l01"};
    round_.points.criteria = {{allocation::CriterionKind::kSibling, 30, 0, 0, "见办法"},
                              {allocation::CriterionKind::kSpecialNeeds, 25, 0, 0, "见办法"},
                              {allocation::CriterionKind::kBothEmployed, 20, 0, 0, "见办法"},
                              {allocation::CriterionKind::kWaiting, 2, 7, 10, "见办法"}};
    centres_ = {CentreWith("a", {GroupOf("a", "l01", GroupKind::kLarge,
                                         {{"COMMUNITY", "", 1},
                                          {"RESERVED", "91a", 2},
                                          {"RESERVED", "91b", 1},
                                          {"SHARED", "", 3},
                                          {"SPECIALIST", "", 1}})}),
                CentreWith("b", {GroupOf("b", "l01", GroupKind::kLarge, 2),
                                 GroupOf("b", "i01", GroupKind::kInfant, 5)})};
  }

  // A child of two years, with the firm 91a.
  Wanting& Wait(const std::string& case_number, std::vector<std::string> choices = {"a"}) {
    children_.push_back(std::make_unique<Child>(ChildOf(case_number, absl::CivilDay(2024, 6, 15))));
    Wanting wanting{ApplicationOf(case_number), children_.back().get(), &decision_};
    wanting.application.choices = std::move(choices);
    waiting_.push_back(std::move(wanting));
    return waiting_.back();
  }
  Child& LastChild() { return *children_.back(); }

  Frozen Freeze() {
    const SeatBook book(centres_, taken_, {kToday, kToday});
    return FreezeMarket(round_, book, TakeIn(round_, waiting_),
                        {"parks/yunqi/allocations/spring", kToday,
                         [](const std::string& application) { return "apl-" + application; }});
  }
  static const allocation::Applicant& Of(const Frozen& frozen, const std::string& case_number) {
    const std::string id = absl::StrCat("apl-", ApplicationOf(case_number).id);
    for (const auto& each : frozen.log.market.applicants) {
      if (each.id == id) return each;
    }
    ADD_FAILURE() << case_number;
    return frozen.log.market.applicants.front();
  }
  static std::string UnitsOf(const Frozen& frozen, const std::string& case_number,
                             size_t choice = 0) {
    return absl::StrJoin(Of(frozen, case_number).choices.at(choice).units, " ");
  }

  Round round_;
  std::vector<Centre> centres_;
  std::vector<TakenSeats> taken_;
  const Decision decision_ = Eligible();
  std::vector<std::unique_ptr<Child>> children_;
  std::vector<Wanting> waiting_;
};

// The pools of a/l01 in the order in which they are filled: the two firms', specialist, then the
// community's and the park's.
TEST_F(FreezingTest, APoolIsForWhomItIsForAndAFirmsOwnComesFirst) {
  Wait("A1");
  Wait("A2");
  LastChild().employments[0].firm = "91b";
  Wait("A3");
  LastChild().needs_level = 1;
  Wait("A4");
  LastChild().employments[0].firm = "91c";
  const Frozen frozen = Freeze();
  EXPECT_EQ(UnitsOf(frozen, "A1"), "a/l01/1 a/l01/5");
  EXPECT_EQ(UnitsOf(frozen, "A2"), "a/l01/2 a/l01/5");
  EXPECT_EQ(UnitsOf(frozen, "A3"), "a/l01/1 a/l01/3 a/l01/5");
  EXPECT_EQ(UnitsOf(frozen, "A4"), "a/l01/5");
  std::vector<std::string> units;
  for (const RoundUnit& each : frozen.units) {
    units.push_back(absl::StrCat(each.unit, " ", each.pool, " ", each.seats));
  }
  EXPECT_EQ(absl::StrJoin(units, ", "),
            "a/l01/1 RESERVED/91a 2, a/l01/2 RESERVED/91b 1, a/l01/3 SPECIALIST 1, "
            "a/l01/4 COMMUNITY 1, a/l01/5 SHARED 3, b/l01/1 SHARED 2");
}

// Two of the three shared seats of a/l01 are for half days: each is a morning and an afternoon.
TEST_F(FreezingTest, HalfDaysHaveLinesOfTheirOwn) {
  round_.half_seats = {{"a/l01", 2}};
  centres_[0].groups[0].half_days_share = true;
  centres_[0].care_kinds = {CareKind::kFullDay, CareKind::kHalfDay};
  Wait("A1");
  Wait("A2").application.session = Session::kMorning;
  Wait("A3", {"b", "a"}).application.session = Session::kAfternoon;
  const Frozen frozen = Freeze();
  EXPECT_EQ(UnitsOf(frozen, "A1"), "a/l01/1 a/l01/5");
  EXPECT_EQ(UnitsOf(frozen, "A2"), "a/l01/5-morning a/l01/1 a/l01/5") << "halves first";
  EXPECT_EQ(UnitsOf(frozen, "A3"), "") << "b has no half days";
  EXPECT_EQ(UnitsOf(frozen, "A3", 1), "a/l01/5-afternoon a/l01/1 a/l01/5");
  std::map<std::string, int64_t> seats;
  for (const RoundUnit& each : frozen.units) seats[each.unit] = each.seats;
  EXPECT_EQ(seats.at("a/l01/5"), 1);
  EXPECT_EQ(seats.at("a/l01/5-morning"), 2);
  EXPECT_EQ(seats.at("a/l01/5-afternoon"), 2);
  places::Freeze(round_, frozen.log);
  EXPECT_EQ(round_.seats, 10) << "each seat counts once";
  EXPECT_NE(allocation::WriteLog(frozen.log).find("half-days\ta/l01\t2\n"), std::string::npos);
}

TEST_F(FreezingTest, AsManySeatsAreForHalfDaysAsAreFreeOrNone) {
  round_.half_seats = {{"a/l01", 2}, {"b/l01", 9}};
  centres_[0].groups[0].half_days_share = false;  // Not any more.
  centres_[1].groups[0].half_days_share = true;
  std::map<std::string, int64_t> seats;
  for (const RoundUnit& each : Freeze().units) seats[each.unit] = each.seats;
  EXPECT_EQ(seats.count("a/l01/5-morning"), 0u);
  EXPECT_EQ(seats.at("a/l01/5"), 3);
  EXPECT_EQ(seats.at("b/l01/1"), 0);
  EXPECT_EQ(seats.at("b/l01/1-morning"), 2);
  EXPECT_EQ(seats.at("b/l01/1-afternoon"), 2);
}

TEST_F(FreezingTest, WhatIsTakenOnTheStartDayIsNotFree) {
  taken_ = {{"b/l01", "SHARED", 1, std::nullopt},
            {"a/l01", "SHARED", 2, kStart},  // Ends on the start day.
            {"a/l01", "RESERVED/91a", 1, kStart + 1}};
  std::map<std::string, int64_t> seats;
  for (const RoundUnit& each : Freeze().units) seats[each.unit] = each.seats;
  EXPECT_EQ(seats.at("b/l01/1"), 1);
  EXPECT_EQ(seats.at("a/l01/5"), 3);
  EXPECT_EQ(seats.at("a/l01/1"), 1);
}

TEST_F(FreezingTest, PointsAreCountedAndTheirGroundsAreNotInTheLog) {
  Wanting& sibling = Wait("A1", {"a", "b"});
  sibling.sibling_centres = {"b"};
  Wait("A2", {"a", "b"}).application.submitted =
      absl::FromCivil(absl::CivilDay(kToday - 30), absl::UTCTimeZone());
  LastChild().employments.push_back(LastChild().employments[0]);
  LastChild().employments[1].guardian = 2;
  LastChild().needs_level = 2;
  const Frozen frozen = Freeze();
  EXPECT_EQ(Of(frozen, "A1").choices[1].points - Of(frozen, "A1").choices[0].points, 30);
  EXPECT_EQ(Of(frozen, "A2").choices[0].points, 25 + 20 + 8);
  EXPECT_EQ(Of(frozen, "A2").choices[1].points, 25 + 20 + 8);
  const std::string log = allocation::WriteLog(frozen.log);
  EXPECT_EQ(log.find("fam-"), std::string::npos);
  EXPECT_EQ(log.find("child-"), std::string::npos);
  EXPECT_EQ(log.find("RESERVED"), std::string::npos);
}

TEST_F(FreezingTest, WhyNothingIsForAChild) {
  struct Row {
    const char *case_number, *centre, *barred, *closed;
  };
  round_.groups = {"a/l01", "b/i01"};
  centres_[0] = CentreWith("a", {GroupOf("a", "l01", GroupKind::kLarge,
                                         {{"COMMUNITY", "", 2}, {"RESERVED", "91b", 2}})});
  Wait("A1");
  Wait("A2", {"b"});
  Wait("A3", {"c"});
  Wait("A4", {"b"});
  LastChild().birth_date = absl::CivilDay(2026, 3, 1);
  LastChild().centre_consent = false;
  Wait("A5").decision = nullptr;
  Wait("A6").passed_over = {"a"};
  const Frozen frozen = Freeze();
  for (const Row& row :
       {Row{"A1", "a", "", "NO_POOL_FOR_CHILD"}, Row{"A2", "b", "", "NO_GROUP_FOR_AGE"},
        Row{"A3", "c", "", "NOT_IN_ROUND"}, Row{"A4", "b", "NO_CONSENT", ""},
        Row{"A5", "a", "NOT_ELIGIBLE", "NO_POOL_FOR_CHILD"},
        Row{"A6", "a", "", "DECLINED_BEFORE"}}) {
    EXPECT_EQ(UnitsOf(frozen, row.case_number), "") << row.case_number;
    for (const RoundResult& each : frozen.results) {
      if (each.application != ApplicationOf(row.case_number).id) continue;
      EXPECT_EQ(each.grounds.barred, row.barred) << row.case_number;
      EXPECT_EQ(each.grounds.closed, (std::vector<std::string>{row.closed})) << row.case_number;
    }
  }
}

TEST_F(FreezingTest, AChildIsTakenInOnceAndOnlyIfItWantsToStartByThen) {
  Wait("A1", {"a"});
  Wanting& again = Wait("A1", {"b"});
  again.application.programme = "other";
  Wait("A2").application.desired_start = kStart + 1;
  Wait("A3").application.desired_start = kStart;
  const auto taken = TakeIn(round_, waiting_);
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].application.choices, (std::vector<std::string>{"a"}));
  EXPECT_EQ(taken[1].application.case_number, "A3");
}

TEST_F(FreezingTest, TwinsDrawOneNumber) {
  Wait("A1");
  Wait("A2");
  waiting_[0].application.family = waiting_[1].application.family = "fam-twins";
  Wait("A3");
  const Frozen frozen = Freeze();
  EXPECT_EQ(Of(frozen, "A1").draws_as, Of(frozen, "A2").draws_as);
  EXPECT_EQ(Of(frozen, "A1").draws_as, std::min(Of(frozen, "A1").id, Of(frozen, "A2").id));
  EXPECT_EQ(Of(frozen, "A3").draws_as, Of(frozen, "A3").id);
}

TEST_F(FreezingTest, GroundsAreReadAsTheyWereWritten) {
  Grounds grounds;
  grounds.barred = "NO_CONSENT";
  grounds.closed = {"", "NOT_IN_ROUND", ""};
  grounds.awards = {{allocation::CriterionKind::kSibling, "a", 30},
                    {allocation::CriterionKind::kWaiting, "", 8}};
  const Grounds read = ReadGrounds(WriteGrounds(grounds));
  EXPECT_EQ(read.barred, grounds.barred);
  EXPECT_EQ(read.closed, grounds.closed);
  ASSERT_EQ(read.awards.size(), 2u);
  EXPECT_EQ(read.awards[0].centre, "a");
  EXPECT_EQ(read.awards[1].points, 8);
  EXPECT_EQ(ReadGrounds(WriteGrounds({{}, "", {""}})).closed.size(), 1u);
}

}  // namespace
}  // namespace tuoqiao::places
