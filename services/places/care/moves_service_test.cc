// What becomes of places, on both engines: they move, rest, are given up and watched.
#include <gtest/gtest.h>

#include "services/places/testing_care.h"

namespace tuoqiao::places {
namespace {

class MovesServiceTest : public ::testing::TestWithParam<std::string>, protected CareFixture {
 protected:
  MovesServiceTest() : CareFixture(GetParam()) {
    OpenForAll("C001", {{"L01", v1::Group::LARGE, 1},
                        {"S01", v1::Group::SMALL, 1},
                        {"I01", v1::Group::INFANT, 2}});
    OpenForAll("C002", {{"L01", v1::Group::LARGE, 1}});
  }
  v1::Enrolment Find(const std::string& name) {
    for (const v1::Enrolment& each : Enrolments()) {
      if (each.name() == name) return each;
    }
    return {};
  }
  std::vector<v1::GroupMove> Moves(const std::string& centre) {
    v1::ListGroupMovesRequest request;
    request.set_parent(absl::StrCat(kYunqi, "/centres/", centre));
    const auto response = Call(&Stub::ListGroupMoves, request, "CENTRE_MANAGER", request.parent());
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->group_moves().begin(), response->group_moves().end()};
  }
  std::vector<v1::AbsenceWarning> Warnings(const std::string& centre) {
    v1::ListAbsenceWarningsRequest request;
    request.set_parent(absl::StrCat(kYunqi, "/centres/", centre));
    const auto response =
        Call(&Stub::ListAbsenceWarnings, request, "CENTRE_MANAGER", request.parent());
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->absence_warnings().begin(), response->absence_warnings().end()};
  }
  absl::StatusOr<v1::Enrolment> EndAbsent(const std::string& name, const std::string& date) {
    v1::EndEnrolmentRequest request;
    request.set_name(name);
    request.set_end_date(date);
    request.set_reason("ABSENT");
    return Send(&Stub::EndEnrolment, request);
  }
};

TEST_P(MovesServiceTest, ATransferLeavesNoGapAndNoOverlapAndTakesTheUsesAlong) {
  const v1::Enrolment former = Enrol("P1", {"c001"});
  ASSERT_EQ(BookOne({"P1", "c002", "2026-10-12", v1::BACK_UP}), "BOOKED");
  ASSERT_EQ(ReasonOf(Transfer(former.name(), "c002/groups/l01", "2026-10-05").status()),
            "SEAT_TAKEN")
      << "the booked day is in the way";
  const auto next = Transfer(former.name(), "c002/groups/l01", "2026-10-20");
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->start_date(), "2026-10-20");
  EXPECT_EQ(next->end_date(), former.end_date());
  EXPECT_EQ(next->state(), v1::Enrolment::PLANNED);
  EXPECT_EQ(next->transferred_from(), former.name());
  EXPECT_EQ(next->entitled_from_date(), "2026-10-01");
  const v1::Enrolment before = Find(former.name());
  EXPECT_EQ(before.end_date(), "2026-10-20");
  EXPECT_EQ(before.end_reason(), "TRANSFERRED");
  EXPECT_EQ(before.state(), v1::Enrolment::ACTIVE);
  EXPECT_EQ(Applications().at("P1").state(), v1::Application::PLACED);
  EXPECT_EQ(ReasonOf(Transfer(former.name(), "c002/groups/l01", "2026-10-21").status()),
            "ENROLMENT_ENDED");
  // The old seat is free from that day on, and only from then.
  AddChild("P2");
  EXPECT_EQ(ApplyOne(ApplicationMessage("P2", {"c001"}, "2026-09-20T08:00:00Z", "2026-10-20")),
            "CREATED");
  EXPECT_EQ(Offers().at("P2").start_date(), "2026-10-20");
  // Nine uses are left, and the former centre is another centre now.
  EXPECT_EQ(BookOne({"P1", "c002", "2026-10-21", v1::BACK_UP}), "BACK_UP_AT_OWN_CENTRE");
}

TEST_P(MovesServiceTest, ATransferSaysWhatStandsInTheWay) {
  const v1::Enrolment place = Enrol("P1", {"c001"});
  Enrol("P2", {"c002"});
  const std::string name = place.name(), free = "c002/groups/l01";
  EXPECT_EQ(ReasonOf(Transfer(name, free, "2026-10-20").status()), "SEAT_TAKEN");
  EXPECT_EQ(ReasonOf(Transfer(name, free, "2026-09-30").status()), "DATE_ORDER");
  EXPECT_EQ(ReasonOf(Transfer(name, "c001/groups/s01", "2026-10-20").status()),
            "TRANSFER_TO_SAME_CENTRE");
  EXPECT_EQ(ReasonOf(Transfer(name, "c002/groups/x", "2026-10-20").status()), "GROUP_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Transfer(name, free, "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Transfer(name + "x", free, "2026-10-20").status()), "ENROLMENT_NOT_FOUND");
  OpenForAll("C003", {{"S01", v1::Group::SMALL, 1}, {"L01", v1::Group::LARGE, 1}});
  EXPECT_EQ(ReasonOf(Transfer(name, "c003/groups/s01", "2026-10-20").status()), "NO_GROUP_FOR_AGE");
  directory_.ChangeChild("P1", [](auto& child) { child.set_centre_consent(false); });
  EXPECT_EQ(ReasonOf(Transfer(name, "c003/groups/l01", "2026-10-20").status()), "CONSENT_MISSING");
  EXPECT_EQ(Find(name).end_reason(), "");
}

TEST_P(MovesServiceTest, AnOfferUnderAnotherProgrammeIsAWayToTransfer) {
  AddChild("P1");
  EXPECT_EQ(ApplyOne(ApplicationMessage("P1", {"c001"})), "CREATED");
  EXPECT_EQ(ApplyOne(ApplicationMessage("P1", {"c002"}), "care-1"), "CREATED");
  const auto offered = OfferSeats();
  ASSERT_TRUE(offered.ok());
  ASSERT_EQ(offered->offers_size(), 2);
  const bool first_is_own = offered->offers(0).group().find("c001") != std::string::npos;
  const auto place = Accept(offered->offers(first_is_own ? 0 : 1).name());
  ASSERT_TRUE(place.ok()) << place.status();
  v1::TransferEnrolmentRequest request;
  request.set_name(place->name());
  request.set_offer(offered->offers(first_is_own ? 1 : 0).name());
  request.set_transfer_date("2026-10-08");
  const auto next = Send(&Stub::TransferEnrolment, request);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->group(), "parks/yunqi/centres/c002/groups/l01");
  EXPECT_EQ(next->start_date(), "2026-10-08");
  EXPECT_EQ(ReasonOf(Accept(request.offer()).status()), "OFFER_NOT_OPEN");
}

TEST_P(MovesServiceTest, ASeatIsLentWhileThePlaceRestsAndNotTakenBackBehindTheBorrower) {
  const v1::Enrolment place = Enrol("P1", {"c001"});
  AddChild("A1");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-12"}), "DAY_FULL");
  const auto rests = Suspend(place.name(), "2026-10-12", "2026-10-17", false);
  ASSERT_TRUE(rests.ok()) << rests.status();
  ASSERT_EQ(rests->suspensions_size(), 1);
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-14"}), "BOOKED");
  EXPECT_EQ(ReasonOf(Resume(place.name(), "2026-10-13").status()), "SEAT_LENT");
  const auto resumed = Resume(place.name(), "2026-10-15");
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_EQ(resumed->suspensions(0).until_date(), "2026-10-15");
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-16"}), "DAY_FULL");
  ASSERT_TRUE(CancelDay(Bookings()[0].name()).ok());
  EXPECT_TRUE(Resume(place.name(), "2026-10-12").ok());
  EXPECT_EQ(Find(place.name()).suspensions_size(), 0);
  EXPECT_EQ(ReasonOf(Resume(place.name(), "2026-10-12").status()), "ENROLMENT_NOT_SUSPENDED");
  directory_.SetToday("2026-10-20");
  ASSERT_TRUE(Suspend(place.name(), "2026-10-20", "2026-10-27", true).ok());
  EXPECT_EQ(Find(place.name()).state(), v1::Enrolment::SUSPENDED);
  EXPECT_EQ(BookOne({"A1", "c001", "2026-10-21"}), "DAY_FULL") << "the seat is kept";
  directory_.SetToday("2026-10-27");
  EXPECT_EQ(Find(place.name()).state(), v1::Enrolment::ACTIVE);
}

TEST_P(MovesServiceTest, ALentSeatIsTheBorrowersWhereThePlaceEnds) {
  const v1::Enrolment place = Enrol("P1", {"c001"});
  AddChild("A1");
  AddChild("A2");
  ASSERT_TRUE(Suspend(place.name(), "2026-10-12", "2026-10-24", false).ok());
  ASSERT_EQ(BookOne({"A1", "c001", "2026-10-20"}), "BOOKED");
  ASSERT_TRUE(End(place.name(), "2026-10-14").ok());
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-20"}), "DAY_FULL");
  EXPECT_EQ(BookOne({"A2", "c001", "2026-10-21"}), "BOOKED");
}

TEST_P(MovesServiceTest, WhoNeverCameGivesUpTheSeat) {
  const v1::Enrolment place = Enrol("P1", {"c001"}), other = Enrol("P2", {"c002"});
  EXPECT_EQ(ReasonOf(NoShow(place.name()).status()), "NO_SHOW_TOO_EARLY");
  directory_.SetToday("2026-10-12");
  RecordDay("c002", "P2", "2026-10-08", true);
  EXPECT_EQ(ReasonOf(NoShow(other.name()).status()), "CHILD_CAME");
  const auto gone = NoShow(place.name());
  ASSERT_TRUE(gone.ok()) << gone.status();
  EXPECT_EQ(gone->state(), v1::Enrolment::NO_SHOW);
  EXPECT_EQ(Taken("c001", 1), 0);
  EXPECT_EQ(ReasonOf(NoShow(place.name()).status()), "ENROLMENT_ENDED");
  EXPECT_EQ(Applications().at("P1").state(), v1::Application::CLOSED);
}

TEST_P(MovesServiceTest, AChildThatOutgrowsItsGroupGoesToTheNextOneWhenAPersonSaysSo) {
  const v1::Enrolment place = Enrol("P1", {"c001"}, "2025-10-20");
  EXPECT_EQ(place.group_kind(), v1::Group::INFANT);
  const auto moves = Moves("c001");
  ASSERT_EQ(moves.size(), 1u);
  EXPECT_EQ(moves[0].move_date(), "2026-10-20");
  EXPECT_EQ(moves[0].state(), v1::GroupMove::SEAT_FREE);
  EXPECT_EQ(moves[0].to_group(), "parks/yunqi/centres/c001/groups/s01");
  EXPECT_EQ(ReasonOf(MoveGroup(place.name(), "c001/groups/s01", "2026-10-19").status()),
            "NO_GROUP_FOR_AGE");
  EXPECT_EQ(ReasonOf(MoveGroup(place.name(), "c001/groups/i01", "").status()), "STAY_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(MoveGroup(place.name(), "c002/groups/l01", "2026-10-20").status()),
            "FIELD_INVALID");
  const auto next = MoveGroup(place.name(), "c001/groups/s01", "2026-10-20");
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->group_kind(), v1::Group::SMALL);
  EXPECT_EQ(Find(place.name()).end_reason(), "MOVED");
  EXPECT_TRUE(Moves("c001").empty());
}

TEST_P(MovesServiceTest, WarnsOfPlacesToWhichNobodyComesAndEndsThemWhenAPersonSaysSo) {
  const v1::Enrolment place = Enrol("P1", {"c001"});
  directory_.SetToday("2026-10-08");
  RecordDay("c001", "P1", "2026-10-08", true);
  directory_.SetToday("2026-11-05");
  EXPECT_TRUE(Warnings("c001").empty());
  directory_.SetToday("2026-11-06");
  ASSERT_EQ(Warnings("c001").size(), 1u);
  const v1::AbsenceWarning warning = Warnings("c001")[0];
  EXPECT_EQ(warning.state(), v1::AbsenceWarning::WARNED);
  EXPECT_EQ(warning.last_present_date(), "2026-10-08");
  EXPECT_EQ(warning.days_absent(), 28);
  EXPECT_EQ(warning.end_due_date(), "2026-12-04");
  EXPECT_EQ(ReasonOf(EndAbsent(place.name(), "2026-11-06").status()), "ABSENCE_END_NOT_DUE");
  directory_.SetToday("2026-12-04");
  ASSERT_EQ(Warnings("c001").size(), 1u);
  EXPECT_EQ(Warnings("c001")[0].state(), v1::AbsenceWarning::END_DUE);
  const auto ended = EndAbsent(place.name(), "2026-12-04");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->end_reason(), "ABSENT");
  EXPECT_TRUE(Warnings("c001").empty());
}

TEST_P(MovesServiceTest, AMonthThatBillingClosedKeepsItsPlaces) {
  const v1::Enrolment place = Enrol("P1", {"c001"}, "2024-06-15", "2026-10-01");
  billing_.HaveClosed("2026-10");
  directory_.open = true;
  directory_.SetToday("2026-11-02");
  v1::SuspendEnrolmentRequest rest;
  rest.set_name(place.name());
  rest.mutable_suspension()->set_from_date("2026-10-12");
  rest.mutable_suspension()->set_until_date("2026-10-13");
  rest.mutable_suspension()->set_reason("CENTRE_ASKED");
  rest.set_validate_only(true);
  std::string reason;
  for (int i = 0; i < 200 && reason.empty(); ++i) {
    reason = ReasonOf(Send(&Stub::SuspendEnrolment, rest).status());
    if (reason.empty()) absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_EQ(reason, "MONTH_CLOSED");
  EXPECT_EQ(ReasonOf(Transfer(place.name(), "c002/groups/l01", "2026-10-20").status()),
            "MONTH_CLOSED");
}

TEST_P(MovesServiceTest, AMorningAndAnAfternoonShareASeatAndOneChildHasNoTwoHalves) {
  OpenForAll("C003", {{"L01", v1::Group::LARGE, 1}}, true);
  for (const char* case_number : {"H1", "H2", "H3"}) AddChild(case_number);
  const auto half = [](const std::string& case_number, v1::Session session) {
    v1::Application application = ApplicationMessage(case_number, {"c003"});
    application.set_care_kind(v1::HALF_DAY);
    application.set_session(session);
    return application;
  };
  EXPECT_EQ(ApplyOne(half("H1", v1::MORNING)), "CREATED");
  EXPECT_EQ(ApplyOne(half("H2", v1::AFTERNOON)), "CREATED");
  EXPECT_EQ(ApplyOne(half("H3", v1::MORNING)), "CREATED");
  v1::Application second = half("H1", v1::AFTERNOON);
  second.set_submitted_time("2026-09-21T08:00:00Z");
  EXPECT_EQ(ApplyOne(second, "care-1"), "CREATED");
  EXPECT_EQ(ApplyOne(half("H3", v1::SESSION_UNSPECIFIED), "care-1"), "FIELD_REQUIRED");
  const auto offered = OfferSeats();
  ASSERT_TRUE(offered.ok());
  std::vector<std::string> places;
  for (const v1::Offer& each : offered->offers()) {
    const auto place = Accept(each.name());
    places.push_back(
        absl::StrCat(each.case_number(), " ",
                     place.ok() ? v1::Session_Name(place->session()) : ReasonOf(place.status())));
  }
  std::sort(places.begin(), places.end());
  EXPECT_EQ(places, (std::vector<std::string>{"H1 MORNING", "H2 AFTERNOON"}));
  EXPECT_EQ(Taken("c003"), 1);
  EXPECT_EQ(Enrolments()[0].care_kind(), v1::HALF_DAY);
}

INSTANTIATE_TEST_SUITE_P(Engines, MovesServiceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace tuoqiao::places
