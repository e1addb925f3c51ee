// Random bookings, transfers, suspensions and ends against what everybody may count: on no day does
// a group hold more children than seats. The seed is printed, and the same seed is the same run.
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <set>

#include "services/common/period.h"
#include "services/places/testing_care.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

constexpr Day kFirst(2026, 10, 1);
constexpr int kHorizon = 60, kChildren = 14;
const std::map<std::string, int> kSeats = {{"c001", 2}, {"c002", 3}};

class CarePropertyTest : public ::testing::TestWithParam<std::string>, protected CareFixture {
 protected:
  CarePropertyTest() : CareFixture(GetParam()) {
    for (const auto& [centre, seats] : kSeats) {
      OpenForAll(absl::AsciiStrToUpper(centre), {{"L01", v1::Group::LARGE, seats}});
    }
    for (int i = 0; i < kChildren; ++i) {
      AddChild(Case(i), "2024-09-10");
      EXPECT_EQ(ApplyOne(ApplicationMessage(Case(i), {i % 2 == 0 ? "c001" : "c002"})), "CREATED");
    }
  }

  static std::string Case(int i) { return absl::StrCat("R", 10 + i); }
  int Roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }
  std::string AnyDay() { return FormatDay(today_ + Roll(kHorizon)); }
  static const char* AnyCentre(int roll) { return roll == 0 ? "c001" : "c002"; }
  std::string AnyPlace() {
    const auto enrolments = Enrolments();
    return enrolments.empty() ? "" : enrolments[Roll(static_cast<int>(enrolments.size()))].name();
  }

  // What a step did, or why it was refused; nothing but named reasons.
  template <typename Reply>
  void Count(const char* step, const absl::StatusOr<Reply>& reply) {
    if (reply.ok()) {
      ++done_[step];
    } else {
      EXPECT_NE(ReasonOf(reply.status()), "") << step << ": " << reply.status();
    }
  }

  void BookAny() {
    const v1::CareKind kinds[] = {v1::TEMPORARY, v1::TEMPORARY, v1::BACK_UP, v1::HOURLY};
    Said said = {Case(Roll(kChildren)), AnyCentre(Roll(2)), AnyDay(), kinds[Roll(4)]};
    if (said.kind == v1::HOURLY) said.until_minute = 60;
    Count("book", Book(said));
  }
  void CancelAny() {
    const auto bookings = Bookings();
    if (!bookings.empty()) {
      Count("cancel", CancelDay(bookings[Roll(static_cast<int>(bookings.size()))].name()));
    }
  }
  void OfferAndAccept() {
    const auto offered = OfferSeats();
    ASSERT_TRUE(offered.ok()) << offered.status();
    for (const v1::Offer& each : offered->offers()) {
      if (Roll(2) == 0) Count("accept", Accept(each.name()));
    }
  }
  void Step() {
    const std::string place = AnyPlace();
    switch (place.empty() ? Roll(3) : Roll(12)) {
      case 0:
        return OfferAndAccept();
      case 1:
        return CancelAny();
      default:
        return BookAny();
      case 6: {
        const Day from = today_ + Roll(20);
        return Count("suspend",
                     Suspend(place, FormatDay(from), FormatDay(from + 1 + Roll(15)), Roll(3) == 0));
      }
      case 7:
        return Count("resume", Resume(place, FormatDay(today_ + Roll(20))));
      case 8:
        return Count("transfer", Transfer(place, absl::StrCat(AnyCentre(Roll(2)), "/groups/l01"),
                                          FormatDay(today_ + Roll(10))));
      case 9:
        return Roll(4) == 0 ? Count("end", End(place, FormatDay(today_ + Roll(10)))) : BookAny();
      case 10:
        today_ += Roll(2);
        return directory_.SetToday(FormatDay(today_));
    }
  }

  static bool Rests(const v1::Enrolment& place, const std::string& day) {
    for (const v1::Suspension& each : place.suspensions()) {
      if (!each.keep_seat() && each.from_date() <= day && day < each.until_date()) return true;
    }
    return false;
  }
  // Children whose seat is kept, and those who are booked: no more than seats. Nobody has two
  // places, or is booked twice, on one day.
  void Check() {
    const auto enrolments = Enrolments();
    const auto bookings = Bookings();
    for (Day day = kFirst; day < today_ + kHorizon; ++day) {
      const std::string date = FormatDay(day);
      std::map<std::string, int> places, there;
      std::set<std::string> placed, booked;
      for (const v1::Enrolment& each : enrolments) {
        if (date < each.start_date() || each.end_date() <= date) continue;
        const std::string centre =
            each.group().substr(std::string("parks/yunqi/centres/").size(), 4);
        ++places[centre];
        if (!Rests(each, date)) ++there[centre];
        EXPECT_TRUE(placed.insert(each.child()).second) << each.case_number() << " " << date;
      }
      for (const v1::Booking& each : bookings) {
        const bool stands =
            each.state() == v1::Booking::BOOKED || each.state() == v1::Booking::TAKEN;
        if (each.date() != date || !stands) continue;
        ++there[each.centre().substr(each.centre().size() - 4)];
        EXPECT_TRUE(booked.insert(each.child()).second) << each.case_number() << " " << date;
      }
      for (const auto& [centre, seats] : kSeats) {
        ASSERT_LE(places[centre], seats) << centre << " " << date;
        ASSERT_LE(there[centre], seats) << centre << " " << date;
      }
    }
  }

  std::mt19937 random_{20261001};
  Day today_ = kFirst;
  std::map<std::string, int> done_;
};

TEST_P(CarePropertyTest, OnNoDayAreThereMoreChildrenThanSeats) {
  const int steps = GetParam() == "sqlite" ? 600 : 150;
  for (int i = 0; i < steps && !HasFatalFailure(); ++i) {
    Step();
    if (i % 10 == 9) Check();
  }
  for (const auto& [step, times] : done_) std::cout << step << " " << times << "  ";
  std::cout << "(seed 20261001)\n";
  EXPECT_GT(done_["book"], 0);
  EXPECT_GT(done_["accept"], 0);
  // Few steps need not come to a transfer.
  for (const char* const step : {"cancel", "suspend", "transfer"}) {
    EXPECT_TRUE(done_[step] > 0 || GetParam() == "postgres") << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, CarePropertyTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace tuoqiao::places
