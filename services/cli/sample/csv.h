// Comma-separated text as RFC 4180 has it, the encodings it comes in, and amounts in yuan. The
// sample has its own, small and strict: it plays the outside world, and would prove little if it
// shared the product's reader.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_CSV_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_CSV_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::cli {

enum class Encoding { kUtf8, kUtf8WithBom, kGb18030 };
enum class LineEnd { kLf, kCrLf };

// One record with its line end; a cell is quoted where it has to be.
std::string WriteRecord(const std::vector<std::string>& cells, LineEnd line_end);

struct Record {
  int64_t line = 0;  // On which the record starts; the first line is 1.
  std::vector<std::string> cells;
};
// UTF-8 text, with or without byte order mark. A quote that is never closed is INVALID_ARGUMENT.
absl::StatusOr<std::vector<Record>> ReadRecords(absl::string_view text);

absl::StatusOr<std::string> Encode(absl::string_view utf8, Encoding encoding);
absl::StatusOr<std::string> Decode(absl::string_view bytes, Encoding encoding);

// 120050 is "1200.50"; never a thousands separator.
std::string FormatYuan(int64_t minor);
// Exactly two decimals.
absl::StatusOr<int64_t> ParseYuan(absl::string_view yuan);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_CSV_H_
