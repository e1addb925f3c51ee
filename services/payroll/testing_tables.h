// Tables of cases as a payroll clerk reads them, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PAYROLL_TESTING_TABLES_H_
#define TUOQIAO_SERVICES_PAYROLL_TESTING_TABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"

namespace tuoqiao::payroll {

inline absl::CivilDay Day(const std::string& text) { return *ParseDay(text); }

// `-1234.05` yuan in fen.
inline int64_t Fen(const std::string& yuan) {
  const bool negative = yuan[0] == '-';
  const size_t point = yuan.find('.');
  const int64_t size = std::stoll(yuan.substr(negative, point - negative)) * 100 +
                       std::stoll(yuan.substr(point + 1));
  return negative ? -size : size;
}

// The cells of each line, without spaces around them; empty lines and lines with `#` are left out.
inline std::vector<std::vector<std::string>> ReadCases(const std::string& table) {
  std::vector<std::vector<std::string>> cases;
  for (absl::string_view line : absl::StrSplit(table, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells;
    for (absl::string_view cell : absl::StrSplit(line, '|')) {
      cells.emplace_back(absl::StripAsciiWhitespace(cell));
    }
    cases.push_back(std::move(cells));
  }
  return cases;
}

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_TESTING_TABLES_H_
