// The waiting list behind the real handlers: the park's clock, families that say so, centres that
// refuse, seats that roll on.
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "services/places/testing_engines.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;
using Waiting = v1::WaitingApplication;

class WaitingServiceTest : public ::testing::TestWithParam<std::string>, protected PlacesFixture {
 protected:
  WaitingServiceTest() : PlacesFixture(OpenEngine(GetParam(), "waiting")) {}

  // Applies and returns the application's name.
  std::string Wait(const std::string& case_number,
                   const std::vector<std::string>& choices = {"C001"},
                   const std::string& submitted = "2026-09-20T08:00:00Z") {
    AddChild(case_number);
    EXPECT_EQ(ApplyOne(ApplicationMessage(case_number, choices, submitted)), "CREATED");
    return Applications().at(case_number).name();
  }
  absl::StatusOr<v1::OfferPolicy> SetPolicy(const v1::OfferPolicy& policy) {
    v1::SetOfferPolicyRequest request;
    *request.mutable_policy() = policy;
    return Send(&Stub::SetOfferPolicy, request);
  }
  static v1::OfferPolicy Policy(const std::string& day) {
    v1::OfferPolicy policy;
    policy.set_name(absl::StrCat(kYunqi, "/offerPolicies/", day));
    return policy;
  }
  // By case number.
  std::map<std::string, Waiting> List(Waiting::Confirmation confirmation = {}, bool overdue = false,
                                      const std::string& parent = kYunqi) {
    v1::ListWaitingRequest request;
    request.set_parent(parent);
    request.set_confirmation(confirmation);
    request.set_answer_overdue(overdue);
    request.set_page_size(1);  // Each page has its turn.
    std::map<std::string, Waiting> found;
    do {
      const auto page = Call(&Stub::ListWaiting, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& each : page->waiting()) found[each.application().case_number()] = each;
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
  template <typename Request>
  absl::StatusOr<v1::Application> Say(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                   const Request&,
                                                                   v1::Application*),
                                      const std::string& application) {
    Request request;
    request.set_name(application);
    return Send(method, request);
  }
  absl::StatusOr<v1::Refusal> Refuse(const std::string& centre, const std::string& application,
                                     v1::Refusal::Reason reason, const std::string& text = "") {
    v1::RefuseApplicantRequest request;
    request.set_name(absl::StrCat(kYunqi, "/centres/", centre));
    request.set_application(application);
    request.set_reason(reason);
    request.set_text(text);
    return Send(&Stub::RefuseApplicant, request, "CENTRE_MANAGER", request.name());
  }
};

INSTANTIATE_TEST_SUITE_P(Each, WaitingServiceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

TEST_P(WaitingServiceTest, TheParksPolicySaysHowLongASeatIsHeld) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 3}});
  v1::OfferPolicy policy = Policy("2026-10-01");
  policy.set_hold_hours(24);
  policy.set_open_days(5);
  const auto set = SetPolicy(policy);
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->roll_on(), v1::OfferPolicy::ON_REQUEST);
  policy.set_name(absl::StrCat(kYunqi, "/offerPolicies/2026-10-05"));
  policy.set_hold_hours(72);
  ASSERT_TRUE(SetPolicy(policy).ok());
  Wait("A1");
  const v1::Offer first = Offers().at("A1");
  EXPECT_EQ(first.hold_date(), "2026-10-02");
  EXPECT_EQ(first.expire_date(), "2026-10-06");
  directory_.SetToday("2026-10-05");
  Wait("A2");
  EXPECT_EQ(Offers().at("A2").hold_date(), "2026-10-08");
  EXPECT_EQ(ReasonOf(SetPolicy(policy).status()), "") << "the same again";
  policy.set_hold_hours(23);
  EXPECT_EQ(ReasonOf(SetPolicy(policy).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(SetPolicy(Policy("2026-10-04")).status()), "FIELD_INVALID") << "past";
  EXPECT_EQ(ReasonOf(SetPolicy(Policy("october")).status()), "FIELD_INVALID");
  v1::ListOfferPoliciesRequest list;
  list.set_parent(kYunqi);
  EXPECT_EQ(Call(&Stub::ListOfferPolicies, list, "PARENT", "parks/yunqi/families/fam-a1")
                ->offer_policies_size(),
            2);
}

TEST_P(WaitingServiceTest, AFamilyConfirmsOrIsClosedAndMayComeBackInItsOldOrder) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 0}});
  const std::string a1 = Wait("A1"), a2 = Wait("A2", {"C001"}, "2026-09-21T08:00:00Z");
  EXPECT_EQ(List().at("A1").confirm_by_date(), "2026-12-30") << "90 days from the day it came";
  EXPECT_EQ(List().at("A1").confirmation(), Waiting::NOT_DUE);
  EXPECT_EQ(ReasonOf(Say(&Stub::ConfirmWaiting, a1).status()), "CONFIRMATION_NOT_DUE");
  directory_.SetToday("2026-12-16");
  EXPECT_EQ(List(Waiting::DUE).at("A1").reminder_days(), 14);
  ASSERT_TRUE(Say(&Stub::ConfirmWaiting, a2).ok());
  EXPECT_EQ(List(Waiting::DUE).size(), 1u);
  directory_.SetToday("2026-12-31");
  EXPECT_EQ(Applications().at("A1").state(), v1::Application::CLOSED);
  EXPECT_EQ(List(Waiting::OVERDUE).at("A1").reopen_until_date(), "2027-01-27");
  eligibility_.Decide("A1", {absl::CivilDay(2026, 10, 1), absl::CivilDay(2027, 5, 1)},
                      eligibility::v1::Slice::ELIGIBLE);
  eligibility_.Decide("A2", {absl::CivilDay(2026, 10, 1), absl::CivilDay(2027, 5, 1)},
                      eligibility::v1::Slice::ELIGIBLE);
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"}, "2026-12-31T08:00:00Z")),
            "APPLICATION_EXISTS");
  ASSERT_TRUE(Say(&Stub::ConfirmWaiting, a1).ok());
  EXPECT_EQ(Offers().count("A1"), 1u) << "before A2, as it was";
}

TEST_P(WaitingServiceTest, WhoIsForgottenAppliesAgain) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 0}});
  const std::string a1 = Wait("A1");
  directory_.SetToday("2027-01-28");
  EXPECT_EQ(ReasonOf(Say(&Stub::ConfirmWaiting, a1).status()), "CONFIRMATION_LATE");
  EXPECT_TRUE(List().empty());
  EXPECT_EQ(ApplyOne(ApplicationMessage("A1", {"C001"}, "2027-01-28T08:00:00Z", "2027-02-01")),
            "CREATED");
}

TEST_P(WaitingServiceTest, ListsAnswersThatAreOverdue) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 0}});
  AddChild("A1");
  v1::Application urgent = ApplicationMessage("A1", {"C001"});
  urgent.set_urgent(true);
  EXPECT_EQ(ApplyOne(urgent), "CREATED");
  Wait("A2");
  EXPECT_EQ(Applications().at("A1").answer_by_date(), "2026-10-04");
  EXPECT_EQ(Applications().at("A2").answer_by_date(), "2027-01-20");
  directory_.SetToday("2026-10-05");
  EXPECT_EQ(List({}, true).size(), 1u);
  EXPECT_EQ(List({}, true).count("A1"), 1u);
}

TEST_P(WaitingServiceTest, ACentreRefusesByCodeAndTheApplicationRollsOn) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 2}});
  const std::string a1 = Wait("A1", {"C001", "C002"});
  const v1::Offer offer = Offers().at("A1");
  EXPECT_EQ(ReasonOf(Refuse("c001", a1, v1::Refusal::OTHER).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Refuse("c001", a1 + "x", v1::Refusal::AGE_MIX).status()),
            "APPLICATION_NOT_FOUND");
  const auto refusal = Refuse("c001", a1, v1::Refusal::MEDICAL_CHECK_MISSING, "入托体检未做");
  ASSERT_TRUE(refusal.ok()) << refusal.status();
  EXPECT_EQ(ReasonOf(Accept(offer.name()).status()), "OFFER_NOT_OPEN");
  EXPECT_EQ(ReasonOf(Refuse("c001", a1, v1::Refusal::AGE_MIX).status()), "APPLICANT_REFUSED");
  EXPECT_EQ(Offers().at("A1").group(), "parks/yunqi/centres/c002/groups/l01");
  // The family reads the code.
  v1::ListRefusalsRequest list;
  list.set_parent("parks/yunqi/families/fam-a1");
  const auto read = Call(&Stub::ListRefusals, list, "PARENT", list.parent());
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->refusals_size(), 1);
  EXPECT_EQ(read->refusals(0).reason(), v1::Refusal::MEDICAL_CHECK_MISSING);
  EXPECT_EQ(read->refusals(0).text(), "入托体检未做");
  v1::LiftRefusalRequest lift;
  lift.set_name(refusal->name());
  EXPECT_TRUE(Send(&Stub::LiftRefusal, lift).ok());
  EXPECT_EQ(ReasonOf(Send(&Stub::LiftRefusal, lift).status()), "REFUSAL_LIFTED");
  lift.set_name(refusal->name() + "x");
  EXPECT_EQ(ReasonOf(Send(&Stub::LiftRefusal, lift).status()), "REFUSAL_NOT_FOUND");
}

TEST_P(WaitingServiceTest, NoCentreRefusesWhomItMayNotKnow) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 2}});
  const std::string a1 = Wait("A1");
  EXPECT_EQ(ReasonOf(Refuse("c002", a1, v1::Refusal::AGE_MIX).status()), "APPLICATION_NOT_FOUND");
  directory_.ChangeChild("A1", [](auto& facts) { facts.set_centre_consent(false); });
  EXPECT_EQ(ReasonOf(Refuse("c001", a1, v1::Refusal::AGE_MIX).status()), "APPLICATION_NOT_FOUND");
}

TEST_P(WaitingServiceTest, AFamilyWithdrawsOrChoosesOtherwise) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  OpenCentre("C002", {{"L01", v1::Group::LARGE, 1}});
  const std::string a1 = Wait("A1"), a2 = Wait("A2", {"C001"}, "2026-09-21T08:00:00Z");
  const v1::Offer offer = Offers().at("A1");
  v1::ChangeChoicesRequest change;
  change.set_name(a1);
  EXPECT_EQ(ReasonOf(Send(&Stub::ChangeChoices, change).status()), "FIELD_REQUIRED");
  change.add_choices("C009");
  EXPECT_EQ(ReasonOf(Send(&Stub::ChangeChoices, change).status()), "CENTRE_NOT_FOUND");
  change.set_choices(0, "C002");
  EXPECT_EQ(ReasonOf(Send(&Stub::ChangeChoices, change).status()), "OFFER_OPEN");
  change.set_name(a2);
  change.add_choices("C001");
  const auto changed = Send(&Stub::ChangeChoices, change, "PARENT", "parks/yunqi/families/fam-a2");
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->submitted_time(), "2026-09-21T08:00:00Z");
  EXPECT_EQ(ApplyOne(ApplicationMessage("A2", {"C001"}, "2026-09-21T08:00:00Z")), "UNCHANGED");
  EXPECT_EQ(Offers().at("A2").group(), "parks/yunqi/centres/c002/groups/l01");
  ASSERT_TRUE(Say(&Stub::WithdrawApplication, a1).ok());
  EXPECT_EQ(ReasonOf(Accept(offer.name()).status()), "OFFER_NOT_OPEN");
  EXPECT_EQ(Taken("c001"), 0);
  EXPECT_EQ(ReasonOf(Say(&Stub::WithdrawApplication, a1).status()), "APPLICATION_NOT_WAITING");
}

TEST_P(WaitingServiceTest, ACentreSeesItsLineAndNothingOfHomes) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 0}});
  Wait("A1");
  Wait("A2");
  Wait("A3", {"C001"}, "2026-09-21T08:00:00Z");
  directory_.ChangeChild("A1", [](auto& facts) { facts.set_centre_consent(false); });
  v1::ListCentreWaitingRequest request;
  request.set_parent("parks/yunqi/centres/c001");
  request.set_page_size(1);
  const auto first = Call(&Stub::ListCentreWaiting, request, "CENTRE_MANAGER", request.parent());
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->waiting_size(), 1);
  EXPECT_EQ(first->waiting(0).case_number(), "A2");
  EXPECT_EQ(first->waiting(0).rank(), 2);
  EXPECT_EQ(first->waiting(0).reason(), "TIE_BY_CASE_NUMBER");
  EXPECT_EQ(first->waiting(0).group_kind(), "LARGE");
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListCentreWaiting, request, "CENTRE_MANAGER", request.parent());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->waiting(0).case_number(), "A3");
  EXPECT_EQ(second->waiting(0).reason(), "FIRST_COME");
  request.set_parent("parks/yunqi/centres/c009");
  request.clear_page_token();
  EXPECT_EQ(ReasonOf(Call(&Stub::ListCentreWaiting, request).status()), "CENTRE_NOT_FOUND");
}

TEST_P(WaitingServiceTest, WhoMayStartAndHasNoPlaceIsListedAndAFirmReadsCountsFromFiveOn) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 2}});
  for (const char* each : {"B1", "B2", "B3", "B4"}) AddChild(each);
  Wait("B5");
  Enrol("B6", {"C001"});
  v1::ListUnplacedRequest list;
  list.set_parent(kYunqi);
  list.set_programme("parks/yunqi/programmes/care");
  list.set_page_size(1000);
  const auto unplaced = Call(&Stub::ListUnplaced, list);
  ASSERT_TRUE(unplaced.ok()) << unplaced.status();
  std::set<std::string> cases;
  for (const auto& each : unplaced->unplaced()) {
    cases.insert(each.case_number());
    EXPECT_EQ(each.eligible_from_date(), "2026-10-01");
  }
  EXPECT_EQ(cases, (std::set<std::string>{"B1", "B2", "B3", "B4", "B5"}));
  v1::CountUnplacedRequest count;
  count.set_parent("parks/yunqi/firms/91a");
  count.set_programme(list.programme());
  const auto counted = Call(&Stub::CountUnplaced, count, "FIRM_HR", count.parent());
  ASSERT_TRUE(counted.ok()) << counted.status();
  EXPECT_EQ(counted->unplaced(), 5);
  EXPECT_EQ(counted->waiting(), 0) << "fewer than five";
  count.set_parent("parks/yunqi/firms/91b");
  EXPECT_TRUE(Call(&Stub::CountUnplaced, count)->fewer_than_five());
  count.set_programme("parks/yunqi/programmes/unknown");
  EXPECT_EQ(ReasonOf(Call(&Stub::CountUnplaced, count).status()), "PROGRAMME_NOT_FOUND");
}

TEST_P(WaitingServiceTest, WhatFamilyAndEligibilitySayIsAskedAgainWhenAnOfferIsTaken) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  for (const char* each : {"A1", "A2", "A3"}) Wait(each);
  const auto offers = Offers();
  directory_.ChangeChild("A1", [](auto& facts) { facts.set_centre_consent(false); });
  EXPECT_EQ(ReasonOf(Accept(offers.at("A1").name()).status()), "CONSENT_MISSING");
  eligibility_.Stand("A2", eligibility::v1::Entitlement::GRACE);
  EXPECT_EQ(ReasonOf(Accept(offers.at("A2").name()).status()), "NOT_ELIGIBLE");
  eligibility_.Decide("A3", {absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 12, 1)},
                      eligibility::v1::Slice::INELIGIBLE);
  EXPECT_EQ(ReasonOf(Accept(offers.at("A3").name()).status()), "NOT_ELIGIBLE");
  eligibility_.Stand("A2", eligibility::v1::Entitlement::CURRENT);
  EXPECT_TRUE(Accept(offers.at("A2").name()).ok()) << "the offer stayed open";
}

TEST_P(WaitingServiceTest, WhoMayStayAndNotStartElsewhereIsPassedOver) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 4}});
  for (const char* each : {"A1", "A2"}) Wait(each);
  eligibility_.Stand("A1", eligibility::v1::Entitlement::LAPSED);
  const auto offers = Offers();
  EXPECT_EQ(offers.count("A1"), 0u);
  EXPECT_EQ(offers.count("A2"), 1u);
}

TEST_P(WaitingServiceTest, ASeatThatComesFreeRollsOnByItselfWhereThePolicySaysSo) {
  OpenCentre("C001", {{"L01", v1::Group::LARGE, 1}});
  v1::OfferPolicy policy = Policy("2026-10-02");
  policy.set_roll_on(v1::OfferPolicy::DAILY);
  ASSERT_TRUE(SetPolicy(policy).ok());
  Wait("A1");
  Wait("A2", {"C001"}, "2026-09-21T08:00:00Z");
  EXPECT_EQ(Offers().count("A1"), 1u);
  directory_.open = true;
  directory_.SetToday("2026-10-04");  // The seat is no longer held for A1.
  v1::ListOffersRequest list;
  list.set_parent("parks/yunqi/families/fam-a2");
  int64_t made = 0;
  for (int i = 0; i < 400 && made == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto offers = Call(&Stub::ListOffers, list);
    made = offers.ok() ? offers->offers_size() : 0;
  }
  EXPECT_EQ(made, 1) << "nobody asked";
}

}  // namespace
}  // namespace tuoqiao::places
