#include "adapters/common/pay_items.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/money_text.h"
#include "services/common/period.h"

namespace tuoqiao::adapters {

const std::vector<absl::string_view>& AllPayKinds() {
  static const auto* const kKinds = new std::vector<absl::string_view>{
      "DEDUCT", "ALLOW", "TAXABLE_BENEFIT", "REVERSE", "AUTHORISATION_END"};
  return *kKinds;
}

std::vector<Field> PayItemFields(bool instruction_required, Field amount) {
  Field instruction = Text("instruction").Headers({"指令编号"});
  instruction.required = instruction_required;
  const std::vector<std::string> kinds(AllPayKinds().begin(), AllPayKinds().end());
  return {std::move(instruction),
          Uscc("employer_uscc").Headers({"统一社会信用代码"}),
          Text("employee_no").Headers({"工号", "员工编号", "员工号"}),
          Month("period").Headers({"所属月份", "账单月份"}),
          Day("pay_date").Headers({"发薪日期", "发薪日"}),
          Code("kind", kinds).Headers({"项目", "类型"}),
          std::move(amount).Personal().Headers({"金额"})};
}

const Table& InstructionTable() {
  static const Table* const kTable = [] {
    auto* table = new Table{PayItemFields(/*instruction_required=*/true, Yuan("amount"))};
    table->fields.push_back(Code("currency", {"CNY"}).Headers({"币种"}));
    table->fields.push_back(Text("reason").Optional().Headers({"事由"}));
    table->keys = {{"instruction"}};
    return table;
  }();
  return *kTable;
}

absl::StatusOr<std::vector<std::vector<std::string>>> InstructionRows(
    const std::vector<PayInstruction>& instructions) {
  std::vector<std::vector<std::string>> rows;
  for (const PayInstruction& item : instructions) {
    if (item.amount_minor < 0) {
      return NotWritable(absl::StrCat("the amount of '", item.instruction, "' is negative"));
    }
    rows.push_back({item.instruction, item.employer_uscc, item.employee_no, item.period,
                    FormatDay(item.pay_date), item.kind, YuanFromFen(item.amount_minor), "CNY",
                    item.reason});
  }
  return rows;
}

}  // namespace tuoqiao::adapters
