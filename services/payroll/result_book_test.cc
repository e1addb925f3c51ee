// Lines of a payroll system, matched and added up, and what they leave to a person.
#include "services/payroll/result_book.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10);
constexpr int64_t kTolerance = 10;

// E1 and E2 were sent 400.00 each; nothing was sent of E3.
ResultPages Pages(PayRunState state = PayRunState::kReleased) {
  ResultPages pages;
  pages.run = NewPayRun("91a", kOctober, {10, 3, false});
  pages.run.state = state;
  for (const char* number : {"E1", "E2", "E3"}) {
    Instruction instruction;
    instruction.id = absl::StrCat("ins-", number);
    instruction.employee = absl::StrCat("emp-", number);
    instruction.employee_no = number;
    const bool sent = instruction.employee_no != "E3";
    instruction.amount_minor = sent ? Fen("400.00") : 0;
    instruction.state = sent ? InstructionState::kSent : InstructionState::kInArrears;
    if (sent && state == PayRunState::kReconciled) instruction.state = InstructionState::kMissing;
    pages.instructions.push_back(instruction);
  }
  if (state == PayRunState::kReconciled) pages.run.arrears_minor = Fen("800.00");
  return pages;
}

// `400.00`, `380.00@1` in sequence 1, `key:400.00` with the instruction's name.
PayResult LineOf(const std::string& text, const std::string& number = "E1") {
  PayResult line;
  line.employee_no = number;
  line.period = kOctober;
  std::string amount = text;
  if (amount.rfind("key:", 0) == 0) {
    line.instruction = absl::StrCat("ins-", number);
    amount = amount.substr(4);
  }
  const std::vector<std::string> parts = absl::StrSplit(amount, '@');
  line.amount_minor = Fen(parts[0]);
  if (parts.size() == 2) line.sequence = std::stoll(parts[1]);
  return line;
}

std::string Yuan(int64_t fen) {
  return absl::StrCat(fen / 100, ".", absl::StrCat(100 + fen % 100).substr(1));
}

// "RESULT_SHORT 380.00" of what is open.
std::string OpenIn(const ResultBook& book) {
  std::vector<std::string> open;
  for (const PayException& each : book.ChangedExceptions()) {
    if (each.state != ExceptionState::kOpen) continue;
    open.push_back(absl::StrCat(each.finding.reason, " ", Yuan(each.finding.seen_minor)));
  }
  return absl::StrJoin(open, " ");
}

TEST(ResultBookTest, WhatLinesComeToDoesNotDependOnTheirOrder) {
  constexpr char kCases[] = R"(
# lines of one instruction of 400.00 | seen   | state | left to a person
  400.00                             | 400.00 | SEEN  |
  key:400.00                         | 400.00 | SEEN  |
  400.00 400.00                      | 400.00 | SEEN  |
  400.00 key:400.00                  | 400.00 | SEEN  |
  399.90                             | 399.90 | SHORT |
  399.89                             | 399.89 | SHORT | RESULT_SHORT 399.89
  0.00                               | 0.00   | SHORT | RESULT_SHORT 0.00
  400.10                             | 400.10 | OVER  |
  400.11                             | 400.11 | OVER  | RESULT_OVER 400.11
  380.00 400.00@1                    | 400.00 | SEEN  |
  400.00 380.00@1 390.00@2           | 390.00 | SHORT | RESULT_SHORT 390.00
  500.00 400.00@1                    | 400.00 | SEEN  |
  400.00 380.00                      | 380.00 | SHORT | RESULT_DIFFERS 380.00
  400.00 380.00 410.00               | 380.00 | SHORT | RESULT_DIFFERS 380.00
  400.00 380.00 400.00@1             | 400.00 | SEEN  |
  400.00@1 380.00@1 400.00           | 380.00 | SHORT | RESULT_DIFFERS 380.00
)";
  for (const auto& c : ReadCases(kCases)) {
    std::vector<std::string> lines = absl::StrSplit(c[0], ' ');
    std::sort(lines.begin(), lines.end());
    do {
      ResultBook book("yunqi", Pages(), kTolerance);
      for (const std::string& line : lines) (void)book.Take(LineOf(line), true);
      const std::vector<Instruction> changed = book.ChangedInstructions();
      ASSERT_EQ(changed.size(), 1u) << c[0];
      EXPECT_EQ(Yuan(changed[0].seen_minor), c[1]) << c[0];
      EXPECT_EQ(InstructionStateName(changed[0].state), c[2]) << c[0];
      EXPECT_EQ(OpenIn(book), c[3]) << absl::StrJoin(lines, " ");
      EXPECT_EQ(book.run().seen_minor, changed[0].seen_minor);
      EXPECT_EQ(book.run().unapplied_minor,
                std::max<int64_t>(0, changed[0].seen_minor - Fen("400.00")));
    } while (std::next_permutation(lines.begin(), lines.end()));
  }
}

TEST(ResultBookTest, RefusesALineForTheFirstReasonThatApplies) {
  ResultBook book("yunqi", Pages(), kTolerance);
  PayResult line = LineOf("-1.00", "NOBODY");
  line.instruction = "ins-E1";
  line.employer = "91b";
  line.currency = "USD";
  line.period = kOctober - 1;
  bool known = false;
  const auto reason = [&] { return ReasonOf(book.Take(line, known).status()); };
  EXPECT_EQ(reason(), "OTHER_FIRM");
  line.employer = "91a";
  EXPECT_EQ(reason(), "CURRENCY_WRONG");
  line.currency = "CNY";
  EXPECT_EQ(reason(), "WRONG_PERIOD");
  line.period = kOctober;
  EXPECT_EQ(reason(), "RESULT_NEGATIVE");
  line.amount_minor = Fen("400.00");
  EXPECT_EQ(reason(), "UNKNOWN_EMPLOYEE");
  known = true;
  EXPECT_EQ(reason(), "UNKNOWN_INSTRUCTION");  // The firm has such a one, and sent nothing.
  line.employee_no = "E2";
  EXPECT_EQ(reason(), "UNKNOWN_INSTRUCTION");  // It names another's.
  line.employee_no = "E3";
  line.instruction.clear();
  EXPECT_EQ(reason(), "UNKNOWN_INSTRUCTION");  // Nothing went out.
  line.employee_no = "E1";
  EXPECT_EQ(reason(), "");
  EXPECT_EQ(book.ChangedInstructions().size(), 1u);
  // What was refused is kept with its reason, and waits for a person: NOBODY's last line was read
  // twice.
  EXPECT_EQ(book.ChangedLines().size(), 8u);
  EXPECT_EQ(OpenIn(book).find("RESULT_"), OpenIn(book).find("RESULT_NEGATIVE"));
}

TEST(ResultBookTest, ALineOfAStrangerIsMatchedOnceTheRosterKnowsHim) {
  ResultPages pages = Pages();
  pages.instructions[0].employee_no = "E9";
  ResultBook book("yunqi", std::move(pages), kTolerance);
  EXPECT_EQ(ReasonOf(book.Take(LineOf("400.00", "E1"), false).status()), "UNKNOWN_EMPLOYEE");
  EXPECT_EQ(OpenIn(book), "UNKNOWN_EMPLOYEE 400.00");
  EXPECT_EQ(ReasonOf(book.Take(LineOf("400.00", "E1"), true).status()), "UNKNOWN_INSTRUCTION");
  EXPECT_EQ(OpenIn(book), "UNKNOWN_INSTRUCTION 400.00");
}

TEST(ResultBookTest, WhatIsReadAgainChangesNothing) {
  ResultPages pages = Pages();
  {
    ResultBook book("yunqi", Pages(), kTolerance);
    for (const char* line : {"400.00", "380.00@1", "390.00@1"}) (void)book.Take(LineOf(line), true);
    (void)book.Take(LineOf("-5.00", "E2"), true);
    pages.run = book.run();
    pages.instructions[0] = book.ChangedInstructions()[0];
    pages.lines = book.ChangedLines();
    pages.exceptions = book.ChangedExceptions();
  }
  ResultBook again("yunqi", std::move(pages), kTolerance);
  EXPECT_TRUE(again.Take(LineOf("400.00"), true).ok());
  EXPECT_TRUE(again.Take(LineOf("380.00@1"), true).ok());
  EXPECT_EQ(ReasonOf(again.Take(LineOf("-5.00", "E2"), true).status()), "RESULT_NEGATIVE");
  EXPECT_FALSE(again.changed());
}

TEST(ResultBookTest, LateLinesMoveTheArrearsOfAReconciledRun) {
  constexpr char kCases[] = R"(
# late lines      | seen   | arrears of both | unapplied | left to a person
  400.00          | 400.00 | 400.00          | 0.00      |
  300.00          | 300.00 | 500.00          | 0.00      | RESULT_SHORT 300.00
  300.00 400.00@1 | 400.00 | 400.00          | 0.00      |
  450.00          | 450.00 | 400.00          | 50.00     | RESULT_OVER 450.00
  0.00            | 0.00   | 800.00          | 0.00      | RESULT_SHORT 0.00
)";
  for (const auto& c : ReadCases(kCases)) {
    ResultBook book("yunqi", Pages(PayRunState::kReconciled), kTolerance);
    for (const std::string& line : std::vector<std::string>(absl::StrSplit(c[0], ' '))) {
      ASSERT_TRUE(book.Take(LineOf(line), true).ok());
    }
    EXPECT_EQ(Yuan(book.run().seen_minor), c[1]) << c[0];
    EXPECT_EQ(Yuan(book.run().arrears_minor), c[2]) << c[0];
    EXPECT_EQ(Yuan(book.run().unapplied_minor), c[3]) << c[0];
    EXPECT_EQ(OpenIn(book), c[4]) << c[0];
    EXPECT_EQ(book.seen_before().at("ins-E1"), 0) << c[0];
  }
}

TEST(ResultBookTest, WhatNeverCameIsMissingUntilItComes) {
  ResultBook book("yunqi", Pages(PayRunState::kReconciled), kTolerance);
  book.OpenMissing();
  EXPECT_EQ(OpenIn(book), "RESULT_MISSING 0.00 RESULT_MISSING 0.00");
  ASSERT_TRUE(book.Take(LineOf("400.00"), true).ok());
  EXPECT_EQ(OpenIn(book), "RESULT_MISSING 0.00");
}

// ---- A person's word.

class WordTest : public ::testing::Test {
 protected:
  std::string OpenId(const ResultBook& book) {
    for (const PayException& each : book.ChangedExceptions()) {
      if (each.state == ExceptionState::kOpen) return each.id;
    }
    return "";
  }
  std::string Say(ResultBook& book, const std::string& id, Road road,
                  const std::string& amount = "0.00", const std::string& instruction = "") {
    return ReasonOf(book.Resolve({id, road, "薪酬系统已核实", instruction, Fen(amount)}));
  }
};

TEST_F(WordTest, EachReasonHasItsRoads) {
  constexpr char kCases[] = R"(
# line    | of E1  | accept               | assign | dismiss
  380.00  | E1     |                      |        | PAY_EXCEPTION_ACTION
  500.00  | E1     |                      |        | PAY_EXCEPTION_ACTION
  -1.00   | E1     | PAY_EXCEPTION_ACTION |        |
  400.00  | NOBODY | PAY_EXCEPTION_ACTION |        |
)";
  for (const auto& c : ReadCases(kCases)) {
    const Road roads[] = {Road::kAccept, Road::kAssign, Road::kDismiss};
    for (size_t i = 0; i < 3; ++i) {
      ResultBook book("yunqi", Pages(), kTolerance);
      (void)book.Take(LineOf(c[0], c[1]), false);
      const std::string id = OpenId(book);
      EXPECT_EQ(Say(book, id, roads[i], "390.00", "ins-E1"), c[2 + i]) << c[0];
      if (!c[2 + i].empty()) continue;
      EXPECT_EQ(book.exception(id).state, ExceptionState::kResolved);
      EXPECT_EQ(book.exception(id).resolution, roads[i]);
      EXPECT_EQ(Say(book, id, roads[i]), "PAY_EXCEPTION_STATE");
      EXPECT_EQ(book.run().seen_minor, roads[i] == Road::kAssign         ? Fen("390.00")
                                       : c[1] == "E1" && c[0] != "-1.00" ? Fen(c[0])
                                                                         : 0);
    }
  }
}

TEST_F(WordTest, ItHoldsBeforeFilesUntilALaterCorrection) {
  ResultBook book("yunqi", Pages(), kTolerance);
  (void)book.Take(LineOf("400.00"), true);
  (void)book.Take(LineOf("380.00"), true);
  EXPECT_EQ(OpenIn(book), "RESULT_DIFFERS 380.00");
  const std::string id = OpenId(book);
  EXPECT_EQ(Say(book, id, Road::kAccept), "PAY_EXCEPTION_ACTION");
  EXPECT_EQ(Say(book, id, Road::kAssign, "400.00", "ins-E2"), "UNKNOWN_INSTRUCTION");
  EXPECT_EQ(Say(book, id, Road::kAssign, "400.00"), "");
  EXPECT_EQ(book.run().seen_minor, Fen("400.00"));
  EXPECT_EQ(OpenIn(book), "");
  // Another file of the first sequence says nothing new; a correction of the person's does.
  (void)book.Take(LineOf("370.00"), true);
  EXPECT_EQ(book.run().seen_minor, Fen("400.00"));
  EXPECT_EQ(ReasonOf(book.Take(LineOf("390.00@1"), true).status()), "RESULT_DIFFERS");
  EXPECT_EQ(book.run().seen_minor, Fen("400.00"));
  EXPECT_TRUE(book.Take(LineOf("390.00@2"), true).ok());
  EXPECT_EQ(book.run().seen_minor, Fen("390.00"));
  EXPECT_EQ(OpenIn(book), "RESULT_SHORT 390.00");
}

TEST_F(WordTest, WhatWasAcceptedOpensAgainOnlyForAnotherFigure) {
  ResultBook book("yunqi", Pages(), kTolerance);
  (void)book.Take(LineOf("380.00"), true);
  EXPECT_EQ(Say(book, OpenId(book), Road::kAccept), "");
  (void)book.Take(LineOf("key:380.00"), true);
  EXPECT_EQ(OpenIn(book), "");
  (void)book.Take(LineOf("370.00@1"), true);
  EXPECT_EQ(OpenIn(book), "RESULT_SHORT 370.00");
}

}  // namespace
}  // namespace tuoqiao::payroll
