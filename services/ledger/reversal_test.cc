#include "services/ledger/reversal.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::ledger {
namespace {

Entry Line() {
  Movement movement;
  movement.amount_minor = 500;
  movement.inward = true;
  movement.date = absl::CivilDay(2026, 11, 20);
  return BookBankLine({"evt-1", "parks/yunqi/bankLines/1"}, movement);
}

TEST(ReversalTest, IsTheEntryNegatedWithItsItems) {
  const Entry line = Line();
  const Entry reversal =
      BookReversal({"rev-1", "parks/yunqi/entries/evt-1"}, line, absl::CivilDay(2026, 11, 21));
  EXPECT_TRUE(Balanced(reversal));
  EXPECT_EQ(reversal.kind, "reversal");
  EXPECT_EQ(reversal.reverses, "evt-1");
  ASSERT_EQ(reversal.postings.size(), 2u);
  EXPECT_EQ(reversal.postings[0].account, "bank");
  EXPECT_EQ(reversal.postings[0].amount_minor, -500);
  int64_t open = 0;
  for (const Entry* entry : {&line, &reversal}) {
    for (const ItemChange& each : entry->items) open += each.opened_minor - each.closed_minor;
  }
  EXPECT_EQ(open, 0);
}

TEST(ReversalTest, OneProposesAndAnotherConfirmsWhatWasProposed) {
  Reversal reversal;
  reversal.entry = "evt-1";
  EXPECT_EQ(ReasonOf(Confirm(reversal, 1, "b").status()), "REVERSAL_NOT_FOUND");
  EXPECT_TRUE(*Propose(reversal, {"a", "typing error"}));
  EXPECT_FALSE(*Propose(reversal, {"a", "typing error"}));
  EXPECT_EQ(ReasonOf(Confirm(reversal, 1, "a").status()), "CONFIRMED_BY_SAME_PERSON");
  EXPECT_TRUE(*Propose(reversal, {"b", "wrong account"}));
  EXPECT_EQ(reversal.proposed_by, "b");
  EXPECT_EQ(ReasonOf(Confirm(reversal, 1, "a").status()), "REVERSAL_CHANGED");
  EXPECT_TRUE(*Confirm(reversal, 2, "a"));
  reversal.reversal_entry = "rev-1";
  EXPECT_FALSE(*Confirm(reversal, 2, "a"));
  EXPECT_EQ(ReasonOf(Propose(reversal, {"a", "again"}).status()), "ENTRY_REVERSED");
}

TEST(ReversalTest, WhatIsPutRightElsewhereIsNotReversedByHand) {
  EXPECT_TRUE(CheckReversible(Line()).ok());
  Entry of_month = Line();
  of_month.month = absl::CivilMonth(2026, 10);
  EXPECT_EQ(ReasonOf(CheckReversible(of_month)), "ENTRY_NOT_REVERSIBLE");
  Entry of_reversal = Line();
  of_reversal.reverses = "evt-0";
  EXPECT_EQ(ReasonOf(CheckReversible(of_reversal)), "ENTRY_NOT_REVERSIBLE");
  Entry without_items = Line();
  without_items.items.clear();
  EXPECT_EQ(ReasonOf(CheckReversible(without_items)), "ENTRY_NOT_REVERSIBLE");
}

}  // namespace
}  // namespace tuoqiao::ledger
