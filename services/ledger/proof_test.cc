#include "services/ledger/proof.h"

#include <gtest/gtest.h>

#include "services/ledger/booking.h"

namespace tuoqiao::ledger {
namespace {

// Accounts as {posted, kept, open}; whole books with one unmatched line, one remittance due and one
// payout on its way.
Proof Books() {
  return {{"bank", {700, 700, 0}},
          {"receivable-firm-91a", {300, 300, 0}},
          {"clearing-payroll-91a", {50, 50, 50}},
          {"clearing-payout", {-400, -400, -400}},
          {"suspense-bank", {-650, -650, -650}}};
}

int64_t Total(const Proof& proof) { return UnexplainedTotal(FindUnexplained(proof)); }

TEST(ProofTest, OpenItemsExplainEveryFen) { EXPECT_EQ(Total(Books()), 0); }

TEST(ProofTest, OneFenMoreIsOneFenWhereverItIsPosted) {
  for (const auto& [account, sides] : Books()) {
    Proof proof = Books();
    proof[account].posted_minor += 1;
    EXPECT_EQ(Total(proof), 1) << account;
    proof[account].posted_minor -= 2;
    EXPECT_EQ(Total(proof), 1) << account;
  }
}

TEST(ProofTest, AMatchThatIsGoneIsItsAmountOnceAlthoughTwoAccountsMissIt) {
  Proof proof = Books();
  proof["suspense-bank"].posted_minor -= 200;
  proof["receivable-firm-91a"].posted_minor += 200;
  EXPECT_EQ(Total(proof), 200);
  EXPECT_EQ(FindUnexplained(proof).size(), 2u);
}

TEST(ProofTest, ALineThatIsGoneAltogetherIsItsAmount) {
  Proof proof = Books();
  proof["bank"].posted_minor -= 200;
  proof["receivable-firm-91a"].posted_minor += 200;
  EXPECT_EQ(Total(proof), 200);
}

TEST(ProofTest, TwoLossesAddUp) {
  Proof proof = Books();
  proof["suspense-bank"].posted_minor -= 200;
  proof["clearing-payout"].posted_minor -= 30;
  EXPECT_EQ(Total(proof), 230);
}

TEST(ProofTest, AnOpenItemWithoutMoneyIsUnexplained) {
  Proof proof = Books();
  proof["clearing-payout"].open_minor -= 77;
  const auto found = FindUnexplained(proof);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].account, "clearing-payout");
  EXPECT_EQ(found[0].posted_minor, -400);
  EXPECT_EQ(found[0].explained_minor, -477);
  EXPECT_EQ(Total(proof), 77);
}

TEST(ProofTest, AKeptBalanceThatNobodyPostedIsUnexplained) {
  Proof proof = Books();
  proof["suspense-bank"].kept_minor += 5;
  proof["payable-c01"].kept_minor = -9;
  EXPECT_EQ(Total(proof), 9);
}

TEST(BookingTest, AMonthIsBookedWhenTheSumsAgree) {
  MonthBooking booking;
  booking.posted = {2, 300};
  EXPECT_FALSE(booking.Booked());
  booking.closed = StatementSum{3, 450};
  EXPECT_FALSE(booking.Due());
  booking.posted = {3, 449};
  EXPECT_FALSE(booking.Due());
  booking.posted = {3, 450};
  EXPECT_TRUE(booking.Due());
}

TEST(BookingTest, ItIsPublishedOnceForEachSum) {
  MonthBooking booking;
  booking.posted = {3, 450};
  booking.closed = booking.published = booking.posted;
  booking.revision = 1;
  EXPECT_TRUE(booking.Booked());
  EXPECT_FALSE(booking.Due());
  booking.posted = {4, 600};  // A late statement.
  EXPECT_FALSE(booking.Booked());
  booking.closed = booking.posted;
  EXPECT_TRUE(booking.Due());
}

TEST(BookingTest, AMonthWithoutStatementsIsBookedToo) {
  MonthBooking booking;
  booking.closed = StatementSum{0, 0};
  EXPECT_TRUE(booking.Due());
}

}  // namespace
}  // namespace tuoqiao::ledger
