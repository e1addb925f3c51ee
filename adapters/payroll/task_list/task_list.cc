#include "adapters/payroll/task_list/task_list.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/money_text.h"
#include "adapters/common/pay_items.h"
#include "adapters/common/table.h"
#include "services/common/period.h"

namespace tuoqiao::adapters::payroll {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

// The order of the fields in TaskTable.
enum TaskField : size_t {
  kEmployeeNo,
  kTask,
  kAmount,
  kPeriod,
  kDate,
  kWhy,
  kTaken,
  kStatus,
  kNote,
  kInstruction,
  kSequence
};

// Each kind and status with the word that a clerk reads.
const std::vector<std::pair<std::string, std::string>>& Tasks() {
  static const auto* const kTasks =
      new std::vector<std::pair<std::string, std::string>>{{"代扣", "DEDUCT"},
                                                           {"补贴", "ALLOW"},
                                                           {"计税", "TAXABLE_BENEFIT"},
                                                           {"冲正", "REVERSE"},
                                                           {"终止授权", "AUTHORISATION_END"}};
  return *kTasks;
}
const std::vector<std::pair<std::string, std::string>>& Statuses() {
  static const auto* const kStatuses =
      new std::vector<std::pair<std::string, std::string>>{{"完成", "TAKEN"}, {"未办", "REFUSED"}};
  return *kStatuses;
}

std::vector<std::string> CodesOf(const std::vector<std::pair<std::string, std::string>>& words) {
  std::vector<std::string> codes;
  for (const auto& [word, code] : words) codes.push_back(code);
  return codes;
}

// The list as it goes out, and the same with what it may have on the way back.
Table MakeTable(bool filled_in) {
  Table table;
  table.fields = {Text("employee_no").Headers({"工号"}),
                  Code("task", CodesOf(Tasks())).Aliases(Tasks()).Headers({"任务"}),
                  Yuan("amount").Personal().Headers({"金额"}),
                  Month("period").Headers({"所属月份"}),
                  Day("date").Headers({"日期"}),
                  Text("why").Optional().Headers({"说明"}),
                  SignedYuan("taken").Optional().Personal().Headers({"实际金额"}),
                  Code("status", CodesOf(Statuses())).Aliases(Statuses()).Headers({"结果"}),
                  Text("note").Optional().Headers({"备注"}),
                  Text("instruction").Headers({"指令编号"})};
  if (filled_in) {
    table.fields.push_back(Count("sequence").Otherwise("0").Headers({"更正序号"}));
    table.keys = {{"instruction", "sequence"}};
  } else {
    table.fields[kStatus].required = false;
    table.keys = {{"instruction"}};
  }
  return table;
}

const Table& TaskTable() {
  static const auto* const kTable = new Table(MakeTable(/*filled_in=*/false));
  return *kTable;
}

const Table& ResultTable() {
  static const auto* const kTable = new Table(MakeTable(/*filled_in=*/true));
  return *kTable;
}

// The words of the list, unless the firm's mapping has others.
Mapping InChinese(const Mapping& mapping) {
  Mapping words = mapping;
  for (const Field& field : TaskTable().fields) {
    auto* const header = words.add_header_aliases();
    header->set_field(field.name);
    header->set_header(field.headers.front());
    for (const auto& [word, code] : field.code_aliases) {
      auto* const alias = words.add_code_aliases();
      alias->set_field(field.name);
      alias->set_from(word);
      alias->set_to(code);
    }
  }
  return words;
}

PayResult ToResult(Row& row) {
  PayResult result;
  result.line = row.line;
  result.raw = std::move(row.raw);
  result.instruction = std::move(row[kInstruction].text);
  result.employee_no = std::move(row[kEmployeeNo].text);
  result.period = std::move(row[kPeriod].text);
  result.pay_date = row[kDate].day;
  result.kind = std::move(row[kTask].text);
  result.amount_minor = row[kTaken].text.empty() ? row[kAmount].number : row[kTaken].number;
  result.status = std::move(row[kStatus].text);
  result.sequence = row[kSequence].number;
  return result;
}

class TaskListPayroll final : public PayrollFormat {
 public:
  const std::vector<absl::string_view>& Kinds() const override { return AllPayKinds(); }

  absl::StatusOr<std::string> Write(const std::vector<PayInstruction>& instructions,
                                    const Mapping& mapping) const override {
    std::vector<std::vector<std::string>> rows;
    for (const PayInstruction& item : instructions) {
      if (item.amount_minor < 0) {
        return NotWritable(absl::StrCat("the amount of '", item.instruction, "' is negative"));
      }
      rows.push_back({item.employee_no, item.kind, YuanFromFen(item.amount_minor), item.period,
                      FormatDay(item.pay_date), item.reason, "", "", "", item.instruction});
    }
    return absl::StrCat(kByteOrderMark, WriteRows(TaskTable(), rows, InChinese(mapping)));
  }

  absl::StatusOr<FileOf<PayResult>> ReadResults(absl::string_view bytes,
                                                const Mapping& mapping) const override {
    return ReadRecords<PayResult>(ResultTable(), bytes, mapping, ToResult);
  }

  absl::StatusOr<FileOf<PayFigure>> ReadFigures(absl::string_view, const Mapping&) const override {
    return absl::UnimplementedError("a list of tasks carries no pay figures");
  }
};

}  // namespace

const PayrollFormat& TaskList() {
  static const TaskListPayroll kPayroll;
  return kPayroll;
}

}  // namespace tuoqiao::adapters::payroll
