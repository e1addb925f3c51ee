// How closed shares become instructions.
#include "services/payroll/instruction.h"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <random>

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
  facts.month = absl::CivilMonth(2026, 10);
  facts.numbers = {31, 3};
  facts.floor = PayFloor{259000, 2000, "", 1};
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
  share.month = absl::CivilMonth(2026, 10);
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
  for (const Instruction& each : planned->instructions) lines.push_back(Line(each));
  for (const WageShare& each : planned->waiting) {
    lines.push_back(absl::StrCat(each.case_number, " waits with ", Yuan(each.amount_minor)));
  }
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
  ASSERT_EQ(planned->instructions.size(), 2u);
  const Instruction& deduct = planned->instructions[0];
  EXPECT_EQ(Line(deduct), "E1 DEDUCT 1300.75: 1300.75 sent, 0.00 carried");
  EXPECT_EQ(Line(planned->instructions[1]), "E1 TAXABLE_BENEFIT 3.00: 3.00 sent, 0.00 carried");
  ASSERT_EQ(deduct.shares.size(), 2u);
  EXPECT_EQ(deduct.shares[0].case_number, "C1");  // By statement.
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
    ASSERT_EQ(planned->instructions.size(), 1u);
    const Instruction& instruction = planned->instructions.front();
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
  EXPECT_EQ(Lines(facts),
            (Expected{"E1 DEDUCT 300.00: 300.00 sent, 0.00 carried", "C2 waits with -120.00"}));
  // Within one family it does.
  facts.shares[1].family = facts.shares[0].family;
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 180.00: 180.00 sent, 0.00 carried"}));
  facts.shares[1].amount_minor = Fen("-300.01");
  EXPECT_EQ(Lines(facts), (Expected{"C1 waits with 300.00", "C2 waits with -300.01"}));
}

// Arrears of an earlier month.
WageShare ArrearsOf(const std::string& month, const std::string& amount,
                    const std::string& family = "F1") {
  WageShare share = Share(absl::StrCat("C-", month), "E1", WageForm::kDeduct, amount, family);
  share.month = *ParseMonth(month);
  share.arrears = absl::StrCat("arr-", month);
  return share;
}

TEST(SetOffTest, WhatAFamilyIsOwedIsSetOffByWhatItIsAskedNext) {
  // Shares of September that waited and of October, by family; what the run of October does.
  constexpr char kCases[] = R"(
# September | October | waited | outcome
    -120.00 |  300.00 |      1 | E1 DEDUCT 180.00: 180.00 sent, 0.00 carried
    -120.00 |  120.00 |      1 | E1 DEDUCT 0.00: 0.00 sent, 0.00 carried
    -120.00 |  119.99 |      2 | C1 waits with -120.00 / C2 waits with 119.99
    -120.00 |  119.99 |      3 | E1 REVERSE 0.01: 0.01 sent, 0.00 carried
    -120.00 |   20.00 |      3 | E1 REVERSE 100.00: 100.00 sent, 0.00 carried
)";
  for (const auto& c : ReadCases(kCases)) {
    PlanFacts facts = Facts();
    facts.shares = {Share("C1", "E1", WageForm::kDeduct, c[0]),
                    Share("C2", "E1", WageForm::kDeduct, c[1])};
    facts.shares[0].month = absl::CivilMonth(2026, 9);
    facts.shares[0].waited_runs = std::stoll(c[2]);
    std::string outcome;
    for (const std::string& line : Lines(facts)) {
      absl::StrAppend(&outcome, outcome.empty() ? "" : " / ", line);
    }
    EXPECT_EQ(outcome, c[3]);
  }
}

TEST(SetOffTest, ABenefitOrAnAllowanceBelowZeroWaitsToo) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C1", "E1", WageForm::kInvoiced, "-10.00"),
                  Share("C2", "E2", WageForm::kAllowance, "-20.00")};
  EXPECT_EQ(Lines(facts), (Expected{"C1 waits with -10.00", "C2 waits with -20.00"}));
  facts.shares.push_back(Share("C3", "E1", WageForm::kInvoiced, "15.00"));
  EXPECT_EQ(Lines(facts),
            (Expected{"E1 TAXABLE_BENEFIT 5.00: 5.00 sent, 0.00 carried", "C2 waits with -20.00"}));
}

TEST(ArrearsTest, AreAskedForByThePolicyOfTheFirm) {
  // Arrears of August and September beside what is due of October; what fits is 1500.00.
  constexpr char kCases[] = R"(
# mode           | at most | first         | August | September | October | August | September | October | why
  TAKE_WHAT_FITS |    0.00 | OLDEST_FIRST  | 300.00 |    200.00 |  900.00 | 300.00 |    200.00 |  900.00 | all of it fits
  TAKE_WHAT_FITS |    0.00 | OLDEST_FIRST  | 900.00 |    400.00 |  900.00 | 900.00 |    400.00 |  200.00 | the oldest first
  TAKE_WHAT_FITS |    0.00 | CURRENT_FIRST | 900.00 |    400.00 |  900.00 | 600.00 |      0.00 |  900.00 | what is due first
  TAKE_WHAT_FITS |  250.00 | OLDEST_FIRST  | 300.00 |    200.00 |  900.00 | 250.00 |      0.00 |  900.00 | no more than the cap
  TAKE_WHAT_FITS |  350.00 | OLDEST_FIRST  | 300.00 |    200.00 |  900.00 | 300.00 |     50.00 |  900.00 | the cap is of all arrears
  ALL_OR_NOTHING |    0.00 | OLDEST_FIRST  | 900.00 |    400.00 |  900.00 | 900.00 |    400.00 |    0.00 | a month goes whole or not
  ALL_OR_NOTHING |    0.00 | OLDEST_FIRST  |1600.00 |    400.00 |  900.00 |   0.00 |    400.00 |  900.00 | what never fits stops no other
  ALL_OR_NOTHING |  100.00 | OLDEST_FIRST  |1600.00 |    400.00 |  900.00 | 100.00 |      0.00 |  900.00 | with a cap arrears go in parts
  TAKE_ALL       |    0.00 | OLDEST_FIRST  | 300.00 |    200.00 |  900.00 | 300.00 |    200.00 |  900.00 |
)";
  for (const auto& c : ReadCases(kCases)) {
    PlanFacts facts = Facts();
    facts.policy.mode = ParseArrearsMode(c[0]);
    facts.policy.payback_maximum_minor = Fen(c[1]);
    facts.policy.priority = *ParsePayPriority(c[2]);
    facts.shares = {Share("C1", "E1", WageForm::kDeduct, c[5]), ArrearsOf("2026-09", c[4]),
                    ArrearsOf("2026-08", c[3])};
    const auto planned = PlanInstructions(facts);
    ASSERT_TRUE(planned.ok()) << planned.status();
    ASSERT_EQ(planned->instructions.size(), 1u);
    const Instruction& deduct = planned->instructions[0];
    std::map<absl::CivilMonth, int64_t> asked;
    int64_t asked_minor = 0;
    for (const WageShare& each : deduct.shares) {
      asked[each.month] += each.asked_minor;
      asked_minor += each.asked_minor;
    }
    EXPECT_EQ(Yuan(asked[absl::CivilMonth(2026, 8)]), c[6]) << c[9];
    EXPECT_EQ(Yuan(asked[absl::CivilMonth(2026, 9)]), c[7]) << c[9];
    EXPECT_EQ(Yuan(asked[absl::CivilMonth(2026, 10)]), c[8]) << c[9];
    EXPECT_EQ(deduct.arrears_minor, Fen(c[3]) + Fen(c[4]));
    EXPECT_EQ(deduct.amount_minor, asked_minor);
    EXPECT_EQ(deduct.amount_minor + deduct.carried_minor, deduct.share_minor);
  }
}

TEST(ArrearsTest, WhatOtherRunsOfTheMonthDeductLeavesLess) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "1400.00")};
  facts.sent_minor["emp-E1"] = Fen("500.00");
  facts.sent_minor["emp-E2"] = Fen("900.00");
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 1400.00: 1400.00 sent, 0.00 carried"}));
  facts.sent_minor["emp-E1"] = Fen("700.00");  // A fifth of 10000.00 is 2000.00.
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 1400.00: 1300.00 sent, 100.00 carried"}));
  facts.sent_minor["emp-E1"] = Fen("2100.00");
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 1400.00: 0.00 sent, 1400.00 carried"}));
}

TEST(ArrearsTest, ArrearsThatAreOwedToTheFamilyAreSetOff) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "300.00"), ArrearsOf("2026-09", "-50.00")};
  EXPECT_EQ(Lines(facts), (Expected{"E1 DEDUCT 250.00: 250.00 sent, 0.00 carried"}));
}

TEST(LastPayTest, ALeaverIsAskedForAllOnceMoreAndThenPaysTheCentre) {
  // E1 leaves with a part of a share that falls to later runs; the pay date is 10 November.
  constexpr char kCases[] = R"(
# left       |     due |   later | outcome
  2026-11-11 |  100.00 |  300.00 | E1 DEDUCT 100.00: 100.00 sent, 0.00 carried
  2026-11-10 |  100.00 |  300.00 | E1 DEDUCT 400.00: 400.00 sent, 0.00 carried
  2026-10-10 |  100.00 |  300.00 | E1 DEDUCT 400.00: 400.00 sent, 0.00 carried
  2026-10-10 | 1600.00 |    0.00 | E1 DEDUCT 1600.00: 1500.00 sent, 100.00 carried
  2026-10-10 |  -70.00 |    0.00 | E1 REVERSE 70.00: 70.00 sent, 0.00 carried
  2026-10-09 |  100.00 |  300.00 | E1 DEDUCT 400.00: 0.00 sent, 0.00 carried, EMPLOYMENT_ENDED
  2026-10-09 |  -70.00 |    0.00 | E1 DEDUCT -70.00: 0.00 sent, 0.00 carried, EMPLOYMENT_ENDED
)";
  for (const auto& c : ReadCases(kCases)) {
    PlanFacts facts = Facts();
    facts.leave_dates["emp-E1"] = Day(c[0]);
    facts.shares = {Share("C1", "E1", WageForm::kDeduct, c[1])};
    facts.shares[0].rest_minor = Fen(c[2]);
    EXPECT_EQ(Lines(facts), Expected{c[3]}) << c[0];
  }
}

TEST(LastPayTest, WhatALastPayLeftIsNotAskedForAgain) {
  PlanFacts facts = Facts();
  facts.leave_dates["emp-E1"] = Day("2026-10-31");
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "100.00"), ArrearsOf("2026-09", "50.00")};
  EXPECT_EQ(Lines(facts), Expected{"E1 DEDUCT 150.00: 150.00 sent, 0.00 carried"});
  facts.shares[1].of_last_pay = true;
  EXPECT_EQ(Lines(facts), Expected{"E1 DEDUCT 150.00: 0.00 sent, 0.00 carried, EMPLOYMENT_ENDED"});
}

TEST(LastPayTest, AFinalRunIsOfThoseWhoLeaveOnly) {
  PlanFacts facts = Facts();
  facts.type = PayRunType::kFinal;
  facts.leave_dates["emp-E2"] = Day("2026-11-05");
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "300.00"),
                  Share("C2", "E2", WageForm::kDeduct, "400.00"),
                  Share("C2", "E2", WageForm::kInvoiced, "50.00")};
  EXPECT_EQ(Lines(facts), (Expected{"E2 DEDUCT 400.00: 400.00 sent, 0.00 carried",
                                    "E2 TAXABLE_BENEFIT 50.00: 50.00 sent, 0.00 carried"}));
}

TEST(PlanAheadTest, SpreadsWhatIsCarriedOverRunsThatHaveRoom) {
  EXPECT_EQ(PlanAhead(250, 100, 12), (std::vector<int64_t>{100, 100, 50}));
  EXPECT_EQ(PlanAhead(250, 100, 2), (std::vector<int64_t>{100, 100}));
  EXPECT_TRUE(PlanAhead(250, 0, 12).empty());
  EXPECT_TRUE(PlanAhead(0, 100, 12).empty());
  // 1800.00 is due each month and 1500.00 fits: no run ever has room for more.
  PlanFacts facts = Facts();
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "1800.00")};
  EXPECT_EQ(RoomAhead(facts, PlanInstructions(facts)->instructions[0]), 0);
  // 1200.00 is due each month: 300.00 of the arrears fit beside it, or the cap's 100.00.
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "1200.00"), ArrearsOf("2026-09", "900.00")};
  const Instruction carried = PlanInstructions(facts)->instructions[0];
  EXPECT_EQ(Yuan(carried.carried_minor), "600.00");
  EXPECT_EQ(RoomAhead(facts, carried), Fen("300.00"));
  facts.policy.payback_maximum_minor = Fen("100.00");
  EXPECT_EQ(RoomAhead(facts, PlanInstructions(facts)->instructions[0]), Fen("100.00"));
}

TEST(UntakenTest, PaysTheFirstSharesFirst) {
  PlanFacts facts = Facts();
  facts.shares = {Share("C1", "E1", WageForm::kDeduct, "900.00"), ArrearsOf("2026-09", "800.00")};
  Instruction deduct = PlanInstructions(facts)->instructions[0];
  ASSERT_EQ(deduct.amount_minor, Fen("1500.00"));
  deduct.seen_minor = Fen("1000.00");
  const auto untaken = UntakenByShare(deduct);
  ASSERT_EQ(untaken.size(), 2u);
  EXPECT_EQ(Yuan(untaken[0].carried_minor), "0.00");
  EXPECT_EQ(Yuan(untaken[0].short_minor), "0.00");
  EXPECT_EQ(Yuan(untaken[1].carried_minor), "200.00");
  EXPECT_EQ(Yuan(untaken[1].short_minor), "500.00");
}

// Whatever the shares are: what goes out, what is carried, what waits and what is paid back is what
// they sum to, and a family is asked for what its own shares come to.
TEST(PlanPropertyTest, NoFenIsLostOrAskedForTwice) {
  std::mt19937 random(20261126);
  const auto pick = [&](int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
  };
  int reversed = 0, waited = 0, carried = 0;
  for (int round = 0; round < 20000; ++round) {
    PlanFacts facts = Facts();
    facts.authorisations["emp-E1"][0].maximum_minor = pick(0, 3000);
    facts.policy.payback_maximum_minor = pick(0, 1) * pick(1, 500);
    if (pick(0, 1) == 1) facts.policy.mode = static_cast<ArrearsMode>(pick(0, 2));
    facts.policy.priority = static_cast<PayPriority>(pick(0, 1));
    std::map<std::string, int64_t> owed;
    for (int share = pick(1, 6); share > 0; --share) {
      WageShare each = Share(absl::StrCat("C", share), "E1", WageForm::kDeduct, "0.00",
                             absl::StrCat("F", pick(1, 2)));
      each.amount_minor = pick(-800, 1500);
      each.month = absl::CivilMonth(2026, 7) + pick(0, 3);
      each.waited_runs = pick(0, 4);
      if (pick(0, 2) == 0) each.arrears = absl::StrCat("arr-", share);
      owed[each.family] += each.amount_minor;
      facts.shares.push_back(each);
    }
    const auto planned = PlanInstructions(facts);
    ASSERT_TRUE(planned.ok());
    std::map<std::string, int64_t> found;
    for (const WageShare& each : planned->waiting) found[each.family] += each.amount_minor;
    waited += planned->waiting.empty() ? 0 : 1;
    for (const Instruction& each : planned->instructions) {
      const int64_t sign = each.kind == InstructionKind::kReverse ? -1 : 1;
      reversed += sign < 0 ? 1 : 0;
      carried += each.carried_minor > 0 ? 1 : 0;
      int64_t asked_minor = 0, owed_minor = 0;
      for (const WageShare& share : each.shares) {
        ASSERT_GE(share.asked_minor, 0);
        ASSERT_LE(share.asked_minor, share.owed_minor);
        asked_minor += share.asked_minor;
        owed_minor += share.owed_minor;
        found[share.family] += sign * share.owed_minor;
      }
      ASSERT_EQ(asked_minor, each.amount_minor);
      ASSERT_EQ(owed_minor, each.amount_minor + each.carried_minor);
      ASSERT_EQ(owed_minor, each.share_minor);
      if (sign > 0) {
        ASSERT_LE(each.amount_minor, facts.authorisations["emp-E1"][0].maximum_minor);
      }
      // However much is seen, taken and untaken are what was asked.
      Instruction seen = each;
      seen.seen_minor = pick(0, 3000);
      int64_t taken_minor = 0, short_minor = 0;
      for (const SeenDeduction& part : SplitByFamily(seen)) {
        taken_minor += std::min(part.seen_minor, part.amount_minor);
      }
      for (const Untaken& part : UntakenByShare(seen)) short_minor += part.short_minor;
      if (seen.GoesOut()) {
        ASSERT_EQ(taken_minor + short_minor, seen.amount_minor);
      }
    }
    for (const auto& [family, minor] : owed) ASSERT_EQ(found[family], minor) << "round " << round;
  }
  // The rounds come to every road.
  EXPECT_GT(reversed, 1000);
  EXPECT_GT(waited, 1000);
  EXPECT_GT(carried, 1000);
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
