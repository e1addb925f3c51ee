#include "services/cli/sample/papers.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/identity.h"

namespace tuoqiao::cli {
namespace {

// No province has the number 99, so no district of it, no person of that district and no firm
// registered there exists.
constexpr absl::string_view kNowhere = "9901";
constexpr absl::string_view kUsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

}  // namespace

std::string Papers::Digits(int count) {
  std::string digits;
  for (int i = 0; i < count; ++i) digits.push_back(static_cast<char>('0' + dice_.Below(10)));
  return digits;
}

std::string Papers::ResidentId(absl::CivilDay birth_date) {
  while (true) {
    // Drawn one statement after the other: the order of arguments is the compiler's choice.
    const int64_t district = dice_.Between(1, 12);
    const std::string sequence = Digits(3);
    std::string number =
        absl::StrFormat("%s%02d%04d%02d%02d%s", kNowhere, district, birth_date.year(),
                        birth_date.month(), birth_date.day(), sequence);
    number.push_back(*ResidentIdCheckDigit(number));
    if (Issue(number)) return number;
  }
}

std::string Papers::Passport() {
  while (true) {
    // Travel documents have at most nine characters in the machine-readable number; these have
    // twelve.
    const std::string number = absl::StrCat("XZ", Digits(10));
    if (Issue(number)) return number;
  }
}

std::string Papers::BirthCertificate() {
  while (true) {
    const std::string number = absl::StrCat("Z99", Digits(7));
    if (Issue(number)) return number;
  }
}

std::string Papers::Uscc(absl::string_view category) {
  while (true) {
    std::string organisation = "M";
    while (organisation.size() < 8) organisation.push_back(dice_.Pick(kUsccAlphabet));
    organisation.push_back(*OrganisationCheckDigit(organisation));
    std::string code = absl::StrCat(category, kNowhere,
                                    absl::StrFormat("%02d", dice_.Between(1, 12)), organisation);
    code.push_back(*UsccCheckDigit(code));
    if (Issue(code)) return code;
  }
}

std::string Papers::BankCode() {
  while (true) {
    std::string code = absl::StrCat("999", kNowhere, Digits(4));
    code.push_back(*CnapsCheckDigit(code));
    if (Issue(code)) return code;
  }
}

std::string Papers::BankAccount() {
  while (true) {
    const std::string number = absl::StrCat("9901", Digits(15));
    if (Issue(number)) return number;
  }
}

}  // namespace tuoqiao::cli
