#include "services/ledger/opening.h"

#include <gtest/gtest.h>

#include <map>

#include "services/common/errors.h"

namespace tuoqiao::ledger {
namespace {

const absl::CivilDay kToday(2026, 11, 20), kAsOf(2026, 11, 15);

Opening Sample() {
  Opening opening;
  opening.id = "firm-91-2026-11-15";
  opening.source = "parks/elsewhere";
  opening.as_of = kAsOf;
  opening.balances = {
      {"receivable-firm-91", 70000, "", {}},
      {"clearing-payroll-91", 5000, "clearing-payroll-91", absl::CivilDay(2026, 10, 31)},
      {"receivable-family-fam-1", 1200, "", {}},
      {"moved-firm-91", -76200, "", {}}};
  opening.debit_minor = opening.credit_minor = 76200;
  return opening;
}

TEST(OpeningTest, WhatIsWrongWithItIsSaid) {
  const struct {
    const char* what;
    void (*change)(Opening&);
    const char* reason;
  } kCases[] = {
      {"as it should be", [](Opening&) {}, ""},
      {"a debit total that is not the rows'", [](Opening& o) { ++o.debit_minor; },
       "OPENING_TOTAL_WRONG"},
      {"a credit total that is not the rows'", [](Opening& o) { --o.credit_minor; },
       "OPENING_TOTAL_WRONG"},
      {"a fen too much, and its control total too",
       [](Opening& o) {
         ++o.balances[0].amount_minor;
         ++o.debit_minor;
       },
       "OPENING_NOT_BALANCED"},
      {"today", [](Opening& o) { o.as_of = kToday; }, ""},
      {"tomorrow", [](Opening& o) { o.as_of = kToday + 1; }, "OPENING_IN_FUTURE"},
      {"the first day behind a booked month",
       [](Opening& o) { o.as_of = absl::CivilDay(2026, 11, 1); }, ""},
      {"the last day of a booked month", [](Opening& o) { o.as_of = absl::CivilDay(2026, 10, 31); },
       "OPENING_MONTH_BOOKED"},
  };
  for (const auto& each : kCases) {
    Opening opening = Sample();
    each.change(opening);
    EXPECT_EQ(ReasonOf(CheckOpening(opening, {kToday, absl::CivilDay(2026, 11, 1)})), each.reason)
        << each.what;
  }
}

TEST(OpeningTest, OnlyWhatAPartyBringsAlongMayBeOpened) {
  for (const char* account :
       {"receivable-firm-91", "receivable-family-fam-1", "direct-family-fam-1", "direct-due-c01",
        "payable-c01", "clearing-payroll-91", "unapplied-family-fam-1", "moved-c01"}) {
    EXPECT_TRUE(MayOpen(account)) << account;
  }
  for (const char* account :
       {"bank", "suspense-bank", "clearing-payout", "float-park", "fund-park", "budget-grant",
        "receivable-park", "receivable-authority", "receivable-union", "opening-x", "payable",
        "moved", "write-off-park", "drift-bank", "nothing"}) {
    EXPECT_FALSE(MayOpen(account)) << account;
  }
}

// One entry for each party and day, and the opening's account at zero once all are in.
TEST(OpeningTest, ItsAccountStandsAtZeroOnceAllOfItIsIn) {
  const std::vector<Entry> entries =
      BookOpening({"yunqi", "parks/yunqi/openings/x"}, Sample(), {kToday, std::nullopt});
  std::map<std::string, int64_t> sums;
  for (const Entry& each : entries) {
    EXPECT_TRUE(Balanced(each));
    EXPECT_TRUE(IsOpening(each));
    EXPECT_EQ(SourceOf(each), "ledger");
    for (const Posting& posting : each.postings) sums[posting.account] += posting.amount_minor;
  }
  EXPECT_EQ(entries.size(),
            3U);  // The firm on two days, with what it leaves behind, and the family.
  EXPECT_EQ(sums["opening-firm-91-2026-11-15"], 0);
  EXPECT_EQ(sums["receivable-firm-91"], 70000);
  EXPECT_EQ(sums["clearing-payroll-91"], 5000);
  EXPECT_EQ(sums["moved-firm-91"], -76200);
}

TEST(OpeningTest, AnItemIsAsOldAsItWasButNotInABookedMonth) {
  const auto day_of_item = [](const OpeningDays& days) {
    for (const Entry& each : BookOpening({"yunqi", "x"}, Sample(), days)) {
      if (!each.items.empty()) return each.effective_date;
    }
    return absl::CivilDay();
  };
  EXPECT_EQ(day_of_item({kToday, std::nullopt}), absl::CivilDay(2026, 10, 31));
  EXPECT_EQ(day_of_item({kToday, absl::CivilDay(2026, 11, 1)}), absl::CivilDay(2026, 11, 1));
}

TEST(OpeningTest, TakesTwoPeopleInAndTwoOut) {
  Opening known;
  ASSERT_TRUE(*Propose(Sample(), "one", known));
  EXPECT_FALSE(*Propose(Sample(), "other", known));  // The same, whoever sends it.
  Opening other = Sample();
  other.source = "parks/other";
  EXPECT_EQ(ReasonOf(Propose(other, "one", known).status()), "OPENING_CHANGED");
  EXPECT_EQ(ReasonOf(ProposeReversal(known, {"one", "why"}).status()), "OPENING_STATE");
  EXPECT_EQ(ReasonOf(Confirm(known, 1, "one").status()), "CONFIRMED_BY_SAME_PERSON");
  EXPECT_EQ(ReasonOf(Confirm(known, 2, "two").status()), "OPENING_REVISION_CHANGED");
  EXPECT_TRUE(*Confirm(known, 1, "two"));
  EXPECT_EQ(known.state, OpeningState::kConfirmed);
  EXPECT_FALSE(*Confirm(known, 1, "two"));  // Once more, it is the same.
  EXPECT_TRUE(*ProposeReversal(known, {"two", "wrong firm"}));
  EXPECT_TRUE(known.Posted());  // Until somebody else has said so.
  EXPECT_EQ(ReasonOf(Confirm(known, 3, "two").status()), "CONFIRMED_BY_SAME_PERSON");
  EXPECT_TRUE(*Confirm(known, 3, "one"));
  EXPECT_EQ(known.state, OpeningState::kReversed);
  EXPECT_FALSE(known.Posted());
  EXPECT_TRUE(*Propose(Sample(), "one", known));  // What was taken back may come again.
  EXPECT_EQ(known.state, OpeningState::kProposed);
}

}  // namespace
}  // namespace tuoqiao::ledger
