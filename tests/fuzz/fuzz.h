// What holds for every file whatever is in it. A fuzzer stops the program where it does not.
#ifndef TUOQIAO_TESTS_FUZZ_FUZZ_H_
#define TUOQIAO_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/common/adapter.h"
#include "adapters/common/encoding.h"
#include "adapters/common/faults.h"
#include "services/common/check.h"

namespace tuoqiao::fuzz {

inline absl::string_view Bytes(const uint8_t* data, size_t size) {
  return absl::string_view(reinterpret_cast<const char*>(data), size);
}

inline adapters::Mapping Fixed(const std::string& field, const std::string& value) {
  adapters::Mapping mapping;
  type::v1::FixedValue* fixed = mapping.add_fixed_values();
  fixed->set_field(field);
  fixed->set_value(value);
  return mapping;
}

template <typename Record>
void Examine(const absl::StatusOr<adapters::FileOf<Record>>& file) {
  using adapters::IsUtf8;
  if (!file.ok()) {
    CHECK(file.status().code() == absl::StatusCode::kInvalidArgument);
    CHECK(!adapters::FileReason(file.status()).empty());
    CHECK(IsUtf8(std::string(file.status().message())));
    return;
  }
  CHECK(file->records_read == static_cast<int64_t>(file->records.size() + file->rejected.size()));
  CHECK(file->faults.size() == file->rejected.size());
  CHECK(IsUtf8(file->header));
  for (size_t i = 0; i < file->faults.size(); ++i) {
    const adapters::Fault& fault = file->faults[i];
    CHECK(fault.line == file->rejected[i].line && fault.line > 0);
    CHECK(!fault.reason.empty() && !fault.text_en.empty() && !fault.text_zh.empty());
    CHECK(IsUtf8(fault.value) && IsUtf8(fault.text_en) && IsUtf8(fault.text_zh));
    CHECK(IsUtf8(file->rejected[i].text));
  }
  for (const Record& record : file->records) CHECK(record.line > 0 && IsUtf8(record.raw));
  for (const auto& repeat : file->repeats) {
    CHECK(!repeat.earlier.empty());
    for (const int64_t line : repeat.earlier) CHECK(line > 0);
  }
  for (const std::string& note : file->notes) CHECK(IsUtf8(note));
}

}  // namespace tuoqiao::fuzz

#endif  // TUOQIAO_TESTS_FUZZ_FUZZ_H_
