#include "adapters/payroll/csv/csv.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/money_text.h"
#include "services/common/period.h"

namespace tuoqiao::adapters::payroll {
namespace {

// The order of the fields in ResultTable.
enum ResultField : size_t {
  kInstruction,
  kEmployerUscc,
  kEmployeeNo,
  kPeriod,
  kPayDate,
  kKind,
  kAmount,
  kStatus,
  kSequence,
  kCurrency
};

// The order of the fields in FigureTable.
enum FigureField : size_t { kFigureEmployeeNo, kFigurePeriod, kGross, kNet };

std::vector<std::string> KindCodes() {
  return {"DEDUCT", "ALLOW", "TAXABLE_BENEFIT", "REVERSE", "AUTHORISATION_END"};
}

// What the instruction and its result have in common, so that a payroll system can give back the
// rows that it was given. The instruction's name may get lost on the way back.
std::vector<Field> SharedFields(bool instruction_required, Field amount) {
  Field instruction = Text("instruction").Headers({"指令编号"});
  instruction.required = instruction_required;
  return {std::move(instruction),
          Uscc("employer_uscc").Headers({"统一社会信用代码"}),
          Text("employee_no").Headers({"工号", "员工编号", "员工号"}),
          Month("period").Headers({"所属月份", "账单月份"}),
          Day("pay_date").Headers({"发薪日期", "发薪日"}),
          Code("kind", KindCodes()).Headers({"项目", "类型"}),
          std::move(amount).Personal().Headers({"金额"})};
}

const Table& ResultTable() {
  static const Table* const kTable = [] {
    // An amount below zero is read: that it cannot be is for payroll to say.
    auto* table = new Table{SharedFields(/*instruction_required=*/false, SignedYuan("amount"))};
    table->fields.push_back(Code("status", {"TAKEN", "REFUSED"}).Headers({"状态", "结果"}));
    table->fields.push_back(Count("sequence").Otherwise("0").Headers({"更正序号"}));
    table->fields.push_back(Text("currency").Optional().Headers({"币种"}));
    // One item for one employee in one pay run, with its name or without, once in each sequence.
    table->keys = {{"instruction", "sequence"},
                   {"employer_uscc", "employee_no", "period", "pay_date", "kind", "sequence"}};
    // The end of an authorisation is known by its name alone: several of one employee may end on
    // one day.
    table->first_key_only = {{"kind", "AUTHORISATION_END"}};
    return table;
  }();
  return *kTable;
}

const Table& FigureTable() {
  static const Table* const kTable =
      new Table{{Text("employee_no").Headers({"工号", "员工编号", "员工号"}),
                 Month("period").Headers({"月份", "工资月份"}),
                 Yuan("gross").Personal().Headers({"应发工资", "应发"}),
                 Yuan("net").Personal().Headers({"实发工资", "实发"})},
                /*keys=*/{{"employee_no", "period"}}};
  return *kTable;
}

PayResult ToResult(Row& row) {
  PayResult result;
  result.line = row.line;
  result.raw = std::move(row.raw);
  result.instruction = std::move(row[kInstruction].text);
  result.employer_uscc = std::move(row[kEmployerUscc].text);
  result.employee_no = std::move(row[kEmployeeNo].text);
  result.period = std::move(row[kPeriod].text);
  result.pay_date = row[kPayDate].day;
  result.kind = std::move(row[kKind].text);
  result.amount_minor = row[kAmount].number;
  result.status = std::move(row[kStatus].text);
  result.sequence = row[kSequence].number;
  result.currency = std::move(row[kCurrency].text);
  return result;
}

PayFigure ToFigure(Row& row) {
  PayFigure figure;
  figure.line = row.line;
  figure.raw = std::move(row.raw);
  figure.employee_no = std::move(row[kFigureEmployeeNo].text);
  figure.period = std::move(row[kFigurePeriod].text);
  figure.gross_minor = row[kGross].number;
  figure.net_minor = row[kNet].number;
  return figure;
}

class CsvPayroll final : public PayrollFormat {
 public:
  const std::vector<absl::string_view>& Kinds() const override {
    static const auto* const kKinds = new std::vector<absl::string_view>{
        "DEDUCT", "ALLOW", "TAXABLE_BENEFIT", "REVERSE", "AUTHORISATION_END"};
    return *kKinds;
  }

  absl::StatusOr<std::string> Write(const std::vector<PayInstruction>& instructions,
                                    const Mapping& mapping) const override {
    std::vector<std::vector<std::string>> rows;
    for (const PayInstruction& item : instructions) {
      if (item.amount_minor < 0) {
        return NotWritable(absl::StrCat("the amount of '", item.instruction, "' is negative"));
      }
      rows.push_back({item.instruction, item.employer_uscc, item.employee_no, item.period,
                      FormatDay(item.pay_date), item.kind, YuanFromFen(item.amount_minor), "CNY",
                      item.reason});
    }
    return WriteRows(InstructionTable(), rows, mapping);
  }

  absl::StatusOr<FileOf<PayResult>> ReadResults(absl::string_view bytes,
                                                const Mapping& mapping) const override {
    return ReadRecords<PayResult>(ResultTable(), bytes, mapping, ToResult);
  }

  absl::StatusOr<FileOf<PayFigure>> ReadFigures(absl::string_view bytes,
                                                const Mapping& mapping) const override {
    return ReadRecords<PayFigure>(FigureTable(), bytes, mapping, ToFigure);
  }
};

}  // namespace

const PayrollFormat& Csv() {
  static const CsvPayroll kPayroll;
  return kPayroll;
}

const Table& InstructionTable() {
  static const Table* const kTable = [] {
    auto* table = new Table{SharedFields(/*instruction_required=*/true, Yuan("amount"))};
    table->fields.push_back(Code("currency", {"CNY"}).Headers({"币种"}));
    table->fields.push_back(Text("reason").Optional().Headers({"事由"}));
    table->keys = {{"instruction"}};
    return table;
  }();
  return *kTable;
}

}  // namespace tuoqiao::adapters::payroll
