#include "services/common/seal.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <initializer_list>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/secret_file.h"
#include "services/common/status_macros.h"

namespace tuoqiao {
namespace {

// Sealed bytes: version, nonce, ciphertext, tag. The nonce is random: one key seals few values, so
// that 96 bits never meet.
constexpr char kVersion = 1;
constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
// No two of a park's values meet in 128 bits; a longer one makes its indexes larger.
constexpr size_t kFingerprintBytes = 16;
constexpr size_t kOverhead = 1 + kNonceBytes + kTagBytes;

unsigned char* Bytes(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* Bytes(const char* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

std::string Random(size_t size) {
  std::string bytes(size, '\0');
  CHECK(RAND_bytes(Bytes(&bytes[0]), static_cast<int>(size)) == 1);
  return bytes;
}

// Each part led by its length, so that no two lists of parts meet.
std::string Joined(std::initializer_list<absl::string_view> parts) {
  std::string joined;
  for (absl::string_view part : parts) absl::StrAppend(&joined, part.size(), ":", part);
  return joined;
}

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// Fetched once, as OpenSSL would look it up by name for each value.
const EVP_CIPHER* Aes256Gcm() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

std::string Encrypt(absl::string_view key, absl::string_view associated, absl::string_view text) {
  CHECK(key.size() == kKeyBytes);
  const std::string nonce = Random(kNonceBytes);
  std::string sealed = absl::StrCat(absl::string_view(&kVersion, 1), nonce);
  sealed.resize(kOverhead + text.size());
  char* const out = &sealed[1 + kNonceBytes];
  const Cipher context(EVP_CIPHER_CTX_new());
  int size = 0;
  CHECK(EVP_EncryptInit_ex2(context.get(), Aes256Gcm(), Bytes(key.data()), Bytes(nonce.data()),
                            nullptr) == 1);
  CHECK(EVP_EncryptUpdate(context.get(), nullptr, &size, Bytes(associated.data()),
                          static_cast<int>(associated.size())) == 1);
  CHECK(EVP_EncryptUpdate(context.get(), Bytes(out), &size, Bytes(text.data()),
                          static_cast<int>(text.size())) == 1);
  CHECK(EVP_EncryptFinal_ex(context.get(), Bytes(out) + text.size(), &size) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, out + text.size()) ==
        1);
  return sealed;
}

absl::StatusOr<std::string> Decrypt(absl::string_view key, absl::string_view associated,
                                    absl::string_view sealed) {
  CHECK(key.size() == kKeyBytes);
  const absl::Status refused = absl::DataLossError("sealed bytes do not open here");
  if (sealed.size() < kOverhead || sealed[0] != kVersion) return refused;
  const absl::string_view nonce = sealed.substr(1, kNonceBytes);
  const absl::string_view body = sealed.substr(1 + kNonceBytes, sealed.size() - kOverhead);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string text(body.size(), '\0');
  const Cipher context(EVP_CIPHER_CTX_new());
  int size = 0;
  CHECK(EVP_DecryptInit_ex2(context.get(), Aes256Gcm(), Bytes(key.data()), Bytes(nonce.data()),
                            nullptr) == 1);
  CHECK(EVP_DecryptUpdate(context.get(), nullptr, &size, Bytes(associated.data()),
                          static_cast<int>(associated.size())) == 1);
  CHECK(EVP_DecryptUpdate(context.get(), Bytes(&text[0]), &size, Bytes(body.data()),
                          static_cast<int>(body.size())) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, &tag[0]) == 1);
  unsigned char rest[kTagBytes];
  if (EVP_DecryptFinal_ex(context.get(), rest, &size) != 1) return refused;
  return text;
}

// HKDF-SHA-256 without salt: the master is random already.
std::string Derive(absl::string_view key, absl::string_view purpose) {
  static EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  const std::unique_ptr<EVP_KDF_CTX, FreeContext> context(EVP_KDF_CTX_new(kdf));
  char digest[] = "SHA256";
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string("digest", digest, 0),
      OSSL_PARAM_construct_octet_string("key", const_cast<char*>(key.data()), key.size()),
      OSSL_PARAM_construct_octet_string("info", const_cast<char*>(purpose.data()), purpose.size()),
      OSSL_PARAM_construct_end()};
  std::string derived(kKeyBytes, '\0');
  CHECK(EVP_KDF_derive(context.get(), Bytes(&derived[0]), derived.size(), params) == 1);
  return derived;
}

std::string Associated(const SealPlace& place) {
  return Joined({"field", place.park, place.table, place.column, place.row});
}

}  // namespace

std::string DataKey::Seal(const SealPlace& place, absl::string_view plaintext) const {
  return Encrypt(key_, Associated(place), plaintext);
}

absl::StatusOr<std::string> DataKey::Open(const SealPlace& place, absl::string_view sealed) const {
  return Decrypt(key_, Associated(place), sealed);
}

absl::StatusOr<std::unique_ptr<KeyRing>> KeyRing::FromFile(const std::string& path, bool create) {
  absl::StatusOr<std::string> text =
      create
          ? ReadOrMakeSecretFile(
                path, [] { return absl::StrCat(absl::BytesToHexString(Random(kKeyBytes)), "\n"); })
          : ReadSecretFile(path);
  RETURN_IF_ERROR(text.status());
  const absl::string_view hex = absl::StripTrailingAsciiWhitespace(*text);
  bool whole = hex.size() == 2 * kKeyBytes;
  for (char digit : hex) whole = whole && absl::ascii_isxdigit(digit);
  if (!whole) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is not a master key: 64 hexadecimal digits"));
  }
  return FromBytes(absl::HexStringToBytes(hex));
}

std::unique_ptr<KeyRing> KeyRing::FromBytes(std::string master) {
  CHECK(master.size() == kKeyBytes);
  return std::unique_ptr<KeyRing>(new KeyRing(std::move(master)));
}

// A park's keys hang under one of its own: "wrap" for data keys, "look-up" for fingerprints.
std::string KeyRing::ParkKey(absl::string_view park, absl::string_view use) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string& key = park_keys_[{std::string(park), std::string(use)}];
  if (key.empty()) key = Derive(Derive(master_, Joined({"park", park})), use);
  return key;
}

std::string KeyRing::NewWrappedKey(absl::string_view park, absl::string_view subject) const {
  return Encrypt(ParkKey(park, "wrap"), Joined({"key", park, subject}), Random(kKeyBytes));
}

absl::StatusOr<DataKey> KeyRing::Unwrap(absl::string_view park, absl::string_view subject,
                                        absl::string_view wrapped) const {
  ASSIGN_OR_RETURN(std::string key,
                   Decrypt(ParkKey(park, "wrap"), Joined({"key", park, subject}), wrapped));
  if (key.size() != kKeyBytes) return absl::DataLossError("a wrapped key has the wrong length");
  return DataKey(std::move(key));
}

std::string KeyRing::Fingerprint(absl::string_view park, absl::string_view purpose,
                                 absl::string_view value) const {
  return HmacSha256(ParkKey(park, "look-up"), Joined({purpose, value}))
      .substr(0, kFingerprintBytes);
}

}  // namespace tuoqiao
