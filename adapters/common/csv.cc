#include "adapters/common/csv.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"

namespace tuoqiao::adapters {
namespace {

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

}  // namespace

CsvReader::CsvReader(absl::string_view text, char separator) : text_(text), separator_(separator) {
  unquoted_.reserve(kRecordBytesMax);
}

bool CsvReader::Next() {
  while (at_ < text_.size() && IsLineEnd(text_[at_])) EndLine();
  if (at_ >= text_.size() || !status_.ok()) return false;

  record_.line = line_;
  record_.cells.clear();
  record_.misquoted = false;
  unquoted_.clear();
  const size_t start = at_;
  while (status_.ok()) {
    if (at_ < text_.size() && text_[at_] == '"') {
      ReadQuotedCell();
    } else {
      ReadPlainCell();
    }
    if (at_ - start > kRecordBytesMax) {
      status_ =
          FileTooLarge(absl::StrCat("the row on line ", record_.line, " has more than ",
                                    kRecordBytesMax, " bytes; look for a quote without an end"));
    }
    if (at_ >= text_.size() || IsLineEnd(text_[at_])) break;
    ++at_;  // The separator.
  }
  if (!status_.ok()) return false;
  record_.raw = text_.substr(start, at_ - start);
  if (at_ < text_.size()) EndLine();
  return true;
}

// From its opening quote to the separator or line end after its closing one.
void CsvReader::ReadQuotedCell() {
  const size_t start = ++at_;
  const size_t kept = unquoted_.size();
  size_t copied = start;  // What lies before it is in unquoted_ already.
  for (; at_ < text_.size(); ++at_) {
    if (at_ - start > kRecordBytesMax) return;
    const char c = text_[at_];
    if (c == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
      ++at_;
      unquoted_.append(text_.data() + copied, at_ - copied);
      copied = at_ + 1;
    } else if (c == '\n' || (c == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '\n'))) {
      ++line_;
    }
  }
  if (at_ >= text_.size()) {
    status_ = FileTruncated(
        absl::StrCat("the file ends inside the quotes of the row on line ", record_.line));
    return;
  }
  if (copied == start) {
    record_.cells.push_back(text_.substr(start, at_ - start));
  } else {
    unquoted_.append(text_.data() + copied, at_ - copied);
    record_.cells.push_back(absl::string_view(unquoted_).substr(kept));
  }
  ++at_;  // The closing quote.
  while (at_ < text_.size() && text_[at_] != separator_ && !IsLineEnd(text_[at_])) {
    record_.misquoted = true;
    ++at_;
  }
}

void CsvReader::ReadPlainCell() {
  const size_t start = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && !IsLineEnd(text_[at_])) ++at_;
  record_.cells.push_back(text_.substr(start, at_ - start));
}

void CsvReader::EndLine() {
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

char SeparatorOf(absl::string_view text) {
  bool tab = false, semicolon = false, quoted = false;
  const size_t start = text.find_first_not_of("\r\n");
  for (char c : text.substr(start == absl::string_view::npos ? text.size() : start)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (IsLineEnd(c)) break;
    if (c == ',') return ',';
    tab = tab || c == '\t';
    semicolon = semicolon || c == ';';
  }
  return tab ? '\t' : semicolon ? ';' : ',';
}

std::string CsvCell(absl::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == absl::string_view::npos) return std::string(cell);
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

}  // namespace tuoqiao::adapters
