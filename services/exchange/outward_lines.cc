#include "services/exchange/outward_lines.h"

#include "absl/strings/str_cat.h"
#include "adapters/common/money_text.h"
#include "adapters/common/table.h"
#include "services/common/resource_name.h"
#include "services/exchange/errors.h"

namespace tuoqiao::exchange {
namespace {

const adapters::Table& AdviceTable() {
  static const auto* const kTable = new adapters::Table{
      {adapters::Text("payout"), adapters::Text("payment_reference"), adapters::Text("state"),
       adapters::Code("kind", {"PAID", "WITHHELD", "OFFSET", "OTHER"}),
       adapters::Text("case_number"), adapters::Text("payer"), adapters::Text("billed_month"),
       adapters::Text("attended_days"), adapters::Text("carried_from"), adapters::Yuan("amount")},
      /*keys=*/{}};
  return *kTable;
}

const adapters::Table& LineTable() {
  static const auto* const kTable = new adapters::Table{
      {adapters::Text("reference"), adapters::Text("receivable_kind"), adapters::Text("party"),
       adapters::Text("kind"), adapters::Text("month"), adapters::Text("employee"),
       adapters::Text("case_number"), adapters::Text("centre"), adapters::Text("attended_days"),
       adapters::Yuan("amount")},
      /*keys=*/{}};
  return *kTable;
}

// Days say something only where a child's month is meant.
std::string DaysOf(const std::string& case_number, int64_t days) {
  return case_number.empty() ? "" : absl::StrCat(days);
}

absl::StatusOr<OutwardFile> WriteLines(const Writing& writing, const adapters::Table& table,
                                       const std::vector<std::vector<std::string>>& rows,
                                       const char* stem) {
  if (rows.empty()) return NothingToSend(writing.subject);
  OutwardFile file;
  file.bytes = adapters::WriteRows(table, rows, writing.mapping);
  file.file_name = absl::StrCat(stem, "-", LastPart(writing.subject), ".csv");
  return file;
}

}  // namespace

absl::StatusOr<OutwardFile> WritePaymentAdvice(const Writing& writing,
                                               const std::vector<AdvisedLine>& lines) {
  std::vector<std::vector<std::string>> rows;
  for (const AdvisedLine& each : lines) {
    rows.push_back({each.payout, each.end_to_end_id, each.state, each.kind, each.case_number,
                    each.payer, each.billed_month, DaysOf(each.case_number, each.attended_days),
                    each.carried_month, adapters::YuanFromFen(each.amount_minor)});
  }
  return WriteLines(writing, AdviceTable(), rows, "payment-advice");
}

absl::StatusOr<OutwardFile> WriteReceivableLines(const Writing& writing,
                                                 const std::vector<AskedLine>& lines) {
  std::vector<std::vector<std::string>> rows;
  for (const AskedLine& each : lines) {
    rows.push_back({each.receivable.reference, each.receivable.kind, each.receivable.party,
                    each.kind, each.month, each.employee, each.case_number, each.centre,
                    DaysOf(each.case_number, each.attended_days),
                    adapters::YuanFromFen(each.amount_minor)});
  }
  return WriteLines(writing, LineTable(), rows, "receivable-lines");
}

}  // namespace tuoqiao::exchange
