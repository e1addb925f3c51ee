// A closed month that is corrected by the next one, through the handlers and on both engines.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "services/billing/testing_service.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr char kSeptember[] = "parks/yunqi/months/2026-09";

// Two children at K1 in September, October and November, each with a guardian at firm A.
class CorrectingTest : public BillingTest {
 protected:
  void SetUpMonths() {
    SetUpPrices();
    SetUpMany(2);
    for (const char* month : {"2026-09", "2026-11"}) {
      places_.months[month] = places_.months["2026-10"];
      for (auto& each : places_.months[month]) {
        each.mutable_days(0)->set_date(absl::StrCat(month, "-09"));
      }
    }
  }
  v1::Month PreviewOf(const std::string& month) { return Result(StartPreview(kPlan, "", month)); }
  void CloseOf(const std::string& month) {
    const v1::Month previewed = PreviewOf(month);
    ApproveByTwo(previewed.digest(), month);
    ASSERT_EQ(Result(StartClose(month)).state(), v1::Month::CLOSED);
  }
  // The centre says later that the first child came on one more day.
  void ComesOnOneMoreDay(const std::string& month, const char* day) {
    auto* added = places_.months[month][0].add_days();
    added->set_case_number(places_.months[month][0].case_number());
    added->set_date(absl::StrCat(month, "-", day));
    added->set_status(places::v1::AttendanceDay::PRESENT);
  }
  std::vector<v1::Statement> CorrectionsOf(const std::string& month) {
    v1::ListStatementsRequest request;
    request.set_parent(month);
    request.set_corrections_only(true);
    const auto page = Call(&Stub::ListStatements, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return {page->statements().begin(), page->statements().end()};
  }
};
INSTANTIATE_TEST_SUITE_P(Each, CorrectingTest, BothEngines(), db::EngineName);

TEST_P(CorrectingTest, NothingChangedAndNothingIsCorrected) {
  SetUpMonths();
  CloseOf(kSeptember);
  const v1::Month october = PreviewOf(kOctober);
  EXPECT_EQ(october.statements(), 2);
  EXPECT_EQ(october.corrections(), 0);
  EXPECT_TRUE(CorrectionsOf(kOctober).empty());
}

TEST_P(CorrectingTest, WhatCameLateIsBilledWithTheNextMonthAndOnce) {
  SetUpMonths();
  CloseOf(kSeptember);
  ComesOnOneMoreDay("2026-09", "10");
  const v1::Month october = PreviewOf(kOctober);
  EXPECT_EQ(october.statements(), 3);
  EXPECT_EQ(october.corrections(), 1);
  EXPECT_EQ(october.corrections_minor(), 2000);
  const auto corrections = CorrectionsOf(kOctober);
  ASSERT_EQ(corrections.size(), 1u);
  const v1::Statement& correction = corrections[0];
  EXPECT_EQ(TextOf(correction), "D00000 MEALS 20.00 = 20.00: UNION 20.00 COLLECTED");
  EXPECT_EQ(correction.kind(), v1::Statement::CORRECTION);
  EXPECT_EQ(correction.billed_month(), "2026-09");
  EXPECT_EQ(correction.lines(0).former_minor(), 2000);
  EXPECT_EQ(correction.correction_number(), 1);
  v1::GetStatementRequest get;
  get.set_name(correction.corrects());
  const auto first = Call(&Stub::GetStatement, get);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->enrolment(), correction.enrolment());
  EXPECT_EQ(first->kind(), v1::Statement::ORIGINAL);

  ApproveByTwo(october.digest());
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  EXPECT_EQ(Events("StatementClosed").size(), 5u);
  EXPECT_EQ(PreviewOf("parks/yunqi/months/2026-11").corrections(), 0);
  ComesOnOneMoreDay("2026-09", "11");
  EXPECT_EQ(PreviewOf("parks/yunqi/months/2026-11").corrections(), 1);
  EXPECT_EQ(CorrectionsOf("parks/yunqi/months/2026-11")[0].correction_number(), 2);
}

TEST_P(CorrectingTest, NoTwoMonthsCorrectTheSame) {
  SetUpMonths();
  CloseOf(kSeptember);
  ComesOnOneMoreDay("2026-09", "10");
  const std::string november = "parks/yunqi/months/2026-11";
  const std::string october_digest = PreviewOf(kOctober).digest();
  const std::string november_digest = PreviewOf(november).digest();
  ApproveByTwo(october_digest);
  EXPECT_EQ(ReasonOf(Approve(november_digest, "li", november).status()), "OTHER_MONTH_APPROVED");
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  EXPECT_EQ(ReasonOf(Approve(november_digest, "li", november).status()), "MONTH_CLOSED_SINCE");
  EXPECT_EQ(PreviewOf(november).corrections(), 0);
}

TEST_P(CorrectingTest, ASignatureCanBeTakenBackUntilTheCloseBegins) {
  SetUpMonths();
  v1::WithdrawApprovalRequest request;
  request.set_name(kSeptember);
  request.set_request_id(NextId());
  EXPECT_EQ(ReasonOf(Call(&Stub::WithdrawApproval, request).status()), "MONTH_NOT_FOUND");
  ApproveByTwo(PreviewOf(kSeptember).digest(), kSeptember);
  request.set_request_id(NextId());
  const auto withdrawn = Call(&Stub::WithdrawApproval, request);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->state(), v1::Month::PREVIEWED);
  EXPECT_EQ(withdrawn->approvers_size(), 0);
  EXPECT_EQ(ReasonOf(StartClose(kSeptember).status()), "MONTH_NOT_APPROVED");
  CloseOf(kSeptember);
  request.set_request_id(NextId());
  EXPECT_EQ(ReasonOf(Call(&Stub::WithdrawApproval, request).status()), "MONTH_CLOSED");
}

}  // namespace
}  // namespace tuoqiao::billing
