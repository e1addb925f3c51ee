#include "adapters/common/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters {
namespace {

constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr absl::string_view kEuro = "\xE2\x82\xAC";

// The length of the good UTF-8 sequence at `at`, 0 where there is none.
size_t SequenceAt(absl::string_view bytes, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
  const auto continues = [&](size_t i, unsigned char low = 0x80, unsigned char high = 0xBF) {
    return at + i < bytes.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : 0xBF;
    return continues(1, low, high) && continues(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;
    return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

size_t SkipAscii(absl::string_view bytes, size_t at) {
  for (; at + sizeof(uint64_t) <= bytes.size(); at += sizeof(uint64_t)) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + at, sizeof(word));
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

// How far a text is UTF-8: the offset of its first bad byte, how many bytes are bad, and how many
// sequences of three bytes and more are good: Chinese is so in UTF-8, and GB18030 rarely looks like
// it.
struct Utf8Survey {
  size_t first_bad = absl::string_view::npos;
  size_t bad = 0;
  size_t wide = 0;
};

Utf8Survey Survey(absl::string_view bytes) {
  Utf8Survey survey;
  for (size_t at = SkipAscii(bytes, 0); at < bytes.size(); at = SkipAscii(bytes, at)) {
    const size_t size = SequenceAt(bytes, at);
    if (size == 0 && survey.bad++ == 0) survey.first_bad = at;
    if (size > 2) ++survey.wide;
    at += std::max<size_t>(size, 1);
  }
  return survey;
}

struct CloseIconv {
  void operator()(void* descriptor) const { iconv_close(descriptor); }
};

// `skipped` is what stood before `bytes` in the file, so that offsets are those of the file.
absl::StatusOr<std::string> Convert(absl::string_view bytes, const char* charset, size_t skipped) {
  const iconv_t opened = iconv_open("UTF-8", charset);
  if (opened == reinterpret_cast<iconv_t>(-1)) {
    return absl::InternalError(absl::StrCat("the system has no converter from ", charset));
  }
  const std::unique_ptr<void, CloseIconv> descriptor(opened);

  std::string out(bytes.size() + bytes.size() / 2 + 16, '\0');
  char* in = const_cast<char*>(bytes.data());
  size_t in_left = bytes.size();
  size_t written = 0;
  while (in_left > 0) {
    char* to = &out[written];
    size_t to_left = out.size() - written;
    const size_t result = iconv(descriptor.get(), &in, &in_left, &to, &to_left);
    const int error = errno;
    written = out.size() - to_left;
    if (result != static_cast<size_t>(-1)) break;
    if (error == E2BIG) {
      out.resize(out.size() * 2);
    } else if (static_cast<unsigned char>(*in) == 0x80 && absl::string_view(charset) == "GB18030") {
      if (out.size() - written < kEuro.size()) out.resize(out.size() * 2);
      std::memcpy(&out[written], kEuro.data(), kEuro.size());
      written += kEuro.size();
      ++in;
      --in_left;
    } else {
      return FileEncoding(skipped + (bytes.size() - in_left),
                          absl::StrCat("cannot be read as ", charset));
    }
  }
  out.resize(written);
  return out;
}

absl::StatusOr<std::string> FromUtf16(absl::string_view bytes, const char* charset) {
  const absl::string_view units = bytes.substr(2);
  for (size_t i = 0; i + 1 < units.size(); i += 2) {
    if (units[i] == 0 && units[i + 1] == 0) return FileEncoding(i + 2, "is NUL");
  }
  return Convert(units, charset, 2);
}

}  // namespace

absl::StatusOr<std::string> ToUtf8(absl::string_view bytes) {
  if (bytes.size() > kFileBytesMax) {
    return FileTooLarge(absl::StrCat("the file has more than ", kFileBytesMax >> 20, " MiB"));
  }
  if (absl::StartsWith(bytes, "\xFF\xFE")) return FromUtf16(bytes, "UTF-16LE");
  if (absl::StartsWith(bytes, "\xFE\xFF")) return FromUtf16(bytes, "UTF-16BE");
  const size_t nul = bytes.find('\0');
  if (nul != absl::string_view::npos) return FileEncoding(nul, "is NUL");

  const bool marked = absl::StartsWith(bytes, kUtf8Mark);
  const size_t skipped = marked ? kUtf8Mark.size() : 0;
  const absl::string_view text = bytes.substr(skipped);
  const Utf8Survey survey = Survey(text);
  if (survey.bad == 0) return std::string(text);
  if (marked || survey.wide > survey.bad) {
    return FileEncoding(skipped + survey.first_bad, "cannot be read as UTF-8");
  }
  return Convert(text, "GB18030", 0);
}

bool IsUtf8(absl::string_view bytes) { return Survey(bytes).bad == 0; }

size_t CharacterCount(absl::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

}  // namespace tuoqiao::adapters
