#include "services/eligibility/month_worth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_join.h"
#include "services/eligibility/recorded_fact.h"
#include "services/eligibility/testing_income.h"
#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::ElementsAre;

constexpr absl::CivilDay kLast(2026, 10, 31);

Child ChildWithConsent() {
  Child child;
  child.birth_date = Day("2025-04-08");
  child.programme_consent = true;
  return child;
}

RecordedFact Said(const std::string& name, const std::string& value) {
  RecordedFact fact;
  fact.name = name;
  fact.value = value;
  fact.from_date = Day("2026-10-01");
  return fact;
}

// "grant AUTHORITY 54000; bonus PARK lacks attended_days: CENTRE".
std::string TextOf(const std::vector<MonthWorth>& worths) {
  std::string text;
  for (const MonthWorth& each : worths) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", each.amount, " ", rules::PayerName(each.payer),
                    " ");
    if (each.missing.empty()) {
      absl::StrAppend(&text, each.minor);
    } else {
      absl::StrAppend(&text, "lacks ", absl::StrJoin(each.missing, ", "));
    }
  }
  return text;
}

class MonthWorthsTest : public ::testing::Test {
 protected:
  std::string Worths(const std::vector<RecordedFact>& recorded) {
    rules::Facts facts = FactsOf(child_);
    AddRecorded(recorded, &facts);
    return TextOf(WorthsOn(scheme_, slices_, facts, kLast));
  }

  const rules::Scheme scheme_ = SchemeOf(IncomePack());
  Child child_ = ChildWithConsent();
  std::vector<Slice> slices_ =
      Decide(scheme_, FactsOf(ChildWithConsent()), {Day("2026-10-01"), Day("2026-12-01")});
};

TEST_F(MonthWorthsTest, AnAmountByTheMonthIsWorkedOutOnItsLastDayByTheChildsBracket) {
  const struct {
    const char* income;
    const char* worths;
  } kCases[] = {{"0", "grant AUTHORITY 60000; bonus PARK 8000"},
                {"9999999", "grant AUTHORITY 60000; bonus PARK 8000"},
                {"10000000", "grant AUTHORITY 54000; bonus PARK 8000"},
                {"39999999", "grant AUTHORITY 48000; bonus PARK 8000"},
                {"40000000", "grant AUTHORITY 0; bonus PARK 8000"}};
  for (const auto& each : kCases) {
    EXPECT_EQ(Worths({Said("household_income_minor", each.income), Said("attended_days", "16")}),
              each.worths)
        << each.income;
  }
}

TEST_F(MonthWorthsTest, AFactThatNobodySaidIsMissingWithWhomToAsk) {
  EXPECT_EQ(Worths({Said("attended_days", "16")}),
            "grant AUTHORITY lacks household_income_minor: GUARDIAN; bonus PARK 8000");
  EXPECT_EQ(Worths({Said("household_income_minor", "0")}),
            "grant AUTHORITY 60000; bonus PARK lacks attended_days: CENTRE");
  RecordedFact later = Said("household_income_minor", "0");
  later.from_date = Day("2026-11-01");
  EXPECT_EQ(Worths({later, Said("attended_days", "1")}),
            "grant AUTHORITY lacks household_income_minor: GUARDIAN; bonus PARK 500");
}

TEST_F(MonthWorthsTest, TheDecisionSaysWhoIsEligibleAndTheFactsDoNot) {
  slices_[0].outcome = Outcome::kIneligible;
  EXPECT_EQ(Worths({Said("household_income_minor", "0")}), "");
  // Two people said so; by the rules the child is too old.
  slices_[0].outcome = Outcome::kEligible;
  child_.birth_date = Day("2020-04-08");
  EXPECT_EQ(Worths({Said("household_income_minor", "0"), Said("attended_days", "1")}),
            "grant AUTHORITY 60000; bonus PARK 500");
  slices_[0].period.until = kLast;
  EXPECT_EQ(Worths({Said("household_income_minor", "0")}), "");
}

TEST_F(MonthWorthsTest, WithoutConsentNoFactIsLookedAt) {
  child_.programme_consent = false;
  EXPECT_EQ(Worths({Said("household_income_minor", "0"), Said("attended_days", "1")}),
            "grant AUTHORITY lacks programme_consent: GUARDIAN; "
            "bonus PARK lacks programme_consent: GUARDIAN");
}

// ---- The RPC.

class ListMonthWorthsTest : public EligibilityTest {
 protected:
  ListMonthWorthsTest() : EligibilityTest(Folder()) {}

  static std::string Folder() {
    const std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) / absl::StrCat("income-", getpid());
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "income.textproto") << IncomePack().Text();
    return folder.string();
  }

  void CreateIncome() {
    v1::CreateProgrammeRequest request = ProgrammeRequest();
    request.mutable_programme()->set_scheme("cn.test.care");
    ASSERT_TRUE(Call(&Stub::CreateProgramme, request).ok());
  }
  void Record(const std::string& case_number, const std::string& fact, const std::string& value) {
    v1::RecordFactsRequest request;
    request.set_child(FactsMessage(case_number).child());
    request.set_request_id(NextId());
    request.add_facts()->set_fact(fact);
    request.mutable_facts(0)->set_value(value);
    request.mutable_facts(0)->set_from_date("2026-10-01");
    const auto recorded = Call(&Stub::RecordFacts, request);
    ASSERT_TRUE(recorded.ok()) << recorded.status();
  }
  absl::StatusOr<v1::ListMonthWorthsResponse> List(const std::string& month, int page_size = 0,
                                                   const std::string& token = "") {
    v1::ListMonthWorthsRequest request;
    request.set_parent(kCare);
    request.set_month(month);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Call(&Stub::ListMonthWorths, request, "SERVICE", "billing");
  }
  // "C1 grant AUTHORITY 54000", of all pages.
  std::vector<std::string> All(const std::string& month, int page_size = 0) {
    std::vector<std::string> all;
    std::string token;
    pages_ = 0;
    do {
      const auto page = List(month, page_size, token);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return all;
      ++pages_;
      token = page->next_page_token();
      for (const v1::MonthWorth& each : page->worths()) {
        EXPECT_EQ(each.child(), FactsMessage(each.case_number()).child());
        EXPECT_FALSE(each.decision().empty());
        all.push_back(absl::StrCat(each.case_number(), " ", each.amount(), " ", each.payer(), " ",
                                   each.missing().empty() ? absl::StrCat(each.minor())
                                                          : absl::StrJoin(each.missing(), ", ")));
      }
    } while (!token.empty());
    return all;
  }

  int pages_ = 0;
};

TEST_F(ListMonthWorthsTest, SaysOfEachEligibleChildWhatItsAmountsComeTo) {
  CreateIncome();
  directory_.Say(FactsMessage("C1"));
  directory_.Say(FactsMessage("C2"));
  directory_.Say(FactsMessage("C3", "2022-01-01"));  // Too old.
  directory_.Say(FactsMessage("C4", "2023-10-31"));  // Three on the last day of October.
  Record("C1", "household_income_minor", "10000000");
  Record("C1", "attended_days", "3");
  Record("C2", "attended_days", "0");
  EXPECT_THAT(All("2026-10"), ElementsAre());  // Nobody has been decided on.
  Decide();
  directory_.Say(FactsMessage("C5"));  // Not decided on.
  for (const int page_size : {0, 1, 2}) {
    EXPECT_THAT(
        All("2026-10", page_size),
        ElementsAre("C1 grant AUTHORITY 54000", "C1 bonus PARK 1500",
                    "C2 grant AUTHORITY household_income_minor: GUARDIAN", "C2 bonus PARK 0"))
        << page_size;
    EXPECT_EQ(pages_, page_size == 0 ? 1 : page_size == 1 ? 6 : 3);
  }
  // The decisions end with November; of a month before they say nothing.
  EXPECT_EQ(All("2026-11").size(), 4u);
  EXPECT_THAT(All("2026-12"), ElementsAre());
  EXPECT_THAT(All("2026-09"), ElementsAre());
}

TEST_F(ListMonthWorthsTest, ALaterWordCountsAtOnceAndMovesTheLog) {
  CreateIncome();
  directory_.Say(FactsMessage("C1"));
  Record("C1", "attended_days", "1");
  Record("C1", "household_income_minor", "0");
  Decide();
  EXPECT_THAT(All("2026-10"), ElementsAre("C1 grant AUTHORITY 60000", "C1 bonus PARK 500"));
  const int64_t before = List("2026-10")->log_position();
  EXPECT_GT(before, 0);
  Record("C1", "household_income_minor", "20000000");
  EXPECT_THAT(All("2026-10"), ElementsAre("C1 grant AUTHORITY 48000", "C1 bonus PARK 500"));
  EXPECT_GT(List("2026-10")->log_position(), before);
}

TEST_F(ListMonthWorthsTest, RefusesWithItsReason) {
  CreateIncome();
  EXPECT_EQ(ReasonOf(List("").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(List("October").status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(List("2025-12").status()), "RULE_NOT_IN_FORCE");
  v1::ListMonthWorthsRequest request;
  request.set_parent("parks/yunqi/programmes/none");
  request.set_month("2026-10");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListMonthWorths, request, "PARK_FINANCE").status()),
            "PROGRAMME_NOT_FOUND");
  request.set_parent(kCare);
  EXPECT_TRUE(Call(&Stub::ListMonthWorths, request, "PARK_FINANCE").ok());
  EXPECT_FALSE(Call(&Stub::ListMonthWorths, request, "PARK_ADMIN").ok());
}

}  // namespace
}  // namespace tuoqiao::eligibility
