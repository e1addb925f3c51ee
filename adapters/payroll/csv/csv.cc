#include "adapters/payroll/csv/csv.h"

#include <utility>

#include "adapters/common/pay_items.h"
#include "adapters/common/table.h"
#include "services/common/status_macros.h"

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

const Table& ResultTable() {
  static const Table* const kTable = [] {
    // An amount below zero is read: that it cannot be is for payroll to say.
    auto* table = new Table{PayItemFields(/*instruction_required=*/false, SignedYuan("amount"))};
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
  const std::vector<absl::string_view>& Kinds() const override { return AllPayKinds(); }

  absl::StatusOr<std::string> Write(const std::vector<PayInstruction>& instructions,
                                    const Mapping& mapping) const override {
    ASSIGN_OR_RETURN(const auto rows, InstructionRows(instructions));
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

}  // namespace tuoqiao::adapters::payroll
