#include "services/common/identity.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"

namespace tuoqiao {
namespace {

constexpr absl::string_view kUsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array<int, 17> kResidentIdWeights = {7, 9, 10, 5,  8, 4, 2, 1, 6,
                                                    3, 7, 9,  10, 5, 8, 4, 2};
constexpr std::array<int, 17> kUsccWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                              29, 25, 13, 8,  24, 10, 30, 28};
constexpr std::array<int, 8> kOrganisationWeights = {3, 7, 9, 10, 5, 8, 4, 2};

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

bool AllAlphanumeric(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isdigit(c) || absl::ascii_isupper(c);
  });
}

bool RealDate(absl::string_view yyyymmdd) {
  int year = 0, month = 0, day = 0;
  if (!absl::SimpleAtoi(yyyymmdd.substr(0, 4), &year) ||
      !absl::SimpleAtoi(yyyymmdd.substr(4, 2), &month) ||
      !absl::SimpleAtoi(yyyymmdd.substr(6, 2), &day) || year < 1) {
    return false;
  }
  const absl::CivilDay date(year, month, day);
  return date.year() == year && date.month() == month && date.day() == day;
}

}  // namespace

std::optional<IdType> ParseIdType(absl::string_view name) {
  for (IdType type : {IdType::kResidentId, IdType::kPassport, IdType::kBirthCertificate}) {
    if (name == IdTypeName(type)) return type;
  }
  return std::nullopt;
}

absl::string_view IdTypeName(IdType type) {
  switch (type) {
    case IdType::kResidentId:
      return "RESIDENT_ID";
    case IdType::kPassport:
      return "PASSPORT";
    case IdType::kBirthCertificate:
      return "BIRTH_CERTIFICATE";
  }
  return "";
}

std::string NormaliseIdNumber(absl::string_view number) {
  std::string normal;
  for (size_t i = 0; i < number.size(); ++i) {
    const unsigned char c = number[i];
    // U+FF01 to U+FF5E are the full-width forms of ASCII 0x21 to 0x7E: EF BC 81..BF, then EF
    // BD 80..9E.
    if (c == 0xEF && i + 2 < number.size()) {
      const unsigned char second = number[i + 1], third = number[i + 2];
      const int wide = ((second & 0x3F) << 6) | (third & 0x3F);  // The low 12 bits of U+Fxxx.
      const bool whole = (second & 0xC0) == 0x80 && (third & 0xC0) == 0x80;
      if (whole && wide >= 0xF01 && wide <= 0xF5E) {
        normal.push_back(absl::ascii_toupper(static_cast<unsigned char>(wide - 0xF01 + 0x21)));
        i += 2;
        continue;
      }
    }
    if (number.substr(i, 3) == "\xE3\x80\x80") {  // U+3000, the full-width space.
      i += 2;
      continue;
    }
    if (!absl::ascii_isspace(c)) normal.push_back(absl::ascii_toupper(c));
  }
  return normal;
}

bool ValidIdNumber(IdType type, absl::string_view number) {
  switch (type) {
    case IdType::kResidentId:
      return ValidResidentId(number);
    case IdType::kPassport:
      return number.size() >= 5 && number.size() <= 17 && AllAlphanumeric(number);
    case IdType::kBirthCertificate:
      return number.size() == 10 && absl::ascii_isupper(static_cast<unsigned char>(number[0])) &&
             AllDigits(number.substr(1));
  }
  return false;
}

bool ValidResidentId(absl::string_view number) {
  return number.size() == 18 && ResidentIdCheckDigit(number.substr(0, 17)) == number[17] &&
         RealDate(number.substr(6, 8));
}

bool ValidUscc(absl::string_view uscc) {
  return uscc.size() == 18 && AllDigits(uscc.substr(2, 6)) &&
         UsccCheckDigit(uscc.substr(0, 17)) == uscc[17] &&
         OrganisationCheckDigit(uscc.substr(8, 8)) == uscc[16];
}

bool ValidCnaps(absl::string_view code) {
  return code.size() == 12 && CnapsCheckDigit(code.substr(0, 11)) == code[11];
}

std::optional<char> ResidentIdCheckDigit(absl::string_view first17) {
  if (first17.size() != 17 || !AllDigits(first17)) return std::nullopt;
  int sum = 0;
  for (size_t i = 0; i < first17.size(); ++i) sum += (first17[i] - '0') * kResidentIdWeights[i];
  return "10X98765432"[sum % 11];
}

std::optional<char> OrganisationCheckDigit(absl::string_view first8) {
  if (first8.size() != 8 || !AllAlphanumeric(first8)) return std::nullopt;
  int sum = 0;
  for (size_t i = 0; i < first8.size(); ++i) {
    const char c = first8[i];
    sum += (c <= '9' ? c - '0' : c - 'A' + 10) * kOrganisationWeights[i];
  }
  return "0X987654321"[sum % 11];  // 11 − Σ mod 11, where 10 is written X and 11 is written 0.
}

std::optional<char> UsccCheckDigit(absl::string_view first17) {
  if (first17.size() != 17) return std::nullopt;
  int sum = 0;
  for (size_t i = 0; i < first17.size(); ++i) {
    const size_t value = kUsccAlphabet.find(first17[i]);
    if (value == absl::string_view::npos) return std::nullopt;
    sum += static_cast<int>(value) * kUsccWeights[i];
  }
  return kUsccAlphabet[(31 - sum % 31) % 31];
}

std::optional<char> CnapsCheckDigit(absl::string_view first11) {
  if (first11.size() != 11 || !AllDigits(first11)) return std::nullopt;
  int product = 10;
  for (const char c : first11) {
    int sum = (product + (c - '0')) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace tuoqiao
