#include "services/common/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"

namespace tuoqiao {

namespace {

// Fetched once: OpenSSL looks an algorithm up by name each time that it is not handed one.
const EVP_MD* FetchedSha256() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return sha256;
}

}  // namespace

std::string Sha256(absl::string_view bytes) {
  std::string digest(32, '\0');
  unsigned size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(&digest[0]), &size,
                   FetchedSha256(), nullptr) == 1);
  return digest;
}

std::string HmacSha256(absl::string_view key, absl::string_view bytes) {
  std::string digest(32, '\0');
  unsigned size = 0;
  CHECK(HMAC(FetchedSha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
             reinterpret_cast<unsigned char*>(&digest[0]), &size) != nullptr);
  return digest;
}

std::string Sha256OfParts(std::initializer_list<absl::string_view> parts) {
  std::string joined;
  for (absl::string_view part : parts) absl::StrAppend(&joined, part.size(), ":", part);
  return Sha256(joined);
}

namespace {

// Base32 without the letters that read like digits: safe in a resource name and over the phone.
constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kOrdinalBits = 20;

// The bits of a digest, first to last.
class Bits {
 public:
  explicit Bits(std::string digest) : digest_(std::move(digest)) {}
  uint32_t Take(int count) {
    uint32_t taken = 0;
    for (; count > 0; --count, ++at_) {
      taken = taken << 1 | (static_cast<unsigned char>(digest_[at_ / 8]) >> (7 - at_ % 8) & 1);
    }
    return taken;
  }

 private:
  const std::string digest_;
  size_t at_ = 0;
};

void AppendLetters(Bits bits, int count, std::string* id) {
  for (; count > 0; --count) id->push_back(kAlphabet[bits.Take(5)]);
}

}  // namespace

std::string DeriveId(absl::string_view prefix, const IdSeed& seed, int64_t ordinal) {
  Bits bits(
      Sha256OfParts({seed.park, seed.request_id, prefix, absl::StrCat(ordinal >> kOrdinalBits)}));
  const uint32_t low = static_cast<uint32_t>(ordinal) & ((1u << kOrdinalBits) - 1);
  const uint32_t tail = bits.Take(kOrdinalBits) ^ low;
  std::string id = absl::StrCat(prefix, "-");
  AppendLetters(std::move(bits), 16, &id);
  for (int shift = 15; shift >= 0; shift -= 5) id.push_back(kAlphabet[tail >> shift & 31]);
  return id;
}

std::string DeriveIdWithin(absl::string_view prefix, absl::string_view park,
                           absl::string_view group, absl::string_view key) {
  std::string id = absl::StrCat(prefix, "-");
  AppendLetters(Bits(Sha256OfParts({park, group, prefix})), 8, &id);
  AppendLetters(Bits(Sha256OfParts({park, group, prefix, key})), 12, &id);
  return id;
}

}  // namespace tuoqiao
