#include "services/cli/sample/world.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/sample/csv.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

using Cells = std::vector<std::string>;

// The rows under exactly this header.
absl::StatusOr<std::vector<Cells>> ReadTable(absl::string_view csv, const Cells& header) {
  ASSIGN_OR_RETURN(std::vector<Record> records, ReadRecords(csv));
  if (records.empty() || records[0].cells != header) {
    return absl::InvalidArgumentError(
        absl::StrCat("the header is not \"", absl::StrJoin(header, ","), "\""));
  }
  std::vector<Cells> rows;
  for (size_t i = 1; i < records.size(); ++i) {
    if (records[i].cells.size() != header.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", records[i].line, " has not ", header.size(), " cells"));
    }
    rows.push_back(std::move(records[i].cells));
  }
  return rows;
}

std::string WriteTable(const Cells& header, const std::vector<Cells>& rows) {
  std::string csv = WriteRecord(header, LineEnd::kLf);
  for (const Cells& row : rows) csv += WriteRecord(row, LineEnd::kLf);
  return csv;
}

absl::StatusOr<int64_t> ReadAmount(const std::string& cell) {
  if (cell.empty()) return 0;
  return ParseYuan(cell);
}

absl::Status Unknown(absl::string_view what, absl::string_view name) {
  return absl::InvalidArgumentError(absl::StrCat("no ", what, " is called \"", name, "\""));
}

// ---- payroll

enum InstructionColumn { kInstruction, kUscc, kEmployee, kPeriod, kPayDate, kKind, kAmount };

struct PayrollWorld {
  std::map<std::pair<std::string, std::string>, BankBehaviour> employees;
  std::map<std::string, Cells> unknown_lines;  // By firm: employee number and amount.
};

absl::StatusOr<PayrollWorld> ReadPayrollWorld(absl::string_view csv) {
  static const auto* const kNames = new std::set<std::string>{"FULL", "SHORT", "OVER", "MISSING"};
  ASSIGN_OR_RETURN(const std::vector<Cells> rows,
                   ReadTable(csv, {"uscc", "employee_no", "behaviour", "amount"}));
  PayrollWorld world;
  for (const Cells& row : rows) {
    ASSIGN_OR_RETURN(const int64_t amount_minor, ReadAmount(row[3]));
    if (row[2] == "UNKNOWN_LINE") {
      world.unknown_lines[row[0]] = {row[1], FormatYuan(amount_minor)};
    } else if (kNames->count(row[2]) > 0) {
      world.employees[{row[0], row[1]}] = {row[2], amount_minor};
    } else {
      return Unknown("behaviour", row[2]);
    }
  }
  return world;
}

// The amount that payroll took, or nothing where the line does not come back.
std::optional<int64_t> Taken(const BankBehaviour& behaviour, int64_t sent_minor) {
  if (behaviour.name == "MISSING") return std::nullopt;
  if (behaviour.name == "SHORT") return std::max<int64_t>(0, sent_minor - behaviour.amount_minor);
  if (behaviour.name == "OVER") return sent_minor + behaviour.amount_minor;
  return sent_minor;
}

// ---- bank

// Letters and digits that follow from the text and from nothing else.
std::string Mark(absl::string_view text) {
  return absl::BytesToHexString(Sha256(text).substr(0, 8));
}

// What the payer's bank sends for one receivable; an amount of zero where it sends nothing.
BankLine Pay(const std::string& reference, const std::string& party, const BankBehaviour& behaviour,
             int64_t due_minor) {
  BankLine line{reference, reference, true, due_minor, party, "payment"};
  if (behaviour.name == "UNPAID") line.amount_minor = 0;
  if (behaviour.name == "SHORT")
    line.amount_minor = std::max<int64_t>(0, due_minor - behaviour.amount_minor);
  if (behaviour.name == "WRONG_REFERENCE") {
    line.reference = absl::StrCat("ZZ-", Mark(absl::StrCat("wrong ", reference)));
  }
  return line;
}

}  // namespace

absl::StatusOr<std::string> RespondPayroll(absl::string_view instructions,
                                           absl::string_view payroll_world) {
  ASSIGN_OR_RETURN(const PayrollWorld world, ReadPayrollWorld(payroll_world));
  ASSIGN_OR_RETURN(const std::vector<Cells> rows,
                   ReadTable(instructions, {"instruction", "employer_uscc", "employee_no", "period",
                                            "pay_date", "kind", "amount", "currency", "reason"}));
  std::vector<Cells> results;
  std::map<std::string, Cells> unknown_lines;
  for (const Cells& row : rows) {
    ASSIGN_OR_RETURN(const int64_t sent_minor, ParseYuan(row[kAmount]));
    const auto behaviour = world.employees.find({row[kUscc], row[kEmployee]});
    std::optional<int64_t> taken_minor = sent_minor;
    if (row[kKind] == "DEDUCT" && behaviour != world.employees.end()) {
      taken_minor = Taken(behaviour->second, sent_minor);
    }
    if (taken_minor.has_value()) {
      results.push_back({row[kInstruction], row[kUscc], row[kEmployee], row[kPeriod], row[kPayDate],
                         row[kKind], FormatYuan(*taken_minor), "TAKEN"});
    }
    const auto unknown = world.unknown_lines.find(row[kUscc]);
    if (unknown != world.unknown_lines.end()) {
      unknown_lines[row[kUscc]] = {"",
                                   row[kUscc],
                                   unknown->second[0],
                                   row[kPeriod],
                                   row[kPayDate],
                                   "DEDUCT",
                                   unknown->second[1],
                                   "TAKEN"};
    }
  }
  for (auto& [uscc, line] : unknown_lines) results.push_back(std::move(line));
  return WriteTable({"instruction", "employer_uscc", "employee_no", "period", "pay_date", "kind",
                     "amount", "status"},
                    results);
}

absl::StatusOr<BankWorld> BankWorld::Read(absl::string_view csv) {
  static const auto* const kNames = new std::set<std::string>{
      "FULL", "UNPAID", "SHORT", "WRONG_REFERENCE", "ACSC", "RJCT", "ACCP"};
  ASSIGN_OR_RETURN(const std::vector<Cells> rows,
                   ReadTable(csv, {"kind", "party", "behaviour", "amount"}));
  BankWorld world;
  for (const Cells& row : rows) {
    if (kNames->count(row[2]) == 0) return Unknown("behaviour", row[2]);
    ASSIGN_OR_RETURN(const int64_t amount_minor, ReadAmount(row[3]));
    world.behaviours_[{row[0], row[1]}] = {row[2], amount_minor};
  }
  return world;
}

BankBehaviour BankWorld::Of(const std::string& kind, const std::string& party) const {
  const auto behaviour = behaviours_.find({kind, party});
  if (behaviour != behaviours_.end()) return behaviour->second;
  return {kind == "PAYOUT" ? "ACSC" : "FULL"};
}

std::string WriteBankLines(const std::vector<BankLine>& lines, absl::CivilDay value_date) {
  std::vector<Cells> rows;
  for (const BankLine& line : lines) {
    rows.push_back({absl::StrCat("BL-", Mark(line.about)), FormatDay(value_date),
                    line.in ? "IN" : "OUT", FormatYuan(line.amount_minor), "CNY", line.reference,
                    line.counterparty, line.memo});
  }
  return WriteTable({"line_id", "value_date", "direction", "amount", "currency", "reference",
                     "counterparty", "memo"},
                    rows);
}

absl::StatusOr<std::string> RespondBank(absl::string_view receivables, absl::string_view bank_world,
                                        absl::CivilDay value_date) {
  static const auto* const kKinds =
      new std::set<std::string>{"INVOICE", "CLAIM", "REMITTANCE", "FLOAT"};
  ASSIGN_OR_RETURN(const BankWorld world, BankWorld::Read(bank_world));
  ASSIGN_OR_RETURN(const std::vector<Cells> rows,
                   ReadTable(receivables, {"reference", "kind", "party", "amount"}));
  std::vector<BankLine> lines;
  std::set<std::string> references;
  for (const Cells& row : rows) {
    const std::string &reference = row[0], &kind = row[1], &party = row[2];
    if (kKinds->count(kind) == 0) return Unknown("receivable", kind);
    if (!references.insert(reference).second) {
      return absl::InvalidArgumentError(absl::StrCat("the reference ", reference, " comes twice"));
    }
    ASSIGN_OR_RETURN(const int64_t due_minor, ParseYuan(row[3]));
    const BankBehaviour behaviour = kind == "FLOAT" ? BankBehaviour{"FULL"} : world.Of(kind, party);
    const BankLine line = Pay(reference, party, behaviour, due_minor);
    if (line.amount_minor > 0) lines.push_back(line);
  }
  return WriteBankLines(lines, value_date);
}

}  // namespace tuoqiao::cli
