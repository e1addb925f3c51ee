// From the application to the place and out of it again, behind the real handlers.
#include <gtest/gtest.h>

#include <set>

#include "services/common/rpc/paging.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;
using type::v1::ItemResult;

class OffersTest : public ::testing::Test, protected PlacesFixture {
 protected:
  void Wait(const std::string& case_number, const std::string& submitted = "2026-09-20T08:00:00Z") {
    AddChild(case_number);
    EXPECT_EQ(ApplyOne(ApplicationMessage(case_number, {"C001"}, submitted)), "CREATED");
  }
};

TEST_F(OffersTest, EachApplicationHasAResultOfItsOwn) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  for (const char* each : {"A1", "A2", "A3"}) AddChild(each);
  eligibility_.Decide("A2", {absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 12, 1)},
                      eligibility::v1::Slice::PENDING);
  EXPECT_EQ(ApplyOne(ApplicationMessage("A3", {"C001"})), "CREATED");
  std::vector<v1::Application> applications = {
      ApplicationMessage("", {"C001"}),
      ApplicationMessage("A1", {}),
      ApplicationMessage("A1", {"C001"}, "yesterday"),
      ApplicationMessage("A1", {"C001"}, "2026-09-20T08:00:00Z", "2026-10-32"),
      ApplicationMessage("A1", {"C001", "c001"}),
      ApplicationMessage("A1", {"parks/xixi/centres/c001"}),
      ApplicationMessage("A1", {"parks/yunqi/centres/c001"}),
      ApplicationMessage("A1", {"C001"}),
      ApplicationMessage("A9", {"C001"}),
      ApplicationMessage("A2", {"C001", "C009"}),
      ApplicationMessage("A2", {"C001"}),
      ApplicationMessage("A3", {"C001"}, "2026-09-21T08:00:00Z"),
      ApplicationMessage("A3", {"C001"}),
  };
  const std::vector<std::string> expected = {"FIELD_REQUIRED",
                                             "FIELD_REQUIRED",
                                             "FIELD_INVALID",
                                             "FIELD_INVALID",
                                             "FIELD_INVALID",
                                             "FIELD_INVALID",
                                             "",
                                             "DUPLICATE_IN_REQUEST",
                                             "UNKNOWN_CHILD",
                                             "CENTRE_NOT_FOUND",
                                             "NOT_ELIGIBLE",
                                             "APPLICATION_EXISTS",
                                             ""};
  const auto response = Apply(applications);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), static_cast<int>(expected.size()));
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(response->results(static_cast<int>(i)).reason(), expected[i]) << i;
  }
  EXPECT_EQ(response->results(6).outcome(), ItemResult::CREATED);
  EXPECT_EQ(response->results(12).outcome(), ItemResult::UNCHANGED);
  EXPECT_EQ(Applications().at("A1").choices(0), "parks/yunqi/centres/c001");
  EXPECT_EQ(Applications().at("A1").submitted_time(), "2026-09-20T08:00:00Z");
}

TEST_F(OffersTest, ABatchHasAProgrammeAndAtMostFiveHundredApplications) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  const v1::Application one = ApplicationMessage("A1", {"C001"});
  EXPECT_EQ(ReasonOf(Apply({one}, "unknown").status()), "PROGRAMME_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Apply({one}, "").status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Apply({}).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Apply(std::vector<v1::Application>(501, one)).status()), "FIELD_INVALID");
}

TEST_F(OffersTest, TheSameSubmissionInANewRequestWritesNothingButItsReply) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  Wait("A1");
  const int64_t before = RowsWritten();
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"})), "UNCHANGED");
  EXPECT_EQ(RowsWritten() - before, 1);
}

TEST_F(OffersTest, AsksForTheParksChildrenOnceWhileNothingChangesThere) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 20}});
  for (const char* each : {"A1", "A2", "A3", "A4"}) AddChild(each);
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"})), "CREATED");
  const int pages = directory_.pages;
  EXPECT_EQ(ApplyOne(ApplicationMessage("A2", {"C001"})), "CREATED");
  EXPECT_EQ(directory_.pages, pages);
  directory_.ChangeChild("A3", [](auto& facts) { facts.set_centre_consent(false); });
  EXPECT_EQ(ApplyOne(ApplicationMessage("A3", {"C001"})), "CREATED");
  EXPECT_EQ(directory_.pages, pages + 1);
  EXPECT_EQ(Offers().count("A3"), 0u) << "no consent for centres";
  // A child that is written and has no position yet is found all the same.
  directory_.numbers_late = true;
  AddChild("A5");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A5", {"C001"})), "CREATED");
}

TEST_F(OffersTest, FirstComeFirstServedThenByCaseNumber) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 3}});
  Wait("A4", "2026-09-20T08:00:00Z");
  Wait("A3", "2026-09-20T16:00:01+08:00");  // A second later than eight o'clock.
  Wait("A2", "2026-09-20T08:00:00Z");
  Wait("A1", "2026-09-20T08:00:02Z");
  const auto offered = OfferSeats();
  ASSERT_TRUE(offered.ok()) << offered.status();
  ASSERT_EQ(offered->offers_size(), 3);
  EXPECT_EQ(offered->offers(0).case_number(), "A2");
  EXPECT_EQ(offered->offers(1).case_number(), "A4");
  EXPECT_EQ(offered->offers(2).case_number(), "A3");
  EXPECT_EQ(offered->waiting(), 1);
  EXPECT_EQ(offered->remaining(), 0);
  EXPECT_EQ(offered->offers(0).hold_date(), "2026-10-03");
  EXPECT_EQ(offered->offers(0).expire_date(), "2026-10-15");
  EXPECT_EQ(Taken("c001"), 3) << "what is held is taken";
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::WAITING);
  EXPECT_EQ(Applications().at("A2").state(), v1::Application::OFFERED);
}

TEST_F(OffersTest, GoesOnWhereTheFormerCallEnded) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 20}});
  for (const char* each : {"A1", "A2", "A3", "A4", "A5"}) Wait(each);
  std::vector<std::string> cases;
  std::string after;
  for (const int remaining : {3, 1, 0}) {
    const auto offered = OfferSeats(2, after);
    ASSERT_TRUE(offered.ok()) << offered.status();
    for (const auto& each : offered->offers()) cases.push_back(each.case_number());
    EXPECT_EQ(offered->remaining(), remaining);
    after = offered->next_after();
  }
  EXPECT_EQ(cases, (std::vector<std::string>{"A1", "A2", "A3", "A4", "A5"}));
  EXPECT_EQ(ReasonOf(OfferSeats(2, "somewhere").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(OfferSeats(2, rpc::NextPageToken("waiting_list", "a\nb\nc")).status()),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(OfferSeats(-1).status()), "FIELD_INVALID");
}

TEST_F(OffersTest, ADryRunOffersNothing) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  Wait("A1");
  v1::OfferSeatsRequest request;
  request.set_parent(kYunqi);
  request.set_validate_only(true);
  EXPECT_EQ(Send(&Stub::OfferSeats, request)->offers_size(), 1);
  EXPECT_EQ(Taken("c001"), 0);
}

TEST_F(OffersTest, AnOfferBecomesAPlaceOnce) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  Wait("A1");
  const v1::Offer offer = Offers().at("A1");
  const auto enrolment = Accept(offer.name());
  ASSERT_TRUE(enrolment.ok()) << enrolment.status();
  EXPECT_EQ(enrolment->start_date(), "2026-10-01");
  EXPECT_EQ(enrolment->end_date(), "2027-06-15");
  EXPECT_EQ(enrolment->state(), v1::Enrolment::ACTIVE);
  EXPECT_EQ(enrolment->group_kind(), v1::Group::LARGE);
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::PLACED);
  EXPECT_EQ(ReasonOf(Accept(offer.name()).status()), "OFFER_NOT_OPEN");
  EXPECT_EQ(ReasonOf(Decline(offer.name(), "OTHER").status()), "OFFER_NOT_OPEN");
  EXPECT_EQ(ReasonOf(Accept(offer.name() + "x").status()), "OFFER_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Accept("parks/yunqi/offers/x").status()), "NAME_INVALID");
  EXPECT_EQ(ReasonOf(Decline(offer.name() + "x", "OTHER").status()), "OFFER_NOT_FOUND");
}

TEST_F(OffersTest, AFamilyAnswersItsOwnOffersOnly) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  Wait("A1");
  Wait("A2");
  const auto offers = Offers();
  const std::string own = "parks/yunqi/families/fam-a1", other = offers.at("A2").name();
  v1::AcceptOfferRequest request;
  request.set_name(other);
  EXPECT_EQ(ReasonOf(Send(&Stub::AcceptOffer, request, "PARENT", own).status()),
            "PERMISSION_DENIED");
  // Another family's offer under the own family's name.
  request.set_name(absl::StrCat(own, other.substr(own.size())));
  EXPECT_EQ(ReasonOf(Send(&Stub::AcceptOffer, request, "PARENT", own).status()), "OFFER_NOT_FOUND");
  v1::ListOffersRequest list;
  list.set_parent(own);
  const auto listed = Call(&Stub::ListOffers, list, "PARENT", own);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->offers_size(), 1);
  EXPECT_EQ(listed->offers(0).name(), offers.at("A1").name());
  request.set_name(offers.at("A1").name());
  EXPECT_TRUE(Send(&Stub::AcceptOffer, request, "PARENT", own).ok());
}

TEST_F(OffersTest, WhoDeclinesWaitsInTheOldOrderForAnotherCentre) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 1}});
  AddChild("A1");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001", "C002"})), "CREATED");
  const v1::Offer first = Offers().at("A1");
  EXPECT_EQ(ReasonOf(Decline(first.name(), "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Decline(first.name(), "BORED").status()), "FIELD_INVALID");
  EXPECT_EQ(Decline(first.name(), "TOO_FAR")->state(), v1::Offer::DECLINED);
  EXPECT_EQ(Taken("c001"), 0);
  const v1::Offer second = Offers().at("A1");
  EXPECT_EQ(second.group(), "parks/yunqi/centres/c002/groups/l01");
  EXPECT_TRUE(Decline(second.name(), "FOUND_ANOTHER").ok());
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::WITHDRAWN);
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"}, "2026-10-01T08:00:00Z")), "CREATED");
}

TEST_F(OffersTest, AHoldLapsesAndTheOfferLastsWhileASeatIsFree) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  Wait("A1");
  Wait("A2", "2026-09-21T08:00:00Z");
  const v1::Offer early = Offers().at("A1");
  directory_.SetToday("2026-10-03");
  EXPECT_EQ(Offers().count("A2"), 0u) << "the seat is held";
  directory_.SetToday("2026-10-04");
  EXPECT_EQ(Taken("c001"), 0);
  const v1::Offer late = Offers().at("A2");
  EXPECT_EQ(ReasonOf(Accept(early.name()).status()), "SEAT_TAKEN") << "it is held for another now";
  EXPECT_TRUE(Decline(late.name(), "LATER").ok());
  EXPECT_TRUE(Accept(early.name()).ok());
}

TEST_F(OffersTest, AnOfferThatRanOutIsMarkedAndItsFamilyOfferedAgain) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  Wait("A1");
  const v1::Offer first = Offers().at("A1");
  directory_.SetToday("2026-10-16");
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::WAITING);
  EXPECT_EQ(ReasonOf(Accept(first.name()).status()), "OFFER_EXPIRED");
  EXPECT_EQ(ReasonOf(Decline(first.name(), "LATER").status()), "OFFER_NOT_OPEN");
  const v1::Offer second = Offers().at("A1");
  EXPECT_NE(second.name(), first.name());
  v1::ListOffersRequest list;
  list.set_parent("parks/yunqi/families/fam-a1");
  std::map<std::string, v1::Offer::State> states;
  const auto listed = Call(&Stub::ListOffers, list);
  for (const auto& each : listed->offers()) states[each.name()] = each.state();
  EXPECT_EQ(states, (std::map<std::string, v1::Offer::State>{{first.name(), v1::Offer::EXPIRED},
                                                             {second.name(), v1::Offer::OPEN}}));
  EXPECT_TRUE(Accept(second.name()).ok());
}

TEST_F(OffersTest, ASeatIsTakenByWhoeverHoldsFirstWhereCapacityShrank) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 3}});
  for (const char* each : {"A1", "A2", "A3"}) Wait(each);
  const auto offers = Offers();
  EXPECT_EQ(OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}}).groups(0).taken(), 1);
  EXPECT_EQ(ReasonOf(Accept(offers.at("A3").name()).status()), "SEAT_TAKEN");
  EXPECT_EQ(ReasonOf(Accept(offers.at("A2").name()).status()), "SEAT_TAKEN");
  EXPECT_TRUE(Accept(offers.at("A1").name()).ok());
  EXPECT_EQ(ReasonOf(Accept(offers.at("A2").name()).status()), "SEAT_TAKEN");
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  EXPECT_TRUE(Accept(offers.at("A2").name()).ok()) << "the seat is back, and so is the hold";
}

TEST_F(OffersTest, AChildHasOnePlaceWhateverTheProgramme) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 1}});
  AddChild("A1");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"}), "care"), "CREATED");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C002"}), "care-2"), "CREATED");
  const auto offered = OfferSeats();
  ASSERT_EQ(offered->offers_size(), 2);
  EXPECT_TRUE(Accept(offered->offers(0).name()).ok());
  EXPECT_EQ(ReasonOf(Accept(offered->offers(1).name()).status()), "CHILD_ALREADY_ENROLLED");
  EXPECT_EQ(Taken("c001") + Taken("c002"), 1) << "nothing is held for who has a place";
  directory_.SetToday("2026-10-20");
  EXPECT_EQ(OfferSeats()->offers_size(), 0);
}

TEST_F(OffersTest, AChildThatHasOutgrownEveryGroupWaitsNoLonger) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 0}});
  AddChild("A1", "2023-10-20");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"})), "CREATED");
  EXPECT_EQ(OfferSeats()->waiting(), 1);
  directory_.SetToday("2026-10-20");
  EXPECT_EQ(OfferSeats()->waiting(), 0);
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::CLOSED);
}

TEST_F(OffersTest, WhoIsNotEligibleAnyMoreIsOfferedNothing) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  Wait("A1");
  eligibility_.Decide("A1", {absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 12, 1)},
                      eligibility::v1::Slice::INELIGIBLE);
  EXPECT_EQ(OfferSeats()->waiting(), 1);
}

TEST_F(OffersTest, APlaceEndsAndItsSeatGoesToWhoWaits) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  const v1::Enrolment enrolment = Enrol("A1", {"C001"});
  Wait("A2");
  EXPECT_EQ(Offers().count("A2"), 0u);
  EXPECT_EQ(ReasonOf(End(enrolment.name(), "2026-09-30").status()), "DATE_ORDER");
  EXPECT_EQ(ReasonOf(End(enrolment.name(), "2027-06-16").status()), "DATE_ORDER");
  EXPECT_EQ(ReasonOf(End(enrolment.name() + "x", "2026-10-20").status()), "ENROLMENT_NOT_FOUND");
  EXPECT_EQ(ReasonOf(End("parks/yunqi/enrolments/x", "2026-10-20").status()), "NAME_INVALID");
  EXPECT_EQ(ReasonOf(End(enrolment.name(), "").status()), "FIELD_REQUIRED");
  const auto ended = End(enrolment.name(), "2026-10-20");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->end_date(), "2026-10-20");
  EXPECT_EQ(ended->state(), v1::Enrolment::ACTIVE) << "until that day";
  EXPECT_EQ(ReasonOf(End(enrolment.name(), "2026-10-20").status()), "ENROLMENT_ENDED");
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::CLOSED);
  directory_.SetToday("2026-10-19");
  EXPECT_EQ(Offers().count("A2"), 0u);
  directory_.SetToday("2026-10-20");
  const v1::Offer offer = Offers().at("A2");
  EXPECT_EQ(offer.start_date(), "2026-10-20") << "the wish was for the first, which has passed";
  EXPECT_TRUE(Accept(offer.name()).ok());
}

TEST_F(OffersTest, ListsEnrolmentsOfTheParkAndOfACentre) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 5}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 5}});
  Enrol("A3", {"C001"});
  Enrol("A1", {"C002"});
  Enrol("A2", {"C001"});
  std::vector<std::string> cases;
  for (const auto& each : Enrolments()) cases.push_back(each.case_number());
  EXPECT_EQ(cases, (std::vector<std::string>{"A1", "A2", "A3"}));
  EXPECT_EQ(Enrolments("parks/yunqi/centres/c001").size(), 2u);
  v1::ListEnrolmentsRequest request;
  request.set_parent(kYunqi);
  request.set_page_size(2);
  const auto first = Call(&Stub::ListEnrolments, request);
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListEnrolments, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->enrolments_size(), 1);
  EXPECT_EQ(second->enrolments(0).case_number(), "A3");
}

}  // namespace
}  // namespace tuoqiao::places
