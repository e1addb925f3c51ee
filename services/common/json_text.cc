#include "services/common/json_text.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace tuoqiao {
namespace {

bool Continues(absl::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// How many bytes the character at the front takes; 0 where there is none (RFC 3629: no overlong
// forms, no surrogates, nothing above U+10FFFF).
size_t CharacterSize(absl::string_view text) {
  const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4 || !Continues(text, 1)) return 0;
  if (lead < 0xE0) return 2;
  if (!Continues(text, 2)) return 0;
  if (lead < 0xF0) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  const bool overlong = lead == 0xF0 && byte(1) < 0x90;
  const bool too_high = lead == 0xF4 && byte(1) >= 0x90;
  return overlong || too_high || !Continues(text, 3) ? 0 : 4;
}

}  // namespace

void AppendJsonText(absl::string_view text, std::string* json) {
  json->push_back('"');
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    const char first = text[0];
    if (size == 0) {
      absl::StrAppend(json, "\xEF\xBF\xBD");
    } else if (first == '"' || first == '\\') {
      json->push_back('\\');
      json->push_back(first);
    } else if (first == '\n') {
      absl::StrAppend(json, "\\n");
    } else if (static_cast<unsigned char>(first) < 0x20 || first == 0x7F) {
      absl::StrAppend(json, "\\u", absl::Hex(first, absl::kZeroPad4));
    } else {
      absl::StrAppend(json, text.substr(0, size));
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  json->push_back('"');
}

}  // namespace tuoqiao
