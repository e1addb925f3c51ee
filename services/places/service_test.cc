// Centres, calendars and what is listed, behind the real handlers.
#include "services/places/service.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;

class CentreServiceTest : public ::testing::Test, protected PlacesFixture {
 protected:
  std::string Reason(const v1::Centre& centre) { return ReasonOf(SetCentre(centre).status()); }
  static v1::Centre Good() { return CentreMessage("C001", {{"L01", v1::Group::LARGE, 2}}); }
  std::vector<type::v1::Event> Events() {
    type::v1::ListEventsRequest request;
    request.set_parent(kYunqi);
    const auto log = Call(&Stub::ListEvents, request);
    EXPECT_TRUE(log.ok()) << log.status();
    return {log->events().begin(), log->events().end()};
  }
};

TEST_F(CentreServiceTest, SaysTheFirstOfWhatIsWrongWithACentre) {
  v1::Centre centre = Good();
  centre.mutable_groups(0)->set_capacity(21);
  centre.mutable_groups(0)->mutable_pools(0)->set_seats(21);
  centre.clear_filing_number();
  centre.set_latitude_micro(91'000'000);
  EXPECT_EQ(Reason(centre), "CAPACITY_OVER_BAND");
  centre.mutable_groups(0)->set_capacity(20);
  EXPECT_EQ(Reason(centre), "FIELD_INVALID") << "not the sum of its pools";
  centre.mutable_groups(0)->mutable_pools(0)->set_seats(20);
  EXPECT_EQ(Reason(centre), "FILING_MISSING");
  centre.set_filing_number("QL-TY-0001");
  EXPECT_EQ(Reason(centre), "LOCATION_INVALID");
  centre.set_latitude_micro(30'000'000);
  EXPECT_EQ(Reason(centre), "");
}

TEST_F(CentreServiceTest, RefusesWhatIsNotWellFormed) {
  struct Case {
    const char* what;
    std::function<void(v1::Centre&)> spoil;
    const char* reason;
  };
  for (const Case& each : {
           Case{"no code", [](v1::Centre& c) { c.clear_code(); }, "FIELD_REQUIRED"},
           Case{"another's name", [](v1::Centre& c) { c.set_code("C002"); }, "FIELD_INVALID"},
           Case{"no name", [](v1::Centre& c) { c.clear_display_name(); }, "FIELD_REQUIRED"},
           Case{"type", [](v1::Centre& c) { c.set_provider_type("CLUB"); }, "FIELD_INVALID"},
           Case{"uscc", [](v1::Centre& c) { c.set_uscc("91990000MA2000010X"); }, "FIELD_INVALID"},
           Case{"filing's date", [](v1::Centre& c) { c.set_filing_from_date("1 May"); },
                "FIELD_INVALID"},
           Case{"filing's order", [](v1::Centre& c) { c.set_filing_until_date("2025-01-01"); },
                "FIELD_INVALID"},
           Case{"no kind", [](v1::Centre& c) { c.mutable_groups(0)->clear_kind(); },
                "FIELD_REQUIRED"},
           Case{"group twice", [](v1::Centre& c) { *c.add_groups() = c.groups(0); },
                "FIELD_INVALID"},
           Case{"pool's kind",
                [](v1::Centre& c) { c.mutable_groups(0)->mutable_pools(0)->set_kind("OURS"); },
                "FIELD_INVALID"},
           Case{"nobody's reserve",
                [](v1::Centre& c) { c.mutable_groups(0)->mutable_pools(0)->set_kind("RESERVED"); },
                "FIELD_REQUIRED"},
       }) {
    v1::Centre centre = Good();
    each.spoil(centre);
    EXPECT_EQ(Reason(centre), each.reason) << each.what;
  }
}

TEST_F(CentreServiceTest, TheSameAgainChangesNothing) {
  const v1::Centre first = OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  EXPECT_EQ(first.revision(), 1);
  EXPECT_EQ(first.groups(0).name(), "parks/yunqi/centres/c001/groups/l01");
  EXPECT_EQ(OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}}).revision(), 1);
  EXPECT_EQ(OpenCentre("C001", {{"L01", v1::Group::LARGE, 3}}).revision(), 2);
  ASSERT_EQ(Events().size(), 2u);
  EXPECT_EQ(Events()[0].kind(), "CentreOpened");
  EXPECT_EQ(Events()[1].kind(), "CentreChanged");
}

TEST_F(CentreServiceTest, NoCapacityGoesBelowThePlaces) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}, {"L02", v1::Group::LARGE, 1}});
  Enrol("A1", {"C001"});
  Enrol("A2", {"C001"});
  EXPECT_EQ(Reason(CentreMessage("C001", {{"L01", v1::Group::LARGE, 1}})),
            "CAPACITY_BELOW_ENROLMENTS");
  EXPECT_EQ(Reason(CentreMessage("C001", {{"L02", v1::Group::LARGE, 2}})),
            "CAPACITY_BELOW_ENROLMENTS")
      << "the group is gone";
  EXPECT_EQ(Reason(CentreMessage("C001", {{"L01", v1::Group::LARGE, 2}})), "");
  EXPECT_EQ(Taken("c001"), 2);
}

TEST_F(CentreServiceTest, AGroupThatIsGoneTakesItsOffersBack) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}, {"L02", v1::Group::LARGE, 0}});
  AddChild("A1");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"})), "CREATED");
  const v1::Offer offer = Offers().at("A1");
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::OFFERED);
  OpenCentre("C001", {{"L02", v1::Group::LARGE, 1}});
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::WAITING);
  EXPECT_EQ(ReasonOf(Accept(offer.name()).status()), "OFFER_NOT_OPEN");
  EXPECT_EQ(Offers().at("A1").group(), "parks/yunqi/centres/c001/groups/l02");
}

TEST_F(CentreServiceTest, ListsCentresPageByPage) {
  for (const char* code : {"C002", "C001", "C003", "C001-B"}) {
    OpenCentre(code, {{"L01", v1::Group::LARGE, 1}, {"S01", v1::Group::SMALL, 2}});
  }
  v1::ListCentresRequest request;
  request.set_parent(kYunqi);
  request.set_page_size(3);
  const auto first = Call(&Stub::ListCentres, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->centres_size(), 3);
  EXPECT_EQ(first->centres(0).code(), "C001");
  EXPECT_EQ(first->centres(1).code(), "C001-B");
  for (const auto& centre : first->centres()) EXPECT_EQ(centre.groups_size(), 2) << centre.code();
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListCentres, request);
  ASSERT_EQ(second->centres_size(), 1);
  EXPECT_EQ(second->centres(0).code(), "C003");
  EXPECT_EQ(second->next_page_token(), "");

  v1::GetCentreRequest missing;
  missing.set_name("parks/yunqi/centres/c009");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetCentre, missing).status()), "CENTRE_NOT_FOUND");
}

TEST_F(CentreServiceTest, ACalendarIsRefusedWhereItSaysTwoThings) {
  EXPECT_EQ(ReasonOf(SetCalendar("park", {}, {"2026-10-09"}).status()), "FIELD_INVALID")
      << "a Friday";
  EXPECT_EQ(ReasonOf(SetCalendar("park", {"2026-10-10"}, {"2026-10-10"}).status()),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(SetCalendar("park", {"2026-10-32"}).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(SetCalendar("", {}).status()), "NAME_INVALID");
}

TEST_F(CentreServiceTest, AMonthThatBillingClosedKeepsItsOpeningDays) {
  ASSERT_TRUE(SetCalendar("park", {"2026-10-01", "2026-09-25"}, {"2026-10-10"}).ok());
  billing_.HaveClosed("2026-09");
  directory_.open = true;
  const auto reason = [&] {
    return ReasonOf(SetCalendar("park", {"2026-10-01"}, {"2026-10-10"}).status());
  };
  // The listener hears within a moment; the test would hang, not fail by the clock, if it never
  // did.
  v1::SetOpeningCalendarRequest probe;
  probe.mutable_calendar()->set_name("parks/yunqi/openingCalendars/park");
  probe.set_validate_only(true);
  while (ReasonOf(Send(&Stub::SetOpeningCalendar, probe).status()) != "MONTH_CLOSED") {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(reason(), "MONTH_CLOSED");
  EXPECT_TRUE(SetCalendar("park", {"2026-09-25"}).ok()) << "October is open";
  EXPECT_TRUE(SetCalendar("storm", {"2026-10-12"}).ok());
  EXPECT_EQ(ReasonOf(SetCalendar("storm", {"2026-10-12", "2026-09-24"}).status()), "MONTH_CLOSED");
}

TEST_F(CentreServiceTest, ListsEveryResourceOnceWhateverThePageSize) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 4}});
  ASSERT_TRUE(SetCalendar("park", {"2026-10-01"}).ok());
  for (const char* each : {"A1", "A2", "A3"}) {
    const v1::Enrolment enrolment = Enrol(each, {"C001"});
    v1::BatchRecordAttendanceRequest request;
    request.set_parent("parks/yunqi/centres/c001");
    for (const char* date : {"2026-10-09", "2026-11-02"}) {
      auto* day = request.add_days();
      day->set_case_number(each);
      day->set_date(date);
      day->set_status(v1::AttendanceDay::ABSENT);
      day->set_reason("SICK");
    }
    ASSERT_TRUE(Send(&Stub::BatchRecordAttendance, request).ok());
  }
  // Three applications, two centres, three places, six months, three offers, one calendar.
  for (const int size : {1, 2, 3, 6, 100}) {
    type::v1::ListResourcesRequest request;
    request.set_parent(kYunqi);
    request.set_page_size(size);
    std::set<std::string> lines;
    int listed = 0;
    do {
      const auto page = Call(&Stub::ListResources, request, "OPS");
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->resources()) {
        ++listed;
        lines.insert(absl::StrCat(each.type(), " ", each.name(), " ", each.json()));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(listed, 18) << size;
    EXPECT_EQ(lines.size(), 18u) << size;
    int open = 0;
    for (const std::string& each : lines) {
      if (each.find("SICK") != std::string::npos) ++open;
    }
    EXPECT_EQ(open, 6) << "personal fields are open in the state";
  }
}

TEST_F(CentreServiceTest, WhatIsListedHasItsStateOnTheParksDate) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  Enrol("A1", {"C001"}, "2024-06-15", "2026-10-08");
  EXPECT_EQ(Enrolments()[0].state(), v1::Enrolment::PLANNED);
  directory_.SetToday("2026-10-08");
  EXPECT_EQ(Enrolments()[0].state(), v1::Enrolment::ACTIVE);
  directory_.SetToday("2027-06-15");
  EXPECT_EQ(Enrolments()[0].state(), v1::Enrolment::ENDED);
}

}  // namespace
}  // namespace tuoqiao::places
