// Single values: amounts, days, months, identity numbers.
#include "adapters/common/money_text.h"
#include "services/common/identity.h"
#include "services/common/period.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const absl::string_view text = fuzz::Bytes(data, size);
  if (const auto fen = adapters::FenFromYuan(text); fen.has_value()) {
    CHECK(adapters::FenFromYuan(adapters::YuanFromFen(*fen)) == fen);
  }
  if (const auto day = ParseDay(text); day.ok()) CHECK(FormatDay(*day) == text);
  if (const auto month = ParseMonth(text); month.ok()) CHECK(FormatMonth(*month) == text);
  const std::string number = NormaliseIdNumber(text);
  if (adapters::IsUtf8(text)) CHECK(NormaliseIdNumber(number) == number);
  for (const IdType type : {IdType::kResidentId, IdType::kPassport, IdType::kBirthCertificate}) {
    ValidIdNumber(type, number);
  }
  if (ValidUscc(text)) CHECK(UsccCheckDigit(text.substr(0, 17)) == text[17]);
  if (ValidCnaps(text)) CHECK(CnapsCheckDigit(text.substr(0, 11)) == text[11]);
  return 0;
}
