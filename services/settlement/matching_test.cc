#include "services/settlement/matching.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/settlement/bank_line.h"
#include "services/settlement/reference.h"

namespace tuoqiao::settlement {
namespace {

Receivable Debt(const std::string& id, int64_t due_minor) {
  Receivable receivable;
  receivable.id = id;
  receivable.reference = MakeReference("yunqi", id, 0);
  receivable.kind = "INVOICE";
  receivable.party = "91A";
  receivable.account = "receivable-firm-91a";
  receivable.amount_minor = 100000;
  receivable.paid_minor = 100000 - due_minor;
  return receivable;
}

std::string Text(const std::vector<Part>& parts) {
  std::string text;
  for (const Part& each : parts) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", MatchedBy(each), " ", each.amount_minor);
    if (each.surplus_minor > 0) {
      absl::StrAppend(&text, " surplus ", each.surplus_minor, " to ", each.unapplied_account);
    }
    if (each.drift_minor != 0) absl::StrAppend(&text, " drift ", each.drift_minor);
    if (each.rule == MatchRule::kOtherDebts) absl::StrAppend(&text, " (another debt)");
  }
  return text;
}

TEST(MatchingTest, OneReferenceOrSeveralWhollyInPartAndBeyond) {
  const struct {
    const char* what;
    int64_t line_minor;
    std::vector<int64_t> due;  // Of those that are named, in their order.
    std::string expected;
  } kCases[] = {
      {"the whole of one", 50000, {50000}, "receivables/r1 50000"},
      {"a part of one", 49000, {50000}, "receivables/r1 49000"},
      {"more than one", 50100, {50000}, "receivables/r1 50100 surplus 100 to unapplied-firm-91a"},
      {"one that was paid", 500, {0}, "receivables/r1 500 surplus 500 to unapplied-firm-91a"},
      {"two in one payment", 80000, {50000, 30000}, "receivables/r1 50000; receivables/r2 30000"},
      {"two, the second in part",
       60000,
       {50000, 30000},
       "receivables/r1 50000; receivables/r2 10000"},
      {"two, and the second not at all", 50000, {50000, 30000}, "receivables/r1 50000"},
      {"two and more",
       80900,
       {50000, 30000},
       "receivables/r1 50000; receivables/r2 30900 surplus 900 to unapplied-firm-91a"},
      {"of which one was paid", 30000, {0, 30000}, "receivables/r2 30000"},
  };
  for (const auto& each : kCases) {
    std::vector<Receivable> named;
    for (size_t i = 0; i < each.due.size(); ++i) {
      named.push_back(Debt(absl::StrCat("r", i + 1), each.due[i]));
    }
    EXPECT_EQ(Text(PayNamed(each.line_minor, named, {}, {})), each.expected) << each.what;
  }
}

TEST(MatchingTest, ASmallDifferenceIsDriftAndOnlyAsLongAsTheYearAllowsIt) {
  const struct {
    int64_t line_minor, due_minor, left_minor;
    std::string expected;
  } kCases[] = {
      {49950, 50000, 1000, "receivables/r1 49950 drift -50"},
      {49949, 50000, 1000, "receivables/r1 49949"},
      {50050, 50000, 1000, "receivables/r1 50050 drift 50"},
      {50051, 50000, 1000, "receivables/r1 50051 surplus 51 to unapplied-firm-91a"},
      {49950, 50000, 49, "receivables/r1 49950"},
      {50050, 50000, 49, "receivables/r1 50050 surplus 50 to unapplied-firm-91a"},
      {10, 0, 1000, "receivables/r1 10 surplus 10 to unapplied-firm-91a"},
  };
  for (const auto& each : kCases) {
    const auto parts =
        PayNamed(each.line_minor, {Debt("r1", each.due_minor)}, {}, {50, each.left_minor});
    EXPECT_EQ(Text(parts), each.expected) << each.line_minor << " of " << each.due_minor;
    int64_t minor = 0;
    for (const Part& part : parts) {
      minor += part.amount_minor;
      EXPECT_LE(part.applied_minor(), each.due_minor);
    }
    EXPECT_EQ(minor, each.line_minor);
  }
  Receivable float_park = Debt("f1", 50000);
  float_park.kind = "FLOAT";
  EXPECT_EQ(Text(PayNamed(49999, {float_park}, {}, {50, 1000})), "receivables/f1 49999");
  EXPECT_EQ(Text(PayNamed(79999, {Debt("r1", 50000), Debt("r2", 30000)}, {}, {50, 50})),
            "receivables/r1 50000; receivables/r2 29999 drift -1");
}

TEST(MatchingTest, OnePaymentForTwoInvoicesOfWhichOneIsNamed) {
  const std::vector<Receivable> others = {Debt("o1", 20000), Debt("o2", 5000), Debt("o3", 700)};
  EXPECT_EQ(Text(PayNamed(70000, {Debt("r1", 50000)}, others, {})),
            "receivables/r1 50000; receivables/o1 20000 (another debt)");
  EXPECT_EQ(Text(PayNamed(75000, {Debt("r1", 50000)}, others, {})),
            "receivables/r1 50000; receivables/o1 20000 (another debt); receivables/o2 5000 "
            "(another debt)");
  // The oldest come first, and whole: else nobody guesses.
  EXPECT_EQ(Text(PayNamed(55000, {Debt("r1", 50000)}, others, {})),
            "receivables/r1 55000 surplus 5000 to unapplied-firm-91a");
}

TEST(MatchingTest, AReferenceWithOneWrongCharacterIsFoundAndNotWithTwo) {
  const Receivable debt = Debt("r1", 50000);
  const std::vector<Receivable> candidates = {debt, Debt("r2", 50000)};
  const auto with = [&](const std::set<size_t>& wrong) {
    std::string text = debt.reference;
    for (size_t each : wrong) text[each] = text[each] == 'Q' ? 'P' : 'Q';
    return "托育费 " + text.substr(0, 4) + " " + text.substr(4);
  };
  for (size_t i = 0; i < debt.reference.size(); ++i) {
    EXPECT_TRUE(FindReferences(with({i})).empty());
    EXPECT_EQ(FindNear(with({i}), candidates), &candidates[0]) << with({i});
    EXPECT_EQ(FindNear(with({i, (i + 1) % 12}), candidates), nullptr);
  }
  // Where two could be meant, neither is.
  EXPECT_EQ(FindNear(with({0}), {debt, debt}), nullptr);
  EXPECT_FALSE(HoldsNearReference(debt.reference, debt.reference));
}

// ---- a person's match

BankLine Line(bool inward, int64_t minor) {
  BankLine line;
  line.inward = inward;
  line.amount_minor = minor;
  return line;
}

TEST(MatchByPersonTest, SaysWhereEachFenGoes) {
  ClaimFacts facts;
  facts.receivables["receivables/r1"] = Debt("r1", 50000);
  Receivable credit = Debt("c1", 700);
  credit.kind = "CREDIT";
  facts.receivables["receivables/c1"] = credit;
  facts.payouts["payouts/c01/2026-10"].centre = "c01";
  facts.payouts["payouts/c01/2026-10"].month = absl::CivilMonth(2026, 10);
  facts.payouts["payouts/c01/2026-10"].amount_minor = 900;
  facts.payouts["payouts/c01/2026-10"].state = PayoutState::kReleased;
  facts.balances = {{"unapplied-firm-91a", 300}, {"float-park", 5000}, {"fund-park", 0}};
  const struct {
    const char* what;
    bool inward;
    int64_t minor;
    std::vector<Claimed> claimed;
    std::string expected;
  } kCases[] = {
      {"an invoice", true, 50000, {{"receivables/r1", "", 50000}}, "receivables/r1 50000"},
      {"an invoice and what nobody is owed",
       true,
       50300,
       {{"receivables/r1", "", 50000}, {"", "unapplied-firm-91a", 300}},
       "receivables/r1 50000; accounts/unapplied-firm-91a 300"},
      {"more than an invoice",
       true,
       50001,
       {{"receivables/r1", "", 50001}},
       "receivables/r1 50001 surplus 1 to unapplied-firm-91a"},
      {"a fen that goes nowhere",
       true,
       50001,
       {{"receivables/r1", "", 50000}},
       "MATCH_SUM_DIFFERS"},
      {"a receivable that is not there",
       true,
       1,
       {{"receivables/r9", "", 1}},
       "MATCH_SUBJECT_UNKNOWN"},
      {"an account of nobody's", true, 1, {{"", "bank", 1}}, "MATCH_SUBJECT_UNKNOWN"},
      {"a firm's account without a firm",
       true,
       1,
       {{"", "unapplied-firm-", 1}},
       "MATCH_SUBJECT_UNKNOWN"},
      {"float in, which has a reference", true, 1, {{"", "float-park", 1}}, "MATCH_DIRECTION"},
      {"money out on an invoice", false, 1, {{"receivables/r1", "", 1}}, "MATCH_DIRECTION"},
      {"a credit given back in part",
       false,
       600,
       {{"receivables/c1", "", 600}},
       "receivables/c1 600"},
      {"more than the credit", false, 701, {{"receivables/c1", "", 701}}, "MATCH_EXCEEDS_BALANCE"},
      {"money in on a credit", true, 1, {{"receivables/c1", "", 1}}, "MATCH_DIRECTION"},
      {"unapplied money given back",
       false,
       300,
       {{"", "unapplied-firm-91a", 300}},
       "accounts/unapplied-firm-91a 300"},
      {"more than is unapplied",
       false,
       301,
       {{"", "unapplied-firm-91a", 301}},
       "MATCH_EXCEEDS_BALANCE"},
      {"float given back", false, 5000, {{"", "float-park", 5000}}, "accounts/float-park 5000"},
      {"a fund that is empty", false, 1, {{"", "fund-park", 1}}, "MATCH_EXCEEDS_BALANCE"},
      {"a payout", false, 900, {{"payouts/c01/2026-10", "", 900}}, "payouts/c01/2026-10 900"},
      {"a payout come in that never left",
       true,
       900,
       {{"payouts/c01/2026-10", "", 900}},
       "MATCH_DIRECTION"},
  };
  for (const auto& each : kCases) {
    const auto parts = MatchByPerson(Line(each.inward, each.minor), each.claimed, facts);
    EXPECT_EQ(parts.ok() ? Text(*parts) : ReasonOf(parts.status()), each.expected) << each.what;
  }
}

TEST(MatchByPersonTest, WhatWasGivenBackSinceIsNotTakenBack) {
  BankLine line = Line(true, 800);
  Part part;
  part.subject = "receivables/r1";
  part.account = "receivable-firm-91a";
  part.amount_minor = 800;
  part.surplus_minor = 300;
  part.unapplied_account = "unapplied-firm-91a";
  line.parts = {part};
  EXPECT_TRUE(CheckUnmatch(line, {{"unapplied-firm-91a", 300}}).ok());
  EXPECT_EQ(ReasonOf(CheckUnmatch(line, {{"unapplied-firm-91a", 299}})), "MATCH_USED_SINCE");
  EXPECT_EQ(ReasonOf(CheckUnmatch(line, {})), "MATCH_USED_SINCE");
  line.parts[0].subject = "payouts/c01/2026-10";
  EXPECT_EQ(ReasonOf(CheckUnmatch(line, {})), "MATCH_SHOWS_PAYOUT");
}

}  // namespace
}  // namespace tuoqiao::settlement
