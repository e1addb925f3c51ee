#include "adapters/settlement/pain001/account_statement.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "adapters/common/money_text.h"
#include "adapters/common/xml.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters::settlement {
namespace {

constexpr char kCurrency[] = "CNY";

void AddText(const std::string& text, std::vector<std::string>* texts) {
  if (text.empty() || text == "NOTPROVIDED") return;
  if (std::find(texts->begin(), texts->end(), text) == texts->end()) texts->push_back(text);
}

// A day, or the day of an instant.
std::string DayOf(XmlElement date) {
  const std::string day = date.Child("Dt").Text();
  return day.empty() ? date.Child("DtTm").Text().substr(0, 10) : day;
}

// Newer versions put a party's name one deeper.
std::string NameOf(XmlElement party) {
  const std::string name = party.Child("Nm").Text();
  return name.empty() ? party.Child("Pty").Child("Nm").Text() : name;
}

class StatementReader {
 public:
  FileOf<BankLine> Read(const std::vector<XmlElement>& statements) {
    for (const XmlElement statement : statements) {
      for (const XmlElement entry : statement.Children("Ntry")) AddEntry(entry);
    }
    if (pending_ > 0) {
      file_.notes.push_back(absl::StrCat(pending_, " entries that are not booked yet"));
    }
    return std::move(file_);
  }

 private:
  void AddEntry(XmlElement entry) {
    const XmlElement status = entry.Child("Sts");
    const std::string code = status.Child("Cd") ? status.Child("Cd").Text() : status.Text();
    if (code == "PDNG" || code == "INFO" || code == "FUTR") {
      ++pending_;
      return;
    }
    BankLine line;
    line.line = entry.Line();
    line.raw = entry.Raw();
    line.line_id = entry.Child("AcctSvcrRef").Text();
    if (line.line_id.empty()) line.line_id = entry.Child("NtryRef").Text();
    std::optional<Fault> fault = Fill(entry, code, &line);
    ReadTransactions(entry, &line);
    if (!fault.has_value()) fault = FindRepeat(line);
    Add(std::move(line), std::move(fault));
  }

  // What every line needs; the first thing that is wrong.
  static std::optional<Fault> Fill(XmlElement entry, const std::string& status, BankLine* line) {
    if (line->line_id.empty()) return RequiredFieldMissing(line->line, "AcctSvcrRef");
    if (status != "BOOK") return CodeUnknown({line->line, "Sts", status}, {"BOOK", "PDNG", "INFO"});
    std::string date = DayOf(entry.Child("ValDt"));
    if (date.empty()) date = DayOf(entry.Child("BookgDt"));
    if (date.empty()) return RequiredFieldMissing(line->line, "ValDt");
    const auto day = ParseDay(date);
    if (!day.ok()) return DateInvalid({line->line, "ValDt", date});
    line->value_date = *day;
    const std::string direction = entry.Child("CdtDbtInd").Text();
    if (direction != "CRDT" && direction != "DBIT") {
      return CodeUnknown({line->line, "CdtDbtInd", direction}, {"CRDT", "DBIT"});
    }
    line->inward = direction == "CRDT";
    const std::string currency = entry.Child("Amt").Attribute("Ccy");
    if (currency != kCurrency) return CodeUnknown({line->line, "Ccy", currency}, {kCurrency});
    const std::string amount = entry.Child("Amt").Text();
    if (amount.empty()) return RequiredFieldMissing(line->line, "Amt");
    const auto fen = FenFromYuan(amount);
    if (!fen.has_value() || *fen <= 0) return NumberInvalid({line->line, "Amt", amount});
    line->amount_minor = *fen;
    return std::nullopt;
  }

  // A batch that was booked as one entry carries the references of each transaction in it.
  static void ReadTransactions(XmlElement entry, BankLine* line) {
    std::vector<std::string> references, memos;
    for (const XmlElement details : entry.Children("NtryDtls")) {
      for (const XmlElement transaction : details.Children("TxDtls")) {
        AddText(transaction.Child("Refs").Child("EndToEndId").Text(), &references);
        const XmlElement remittance = transaction.Child("RmtInf");
        for (const XmlElement text : remittance.Children("Ustrd")) {
          AddText(text.Text(), &references);
        }
        for (const XmlElement structured : remittance.Children("Strd")) {
          AddText(structured.Child("CdtrRefInf").Child("Ref").Text(), &references);
        }
        const XmlElement parties = transaction.Child("RltdPties");
        if (line->counterparty.empty()) {
          line->counterparty = NameOf(parties.Child(line->inward ? "Dbtr" : "Cdtr"));
        }
        AddText(transaction.Child("AddtlTxInf").Text(), &memos);
      }
    }
    AddText(entry.Child("AddtlNtryInf").Text(), &memos);
    line->reference = absl::StrJoin(references, " ");
    line->memo = absl::StrJoin(memos, " ");
  }

  std::optional<Fault> FindRepeat(const BankLine& line) {
    std::vector<int64_t>& lines = seen_[line.line_id];
    if (lines.size() <= kRepeatsMax + 1) lines.push_back(line.line);
    if (lines.size() == 1) return std::nullopt;
    std::vector<int64_t> earlier(lines.begin(), lines.end() - 1);
    if (earlier.size() > kRepeatsMax) earlier.clear();
    file_.repeats.push_back({line, std::move(earlier)});
    return DuplicateInFile({line.line, "AcctSvcrRef", line.line_id}, lines.front());
  }

  void Add(BankLine line, std::optional<Fault> fault) {
    ++file_.records_read;
    if (!fault.has_value()) {
      file_.records.push_back(std::move(line));
      return;
    }
    file_.faults.push_back(*std::move(fault));
    RawRecord& rejected = file_.rejected.emplace_back();
    rejected.line = line.line;
    rejected.text = std::move(line.raw);
    if (!line.line_id.empty()) rejected.about.push_back(std::move(line.line_id));
  }

  int64_t pending_ = 0;
  absl::flat_hash_map<std::string, std::vector<int64_t>> seen_;  // Lines by the bank's id.
  FileOf<BankLine> file_;
};

bool IsKnownNamespace(absl::string_view name_space) {
  for (absl::string_view version : {"02", "08", "10"}) {
    if (name_space == absl::StrCat("urn:iso:std:iso:20022:tech:xsd:camt.053.001.", version)) {
      return true;
    }
  }
  return false;
}

}  // namespace

absl::StatusOr<FileOf<BankLine>> ReadAccountStatement(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const XmlDocument document, XmlDocument::Read(bytes));
  const XmlElement root = document.Root();
  if (root.Name() != "Document" || !IsKnownNamespace(root.Namespace())) {
    return FormatUnknown("the root is not a Document of camt.053.001.02, .08 or .10");
  }
  const std::vector<XmlElement> statements = root.Child("BkToCstmrStmt").Children("Stmt");
  if (statements.empty()) return FormatUnknown("the document holds no Stmt");
  return StatementReader().Read(statements);
}

}  // namespace tuoqiao::adapters::settlement
