// Checks of syntax that the converters share.
#ifndef TUOQIAO_SERVICES_BILLING_CONVERT_FIELDS_H_
#define TUOQIAO_SERVICES_BILLING_CONVERT_FIELDS_H_

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {

// Far above any fee, far below what overflows.
inline constexpr int64_t kAmountMax = 1'000'000'000'000;
inline constexpr int64_t kBasisPointsMax = 10'000;
inline constexpr int64_t kCoefficientMax = 100'000;
inline constexpr size_t kIdBytesMax = 40;

// 1 to 40 lower-case letters, digits, hyphens.
inline bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= kIdBytesMax && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

// What a field says wrongly: FIELD_INVALID, or LAYER_INVALID in a funding plan.
using Refuse = absl::Status (*)(absl::string_view field, absl::string_view why_en,
                                absl::string_view why_zh);

// The one of `all` whose name `text` is.
template <typename Enum, size_t size, typename NameOf>
absl::StatusOr<Enum> CodeOf(absl::string_view field, const std::string& text,
                            const Enum (&all)[size], const NameOf& name_of, Refuse refuse) {
  for (const Enum each : all) {
    if (text == name_of(each)) return each;
  }
  return refuse(field, "is not one of its codes", "不是允许的代码");
}

// FIELD_REQUIRED, FIELD_INVALID.
template <typename Enum, size_t size, typename NameOf>
absl::StatusOr<Enum> FieldCodeOf(absl::string_view field, const std::string& text,
                                 const Enum (&all)[size], const NameOf& name_of) {
  if (text.empty()) return FieldRequired(field);
  return CodeOf(field, text, all, name_of, FieldInvalid);
}

struct Range {
  int64_t least = 0, most = 0;
};
inline absl::Status CheckIn(const Range& range, absl::string_view field, int64_t value,
                            Refuse refuse) {
  if (range.least <= value && value <= range.most) return absl::OkStatus();
  return refuse(field, absl::StrCat("is not from ", range.least, " to ", range.most),
                absl::StrCat("不在 ", range.least, " 至 ", range.most, " 之间"));
}

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CONVERT_FIELDS_H_
