// Text as a JSON string, for the few lines of JSON that we write ourselves.
#ifndef TUOQIAO_SERVICES_COMMON_JSON_TEXT_H_
#define TUOQIAO_SERVICES_COMMON_JSON_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao {

// Appends `text` quoted and escaped. The result is one line and valid UTF-8 whatever the text is: a
// byte that belongs to no character becomes U+FFFD.
void AppendJsonText(absl::string_view text, std::string* json);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_JSON_TEXT_H_
