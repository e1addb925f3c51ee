#include "adapters/payroll/task_list/task_list.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/common/adapter_suite.h"

namespace tuoqiao::adapters::payroll {
namespace {

std::string ShowResult(const PayResult& result) {
  return suite::Show({{"instruction", result.instruction},
                      {"no", result.employee_no},
                      {"period", result.period},
                      {"date", FormatDay(result.pay_date)},
                      {"kind", result.kind},
                      {"fen", absl::StrCat(result.amount_minor)},
                      {"status", result.status},
                      {"sequence", result.sequence == 0 ? "" : absl::StrCat(result.sequence)}});
}

std::vector<PayInstruction> Instructions() {
  const std::string firm = "parks/p/firms/f/";
  return {{firm + "payRuns/2026-10/instructions/i1", "91110108MA01234X2W", "A-001", "2026-10",
           absl::CivilDay(2026, 11, 10), "DEDUCT", 120050, "托育费代扣"},
          {firm + "payRuns/2026-10/instructions/i2", "91110108MA01234X2W", "托02", "2026-10",
           absl::CivilDay(2026, 11, 10), "ALLOW", 100, "托育补贴"},
          {firm + "authorisations/aut-1", "91110108MA01234X2W", "A-003", "2026-10",
           absl::CivilDay(2026, 10, 20), "AUTHORISATION_END", 0, "代扣授权终止"}};
}

TEST(PayrollTaskList, PassesTheSuite) {
  suite::Run({"adapters/payroll/task_list/testdata/results",
              [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(TaskList().ReadResults(bytes, mapping), ShowResult);
              }});
}

TEST(PayrollTaskList, IsWhatAClerkReads) {
  const auto list = TaskList().Write(Instructions(), Mapping());
  ASSERT_TRUE(list.ok()) << list.status();
  suite::ExpectFile("adapters/payroll/task_list/testdata/tasks.csv", *list);
}

TEST(PayrollTaskList, ComesBackFilledIn) {
  const auto list = TaskList().Write(Instructions(), Mapping());
  ASSERT_TRUE(list.ok());
  // As it went out nothing is done yet.
  const auto open = TaskList().ReadResults(*list, Mapping());
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_TRUE(open->records.empty());
  ASSERT_EQ(open->faults.size(), 3u);
  EXPECT_EQ(open->faults[0].reason, "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(open->faults[0].field, "status");
  // Done, done with another amount, done.
  std::string filled = absl::StrReplaceAll(*list, {{"托育费代扣,,,", "托育费代扣,,完成,"},
                                                   {"托育补贴,,,", "托育补贴,0.50,完成,"},
                                                   {"代扣授权终止,,,", "代扣授权终止,,完成,"}});
  const auto done = TaskList().ReadResults(filled, Mapping());
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->records.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(done->records[i].instruction, Instructions()[i].instruction);
    EXPECT_EQ(done->records[i].kind, Instructions()[i].kind);
    EXPECT_EQ(done->records[i].status, "TAKEN");
  }
  EXPECT_EQ(done->records[0].amount_minor, 120050);
  EXPECT_EQ(done->records[1].amount_minor, 50);
}

TEST(PayrollTaskList, AFirmsOwnWordsGoBothWays) {
  Mapping mapping;
  auto* code = mapping.add_code_aliases();
  code->set_field("task");
  code->set_from("扣款");
  code->set_to("DEDUCT");
  const auto list = TaskList().Write({Instructions()[0]}, mapping);
  ASSERT_TRUE(list.ok());
  EXPECT_TRUE(absl::StrContains(*list, "扣款"));
  const auto read = TaskList().ReadResults(
      absl::StrReplaceAll(*list, {{"托育费代扣,,,", "托育费代扣,,未办,"}}), mapping);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->records.size(), 1u);
  EXPECT_EQ(read->records[0].kind, "DEDUCT");
  EXPECT_EQ(read->records[0].status, "REFUSED");
}

TEST(PayrollTaskList, WritesNoNegativeAmount) {
  std::vector<PayInstruction> instructions = Instructions();
  instructions[0].amount_minor = -1;
  EXPECT_EQ(FileReason(TaskList().Write(instructions, Mapping()).status()), "NOT_WRITABLE");
}

}  // namespace
}  // namespace tuoqiao::adapters::payroll
