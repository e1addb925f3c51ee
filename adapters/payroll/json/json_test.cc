#include "adapters/payroll/json/json.h"

#include <nlohmann/json.hpp>

#include "adapters/common/adapter_suite.h"
#include "adapters/common/testing_pay_items.h"

namespace tuoqiao::adapters::payroll {
namespace {

using testing::Instructions;

using Document = nlohmann::json;

Document Written(const std::vector<PayInstruction>& instructions, const Mapping& mapping) {
  const auto bytes = Json().Write(instructions, mapping);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return Document::parse(bytes.value_or("null"));
}

TEST(PayrollJson, SaysOfEachInstructionWhatItIs) {
  const std::vector<PayInstruction> instructions = Instructions();
  const Document document = Written(instructions, {});
  ASSERT_EQ(document["instructions"].size(), instructions.size());
  for (size_t i = 0; i < instructions.size(); ++i) {
    const Document& item = document["instructions"][i];
    EXPECT_EQ(item["instruction"], instructions[i].instruction);
    EXPECT_EQ(item["employee_no"], instructions[i].employee_no);
    EXPECT_EQ(item["kind"], instructions[i].kind);
    EXPECT_EQ(item["reason"], instructions[i].reason);
    EXPECT_EQ(item["pay_date"], "2026-11-10");
  }
  EXPECT_EQ(document["instructions"][0]["amount"], "1200.50");
  EXPECT_EQ(document["instructions"][1]["amount"], "0.01");
  EXPECT_EQ(document["instructions"][2]["amount"], "0.00");
}

TEST(PayrollJson, WritesTheSameBytesForTheSameInstructions) {
  const auto bytes = Json().Write(Instructions(), {});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  suite::ExpectFile("adapters/payroll/json/testdata/instructions.json", *bytes);
  EXPECT_EQ(Written({}, {})["instructions"], Document::array());
}

TEST(PayrollJson, SpeaksInTheWordsOfTheTarget) {
  Mapping mapping;
  auto* header = mapping.add_header_aliases();
  header->set_field("kind");
  header->set_header("payItem");
  auto* code = mapping.add_code_aliases();
  code->set_field("kind");
  code->set_from("4711");
  code->set_to("DEDUCT");
  const Document first = Written(Instructions(), mapping)["instructions"][0];
  EXPECT_EQ(first["payItem"], "4711");
  EXPECT_FALSE(first.contains("kind"));
  header->set_header("amount");
  EXPECT_EQ(FileReason(Json().Write(Instructions(), mapping).status()), "MAPPING_INVALID");
}

TEST(PayrollJson, WritesNoNegativeAmountAndNoBrokenText) {
  std::vector<PayInstruction> instructions = Instructions();
  instructions[0].reason = "\xFF";
  EXPECT_EQ(Written(instructions, {})["instructions"][0]["reason"], "\xEF\xBF\xBD");
  instructions[1].amount_minor = -1;
  EXPECT_EQ(FileReason(Json().Write(instructions, {}).status()), "NOT_WRITABLE");
}

}  // namespace
}  // namespace tuoqiao::adapters::payroll
