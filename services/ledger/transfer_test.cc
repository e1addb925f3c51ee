#include "services/ledger/transfer.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::ledger {
namespace {

const absl::CivilDay kToday(2026, 11, 20);

Transfer Move(const std::string& id, int64_t minor) {
  Transfer transfer;
  transfer.id = id;
  transfer.debit_account = "budget-spent";
  transfer.credit_account = "budget-grant";
  transfer.amount_minor = minor;
  transfer.reason = "places";
  return transfer;
}

Transfer Reserve(const std::string& id, int64_t minor) {
  Transfer transfer = Move(id, minor);
  transfer.expires_date = kToday + 10;
  return transfer;
}

// 100 may be debited to `budget-spent`.
TransferBook BookOf100() {
  TransferBook book;
  book.today = kToday;
  book.standings["budget-spent"].limit.account = "budget-spent";
  book.standings["budget-spent"].limit.ceiling_minor = 100;
  return book;
}

std::string ReasonsOf(const std::vector<ItemOutcome>& outcomes) {
  std::string text;
  for (const ItemOutcome& each : outcomes) {
    text += each.unchanged ? "UNCHANGED" : each.status.ok() ? "MADE" : ReasonOf(each.status);
    text += " ";
  }
  return text;
}

TEST(TransferTest, EachItemIsDecidedOnWhatThoseBeforeItLeave) {
  TransferBook book = BookOf100();
  EXPECT_EQ(ReasonsOf(DecideBatch({Move("a", 60), Move("b", 50), Move("c", 40)},
                                  BatchMode::kContinue, &book)),
            "MADE LIMIT_EXCEEDED MADE ");
  EXPECT_EQ(book.standings["budget-spent"].balance_minor, 100);
  EXPECT_EQ(book.standings["budget-grant"].balance_minor, -100);
}

TEST(TransferTest, StopKeepsWhatStoodBeforeTheFirstRefusedItem) {
  TransferBook book = BookOf100();
  EXPECT_EQ(ReasonsOf(DecideBatch({Move("a", 60), Move("b", 50), Move("c", 40)}, BatchMode::kStop,
                                  &book)),
            "MADE LIMIT_EXCEEDED ITEM_BEFORE_REFUSED ");
  EXPECT_EQ(book.standings["budget-spent"].balance_minor, 60);
}

TEST(TransferTest, AtomicMakesAllOrNothing) {
  TransferBook book = BookOf100();
  ASSERT_EQ(ReasonsOf(DecideBatch({Move("a", 1)}, BatchMode::kAtomic, &book)), "MADE ");
  EXPECT_EQ(ReasonsOf(DecideBatch({Move("a", 1), Move("b", 60), Move("c", 50)}, BatchMode::kAtomic,
                                  &book)),
            "UNCHANGED BATCH_REFUSED LIMIT_EXCEEDED ");
  EXPECT_EQ(book.standings["budget-spent"].balance_minor, 1);
  EXPECT_EQ(book.known.count("b"), 0u);
}

TEST(TransferTest, AnItemIsItsIdAndWhatDiffersIsNamed) {
  TransferBook book = BookOf100();
  Transfer debit = Move("a", 10), credit = Move("a", 10), expires = Reserve("a", 10),
           reason = Move("a", 10);
  debit.debit_account = "budget-other";
  credit.credit_account = "budget-other";
  reason.reason = "meals";
  EXPECT_EQ(ReasonsOf(DecideBatch(
                {Move("a", 10), Move("a", 10), Move("a", 11), debit, credit, expires, reason},
                BatchMode::kContinue, &book)),
            "MADE UNCHANGED EXISTS_WITH_DIFFERENT_AMOUNT EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT "
            "EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT EXISTS_WITH_DIFFERENT_EXPIRES_DATE "
            "EXISTS_WITH_DIFFERENT_REASON ");
  EXPECT_EQ(book.standings["budget-spent"].balance_minor, 10);
}

TEST(TransferTest, WhatIsReservedCountsAsIfItWerePosted) {
  TransferBook book = BookOf100();
  EXPECT_EQ(ReasonsOf(DecideBatch({Reserve("a", 70), Move("b", 40), Move("c", 30)},
                                  BatchMode::kContinue, &book)),
            "MADE LIMIT_EXCEEDED MADE ");
  // And gives nothing to whoever is on its other side.
  book.standings["budget-grant"].limit.account = "budget-grant";
  book.standings["budget-grant"].limit.floor_minor = -100;
  Transfer back = Move("d", 1);
  EXPECT_EQ(ReasonsOf(DecideBatch({back}, BatchMode::kContinue, &book)), "LIMIT_EXCEEDED ");
}

TEST(TransferTest, AReservationIsPostedWholeOrInPartOnceUntilItsDay) {
  Transfer transfer = Reserve("a", 70);
  EXPECT_EQ(ReasonOf(Post(transfer, 71, kToday).status()), "TRANSFER_AMOUNT_EXCEEDED");
  EXPECT_EQ(ReasonOf(Post(transfer, 0, kToday + 10).status()), "TRANSFER_EXPIRED");
  EXPECT_EQ(StateOn(transfer, kToday + 9), TransferState::kReserved);
  EXPECT_EQ(StateOn(transfer, kToday + 10), TransferState::kExpired);
  EXPECT_TRUE(*Post(transfer, 30, kToday + 9));
  EXPECT_EQ(transfer.posted_minor, 30);
  EXPECT_FALSE(*Post(transfer, 30, kToday + 20));
  EXPECT_EQ(ReasonOf(Post(transfer, 0, kToday).status()), "TRANSFER_NOT_RESERVED");
  EXPECT_EQ(ReasonOf(Void(transfer, kToday).status()), "TRANSFER_NOT_RESERVED");
  Transfer voided = Reserve("b", 70);
  EXPECT_TRUE(*Void(voided, kToday));
  EXPECT_FALSE(*Void(voided, kToday));
  EXPECT_EQ(ReasonOf(Post(voided, 0, kToday).status()), "TRANSFER_NOT_RESERVED");
}

TEST(TransferTest, ALimitSaysHowMuchIsLeftAndByHowMuchItIsBroken) {
  Standing standing;
  EXPECT_FALSE(standing.DebitLeft().has_value());
  EXPECT_EQ(standing.BreachedMinor(), 0);
  standing.limit.floor_minor = -50;
  standing.limit.ceiling_minor = 0;
  standing.balance_minor = -30;
  standing.reserved_debit_minor = 10;
  EXPECT_EQ(standing.DebitLeft(), 20);
  EXPECT_EQ(standing.CreditLeft(), 20);
  standing.balance_minor = 7;
  EXPECT_EQ(standing.BreachedMinor(), 7);
  standing.balance_minor = -53;
  EXPECT_EQ(standing.BreachedMinor(), 3);
}

}  // namespace
}  // namespace tuoqiao::ledger
