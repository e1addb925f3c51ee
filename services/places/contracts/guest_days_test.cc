// Days on which an owner's centre is closed, at the park to which its seats are lent, behind the
// real handlers on both engines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_join.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/contracts/testing_lending.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using ::testing::ElementsAre;

using Strings = std::vector<std::string>;

class GuestDaysTest : public ::testing::TestWithParam<std::string>, protected LendingFixture {
 protected:
  GuestDaysTest() : LendingFixture(GetParam()) { EXPECT_TRUE(SetOwnersCentre(20).ok()); }

  absl::StatusOr<v1::Closure> Close(const std::string& name, const Strings& dates,
                                    bool refund = true) {
    v1::SetClosureRequest request;
    v1::Closure* closure = request.mutable_closure();
    closure->set_name(name);
    for (const auto& each : dates) closure->add_dates(each);
    closure->set_kind(v1::Closure::FORCED);
    closure->set_reason("台风停园");
    closure->set_refund(refund ? v1::Closure::AS_CENTRE_CLOSED : v1::Closure::NO_REFUND);
    const std::string park = name.rfind(kBinhai, 0) == 0 ? kBinhai : kYunqi;
    return Send(&Stub::SetClosure, request, "PARK_ADMIN", park);
  }
  absl::StatusOr<v1::OpeningCalendar> SetOwnersCalendar(const Strings& closed,
                                                        const Strings& working = {}) {
    v1::SetOpeningCalendarRequest request;
    request.mutable_calendar()->set_name(absl::StrCat(kBinhai, "/openingCalendars/2026"));
    for (const auto& each : closed) request.mutable_calendar()->add_closed_dates(each);
    for (const auto& each : working) request.mutable_calendar()->add_working_weekends(each);
    return Send(&Stub::SetOpeningCalendar, request, "PARK_ADMIN", kBinhai);
  }
  Strings Closures(const std::string& parent) {
    v1::ListClosuresRequest request;
    request.set_parent(parent);
    const auto found = Call(&Stub::ListClosures, request);
    EXPECT_TRUE(found.ok()) << found.status();
    Strings names;
    for (const auto& each : found->closures()) {
      names.push_back(absl::StrCat(LastPart(each.name()), " ", absl::StrJoin(each.dates(), ",")));
    }
    return names;
  }
  // What billing hears of the days of the only place in a month, at which nobody said anything.
  Strings ClosedForBilling(const std::string& month) {
    v1::ListEnrolmentMonthsRequest request;
    request.set_parent(kYunqi);
    request.set_month(month);
    const auto found = Call(&Stub::ListEnrolmentMonths, request, "SERVICE", "billing");
    EXPECT_TRUE(found.ok()) << found.status();
    Strings days;
    if (!found.ok() || found->enrolment_months_size() != 1) return days;
    for (const auto& each : found->enrolment_months(0).days()) {
      days.push_back(absl::StrCat(each.date(), " ", each.reason()));
    }
    return days;
  }
  // By weekday of the coming half year, as a reader of either park sees it.
  std::map<std::string, Closed> Standing(const std::string& park, const std::string& centre) {
    std::map<std::string, Closed> standing;
    const Period days = {absl::CivilDay(2026, 10, 1), absl::CivilDay(2027, 4, 1)};
    const absl::Status read =
        harness_.db("places").ReadIn(park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
          const Opening opening(calendars);
          ASSIGN_OR_RETURN(const ClosedDays closed, LoadClosedDays(txn, opening, days));
          for (absl::CivilDay day = days.from; day < days.until; ++day) {
            if (Weekend(day)) continue;
            standing[FormatDay(day)] =
                opening.OpenOn(day) ? closed.On(centre, day) : Closed::kWithRefund;
          }
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return standing;
  }
};

INSTANTIATE_TEST_SUITE_P(Each, GuestDaysTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

TEST_P(GuestDaysTest, WhatClosesTheOwnersCentreClosesTheGuests) {
  ASSERT_TRUE(Close("parks/binhai/centres/c001/closures/before", {"2026-10-14"}).ok());
  Lend(Terms(3));
  EXPECT_THAT(Closures(kGuestCentre), ElementsAre("binhai--centre-before 2026-10-14"))
      << "what was closed before there was a loan";
  Enrol("A1", {"binhai--c001"}, "2024-06-15", "2026-10-12");
  AddChild("A2");
  for (const char* day : {"2026-10-20", "2026-10-21", "2026-10-22", "2026-10-23"}) {
    ASSERT_EQ(BookOne({"A2", "binhai--c001", day}), "BOOKED") << day;
  }
  EXPECT_EQ(BookOne({"A2", "binhai--c001", "2026-10-14"}), "NOT_AN_OPENING_DAY");

  ASSERT_TRUE(Close("parks/binhai/centres/c001/closures/storm", {"2026-10-20"}).ok());
  ASSERT_TRUE(Close("parks/binhai/closures/power", {"2026-10-21"}, false).ok());
  ASSERT_TRUE(SetOwnersCalendar({"2026-10-22"}).ok());
  EXPECT_EQ(Bookings()[0].state(), v1::Booking::BOOKED) << "nobody has carried it there";
  Carry();
  std::map<std::string, v1::Booking::State> booked;
  for (const v1::Booking& each : Bookings()) booked[each.date()] = each.state();
  EXPECT_EQ(booked,
            (std::map<std::string, v1::Booking::State>{{"2026-10-20", v1::Booking::CLOSED},
                                                       {"2026-10-21", v1::Booking::CLOSED},
                                                       {"2026-10-22", v1::Booking::CLOSED},
                                                       {"2026-10-23", v1::Booking::BOOKED}}));
  EXPECT_EQ(BookOne({"A2", "binhai--c001", "2026-10-22"}), "NOT_AN_OPENING_DAY");
  EXPECT_THAT(ClosedForBilling("2026-10"),
              ElementsAre("2026-10-14 CENTRE_CLOSED", "2026-10-20 CENTRE_CLOSED",
                          "2026-10-21 CLOSED_NO_REFUND", "2026-10-22 CENTRE_CLOSED"));
  EXPECT_THAT(Closures(kGuestCentre),
              ElementsAre("binhai--centre-before 2026-10-14", "binhai--centre-storm 2026-10-20",
                          "binhai--park-power--no-refund 2026-10-21"));

  // Said once more, nothing changes.
  const int64_t rows = RowsWritten();
  Carry();
  EXPECT_EQ(RowsWritten(), rows);
  // The guest does not close it, and its own centres stay open.
  EXPECT_EQ(OutcomeOf(Close(absl::StrCat(kGuestCentre, "/closures/own"), {"2026-10-26"})),
            "GUEST_CENTRE");
  OpenCentre("C009", {{"L01", v1::Group::LARGE, 2}});
  EXPECT_EQ(Standing("yunqi", "c009").at("2026-10-20"), Closed::kNo);
}

TEST_P(GuestDaysTest, WhatIsLiftedOpensAgainAndWhatIsBilledStays) {
  Lend(Terms(3));
  const std::string storm = "parks/binhai/centres/c001/closures/storm";
  ASSERT_TRUE(Close(storm, {"2026-10-20", "2026-11-03"}).ok());
  ASSERT_TRUE(SetOwnersCalendar({"2026-10-22", "2026-11-04"}).ok());
  Carry();
  const absl::Status heard = harness_.db("places").WriteIn(
      "yunqi", [](db::Write& txn) { return SaveClosedMonth(txn, absl::CivilMonth(2026, 10)); });
  ASSERT_TRUE(heard.ok()) << heard;
  ASSERT_TRUE(Close(storm, {"2026-10-21", "2026-11-05"}).ok());
  ASSERT_TRUE(SetOwnersCalendar({"2026-11-06"}).ok());
  Carry();
  Strings closed;
  for (const auto& [day, how] : Standing("yunqi", "binhai--c001")) {
    if (how != Closed::kNo) closed.push_back(day);
  }
  EXPECT_THAT(closed, ElementsAre("2026-10-20", "2026-10-22", "2026-11-05", "2026-11-06"));
  EXPECT_EQ(Standing("binhai", "c001").at("2026-10-20"), Closed::kNo);
}

TEST_P(GuestDaysTest, ADayThatTheGuestWorksIsClosedWhereTheOwnerDoesNot) {
  Lend(Terms(3));
  ASSERT_TRUE(SetCalendar("2026", {}, {"2026-10-17", "2026-10-24"}).ok());
  ASSERT_TRUE(SetOwnersCalendar({}, {"2026-10-24"}).ok());
  Carry();
  AddChild("A2");
  EXPECT_EQ(BookOne({"A2", "binhai--c001", "2026-10-17"}), "NOT_AN_OPENING_DAY");
  EXPECT_EQ(BookOne({"A2", "binhai--c001", "2026-10-24"}), "BOOKED");
}

// Every step is left out, repeated, or taken with what was read before, while the owner goes on
// closing and opening.
TEST_P(GuestDaysTest, KilledOrRepeatedAnywhereBothParksAgreeOnTheDays) {
  const std::string id = Lend(Terms(3));
  const unsigned seeds = GetParam() == "sqlite" ? 20 : 8;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](unsigned n) { return static_cast<int>(random() % n); };
    const auto days = [&] {
      std::set<std::string> dates;
      for (int i = pick(4); i >= 0; --i) {
        dates.insert(FormatDay(absl::CivilDay(2026, 10, 1) + pick(180)));
      }
      return Strings(dates.begin(), dates.end());
    };
    std::vector<std::pair<std::string, Told>> told;
    for (int step = 0; step < 20; ++step) {
      const std::string park = pick(2) == 0 ? "binhai" : "yunqi";
      switch (pick(6)) {
        case 0:
          ASSERT_TRUE(Close(pick(2) == 0 ? "parks/binhai/centres/c001/closures/a"
                                         : "parks/binhai/closures/b",
                            days(), pick(2) == 0)
                          .ok());
          break;
        case 1:
          ASSERT_TRUE(SetOwnersCalendar(days()).ok());
          break;
        case 2:
          ASSERT_TRUE(KeepBorrowed(*ground_, park).ok());
          break;
        case 3:
          if (told.empty()) break;
          {
            const auto& [by, what] = told[pick(static_cast<unsigned>(told.size()))];
            ASSERT_TRUE(NoteTold(*ground_, by, what).ok());
          }
          break;
        default: {
          const auto said = TellOther(*ground_, park, id);
          ASSERT_TRUE(said.ok()) << said.status();
          told.emplace_back(park, *said);
        }
      }
    }
    Carry();
    EXPECT_EQ(Standing("yunqi", "binhai--c001"), Standing("binhai", "c001")) << "seed " << seed;
  }
}

}  // namespace
}  // namespace tuoqiao::places
