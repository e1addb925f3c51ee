#include "services/cli/settlement_text.h"

#include <gtest/gtest.h>

namespace tuoqiao::cli {
namespace {

namespace v1 = settlement::v1;

TEST(SettlementTextTest, AMatchIsWhatAndHowMuch) {
  const auto receivable = ParseMatch("parks/yunqi", "receivables/2026-10-invoice-park=300.50");
  ASSERT_TRUE(receivable.ok()) << receivable.status();
  EXPECT_EQ(receivable->subject(), "parks/yunqi/receivables/2026-10-invoice-park");
  EXPECT_EQ(receivable->amount_minor(), 30050);
  EXPECT_EQ(receivable->account(), "");
  EXPECT_EQ(ParseMatch("parks/yunqi", "parks/yunqi/receivables/r=1")->subject(),
            "parks/yunqi/receivables/r");
  EXPECT_EQ(ParseMatch("parks/yunqi", "unapplied-park=12")->account(), "unapplied-park");
  for (const char* word : {"receivables/r", "receivables/r=", "=5", "unapplied-park=1.005", ""}) {
    EXPECT_FALSE(ParseMatch("parks/yunqi", word).ok()) << word;
  }
}

TEST(SettlementTextTest, ABankLineShowsWhereItsPartsWent) {
  v1::BankLine line;
  line.set_name("parks/yunqi/bankLines/line-1");
  line.set_value_date("2026-11-20");
  line.set_inward(true);
  line.set_amount_minor(30100);
  line.set_state("MATCHED");
  line.set_reference("TQ 12345");
  auto* match = line.add_matches();
  match->set_subject("parks/yunqi/receivables/2026-10-invoice-park");
  match->set_amount_minor(30100);
  match->set_rule("PERSON");
  match->set_surplus_minor(100);
  EXPECT_EQ(TextOf(line),
            "line-1                   2026-11-20 in          301.00 MATCHED    TQ 12345\n"
            "            301.00 PERSON         receivables/2026-10-invoice-park\n"
            "        1.00 of it is the payer's\n");
}

TEST(SettlementTextTest, LinesNameWhomTheyAreAbout) {
  v1::ReceivableLine late;
  late.set_kind("PAY_RUN_CORRECTED");
  late.set_month("2026-10");
  late.set_amount_minor(-1500);
  late.set_employee("parks/yunqi/firms/91a/employees/emp-1");
  late.set_statement("parks/yunqi/firms/91a/payRuns/2026-10/instructions/in-1");
  EXPECT_EQ(TextOf(late), "  PAY_RUN_CORRECTED  2026-10         -15.00   0 days  emp-1\n");
  v1::PayoutLine paid;
  paid.set_kind("PAID");
  paid.set_payer("PARK");
  paid.set_billed_month("2026-10");
  paid.set_amount_minor(30000);
  paid.set_case_number("C1");
  paid.set_carried_month("2026-09");
  EXPECT_EQ(TextOf(paid),
            "  PAID      PARK       2026-10         300.00  C1 carried from 2026-09\n");
}

TEST(SettlementTextTest, APromiseSaysWhatIsLateAndWhatIsOpen) {
  v1::SettlementPromise promise;
  promise.set_payouts(2);
  promise.set_payouts_paid(1);
  promise.set_days_promised(14);
  promise.set_fund_minor(100000);
  auto* open = promise.add_open();
  open->set_name("parks/yunqi/centres/c02/payouts/2026-10");
  open->set_amount_minor(40000);
  open->set_state(v1::Payout::DUE);
  open->set_promised_date("2026-11-26");
  const std::string text = TextOf(promise);
  EXPECT_NE(text.find("2 payouts, 1 paid, 0 later than the 14 days promised"), std::string::npos);
  EXPECT_NE(text.find("centres/c02/payouts/2026-10"), std::string::npos);
  EXPECT_NE(text.find("400.00 DUE       promised by 2026-11-26"), std::string::npos) << text;
}

}  // namespace
}  // namespace tuoqiao::cli
