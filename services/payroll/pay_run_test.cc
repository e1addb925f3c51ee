// A pay run from its plan to its arrears.
#include "services/payroll/pay_run.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/payroll/pay_line.h"
#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

using State = InstructionState;

constexpr absl::CivilMonth kOctober(2026, 10);

Instruction Deduct(const std::string& employee_no, const std::string& amount,
                   const std::string& carried = "0.00") {
  Instruction instruction;
  instruction.employee = absl::StrCat("emp-", employee_no);
  instruction.employee_no = employee_no;
  instruction.amount_minor = Fen(amount);
  instruction.carried_minor = Fen(carried);
  instruction.share_minor = instruction.amount_minor + instruction.carried_minor;
  WageShare share;
  share.statement = absl::StrCat("parks/yunqi/months/2026-10/statements/", employee_no);
  share.family = absl::StrCat("parks/yunqi/families/", employee_no);
  share.employee = instruction.employee;
  share.amount_minor = instruction.share_minor;
  instruction.shares = {share};
  return instruction;
}

class PayRunTest : public ::testing::Test {
 protected:
  PayRunTest() {
    run_ = NewPayRun("91a", kOctober, {10, 3, false});
    instructions_ = {Deduct("E1", "100.00"), Deduct("E2", "80.00", "20.00"),
                     Deduct("E3", "0.00", "50.00")};
    TakePlan("yunqi", run_, instructions_);
  }
  absl::Status ReleaseOn(const std::string& today) {
    return Release({run_.digest, run_.digest, Day(today)}, run_, instructions_);
  }
  PayRun run_;
  std::vector<Instruction> instructions_;
};

TEST(PayDateTest, FollowsFromTheFirmsTerms) {
  constexpr char kCases[] = R"(
# billed  | pay day | cut off days | pay date   | cut off    | why
  2026-10 |      10 |            3 | 2026-11-10 | 2026-11-07 | the month after
  2026-12 |       5 |            0 | 2027-01-05 | 2027-01-05 | of the next year
  2027-01 |      28 |            4 | 2027-02-28 | 2027-02-24 | the last that every month has
  2026-10 |       1 |            5 | 2026-11-01 | 2026-10-27 | in the month billed
)";
  for (const auto& c : ReadCases(kCases)) {
    const PayRun run =
        NewPayRun("91a", *ParseMonth(c[0]), {std::stoll(c[1]), std::stoll(c[2]), false});
    EXPECT_EQ(FormatDay(run.pay_date), c[3]) << c[5];
    EXPECT_EQ(FormatDay(run.cut_off_date), c[4]) << c[5];
    EXPECT_EQ(run.Id(), "91a/" + c[0]);
  }
}

TEST_F(PayRunTest, CountsWhatGoesOut) {
  EXPECT_EQ(run_.instructions, 2);
  EXPECT_EQ(run_.deduct_minor, Fen("180.00"));
  EXPECT_EQ(run_.digest.size(), 64u);
}

TEST_F(PayRunTest, TheDigestIsOfEverythingThatIsLookedAt) {
  const std::string before = run_.digest;
  TakePlan("yunqi", run_, instructions_);
  EXPECT_EQ(run_.digest, before);
  const std::vector<std::function<void(PayRun&, std::vector<Instruction>&)>> changes = {
      [](PayRun& run, auto&) { ++run.pay_date; },
      [](PayRun& run, auto&) { --run.cut_off_date; },
      [](PayRun& run, auto&) { run.tax_advice = true; },
      [](PayRun&, auto& instructions) { --instructions[0].amount_minor; },
      [](PayRun&, auto& instructions) { ++instructions[1].carried_minor; },
      [](PayRun&, auto& instructions) { ++instructions[1].share_minor; },
      [](PayRun&, auto& instructions) { instructions[0].reason = "PAY_FIGURE_MISSING"; },
      [](PayRun&, auto& instructions) { instructions[0].shares[0].family += "1"; },
      [](PayRun&, auto& instructions) { instructions[0].shares[0].statement += "1"; },
      [](PayRun&, auto& instructions) { instructions[0].employee_no += "1"; },
      [](PayRun&, auto& instructions) { instructions.pop_back(); },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    PayRun run = run_;
    std::vector<Instruction> instructions = instructions_;
    changes[i](run, instructions);
    TakePlan("yunqi", run, instructions);
    EXPECT_NE(run.digest, before) << "change " << i;
  }
}

TEST_F(PayRunTest, LetsGoWhatWasLookedAtUntilTheCutOff) {
  EXPECT_EQ(ReasonOf(Release({"another", run_.digest, Day("2026-11-01")}, run_, instructions_)),
            "DIGEST_STALE");
  EXPECT_EQ(ReasonOf(Release({run_.digest, "another", Day("2026-11-01")}, run_, instructions_)),
            "DIGEST_STALE");
  EXPECT_EQ(ReasonOf(Release({"", "another", Day("2026-11-01")}, run_, instructions_)),
            "DIGEST_STALE");
  EXPECT_EQ(ReasonOf(ReleaseOn("2026-11-08")), "CUT_OFF_PASSED");
  EXPECT_EQ(run_.state, PayRunState::kPreflighted);
  EXPECT_TRUE(ReleaseOn("2026-11-07").ok());
  EXPECT_EQ(run_.state, PayRunState::kReleased);
  EXPECT_EQ(instructions_[0].state, State::kSent);
  EXPECT_EQ(instructions_[2].state, State::kPlanned);  // A zero deduction sends nothing.
  // The state comes first, whatever else is wrong.
  EXPECT_EQ(ReasonOf(Release({"another", "another", Day("2027-01-01")}, run_, instructions_)),
            "PAY_RUN_STATE");
}

TEST_F(PayRunTest, ReadsLinesOnlyBetweenReleaseAndReconciling) {
  EXPECT_EQ(ReasonOf(CheckReading(run_)), "PAY_RUN_STATE");
  EXPECT_EQ(ReasonOf(Reconcile("yunqi", run_, instructions_).status()), "PAY_RUN_STATE");
  ASSERT_TRUE(ReleaseOn("2026-11-01").ok());
  EXPECT_TRUE(CheckReading(run_).ok());
  run_.state = PayRunState::kResultRead;
  EXPECT_TRUE(CheckReading(run_).ok());
  ASSERT_TRUE(Reconcile("yunqi", run_, instructions_).ok());
  EXPECT_EQ(ReasonOf(CheckReading(run_)), "PAY_RUN_STATE");
  EXPECT_EQ(ReasonOf(Reconcile("yunqi", run_, instructions_).status()), "PAY_RUN_STATE");
}

TEST(ReconcileTest, EveryKindOfResultHasItsEnd) {
  // What was sent of a share, what was carried, what was seen ("-": no line came), and what
  // follows.
  constexpr char kCases[] = R"(
#   sent | carried |   seen | state      | arrears                   | unapplied | why
  100.00 |    0.00 | 100.00 | SEEN       |                           |      0.00 | all taken
  100.00 |    0.00 |  60.00 | SHORT      | SHORT 40.00               |      0.00 |
  100.00 |    0.00 |   0.00 | SHORT      | SHORT 100.00              |      0.00 | a line that took nothing
  100.00 |    0.00 |      - | MISSING    | MISSING 100.00            |      0.00 |
  100.00 |    0.00 | 100.01 | OVER       |                           |      0.01 | the excess is nobody's
  100.00 |   25.00 | 100.00 | SEEN       | CARRIED 25.00             |      0.00 |
  100.00 |   25.00 |  60.00 | SHORT      | CARRIED 25.00 SHORT 40.00 |      0.00 |
  100.00 |   25.00 |      - | MISSING    | CARRIED 25.00 MISSING 100.00 |   0.00 |
  100.00 |   25.00 | 130.00 | OVER       | CARRIED 25.00             |     30.00 | it pays no arrears
    0.00 |   25.00 |      - | IN_ARREARS | CARRIED 25.00             |      0.00 | carried whole
    0.00 |    0.00 |      - | SETTLED    |                           |      0.00 | nothing was asked
)";
  for (const auto& c : ReadCases(kCases)) {
    PayRun run = NewPayRun("91a", kOctober, {10, 3, false});
    std::vector<Instruction> instructions = {Deduct("E1", c[0], c[1])};
    TakePlan("yunqi", run, instructions);
    ASSERT_TRUE(Release({"", run.digest, Day("2026-11-01")}, run, instructions).ok());
    if (c[2] != "-") {
      TakeStanding({Fen(c[2])}, run, instructions[0]);
    }
    const auto reconciled = Reconcile("yunqi", run, instructions);
    ASSERT_TRUE(reconciled.ok()) << reconciled.status();
    EXPECT_EQ(InstructionStateName(instructions[0].state), c[3]) << c[6];
    std::string arrears;
    int64_t sum_minor = 0;
    for (const Arrears& each : reconciled->arrears) {
      const std::string fen = absl::StrCat(100 + each.amount_minor % 100).substr(1);
      absl::StrAppend(&arrears, arrears.empty() ? "" : " ", ArrearsOriginName(each.origin), " ",
                      each.amount_minor / 100, ".", fen);
      sum_minor += each.amount_minor;
    }
    EXPECT_EQ(arrears, c[4]) << c[6];
    EXPECT_EQ(run.arrears_minor, sum_minor);
    EXPECT_EQ(run.unapplied_minor, Fen(c[5])) << c[6];
    const int64_t seen_minor = c[2] == "-" ? 0 : Fen(c[2]);
    EXPECT_EQ(run.seen_minor, seen_minor);
    int64_t parts_minor = 0;
    for (const SeenDeduction& each : reconciled->deductions) parts_minor += each.seen_minor;
    EXPECT_EQ(parts_minor, seen_minor);
    EXPECT_EQ(run.state, PayRunState::kReconciled);
  }
}

TEST(ReconcileTest, WhatIsNoDeductionOwesNothing) {
  PayRun run = NewPayRun("91a", kOctober, {10, 3, false});
  std::vector<Instruction> instructions = {Deduct("E1", "100.00"), Deduct("E2", "100.00")};
  instructions[0].kind = InstructionKind::kTaxableBenefit;
  instructions[1].kind = InstructionKind::kAllow;
  TakePlan("yunqi", run, instructions);
  EXPECT_EQ(run.deduct_minor, 0);
  ASSERT_TRUE(Release({"", run.digest, Day("2026-11-01")}, run, instructions).ok());
  TakeStanding({Fen("90.00")}, run, instructions[0]);
  const auto reconciled = Reconcile("yunqi", run, instructions);
  ASSERT_TRUE(reconciled.ok());
  EXPECT_TRUE(reconciled->arrears.empty());
  EXPECT_TRUE(reconciled->deductions.empty());
  EXPECT_EQ(run.seen_minor, 0);
  EXPECT_EQ(instructions[0].state, State::kShort);
  EXPECT_EQ(instructions[1].state, State::kMissing);
}

}  // namespace
}  // namespace tuoqiao::payroll
