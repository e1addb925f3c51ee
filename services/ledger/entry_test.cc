// What each event posts, as a clerk would write it down: debits, then credits, in fen.
#include "services/ledger/entry.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10);
const absl::CivilDay kDay(2026, 11, 12);

// "close 2026-10-31\n  Dr receivable-park 30000\n  Cr …" and the open items, opened + or closed x.
std::string Text(const Entry& entry) {
  std::string text = absl::StrCat(entry.kind, " ", FormatDay(entry.effective_date), "\n");
  for (const Posting& each : entry.postings) {
    absl::StrAppend(&text, each.amount_minor > 0 ? "  Dr " : "  Cr ", each.account, " ",
                    std::abs(each.amount_minor), "\n");
  }
  for (const ItemChange& each : entry.items) {
    absl::StrAppend(&text, "  item ", each.account, " of ", each.item,
                    each.opened_minor != 0 ? " opens " : " closes ",
                    each.opened_minor + each.closed_minor, "\n");
  }
  return text;
}

Share Collected(Payer payer, int64_t minor, const std::string& firm = "") {
  return {payer, firm, minor, true};
}
Share Direct(Payer payer, int64_t minor, const std::string& firm = "") {
  return {payer, firm, minor, false};
}

std::string Close(const std::vector<Share>& shares) {
  return Text(BookStatement({"evt-1", "st-1"}, {"fam-7", "c01", kOctober, shares}));
}

TEST(EntryTest, AClosedStatementOwesTheCentreWhatWeCollect) {
  EXPECT_EQ(Close({Collected(Payer::kAuthority, 40000), Collected(Payer::kPark, 30000),
                   Collected(Payer::kFirm, 50001, "91a"), Collected(Payer::kUnion, 5000),
                   Collected(Payer::kFamily, 124999)}),
            "close 2026-10-31\n"
            "  Dr receivable-authority 40000\n"
            "  Cr payable-c01 250000\n"
            "  Dr receivable-park 30000\n"
            "  Dr receivable-firm-91a 50001\n"
            "  Dr receivable-union 5000\n"
            "  Dr receivable-family-fam-7 124999\n");
}

TEST(EntryTest, WhatFirmsBearIsKeptForWhomBesideThePostings) {
  Share invoiced = Collected(Payer::kFirm, 50000, "91a");
  invoiced.firm_name = "firms/91a";
  invoiced.employee = "employees/1";
  invoiced.form = "INVOICED";
  Share allowance = Direct(Payer::kFirm, 7000, "91b");
  allowance.firm_name = "firms/91b";
  allowance.employee = "employees/2";
  allowance.form = "ALLOWANCE";
  const Entry entry = BookStatement({"evt-1", "st-1"},
                                    {"fam-7",
                                     "c01",
                                     kOctober,
                                     {Collected(Payer::kPark, 1), invoiced, allowance,
                                      Collected(Payer::kFirm, 0, "91c"), Direct(Payer::kFamily, 3)},
                                     {"child-1", kOctober - 1, -2}});
  std::string legs;
  for (const FirmLeg& each : entry.firm_legs) {
    absl::StrAppend(&legs, each.account, " ", each.firm, " ", each.employee, " ", each.form, " ",
                    each.amount_minor, "\n");
  }
  EXPECT_EQ(legs,
            "receivable-firm-91a firms/91a employees/1 INVOICED 50000\n"
            "direct-family-fam-7 firms/91b employees/2 ALLOWANCE 7000\n");
  EXPECT_EQ(entry.care.child, "child-1");
  EXPECT_EQ(entry.care.service_month, kOctober - 1);
  EXPECT_EQ(entry.care.attended_days, -2);
  EXPECT_EQ(entry.month, kOctober);
}

TEST(EntryTest, WhatTheFamilyPaysTheCentreIsNotedBesideOurBooks) {
  EXPECT_EQ(Close({Collected(Payer::kPark, 30000), Direct(Payer::kFamily, 1)}),
            "close 2026-10-31\n"
            "  Dr receivable-park 30000\n"
            "  Cr payable-c01 30000\n"
            "  Dr direct-family-fam-7 1\n"
            "  Cr direct-due-c01 1\n");
}

TEST(EntryTest, AnAllowanceIsAWageThatTheFamilyPaysOn) {
  EXPECT_EQ(Close({Direct(Payer::kFirm, 80000, "91a"), Direct(Payer::kFamily, 20000)}),
            "close 2026-10-31\n"
            "  Dr direct-family-fam-7 100000\n"
            "  Cr direct-due-c01 100000\n");
}

TEST(EntryTest, TwoFirmsOweEachItsOwnPart) {
  EXPECT_EQ(Close({Collected(Payer::kFirm, 50001, "91a"), Collected(Payer::kFirm, 50000, "91b")}),
            "close 2026-10-31\n"
            "  Dr receivable-firm-91a 50001\n"
            "  Cr payable-c01 100001\n"
            "  Dr receivable-firm-91b 50000\n");
}

TEST(EntryTest, ARefundAboveTheFeeIsOwedTheOtherWayRound) {
  EXPECT_EQ(Close({Collected(Payer::kFamily, -1500)}),
            "close 2026-10-31\n"
            "  Cr receivable-family-fam-7 1500\n"
            "  Dr payable-c01 1500\n");
}

TEST(EntryTest, AStatementOverNothingPostsNothingAndStillCounts) {
  const Entry entry = BookStatement({"evt-1", "st-1"}, {"fam-7", "c01", kOctober, {}});
  EXPECT_EQ(Text(entry), "close 2026-10-31\n");
  EXPECT_EQ(entry.statement_minor, 0);
}

TEST(EntryTest, ARefusedDeductionLeavesOurBooks) {
  EXPECT_EQ(Text(BookMadeDirect({"evt-1", "st-1"}, {"fam-7", "c01", kOctober, 124999})),
            "made_direct 2026-10-31\n"
            "  Dr payable-c01 124999\n"
            "  Cr receivable-family-fam-7 124999\n"
            "  Dr direct-family-fam-7 124999\n"
            "  Cr direct-due-c01 124999\n");
}

TEST(EntryTest, WhatPayrollTookIsWithTheFirm) {
  EXPECT_EQ(Text(BookPayRun({"evt-1", "run"}, {"91a",
                                               kOctober,
                                               {{"fam-7", 50000, 50000},   // in full
                                                {"fam-8", 60000, 40000},   // short
                                                {"fam-9", 30000, 31234},   // over
                                                {"fam-10", 20000, 0}}})),  // missing
            "pay_run 2026-10-31\n"
            "  Dr clearing-payroll-91a 121234\n"
            "  Cr receivable-family-fam-7 50000\n"
            "  Cr receivable-family-fam-8 40000\n"
            "  Cr receivable-family-fam-9 30000\n"
            "  Cr unapplied-family-fam-9 1234\n"
            "  item clearing-payroll-91a of clearing-payroll-91a opens 121234\n");
}

TEST(EntryTest, WhatPayrollPaidBackIsTakenFromWhatTheFirmRemits) {
  EXPECT_EQ(Text(BookPayRun({"evt-1", "run"}, {"91a",
                                               kOctober,
                                               {{"fam-7", 50000, 50000},
                                                {"fam-8", -12000, -12000},     // in full
                                                {"fam-9", -3000, -1000},       // short
                                                {"fam-10", -2000, -2500}}})),  // over
            "pay_run 2026-10-31\n"
            "  Dr clearing-payroll-91a 34500\n"
            "  Cr receivable-family-fam-7 50000\n"
            "  Dr receivable-family-fam-8 12000\n"
            "  Dr receivable-family-fam-9 1000\n"
            "  Dr receivable-family-fam-10 2000\n"
            "  Dr unapplied-family-fam-10 500\n"
            "  item clearing-payroll-91a of clearing-payroll-91a opens 34500\n");
}

TEST(EntryTest, MoreThatIsPaidBackThanTakenIsOwedToTheFirm) {
  EXPECT_EQ(Text(BookPayRun({"evt-1", "run"},
                            {"91a", kOctober, {{"fam-7", 2000, 2000}, {"fam-8", -12000, -12000}}})),
            "pay_run 2026-10-31\n"
            "  Cr clearing-payroll-91a 10000\n"
            "  Cr receivable-family-fam-7 2000\n"
            "  Dr receivable-family-fam-8 12000\n"
            "  item clearing-payroll-91a of owed-clearing-payroll-91a opens -10000\n");
}

TEST(EntryTest, WhatIsWrittenOffIsBorneByTheCentreOrThePark) {
  EXPECT_EQ(Text(BookWriteOff({"evt-1", "arr-1"}, {"fam-7", "c01", true, kOctober, 4000})),
            "write_off 2026-10-31\n"
            "  Dr payable-c01 4000\n"
            "  Cr receivable-family-fam-7 4000\n");
  EXPECT_EQ(Text(BookWriteOff({"evt-1", "arr-1"}, {"fam-7", "c01", false, kOctober, 4000})),
            "write_off 2026-10-31\n"
            "  Dr write-off-park 4000\n"
            "  Cr receivable-family-fam-7 4000\n");
}

TEST(EntryTest, ALateLinePostsOnlyTheDifference) {
  EXPECT_EQ(Text(BookCorrectedPayRun({"evt-2", "run"},
                                     {"91a",
                                      kOctober,
                                      {{"fam-8", 60000, 40000, 60000},      // the rest came
                                       {"fam-9", 30000, 31234, 30000},      // given back
                                       {"fam-10", 20000, 0, 25000},         // late, and over
                                       {"fam-11", 10000, 10000, 4000}}})),  // less after all
            "pay_run_corrected 2026-10-31\n"
            "  Dr clearing-payroll-91a 37766\n"
            "  Cr receivable-family-fam-8 20000\n"
            "  Dr unapplied-family-fam-9 1234\n"
            "  Cr receivable-family-fam-10 20000\n"
            "  Cr unapplied-family-fam-10 5000\n"
            "  Dr receivable-family-fam-11 6000\n"
            "  item clearing-payroll-91a of clearing-payroll-91a opens 37766\n");
}

Movement Moved(bool inward, int64_t minor, const std::string& account = "") {
  Movement movement;
  movement.inward = inward;
  movement.amount_minor = minor;
  movement.account = account;
  movement.date = kDay;
  return movement;
}

TEST(EntryTest, ALineInWaitsInSuspense) {
  EXPECT_EQ(Text(BookBankLine({"evt-1", "line-1"}, Moved(true, 50000))),
            "bank_in 2026-11-12\n"
            "  Dr bank 50000\n"
            "  Cr suspense-bank 50000\n"
            "  item suspense-bank of line-1 opens -50000\n");
}

TEST(EntryTest, AMatchedLinePaysItsReceivable) {
  EXPECT_EQ(Text(BookMatch({"evt-1", "line-1"}, Moved(true, 50000, "receivable-firm-91a"))),
            "match 2026-11-12\n"
            "  Dr suspense-bank 50000\n"
            "  Cr receivable-firm-91a 50000\n"
            "  item suspense-bank of line-1 closes -50000\n");
}

TEST(EntryTest, WhatIsMoreThanOwedIsThePayersUnapplied) {
  Movement match = Moved(true, 50001, "receivable-firm-91a");
  match.surplus_minor = 1;
  match.unapplied_account = "unapplied-firm-91a";
  EXPECT_EQ(Text(BookMatch({"evt-1", "line-1"}, match)),
            "match 2026-11-12\n"
            "  Dr suspense-bank 50001\n"
            "  Cr receivable-firm-91a 50000\n"
            "  Cr unapplied-firm-91a 1\n"
            "  item suspense-bank of line-1 closes -50001\n");
}

TEST(EntryTest, ARemittanceClearsTheFirmsPayroll) {
  EXPECT_EQ(Text(BookMatch({"evt-1", "line-1"}, Moved(true, 121234, "clearing-payroll-91a"))),
            "match 2026-11-12\n"
            "  Dr suspense-bank 121234\n"
            "  Cr clearing-payroll-91a 121234\n"
            "  item suspense-bank of line-1 closes -121234\n"
            "  item clearing-payroll-91a of clearing-payroll-91a closes 121234\n");
}

TEST(EntryTest, FloatIsOwedToThePark) {
  EXPECT_EQ(Text(BookMatch({"evt-1", "line-1"}, Moved(true, 9900, "float-park"))),
            "float 2026-11-12\n"
            "  Dr suspense-bank 9900\n"
            "  Cr float-park 9900\n"
            "  item suspense-bank of line-1 closes -9900\n");
}

TEST(EntryTest, AReleasedPayoutIsOnItsWay) {
  EXPECT_EQ(Text(BookRelease({"evt-1", "po-1"}, Moved(false, 250000, "payable-c01"))),
            "release 2026-11-12\n"
            "  Dr payable-c01 250000\n"
            "  Cr clearing-payout 250000\n"
            "  item clearing-payout of po-1 opens -250000\n");
}

TEST(EntryTest, AConfirmedPayoutLeavesTheBank) {
  EXPECT_EQ(Text(BookConfirmation({"evt-1", "po-1"}, Moved(false, 250000, "bank"))),
            "confirm 2026-11-12\n"
            "  Dr clearing-payout 250000\n"
            "  Cr bank 250000\n"
            "  item clearing-payout of po-1 closes -250000\n");
}

TEST(EntryTest, ALineOutClearsItsPayoutAndTheConfirmationPostsNothingMore) {
  Movement match = Moved(false, 250000, "clearing-payout");
  match.matched = "po-1";
  EXPECT_EQ(Text(BookBankLine({"evt-1", "line-9"}, Moved(false, 250000))),
            "bank_out 2026-11-12\n"
            "  Cr bank 250000\n"
            "  Dr suspense-bank 250000\n"
            "  item suspense-bank of line-9 opens 250000\n");
  EXPECT_EQ(Text(BookMatch({"evt-2", "line-9"}, match)),
            "match 2026-11-12\n"
            "  Cr suspense-bank 250000\n"
            "  Dr clearing-payout 250000\n"
            "  item suspense-bank of line-9 closes 250000\n"
            "  item clearing-payout of po-1 closes -250000\n");
  EXPECT_EQ(Text(BookConfirmation({"evt-3", "po-1"}, Moved(false, 250000, "clearing-payout"))),
            "confirm 2026-11-12\n");
}

TEST(EntryTest, ALineOutAfterTheConfirmationDoesNotLeaveTheBankTwice) {
  EXPECT_EQ(Text(BookMatch({"evt-2", "line-9"}, Moved(false, 250000, "bank"))),
            "match 2026-11-12\n"
            "  Cr suspense-bank 250000\n"
            "  Dr bank 250000\n"
            "  item suspense-bank of line-9 closes 250000\n");
}

TEST(EntryTest, ARefusedPayoutIsPayableAgain) {
  EXPECT_EQ(Text(BookRejection({"evt-1", "po-1"}, Moved(false, 250000, "payable-c01"))),
            "reject 2026-11-12\n"
            "  Dr clearing-payout 250000\n"
            "  Cr payable-c01 250000\n"
            "  item clearing-payout of po-1 closes -250000\n");
}

TEST(EntryTest, AReturnedPayoutIsPayableAgain) {
  EXPECT_EQ(Text(BookMatch({"evt-1", "line-3"}, Moved(true, 250000, "payable-c01"))),
            "return 2026-11-12\n"
            "  Dr suspense-bank 250000\n"
            "  Cr payable-c01 250000\n"
            "  item suspense-bank of line-3 closes -250000\n");
}

TEST(EntryTest, OneFenTooManyIsNoEntry) {
  Entry entry;
  entry.postings = {{"bank", 100}, {"suspense-bank", -99}};
  EXPECT_FALSE(Balanced(entry));
  entry.postings[1].amount_minor = -100;
  EXPECT_TRUE(Balanced(entry));
  entry.postings.push_back({"bank", 0});
  EXPECT_FALSE(Balanced(entry));
}

TEST(AccountTest, ANameIsAKindAndAParty) {
  const struct {
    const char *account, *kind, *party;
  } kCases[] = {{"receivable-firm-91a", "receivable", "firm-91a"},
                {"receivable-park", "receivable", "park"},
                {"payable-c01", "payable", "c01"},
                {"direct-family-fam-7", "direct", "family-fam-7"},
                {"direct-due-c01", "direct-due", "c01"},
                {"clearing-payroll-91a", "clearing-payroll", "91a"},
                {"clearing-payout", "clearing-payout", ""},
                {"suspense-bank", "suspense", "bank"},
                {"bank", "bank", ""},
                {"float-park", "float", "park"},
                {"unapplied-family-fam-7", "unapplied", "family-fam-7"}};
  for (const auto& each : kCases) {
    const auto account = ParseAccount(each.account);
    ASSERT_TRUE(account.has_value()) << each.account;
    EXPECT_EQ(account->kind, each.kind) << each.account;
    EXPECT_EQ(account->party, each.party) << each.account;
  }
  EXPECT_FALSE(ParseAccount("petty-cash").has_value());
  EXPECT_FALSE(ParseAccount("banker").has_value());
  EXPECT_FALSE(ParseAccount("").has_value());
}

}  // namespace
}  // namespace tuoqiao::ledger
