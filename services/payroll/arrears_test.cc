// How arrears end by hand.
#include "services/payroll/arrears.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::payroll {
namespace {

Arrears Open(int64_t amount_minor = 5000) {
  Arrears arrears;
  arrears.id = "arr-1";
  arrears.amount_minor = amount_minor;
  arrears.month = absl::CivilMonth(2026, 9);
  arrears.share.statement = "parks/yunqi/months/2026-09/statements/st-1";
  arrears.share.rest_minor = 7;
  return arrears;
}
std::string ReasonOfConfirm(const WriteOffWord& word, Arrears arrears) {
  return ReasonOf(ConfirmWriteOff(word, arrears).status());
}

TEST(ArrearsTest, GoIntoALaterRunAsAShareOfTheirMonth) {
  const WageShare share = ShareOf(Open());
  EXPECT_EQ(share.arrears, "arr-1");
  EXPECT_EQ(share.amount_minor, 5000);
  EXPECT_EQ(share.rest_minor, 0);
  EXPECT_EQ(share.month, absl::CivilMonth(2026, 9));
  EXPECT_EQ(share.form, WageForm::kDeduct);
}

TEST(ArrearsTest, OnlyOpenOnesLeavePayrollByHand) {
  for (const ArrearsState state : {ArrearsState::kOpen, ArrearsState::kInRun, ArrearsState::kDirect,
                                   ArrearsState::kWriteOffProposed, ArrearsState::kWrittenOff}) {
    Arrears arrears = Open();
    arrears.state = state;
    const bool open = state == ArrearsState::kOpen || state == ArrearsState::kWriteOffProposed;
    EXPECT_EQ(ReasonOf(MakeDirect(arrears)), open ? "" : "ARREARS_STATE");
    EXPECT_EQ(arrears.state, open ? ArrearsState::kDirect : state);
    arrears.state = state;
    EXPECT_EQ(ReasonOf(ProposeWriteOff({"PARK", "moved away", "u1"}, arrears).status()),
              open ? "" : "ARREARS_STATE");
    EXPECT_EQ(ArrearsStateOf(ArrearsStateName(state)), state);
  }
  Arrears owed_to_the_family = Open(-5000);
  EXPECT_EQ(ReasonOf(ProposeWriteOff({"PARK", "moved away", "u1"}, owed_to_the_family).status()),
            "ARREARS_STATE");
  EXPECT_TRUE(MakeDirect(owed_to_the_family).ok());
}

TEST(WriteOffTest, TakesTwoPeopleAndTheProposalThatWasRead) {
  Arrears arrears = Open();
  EXPECT_EQ(ReasonOfConfirm({1, "u2"}, arrears), "ARREARS_STATE");  // Nobody proposed it.
  EXPECT_TRUE(*ProposeWriteOff({"PARK", "moved away", "u1"}, arrears));
  EXPECT_EQ(arrears.revision, 2);
  EXPECT_FALSE(*ProposeWriteOff({"PARK", "moved away", "u3"}, arrears));  // The same again.
  EXPECT_EQ(arrears.by, "u1");
  EXPECT_EQ(ReasonOfConfirm({1, "u2"}, arrears), "WRITE_OFF_CHANGED");
  EXPECT_EQ(ReasonOfConfirm({2, "u1"}, arrears), "CONFIRMED_BY_SAME_PERSON");
  // Another proposal takes its place, and its proposer's.
  EXPECT_TRUE(*ProposeWriteOff({"CENTRE", "moved away", "u2"}, arrears));
  EXPECT_EQ(ReasonOfConfirm({2, "u1"}, arrears), "WRITE_OFF_CHANGED");
  EXPECT_EQ(ReasonOfConfirm({3, "u2"}, arrears), "CONFIRMED_BY_SAME_PERSON");
  EXPECT_TRUE(*ConfirmWriteOff({3, "u1"}, arrears));
  EXPECT_EQ(arrears.state, ArrearsState::kWrittenOff);
  EXPECT_FALSE(*ConfirmWriteOff({3, "u1"}, arrears));  // Again.
}

}  // namespace
}  // namespace tuoqiao::payroll
