// `CheckFamily`: what the rules say of a family that nobody knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::HasSubstr;

class CheckTest : public EligibilityTest {
 protected:
  v1::CheckFamilyRequest Question(const std::string& birth_date) {
    v1::CheckFamilyRequest request;
    request.set_programme(kCare);
    request.set_birth_date(birth_date);
    request.set_on_date("2026-10-01");
    request.set_guardians_employed(1);
    return request;
  }
};

TEST_F(CheckTest, AFamilyWithoutAnAccountLearnsFromWhenOn) {
  CreateCare();
  const auto answer =
      Call(&Stub::CheckFamily, Question("2026-06-15"), "PARENT", "parks/yunqi/families/fam-nobody");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->eligible_from_date(), "2026-12-15");
  ASSERT_EQ(answer->slices_size(), 2);
  EXPECT_EQ(answer->slices(0).outcome(), v1::Slice::ELIGIBLE_LATER);
  EXPECT_EQ(answer->slices(1).until_date(), "2027-10-02");
  ASSERT_EQ(answer->changes_size(), 1);
  EXPECT_EQ(answer->changes(0).condition(), "age_from");
  EXPECT_EQ(answer->changes(0).from_date(), "2026-12-15");
  EXPECT_TRUE(answer->changes(0).possible());
  EXPECT_EQ(answer->sentences_en_size(), answer->sentences_zh_size());
  EXPECT_EQ(Count("decision"), 0);
  EXPECT_EQ(Count("log"), 1);  // The programme's.
}

TEST_F(CheckTest, AFamilyLearnsWhatASchemeIsWorth) {
  v1::CreateProgrammeRequest subsidy = ProgrammeRequest();
  subsidy.mutable_programme()->set_scheme("cn.shanxi.childcare_subsidy");
  ASSERT_TRUE(Call(&Stub::CreateProgramme, subsidy).ok());
  v1::CheckFamilyRequest request = Question("2024-03-15");
  request.set_until_date("2027-01-01");
  const auto add = [&](const char* fact, const char* value) {
    v1::NamedFact* named = request.add_facts();
    named->set_name(fact);
    named->set_value(value);
  };
  add("centre_province", "140000");
  add("centre_kind", "INDEPENDENT");
  const auto answer = Call(&Stub::CheckFamily, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->worths_size(), 1);
  const v1::Worth& worth = answer->worths(0);
  EXPECT_EQ(worth.amount(), "independent");
  EXPECT_EQ(worth.payer(), "AUTHORITY");
  EXPECT_EQ(worth.minor(), 150000);  // October, November and December.
  EXPECT_EQ(worth.times(), 3);
  EXPECT_EQ(worth.rule(), "50000");
  EXPECT_FALSE(worth.source().empty() || worth.title_zh().empty());
}

TEST_F(CheckTest, WhatCannotBeIsSaid) {
  CreateCare();
  v1::CheckFamilyRequest request = Question("2023-01-20");
  request.set_until_date("2026-12-01");
  const auto answer = Call(&Stub::CheckFamily, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->eligible_from_date(), "");
  ASSERT_EQ(answer->changes_size(), 1);
  EXPECT_FALSE(answer->changes(0).possible());
  EXPECT_THAT(answer->sentences_en(answer->sentences_en_size() - 1),
              HasSubstr("Nothing can bring that."));
}

TEST_F(CheckTest, AQuestionIsRefusedWithItsReason) {
  CreateCare();
  const auto reason = [&](const std::function<void(v1::CheckFamilyRequest&)>& spoil) {
    v1::CheckFamilyRequest request = Question("2025-04-08");
    spoil(request);
    return ReasonOf(Call(&Stub::CheckFamily, request).status());
  };
  const auto fact = [&](const std::string& name, const std::string& value) {
    return reason([&](auto& r) {
      r.add_facts()->set_name(name);
      r.mutable_facts(0)->set_value(value);
    });
  };
  EXPECT_EQ(reason([](auto&) {}), "");
  EXPECT_EQ(reason([](auto& r) { r.clear_birth_date(); }), "FIELD_REQUIRED");
  EXPECT_EQ(reason([](auto& r) { r.set_on_date("soon"); }), "FIELD_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.set_guardians_employed(-1); }), "FIELD_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.set_programme("parks/yunqi/programmes/none"); }),
            "PROGRAMME_NOT_FOUND");
  EXPECT_EQ(reason([](auto& r) { r.set_until_date("2026-10-01"); }), "PERIOD_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.set_on_date("2026-09-30"); }), "PERIOD_INVALID");
  EXPECT_EQ(fact("shoe_size", "22"), "FACT_UNKNOWN");
  EXPECT_EQ(fact("birth_date", "2025-01-01"), "FACT_NOT_RECORDABLE");
  EXPECT_EQ(fact("birth_order", "two"), "FACT_INVALID");
  EXPECT_EQ(fact("birth_order", "-2"), "FACT_IMPOSSIBLE");
  EXPECT_EQ(fact("birth_order", "2"), "");
}

}  // namespace
}  // namespace tuoqiao::eligibility
