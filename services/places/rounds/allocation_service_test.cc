// A round from its opening to its offers, behind the real handlers.
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/common/resource_name.h"
#include "services/places/allocation/replay.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;
using v1::AllocationChoice;
using v1::AllocationResult;

constexpr char kSpring[] = "parks/yunqi/allocations/spring";

class AllocationTest : public ::testing::Test, protected PlacesFixture {
 protected:
  template <typename Request, typename Response>
  absl::StatusOr<Response> As(const std::string& subject,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              Request request) {
    request.set_request_id(NewRequestId());
    return harness_.Call(*stub_, method, request, "PARK_ADMIN", kYunqi, subject);
  }

  static v1::OpenAllocationRequest Opening(v1::Allocation::Policy policy,
                                           const std::string& id = "spring") {
    v1::OpenAllocationRequest request;
    request.set_parent(kYunqi);
    request.set_allocation_id(id);
    v1::Allocation* allocation = request.mutable_allocation();
    allocation->set_policy(policy);
    allocation->set_ties(v1::Allocation::BY_SUBMISSION);
    allocation->set_start_date("2026-11-02");
    if (policy == v1::Allocation::POINTS || policy == v1::Allocation::DEFERRED_ACCEPTANCE) {
      v1::PointsPolicy* points = allocation->mutable_points_policy();
      points->set_display_name("云栖园区分配办法");
      points->set_source("托育管理委员会 2026-09-01");
      points->set_from_date("2026-10-01");
      Add(points, v1::PointsCriterion::SIBLING, 30);
      Add(points, v1::PointsCriterion::SPECIAL_NEEDS, 25);
      Add(points, v1::PointsCriterion::BOTH_EMPLOYED, 20);
      Add(points, v1::PointsCriterion::CATCHMENT, 10);
      Add(points, v1::PointsCriterion::WAITING, 1);
      points->mutable_criteria(4)->set_days(5);
      points->mutable_criteria(4)->set_points_max(6);
    }
    return request;
  }
  static void Add(v1::PointsPolicy* policy, v1::PointsCriterion::Kind kind, int points) {
    v1::PointsCriterion* criterion = policy->add_criteria();
    criterion->set_kind(kind);
    criterion->set_points(points);
    criterion->set_reason("见办法");
  }

  absl::StatusOr<v1::Allocation> Open(const v1::OpenAllocationRequest& request) {
    return As("li", &Stub::OpenAllocation, request);
  }
  absl::StatusOr<v1::Allocation> Freeze(const std::vector<v1::Catchment>& catchments = {}) {
    v1::FreezeAllocationRequest request;
    request.set_name(kSpring);
    for (const auto& each : catchments) *request.add_catchments() = each;
    return As("li", &Stub::FreezeAllocation, request);
  }
  absl::StatusOr<v1::Allocation> Run(const std::string& entropy = "") {
    v1::RunAllocationRequest request;
    request.set_name(kSpring);
    request.set_public_entropy(entropy);
    const auto started = As("li", &Stub::RunAllocation, request);
    if (!started.ok()) return started.status();
    const auto done = harness_.Wait("places", started->name());
    EXPECT_FALSE(done.has_error()) << done.DebugString();
    v1::Allocation allocation;
    EXPECT_TRUE(done.response().UnpackTo(&allocation));
    return allocation;
  }
  absl::StatusOr<v1::Allocation> Publish(const std::string& subject = "wang") {
    v1::PublishAllocationRequest request;
    request.set_name(kSpring);
    return As(subject, &Stub::PublishAllocation, request);
  }
  absl::StatusOr<v1::Allocation> Cancel(const std::string& subject) {
    v1::CancelAllocationRequest request;
    request.set_name(kSpring);
    request.set_reason("名额有误");
    return As(subject, &Stub::CancelAllocation, request);
  }

  // By case number.
  std::map<std::string, AllocationResult> Results(const std::string& parent = kSpring,
                                                  const std::string& role = "PARK_ADMIN",
                                                  const std::string& scope = kYunqi) {
    v1::ListAllocationResultsRequest request;
    request.set_parent(parent);
    const auto response = Call(&Stub::ListAllocationResults, request, role, scope);
    EXPECT_TRUE(response.ok()) << response.status();
    std::map<std::string, AllocationResult> results;
    if (!response.ok()) return results;
    for (const auto& each : response->allocation_results()) {
      const std::string& child = each.child();
      results[absl::AsciiStrToUpper(child.substr(child.rfind('-') + 1))] = each;
    }
    return results;
  }
  std::string LogText() {
    v1::ExportAllocationLogRequest request;
    request.set_name(kSpring);
    const auto log = Call(&Stub::ExportAllocationLog, request);
    EXPECT_TRUE(log.ok()) << log.status();
    return log.ok() ? log->log() : "";
  }
  std::string Replayed(const std::string& text, const allocation::Published& published = {}) {
    const auto log = allocation::ReadLog(text);
    if (!log.ok()) return std::string(log.status().message());
    return allocation::FirstDifference(*log, published).value_or("equal");
  }
  // Who was offered which group, by case number.
  std::map<std::string, std::string> Offered() {
    std::map<std::string, std::string> offered;
    for (const auto& [case_number, each] : Applications()) {
      const std::string family = each.name().substr(0, each.name().find("/applications/"));
      v1::ListOffersRequest request;
      request.set_parent(family);
      const auto offers = Call(&Stub::ListOffers, request);
      for (const auto& offer : offers->offers()) {
        if (offer.state() == v1::Offer::OPEN) offered[offer.case_number()] = offer.group();
      }
    }
    return offered;
  }

  // Five families, two centres: two seats in the north, one in the south.
  //   A1 two guardians in the park | A2 waited longest | A3 a sibling in the north
  //   A4 a sibling in the south, and yet the north comes first | A5 recorded needs, north only
  void FiveFamilies() {
    OpenCentre("NORTH", {{"L01", v1::Group::LARGE, 3}});
    OpenCentre("SOUTH", {{"L01", v1::Group::LARGE, 2}});
    Enrol("S3", {"NORTH"});
    Enrol("S4", {"SOUTH"});
    struct Family {
      const char *case_number, *submitted;
      std::vector<std::string> choices;
    };
    for (const Family& each : {Family{"A1", "2026-09-28T08:00:00Z", {"NORTH", "SOUTH"}},
                               Family{"A2", "2026-09-01T08:00:00Z", {"NORTH", "SOUTH"}},
                               Family{"A3", "2026-09-28T08:01:00Z", {"NORTH", "SOUTH"}},
                               Family{"A4", "2026-09-28T08:02:00Z", {"NORTH", "SOUTH"}},
                               Family{"A5", "2026-09-28T08:03:00Z", {"NORTH"}}}) {
      AddChild(each.case_number);
      EXPECT_EQ(ApplyOne(ApplicationMessage(each.case_number, each.choices, each.submitted)),
                "CREATED");
    }
    directory_.ChangeChild("A1", [](auto& facts) {
      auto* second = facts.add_employments();
      *second = facts.employments(0);
      second->set_guardian(2);
    });
    directory_.ChangeChild("A5", [](auto& facts) { facts.set_needs_level(1); });
  }
  // Siblings live in one family from the start.
  directory::v1::ChildFacts AddChild(const std::string& case_number) {
    directory::v1::ChildFacts facts = PlacesFixture::AddChild(case_number);
    if (case_number == "A3" || case_number == "A4") {
      const std::string family = absl::StrCat(kYunqi, "/families/fam-s", case_number.substr(1));
      directory_.ChangeChild(case_number, [&](auto& child) {
        child.set_family(family);
        child.set_child(
            absl::StrCat(family, "/children/child-", absl::AsciiStrToLower(case_number)));
      });
    }
    return facts;
  }
};

TEST_F(AllocationTest, ARoundFromItsHashToItsOffers) {
  FiveFamilies();
  const auto opened = Open(Opening(v1::Allocation::DEFERRED_ACCEPTANCE));
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->state(), v1::Allocation::OPEN);
  EXPECT_EQ(opened->seed_hash().size(), 64u);
  EXPECT_EQ(opened->seed(), "");
  EXPECT_EQ(opened->groups_size(), 2) << "all that there are";

  const auto frozen = Freeze();
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->applicants(), 5);
  EXPECT_EQ(frozen->seats(), 3);
  EXPECT_EQ(frozen->seed(), "");
  EXPECT_EQ(Replayed(LogText()), "equal");

  const auto drawn = Run();
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  EXPECT_EQ(drawn->seed().size(), 64u);
  EXPECT_EQ(drawn->placed(), 3);
  EXPECT_EQ(
      Replayed(LogText(), {opened->seed_hash(), frozen->market_digest(), drawn->result_digest()}),
      "equal");
  EXPECT_TRUE(Offered().empty()) << "nobody is told before it is published";

  const auto published = Publish();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->opened_by(), "li");
  EXPECT_EQ(published->ended_by(), "wang");
  EXPECT_EQ(published->result_digest(), drawn->result_digest());
  EXPECT_EQ(Offered(),
            (std::map<std::string, std::string>{{"A3", "parks/yunqi/centres/north/groups/l01"},
                                                {"A5", "parks/yunqi/centres/north/groups/l01"},
                                                {"A4", "parks/yunqi/centres/south/groups/l01"}}));
  EXPECT_EQ(Taken("north"), 3);
  EXPECT_EQ(Taken("south"), 2);
}

TEST_F(AllocationTest, EachFamilyReadsItsOwnPointsAndReasons) {
  FiveFamilies();
  ASSERT_TRUE(Open(Opening(v1::Allocation::DEFERRED_ACCEPTANCE)).ok());
  v1::Catchment near;
  near.set_application(Applications().at("A1").name());
  near.add_centres("parks/yunqi/centres/south");
  ASSERT_TRUE(Freeze({near}).ok());
  ASSERT_TRUE(Run().ok());
  ASSERT_TRUE(Publish().ok());
  struct Row {
    const char* family;
    AllocationResult::Reason reason;
    int choice, points;
    AllocationChoice::Verdict verdict;
    int quarter, needed;
  };
  const auto results = Results();
  for (const Row& row : {
           // A sibling's 30; the others have 25, 20, 6 and nothing.
           Row{"A3", AllocationResult::SEAT, 0, 30, AllocationChoice::GIVEN, 1, 0},
           Row{"A5", AllocationResult::SEAT, 0, 25, AllocationChoice::GIVEN, 1, 0},
           // 20 for two guardians, and 10 more near the south, where a sibling has 30.
           Row{"A1", AllocationResult::SEAT, 0, 20, AllocationChoice::FULL, 2, 20},
           Row{"A1", AllocationResult::SEAT, 1, 30, AllocationChoice::GIVEN, 0, 0},
           // 30 days waited, and a point for each five.
           Row{"A2", AllocationResult::NO_SEAT_LEFT, 0, 6, AllocationChoice::FULL, 3, 20},
           Row{"A2", AllocationResult::NO_SEAT_LEFT, 1, 6, AllocationChoice::FULL, 0, 30},
           Row{"A4", AllocationResult::NO_SEAT_LEFT, 1, 30, AllocationChoice::FULL, 0, 30},
       }) {
    const AllocationResult& result = results.at(row.family);
    EXPECT_EQ(result.reason(), row.reason) << row.family;
    const AllocationChoice& choice = result.choices(row.choice);
    EXPECT_EQ(choice.points(), row.points) << row.family << row.choice;
    EXPECT_EQ(choice.verdict(), row.verdict) << row.family << row.choice;
    EXPECT_EQ(choice.quarter(), row.quarter) << row.family << row.choice;
    EXPECT_EQ(choice.points_needed(), row.needed) << row.family << row.choice;
  }
  ASSERT_EQ(results.at("A5").awards_size(), 1);
  EXPECT_EQ(results.at("A5").awards(0).kind(), v1::PointsCriterion::SPECIAL_NEEDS);
  // The log holds the sum and neither the ground nor anybody's name or case number.
  const std::string log = LogText();
  EXPECT_TRUE(absl::StrContains(log, "choice\tnorth\t25"));
  for (const auto& [case_number, application] : Applications()) {
    EXPECT_FALSE(absl::StrContains(log, LastPart(application.name())));
    EXPECT_FALSE(absl::StrContains(log, absl::StrCat("fam-", case_number)));
  }
  EXPECT_TRUE(absl::StrContains(log, LastPart(results.at("A5").name())));
}

TEST_F(AllocationTest, AParentSeesTheOwnPointsAtOnceAndTheOutcomeWhenItIsPublished) {
  FiveFamilies();
  ASSERT_TRUE(Open(Opening(v1::Allocation::DEFERRED_ACCEPTANCE)).ok());
  ASSERT_TRUE(Freeze().ok());
  const std::string own = "parks/yunqi/families/fam-a1";
  const auto mine = [&] { return Results(own, "PARENT", own); };
  ASSERT_EQ(mine().size(), 1u);
  EXPECT_EQ(mine().at("A1").choices(0).points(), 20);
  EXPECT_EQ(mine().at("A1").reason(), AllocationResult::REASON_UNSPECIFIED);
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(mine().at("A1").reason(), AllocationResult::REASON_UNSPECIFIED);
  EXPECT_EQ(mine().at("A1").choices(0).verdict(), AllocationChoice::VERDICT_UNSPECIFIED);
  EXPECT_EQ(Results().at("A1").reason(), AllocationResult::NO_SEAT_LEFT) << "for the park";
  ASSERT_TRUE(Publish().ok());
  EXPECT_EQ(mine().at("A1").reason(), AllocationResult::NO_SEAT_LEFT);
  EXPECT_EQ(mine().at("A1").seed().size(), 64u);

  v1::GetAllocationResultRequest get;
  get.set_name(mine().at("A1").name());
  EXPECT_TRUE(Call(&Stub::GetAllocationResult, get, "PARENT", own).ok());
  const std::string other = Results().at("A2").name();
  get.set_name(other);
  EXPECT_EQ(ReasonOf(Call(&Stub::GetAllocationResult, get, "PARENT", own).status()),
            "PERMISSION_DENIED");
  // Another family's result under the own name.
  get.set_name(absl::StrCat(own, other.substr(own.size())));
  EXPECT_EQ(ReasonOf(Call(&Stub::GetAllocationResult, get, "PARENT", own).status()),
            "ALLOCATION_RESULT_NOT_FOUND");
  v1::ListAllocationResultsRequest list;
  list.set_parent(kSpring);
  EXPECT_EQ(ReasonOf(Call(&Stub::ListAllocationResults, list, "PARENT", own).status()),
            "PERMISSION_DENIED");
}

TEST_F(AllocationTest, WhatChangedSinceTheFreezeGoesToTheNextInLine) {
  FiveFamilies();
  ASSERT_TRUE(Open(Opening(v1::Allocation::DEFERRED_ACCEPTANCE)).ok());
  ASSERT_TRUE(Freeze().ok());
  ASSERT_TRUE(Run().ok());
  // A3 had the north and has gone: A1 is next. The south loses its seat: A4 had it.
  directory_.ChangeChild("A3", [](auto& facts) { facts.set_centre_consent(false); });
  ASSERT_TRUE(SetCentre(CentreMessage("SOUTH", {{"L01", v1::Group::LARGE, 1}})).ok());
  const auto published = Publish();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->placed(), 2);
  const auto results = Results();
  EXPECT_EQ(results.at("A3").reason(), AllocationResult::GONE);
  EXPECT_EQ(results.at("A4").reason(), AllocationResult::SEAT_TAKEN_MEANWHILE);
  EXPECT_EQ(results.at("A1").group(), "parks/yunqi/centres/north/groups/l01");
  EXPECT_EQ(Replayed(LogText()), "equal");
  EXPECT_TRUE(absl::StrContains(LogText(), "\ngone\tapl-"));
  EXPECT_TRUE(absl::StrContains(LogText(), "\nleft\tsouth/l01/1\t0"));
  EXPECT_EQ(Taken("north"), 3);
  EXPECT_EQ(Taken("south"), 1);
}

// Three seats, one of them for half days. A1, A4 come for the whole day, A2 and A5 for the morning,
// A3 for the afternoon; they applied in this order.
TEST_F(AllocationTest, AMorningAndAnAfternoonShareASeatOfTheRound) {
  v1::Centre centre = CentreMessage("NORTH", {{"L01", v1::Group::LARGE, 3}});
  centre.add_care_kinds(v1::FULL_DAY);
  centre.add_care_kinds(v1::HALF_DAY);
  ASSERT_TRUE(SetCentre(centre).ok());
  v1::OpenAllocationRequest opening = Opening(v1::Allocation::FIRST_COME);
  v1::HalfDaySeats* const half = opening.mutable_allocation()->add_half_day_seats();
  half->set_group("parks/yunqi/centres/north/groups/l01");
  half->set_seats(1);
  EXPECT_EQ(ReasonOf(Open(opening).status()), "HALF_DAYS_NOT_SHARED");
  centre.mutable_groups(0)->set_half_days_share(true);
  ASSERT_TRUE(SetCentre(centre).ok());
  half->set_seats(0);
  EXPECT_EQ(ReasonOf(Open(opening).status()), "FIELD_INVALID");
  half->set_seats(1);
  half->set_group("parks/yunqi/centres/north/groups/l09");
  EXPECT_EQ(ReasonOf(Open(opening).status()), "GROUP_NOT_FOUND");
  half->set_group("parks/yunqi/centres/north/groups/l01");

  const v1::Session none = v1::SESSION_UNSPECIFIED;
  int minute = 0;
  for (const auto& [case_number, session] :
       std::vector<std::pair<std::string, v1::Session>>{{"A1", none},
                                                        {"A2", v1::MORNING},
                                                        {"A3", v1::AFTERNOON},
                                                        {"A4", none},
                                                        {"A5", v1::MORNING}}) {
    AddChild(case_number);
    v1::Application application = ApplicationMessage(
        case_number, {"NORTH"}, absl::StrCat("2026-09-28T08:0", minute++, ":00Z"));
    if (session != none) application.set_care_kind(v1::HALF_DAY);
    application.set_session(session);
    ASSERT_EQ(ApplyOne(application), "CREATED");
  }
  const auto opened = Open(opening);
  ASSERT_TRUE(opened.ok()) << opened.status();
  ASSERT_EQ(opened->half_day_seats_size(), 1);
  const auto frozen = Freeze();
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->seats(), 3);
  ASSERT_TRUE(Run().ok());
  const auto published = Publish();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->placed(), 4);
  EXPECT_EQ(published->half_day_seats(0).seats(), 1);
  EXPECT_EQ(Replayed(LogText(),
                     {opened->seed_hash(), frozen->market_digest(), published->result_digest()}),
            "equal");
  EXPECT_EQ(Results().at("A5").reason(), AllocationResult::NO_SEAT_LEFT);
  EXPECT_EQ(Offered().size(), 4u);
  EXPECT_EQ(Taken("north"), 3);
  for (const auto& [case_number, application] : Applications()) {
    const std::string family = application.name().substr(0, application.name().find("/appl"));
    v1::ListOffersRequest request;
    request.set_parent(family);
    const auto offers = Call(&Stub::ListOffers, request);
    for (const auto& offer : offers->offers()) EXPECT_TRUE(Accept(offer.name()).ok());
  }
  EXPECT_EQ(Enrolments().size(), 4u);
  EXPECT_EQ(Taken("north"), 3);
}

// The half of a seat that is gone when the round is published is nobody's.
TEST_F(AllocationTest, SeatsForHalfDaysThatAreGoneAreLeftOut) {
  v1::Centre centre = CentreMessage("NORTH", {{"L01", v1::Group::LARGE, 2}});
  centre.add_care_kinds(v1::HALF_DAY);
  centre.mutable_groups(0)->set_half_days_share(true);
  ASSERT_TRUE(SetCentre(centre).ok());
  v1::OpenAllocationRequest opening = Opening(v1::Allocation::FIRST_COME);
  v1::HalfDaySeats* const half = opening.mutable_allocation()->add_half_day_seats();
  half->set_group("parks/yunqi/centres/north/groups/l01");
  half->set_seats(2);
  for (const char* case_number : {"A1", "A2"}) {
    AddChild(case_number);
    v1::Application application = ApplicationMessage(case_number, {"NORTH"});
    application.set_care_kind(v1::HALF_DAY);
    application.set_session(v1::MORNING);
    ASSERT_EQ(ApplyOne(application), "CREATED");
  }
  ASSERT_TRUE(Open(opening).ok());
  ASSERT_TRUE(Freeze().ok());
  ASSERT_EQ(Run()->placed(), 2);
  centre.mutable_groups(0)->set_capacity(1);
  centre.mutable_groups(0)->mutable_pools(0)->set_seats(1);
  ASSERT_TRUE(SetCentre(centre).ok());
  const auto published = Publish();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->placed(), 1);
  EXPECT_EQ(Replayed(LogText()), "equal");
  EXPECT_TRUE(absl::StrContains(LogText(), "\nleft\tnorth/l01/1-morning\t1"));
}

TEST_F(AllocationTest, OfferSeatsLeavesTheGroupsOfARoundAlone) {
  OpenCentre("NORTH", {{"L01", v1::Group::LARGE, 1}});
  OpenCentre("SOUTH", {{"L01", v1::Group::LARGE, 1}});
  for (const char* each : {"A1", "A2"}) {
    AddChild(each);
    EXPECT_EQ(ApplyOne(ApplicationMessage(each, {"NORTH", "SOUTH"})), "CREATED");
  }
  auto opening = Opening(v1::Allocation::FIRST_COME);
  opening.mutable_allocation()->add_groups("parks/yunqi/centres/north/groups/l01");
  ASSERT_TRUE(Open(opening).ok());
  const auto offered = OfferSeats();
  ASSERT_TRUE(offered.ok());
  ASSERT_EQ(offered->offers_size(), 1);
  EXPECT_EQ(offered->offers(0).group(), "parks/yunqi/centres/south/groups/l01");
  ASSERT_EQ(offered->groups_in_allocation_size(), 1);
  EXPECT_EQ(offered->groups_in_allocation(0), "parks/yunqi/centres/north/groups/l01");
  // Once the round is given up its seats are first come, first served again.
  ASSERT_TRUE(Cancel("li").ok());
  EXPECT_EQ(Offers().at("A2").group(), "parks/yunqi/centres/north/groups/l01");
}

TEST_F(AllocationTest, TwoPeopleAndFourStepsInTheirOrder) {
  FiveFamilies();
  EXPECT_EQ(ReasonOf(Freeze().status()), "ALLOCATION_NOT_FOUND");
  ASSERT_TRUE(Open(Opening(v1::Allocation::LOTTERY)).ok());
  EXPECT_EQ(ReasonOf(Run().status()), "ALLOCATION_STATE_WRONG");
  EXPECT_EQ(ReasonOf(Publish().status()), "ALLOCATION_STATE_WRONG");
  v1::ExportAllocationLogRequest log;
  log.set_name(kSpring);
  EXPECT_EQ(ReasonOf(Call(&Stub::ExportAllocationLog, log).status()), "ALLOCATION_STATE_WRONG");
  ASSERT_TRUE(Freeze().ok());
  EXPECT_EQ(ReasonOf(Freeze().status()), "ALLOCATION_STATE_WRONG");
  EXPECT_EQ(ReasonOf(Run("3120.55").status()), "FIELD_INVALID") << "no source was announced";
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(ReasonOf(Run().status()), "ALLOCATION_STATE_WRONG");
  EXPECT_EQ(ReasonOf(Publish("li").status()), "PUBLISHED_BY_SAME_PERSON");
  EXPECT_EQ(ReasonOf(Cancel("li").status()), "PUBLISHED_BY_SAME_PERSON");
  ASSERT_TRUE(Publish("wang").ok());
  EXPECT_EQ(ReasonOf(Cancel("wang").status()), "ALLOCATION_STATE_WRONG");
}

TEST_F(AllocationTest, ACancelledRoundStaysOnRecord) {
  FiveFamilies();
  ASSERT_TRUE(Open(Opening(v1::Allocation::LOTTERY)).ok());
  ASSERT_TRUE(Freeze().ok());
  ASSERT_TRUE(Run().ok());
  const auto cancelled = Cancel("wang");
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->cancel_reason(), "名额有误");
  EXPECT_EQ(cancelled->seed().size(), 64u);
  EXPECT_EQ(ReasonOf(Open(Opening(v1::Allocation::LOTTERY)).status()), "ALLOCATION_EXISTS");
  EXPECT_TRUE(Open(Opening(v1::Allocation::LOTTERY, "spring-2")).ok());
  v1::ListAllocationsRequest list;
  list.set_parent(kYunqi);
  EXPECT_EQ(Call(&Stub::ListAllocations, list, "PARENT", "parks/yunqi/families/fam-a1")
                ->allocations_size(),
            2);
}

TEST_F(AllocationTest, APublicFigureThatWasAnnouncedIsMixedIn) {
  FiveFamilies();
  auto opening = Opening(v1::Allocation::LOTTERY);
  opening.mutable_allocation()->set_entropy_source("上证综指 2026-10-15 收盘");
  ASSERT_TRUE(Open(opening).ok());
  ASSERT_TRUE(Freeze().ok());
  EXPECT_EQ(ReasonOf(Run().status()), "FIELD_REQUIRED");
  EXPECT_EQ(Run("3120.55")->public_entropy(), "3120.55");
  EXPECT_EQ(Replayed(LogText()), "equal");
  EXPECT_NE(Replayed(absl::StrReplaceAll(LogText(), {{"3120.55", "3120.56"}})), "equal");
}

TEST_F(AllocationTest, WhatCannotBeOpenedSaysWhere) {
  OpenCentre("NORTH", {{"L01", v1::Group::LARGE, 1}});
  const auto refused = [&](const std::function<void(v1::OpenAllocationRequest&)>& change) {
    auto request = Opening(v1::Allocation::DEFERRED_ACCEPTANCE);
    change(request);
    const absl::Status status = Open(request).status();
    return status.ok() ? "opened" : absl::StrCat(ReasonOf(status), " ", FailureOf(status)->field());
  };
  using Request = v1::OpenAllocationRequest;
  struct Row {
    std::function<void(Request&)> change;
    const char* expected;
  };
  for (const Row& row : {
           Row{[](Request& r) { r.clear_allocation_id(); }, "FIELD_REQUIRED allocation_id"},
           Row{[](Request& r) { r.set_allocation_id("Spring 1"); }, "FIELD_INVALID allocation_id"},
           Row{[](Request& r) { r.mutable_allocation()->clear_policy(); },
               "FIELD_REQUIRED allocation.policy"},
           Row{[](Request& r) { r.mutable_allocation()->clear_ties(); },
               "FIELD_REQUIRED allocation.ties"},
           Row{[](Request& r) { r.mutable_allocation()->set_start_date("2026-10-01"); },
               "FIELD_INVALID allocation.start_date"},
           Row{[](Request& r) { r.mutable_allocation()->clear_points_policy(); },
               "FIELD_INVALID allocation.points_policy"},
           Row{[](Request& r) { r.mutable_allocation()->set_policy(v1::Allocation::LOTTERY); },
               "FIELD_INVALID allocation.points_policy"},
           Row{[](Request& r) {
                 r.mutable_allocation()->mutable_points_policy()->set_until_date("2026-11-02");
               },
               "POINTS_POLICY_NOT_IN_FORCE allocation.points_policy"},
           Row{[](Request& r) {
                 r.mutable_allocation()->mutable_points_policy()->mutable_criteria(1)->set_points(
                     0);
               },
               "FIELD_INVALID allocation.points_policy.criteria[1].points"},
           Row{[](Request& r) {
                 r.mutable_allocation()->mutable_points_policy()->mutable_criteria(0)->set_days(5);
               },
               "FIELD_INVALID allocation.points_policy.criteria[0].days"},
           Row{[](Request& r) { r.mutable_allocation()->add_groups("north/l01"); },
               "FIELD_INVALID allocation.groups[0]"},
           Row{[](Request& r) {
                 r.mutable_allocation()->add_groups("parks/yunqi/centres/north/groups/l09");
               },
               "GROUP_NOT_FOUND "},
           Row{[](Request& r) { r.mutable_allocation()->set_entropy_source("a\tb"); },
               "FIELD_INVALID allocation.entropy_source"},
       }) {
    EXPECT_EQ(refused(row.change), row.expected);
  }
  ASSERT_TRUE(Open(Opening(v1::Allocation::FIRST_COME)).ok());
  EXPECT_EQ(refused([](Request& r) { r.set_allocation_id("other"); }),
            "ALLOCATION_OVERLAPS allocation.groups");
}

TEST_F(AllocationTest, ADryRunOfEachStepChangesNothing) {
  FiveFamilies();
  const auto dry = [&](auto request, auto method) {
    request.set_validate_only(true);
    EXPECT_TRUE(As("wang", method, request).ok());
  };
  v1::GetAllocationRequest get;
  get.set_name(kSpring);
  const auto state = [&] {
    const auto round = Call(&Stub::GetAllocation, get);
    return round.ok() ? v1::Allocation::State_Name(round->state()) : ReasonOf(round.status());
  };
  dry(Opening(v1::Allocation::LOTTERY), &Stub::OpenAllocation);
  EXPECT_EQ(state(), "ALLOCATION_NOT_FOUND");
  ASSERT_TRUE(Open(Opening(v1::Allocation::LOTTERY)).ok());
  v1::FreezeAllocationRequest freeze;
  freeze.set_name(kSpring);
  dry(freeze, &Stub::FreezeAllocation);
  EXPECT_EQ(state(), "OPEN");
  ASSERT_TRUE(Freeze().ok());
  v1::RunAllocationRequest run;
  run.set_name(kSpring);
  dry(run, &Stub::RunAllocation);
  EXPECT_EQ(state(), "FROZEN");
  ASSERT_TRUE(Run().ok());
  v1::PublishAllocationRequest publish;
  publish.set_name(kSpring);
  dry(publish, &Stub::PublishAllocation);
  v1::CancelAllocationRequest cancel;
  cancel.set_name(kSpring);
  cancel.set_reason("名额有误");
  dry(cancel, &Stub::CancelAllocation);
  EXPECT_EQ(state(), "DRAWN");
  EXPECT_TRUE(Offered().empty());
}

TEST_F(AllocationTest, AChildIsInARoundOnceAndOnlyIfItMay) {
  OpenCentre("NORTH", {{"L01", v1::Group::LARGE, 5}, {"I01", v1::Group::INFANT, 5}});
  OpenCentre("SOUTH", {{"L01", v1::Group::LARGE, 5}});
  for (const char* each : {"A1", "A2", "A3", "A4"}) AddChild(each);
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"NORTH"})), "CREATED");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"SOUTH"}, "2026-09-21T08:00:00Z"), "care-1"),
            "CREATED");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A2", {"NORTH"})), "CREATED");
  directory_.ChangeChild("A2", [](auto& facts) { facts.set_centre_consent(false); });
  EXPECT_EQ(ApplyOne(ApplicationMessage("A3", {"NORTH"}, "2026-09-20T08:00:00Z", "2026-11-20")),
            "CREATED");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A4", {"SOUTH", "NORTH"})), "CREATED");
  auto opening = Opening(v1::Allocation::FIRST_COME);
  opening.mutable_allocation()->add_groups("parks/yunqi/centres/north/groups/l01");
  opening.mutable_allocation()->add_groups("parks/yunqi/centres/north/groups/i01");
  ASSERT_TRUE(Open(opening).ok());
  ASSERT_TRUE(Freeze().ok());
  ASSERT_TRUE(Run().ok());
  ASSERT_TRUE(Publish().ok());
  const auto results = Results();
  EXPECT_EQ(results.size(), 3u) << "A3 wants to start later";
  EXPECT_EQ(results.at("A1").choices(0).centre(), "parks/yunqi/centres/north");
  EXPECT_EQ(results.at("A2").reason(), AllocationResult::NO_CONSENT);
  EXPECT_EQ(results.at("A4").choices(0).verdict(), AllocationChoice::NOT_IN_ROUND);
  EXPECT_EQ(results.at("A4").choices(1).verdict(), AllocationChoice::GIVEN);
}

}  // namespace
}  // namespace tuoqiao::places
