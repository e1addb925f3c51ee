// `DecideChildren`, whole and cut off.
#include <gtest/gtest.h>

#include <thread>

#include "services/eligibility/testing_service.h"
#include "tuoqiao/type/v1/operation.pb.h"

namespace tuoqiao::eligibility {
namespace {

using DecidingTest = EligibilityTest;

TEST_F(DecidingTest, APeriodIsRefusedWithItsReason) {
  CreateCare();
  const auto reason = [&](const char* from, const char* until) {
    v1::DecideChildrenRequest request = DecideRequest();
    request.set_from_date(from);
    request.set_until_date(until);
    return ReasonOf(Call(&Stub::DecideChildren, request).status());
  };
  EXPECT_EQ(reason("", "2026-12-01"), "FIELD_REQUIRED");
  EXPECT_EQ(reason("2026-10-01", "December"), "FIELD_INVALID");
  EXPECT_EQ(reason("2026-12-01", "2026-10-01"), "PERIOD_INVALID");
  EXPECT_EQ(reason("2026-09-30", "2026-12-01"), "PERIOD_INVALID");

  v1::CreateProgrammeRequest early = ProgrammeRequest();
  early.set_programme_id("early");
  early.mutable_programme()->set_from_date("2025-01-01");
  ASSERT_TRUE(Call(&Stub::CreateProgramme, early).ok());
  v1::DecideChildrenRequest request = DecideRequest();
  request.set_name("parks/yunqi/programmes/early");
  request.set_from_date("2025-12-01");
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideChildren, request).status()), "RULE_NOT_IN_FORCE");
}

TEST_F(DecidingTest, AProgrammeWhoseRuleFileIsGoneDecidesNothing) {
  CreateCare();
  ASSERT_TRUE(harness_.db("eligibility")
                  .WriteIn("yunqi",
                           [](db::Write& txn) {
                             return txn
                                 .Execute(
                                     "UPDATE programme SET scheme = 'cn.gone.care' "
                                     "WHERE park_id = :park",
                                     {})
                                 .status();
                           })
                  .ok());
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideChildren, DecideRequest()).status()), "SCHEME_UNKNOWN");
}

TEST_F(DecidingTest, DecidesEveryChildAndCountsItOnce) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  directory_.Say(FactsMessage("C2", "2026-04-15"));  // Six months on 15 October.
  directory_.Say(FactsMessage("C3", "2023-10-20"));  // 36 months on 20 October.
  directory::v1::ChildFacts without_consent = FactsMessage("C4");
  without_consent.set_programme_consent(false);
  directory_.Say(without_consent);
  directory::v1::ChildFacts unlinked = FactsMessage("C5");
  unlinked.clear_employments();
  directory_.Say(unlinked);

  const v1::DecideChildrenResult result = Decide();
  EXPECT_EQ(result.children(), 5);
  EXPECT_EQ(result.eligible(), 2);
  EXPECT_EQ(result.eligible_later(), 1);
  EXPECT_EQ(result.pending(), 1);
  EXPECT_EQ(result.ineligible(), 1);
  EXPECT_EQ(result.changed(), 5);

  const auto decisions = Decisions();
  ASSERT_EQ(decisions.size(), 5u);
  EXPECT_EQ(decisions[2].case_number(), "C3");
  EXPECT_EQ(decisions[2].child(), FactsMessage("C3").child());
  ASSERT_EQ(decisions[2].slices_size(), 2);
  EXPECT_EQ(decisions[2].slices(0).outcome(), v1::Slice::ELIGIBLE);
  EXPECT_EQ(decisions[2].slices(0).until_date(), "2026-10-20");
  EXPECT_EQ(decisions[2].slices(1).outcome(), v1::Slice::INELIGIBLE);
  EXPECT_EQ(decisions[2].rule_hash(), SampleScheme().hash);
  EXPECT_EQ(decisions[2].revision(), 1);
  EXPECT_EQ(decisions[3].slices(0).missing(0), "programme_consent: GUARDIAN");
}

TEST_F(DecidingTest, WhatSaysTheSameWritesNoRowAndWhatDoesNotSupersedes) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  directory_.Say(FactsMessage("C2"));
  EXPECT_EQ(Decide().changed(), 2);
  const std::string first = Decisions()[1].name();
  EXPECT_EQ(Decide().changed(), 0);
  EXPECT_EQ(Count("decision"), 2);
  EXPECT_EQ(Events("DecisionMade").size(), 2u);

  directory::v1::ChildFacts leaving = FactsMessage("C2");
  leaving.mutable_employments(0)->set_leave_date("2026-10-31");
  directory_.Say(leaving);
  EXPECT_EQ(Decide().changed(), 1);
  const auto decisions = Decisions();
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(decisions[0].revision(), 1);
  EXPECT_EQ(decisions[1].revision(), 2);
  EXPECT_EQ(decisions[1].slices_size(), 2);
  EXPECT_EQ(Count("decision"), 3);

  v1::DecisionMade made;
  const auto events = Events("DecisionMade");
  ASSERT_EQ(events.size(), 3u);
  ASSERT_TRUE(events[2].payload().UnpackTo(&made));
  EXPECT_EQ(made.decision(), decisions[1].name());
  EXPECT_EQ(made.superseded(), first);
  EXPECT_EQ(made.case_number(), "C2");
  EXPECT_EQ(made.revision(), 2);
}

TEST_F(DecidingTest, TheSameRequestIsTheSameOperation) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  const v1::DecideChildrenRequest request = DecideRequest();
  const auto first = Operate(request);
  directory_.Say(FactsMessage("C2"));
  EXPECT_EQ(Operate(request).name(), first.name());
  EXPECT_EQ(Decisions().size(), 1u);
}

TEST_F(DecidingTest, ADryRunStartsNothing) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  v1::DecideChildrenRequest request = DecideRequest();
  request.set_validate_only(true);
  EXPECT_TRUE(Call(&Stub::DecideChildren, request).ok());
  EXPECT_EQ(Count("job"), 0);
}

TEST_F(DecidingTest, ManyChildrenAreDecidedPageByPage) {
  CreateCare();
  SayMany(1203);
  const auto operation = Operate(DecideRequest());
  v1::DecideChildrenResult result;
  ASSERT_TRUE(operation.response().UnpackTo(&result));
  EXPECT_EQ(result.children(), 1203);
  EXPECT_EQ(result.changed(), 1203);
  EXPECT_EQ(directory_.pages(), 3);
  type::v1::Progress progress;
  ASSERT_TRUE(operation.metadata().UnpackTo(&progress));
  EXPECT_EQ(progress.done(), 1203);
  EXPECT_EQ(progress.total(), 1203);

  v1::ListDecisionsRequest request;
  request.set_parent(kCare);
  const auto first = Call(&Stub::ListDecisions, request);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->decisions_size(), 1000);
  EXPECT_GT(first->log_position(), 0);
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListDecisions, request);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->decisions_size(), 203);
  EXPECT_EQ(second->decisions(202).case_number(), "C01202");
  EXPECT_EQ(second->next_page_token(), "");
  request.set_page_token("another list's");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListDecisions, request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(DecidingTest, ARunThatIsCutOffGoesOnWhereItWas) {
  CreateCare();
  SayMany(700);
  // The second page is not there at first.
  directory_.FailAfter("C00499", 1);
  const auto started = Call(&Stub::DecideChildren, DecideRequest());
  ASSERT_TRUE(started.ok());
  while (directory_.pages() < 2) std::this_thread::yield();
  // Directory learns of a child of the first page meanwhile: that page is not decided again.
  directory_.Say(FactsMessage("C00000", "2023-01-01"));
  LetTheJobGoOn();
  const auto operation = harness_.Wait("eligibility", started->name());
  v1::DecideChildrenResult result;
  ASSERT_TRUE(operation.response().UnpackTo(&result));
  EXPECT_EQ(result.children(), 700);
  EXPECT_EQ(result.changed(), 700);
  EXPECT_EQ(directory_.pages(), 3);
  EXPECT_EQ(Count("decision"), 700);
}

TEST_F(DecidingTest, APageThatWasWrittenBeforeItsPlaceWasSavedCountsOnce) {
  CreateCare();
  SayMany(3);
  const v1::DecideChildrenRequest request = DecideRequest();
  const auto first = Operate(request);
  // As a run leaves it that dies between the two.
  ASSERT_TRUE(harness_.db("eligibility")
                  .WriteIn("yunqi",
                           [](db::Write& txn) {
                             return txn
                                 .Execute(
                                     "UPDATE job SET state = 'RUNNING', checkpoint = '', "
                                     "lease_until_ms = 0 WHERE park_id = :park",
                                     {})
                                 .status();
                           })
                  .ok());
  harness_.module("eligibility").operations()->Wake();
  const auto again = harness_.Wait("eligibility", first.name());
  EXPECT_EQ(again.response().value(), first.response().value());
  EXPECT_EQ(Count("decision"), 3);
  EXPECT_EQ(Events("DecisionMade").size(), 3u);
}

TEST_F(DecidingTest, FactsThatAreOlderThanTheDecisionInForceDecideNothing) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  directory_.SetPosition(50);
  EXPECT_EQ(Decide().changed(), 1);
  // A reply from before, which was on its way for long.
  directory_.Say(FactsMessage("C1", "2023-01-01"));
  directory_.SetPosition(49);
  const int pages = directory_.pages();
  const auto started = Call(&Stub::DecideChildren, DecideRequest());
  ASSERT_TRUE(started.ok());
  while (directory_.pages() == pages) std::this_thread::yield();
  directory_.SetPosition(51);
  LetTheJobGoOn();
  const auto operation = harness_.Wait("eligibility", started->name());
  v1::DecideChildrenResult result;
  ASSERT_TRUE(operation.response().UnpackTo(&result));
  EXPECT_EQ(result.changed(), 1);
  EXPECT_EQ(Count("decision"), 2);
}

TEST_F(DecidingTest, ASecondProgrammeDecidesOnTheSameChildUnderItsKey) {
  CreateCare();
  v1::CreateProgrammeRequest other = ProgrammeRequest();
  other.set_programme_id("other");
  ASSERT_TRUE(Call(&Stub::CreateProgramme, other).ok());
  directory_.Say(FactsMessage("C1"));
  directory_.Say(FactsMessage("C2"));
  EXPECT_EQ(Decide().changed(), 2);
  directory_.Say(FactsMessage("C3"));
  v1::DecideChildrenRequest request = DecideRequest();
  request.set_name("parks/yunqi/programmes/other");
  EXPECT_EQ(Decide(request).changed(), 3);
  EXPECT_EQ(Count("data_key"), 3);
  EXPECT_EQ(Decisions().size(), 2u);
}

}  // namespace
}  // namespace tuoqiao::eligibility
