#include "services/settlement/payout.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/payee_account.h"
#include "services/settlement/receivable.h"
#include "services/settlement/reference.h"

namespace tuoqiao::settlement {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10), kNovember(2026, 11);
const absl::CivilDay kToday(2026, 11, 20);

// ---- references

TEST(ReferenceTest, FourLettersFiveDigitsThreeCheckLetters) {
  const std::string reference = MakeReference("yunqi", "receivables/2026-10-invoice-park", 0);
  EXPECT_TRUE(ValidReference(reference)) << reference;
  EXPECT_EQ(reference.size(), 12u);
  EXPECT_EQ(reference, MakeReference("yunqi", "receivables/2026-10-invoice-park", 0));
  EXPECT_NE(reference, MakeReference("yunqi", "receivables/2026-10-invoice-park", 1));
  EXPECT_NE(reference, MakeReference("other", "receivables/2026-10-invoice-park", 0));
}

TEST(ReferenceTest, EveryWrongCharacterAndEverySwapIsSeen) {
  const std::string alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
  for (int n = 0; n < 50; ++n) {
    const std::string good = MakeReference("yunqi", std::to_string(n), 0);
    for (size_t i = 0; i < good.size(); ++i) {
      for (char c : alphabet) {
        std::string bad = good;
        bad[i] = c;
        EXPECT_EQ(ValidReference(bad), bad == good) << bad << " for " << good;
      }
      if (i + 1 == good.size()) continue;
      std::string bad = good;
      std::swap(bad[i], bad[i + 1]);
      EXPECT_EQ(ValidReference(bad), bad == good) << bad << " for " << good;
    }
  }
}

TEST(ReferenceTest, SurvivesWhatBanksDoToIt) {
  const std::string reference = MakeReference("yunqi", "x", 0);
  const std::string lower = [&] {
    std::string text = reference;
    for (char& c : text) c = static_cast<char>(tolower(c));
    return text;
  }();
  const std::string spaced =
      reference.substr(0, 4) + " " + reference.substr(4, 5) + "-" + reference.substr(9);
  const std::vector<std::string> found = {reference};
  EXPECT_EQ(FindReferences(reference), found);
  EXPECT_EQ(FindReferences(lower), found);
  EXPECT_EQ(FindReferences("托育费 " + spaced + " 谢谢"), found);
  EXPECT_EQ(FindReferences("INV" + reference + "OCT"), found);
  EXPECT_TRUE(FindReferences("ZZ-0a1b2c3d4e5f6071").empty());
  EXPECT_TRUE(FindReferences(reference.substr(0, 11)).empty());
  EXPECT_TRUE(FindReferences("").empty());
}

// ---- receivables

TEST(ReceivableTest, OneForEachPayerAndNoneForFamilies) {
  const Issue issue = IssueMonth(kOctober,
                                 {{"clearing-payroll-91abc", 121234},
                                  {"receivable-authority", 40000},
                                  {"receivable-family-fam-1", 777},
                                  {"receivable-firm-91abc", 50001},
                                  {"receivable-park", 30000},
                                  {"receivable-union", 0}},
                                 {});
  std::string text;
  for (const Receivable& each : issue.made) {
    text += each.id + " " + each.kind + " " + each.party + " " + each.account + " " +
            std::to_string(each.amount_minor) + "\n";
  }
  EXPECT_EQ(text,
            "2026-10-remittance-91abc REMITTANCE 91ABC clearing-payroll-91abc 121234\n"
            "2026-10-claim-authority CLAIM AUTHORITY receivable-authority 40000\n"
            "2026-10-invoice-91abc INVOICE 91ABC receivable-firm-91abc 50001\n"
            "2026-10-invoice-park INVOICE PARK receivable-park 30000\n");
  EXPECT_EQ(issue.unchanged, 0);
}

TEST(ReceivableTest, RepeatingAddsOnlyWhatIsNew) {
  const std::vector<MonthAmount> amounts = {{"receivable-park", 30000}};
  std::vector<Receivable> issued = IssueMonth(kOctober, amounts, {}).made;
  Issue again = IssueMonth(kOctober, amounts, issued);
  EXPECT_TRUE(again.made.empty());
  EXPECT_EQ(again.unchanged, 1);
  again = IssueMonth(kOctober, {{"receivable-park", 30001}, {"clearing-payroll-91a", 5}}, issued);
  ASSERT_EQ(again.made.size(), 2u);
  EXPECT_EQ(again.made[0].id, "2026-10-invoice-park-2");
  EXPECT_EQ(again.made[0].amount_minor, 1);
  EXPECT_EQ(again.made[1].amount_minor, 5);
  // Less than was issued takes nothing back, and another month knows nothing of it.
  EXPECT_TRUE(IssueMonth(kOctober, {{"receivable-park", 29999}}, issued).made.empty());
  EXPECT_EQ(IssueMonth(kNovember, amounts, issued).made[0].amount_minor, 30000);
}

TEST(ReceivableTest, FloatIsWhatWasPaidAndWhatIsStillMissing) {
  FloatAsk ask = AskFloat(kOctober, 9900, {});
  EXPECT_TRUE(ask.changed);
  EXPECT_EQ(ask.receivable.amount_minor, 9900);
  EXPECT_EQ(ask.receivable.id, "2026-10-float-park");
  ask.receivable.revision = 1;
  EXPECT_FALSE(AskFloat(kOctober, 9900, {ask.receivable}).changed);
  ask.receivable.paid_minor = 9900;
  EXPECT_FALSE(AskFloat(kOctober, 0, {ask.receivable}).changed);
  const FloatAsk more = AskFloat(kOctober, 100, {ask.receivable});
  EXPECT_EQ(more.receivable.amount_minor, 10000);
  EXPECT_EQ(more.receivable.state(), "PARTLY_PAID");
  EXPECT_FALSE(AskFloat(kNovember, 0, {}).changed);
  // What October still asks for is not asked twice.
  ask.receivable.paid_minor = 9000;
  EXPECT_EQ(AskFloat(kNovember, 1000, {ask.receivable}).receivable.amount_minor, 100);
}

// ---- bank lines

Receivable Invoice(int64_t amount, int64_t paid) {
  Receivable receivable;
  receivable.id = "2026-10-invoice-91a";
  receivable.kind = "INVOICE";
  receivable.party = "91A";
  receivable.account = "receivable-firm-91a";
  receivable.amount_minor = amount;
  receivable.paid_minor = paid;
  return receivable;
}

BankLine Line(bool inward, int64_t minor) {
  BankLine line;
  line.inward = inward;
  line.amount_minor = minor;
  return line;
}

TEST(BankLineTest, PaysWhatIsDueAndKeepsTheRestForThePayer) {
  const struct {
    int64_t amount, paid, line, applied, surplus;
  } kCases[] = {{50000, 0, 50000, 50000, 0},
                {50000, 0, 49999, 49999, 0},
                {50000, 49999, 1, 1, 0},
                {50000, 0, 50001, 50000, 1},
                {50000, 50000, 50000, 0, 50000}};
  for (const auto& each : kCases) {
    const auto match = MatchReceivable(Line(true, each.line), Invoice(each.amount, each.paid));
    ASSERT_TRUE(match.has_value());
    EXPECT_EQ(match->applied_minor, each.applied) << each.line;
    EXPECT_EQ(match->surplus_minor, each.surplus) << each.line;
    EXPECT_EQ(match->unapplied_account, each.surplus > 0 ? "unapplied-firm-91a" : "");
  }
  EXPECT_FALSE(MatchReceivable(Line(false, 1), Invoice(1, 0)).has_value());
}

Payout MakePayout(const std::string& centre, absl::CivilMonth month, int64_t minor,
                  PayoutState state) {
  Payout payout;
  payout.centre = centre;
  payout.month = month;
  payout.amount_minor = minor;
  payout.state = state;
  payout.revision = 1;
  payout.due_date = kToday;
  return payout;
}

TEST(BankLineTest, ShowsAPayoutOrBringsItBack) {
  Payout payout = MakePayout("c01", kOctober, 100, PayoutState::kReleased);
  auto match = MatchPayout(Line(false, 100), payout);
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->match.account, "clearing-payout");
  EXPECT_EQ(match->after, PayoutState::kConfirmed);
  EXPECT_FALSE(MatchPayout(Line(false, 99), payout).has_value());
  EXPECT_FALSE(MatchPayout(Line(true, 100), payout).has_value());

  payout.state = PayoutState::kConfirmed;
  match = MatchPayout(Line(false, 100), payout);
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->match.account, "bank");
  payout.line = "line-1";
  EXPECT_FALSE(MatchPayout(Line(false, 100), payout).has_value());
  match = MatchPayout(Line(true, 100), payout);
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->match.account, "payable-c01");
  EXPECT_EQ(match->after, PayoutState::kReturned);

  payout.state = PayoutState::kDue;
  EXPECT_FALSE(MatchPayout(Line(false, 100), payout).has_value());
}

// ---- payouts

std::string Text(const std::vector<Payout>& payouts) {
  std::string text;
  for (const Payout& each : payouts) {
    text += each.id() + " " + std::to_string(each.amount_minor) +
            (each.state == PayoutState::kHeld ? " held" : "") + "\n";
  }
  return text;
}

TEST(PayoutTest, OneForEachCentreThatIsOwed) {
  PrepareFacts facts;
  facts.month = kOctober;
  facts.today = kToday;
  facts.payables = {{"c01", 250000}, {"c02", 0}, {"c03", -500}, {"c04", 1}};
  const Prepared prepared = Prepare(facts);
  EXPECT_EQ(Text(prepared.due), "c01/2026-10 250000\nc04/2026-10 1\n");
  EXPECT_EQ(prepared.due_minor, 250001);
  EXPECT_EQ(prepared.changed.size(), 2u);
}

TEST(PayoutTest, RepeatingBringsWhatIsDueUpToDate) {
  PrepareFacts facts;
  facts.month = kOctober;
  facts.in_our_hands = {MakePayout("c01", kOctober, 100, PayoutState::kDue),
                        MakePayout("c02", kOctober, 200, PayoutState::kDue),
                        MakePayout("c03", kOctober, 300, PayoutState::kDue)};
  facts.issued = {{"c01", 1}, {"c02", 1}, {"c03", 1}};
  facts.payables = {{"c01", 100}, {"c02", 150}};
  const Prepared prepared = Prepare(facts);
  EXPECT_EQ(Text(prepared.due), "c01/2026-10 100\nc02/2026-10 150\n");
  EXPECT_EQ(Text(prepared.changed), "c02/2026-10 150\nc03/2026-10 0 held\n");
}

TEST(PayoutTest, WhatWasRefusedIsIssuedUnderANewId) {
  PrepareFacts facts;
  facts.month = kOctober;
  facts.issued = {{"c01", 1}};
  facts.payables = {{"c01", 100}};
  EXPECT_EQ(Text(Prepare(facts).due), "c01/2026-10-2 100\n");
}

TEST(PayoutTest, AnotherMonthsDuesComeFirst) {
  PrepareFacts facts;
  facts.month = kNovember;
  facts.in_our_hands = {MakePayout("c01", kOctober, 100, PayoutState::kDue)};
  facts.payables = {{"c01", 130}};
  const Prepared prepared = Prepare(facts);
  EXPECT_EQ(Text(prepared.due), "c01/2026-11 30\n");
  EXPECT_EQ(prepared.due_minor, 130);
}

TEST(PayoutTest, LeavesOnlyVerifiedOwedAndCovered) {
  ReleaseFacts facts;
  facts.due = {MakePayout("c01", kOctober, 100, PayoutState::kDue),
               MakePayout("c02", kOctober, 50, PayoutState::kDue)};
  facts.payables = {{"c01", 100}, {"c02", 49}};
  facts.verified = {{"c01", true}, {"c02", false}};
  facts.spendable_minor = 149;
  EXPECT_EQ(ReasonOf(CheckRelease(facts)), "PAYEE_ACCOUNT_UNVERIFIED");
  facts.verified["c02"] = true;
  EXPECT_EQ(ReasonOf(CheckRelease(facts)), "PAYABLE_CHANGED");
  facts.payables["c02"] = 50;
  const absl::Status missing = CheckRelease(facts);
  EXPECT_EQ(ReasonOf(missing), "FLOAT_MISSING");
  EXPECT_EQ(FailureOf(missing)->metadata().at("missing_minor"), "1");
  facts.spendable_minor = 150;
  EXPECT_TRUE(CheckRelease(facts).ok());
}

TEST(PayoutTest, OnlyAcscAndRjctSayAnything) {
  const auto after = [](PayoutState state, const char* status) -> std::string {
    const auto result = AfterStatus(MakePayout("c01", kOctober, 100, state), status);
    if (!result.ok()) return ReasonOf(result.status());
    if (!result->has_value()) return "nothing";
    return **result == PayoutState::kConfirmed ? "confirmed" : "rejected";
  };
  const struct {
    PayoutState state;
    const char *status, *expected;
  } kCases[] = {{PayoutState::kReleased, "ACSC", "confirmed"},
                {PayoutState::kReleased, "RJCT", "rejected"},
                {PayoutState::kReleased, "ACCP", "nothing"},
                {PayoutState::kReleased, "ACSP", "nothing"},
                {PayoutState::kReleased, "PDNG", "nothing"},
                {PayoutState::kReleased, "PAID", "STATUS_UNKNOWN"},
                {PayoutState::kConfirmed, "ACSC", "nothing"},
                {PayoutState::kConfirmed, "RJCT", "PAYOUT_STATE"},
                {PayoutState::kRejected, "RJCT", "nothing"},
                {PayoutState::kRejected, "ACSC", "PAYOUT_STATE"},
                {PayoutState::kRejected, "ACCP", "nothing"},
                {PayoutState::kDue, "ACSC", "PAYOUT_STATE"},
                {PayoutState::kHeld, "ACCP", "PAYOUT_STATE"}};
  for (const auto& each : kCases) {
    EXPECT_EQ(after(each.state, each.status), each.expected) << each.status;
  }
}

// ---- payee accounts

PayeeAccount Account(const std::string& number) {
  PayeeAccount account;
  account.centre = "c01";
  account.account_name = "云栖托育中心";
  account.account_number = number;
  account.bank_code = "102100099996";
  return account;
}

TEST(PayeeAccountTest, TwoPeopleSayTheSame) {
  const auto first = Propose(std::nullopt, Account("9901000000000000001"), "li");
  ASSERT_TRUE(first.ok());
  EXPECT_FALSE(first->verified());
  EXPECT_EQ(ReasonOf(Propose(*first, Account("9901000000000000001"), "li").status()),
            "VERIFIED_BY_SAME_PERSON");
  const auto second = Propose(*first, Account("9901000000000000001"), "wang");
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(second->verified());
  EXPECT_EQ(second->first_person, "li");
  EXPECT_EQ(second->revision, 2);
  EXPECT_EQ(Propose(*second, Account("9901000000000000001"), "li")->revision, 2);
  // One figure that differs is a new proposal, whoever makes it.
  const auto other = Propose(*second, Account("9901000000000000002"), "wang");
  ASSERT_TRUE(other.ok());
  EXPECT_FALSE(other->verified());
  EXPECT_EQ(other->first_person, "wang");
}

TEST(PayeeAccountTest, NumberAndBankCodeAreChecked) {
  EXPECT_EQ(CheckAccount(Account("9901 0000-0000"))->account_number, "990100000000");
  EXPECT_EQ(ReasonOf(CheckAccount(Account("12345")).status()), "ACCOUNT_INVALID");
  EXPECT_EQ(ReasonOf(CheckAccount(Account("99010000元")).status()), "ACCOUNT_INVALID");
  PayeeAccount account = Account("990100000000");
  account.bank_code = "102100099997";
  EXPECT_EQ(ReasonOf(CheckAccount(account).status()), "ACCOUNT_INVALID");
}

}  // namespace
}  // namespace tuoqiao::settlement
