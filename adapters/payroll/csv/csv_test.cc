#include "adapters/payroll/csv/csv.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/adapter_suite.h"
#include "adapters/common/pay_items.h"
#include "adapters/common/testing_pay_items.h"

namespace tuoqiao::adapters::payroll {
namespace {

using testing::Instructions;

std::string ShowResult(const PayResult& result) {
  return suite::Show({{"instruction", result.instruction},
                      {"firm", result.employer_uscc},
                      {"no", result.employee_no},
                      {"period", result.period},
                      {"paid", FormatDay(result.pay_date)},
                      {"kind", result.kind},
                      {"fen", absl::StrCat(result.amount_minor)},
                      {"status", result.status},
                      {"sequence", result.sequence == 0 ? "" : absl::StrCat(result.sequence)},
                      {"currency", result.currency}});
}

std::string ShowFigure(const PayFigure& figure) {
  return suite::Show({{"no", figure.employee_no},
                      {"period", figure.period},
                      {"gross", absl::StrCat(figure.gross_minor)},
                      {"net", absl::StrCat(figure.net_minor)}});
}

TEST(PayrollCsv, PassesTheSuiteWithResults) {
  suite::Run({"adapters/payroll/csv/testdata/results",
              [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(Csv().ReadResults(bytes, mapping), ShowResult);
              }});
}

TEST(PayrollCsv, PassesTheSuiteWithFigures) {
  suite::Run({"adapters/payroll/csv/testdata/figures",
              [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(Csv().ReadFigures(bytes, mapping), ShowFigure);
              }});
}

TEST(PayrollCsv, WritesWhatItsTableReadsBack) {
  Mapping renamed;
  auto* header = renamed.add_header_aliases();
  header->set_field("kind");
  header->set_header("pay_item");
  auto* code = renamed.add_code_aliases();
  code->set_field("kind");
  code->set_from("4711");
  code->set_to("DEDUCT");
  const std::vector<PayInstruction> instructions = Instructions();
  for (const Mapping& mapping : {Mapping(), renamed}) {
    const auto bytes = Csv().Write(instructions, mapping);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    EXPECT_EQ(absl::StrContains(*bytes, "DEDUCT"), mapping.code_aliases().empty());
    const auto rows = ReadRows(InstructionTable(), *bytes, mapping);
    ASSERT_TRUE(rows.ok()) << rows.status();
    ASSERT_EQ(rows->records.size(), instructions.size());
    for (size_t i = 0; i < instructions.size(); ++i) {
      const Row& row = rows->records[i];
      EXPECT_EQ(row.text("instruction"), instructions[i].instruction);
      EXPECT_EQ(row.text("employer_uscc"), instructions[i].employer_uscc);
      EXPECT_EQ(row.text("employee_no"), instructions[i].employee_no);
      EXPECT_EQ(row.text("period"), instructions[i].period);
      EXPECT_EQ(row["pay_date"].day, instructions[i].pay_date);
      EXPECT_EQ(row.text("kind"), instructions[i].kind);
      EXPECT_EQ(row["amount"].number, instructions[i].amount_minor);
      EXPECT_EQ(row.text("reason"), instructions[i].reason);
    }
  }
}

TEST(PayrollCsv, WritesTheSameBytesForTheSameInstructions) {
  const auto bytes = Csv().Write(Instructions(), Mapping());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  suite::ExpectFile("adapters/payroll/csv/testdata/instructions.csv", *bytes);
}

TEST(PayrollCsv, WritesNoNegativeAmount) {
  std::vector<PayInstruction> instructions = Instructions();
  instructions[1].amount_minor = -1;
  EXPECT_EQ(FileReason(Csv().Write(instructions, Mapping()).status()), "NOT_WRITABLE");
}

}  // namespace
}  // namespace tuoqiao::adapters::payroll
