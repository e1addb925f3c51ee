#include "services/settlement/payout.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/payee_account.h"
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

// ---- bank lines

BankLine Line(bool inward, int64_t minor) {
  BankLine line;
  line.inward = inward;
  line.amount_minor = minor;
  return line;
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
  EXPECT_EQ(match->part.account, "clearing-payout");
  EXPECT_EQ(match->after, PayoutState::kConfirmed);
  EXPECT_FALSE(MatchPayout(Line(false, 99), payout).has_value());
  EXPECT_FALSE(MatchPayout(Line(true, 100), payout).has_value());

  payout.state = PayoutState::kConfirmed;
  match = MatchPayout(Line(false, 100), payout);
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->part.account, "bank");
  payout.line = "line-1";
  EXPECT_FALSE(MatchPayout(Line(false, 100), payout).has_value());
  match = MatchPayout(Line(true, 100), payout);
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->part.account, "payable-c01");
  EXPECT_EQ(match->after, PayoutState::kReturned);

  payout.state = PayoutState::kDue;
  EXPECT_FALSE(MatchPayout(Line(false, 100), payout).has_value());
  // The bank had refused it, and then it went.
  payout.state = PayoutState::kRejected;
  match = MatchPayout(Line(false, 100), payout);
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->part.account, "clearing-payout");
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

TEST(PayoutTest, WhatACentreOwesIsNettedFromItsNext) {
  PrepareFacts facts;
  facts.month = kOctober;
  facts.payables = {{"c01", -500}, {"c02", 100}};
  Prepared prepared = Prepare(facts);
  EXPECT_EQ(Text(prepared.due), "c02/2026-10 100\n");
  EXPECT_EQ(prepared.carried, (std::map<std::string, int64_t>{{"c01", 500}}));
  // November brings 1,800 fen; the ledger's payable is what is left of them.
  facts.month = kNovember;
  facts.payables["c01"] += 1800;
  facts.payables["c02"] -= 100;
  prepared = Prepare(facts);
  EXPECT_EQ(Text(prepared.due), "c01/2026-11 1300\n");
  EXPECT_TRUE(prepared.carried.empty());
}

std::string Text(const absl::StatusOr<Release>& release) {
  if (!release.ok()) return ReasonOf(release.status());
  std::string text;
  for (const Payout& each : release->released) text += "released " + each.id() + "\n";
  for (const Payout& each : release->held) text += "held " + each.id() + "\n";
  return text;
}

TEST(PayoutTest, LeavesOnlyVerifiedOwedAndCovered) {
  ReleaseFacts facts;
  facts.today = kToday;
  facts.due = {MakePayout("c01", kOctober, 100, PayoutState::kDue),
               MakePayout("c02", kOctober, 50, PayoutState::kDue)};
  facts.payables = {{"c01", 100}, {"c02", 49}};
  facts.payable_from = {{"c01", kToday}};
  facts.spendable_minor = 149;
  EXPECT_EQ(Text(DecideRelease(facts)), "PAYEE_ACCOUNT_UNVERIFIED");
  facts.payable_from["c02"] = kToday - 30;
  EXPECT_EQ(Text(DecideRelease(facts)), "PAYABLE_CHANGED");
  facts.payables["c02"] = 50;
  const absl::Status missing = DecideRelease(facts).status();
  EXPECT_EQ(ReasonOf(missing), "FLOAT_MISSING");
  EXPECT_EQ(FailureOf(missing)->metadata().at("missing_minor"), "1");
  facts.spendable_minor = 150;
  EXPECT_EQ(Text(DecideRelease(facts)), "released c01/2026-10\nreleased c02/2026-10\n");
}

TEST(PayoutTest, AnAccountThatWaitsHoldsItsOwnPayoutAndNobodyElses) {
  ReleaseFacts facts;
  facts.today = kToday;
  facts.due = {MakePayout("c01", kOctober, 100, PayoutState::kDue),
               MakePayout("c02", kOctober, 50, PayoutState::kDue)};
  facts.payables = {{"c01", 100}, {"c02", 50}};
  facts.payable_from = {{"c01", kToday + 1}, {"c02", kToday}};
  facts.spendable_minor = 50;
  EXPECT_EQ(Text(DecideRelease(facts)), "released c02/2026-10\nheld c01/2026-10\n");
  facts.payable_from["c02"] = kToday + 2;
  const absl::Status waiting = DecideRelease(facts).status();
  EXPECT_EQ(ReasonOf(waiting), "PAYEE_ACCOUNT_WAITING");
  EXPECT_EQ(FailureOf(waiting)->metadata().at("first_day"), "2026-11-21");
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
                {PayoutState::kRejected, "ACSC", "confirmed"},
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

TEST(PayeeAccountTest, OnlyAnAccountThatTakesAnothersPlaceWaits) {
  const auto said = [](const std::optional<PayeeAccount>& before, const std::string& number) {
    const auto proposed = Propose(before, Account(number), "li");
    const auto verified = Propose(*proposed, Account(number), "wang");
    EXPECT_TRUE(verified.ok()) << verified.status();
    return *verified;
  };
  const PayeeAccount first = said(std::nullopt, "9901000000000000001");
  EXPECT_EQ(FirstPayableDay(first, kToday, 3), kToday);
  const PayeeAccount second = said(first, "9901000000000000002");
  EXPECT_EQ(FirstPayableDay(second, kToday, 3), kToday + 3);
  // Back to the first one is a change, too; and so is what follows a proposal that nobody
  // confirmed.
  EXPECT_EQ(FirstPayableDay(said(second, "9901000000000000001"), kToday, 3), kToday + 3);
  const auto dropped = Propose(first, Account("9901000000000000003"), "li");
  EXPECT_EQ(FirstPayableDay(said(*dropped, "9901000000000000001"), kToday, 3), kToday + 3);
  EXPECT_EQ(TailOf("9901000000000000001"), "0001");
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
