// How closed shares become instructions.
#include "services/payroll/instruction.h"

#include <gtest/gtest.h>

#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

// A firm on pay date 10 November 2026 that may deduct, with two employees who signed for 1500.00
// and earn enough.
PlanFacts Facts() {
  PlanFacts facts;
  facts.pay_date = Day("2026-11-10");
  facts.basis = LegalBasis{"集体合同", Day("2026-01-01"), 1};
  facts.floor = PayFloor{259000, 2000, 1};
  for (const char* number : {"E1", "E2"}) {
    const std::string employee = absl::StrCat("emp-", number);
    facts.employee_nos[employee] = number;
    Authorisation authorisation;
    authorisation.employee = employee;
    authorisation.period = {Day("2026-01-01"), Day("2027-01-01")};
    authorisation.maximum_minor = Fen("1500.00");
    facts.authorisations[employee] = {authorisation};
    PayFigure figure;
    figure.employee = employee;
    figure.gross_minor = Fen("10000.00");
    figure.net_minor = Fen("8000.00");
    facts.last_figures[employee] = figure;
  }
  return facts;
}

WageShare Share(const std::string& statement, const std::string& employee_no, WageForm form,
                const std::string& amount, const std::string& family = "F1") {
  WageShare share;
  share.statement = absl::StrCat("parks/yunqi/months/2026-10/statements/", statement);
  share.family = absl::StrCat("parks/yunqi/families/", family);
  share.centre = "parks/yunqi/centres/c01";
  share.case_number = statement;
  share.employee = absl::StrCat("emp-", employee_no);
  share.form = form;
  share.amount_minor = Fen(amount);
  return share;
}

std::string Yuan(int64_t minor) {
  const std::string fen = absl::StrCat(100 + std::abs(minor) % 100).substr(1);
  return absl::StrCat(minor < 0 ? "-" : "", std::abs(minor) / 100, ".", fen);
}

// "E1 DEDUCT 1200.00: 1200.00 sent, 0.00 carried", and the reason where it was refused.
std::string Line(const Instruction& each) {
  return absl::StrCat(each.employee_no, " ", InstructionKindName(each.kind), " ",
                      Yuan(each.share_minor), ": ", Yuan(each.amount_minor), " sent, ",
                      Yuan(each.carried_minor), " carried",
                      each.reason.empty() ? "" : absl::StrCat(", ", each.reason));
}
std::vector<std::string> Lines(const PlanFacts& facts) {
  const auto planned = PlanInstructions(facts);
  EXPECT_TRUE(planned.ok()) << planned.status();
  std::vector<std::string> lines;
  for (const Instruction& each : *planned) lines.push_back(Line(each));
  return lines;
}
using Expected = std::vector<std::string>;

TEST(PlanTest, EachFormHasItsKind) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C1", "E1", WageForm::kInvoiced, "600.00"),
                  Share("C2", "E2", WageForm::kAllowance, "300.00"),
                  Share("C1", "E2", WageForm::kDeduct, "200.00")};
  EXPECT_EQ(Lines(facts), (Expected{"E1 TAXABLE_BENEFIT 600.00: 600.00 sent, 0.00 carried",
                                    "E2 ALLOW 300.00: 300.00 sent, 0.00 carried",
                                    "E2 DEDUCT 200.00: 200.00 sent, 0.00 carried"}));
  facts.tax_advice = true;
  EXPECT_EQ(Lines(facts), (Expected{"E2 ALLOW 300.00: 300.00 sent, 0.00 carried",
                                    "E2 DEDUCT 200.00: 200.00 sent, 0.00 carried"}));
}

TEST(PlanTest, TheAmountsOfSeveralChildrenAddUp) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C2", "E1", WageForm::kDeduct, "700.50"),
                  Share("C1", "E1", WageForm::kDeduct, "600.25"),
                  Share("C2", "E1", WageForm::kInvoiced, "1.00"),
                  Share("C1", "E1", WageForm::kInvoiced, "2.00")};
  const auto planned = PlanInstructions(facts);
  ASSERT_TRUE(planned.ok());
  ASSERT_EQ(planned->size(), 2u);
  EXPECT_EQ(Line((*planned)[0]), "E1 DEDUCT 1300.75: 1300.75 sent, 0.00 carried");
  EXPECT_EQ(Line((*planned)[1]), "E1 TAXABLE_BENEFIT 3.00: 3.00 sent, 0.00 carried");
  ASSERT_EQ((*planned)[0].shares.size(), 2u);
  EXPECT_EQ((*planned)[0].shares[0].case_number, "C1");  // By statement.
}

TEST(PlanTest, TheModeIsThatOfTheLowestCaseNumber) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C2", "E1", WageForm::kDeduct, "900.00"),
                  Share("C1", "E1", WageForm::kDeduct, "900.00")};
  facts.shares[0].mode = ArrearsMode::kTakeWhatFits;
  facts.shares[1].mode = ArrearsMode::kAllOrNothing;
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 1800.00: 0.00 sent, 1800.00 carried"}));
  std::swap(facts.shares[0].mode, facts.shares[1].mode);
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 1800.00: 1500.00 sent, 300.00 carried"}));
}

TEST(PlanTest, RefusesForTheFirstReasonThatApplies) {
  constexpr char kCases[] = R"(
# legal basis | authorisation | pay figure | outcome
  yes         | yes           | yes        |
  no          | no            | no         | LEGAL_BASIS_MISSING
  later       | yes           | yes        | LEGAL_BASIS_MISSING
  no          | yes           | yes        | LEGAL_BASIS_MISSING
  yes         | no            | no         | AUTHORISATION_MISSING
  yes         | run out       | yes        | AUTHORISATION_MISSING
  yes         | later         | yes        | AUTHORISATION_MISSING
  yes         | revoked       | yes        | AUTHORISATION_MISSING
  yes         | of another    | yes        | AUTHORISATION_MISSING
  yes         | yes           | no         | PAY_FIGURE_MISSING
)";
  for (const auto& c : ReadCases(kCases)) {
    PlanFacts facts = Facts();
    facts.shares = {Share("C1", "E1", WageForm::kDeduct, "200.00")};
    Authorisation& authorisation = facts.authorisations["emp-E1"][0];
    if (c[0] == "no") facts.basis.reset();
    if (c[0] == "later") facts.basis->from_date = Day("2026-11-11");
    if (c[1] == "run out") authorisation.period.until = facts.pay_date;
    if (c[1] == "later") authorisation.period.from = facts.pay_date + 1;
    if (c[1] == "revoked") authorisation.revoke_date = facts.pay_date;
    if (c[1] == "no" || c[1] == "of another") facts.authorisations.erase("emp-E1");
    if (c[1] == "no") facts.authorisations.clear();
    if (c[2] == "no") facts.last_figures.erase("emp-E1");
    const auto planned = PlanInstructions(facts);
    ASSERT_TRUE(planned.ok());
    ASSERT_EQ(planned->size(), 1u);
    const Instruction& instruction = planned->front();
    EXPECT_EQ(instruction.reason, c[3]) << c[0] << ", " << c[1] << ", " << c[2];
    EXPECT_EQ(instruction.share_minor, Fen("200.00"));
    EXPECT_EQ(instruction.amount_minor, c[3].empty() ? Fen("200.00") : 0);
    EXPECT_EQ(instruction.carried_minor, 0);
    EXPECT_EQ(instruction.state,
              c[3].empty() ? InstructionState::kPlanned : InstructionState::kDirect);
  }
}

TEST(PlanTest, AFloorIsNeededByDeductionsOnly) {
  PlanFacts facts = Facts();
  facts.floor.reset();
  facts.shares = {Share("C1", "E1", WageForm::kInvoiced, "600.00")};
  EXPECT_TRUE(PlanInstructions(facts).ok());
  facts.shares.push_back(Share("C1", "E2", WageForm::kDeduct, "600.00"));
  EXPECT_EQ(ReasonOf(PlanInstructions(facts).status()), "PAY_FLOOR_MISSING");
  facts.basis.reset();  // What is refused needs none.
  EXPECT_TRUE(PlanInstructions(facts).ok());
}

TEST(PlanTest, AFamilyThatIsOwedMoneyLendsNothingToAnother) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "300.00", "F1"),
                  Share("C2", "E1", WageForm::kDeduct, "-120.00", "F2")};
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 180.00: 300.00 sent, 0.00 carried"}));
  // Within one family it does.
  facts.shares[1].family = facts.shares[0].family;
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 180.00: 180.00 sent, 0.00 carried"}));
  facts.shares[1].amount_minor = Fen("-300.01");
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT -0.01: 0.00 sent, 0.00 carried"}));
}

TEST(InstructionTest, AnIdIsOfOneEmployeeAndKindInOneRun) {
  Instruction instruction;
  instruction.employee = "emp-E1";
  const std::string id = InstructionId("yunqi", "91a/2026-10", instruction);
  EXPECT_EQ(id, InstructionId("yunqi", "91a/2026-10", instruction));
  EXPECT_NE(id, InstructionId("yunqi", "91a/2026-11", instruction));
  EXPECT_NE(id, InstructionId("yunqi", "91b/2026-10", instruction));
  EXPECT_NE(id, InstructionId("other", "91a/2026-10", instruction));
  instruction.kind = InstructionKind::kAllow;
  EXPECT_NE(id, InstructionId("yunqi", "91a/2026-10", instruction));
}

TEST(SplitTest, GivesEachFamilyItsPartAndKeepsTheSum) {
  // A deduction of 100.00 for F1 (70.00 asked) and F2 (30.01 asked), of which a fen was carried.
  constexpr char kCases[] = R"(
#    seen | F1 sent | F1 seen | F2 sent | F2 seen | why
   100.00 |   69.99 |   69.99 |   30.01 |   30.01 | all of it
     0.00 |   69.99 |    0.00 |   30.01 |    0.00 | nothing
    50.00 |   69.99 |   35.00 |   30.01 |   15.00 | in proportion, the spare fen by remainder
     0.01 |   69.99 |    0.01 |   30.01 |    0.00 | one fen
   110.00 |   69.99 |   76.99 |   30.01 |   33.01 | the excess in proportion to what was asked
)";
  for (const auto& c : ReadCases(kCases)) {
    Instruction instruction;
    instruction.id = "ins-1";
    instruction.shares = {Share("C1", "E1", WageForm::kDeduct, "70.00", "F1"),
                          Share("C2", "E1", WageForm::kDeduct, "20.01", "F2"),
                          Share("C3", "E1", WageForm::kDeduct, "10.00", "F2")};
    instruction.share_minor = Fen("100.01");
    instruction.amount_minor = Fen("100.00");
    instruction.seen_minor = Fen(c[0]);
    const auto parts = SplitByFamily(instruction);
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[0].family, "parks/yunqi/families/F1");
    EXPECT_EQ(parts[0].instruction, "ins-1");
    EXPECT_EQ(Yuan(parts[0].amount_minor), c[1]) << c[5];
    EXPECT_EQ(Yuan(parts[0].seen_minor), c[2]) << c[5];
    EXPECT_EQ(Yuan(parts[1].amount_minor), c[3]) << c[5];
    EXPECT_EQ(Yuan(parts[1].seen_minor), c[4]) << c[5];
  }
}

TEST(SplitTest, NeverLosesAFenNorGivesAFamilyMoreOfWhatWasTakenThanItOwes) {
  for (int64_t first = 1; first < 40; first += 3) {
    for (int64_t second = 0; second < 40; second += 7) {
      for (int64_t seen = 0; seen < 100; seen += 9) {
        Instruction instruction;
        instruction.shares = {Share("C1", "E1", WageForm::kDeduct, "0.01", "F1"),
                              Share("C2", "E1", WageForm::kDeduct, "0.01", "F2")};
        instruction.shares[0].amount_minor = first;
        instruction.shares[1].amount_minor = second;
        instruction.amount_minor = std::max<int64_t>(1, (first + second) * 2 / 3);
        instruction.seen_minor = seen;
        int64_t sent_sum = 0, seen_sum = 0, taken_sum = 0;
        for (const SeenDeduction& part : SplitByFamily(instruction)) {
          sent_sum += part.amount_minor;
          seen_sum += part.seen_minor;
          taken_sum += std::min(part.seen_minor, part.amount_minor);
        }
        EXPECT_EQ(sent_sum, instruction.amount_minor);
        EXPECT_EQ(seen_sum, seen);
        EXPECT_EQ(taken_sum, std::min(seen, instruction.amount_minor));
      }
    }
  }
}

TEST(SplitTest, WhatSentNothingHasNoPart) {
  Instruction instruction;
  instruction.shares = {Share("C1", "E1", WageForm::kDeduct, "70.00")};
  EXPECT_TRUE(SplitByFamily(instruction).empty());
}

}  // namespace
}  // namespace tuoqiao::payroll
