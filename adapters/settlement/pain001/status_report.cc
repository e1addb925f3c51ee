#include "adapters/settlement/pain001/status_report.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "adapters/common/xml.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters::settlement {
namespace {

const std::vector<std::string>& StatusCodes() {
  static const auto* const kCodes =
      new std::vector<std::string>{"RCVD", "ACTC", "ACCP", "ACSP", "ACSC", "ACWC",
                                   "ACWP", "ACCC", "PDNG", "PART", "RJCT", "CANC"};
  return *kCodes;
}

// The first reason given, as its code or in the bank's own words.
std::string ReasonOf(XmlElement status) {
  const XmlElement reason = status.Child("StsRsnInf").Child("Rsn");
  const std::string code = reason.Child("Cd").Text();
  return code.empty() ? reason.Child("Prtry").Text() : code;
}

// An element without the payments in it.
std::string RawHead(XmlElement element) {
  std::string raw;
  for (const XmlElement child : element.Children()) {
    if (child.Name() != "TxInfAndSts") absl::StrAppend(&raw, child.Raw());
  }
  return raw;
}

class ReportReader {
 public:
  absl::StatusOr<FileOf<PaymentStatus>> Read(XmlElement report) {
    const XmlElement group = report.Child("OrgnlGrpInfAndSts");
    message_id_ = group.Child("OrgnlMsgId").Text();
    if (message_id_.empty())
      return FormatUnknown("the report names no original message (OrgnlMsgId)");
    AddWide(group, "GrpSts");
    for (const XmlElement block : report.Children("OrgnlPmtInfAndSts")) {
      AddWide(block, "PmtInfSts");
      for (const XmlElement payment : block.Children("TxInfAndSts")) AddPayment(payment);
    }
    return std::move(file_);
  }

 private:
  // A status of more than one payment, where the element gives one.
  void AddWide(XmlElement element, absl::string_view field) {
    if (!element.Child(field)) return;
    PaymentStatus record = Start(element, field);
    record.raw = RawHead(element);
    std::optional<Fault> fault = FindUnknownCode(record, field);
    Add(std::move(record), std::move(fault));
  }

  void AddPayment(XmlElement payment) {
    PaymentStatus record = Start(payment, "TxSts");
    record.raw = payment.Raw();
    record.end_to_end_id = payment.Child("OrgnlEndToEndId").Text();
    // Our two ids are one, so that a bank that gives back only one of them is understood.
    if (record.end_to_end_id.empty()) record.end_to_end_id = payment.Child("OrgnlInstrId").Text();
    std::optional<Fault> fault = FindFault(record);
    if (fault.has_value() && fault->reason == "DUPLICATE_IN_FILE") {
      std::vector<int64_t> earlier = seen_[record.end_to_end_id];
      earlier.pop_back();
      if (earlier.size() > kRepeatsMax) earlier.clear();
      file_.repeats.push_back({record, std::move(earlier)});
    }
    Add(std::move(record), std::move(fault));
  }

  PaymentStatus Start(XmlElement element, absl::string_view field) const {
    PaymentStatus record;
    record.line = element.Line();
    record.original_message_id = message_id_;
    record.status = element.Child(field).Text();
    record.reason = ReasonOf(element);
    return record;
  }

  std::optional<Fault> FindFault(const PaymentStatus& record) {
    if (record.end_to_end_id.empty()) return RequiredFieldMissing(record.line, "OrgnlEndToEndId");
    if (record.status.empty()) return RequiredFieldMissing(record.line, "TxSts");
    if (auto fault = FindUnknownCode(record, "TxSts"); fault.has_value()) return fault;
    std::vector<int64_t>& lines = seen_[record.end_to_end_id];
    if (lines.size() <= kRepeatsMax + 1) lines.push_back(record.line);
    if (lines.size() == 1) return std::nullopt;
    return DuplicateInFile({record.line, "OrgnlEndToEndId", record.end_to_end_id}, lines.front());
  }

  static std::optional<Fault> FindUnknownCode(const PaymentStatus& record,
                                              absl::string_view field) {
    const std::vector<std::string>& known = StatusCodes();
    if (std::find(known.begin(), known.end(), record.status) != known.end()) return std::nullopt;
    return CodeUnknown({record.line, field, record.status}, known);
  }

  void Add(PaymentStatus record, std::optional<Fault> fault) {
    ++file_.records_read;
    if (!fault.has_value()) {
      file_.records.push_back(std::move(record));
      return;
    }
    file_.faults.push_back(*std::move(fault));
    RawRecord& rejected = file_.rejected.emplace_back();
    rejected.line = record.line;
    rejected.text = std::move(record.raw);
    // A status that nobody can read is still that payment's own.
    if (!record.end_to_end_id.empty()) rejected.about.push_back(std::move(record.end_to_end_id));
  }

  std::string message_id_;
  // By end-to-end id: the accepted record's line, then those that repeat it.
  absl::flat_hash_map<std::string, std::vector<int64_t>> seen_;
  FileOf<PaymentStatus> file_;
};

bool IsKnownNamespace(absl::string_view name_space) {
  for (absl::string_view version : {"03", "10", "11"}) {
    if (name_space == absl::StrCat("urn:iso:std:iso:20022:tech:xsd:pain.002.001.", version))
      return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<FileOf<PaymentStatus>> ReadStatusReport(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const XmlDocument document, XmlDocument::Read(bytes));
  const XmlElement root = document.Root();
  if (root.Name() != "Document" || !IsKnownNamespace(root.Namespace())) {
    return FormatUnknown("the root is not a Document of pain.002.001.03, .10 or .11");
  }
  const XmlElement report = root.Child("CstmrPmtStsRpt");
  if (!report) return FormatUnknown("the document holds no CstmrPmtStsRpt");
  return ReportReader().Read(report);
}

}  // namespace tuoqiao::adapters::settlement
