// RFC 4180 in both directions. The reader takes CRLF, LF or CR as line ends, quotes that run over
// lines, and rows of any number of cells; it trims nothing. Empty lines are no records.
#ifndef TUOQIAO_ADAPTERS_COMMON_CSV_H_
#define TUOQIAO_ADAPTERS_COMMON_CSV_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::adapters {

struct CsvRecord {
  int64_t line = 0;       // On which it starts; the first line is 1.
  absl::string_view raw;  // As it stands, without its line end.
  std::vector<absl::string_view> cells;
  // Text follows the closing quote of a cell: the cells cannot be trusted.
  bool misquoted = false;
};

// A cursor over `text`, which outlives it. The cells of a record hold until the next one is read.
// Not thread safe.
class CsvReader {
 public:
  CsvReader(absl::string_view text, char separator);

  // Reads the next record. False at the end of the text, and where it cannot be read on: see
  // status().
  bool Next();
  const CsvRecord& record() const { return record_; }
  // FILE_TRUNCATED where the text ends inside quotes; FILE_TOO_LARGE where a record is longer than
  // kRecordBytesMax.
  const absl::Status& status() const { return status_; }

 private:
  void ReadQuotedCell();
  void ReadPlainCell();
  void EndLine();

  const absl::string_view text_;
  const char separator_;
  size_t at_ = 0;
  int64_t line_ = 1;
  CsvRecord record_;
  std::string unquoted_;  // Cells whose doubled quotes were made single. Never reallocated.
  absl::Status status_;
};

// The character that separates the cells of `text`, told from its first line: comma, or tab or
// semicolon where there is no comma. Excel writes its "Unicode text" with tabs.
char SeparatorOf(absl::string_view text);

// `cell` as it stands in a row: in quotes where it needs them.
std::string CsvCell(absl::string_view cell);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_CSV_H_
