#include "services/common/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"

namespace tuoqiao {

std::string Sha256(absl::string_view bytes) {
  std::string digest(32, '\0');
  unsigned size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(&digest[0]), &size,
                   EVP_sha256(), nullptr) == 1);
  return digest;
}

std::string HmacSha256(absl::string_view key, absl::string_view bytes) {
  std::string digest(32, '\0');
  unsigned size = 0;
  CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
             reinterpret_cast<unsigned char*>(&digest[0]), &size) != nullptr);
  return digest;
}

std::string Sha256OfParts(std::initializer_list<absl::string_view> parts) {
  std::string joined;
  for (absl::string_view part : parts) absl::StrAppend(&joined, part.size(), ":", part);
  return Sha256(joined);
}

std::string DeriveId(absl::string_view prefix, const IdSeed& seed, int64_t ordinal) {
  // Base32 without the letters that read like digits: safe in a resource name and over the phone.
  static constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  const std::string digest =
      Sha256OfParts({seed.park, seed.request_id, prefix, absl::StrCat(ordinal)});
  std::string id = absl::StrCat(prefix, "-");
  uint32_t bits = 0;
  int count = 0;
  for (size_t i = 0; id.size() < prefix.size() + 21; ++i) {
    bits = (bits << 8) | static_cast<unsigned char>(digest[i]);
    for (count += 8; count >= 5 && id.size() < prefix.size() + 21; count -= 5) {
      id.push_back(kAlphabet[(bits >> (count - 5)) & 31]);
    }
  }
  return id;
}

}  // namespace tuoqiao
