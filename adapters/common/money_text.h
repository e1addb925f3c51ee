// Yuan as files write them, to fen and back. Exact: no rounding, no floating point.
#ifndef TUOQIAO_ADAPTERS_COMMON_MONEY_TEXT_H_
#define TUOQIAO_ADAPTERS_COMMON_MONEY_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao::adapters {

// `1200`, `1200.5`, `1200.00`, `-3.10`. Nothing else: no third decimal, no thousands separator, no
// exponent, no sign of a currency, no full-width digit, no blank, no amount beyond int64.
std::optional<int64_t> FenFromYuan(absl::string_view text);

// Always two decimals.
std::string YuanFromFen(int64_t fen);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_MONEY_TEXT_H_
