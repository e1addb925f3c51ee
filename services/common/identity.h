// National identifiers as pure functions: resident identity numbers (GB 11643), unified social
// credit codes (GB 32100 with GB 11714 inside), CNAPS bank codes, passports and birth certificates.
// They say whether a number is well formed; whether somebody holds it is nobody's business here.
// Every function is safe to call from any thread.
#ifndef TUOQIAO_SERVICES_COMMON_IDENTITY_H_
#define TUOQIAO_SERVICES_COMMON_IDENTITY_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao {

enum class IdType { kResidentId, kPassport, kBirthCertificate };

// RESIDENT_ID, PASSPORT or BIRTH_CERTIFICATE; nothing for any other text.
std::optional<IdType> ParseIdType(absl::string_view name);
absl::string_view IdTypeName(IdType type);

// What two writings of one number have in common: upper case, no spaces (full-width ones included),
// full-width letters and digits as ASCII. Links and look-ups compare this form, and the checks
// below expect it.
std::string NormaliseIdNumber(absl::string_view number);

// The check that belongs to the type; the number is normalised. A passport is 5 to 17 letters or
// digits, a birth certificate one letter and nine digits.
bool ValidIdNumber(IdType type, absl::string_view number);

// 18 characters: division, a birth date that exists, sequence, MOD 11-2 check. The division is not
// looked up: codes that were abolished decades ago are still on living people's cards.
bool ValidResidentId(absl::string_view number);

// 18 characters of the alphabet without I, O, S, V, Z, of which the third to eighth are digits;
// both its own check character and that of the organisation code in its ninth to seventeenth
// characters must hold.
bool ValidUscc(absl::string_view uscc);

// 12 digits with a MOD 11,10 check. No specification of the check is published; it holds for every
// known code.
bool ValidCnaps(absl::string_view code);

// The check characters, from the characters before them; nothing where those have a wrong length or
// alphabet.
std::optional<char> ResidentIdCheckDigit(absl::string_view first17);
std::optional<char> OrganisationCheckDigit(absl::string_view first8);
std::optional<char> UsccCheckDigit(absl::string_view first17);
std::optional<char> CnapsCheckDigit(absl::string_view first11);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_IDENTITY_H_
