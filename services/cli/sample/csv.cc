#include "services/cli/sample/csv.h"

#include <iconv.h>

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tuoqiao::cli {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string Quote(absl::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == absl::string_view::npos) return std::string(cell);
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

absl::StatusOr<std::string> Convert(absl::string_view text, const char* from, const char* to) {
  const iconv_t converter = iconv_open(to, from);
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return absl::InternalError(absl::StrCat("no conversion from ", from, " to ", to));
  }
  std::string source(text), target(text.size() * 4 + 4, '\0');
  char *in = source.data(), *out = target.data();
  size_t in_left = source.size(), out_left = target.size();
  const size_t result = iconv(converter, &in, &in_left, &out, &out_left);
  iconv_close(converter);
  if (result == static_cast<size_t>(-1)) {
    return absl::InvalidArgumentError(absl::StrCat("not ", from, " at byte ", in - source.data()));
  }
  target.resize(target.size() - out_left);
  return target;
}

// Walks the text once; a record ends at a line end outside quotes.
class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<Record>> Read() {
    std::vector<Record> records;
    while (at_ < text_.size()) {
      Record record;
      record.line = line_;
      do {
        if (!ReadCell(record)) {
          return absl::InvalidArgumentError(
              absl::StrCat("the quote in the record of line ", record.line, " is not closed"));
        }
      } while (Take(','));
      const bool ended = Take('\r') || at_ == text_.size();
      if (Take('\n')) {
        ++line_;
      } else if (!ended) {
        return absl::InvalidArgumentError(
            absl::StrCat("text after a closed quote on line ", line_));
      }
      records.push_back(std::move(record));
    }
    return records;
  }

 private:
  bool Take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool ReadCell(Record& record) {
    std::string& cell = record.cells.emplace_back();
    if (!Take('"')) {
      const size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
      cell = std::string(text_.substr(at_, end - at_));
      at_ = end;
      return true;
    }
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"' && !Take('"')) return true;
      if (c == '\n') ++line_;
      cell.push_back(c);
    }
    return false;
  }

  absl::string_view text_;
  size_t at_ = 0;
  int64_t line_ = 1;
};

}  // namespace

std::string WriteRecord(const std::vector<std::string>& cells, LineEnd line_end) {
  std::string record = absl::StrJoin(cells, ",", [](std::string* out, const std::string& cell) {
    absl::StrAppend(out, Quote(cell));
  });
  return absl::StrCat(record, line_end == LineEnd::kCrLf ? "\r\n" : "\n");
}

absl::StatusOr<std::vector<Record>> ReadRecords(absl::string_view text) {
  return Reader(absl::StripPrefix(text, kByteOrderMark)).Read();
}

absl::StatusOr<std::string> Encode(absl::string_view utf8, Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return std::string(utf8);
    case Encoding::kUtf8WithBom:
      return absl::StrCat(kByteOrderMark, utf8);
    case Encoding::kGb18030:
      return Convert(utf8, "UTF-8", "GB18030");
  }
  return absl::InternalError("no such encoding");
}

absl::StatusOr<std::string> Decode(absl::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::kGb18030) return Convert(bytes, "GB18030", "UTF-8");
  return std::string(absl::StripPrefix(bytes, kByteOrderMark));
}

std::string FormatYuan(int64_t minor) {
  const int64_t size = minor < 0 ? -minor : minor;
  return absl::StrFormat("%s%d.%02d", minor < 0 ? "-" : "", size / 100, size % 100);
}

absl::StatusOr<int64_t> ParseYuan(absl::string_view yuan) {
  const auto digits = [](absl::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](unsigned char c) { return absl::ascii_isdigit(c); });
  };
  const size_t point = yuan.size() < 4 ? 0 : yuan.size() - 3;
  int64_t minor = 0;
  if (yuan.size() < 4 || yuan[point] != '.' || !digits(yuan.substr(0, point)) ||
      !digits(yuan.substr(point + 1)) ||
      !absl::SimpleAtoi(absl::StrCat(yuan.substr(0, point), yuan.substr(point + 1)), &minor)) {
    return absl::InvalidArgumentError(absl::StrCat("\"", yuan, "\" is no amount like 1200.00"));
  }
  return minor;
}

}  // namespace tuoqiao::cli
