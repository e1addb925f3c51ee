#include "services/exchange/rejected_file.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/csv.h"

namespace tuoqiao::exchange {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF", kLineEnd[] = "\r\n";

size_t CellsOf(absl::string_view row, char separator) {
  adapters::CsvReader reader(row, separator);
  return reader.Next() ? reader.record().cells.size() : 0;
}

// Where the last cell's separator stands; npos where there is one cell only.
size_t LastSeparator(absl::string_view row, char separator) {
  size_t at = absl::string_view::npos;
  bool quoted = false;
  for (size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '"') quoted = !quoted;
    if (row[i] == separator && !quoted) at = i;
  }
  return at;
}

bool LooksLikeAReason(absl::string_view cell) {
  return absl::string_view::npos != cell.find('_') &&
         std::all_of(cell.begin(), cell.end(),
                     [](unsigned char c) { return absl::ascii_isupper(c) || c == '_'; });
}

}  // namespace

std::string WithoutReason(const RowFormat& handed_back, absl::string_view row) {
  const char separator = handed_back.separator[0];
  const size_t at = LastSeparator(row, separator);
  if (at == absl::string_view::npos) return std::string(row);
  // A row whose cells cannot be told apart keeps its last one, unless that is a reason by its form.
  const bool whole = CellsOf(row, separator) == CellsOf(handed_back.header, separator);
  if (!whole && !LooksLikeAReason(row.substr(at + 1))) return std::string(row);
  return std::string(row.substr(0, at));
}

std::string RejectedHeader(const RowFormat& format) {
  if (format.separator.empty()) return absl::StrCat(kByteOrderMark, "line,reason,record", kLineEnd);
  return absl::StrCat(kByteOrderMark, format.header, format.separator, "reason", kLineEnd);
}

std::string RejectedRow(const RowFormat& format, const Receipt& receipt) {
  if (format.separator.empty()) {
    return absl::StrCat(receipt.line, ",", receipt.reason, ",", adapters::CsvCell(receipt.raw),
                        kLineEnd);
  }
  return absl::StrCat(receipt.raw, format.separator, receipt.reason, kLineEnd);
}

}  // namespace tuoqiao::exchange
