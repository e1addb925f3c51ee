// Rows of a log as text, to be taken to where they are verified: a title that says whose they are
// and what they follow, then a row a line. Its fields stand in the order of LogRow, with blanks
// between: numbers in decimal, everything else in base 64, so that no text can be taken for
// another. Pure.
#ifndef TUOQIAO_SERVICES_COMMON_LOG_TEXT_H_
#define TUOQIAO_SERVICES_COMMON_LOG_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit.h"

namespace tuoqiao {

// Whose log a text holds, and what its first row follows: that has to be believed only until a
// signed head is met, which nothing but the true point leads to.
struct LogOrigin {
  std::string park, service;
  ChainPoint from;
};

// Five lines. Neither name has a line break in it.
std::string LogTitle(const LogOrigin& origin);
// One line, its break with it.
std::string LogLine(const LogRow& row);

// INVALID_ARGUMENT where the text does not begin with a title; `text` is moved behind it.
absl::StatusOr<LogOrigin> ReadLogTitle(absl::string_view* text);
// Without its break. INVALID_ARGUMENT says what of it is wrong; what it says is not verified here.
absl::StatusOr<LogRow> ReadLogLine(const std::string& park, absl::string_view line);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_LOG_TEXT_H_
