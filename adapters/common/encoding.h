// Text as office programs save it, to UTF-8. Pure and thread safe.
#ifndef TUOQIAO_ADAPTERS_COMMON_ENCODING_H_
#define TUOQIAO_ADAPTERS_COMMON_ENCODING_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::adapters {

// `bytes` as UTF-8 without a byte order mark. A mark decides (UTF-8, UTF-16 of either end); without
// one strict UTF-8; else GB18030, which holds GBK and the rare characters of surnames. A single
// byte 0x80, which Chinese Windows writes for the euro sign and GB18030 does not know, becomes
// U+20AC.
//
// A text that is mostly good UTF-8 is UTF-8 with an error and never GB18030: it would decode into
// other people's names. Refused: FILE_TOO_LARGE; FILE_ENCODING with the offset of a NUL or of what
// cannot be decoded.
absl::StatusOr<std::string> ToUtf8(absl::string_view bytes);

// Strict: shortest form, no surrogates, nothing above U+10FFFF.
bool IsUtf8(absl::string_view bytes);

// The number of characters of a text in UTF-8.
size_t CharacterCount(absl::string_view utf8);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_ENCODING_H_
