// Programmes, and who sees what of a decision.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using ServiceTest = EligibilityTest;

TEST_F(ServiceTest, AProgrammeIsASchemeFromADayOn) {
  const auto created = Call(&Stub::CreateProgramme, ProgrammeRequest());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), kCare);
  EXPECT_EQ(created->rule_hash(), SampleScheme().hash);
  v1::GetProgrammeRequest request;
  request.set_name(kCare);
  const auto found = Call(&Stub::GetProgramme, request, "SERVICE", "billing");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(Events("ProgrammeCreated").size(), 1u);
}

TEST_F(ServiceTest, AProgrammeIsRefusedWithItsReason) {
  const auto reason = [&](const std::function<void(v1::CreateProgrammeRequest&)>& spoil) {
    v1::CreateProgrammeRequest request = ProgrammeRequest();
    spoil(request);
    return ReasonOf(Call(&Stub::CreateProgramme, request).status());
  };
  EXPECT_EQ(reason([](auto& r) { r.set_request_id("no"); }), "REQUEST_ID_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.clear_programme_id(); }), "FIELD_REQUIRED");
  EXPECT_EQ(reason([](auto& r) { r.set_programme_id("Care"); }), "FIELD_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.mutable_programme()->clear_display_name(); }), "FIELD_REQUIRED");
  EXPECT_EQ(reason([](auto& r) { r.mutable_programme()->clear_funding_plan(); }), "FIELD_REQUIRED");
  EXPECT_EQ(reason([](auto& r) { r.mutable_programme()->set_from_date("2026-02-30"); }),
            "FIELD_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.mutable_programme()->add_adopted_values("a;b"); }),
            "FIELD_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.mutable_programme()->set_scheme("cn.nowhere.care"); }),
            "SCHEME_UNKNOWN");
  CreateCare();
  EXPECT_EQ(reason([](auto&) {}), "PROGRAMME_EXISTS");
  directory_.SetSandbox(false);
  EXPECT_EQ(reason([](auto& r) { r.set_programme_id("care-2"); }), "SAMPLE_VALUES_REFUSED");
  EXPECT_EQ(reason([](auto& r) {
              r.set_programme_id("care-2");
              for (const char* value :
                   {"age_from_months", "age_until_months", "guardians_employed_min"}) {
                r.mutable_programme()->add_adopted_values(value);
              }
            }),
            "");
}

TEST_F(ServiceTest, TheSameRequestIsAnsweredAsBeforeAndADryRunSavesNothing) {
  v1::CreateProgrammeRequest request = ProgrammeRequest();
  request.set_validate_only(true);
  EXPECT_TRUE(Call(&Stub::CreateProgramme, request).ok());
  EXPECT_EQ(Count("programme"), 0);
  request.set_validate_only(false);
  EXPECT_TRUE(Call(&Stub::CreateProgramme, request).ok());
  EXPECT_TRUE(Call(&Stub::CreateProgramme, request).ok());
  EXPECT_EQ(Count("programme"), 1);
  request.mutable_programme()->set_display_name("另一个");
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateProgramme, request).status()), "REQUEST_ID_REUSED");
}

TEST_F(ServiceTest, AProgrammeThatIsNotThereIsNotFound) {
  v1::GetProgrammeRequest request;
  request.set_name(kCare);
  EXPECT_EQ(ReasonOf(Call(&Stub::GetProgramme, request).status()), "PROGRAMME_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideChildren, DecideRequest()).status()), "PROGRAMME_NOT_FOUND");
  request.set_name("parks/yunqi/programmes/care/decisions/x");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetProgramme, request).status()), "NAME_INVALID");
}

TEST_F(ServiceTest, AParentReadsWhyInBothLanguages) {
  CreateCare();
  directory_.Say(FactsMessage("C3", "2023-10-20"));
  Decide();
  const std::string family = "parks/yunqi/families/fam-C3";
  const std::string child = FactsMessage("C3").child();
  auto explained = Explain(child, "PARENT", family);
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->decision().slices(0).trace_size(), 4);
  EXPECT_EQ(explained->decision().slices(0).trace(2).value(), "35");
  ASSERT_EQ(explained->sentences_en_size(), 5);
  ASSERT_EQ(explained->sentences_zh_size(), 5);
  EXPECT_THAT(explained->sentences_en(4), HasSubstr("eligible up to 2026-10-19"));
  EXPECT_EQ(Count("access_record"), 0);

  directory_.SetToday("2026-10-20");
  explained = Explain(child, "PARENT", family);
  ASSERT_TRUE(explained.ok());
  EXPECT_THAT(explained->sentences_en(4), HasSubstr("not eligible"));
}

TEST_F(ServiceTest, StaffWhoOpenADecisionLeaveATrace) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  Decide();
  EXPECT_TRUE(Explain(FactsMessage("C1").child(), "GOV_AUDITOR", kPark).ok());
  EXPECT_EQ(Count("access_record"), 1);
}

TEST_F(ServiceTest, ADecisionIsFoundUnderItsChildsOwnNameOnly) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  Decide();
  const auto reason = [&](const std::string& child, const std::string& programme) {
    return ReasonOf(Explain(child, "PARK_ADMIN", kPark, programme).status());
  };
  EXPECT_EQ(reason("parks/yunqi/families/fam-C2/children/chd-C2", kCare), "DECISION_NOT_FOUND");
  EXPECT_EQ(reason(FactsMessage("C1").child(), "parks/yunqi/programmes/none"),
            "DECISION_NOT_FOUND");
  EXPECT_EQ(reason(FactsMessage("C1").child(), ""), "FIELD_REQUIRED");
  EXPECT_EQ(reason(FactsMessage("C1").child(), "parks/other/programmes/care"), "FIELD_INVALID");
  // A parent who puts another family's child behind the own family's name.
  const std::string mine = "parks/yunqi/families/fam-C9";
  EXPECT_EQ(ReasonOf(Explain(mine + "/children/chd-C1", "PARENT", mine).status()),
            "DECISION_NOT_FOUND");
}

TEST_F(ServiceTest, AListHoldsNoTraceAndTheLogNothingPersonal) {
  CreateCare();
  directory_.Say(FactsMessage("C3", "2023-10-20"));
  Decide();
  for (const v1::Decision& decision : Decisions()) {
    for (const v1::Slice& slice : decision.slices()) EXPECT_EQ(slice.trace_size(), 0);
  }
  // The day on which a child turns 36 months is its birthday.
  for (const type::v1::Event& event : Events("DecisionMade")) {
    EXPECT_THAT(event.payload().value(), Not(HasSubstr("10-20")));
  }
}

TEST_F(ServiceTest, WhatIsSealedIsNotReadAndWithoutItsKeySaysNothing) {
  CreateCare();
  directory_.Say(FactsMessage("C1", "2023-10-20"));
  directory_.Say(FactsMessage("C2", "2023-10-20"));
  Decide();
  std::string sealed;
  const auto look = [&](db::Write& txn) -> absl::Status {
    const auto found =
        txn.QueryOne("SELECT sealed FROM decision WHERE park_id = :park AND case_number = 'C1'", {},
                     [&](const db::Row& row) { sealed = row.Bytes(0); });
    if (!found.ok()) return found.status();
    return txn
        .Execute("DELETE FROM data_key WHERE park_id = :park AND subject = 'child:chd-C1'", {})
        .status();
  };
  ASSERT_TRUE(harness_.db("eligibility").WriteIn("yunqi", look).ok());
  EXPECT_THAT(sealed, Not(HasSubstr("2026-10-20")));
  const auto decisions = Decisions();
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].case_number(), "C2");
}

TEST_F(ServiceTest, TheStateHoldsDecisionsInForceThenProgrammes) {
  CreateCare();
  SayMany(501);
  Decide();
  directory_.Say(FactsMessage("C00000", "2023-10-20"));
  Decide();
  type::v1::ListResourcesRequest request;
  request.set_parent(kPark);
  std::vector<std::string> names;
  std::string first_kind, last_kind;
  do {
    const auto page = Call(&Stub::ListResources, request, "OPS", kPark);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->resources()) {
      if (names.empty()) first_kind = each.type();
      last_kind = each.type();
      names.push_back(each.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(names.size(), 502u);
  EXPECT_EQ(first_kind, "Decision");
  EXPECT_EQ(last_kind, "Programme");
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end() - 1));
}

TEST_F(ServiceTest, NobodySeesOrDoesWhatIsNotTheirs) {
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateProgramme, ProgrammeRequest(), "PARK_FINANCE").status()),
            "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::DecideChildren, DecideRequest(), "GOV_AUDITOR").status()),
            "PERMISSION_DENIED");
  v1::ListDecisionsRequest list;
  list.set_parent(kCare);
  EXPECT_EQ(ReasonOf(Call(&Stub::ListDecisions, list, "SERVICE", "payroll").status()),
            "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListDecisions, list, "PARK_ADMIN", "parks/other").status()),
            "PERMISSION_DENIED");
  EXPECT_EQ(
      ReasonOf(
          Explain(FactsMessage("C1").child(), "PARENT", "parks/yunqi/families/fam-C2").status()),
      "PERMISSION_DENIED");
}

}  // namespace
}  // namespace tuoqiao::eligibility
