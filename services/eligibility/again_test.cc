// What people record decides at once, and a fixed time outlives a pay rise: by the shipped pack of
// Michigan, whose programme has one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class AgainTest : public EligibilityTest {
 protected:
  void CreateTriShare(const std::string& id = "care") {
    v1::CreateProgrammeRequest request = ProgrammeRequest();
    request.set_programme_id(id);
    request.mutable_programme()->set_scheme("us.michigan.tri_share");
    const auto created = Call(&Stub::CreateProgramme, request);
    ASSERT_TRUE(created.ok()) << created.status();
  }
  static std::string child() { return FactsMessage("C1").child(); }

  using Said = std::vector<std::pair<std::string, std::string>>;
  v1::RecordFactsRequest Facts(const Said& said, const std::string& from = "2026-10-01") {
    v1::RecordFactsRequest request;
    request.set_child(child());
    request.set_request_id(NextId());
    for (const auto& [fact, value] : said) {
      v1::FactRecord* record = request.add_facts();
      record->set_fact(fact);
      record->set_value(value);
      record->set_from_date(from);
    }
    return request;
  }
  v1::RecordFactsResponse Record(const v1::RecordFactsRequest& request) {
    const auto response = Call(&Stub::RecordFacts, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return *response;
  }
  static Said Income(const std::string& bp) { return {{"income_poverty_line_bp", bp}}; }
  static Said Everything() {
    return {{"employer_in_programme", "true"},
            {"other_subsidy", "false"},
            {"care_cost_usd_minor", "90000"},
            {"income_poverty_line_bp", "25000"}};
  }
  v1::DecideChildrenResult DecideFor(const std::string& from, const std::string& until) {
    v1::DecideChildrenRequest request = DecideRequest();
    request.set_from_date(from);
    request.set_until_date(until);
    return Decide(request);
  }
  std::string Outcomes() {
    std::string told;
    const auto decisions = Decisions();
    for (const v1::Slice& slice : decisions[0].slices()) {
      absl::StrAppend(&told, told.empty() ? "" : "; ", slice.from_date(), " ",
                      v1::Slice::Outcome_Name(slice.outcome()));
    }
    return told;
  }
};

TEST_F(AgainTest, WhatIsRecordedDecidesAtOnceInEachProgrammeThatHasDecided) {
  CreateTriShare();
  CreateTriShare("second");
  CreateTriShare("undecided");
  directory_.Say(FactsMessage("C1"));
  // Nothing is in force yet.
  EXPECT_EQ(Record(Facts({{"birth_order", "1"}})).decisions_size(), 0);
  EXPECT_EQ(Decide().pending(), 1);
  v1::DecideChildrenRequest second = DecideRequest();
  second.set_name("parks/yunqi/programmes/second");
  second.set_until_date("2027-02-01");
  Decide(second);
  EXPECT_EQ(Count("decision"), 2);

  v1::RecordFactsRequest dry = Facts(Everything());
  dry.set_validate_only(true);
  EXPECT_EQ(Record(dry).decisions_size(), 2);
  EXPECT_EQ(Count("decision"), 2);
  const v1::RecordFactsResponse recorded = Record(Facts(Everything()));
  ASSERT_EQ(recorded.decisions_size(), 2);
  EXPECT_EQ(recorded.decisions(0), Decisions()[0].name());
  EXPECT_THAT(recorded.decisions(1), HasSubstr("/programmes/second/decisions/"));
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE; 2026-10-02 ELIGIBLE");
  EXPECT_EQ(Decisions()[0].revision(), 2);
  EXPECT_EQ(Decide().changed(), 0);
  // What changes nothing decides nothing.
  EXPECT_EQ(Record(Facts({{"birth_order", "2"}})).decisions_size(), 0);
}

TEST_F(AgainTest, APayRiseDoesNotEndAPlaceAndAMendedFactDoes) {
  CreateTriShare();
  directory_.Say(FactsMessage("C1"));
  Record(Facts(Everything()));
  EXPECT_EQ(Decide().eligible(), 1);
  directory_.SetToday("2026-10-20");
  Record(Facts(Income("50000"), "2026-10-15"));
  EXPECT_EQ(Outcomes(), "2026-10-01 ELIGIBLE; 2026-10-02 ELIGIBLE; 2026-10-15 ELIGIBLE");
  // The next period goes on with it, for two years from the first day on, also when made again.
  EXPECT_EQ(DecideFor("2026-12-01", "2027-12-01").eligible(), 1);
  EXPECT_EQ(Decisions()[0].entitled_from_date(), "2026-10-01");
  EXPECT_EQ(DecideFor("2026-12-01", "2027-12-01").changed(), 0);
  EXPECT_EQ(DecideFor("2027-12-01", "2029-12-01").eligible(), 1);
  EXPECT_EQ(Outcomes(), "2027-12-01 ELIGIBLE; 2028-10-01 INELIGIBLE; 2028-10-02 INELIGIBLE");
  EXPECT_EQ(Decisions()[0].entitled_from_date(), "2026-10-01");
}

TEST_F(AgainTest, WhatNeverWasSoStaysNowhere) {
  CreateTriShare();
  directory_.Say(FactsMessage("C1"));
  Record(Facts(Everything()));
  EXPECT_EQ(Decide().eligible(), 1);
  directory_.SetToday("2026-10-20");
  EXPECT_EQ(Record(Facts(Income("50000"), "2026-10-01")).decisions_size(), 1);
  EXPECT_EQ(Outcomes(), "2026-10-01 INELIGIBLE");
}

TEST_F(AgainTest, AnExplanationTellsWhatTheSchemeIsWorth) {
  CreateTriShare();
  directory_.Say(FactsMessage("C1"));
  Record(Facts(Everything()));
  Decide();
  const auto explained = Explain(child(), "PARENT", FactsMessage("C1").family());
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_EQ(explained->worths_size(), 3);
  EXPECT_EQ(explained->worths(2).payer(), "AUTHORITY");
  EXPECT_EQ(explained->worths(2).minor(), 60000);
  EXPECT_EQ(explained->worths(2).times(), 2);
  EXPECT_THAT(explained->sentences_en(),
              Contains(HasSubstr("The state's third: 600.00 US dollars over these days, due 2 "
                                 "times, borne by the authority")));
  EXPECT_THAT(
      explained->sentences_zh(),
      Contains(HasSubstr("州政府承担的三分之一:该期间合计 600.00 美元,共 2 次,由政府承担")));
  EXPECT_TRUE(explained->changes().empty());

  // What is missing is named in the place of a sum, and no day that is not eligible is worth
  // anything.
  const auto unknown = Record(Facts({{"other_subsidy", "true"}}));
  EXPECT_EQ(unknown.decisions_size(), 1);
  EXPECT_EQ(Explain(child(), "PARK_ADMIN", kPark)->worths_size(), 0);
}

TEST_F(AgainTest, AnAmountThatIsNotKnownIsNotToldInPart) {
  CreateTriShare();
  directory_.Say(FactsMessage("C1"));
  Said said = Everything();
  said.erase(said.begin() + 2);
  Record(Facts(said));
  Decide();
  const auto explained = Explain(child(), "PARK_ADMIN", kPark);
  ASSERT_EQ(explained->worths_size(), 3);
  EXPECT_EQ(explained->worths(0).missing(0), "care_cost_usd_minor");
  EXPECT_THAT(explained->sentences_en(),
              Contains("The employer's third: not known without care_cost_usd_minor."));
}

}  // namespace
}  // namespace tuoqiao::eligibility
