// What people say, confirm, decide in the place of the rules, and appeal against.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "services/eligibility/testing_scheme.h"
#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kFamily[] = "parks/yunqi/families/fam-C1";

// A scheme that asks for where the child lives, and whose entitlements have terms.
class CaseTest : public EligibilityTest {
 protected:
  CaseTest() : EligibilityTest(Folder()) {}

  static std::string Folder() {
    const std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) /
        absl::StrCat("rules-", ::testing::UnitTest::GetInstance()->random_seed(), "-", getpid());
    std::filesystem::create_directories(folder);
    TestPack pack;
    pack.asked = R"(all { of { equals { fact: "residence_division" value { text: "330106" } } }
                          of { age_in_months { fact: "birth_date" below: "age_until_months" } } })";
    pack.parameters = AllTerms();
    std::ofstream(folder / "care.textproto") << pack.Text();
    return folder.string();
  }

  void CreateTestCare() {
    v1::CreateProgrammeRequest request = ProgrammeRequest();
    request.mutable_programme()->set_scheme("cn.test.care");
    const auto created = Call(&Stub::CreateProgramme, request);
    ASSERT_TRUE(created.ok()) << created.status();
  }
  std::string child() const { return FactsMessage("C1").child(); }

  v1::RecordFactsRequest Fact(const std::string& fact, const std::string& value,
                              const std::string& from = "2026-10-01") {
    v1::RecordFactsRequest request;
    request.set_child(child());
    request.set_request_id(NextId());
    v1::FactRecord* record = request.add_facts();
    record->set_fact(fact);
    record->set_value(value);
    record->set_from_date(from);
    return request;
  }
  absl::StatusOr<v1::RecordFactsResponse> Record(const v1::RecordFactsRequest& request) {
    return Call(&Stub::RecordFacts, request, "PARENT", kFamily);
  }
  // C1 lives where it should, and is eligible.
  void DecideEligible() {
    CreateTestCare();
    directory_.Say(FactsMessage("C1"));
    ASSERT_TRUE(Record(Fact("residence_division", "330106")).ok());
    v1::DecideChildrenRequest request = DecideRequest();
    request.set_until_date("2027-06-01");
    ASSERT_EQ(Decide(request).eligible(), 1);
  }
  v1::DecideChildrenResult DecideLong() {
    v1::DecideChildrenRequest request = DecideRequest();
    request.set_until_date("2027-06-01");
    return Decide(request);
  }

  v1::ListEntitlementsResponse Entitlements(v1::Entitlement::State state = {}, int size = 0,
                                            const std::string& token = "") {
    v1::ListEntitlementsRequest request;
    request.set_parent(kCare);
    request.set_state(state);
    request.set_page_size(size);
    request.set_page_token(token);
    const auto response = Call(&Stub::ListEntitlements, request, "SERVICE", "places");
    EXPECT_TRUE(response.ok()) << response.status();
    return *response;
  }
  absl::StatusOr<v1::Entitlement> Confirm(const std::string& role = "PARENT",
                                          const std::string& scope = kFamily) {
    v1::ConfirmEntitlementRequest request;
    request.set_child(child());
    request.set_programme(kCare);
    request.set_request_id(NextId());
    return Call(&Stub::ConfirmEntitlement, request, role, scope);
  }

  absl::StatusOr<v1::Override> Propose(v1::Slice::Outcome outcome, const std::string& from,
                                       const std::string& until) {
    v1::ProposeOverrideRequest request;
    request.set_parent(kCare);
    request.set_child(child());
    request.set_outcome(outcome);
    request.set_from_date(from);
    request.set_until_date(until);
    request.set_reason("居住证明已现场核验");
    request.set_request_id(NextId());
    return harness_.Call(*stub_, &Stub::ProposeOverride, request, "PARK_ADMIN", kPark, "li");
  }
  absl::StatusOr<v1::Override> Approve(const std::string& name, const std::string& subject) {
    v1::ApproveOverrideRequest request;
    request.set_name(name);
    request.set_request_id(NextId());
    return harness_.Call(*stub_, &Stub::ApproveOverride, request, "PARK_ADMIN", kPark, subject);
  }
  absl::StatusOr<v1::Override> Revoke(const std::string& name) {
    v1::RevokeOverrideRequest request;
    request.set_name(name);
    request.set_request_id(NextId());
    return Call(&Stub::RevokeOverride, request);
  }

  absl::StatusOr<v1::Appeal> Appeal() {
    v1::OpenAppealRequest request;
    request.set_child(child());
    request.set_programme(kCare);
    request.set_text("我们一直住在这里");
    request.set_request_id(NextId());
    return Call(&Stub::OpenAppeal, request, "PARENT", kFamily);
  }
  absl::StatusOr<v1::Appeal> Settle(const std::string& name, v1::Appeal::State state,
                                    const std::string& upheld_by = "") {
    v1::SettleAppealRequest request;
    request.set_name(name);
    request.set_state(state);
    request.set_upheld_by(upheld_by);
    request.set_reason("已核实");
    request.set_request_id(NextId());
    return Call(&Stub::SettleAppeal, request);
  }
  std::string Outcomes() {
    std::string told;
    for (const v1::Decision& decision : Decisions()) {
      for (const v1::Slice& slice : decision.slices()) {
        absl::StrAppend(&told, told.empty() ? "" : "; ", slice.from_date(), " ",
                        v1::Slice::Outcome_Name(slice.outcome()));
      }
      if (decision.recovery_frozen()) told += " frozen";
    }
    return told;
  }
};

TEST_F(CaseTest, AnAnswerToWhatIsMissingDecidesIt) {
  CreateTestCare();
  directory_.Say(FactsMessage("C1"));
  EXPECT_EQ(Decide().pending(), 1);
  EXPECT_EQ(Decisions()[0].slices(0).missing(0), "residence_division, age_in_months: GUARDIAN");
  const auto recorded = Record(Fact("residence_division", "330106", "2026-10-01"));
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->facts(0).name(), child() + "/recordedFacts/1");
  EXPECT_EQ(Decide().eligible(), 1);

  // Elsewhere from a day on; and that day was wrong at first.
  directory_.SetToday("2026-11-10");
  ASSERT_TRUE(Record(Fact("residence_division", "330110", "2026-11-01")).ok());
  ASSERT_TRUE(Record(Fact("residence_division", "330106", "2026-11-01")).ok());
  ASSERT_TRUE(Record(Fact("residence_division", "330110", "2026-11-05")).ok());
  Decide();
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE; 2026-11-05 INELIGIBLE");

  v1::ListRecordedFactsRequest request;
  request.set_parent(child());
  const auto listed = Call(&Stub::ListRecordedFacts, request, "GOV_AUDITOR");
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->facts_size(), 4);
  EXPECT_TRUE(listed->facts(1).superseded());
  EXPECT_FALSE(listed->facts(2).superseded());
  EXPECT_EQ(Count("access_record"), 1);
  request.set_page_size(3);
  const auto first = Call(&Stub::ListRecordedFacts, request, "PARENT", kFamily);
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListRecordedFacts, request, "PARENT", kFamily);
  ASSERT_EQ(second->facts_size(), 1);
  EXPECT_EQ(second->facts(0).name(), child() + "/recordedFacts/4");
  for (const type::v1::Event& event : Events("FactsRecorded")) {
    EXPECT_THAT(event.payload().value(), Not(HasSubstr("3301")));
  }
  EXPECT_EQ(Events("FactsRecorded").size(), 4u);
}

TEST_F(CaseTest, AFactIsRefusedWithItsReasonAndNothingIsHalfRecorded) {
  directory_.Say(FactsMessage("C1"));
  const auto reason = [&](const std::string& fact, const std::string& value,
                          const std::string& from = "2026-10-01") {
    return ReasonOf(Record(Fact(fact, value, from)).status());
  };
  EXPECT_EQ(reason("shoe_size", "22"), "FACT_UNKNOWN");
  EXPECT_EQ(reason("birth_date", "2025-01-01"), "FACT_NOT_RECORDABLE");
  EXPECT_EQ(reason("birth_order", "two"), "FACT_INVALID");
  EXPECT_EQ(reason("birth_order", "-1"), "FACT_IMPOSSIBLE");
  EXPECT_EQ(reason("birth_order", "1", "2026-10-02"), "FACT_IMPOSSIBLE");
  EXPECT_EQ(reason("birth_order", "1", ""), "FIELD_REQUIRED");
  v1::RecordFactsRequest both = Fact("birth_order", "1");
  *both.add_facts() = Fact("birth_order", "x").facts(0);
  const auto refused = Record(both);
  EXPECT_EQ(FailureOf(refused.status())->field(), "facts[1].value");
  v1::RecordFactsRequest dry = Fact("birth_order", "1");
  dry.set_validate_only(true);
  EXPECT_TRUE(Record(dry).ok());
  EXPECT_EQ(Count("recorded_fact"), 0);
  // Another family's child behind the own family's name.
  directory_.Say(FactsMessage("C2"));
  v1::RecordFactsRequest other = Fact("birth_order", "1");
  other.set_child(std::string(kFamily) + "/children/chd-C2");
  EXPECT_EQ(ReasonOf(Record(other).status()), "CHILD_NOT_FOUND");
}

TEST_F(CaseTest, AnAuthoritysWordDecidesWhateverAGuardianSaysOfThatDay) {
  CreateTestCare();
  directory_.Say(FactsMessage("C1"));
  ASSERT_TRUE(Record(Fact("residence_division", "330106")).ok());
  EXPECT_EQ(Decide().eligible(), 1);
  const auto event = [&](const std::string& id, const std::string& value,
                         const std::string& corrected = "") {
    v1::RecordFactsRequest request = Fact("residence_division", value);
    request.mutable_facts(0)->set_attested_by(v1::RecordedFact::AUTHORITY);
    request.mutable_facts(0)->set_event_id(id);
    request.mutable_facts(0)->set_corrected_event_id(corrected);
    return request;
  };
  EXPECT_EQ(ReasonOf(Record(event("E1", "330110")).status()), "ATTESTATION_REFUSED");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordFacts, event("", "330110")).status()), "FIELD_REQUIRED");
  v1::RecordFactsRequest firm = event("E1", "330110");
  firm.mutable_facts(0)->set_attested_by(v1::RecordedFact::FIRM);
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordFacts, firm).status()), "FIELD_INVALID");

  ASSERT_TRUE(Call(&Stub::RecordFacts, event("E1", "330110")).ok());
  EXPECT_EQ(Decide().ineligible(), 1);
  const auto said = Record(Fact("residence_division", "330106"));
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->facts(0).attested_by(), v1::RecordedFact::GUARDIAN);
  EXPECT_TRUE(said->facts(0).superseded()) << "kept, and without effect";
  EXPECT_EQ(Decide().ineligible(), 1);

  // The same again is the same, under another request too.
  const int64_t rows = Count("recorded_fact");
  const auto again = Call(&Stub::RecordFacts, event("E1", "330110"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->facts(0).name(), child() + "/recordedFacts/2");
  EXPECT_EQ(Count("recorded_fact"), rows);
  EXPECT_EQ(Events("FactsRecorded").size(), 3u);
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordFacts, event("E1", "330106")).status()), "EVENT_CONFLICT");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordFacts, event("E2", "330106")).status()), "EVENT_OVERLAP");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordFacts, event("E2", "330106", "E0")).status()),
            "EVENT_UNKNOWN");
  directory_.Say(FactsMessage("C2"));
  v1::RecordFactsRequest other = event("E1", "330110");
  other.set_child(FactsMessage("C2").child());
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordFacts, other).status()), "EVENT_CONFLICT");
  ASSERT_TRUE(Call(&Stub::RecordFacts, event("E2", "330106", "E1")).ok());
  EXPECT_EQ(Decide().eligible(), 1);
  EXPECT_EQ(Count("authority_event"), 2);
}

TEST_F(CaseTest, ASecondCaseOfAChildGetsNoRightAndLosesTheOneThatItHad) {
  DecideEligible();
  const std::string before = Outcomes();
  directory::v1::ChildFacts suspected = FactsMessage("C1"), late = FactsMessage("C2");
  suspected.set_duplicate_of_case_number("C0");
  late.set_duplicate_of_case_number("C0");
  directory_.Say(suspected);
  directory_.Say(late);
  v1::DecideChildrenResult result = DecideLong();
  EXPECT_EQ(result.faults(), 2);
  EXPECT_EQ(result.changed(), 0);
  EXPECT_EQ(Outcomes(), before) << "a suspicion takes nothing away and gives nothing";
  v1::ListDecisionFaultsRequest request;
  request.set_parent(kCare);
  const auto faults = Call(&Stub::ListDecisionFaults, request);
  ASSERT_TRUE(faults.ok()) << faults.status();
  ASSERT_EQ(faults->faults_size(), 2);
  EXPECT_EQ(faults->faults(1).case_number(), "C2");
  EXPECT_EQ(faults->faults(1).reason(), "CHILD_DUPLICATE");
  EXPECT_EQ(faults->faults(1).whose_fault(), "DATA");
  EXPECT_THAT(faults->faults(1).next_step_en(), HasSubstr("ReviewChildDuplicate"));

  // Both are found to be second cases: the one that had a right loses it, the other gets none.
  for (directory::v1::ChildFacts* each : {&suspected, &late}) {
    each->set_duplicate_from_date("2026-10-20");
    directory_.Say(*each);
  }
  EXPECT_EQ(DecideLong().changed(), 1);
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE; 2026-10-20 INELIGIBLE");
  EXPECT_EQ(DecideLong().changed(), 0);
  directory_.SetToday("2026-10-25");
  const auto explained = Explain(child(), "PARENT", kFamily);
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_THAT(explained->ShortDebugString(), HasSubstr("another case"));
  EXPECT_THAT(explained->ShortDebugString(), Not(HasSubstr("C0"))) << "another family's";

  // Held for two children after all: it is decided on as any.
  late.clear_duplicate_of_case_number();
  late.clear_duplicate_from_date();
  directory_.Say(late);
  result = DecideLong();
  EXPECT_EQ(result.faults(), 1);
  EXPECT_EQ(result.pending(), 1);
}

TEST_F(CaseTest, WhatWasRecordedIsSealedAndGoesWithItsKey) {
  DecideEligible();
  std::string sealed;
  ASSERT_TRUE(
      harness_.db("eligibility")
          .WriteIn("yunqi",
                   [&](db::Write& txn) -> absl::Status {
                     const auto found =
                         txn.QueryOne("SELECT sealed FROM recorded_fact WHERE park_id = :park", {},
                                      [&](const db::Row& row) { sealed = row.Bytes(0); });
                     if (!found.ok()) return found.status();
                     return txn.Execute("DELETE FROM data_key WHERE park_id = :park", {}).status();
                   })
          .ok());
  EXPECT_THAT(sealed, Not(HasSubstr("330106")));
  v1::ListRecordedFactsRequest request;
  request.set_parent(child());
  EXPECT_EQ(Call(&Stub::ListRecordedFacts, request)->facts_size(), 0);
}

TEST_F(CaseTest, WhatCannotBeIsTheRecordsFaultAndDecidesNothing) {
  CreateTestCare();
  directory_.Say(FactsMessage("C1"));
  directory::v1::ChildFacts backwards = FactsMessage("C2");
  backwards.mutable_employments(0)->set_leave_date("2024-02-01");
  directory_.Say(backwards);
  directory_.Say(FactsMessage("C3", "2026-10-02"));
  v1::DecideChildrenResult result = Decide();
  EXPECT_EQ(result.children(), 3);
  EXPECT_EQ(result.faults(), 2);
  EXPECT_EQ(result.pending(), 1);
  EXPECT_EQ(result.changed(), 1);

  v1::ListDecisionFaultsRequest request;
  request.set_parent(kCare);
  auto faults = Call(&Stub::ListDecisionFaults, request);
  ASSERT_TRUE(faults.ok()) << faults.status();
  ASSERT_EQ(faults->faults_size(), 2);
  EXPECT_EQ(faults->faults(0).case_number(), "C2");
  EXPECT_EQ(faults->faults(0).field(), "employments[0].leave_date");
  EXPECT_EQ(faults->faults(0).reason(), "LEAVE_BEFORE_HIRE");
  EXPECT_EQ(faults->faults(1).reason(), "BIRTH_DATE_IN_FUTURE");
  EXPECT_EQ(faults->faults(1).whose_fault(), "DATA");
  EXPECT_NE(faults->faults(1).next_step_zh(), "");

  directory_.Say(FactsMessage("C2"));
  directory_.SetToday("2026-10-02");
  result = Decide();
  EXPECT_EQ(result.faults(), 0);
  EXPECT_EQ(Call(&Stub::ListDecisionFaults, request)->faults_size(), 0);
}

TEST_F(CaseTest, AnEntitlementIsConfirmedInItsWindowAndTheNextTermBegins) {
  DecideEligible();
  ASSERT_EQ(Decisions()[0].slices_size(), 1);
  EXPECT_EQ(Decisions()[0].slices(0).use_by_date(), "2026-10-31");
  EXPECT_EQ(Decisions()[0].slices(0).reconfirm_by_date(), "2026-11-30");
  EXPECT_EQ(Entitlements().entitlements(0).state(), v1::Entitlement::CURRENT);
  EXPECT_EQ(ReasonOf(Confirm().status()), "RECONFIRMATION_NOT_DUE");
  directory_.SetToday("2026-11-02");
  EXPECT_EQ(Entitlements(v1::Entitlement::RECONFIRM_DUE).entitlements_size(), 1);
  const auto confirmed = Confirm();
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->state(), v1::Entitlement::CURRENT);
  EXPECT_EQ(confirmed->reconfirm_by_date(), "2027-01-01");
  EXPECT_EQ(confirmed->confirm_date(), "2026-11-02");
  directory_.SetToday("2027-01-10");
  const v1::Entitlement grace = Entitlements(v1::Entitlement::GRACE).entitlements(0);
  EXPECT_TRUE(grace.may_stay());
  EXPECT_FALSE(grace.may_start());
  EXPECT_EQ(grace.due_date(), "2027-01-16");
  directory_.SetToday("2027-02-01");
  EXPECT_EQ(ReasonOf(Confirm().status()), "ENTITLEMENT_LAPSED");
  EXPECT_TRUE(Confirm("PARK_ADMIN", kPark).ok());
  EXPECT_EQ(Events("EntitlementConfirmed").size(), 2u);

  const auto explained = Explain(child(), "PARENT", kFamily);
  ASSERT_TRUE(explained.ok());
  EXPECT_EQ(explained->entitlement().confirm_date(), "2027-02-01");
  EXPECT_THAT(explained->sentences_en(explained->sentences_en_size() - 1),
              HasSubstr("confirm by 2026-11-30"));
}

TEST_F(CaseTest, TheQueueIsOrderedByDueDateAndPaged) {
  CreateTestCare();
  for (const char* each : {"C3", "C1", "C2"}) directory_.Say(FactsMessage(each));
  ASSERT_TRUE(Record(Fact("residence_division", "330106")).ok());
  DecideLong();
  const auto first = Entitlements({}, 2);
  ASSERT_EQ(first.entitlements_size(), 2);
  EXPECT_EQ(first.entitlements(0).case_number(), "C1");
  EXPECT_EQ(first.entitlements(1).case_number(), "C2");
  EXPECT_EQ(first.entitlements(1).state(), v1::Entitlement::NOT_APPLICABLE);
  const auto second = Entitlements({}, 2, first.next_page_token());
  ASSERT_EQ(second.entitlements_size(), 1);
  EXPECT_EQ(second.entitlements(0).case_number(), "C3");
  EXPECT_EQ(second.next_page_token(), "");

  // Whoever asks about one child reads no other.
  v1::ListEntitlementsRequest one;
  one.set_parent(kCare);
  one.set_child(FactsMessage("C2").child());
  const auto of_child = Call(&Stub::ListEntitlements, one, "SERVICE", "places");
  ASSERT_EQ(of_child->entitlements_size(), 1);
  EXPECT_EQ(of_child->entitlements(0).case_number(), "C2");
  one.set_child("parks/yunqi/families/fam-C1/children/chd-C2");
  EXPECT_EQ(Call(&Stub::ListEntitlements, one, "SERVICE", "places")->entitlements_size(), 0);
}

TEST_F(CaseTest, TwoPeopleOverrideTheRulesForSomeDays) {
  CreateTestCare();
  directory_.Say(FactsMessage("C1"));
  Decide();
  EXPECT_EQ(Outcomes(), "2026-10-01 PENDING");
  EXPECT_EQ(ReasonOf(Propose(v1::Slice::PENDING, "2026-10-05", "2026-10-20").status()),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Propose(v1::Slice::ELIGIBLE, "2026-10-05", "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Propose(v1::Slice::ELIGIBLE, "2026-10-05", "2028-10-20").status()),
            "OVERRIDE_PERIOD_INVALID");
  const auto proposed = Propose(v1::Slice::ELIGIBLE, "2026-10-05", "2026-10-20");
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(Outcomes(), "2026-10-01 PENDING");
  EXPECT_EQ(ReasonOf(Approve(proposed->name(), "li").status()), "APPROVED_BY_SAME_PERSON");
  EXPECT_EQ(ReasonOf(Approve(proposed->name() + "x", "wang").status()), "OVERRIDE_NOT_FOUND");
  const auto approved = Approve(proposed->name(), "wang");
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(Outcomes(), "2026-10-01 PENDING; 2026-10-05 ELIGIBLE; 2026-10-20 PENDING");
  EXPECT_EQ(ReasonOf(Approve(proposed->name(), "zhao").status()), "OVERRIDE_STATE_WRONG");

  directory_.SetToday("2026-10-06");
  const auto explained = Explain(child(), "PARENT", kFamily);
  const v1::Slice& slice = explained->decision().slices(1);
  EXPECT_EQ(slice.trace(slice.trace_size() - 1).name(), "override");
  EXPECT_EQ(slice.trace(slice.trace_size() - 1).value(), "PENDING");
  EXPECT_EQ(slice.trace(slice.trace_size() - 1).source(), proposed->name());
  EXPECT_THAT(explained->ShortDebugString(), Not(HasSubstr("核验")));

  // The next run says the same; the end takes it back by itself.
  EXPECT_EQ(Decide().changed(), 0);
  ASSERT_TRUE(Revoke(proposed->name()).ok());
  EXPECT_EQ(Outcomes(), "2026-10-01 PENDING");
  EXPECT_EQ(Events("OverrideApproved").size(), 1u);
  EXPECT_EQ(Events("OverrideRevoked").size(), 1u);
  EXPECT_EQ(Events("DecisionMade").size(), 3u);

  v1::ListOverridesRequest request;
  request.set_parent(kPark);
  auto listed = Call(&Stub::ListOverrides, request, "GOV_AUDITOR");
  ASSERT_EQ(listed->overrides_size(), 1);
  EXPECT_EQ(listed->overrides(0).reason(), "");
  request.set_state(v1::Override::APPROVED);
  EXPECT_EQ(Call(&Stub::ListOverrides, request)->overrides_size(), 0);
  request.set_state(v1::Override::REVOKED);
  request.set_parent(kFamily);
  listed = Call(&Stub::ListOverrides, request);
  ASSERT_EQ(listed->overrides_size(), 1);
  EXPECT_EQ(listed->overrides(0).reason(), "居住证明已现场核验");
  EXPECT_EQ(Count("access_record"), 1);
}

TEST_F(CaseTest, AnOverrideThatRefusesSaysUntilWhen) {
  DecideEligible();
  const auto proposed = Propose(v1::Slice::INELIGIBLE, "2026-10-01", "2026-10-20");
  ASSERT_TRUE(Approve(proposed->name(), "wang").ok());
  const auto explained = Explain(child(), "PARENT", kFamily);
  ASSERT_EQ(explained->changes_size(), 1);
  EXPECT_EQ(explained->changes(0).condition(), "override");
  EXPECT_EQ(explained->changes(0).from_date(), "2026-10-20");
}

TEST_F(CaseTest, WhileAnAppealIsOpenNothingIsTakenAway) {
  DecideEligible();
  const auto appeal = Appeal();
  ASSERT_TRUE(appeal.ok()) << appeal.status();
  EXPECT_EQ(appeal->decision(), Decisions()[0].name());
  EXPECT_EQ(ReasonOf(Appeal().status()), "APPEAL_OPEN");
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE frozen");
  EXPECT_TRUE(Explain(child(), "PARENT", kFamily)->decision().recovery_frozen());

  // They lived elsewhere: that is decided, kept, and waits.
  const auto elsewhere = Record(Fact("residence_division", "330110"));
  ASSERT_TRUE(elsewhere.ok()) << elsewhere.status();
  EXPECT_EQ(elsewhere->decisions_size(), 1);
  EXPECT_EQ(DecideLong().changed(), 0);
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE frozen");
  EXPECT_EQ(Count("decision"), 2);
  EXPECT_EQ(Events("DecisionWaits").size(), 1u);
  EXPECT_EQ(DecideLong().changed(), 0);

  const auto settled = Settle(appeal->name(), v1::Appeal::DISMISSED);
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(Outcomes(), "2026-10-01 INELIGIBLE");
  EXPECT_EQ(Decisions()[0].revision(), 2);
  v1::DecisionMade made;
  ASSERT_TRUE(Events("DecisionMade").back().payload().UnpackTo(&made));
  EXPECT_EQ(made.superseded(), appeal->decision());
  EXPECT_EQ(ReasonOf(Settle(appeal->name(), v1::Appeal::DISMISSED).status()), "APPEAL_SETTLED");
  // What is decided now is a revision of its own.
  ASSERT_TRUE(Record(Fact("residence_division", "330106")).ok());
  DecideLong();
  EXPECT_EQ(Decisions()[0].revision(), 3);
}

TEST_F(CaseTest, AnAppealIsUpheldByTheDecisionInForceOrAnOverride) {
  DecideEligible();
  auto appeal = Appeal();
  ASSERT_TRUE(Record(Fact("residence_division", "330110")).ok());
  DecideLong();
  EXPECT_EQ(ReasonOf(Settle(appeal->name(), v1::Appeal::UPHELD).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Settle(appeal->name(), v1::Appeal::DISMISSED, appeal->decision()).status()),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Settle(appeal->name(), v1::Appeal::UPHELD, appeal->decision() + "x").status()),
            "DECISION_NOT_FOUND");
  EXPECT_EQ(
      ReasonOf(Settle(appeal->name(), v1::Appeal::UPHELD, std::string(kCare) + "/overrides/none")
                   .status()),
      "OVERRIDE_NOT_FOUND");
  ASSERT_TRUE(Settle(appeal->name(), v1::Appeal::UPHELD, appeal->decision()).ok());
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE");

  // The rules still say no; what holds against them is an override.
  appeal = Appeal();
  DecideLong();
  const auto exception = Propose(v1::Slice::ELIGIBLE, "2026-10-01", "2027-06-01");
  EXPECT_EQ(ReasonOf(Settle(appeal->name(), v1::Appeal::UPHELD, exception->name()).status()),
            "OVERRIDE_STATE_WRONG");
  ASSERT_TRUE(Approve(exception->name(), "wang").ok());
  ASSERT_TRUE(Settle(appeal->name(), v1::Appeal::UPHELD, exception->name()).ok());
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE");
  EXPECT_EQ(DecideLong().changed(), 0);
}

TEST_F(CaseTest, TextsOfAppealsAreOpenToTheFamilyAndLeaveATraceOfStaff) {
  DecideEligible();
  ASSERT_TRUE(Appeal().ok());
  v1::ListAppealsRequest request;
  request.set_parent(kFamily);
  EXPECT_EQ(Call(&Stub::ListAppeals, request, "PARENT", kFamily)->appeals(0).text(),
            "我们一直住在这里");
  EXPECT_EQ(Count("access_record"), 0);
  EXPECT_EQ(Call(&Stub::ListAppeals, request)->appeals_size(), 1);
  EXPECT_EQ(Count("access_record"), 1);
  request.set_parent(kPark);
  EXPECT_EQ(Call(&Stub::ListAppeals, request)->appeals(0).text(), "");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListAppeals, request, "PARENT", kFamily).status()),
            "PERMISSION_DENIED");
  request.set_state(v1::Appeal::UPHELD);
  EXPECT_EQ(Call(&Stub::ListAppeals, request)->appeals_size(), 0);
  EXPECT_THAT(Events("AppealOpened")[0].payload().value(), Not(HasSubstr("住")));
}

TEST_F(CaseTest, TheStateHoldsWhatPeopleSaidAndDecided) {
  DecideEligible();
  ASSERT_TRUE(Appeal().ok());
  ASSERT_TRUE(Propose(v1::Slice::ELIGIBLE, "2026-10-01", "2027-06-01").ok());
  directory_.SetToday("2026-11-10");
  ASSERT_TRUE(Confirm().ok());
  directory_.Say(FactsMessage("C2", "2027-10-02"));
  DecideLong();
  type::v1::ListResourcesRequest request;
  request.set_parent(kPark);
  request.set_page_size(1);
  std::vector<std::string> kinds;
  do {
    const auto page = Call(&Stub::ListResources, request, "OPS", kPark);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->resources()) kinds.push_back(each.type());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(kinds,
            (std::vector<std::string>{"Decision", "RecordedFact", "Override", "Appeal",
                                      "EntitlementConfirmation", "DecisionFault", "Programme"}));
}

}  // namespace
}  // namespace tuoqiao::eligibility
