#include "adapters/settlement/pain001/pain001.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "adapters/common/table.h"
#include "adapters/settlement/pain001/account_statement.h"
#include "adapters/settlement/pain001/initiation.h"
#include "adapters/settlement/pain001/status_report.h"

namespace tuoqiao::adapters::settlement {
namespace {

// The order of the fields in LineTable.
enum LineField : size_t {
  kLineId,
  kValueDate,
  kDirection,
  kAmount,
  kCurrency,
  kReference,
  kCounterparty,
  kMemo
};

const Table& LineTable() {
  static const Table* const kTable = new Table{
      {Text("line_id").Headers({"流水号", "交易流水号"}),
       Day("value_date").Headers({"起息日", "交易日期"}),
       Code("direction", {"IN", "OUT"})
           .Headers({"收支方向", "借贷方向"})
           .Aliases({{"收", "IN"}, {"支", "OUT"}}),
       Yuan("amount").Headers({"金额", "交易金额"}), Code("currency", {"CNY"}).Headers({"币种"}),
       Text("reference").Optional().Headers({"附言编号", "参考号"}),
       Text("counterparty").Optional().Personal().Headers({"对方户名"}),
       Text("memo").Optional().Personal().Headers({"摘要", "附言"})},
      /*keys=*/{{"line_id"}}};
  return *kTable;
}

// Without the byte order mark that some put before UTF-8.
absl::string_view WithoutMark(absl::string_view bytes) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  return bytes;
}

BankLine ToLine(Row& row) {
  BankLine line;
  line.line = row.line;
  line.raw = std::move(row.raw);
  line.line_id = std::move(row[kLineId].text);
  line.value_date = row[kValueDate].day;
  line.inward = row[kDirection].text == "IN";
  line.amount_minor = row[kAmount].number;
  line.reference = std::move(row[kReference].text);
  line.counterparty = std::move(row[kCounterparty].text);
  line.memo = std::move(row[kMemo].text);
  return line;
}

class IsoPayments final : public PaymentFormat {
 public:
  absl::StatusOr<std::string> Write(const PaymentBatch& batch, const Mapping&) const override {
    return WriteInitiation(batch);
  }

  absl::StatusOr<FileOf<PaymentStatus>> ReadStatus(absl::string_view bytes,
                                                   const Mapping&) const override {
    return ReadStatusReport(bytes);
  }

  absl::StatusOr<FileOf<BankLine>> ReadLines(absl::string_view bytes,
                                             const Mapping& mapping) const override {
    // A bank's own message, or the table that a person exports.
    if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(WithoutMark(bytes)), "<")) {
      return ReadAccountStatement(bytes);
    }
    return ReadRecords<BankLine>(LineTable(), bytes, mapping, ToLine);
  }
};

}  // namespace

const PaymentFormat& Pain001() {
  static const IsoPayments kPayments;
  return kPayments;
}

}  // namespace tuoqiao::adapters::settlement
