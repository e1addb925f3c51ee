// A job change keeps the place: heard from directory and eligibility, told to the centre first.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "services/common/db/outbox.h"
#include "services/places/testing_engines.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;
using eligibility::v1::Slice;
using Day = absl::CivilDay;

constexpr char kEmployee[] = "parks/yunqi/firms/91a/employees/e-a1";

class HandoverServiceTest : public ::testing::TestWithParam<std::string>, protected PlacesFixture {
 protected:
  HandoverServiceTest() : PlacesFixture(OpenEngine(GetParam(), "handover")) {
    directory_.open = true;
  }

  static void Leave(directory::v1::ChildFacts& facts, const std::string& day) {
    facts.mutable_employments(0)->set_leave_date(day);
  }
  static void Join(directory::v1::ChildFacts& facts, const std::string& day) {
    auto* next = facts.add_employments();
    next->set_guardian(1);
    next->set_firm("parks/yunqi/firms/91b");
    next->set_employee("parks/yunqi/firms/91b/employees/e-a1");
    next->set_hire_date(day);
  }
  std::vector<v1::Handover> Handovers(v1::Handover::State state = {}) {
    v1::ListHandoversRequest request;
    request.set_parent(kYunqi);
    request.set_state(state);
    const auto found = Call(&Stub::ListHandovers, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return {found->handovers().begin(), found->handovers().end()};
  }
  std::vector<v1::PlaceAdvice> Advices() {
    v1::ListPlaceAdvicesRequest request;
    request.set_parent("parks/yunqi/centres/c001");
    const auto found = Call(&Stub::ListPlaceAdvices, request, "CENTRE_MANAGER", request.parent());
    EXPECT_TRUE(found.ok()) << found.status();
    return {found->place_advices().begin(), found->place_advices().end()};
  }
  // Until what was heard has come to this.
  static void Await(const std::function<bool()>& come) {
    for (int i = 0; i < 200 && !come(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_TRUE(come());
  }
  // In the order of the log; SQLite numbers it in line.
  std::vector<std::string> KindsOfEvents() {
    const absl::Status numbered = harness_.db("places").WriteIn(
        "yunqi", [](db::Write& txn) -> absl::Status { return db::NumberLog(txn, 1000).status(); });
    EXPECT_TRUE(numbered.ok()) << numbered;
    type::v1::ListEventsRequest request;
    request.set_parent(kYunqi);
    std::vector<std::string> kinds;
    const auto events = Call(&Stub::ListEvents, request);
    EXPECT_TRUE(events.ok()) << events.status();
    for (const auto& each : events->events()) {
      if (each.kind() == "CentreAdvised" || each.kind() == "PayerChanged") {
        kinds.push_back(each.kind());
      }
    }
    return kinds;
  }
  absl::StatusOr<v1::Enrolment> Lapse(const std::string& handover) {
    v1::ConfirmLapseRequest request;
    request.set_name(handover);
    return Send(&Stub::ConfirmLapse, request);
  }
};

INSTANTIATE_TEST_SUITE_P(Each, HandoverServiceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

TEST_P(HandoverServiceTest, ALeaverWhoJoinsAnotherFirmKeepsThePlaceAndTheCentreIsToldFirst) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  const v1::Enrolment place = Enrol("A1", {"C001"});
  EXPECT_TRUE(Handovers().empty());
  // HR sends the leaver.
  directory_.SetToday("2026-10-11");
  eligibility_.DecideSlices("A1", {{{Day(2026, 10, 1), Day(2026, 10, 11)}, Slice::ELIGIBLE, ""},
                                   {{Day(2026, 10, 11), Day(2026, 12, 1)}, Slice::INELIGIBLE, ""}});
  directory_.ChangeChild("A1", [](auto& facts) { Leave(facts, "2026-10-10"); });
  directory_.HaveChanged(kEmployee, "EmployeeLeft");
  Await([&] { return Handovers().size() == 1; });
  v1::Handover handover = Handovers()[0];
  EXPECT_EQ(handover.state(), v1::Handover::IN_GRACE);
  EXPECT_EQ(handover.grace_until_date(), "2026-12-10");
  ASSERT_EQ(handover.legs_size(), 1);
  EXPECT_EQ(handover.legs(0).payer(), v1::Handover::Leg::FAMILY);
  EXPECT_EQ(handover.legs(0).from_date(), "2026-11-01");
  ASSERT_EQ(Advices().size(), 1u);
  EXPECT_EQ(Advices()[0].goes_on_until_date(), "2026-12-10");
  EXPECT_EQ(Advices()[0].DebugString().find("91a"), std::string::npos) << "no employer";

  // The next firm's HR sends the joiner.
  directory_.SetToday("2026-10-20");
  eligibility_.DecideSlices("A1", {{{Day(2026, 10, 1), Day(2026, 10, 11)}, Slice::ELIGIBLE, ""},
                                   {{Day(2026, 10, 11), Day(2026, 10, 20)}, Slice::INELIGIBLE, ""},
                                   {{Day(2026, 10, 20), Day(2026, 12, 1)}, Slice::ELIGIBLE, ""}});
  directory_.ChangeChild("A1", [](auto& facts) { Join(facts, "2026-10-20"); });
  eligibility_.HaveDecided(place.child());
  Await([&] { return Handovers(v1::Handover::CONTINUED).size() == 1; });
  handover = Handovers()[0];
  ASSERT_EQ(handover.legs_size(), 1);
  EXPECT_EQ(handover.legs(0).payer(), v1::Handover::Leg::FIRM);
  EXPECT_EQ(handover.legs(0).firm(), "parks/yunqi/firms/91b");
  EXPECT_EQ(Advices()[0].goes_on_until_date(), "");
  // Two changes that commit within a moment may be numbered together; of each the centre is told
  // before.
  int told = 0, changed = 0;
  for (const std::string& kind : KindsOfEvents()) {
    ++(kind == "CentreAdvised" ? told : changed);
    EXPECT_LE(changed, told);
  }
  EXPECT_EQ(told, 2);
  EXPECT_EQ(changed, 2);
  // No gap: the place is the same one, from its first day to its last.
  ASSERT_EQ(Enrolments().size(), 1u);
  EXPECT_EQ(Enrolments()[0].end_date(), place.end_date());
  EXPECT_EQ(ReasonOf(Lapse(handover.name()).status()), "LAPSE_NOT_DUE");
}

TEST_P(HandoverServiceTest, ATransferredPlaceTakesItsHandoversAlong) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 2}});
  const v1::Enrolment place = Enrol("A1", {"C001"});
  directory_.SetToday("2026-10-11");
  eligibility_.DecideSlices("A1", {{{Day(2026, 10, 1), Day(2026, 10, 11)}, Slice::ELIGIBLE, ""},
                                   {{Day(2026, 10, 11), Day(2026, 12, 1)}, Slice::INELIGIBLE, ""}});
  directory_.ChangeChild("A1", [](auto& facts) { Leave(facts, "2026-10-10"); });
  directory_.HaveChanged(kEmployee, "EmployeeLeft");
  Await([&] { return Handovers().size() == 1; });
  v1::TransferEnrolmentRequest request;
  request.set_name(place.name());
  request.set_group("parks/yunqi/centres/c002/groups/l01");
  request.set_transfer_date("2026-10-15");
  const auto next = Send(&Stub::TransferEnrolment, request);
  ASSERT_TRUE(next.ok()) << next.status();
  const auto grace = Handovers(v1::Handover::IN_GRACE);
  ASSERT_EQ(grace.size(), 1u);
  EXPECT_EQ(grace[0].enrolment(), next->name());
  EXPECT_EQ(grace[0].grace_until_date(), "2026-12-10");
  EXPECT_EQ(Handovers(v1::Handover::HANDOVER_ENDED).size(), 1u) << "of the former place";
}

TEST_P(HandoverServiceTest, WhenTheGraceIsOverAPersonEndsThePlaceOnThatDay) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  Enrol("A1", {"C001"});
  eligibility_.DecideSlices(
      "A1", {{{Day(2026, 10, 1), Day(2026, 10, 11)}, Slice::ELIGIBLE, ""},
             {{Day(2026, 10, 11), Day(2026, 12, 1)}, Slice::INELIGIBLE, "2026-11-10"}});
  directory_.ChangeChild("A1", [](auto& facts) { Leave(facts, "2026-10-10"); });
  directory_.HaveChanged(kEmployee, "EmployeeLeft");
  Await([&] { return Handovers(v1::Handover::AHEAD).size() == 1; });
  const std::string name = Handovers()[0].name();
  EXPECT_EQ(ReasonOf(Lapse(name).status()), "LAPSE_NOT_DUE");
  EXPECT_EQ(ReasonOf(Lapse(name + "x").status()), "HANDOVER_NOT_FOUND");
  directory_.SetToday("2026-11-12");
  EXPECT_EQ(Handovers(v1::Handover::LAPSE_DUE).size(), 1u);
  EXPECT_EQ(Enrolments()[0].state(), v1::Enrolment::ACTIVE) << "nothing ends by itself";
  const auto ended = Lapse(name);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->end_date(), "2026-11-10");
  EXPECT_EQ(Handovers(v1::Handover::HANDOVER_ENDED).size(), 1u);
  EXPECT_EQ(ReasonOf(Lapse(name).status()), "ENROLMENT_ENDED");
}

TEST_P(HandoverServiceTest, WhoIsAboutToLeaveIsKnownToLeaveWhenThePlaceIsTaken) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  AddChild("A1");
  directory_.ChangeChild("A1", [](auto& facts) { Leave(facts, "2026-10-31"); });
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"})), "CREATED");
  ASSERT_TRUE(Accept(Offers().at("A1").name()).ok());
  ASSERT_EQ(Handovers().size(), 1u);
  EXPECT_EQ(Handovers()[0].state(), v1::Handover::AHEAD);
}

TEST_P(HandoverServiceTest, AReservedSeatIsTheFirmsAgainWhenASharedOneIsFree) {
  v1::Centre centre = CentreMessage("C001", {{"L01", v1::Group::LARGE, 2}});
  v1::Group* group = centre.mutable_groups(0);
  group->mutable_pools(0)->set_seats(1);
  v1::SeatPool* reserved = group->add_pools();
  reserved->set_kind("RESERVED");
  reserved->set_firm("parks/yunqi/firms/91a");
  reserved->set_seats(1);
  ASSERT_TRUE(SetCentre(centre).ok());
  Enrol("A1", {"C001"});  // In the reserved seat: what is for few goes first.
  directory_.ChangeChild("A1", [](auto& facts) {
    Leave(facts, "2026-10-10");
    Join(facts, "2026-10-11");
  });
  // Another child of that firm.
  AddChild("A2");
  AddChild("A3");
  directory_.SetToday("2026-10-12");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A2", {"C001"})), "CREATED");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A3", {"C001"}, "2026-09-21T08:00:00Z")), "CREATED");
  const auto offers = Offers();
  EXPECT_EQ(offers.count("A2"), 1u) << "the reserved seat is the firm's again";
  EXPECT_EQ(offers.count("A3"), 0u) << "the shared one is A1's now";
  EXPECT_EQ(Enrolments().size(), 1u);
}

}  // namespace
}  // namespace tuoqiao::places
