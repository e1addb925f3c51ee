// A scheme in the shadow of a programme's own, and how it takes its place.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "services/eligibility/testing_service.h"
#include "services/eligibility/testing_shadow.h"

namespace tuoqiao::eligibility {
namespace {

constexpr char kNext[] = "cn.test.next", kWrong[] = "cn.test.wrong", kAsks[] = "cn.test.asks";

class ServiceShadowTest : public EligibilityTest {
 protected:
  ServiceShadowTest() : EligibilityTest(Folder()) {}

  static std::string Folder() {
    const std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) / absl::StrCat("shadow-rules-", getpid());
    std::filesystem::create_directories(folder);
    CarePack live, next{kNext, 3}, wrong{kWrong}, asks{kAsks}, ended{"cn.test.ended"};
    live.grant_minor = next.grant_minor = asks.grant_minor = 60000;
    wrong.grant_minor = 600000;
    asks.asks_residence = true;
    ended.ended = "until: \"2027-01-01\"";
    next.confidence = "SAMPLE";
    for (const CarePack& each : {live, next, wrong, asks, ended}) {
      std::ofstream(folder / (each.scheme + ".textproto")) << each.Text();
    }
    return folder.string();
  }

  void CreateTestCare() {
    v1::CreateProgrammeRequest request = ProgrammeRequest();
    request.mutable_programme()->set_scheme("cn.test.live");
    const auto created = Call(&Stub::CreateProgramme, request);
    ASSERT_TRUE(created.ok()) << created.status();
  }

  v1::StartShadowRequest ShadowRequest(const std::string& scheme = kNext) {
    v1::StartShadowRequest request;
    request.set_parent(kCare);
    request.set_scheme(scheme);
    request.set_from_date("2026-11-01");
    request.set_until_date("2027-03-01");
    request.mutable_thresholds()->set_changed_children_bp(10000);
    request.mutable_thresholds()->set_losing_children(100);
    request.mutable_thresholds()->set_payer_rise_minor(1000000);
    request.mutable_thresholds()->set_child_difference_minor(1000000);
    request.set_request_id(NextId());
    return request;
  }
  v1::Shadow ShadowOf(const google::longrunning::Operation& operation) {
    EXPECT_FALSE(operation.has_error()) << operation.error().message();
    v1::Shadow shadow;
    EXPECT_TRUE(operation.response().UnpackTo(&shadow));
    return shadow;
  }
  v1::Shadow Compare(const v1::StartShadowRequest& request) {
    const auto started = Call(&Stub::StartShadow, request);
    EXPECT_TRUE(started.ok()) << started.status();
    return ShadowOf(harness_.Wait("eligibility", started->name()));
  }
  absl::StatusOr<v1::Shadow> Approve(const v1::Shadow& shadow, const std::string& subject) {
    v1::ApproveShadowRequest request;
    request.set_name(shadow.name());
    request.set_digest(shadow.digest());
    request.set_request_id(NextId());
    return harness_.Call(*stub_, &Stub::ApproveShadow, request, "PARK_ADMIN", kPark, subject);
  }
  void Adopt(const v1::Shadow& shadow) {
    for (const char* subject : {"li", "wang"}) {
      const auto signed_one = Approve(shadow, subject);
      ASSERT_TRUE(signed_one.ok()) << signed_one.status();
    }
  }
  v1::Programme Care() {
    v1::GetProgrammeRequest request;
    request.set_name(kCare);
    return *Call(&Stub::GetProgramme, request);
  }
  // In pages of two.
  std::vector<std::string> Differences(const v1::Shadow& shadow) {
    v1::ListShadowDifferencesRequest request;
    request.set_parent(shadow.name());
    request.set_page_size(2);
    std::vector<std::string> rows;
    do {
      const auto page = Call(&Stub::ListShadowDifferences, request);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->differences()) {
        rows.push_back(
            each.amount().empty()
                ? absl::StrCat(each.case_number(), " ", each.from_date(), "..", each.until_date(),
                               " ", v1::Slice::Outcome_Name(each.before()), " to ",
                               v1::Slice::Outcome_Name(each.after()), " (", each.cause(), ")")
                : absl::StrCat(each.case_number(), " ", each.amount(), " of ", each.payer(), " ",
                               each.before_minor(), " to ", each.after_minor(), " (", each.cause(),
                               ")"));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return rows;
  }
  // C1 is old enough, C2 completes three months on 10 October and six on 10 January, of C3 nothing
  // can be decided.
  void SayThree() {
    directory_.Say(FactsMessage("C1"));
    directory_.Say(FactsMessage("C2", "2026-07-10"));
    directory_.Say(FactsMessage("C3", "2027-01-01"));
  }
  v1::DecideChildrenResult DecideLong() {
    v1::DecideChildrenRequest request = DecideRequest();
    request.set_until_date("2027-03-01");
    return Decide(request);
  }
};

using Rows = std::vector<std::string>;

TEST_F(ServiceShadowTest, SaysWhatWouldChangeAndChangesNothing) {
  CreateTestCare();
  SayThree();
  DecideLong();
  const auto before = Decisions();
  const v1::Shadow shadow = Compare(ShadowRequest());
  EXPECT_EQ(shadow.state(), v1::Shadow::COMPARED);
  EXPECT_EQ(shadow.live_scheme(), "cn.test.live");
  EXPECT_EQ(shadow.children(), 2);
  EXPECT_EQ(shadow.changed_children(), 1);
  EXPECT_EQ(shadow.gaining_children(), 1);
  EXPECT_EQ(shadow.losing_children(), 0);
  EXPECT_EQ(shadow.faults(), 1);
  EXPECT_EQ(shadow.differences(), 2);
  EXPECT_EQ(shadow.largest_difference_minor(), 120000);
  ASSERT_EQ(shadow.payers_size(), 1);
  EXPECT_EQ(shadow.payers(0).before_minor(), 360000);
  EXPECT_EQ(shadow.payers(0).after_minor(), 480000);
  EXPECT_EQ(shadow.excesses_size(), 0);
  EXPECT_EQ(shadow.digest().size(), 64u);
  EXPECT_EQ(Differences(shadow),
            (Rows{"C2 2026-11-01..2027-01-10 ELIGIBLE_LATER to ELIGIBLE "
                  "(age_from: at_least 6 -> at_least 3)",
                  "C2 grant of AUTHORITY 120000 to 240000 (60000 x 2 -> 60000 x 4)"}));
  v1::GetShadowRequest get;
  get.set_name(shadow.name());
  const auto got = Call(&Stub::GetShadow, get, "GOV_AUDITOR");
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->SerializeAsString(), shadow.SerializeAsString());
  // Nothing else.
  const auto after = Decisions();
  ASSERT_EQ(after.size(), before.size());
  for (size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].name(), before[i].name());
  EXPECT_EQ(Count("decision"), 2);
  EXPECT_EQ(Care().versions_size(), 1);
  // The same again says the same: no clock and no chance is in it.
  EXPECT_EQ(Differences(Compare(ShadowRequest())), Differences(shadow));
}

TEST_F(ServiceShadowTest, TwoPeopleAdoptItAndTheNextDecisionsAreMadeByIt) {
  CreateTestCare();
  SayThree();
  DecideLong();
  const v1::Shadow shadow = Compare(ShadowRequest());
  v1::Shadow stale = shadow;
  stale.set_digest("00");
  EXPECT_EQ(ReasonOf(Approve(stale, "li").status()), "DIGEST_STALE");
  stale.clear_digest();
  EXPECT_EQ(ReasonOf(Approve(stale, "li").status()), "FIELD_REQUIRED");
  const auto first = Approve(shadow, "li");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->state(), v1::Shadow::SIGNED);
  EXPECT_EQ(ReasonOf(Approve(shadow, "li").status()), "APPROVED_BY_SAME_PERSON");
  EXPECT_EQ(Care().versions_size(), 1);
  const auto second = Approve(shadow, "wang");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->state(), v1::Shadow::ADOPTED);
  EXPECT_EQ(second->approvers_size(), 2);
  EXPECT_EQ(ReasonOf(Approve(shadow, "zhao").status()), "SHADOW_NOT_COMPARED");

  const v1::Programme care = Care();
  ASSERT_EQ(care.versions_size(), 2);
  EXPECT_EQ(care.scheme(), "cn.test.live");
  EXPECT_EQ(care.versions(0).from_date(), "2026-10-01");
  EXPECT_EQ(care.versions(0).shadow(), "");
  EXPECT_EQ(care.versions(1).scheme(), kNext);
  EXPECT_EQ(care.versions(1).from_date(), "2026-11-01");
  EXPECT_EQ(care.versions(1).shadow(), shadow.name());
  EXPECT_EQ(care.versions(1).rule_hash(), shadow.rule_hash());
  EXPECT_EQ(Events("SchemeAdopted").size(), 1u);
  EXPECT_EQ(Events("SchemeAdopted")[0].subject(), kCare);

  // What is in force stays so until somebody decides again.
  EXPECT_EQ(Decisions()[1].rule_hash(), care.rule_hash());
  EXPECT_EQ(DecideLong().changed(), 2);
  const v1::Decision decided = Decisions()[1];
  EXPECT_EQ(decided.rule_hash(), care.rule_hash() + "," + shadow.rule_hash());
  ASSERT_EQ(decided.slices_size(), 2);
  EXPECT_EQ(decided.slices(0).outcome(), v1::Slice::ELIGIBLE_LATER);
  EXPECT_EQ(decided.slices(1).from_date(), "2026-11-01");
  EXPECT_EQ(decided.slices(1).outcome(), v1::Slice::ELIGIBLE);
  EXPECT_EQ(DecideLong().changed(), 0);
  const auto explained = Explain(FactsMessage("C2").child(), "PARK_ADMIN", kPark);
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_EQ(explained->changes_size(), 1);  // By the scheme of today.
  EXPECT_EQ(explained->changes(0).needed(), "at_least 6");

  v1::CheckFamilyRequest question;
  question.set_programme(kCare);
  question.set_birth_date("2026-07-10");
  question.set_on_date("2026-10-15");
  question.set_until_date("2027-03-01");
  const auto answer = Call(&Stub::CheckFamily, question);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->eligible_from_date(), "2026-11-01");
  ASSERT_EQ(answer->worths_size(), 1);
  EXPECT_EQ(answer->worths(0).minor(), 240000);
}

TEST_F(ServiceShadowTest, ASeededErrorIsListedAndRefused) {
  CreateTestCare();
  SayThree();
  v1::StartShadowRequest request = ShadowRequest(kWrong);
  request.mutable_thresholds()->set_payer_rise_minor(100000);
  const v1::Shadow shadow = Compare(request);
  EXPECT_EQ(Differences(shadow),
            (Rows{"C1 grant of AUTHORITY 240000 to 2400000 (60000 x 4 -> 600000 x 4)",
                  "C2 grant of AUTHORITY 120000 to 1200000 (60000 x 2 -> 600000 x 2)"}));
  ASSERT_EQ(shadow.excesses_size(), 2);
  EXPECT_EQ(shadow.excesses(0).figure(), "payer_rise_minor");
  EXPECT_EQ(shadow.excesses(0).payer(), "AUTHORITY");
  EXPECT_EQ(shadow.excesses(0).found(), 3240000);
  EXPECT_EQ(shadow.excesses(1).figure(), "child_difference_minor");
  const absl::Status refused = Approve(shadow, "li").status();
  EXPECT_EQ(ReasonOf(refused), "SHADOW_OVER_THRESHOLD");
  EXPECT_EQ(FailureOf(refused)->metadata().at("figures"),
            "payer_rise_minor of AUTHORITY 32400.00 (at most 1000.00); "
            "child_difference_minor 21600.00 (at most 10000.00)");
  EXPECT_EQ(Count("programme_version"), 0);
}

TEST_F(ServiceShadowTest, IsRefusedWithItsReason) {
  const auto reason = [&](const v1::StartShadowRequest& request) {
    return ReasonOf(Call(&Stub::StartShadow, request).status());
  };
  EXPECT_EQ(reason(ShadowRequest()), "PROGRAMME_NOT_FOUND");
  CreateTestCare();
  v1::StartShadowRequest request = ShadowRequest();
  request.mutable_thresholds()->set_losing_children(-1);
  EXPECT_EQ(reason(request), "FIELD_INVALID");
  request = ShadowRequest("");
  EXPECT_EQ(reason(request), "FIELD_REQUIRED");
  request = ShadowRequest("cn.gone");
  request.set_from_date("2026-10-01");  // Today.
  EXPECT_EQ(reason(request), "PERIOD_INVALID");
  EXPECT_EQ(reason(ShadowRequest("cn.gone")), "SCHEME_UNKNOWN");
  EXPECT_EQ(reason(ShadowRequest("cn.test.ended")), "RULE_NOT_IN_FORCE");
  directory_.SetSandbox(false);
  const absl::Status refused = Call(&Stub::StartShadow, ShadowRequest()).status();
  EXPECT_EQ(ReasonOf(refused), "SAMPLE_VALUES_REFUSED");
  EXPECT_EQ(FailureOf(refused)->field(), "adopted_values");
  request = ShadowRequest();
  for (const char* each : {"age_from_months", "age_until_months", "grant_minor"}) {
    request.add_adopted_values(each);
  }
  EXPECT_EQ(Compare(request).adopted_values_size(), 3);
  v1::GetShadowRequest get;
  get.set_name(absl::StrCat(kCare, "/shadows/sh-nobody"));
  EXPECT_EQ(ReasonOf(Call(&Stub::GetShadow, get).status()), "SHADOW_NOT_FOUND");
}

TEST_F(ServiceShadowTest, OnlyTheSchemeDiffers) {
  // What was recorded and what two people decided holds by either scheme.
  CreateTestCare();
  directory_.Say(FactsMessage("C1"));
  directory_.Say(FactsMessage("C2"));
  directory_.Say(FactsMessage("C3"));
  v1::RecordFactsRequest said;
  said.set_child(FactsMessage("C1").child());
  said.set_request_id(NextId());
  v1::FactRecord* fact = said.add_facts();
  fact->set_fact("residence_division");
  fact->set_value("330106");
  fact->set_from_date("2026-10-01");
  ASSERT_TRUE(Call(&Stub::RecordFacts, said).ok());
  v1::ProposeOverrideRequest propose;
  propose.set_parent(kCare);
  propose.set_child(FactsMessage("C2").child());
  propose.set_outcome(v1::Slice::ELIGIBLE);
  propose.set_from_date("2026-10-01");
  propose.set_until_date("2027-02-01");
  propose.set_reason("搬家");
  propose.set_request_id(NextId());
  const auto proposed =
      harness_.Call(*stub_, &Stub::ProposeOverride, propose, "PARK_ADMIN", kPark, "li");
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  v1::ApproveOverrideRequest approve;
  approve.set_name(proposed->name());
  approve.set_request_id(NextId());
  ASSERT_TRUE(
      harness_.Call(*stub_, &Stub::ApproveOverride, approve, "PARK_ADMIN", kPark, "wang").ok());
  EXPECT_EQ(Differences(Compare(ShadowRequest(kAsks))),
            (Rows{"C2 2027-02-01..2027-03-01 ELIGIBLE to PENDING "
                  "(residence: not asked -> equals 330106)",
                  "C2 grant of AUTHORITY 240000 to 180000 (60000 x 4 -> 60000 x 3)",
                  "C3 2026-11-01..2027-03-01 ELIGIBLE to PENDING "
                  "(residence: not asked -> equals 330106)",
                  "C3 grant of AUTHORITY 240000 to 0 (60000 x 4 -> nothing)"}));
}

TEST_F(ServiceShadowTest, ARunThatIsCutOffGoesOnWhereItWas) {
  CreateTestCare();
  for (int i = 0; i < 700; ++i) {
    directory_.Say(FactsMessage(absl::StrCat("C", absl::Dec(i, absl::kZeroPad5)),
                                i % 2 == 0 ? "2026-07-10" : "2025-04-08"));
  }
  const v1::Shadow whole = Compare(ShadowRequest());
  const int pages = directory_.pages();
  directory_.FailAfter("C00499", 1);
  const auto started = Call(&Stub::StartShadow, ShadowRequest());
  ASSERT_TRUE(started.ok()) << started.status();
  while (directory_.pages() < pages + 2) std::this_thread::yield();
  // The differences of the first page are there, and are no answer yet.
  EXPECT_GT(Count("shadow_difference"), whole.differences());
  LetTheJobGoOn();
  const v1::Shadow shadow = ShadowOf(harness_.Wait("eligibility", started->name()));
  EXPECT_EQ(directory_.pages(), pages + 3);
  EXPECT_EQ(shadow.children(), 700);
  EXPECT_EQ(shadow.changed_children(), 350);
  EXPECT_EQ(shadow.differences(), 700);
  EXPECT_EQ(Count("shadow_difference"), 1400);
  EXPECT_EQ(shadow.payers(0).after_minor(), whole.payers(0).after_minor());
  EXPECT_EQ(Differences(shadow), Differences(whole));
}

TEST_F(ServiceShadowTest, WhatWasComparedMustStillHold) {
  CreateTestCare();
  SayThree();
  const v1::Shadow next = Compare(ShadowRequest());
  const v1::Shadow asks = Compare(ShadowRequest(kAsks));
  Adopt(next);
  const absl::Status refused = Approve(asks, "li").status();
  EXPECT_EQ(ReasonOf(refused), "SHADOW_BASE_NOT_IN_FORCE");
  EXPECT_EQ(FailureOf(refused)->metadata().at("in_force"), kNext);
  // Another one compares with both, and has to reach the second.
  v1::StartShadowRequest request = ShadowRequest(kAsks);
  request.set_from_date("2026-10-15");
  const v1::Shadow both = Compare(request);
  EXPECT_EQ(both.live_scheme(), "cn.test.live,cn.test.next");
  request.set_until_date("2026-11-01");
  request.set_request_id(NextId());
  EXPECT_EQ(ReasonOf(Call(&Stub::StartShadow, request).status()), "PERIOD_INVALID");
  Adopt(both);
  const v1::Programme care = Care();
  ASSERT_EQ(care.versions_size(), 2);
  EXPECT_EQ(care.versions(1).scheme(), kAsks);
  EXPECT_EQ(care.versions(1).from_date(), "2026-10-15");
  EXPECT_EQ(Count("programme_version"), 2);
  EXPECT_EQ(Events("SchemeAdopted").size(), 2u);
}

TEST_F(ServiceShadowTest, ARunEndsWhereAnotherSchemeIsAdoptedMeanwhile) {
  CreateTestCare();
  SayMany(700);
  const v1::Shadow next = Compare(ShadowRequest());
  const int pages = directory_.pages();
  directory_.FailAfter("C00499", 1);
  const auto started = Call(&Stub::StartShadow, ShadowRequest(kAsks));
  ASSERT_TRUE(started.ok()) << started.status();
  while (directory_.pages() < pages + 2) std::this_thread::yield();
  Adopt(next);
  LetTheJobGoOn();
  const auto operation = harness_.Wait("eligibility", started->name());
  ASSERT_TRUE(operation.has_error());
  EXPECT_NE(operation.error().message().find("adopted another scheme"), std::string::npos)
      << operation.error().message();
}

TEST_F(ServiceShadowTest, ItsFirstDayHasToBeAhead) {
  CreateTestCare();
  SayThree();
  const v1::Shadow shadow = Compare(ShadowRequest());
  ASSERT_TRUE(Approve(shadow, "li").ok());
  directory_.SetToday("2026-11-01");
  EXPECT_EQ(ReasonOf(Approve(shadow, "wang").status()), "SHADOW_BEGUN");
}

TEST_F(ServiceShadowTest, WhatDiffersIsSealedAndGoesWithTheChildsKey) {
  CreateTestCare();
  SayThree();
  const v1::Shadow shadow = Compare(ShadowRequest());
  int64_t open = -1;
  ASSERT_TRUE(
      harness_.db("eligibility")
          .WriteIn("yunqi",
                   [&](db::Write& txn) -> absl::Status {
                     RETURN_IF_ERROR(
                         txn.Query("SELECT sealed FROM shadow_difference WHERE park_id = :park", {},
                                   [&](const db::Row& row) {
                                     open = std::max<int64_t>(open, 0);
                                     if (row.Bytes(0).find("age_from") != std::string::npos) ++open;
                                     return absl::OkStatus();
                                   }));
                     return txn.Execute("DELETE FROM data_key WHERE park_id = :park", {}).status();
                   })
          .ok());
  EXPECT_EQ(open, 0);
  EXPECT_TRUE(Differences(shadow).empty());
}

TEST_F(ServiceShadowTest, TheStateHasShadowsWithWhatDiffersAndNoDigest) {
  CreateTestCare();
  SayThree();
  const v1::Shadow shadow = Compare(ShadowRequest());
  type::v1::ListResourcesRequest request;
  request.set_parent(kPark);
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto page = Call(&Stub::ListResources, request, "OPS", kPark);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->resources()) {
      names.push_back(each.name());
      EXPECT_EQ(each.SerializeAsString().find(shadow.digest()), std::string::npos);
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, (Rows{shadow.name(), shadow.name() + "/differences/C2-0",
                         shadow.name() + "/differences/C2-1", kCare}));
}

}  // namespace
}  // namespace tuoqiao::eligibility
