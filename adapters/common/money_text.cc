#include "adapters/common/money_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tuoqiao::adapters {
namespace {

bool IsDigits(absl::string_view text) {
  for (char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return !text.empty();
}

}  // namespace

std::optional<int64_t> FenFromYuan(absl::string_view text) {
  const bool negative = absl::StartsWith(text, "-");
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  // 16 digits of yuan and two of fen stay within int64.
  if (!IsDigits(whole) || whole.size() > 16) return std::nullopt;
  absl::string_view fraction = "0";
  if (point != absl::string_view::npos) {
    fraction = text.substr(point + 1);
    if (!IsDigits(fraction) || fraction.size() > 2) return std::nullopt;
  }
  int64_t fen = 0;
  for (char c : whole) fen = fen * 10 + (c - '0');
  fen = fen * 100 + (fraction[0] - '0') * 10 + (fraction.size() == 2 ? fraction[1] - '0' : 0);
  return negative ? -fen : fen;
}

std::string YuanFromFen(int64_t fen) {
  const uint64_t magnitude = fen < 0 ? 0 - static_cast<uint64_t>(fen) : static_cast<uint64_t>(fen);
  return absl::StrFormat("%s%d.%02d", fen < 0 ? "-" : "", magnitude / 100, magnitude % 100);
}

}  // namespace tuoqiao::adapters
