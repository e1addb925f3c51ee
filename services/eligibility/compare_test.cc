// `CompareProgrammes`, `CompareChildProgrammes`, `ListSchemes`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kCase[] = "C1";

class CompareTest : public EligibilityTest {
 protected:
  void Create(const std::string& id, const std::string& scheme,
              const std::string& from_date = "2025-10-01") {
    v1::CreateProgrammeRequest request = ProgrammeRequest();
    request.set_programme_id(id);
    request.mutable_programme()->set_display_name(id);
    request.mutable_programme()->set_scheme(scheme);
    request.mutable_programme()->set_from_date(from_date);
    const auto created = Call(&Stub::CreateProgramme, request);
    ASSERT_TRUE(created.ok()) << created.status();
  }
  void CreateAll() {
    Create("allowance", "cn.national.child_allowance");
    Create("changping", "cn.beijing.changping");
    Create("etown", "cn.beijing.etown");
    Create("hangzhou", "cn.zhejiang.hangzhou.inclusive_subsidy");
    Create("shanghai", "cn.shanghai.community_care");
    Create("shanxi", "cn.shanxi.childcare_subsidy");
  }

  // Three months of a child of two and a half with places in several cities.
  v1::CompareProgrammesRequest Question() {
    v1::CompareProgrammesRequest request;
    request.set_parent(kPark);
    request.set_birth_date("2024-05-10");
    request.set_on_date("2026-10-01");
    request.set_until_date("2027-01-01");
    request.set_guardians_employed(1);
    for (const auto& [fact, value] : Facts()) {
      v1::NamedFact* named = request.add_facts();
      named->set_name(fact);
      named->set_value(value);
    }
    return request;
  }
  static std::vector<std::pair<std::string, std::string>> Facts() {
    return {{"nationality_cn", "true"},    {"centre_city", "330100"},
            {"centre_province", "310000"}, {"centre_division", "110115"},
            {"centre_inclusive", "true"},  {"centre_kind", "COMMUNITY"},
            {"group_kind", "LARGE"},       {"monthly_fee_minor", "140000"},
            {"care_kind", "HOURLY"},       {"attended_days", "20"},
            {"opening_days", "22"}};
  }

  v1::CompareChildProgrammesRequest OfChild() {
    v1::CompareChildProgrammesRequest request;
    request.set_child(FactsMessage(kCase).child());
    request.set_until_date("2027-01-01");
    return request;
  }
};

// By hand, in fen, of October, November and December: the allowance 3 × 30000; E-Town 3 × 100000;
// Hangzhou a fifth of 140000, 3 × 28000; Shanghai's visits once a year, 72000, not beside Hangzhou.
TEST_F(CompareTest, AFamilyLearnsWhatItMayHaveTogether) {
  CreateAll();
  const auto answer =
      Call(&Stub::CompareProgrammes, Question(), "PARENT", "parks/yunqi/families/fam-nobody");
  ASSERT_TRUE(answer.ok()) << answer.status();
  std::vector<std::string> table;
  for (const v1::ProgrammeWorth& each : answer->programmes()) {
    table.push_back(absl::StrCat(each.display_name(), " ", each.family_worth_minor(), " ",
                                 each.in_best() ? "in" : each.why_not_en()));
  }
  EXPECT_THAT(
      table,
      ElementsAre("allowance 90000 in",
                  "changping 0 its rules are not in force on these days, so nothing was decided",
                  "etown 300000 in", "hangzhou 84000 in",
                  "shanghai 72000 not together with hangzhou "
                  "(样例:同一婴幼儿同一时期只在一地享受托育补贴)",
                  "shanxi 0 the child is not eligible on these days"));
  EXPECT_THAT(answer->best().programmes(),
              ElementsAre("parks/yunqi/programmes/allowance", "parks/yunqi/programmes/etown",
                          "parks/yunqi/programmes/hangzhou"));
  EXPECT_EQ(answer->best().family_worth_minor(), 474000);
  EXPECT_EQ(answer->next().family_worth_minor(), 462000);
  EXPECT_EQ(answer->next().programmes(2), "parks/yunqi/programmes/shanghai");
  EXPECT_EQ(answer->loss_minor(), 12000);
  EXPECT_EQ(answer->currency_code(), "CNY");
  EXPECT_EQ(answer->programmes(1).reason(), "RULE_NOT_IN_FORCE");
  EXPECT_EQ(answer->programmes(1).outcome(), v1::Slice::OUTCOME_UNSPECIFIED);
  EXPECT_EQ(answer->programmes(2).outcome(), v1::Slice::ELIGIBLE);
  EXPECT_EQ(answer->programmes(2).until_date(), "2027-01-01");
  EXPECT_EQ(answer->programmes(2).worths(0).currency_code(), "CNY");
  EXPECT_EQ(answer->sentences_en_size(), answer->sentences_zh_size());
  EXPECT_EQ(answer->sentences_zh(answer->sentences_zh_size() - 1),
            "次优组合为 allowance + etown + shanghai,少得 人民币 120.00 元。");
  EXPECT_EQ(Count("decision"), 0);
  EXPECT_EQ(Count("log"), 6);  // The programmes'.
}

TEST_F(CompareTest, ThoseThatAreNamedAreComparedAndNoOthers) {
  CreateAll();
  v1::CompareProgrammesRequest request = Question();
  request.add_programmes("parks/yunqi/programmes/shanghai");
  request.add_programmes("parks/yunqi/programmes/allowance");
  const auto answer = Call(&Stub::CompareProgrammes, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->programmes_size(), 2);
  EXPECT_EQ(answer->programmes(0).display_name(), "allowance");
  EXPECT_EQ(answer->best().family_worth_minor(), 90000 + 72000);
}

TEST_F(CompareTest, AQuestionIsRefusedWithItsReason) {
  CreateCare();
  const auto reason = [&](const std::function<void(v1::CompareProgrammesRequest&)>& spoil) {
    v1::CompareProgrammesRequest request = Question();
    spoil(request);
    return ReasonOf(Call(&Stub::CompareProgrammes, request).status());
  };
  EXPECT_EQ(reason([](auto&) {}), "");
  EXPECT_EQ(reason([](auto& r) { r.clear_birth_date(); }), "FIELD_REQUIRED");
  EXPECT_EQ(reason([](auto& r) { r.set_until_date("2026-10-01"); }), "PERIOD_INVALID");
  EXPECT_EQ(reason([](auto& r) { r.mutable_facts(0)->set_name("shoe_size"); }), "FACT_UNKNOWN");
  EXPECT_EQ(reason([](auto& r) { r.mutable_facts(9)->set_value("-1"); }), "FACT_IMPOSSIBLE");
  EXPECT_EQ(reason([](auto& r) { r.add_programmes("parks/yunqi/programmes/none"); }),
            "PROGRAMME_NOT_FOUND");
  EXPECT_EQ(reason([](auto& r) { r.add_programmes("parks/other/programmes/care"); }),
            "FIELD_INVALID");
  EXPECT_EQ(reason([](auto& r) {
              r.add_programmes(kCare);
              r.add_programmes(kCare);
            }),
            "FIELD_INVALID");
  for (int i = 0; i < 16; ++i) {
    Create(absl::StrCat("more-", i), "cn.national.child_allowance");
  }
  EXPECT_EQ(reason([](auto&) {}), "FIELD_INVALID");  // There are seventeen.
  EXPECT_EQ(reason([](auto& r) { r.add_programmes(kCare); }), "");
}

TEST_F(CompareTest, AKnownChildIsComparedByWhatIsKnownAndWhoOfTheStaffLookedIsKept) {
  Create("allowance", "cn.national.child_allowance");
  Create("care", kSampleScheme);
  directory_.Say(FactsMessage(kCase));
  const auto before = Call(&Stub::CompareChildProgrammes, OfChild());
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->programmes(0).outcome(), v1::Slice::PENDING);
  EXPECT_THAT(before->programmes(0).missing(), ElementsAre("nationality_cn: GUARDIAN"));
  EXPECT_EQ(before->programmes(0).why_not_en(), "it is not known without nationality_cn: GUARDIAN");
  EXPECT_EQ(before->programmes(1).outcome(), v1::Slice::ELIGIBLE);
  EXPECT_TRUE(before->best().programmes().empty());
  EXPECT_FALSE(before->has_next());
  EXPECT_EQ(Count("access_record"), 1);

  v1::RecordFactsRequest record;
  record.set_child(OfChild().child());
  record.set_request_id(NextId());
  v1::FactRecord* fact = record.add_facts();
  fact->set_fact("nationality_cn");
  fact->set_value("true");
  fact->set_from_date("2025-04-08");
  ASSERT_TRUE(Call(&Stub::RecordFacts, record).ok());
  const auto after =
      Call(&Stub::CompareChildProgrammes, OfChild(), "PARENT", "parks/yunqi/families/fam-C1");
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->best().family_worth_minor(), 90000);  // From the park's day on.
  EXPECT_EQ(Count("access_record"), 1);                  // A guardian's own look is none.
}

TEST_F(CompareTest, AChildIsRefusedWithItsReason) {
  Create("allowance", "cn.national.child_allowance");
  EXPECT_EQ(ReasonOf(Call(&Stub::CompareChildProgrammes, OfChild()).status()), "CHILD_NOT_FOUND");
  directory_.Say(FactsMessage(kCase));
  EXPECT_FALSE(
      Call(&Stub::CompareChildProgrammes, OfChild(), "PARENT", "parks/yunqi/families/fam-C2").ok());
  v1::CompareChildProgrammesRequest request = OfChild();
  request.set_until_date("2026-10-01");
  EXPECT_EQ(ReasonOf(Call(&Stub::CompareChildProgrammes, request).status()), "PERIOD_INVALID");
  directory_.Say(FactsMessage(kCase, "2027-01-01"));
  const auto impossible = Call(&Stub::CompareChildProgrammes, OfChild());
  EXPECT_EQ(ReasonOf(impossible.status()), "FACT_IMPOSSIBLE");
  EXPECT_EQ(Count("access_record"), 0);
}

TEST_F(CompareTest, TheSchemesOfAllPacksAreListed) {
  v1::ListSchemesRequest request;
  request.set_parent(kPark);
  request.set_page_size(3);
  std::vector<v1::SchemeSummary> schemes;
  do {
    const auto page = Call(&Stub::ListSchemes, request, "FIRM_HR", "parks/yunqi/firms/f1");
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->schemes_size(), 3);
    schemes.insert(schemes.end(), page->schemes().begin(), page->schemes().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(schemes.size(), 20u);
  const auto of = [&](const std::string& name) {
    const auto found = std::find_if(schemes.begin(), schemes.end(),
                                    [&](const auto& each) { return each.name() == name; });
    return found == schemes.end() ? v1::SchemeSummary() : *found;
  };
  const v1::SchemeSummary hangzhou = of("cn.zhejiang.hangzhou.inclusive_subsidy");
  EXPECT_EQ(hangzhou.subject(), "CHILD");
  EXPECT_EQ(hangzhou.from_date(), "2026-01-01");
  ASSERT_EQ(hangzhou.exclusions_size(), 1);
  EXPECT_EQ(hangzhou.exclusions(0).scheme(), "cn.shanghai.community_care");
  EXPECT_EQ(hangzhou.exclusions(0).kind(), "NOT_WITH");
  EXPECT_EQ(hangzhou.unofficial_values_size(), 9);
  const v1::SchemeSummary allowance = of("cn.national.child_allowance");
  EXPECT_EQ(allowance.unofficial_values_size(), 0);
  ASSERT_EQ(allowance.amounts_size(), 1);
  EXPECT_EQ(allowance.amounts(0).payer(), "AUTHORITY");
  EXPECT_EQ(allowance.amounts(0).per(), "MONTH");
  EXPECT_EQ(of("cn.beijing.changping").until_date(), "2026-01-01");
  EXPECT_EQ(of("cn.national.union_fund").subject(), "FIRM");
}

}  // namespace
}  // namespace tuoqiao::eligibility
