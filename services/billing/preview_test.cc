#include "services/billing/preview.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/billing/testing_service.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

using google::protobuf::util::MessageDifferencer;

class PreviewTest : public BillingTest {};
INSTANTIATE_TEST_SUITE_P(Each, PreviewTest, BothEngines(), db::EngineName);

TEST_P(PreviewTest, PricesTheOraclesMonthToTheFen) {
  SetUpPrices();
  SetUpFamily();
  const v1::Month month = Preview();
  EXPECT_EQ(month.state(), v1::Month::PREVIEWED);
  EXPECT_EQ(month.funding_plan(), kPlan);
  EXPECT_EQ(month.digest().size(), 64u);
  EXPECT_EQ(month.statements(), 2);
  EXPECT_EQ(month.total_minor(), 414000);
  std::string totals;
  for (const auto& each : month.payer_totals()) {
    absl::StrAppend(&totals, each.payer(), " ", YuanText(each.amount_minor()), " ");
  }
  EXPECT_EQ(totals, "AUTHORITY 600.00 PARK 200.00 FIRM 1800.00 UNION 50.00 FAMILY 1490.00 ");
  EXPECT_EQ(month.hold_outs_size(), 0);

  std::set<std::string> bills;
  for (const v1::Statement& each : Statements()) {
    bills.insert(TextOf(each));
    EXPECT_EQ(each.state(), "DRAFT");
    EXPECT_EQ(each.family(), "parks/yunqi/families/m1");
  }
  EXPECT_EQ(bills, (std::set<std::string>{kFirstBill, kSecondBill}));
}

TEST_P(PreviewTest, TheDigestIsTheSameWhateverThePagesAndTheTime) {
  SetUpPrices();
  SetUpFamily();
  SetUpMany(30);
  const v1::Month first = Preview();
  const std::vector<v1::Statement> before = Statements();
  places_.page_max = 7;
  directory_.page_max = 5;
  directory_.firms = {directory_.firms[1], directory_.firms[0]};
  harness_.clock().Advance(absl::Hours(5));
  places_.log_position = 100;
  const v1::Month second = Preview();
  EXPECT_EQ(second.digest(), first.digest());
  EXPECT_EQ(first.log_positions().at("places"), 7);
  EXPECT_EQ(second.log_positions().at("places"), 100);  // The first page's, the lowest.
  EXPECT_EQ(second.log_positions().at("directory"), 3);
  const std::vector<v1::Statement> after = Statements(3);
  ASSERT_EQ(after.size(), before.size());
  for (size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].SerializeAsString(), before[i].SerializeAsString());
  }
  // The first copy is gone.
  EXPECT_EQ(CountRows("statement"), 32);
}

TEST_P(PreviewTest, ANewPreviewTakesBackTheFirstSignature) {
  SetUpPrices();
  SetUpFamily();
  const std::string first = Preview().digest();
  ASSERT_TRUE(Approve(first, "li").ok());
  AddDay(places_.months["2026-10"][0], 30);
  const v1::Month second = Preview();
  EXPECT_NE(second.digest(), first);
  EXPECT_EQ(second.approvers_size(), 0);
  EXPECT_EQ(ReasonOf(Approve(first, "wang").status()), "DIGEST_STALE");
}

TEST_P(PreviewTest, APreviewThatIsCancelledLeavesTheFormerOne) {
  SetUpPrices();
  SetUpMany(700);
  const v1::Month first = Preview();
  // The next one is stopped when it has asked for everything.
  AddDay(places_.months["2026-10"][0], 9);
  directory_.at_firms = [&] {
    Execute("UPDATE job SET state = 'CANCELLED' WHERE park_id = :park AND state = 'RUNNING'");
  };
  const auto started = StartPreview();
  ASSERT_TRUE(started.ok());
  harness_.Wait("billing", started->name());
  EXPECT_TRUE(MessageDifferencer::Equals(*GetMonth(), first)) << GetMonth()->ShortDebugString();
  EXPECT_EQ(Statements(1000).size(), 700u);

  directory_.at_firms = [] {};
  const v1::Month second = Preview();
  EXPECT_NE(second.digest(), first.digest());
  EXPECT_EQ(second.statements(), 700);
  EXPECT_EQ(CountRows("statement"), 700);
  EXPECT_EQ(CountRows("statement_line"), 2100);
}

TEST_P(PreviewTest, APreviewAsksAgainWhereAPeerWasGone) {
  SetUpPrices();
  SetUpFamily();
  directory_.unavailable = 1;
  const auto started = StartPreview();
  ASSERT_TRUE(started.ok());
  // The job rests a second before it tries again, by the clock that the test holds.
  while (directory_.unavailable > 0) std::this_thread::yield();
  v1::Month month;
  while (true) {
    harness_.clock().Advance(absl::Seconds(2));
    month = *GetMonth();
    if (month.state() == v1::Month::PREVIEWED) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(Result(started).total_minor(), 414000);
}

TEST_P(PreviewTest, HoldsOutByCaseNumberAndClosesTheRest) {
  SetUpPrices();
  SetUpFamily();
  directory_.firms.push_back(FirmMessage("parks/yunqi/firms/91c", "C", "INVOICED", false, 10));
  AddChild("C6", "2024-11-05", 0, "m6");
  AddEmployment(AddChild("C7", "2024-11-05", 0, "m7"), 1, "parks/yunqi/firms/91c", "1");
  AddChild("C9", "2024-11-05", 0, "m9");
  Enrol("C6", "m6", "k1", places::v1::Group::SMALL, "2026-09-01");
  for (const char* each : {"C5", "C7"}) {
    AddDay(Enrol(each, "m7", "k1", places::v1::Group::SMALL, "2026-09-01"), 8);
  }
  Enrol("C9", "m9", "k9", places::v1::Group::SMALL, "2026-09-01");
  const v1::Month month = Preview();
  EXPECT_EQ(month.statements(), 2);
  std::string held;
  for (const auto& each : month.hold_outs()) {
    absl::StrAppend(&held, each.case_number(), " ", each.reason(), "; ");
  }
  EXPECT_EQ(held,
            "C5 CHILD_MISSING; C6 ATTENDANCE_MISSING; C7 FIRM_PLAN_MISSING; C9 TARIFF_MISSING; ");
  ApproveByTwo(month.digest());
  EXPECT_EQ(Result(StartClose()).statements(), 2);
}

TEST_P(PreviewTest, HoldsOutWhomTheProgrammeNeverDecided) {
  SetUpPrices();
  SetUpFamily();
  SetUpMany(3);
  eligibility_.decided = {"C1", "D00000", "D00001", "D00002"};
  eligibility_.page_max = 3;
  const v1::Month month = Result(StartPreview(kPlan, "parks/yunqi/programmes/care"));
  ASSERT_EQ(month.hold_outs_size(), 1);
  EXPECT_EQ(month.hold_outs(0).case_number(), "C2");
  EXPECT_EQ(month.hold_outs(0).reason(), "DECISION_MISSING");
  EXPECT_EQ(month.statements(), 4);
  EXPECT_EQ(month.log_positions().at("eligibility"), 5);
  // Without a programme there are no decisions to rest on.
  EXPECT_EQ(Preview().statements(), 5);
  EXPECT_EQ(GetMonth()->log_positions().count("eligibility"), 0u);
}

TEST_P(PreviewTest, TakesTheProgrammesPlanWhereNoneIsNamed) {
  SetUpPrices();
  SetUpFamily();
  EXPECT_EQ(ReasonOf(StartPreview("", "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(StartPreview("", "parks/yunqi/programmes/none").status()),
            "PROGRAMME_NOT_FOUND");
  EXPECT_EQ(ReasonOf(StartPreview("parks/yunqi/fundingPlans/none").status()),
            "FUNDING_PLAN_NOT_FOUND");
  eligibility_.decided = {"C1", "C2"};
  const v1::Month month = Result(StartPreview("", "parks/yunqi/programmes/care"));
  EXPECT_EQ(month.funding_plan(), kPlan);
  EXPECT_EQ(month.total_minor(), 414000);
}

TEST_P(PreviewTest, ADryRunOfAPreviewLeavesNothing) {
  SetUpPrices();
  v1::PreviewMonthRequest request;
  request.set_name(kOctober);
  request.set_funding_plan(kPlan);
  request.set_request_id(NextId());
  request.set_validate_only(true);
  ASSERT_TRUE(Call(&Stub::PreviewMonth, request).ok());
  EXPECT_EQ(ReasonOf(GetMonth().status()), "MONTH_NOT_FOUND");
  EXPECT_EQ(CountRows("job"), 0);
}

}  // namespace
}  // namespace tuoqiao::billing
