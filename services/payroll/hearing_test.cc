// What payroll keeps of billing's log.
#include "services/payroll/hearing.h"

#include <gtest/gtest.h>

#include "services/common/db/schema.h"
#include "services/common/errors.h"
#include "services/payroll/module.h"
#include "services/payroll/share_store.h"
#include "services/payroll/testing_peers.h"
#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10);

class HearingTest : public ::testing::Test {
 protected:
  HearingTest() {
    EXPECT_TRUE(db::Migrate(*db_, Schema()).ok());
    caller_.park = "yunqi";
    caller_.service = "payroll";
  }

  static type::v1::Event EventOf(const std::string& kind,
                                 const google::protobuf::Message& payload) {
    type::v1::Event event;
    event.set_id("evt-1");
    event.set_kind(kind);
    event.mutable_payload()->PackFrom(payload);
    return event;
  }
  static type::v1::Event Closed(const billing::v1::Statement& statement) {
    billing::v1::StatementClosed payload;
    *payload.mutable_statement() = statement;
    return EventOf("StatementClosed", payload);
  }
  static type::v1::Event MonthClosed(int32_t statements, const std::string& month = "2026-10") {
    billing::v1::MonthClosed payload;
    payload.set_month(month);
    payload.set_statements(statements);
    return EventOf("MonthClosed", payload);
  }
  absl::Status HearAll(const std::vector<type::v1::Event>& events) {
    return rpc::Write({*db_, clock_}, caller_, "hear-billing-1",
                      [&](rpc::Change& change) { return Hear(change, events); });
  }
  // "E1 DEDUCT 300 TAKE_ALL", by statement and form.
  std::vector<std::string> Shares(const std::string& firm) {
    std::vector<std::string> lines;
    EXPECT_TRUE(
        db_->ReadIn("yunqi",
                    [&](db::Read& txn) -> absl::Status {
                      ASSIGN_OR_RETURN(const auto shares, LoadOpenShares(txn, firm, kOctober));
                      for (const OpenShare& open : shares) {
                        const WageShare& each = open.share;
                        lines.push_back(absl::StrCat(
                            each.case_number, " ", each.employee, " ", WageFormName(each.form), " ",
                            each.amount_minor, each.form == WageForm::kDeduct ? " " : "",
                            each.form == WageForm::kDeduct ? ArrearsModeName(each.mode) : ""));
                      }
                      return absl::OkStatus();
                    })
            .ok());
    return lines;
  }
  bool Complete() {
    bool complete = false;
    EXPECT_TRUE(db_->ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(const HeardMonth heard,
                                               LoadHeardMonth(txn, kOctober));
                              complete = heard.Complete();
                              return absl::OkStatus();
                            })
                    .ok());
    return complete;
  }

  const std::unique_ptr<db::Database> db_ = *db::OpenSqlite(":memory:");
  FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 11, 1), absl::UTCTimeZone())};
  rpc::Caller caller_;
};

using Expected = std::vector<std::string>;

TEST_F(HearingTest, KeepsWhatGoesThroughWagesUnderTheFirmOfTheEmployee) {
  billing::v1::Statement first = StatementMessage("C1", "F1"),
                         second = StatementMessage("C2", "F2");
  AddShare(first, "AUTHORITY", "COLLECTED", 30000);
  AddShare(first, "PARK", "COLLECTED", 10000);
  AddShare(first, "FIRM", "INVOICED", 60000, "91a/E1");
  AddShare(first, "FIRM", "ALLOWANCE", 20000, "91b/E9");
  AddShare(first, "UNION", "COLLECTED", 5000);
  AddShare(first, "FAMILY", "DEDUCT", 1234, "91b/E9", "ALL_OR_NOTHING");
  AddShare(second, "FIRM", "COLLECTIVE", 60000, "91a/E1");
  AddShare(second, "FAMILY", "DIRECT", 777);
  billing::v1::Statement third = StatementMessage("C3", "F3");
  AddShare(third, "FIRM", "INVOICED", 0, "91a/E1");
  AddShare(third, "FAMILY", "DEDUCT", 0, "91a/E1", "TAKE_ALL");
  ASSERT_TRUE(HearAll({Closed(first), Closed(second), Closed(third)}).ok());
  EXPECT_EQ(Shares("91a"), (Expected{"C1 emp-E1 INVOICED 60000"}));
  EXPECT_EQ(Shares("91b"),
            (Expected{"C1 emp-E9 ALLOWANCE 20000", "C1 emp-E9 DEDUCT 1234 ALL_OR_NOTHING"}));
}

TEST_F(HearingTest, AMonthIsCompleteWhenAllItsStatementsWereHeardInAnyOrder) {
  ASSERT_TRUE(HearAll({Closed(StatementMessage("C1", "F1"))}).ok());
  EXPECT_FALSE(Complete());
  ASSERT_TRUE(HearAll({MonthClosed(3), Closed(StatementMessage("C2", "F2"))}).ok());
  EXPECT_FALSE(Complete());
  ASSERT_TRUE(HearAll({MonthClosed(0, "2026-09")}).ok());
  EXPECT_FALSE(Complete());
  ASSERT_TRUE(HearAll({Closed(StatementMessage("C3", "F3"))}).ok());
  EXPECT_TRUE(Complete());
  // A late statement is one more than was promised.
  ASSERT_TRUE(HearAll({Closed(StatementMessage("C4", "F4"))}).ok());
  EXPECT_TRUE(Complete());
}

TEST_F(HearingTest, AMonthWithoutStatementsIsCompleteOnceItIsClosed) {
  EXPECT_FALSE(Complete());
  ASSERT_TRUE(HearAll({MonthClosed(0)}).ok());
  EXPECT_TRUE(Complete());
}

TEST_F(HearingTest, PassesOverWhatIsNotForPayroll) {
  ASSERT_TRUE(HearAll({EventOf("TariffCreated", billing::v1::Tariff())}).ok());
  EXPECT_FALSE(Complete());
}

TEST_F(HearingTest, KeepsNothingOfABatchWithAnEventThatContradictsTheContract) {
  const auto statement = [](auto... share) {
    billing::v1::Statement made = StatementMessage("C1", "F1");
    AddShare(made, share...);
    return made;
  };
  billing::v1::Statement elsewhere = statement("FIRM", "INVOICED", 1, "91a/E1");
  elsewhere.mutable_shares(0)->set_firm("parks/yunqi/firms/91b");
  billing::v1::Statement monthless = statement("FIRM", "INVOICED", 1, "91a/E1");
  monthless.set_name("parks/yunqi/statements/st-C1");
  const std::vector<type::v1::Event> invalid = {
      Closed(statement("FIRM", "INVOICED", 1)),                       // Nobody's wage.
      Closed(statement("FAMILY", "DEDUCT", 1, "", "TAKE_ALL")),       // Nobody's wage.
      Closed(statement("FAMILY", "DEDUCT", 1, "91a/E1", "")),         // No mode.
      Closed(statement("FAMILY", "DEDUCT", 1, "91a/E1", "SOMEHOW")),  // No mode.
      Closed(statement("FAMILY", "INVOICED", 1, "91a/E1")),           // A firm's form.
      Closed(statement("FIRM", "DEDUCT", 1, "91a/E1", "TAKE_ALL")),   // A family's form.
      Closed(elsewhere),
      Closed(monthless),
      MonthClosed(1, "October"),
      EventOf("StatementClosed", billing::v1::MonthClosed()),
      EventOf("MonthClosed", billing::v1::StatementClosed()),
  };
  for (size_t i = 0; i < invalid.size(); ++i) {
    const absl::Status status =
        HearAll({Closed(statement("FIRM", "INVOICED", 1, "91a/E1")), invalid[i]});
    EXPECT_EQ(ReasonOf(status), "EVENT_INVALID") << "event " << i;
  }
  EXPECT_TRUE(Shares("91a").empty());
}

}  // namespace
}  // namespace tuoqiao::payroll
