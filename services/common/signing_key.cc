#include "services/common/signing_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/secret_file.h"
#include "services/common/status_macros.h"

namespace tuoqiao {
namespace {

constexpr size_t kSignatureBytes = 64;

struct FreeOpenSsl {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Bio = std::unique_ptr<BIO, FreeOpenSsl>;
using PrivateOrPublic = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeOpenSsl>;

// An encrypted key is refused; OpenSSL would else ask the terminal for its password.
int NoPassword(char*, int, int, void*) { return -1; }

Bio ReadingBio(absl::string_view pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::string Contents(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

PrivateOrPublic GenerateKey() {
  PrivateOrPublic key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  CHECK(key != nullptr);
  return key;
}

std::string PrivatePem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return Contents(bio.get());
}

}  // namespace

struct SigningKey::Key {
  PrivateOrPublic key;
  bool is_private;
};

absl::StatusOr<SigningKey> SigningKey::FromFile(const std::string& path, bool create) {
  absl::StatusOr<std::string> pem =
      create ? ReadOrMakeSecretFile(path, [] { return PrivatePem(GenerateKey().get()); })
             : ReadSecretFile(path);
  RETURN_IF_ERROR(pem.status());
  absl::StatusOr<SigningKey> key = FromPrivatePem(*pem);
  if (!key.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": ", key.status().message()));
  }
  return key;
}

absl::StatusOr<SigningKey> SigningKey::FromPrivatePem(absl::string_view pem) {
  PrivateOrPublic key(PEM_read_bio_PrivateKey(ReadingBio(pem).get(), nullptr, NoPassword, nullptr));
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    return absl::InvalidArgumentError("not an Ed25519 private key in PEM without a password");
  }
  return SigningKey(std::make_shared<const Key>(Key{std::move(key), true}));
}

absl::StatusOr<SigningKey> SigningKey::FromPublicPem(absl::string_view pem) {
  PrivateOrPublic key(PEM_read_bio_PUBKEY(ReadingBio(pem).get(), nullptr, NoPassword, nullptr));
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    return absl::InvalidArgumentError("not an Ed25519 public key in PEM");
  }
  return SigningKey(std::make_shared<const Key>(Key{std::move(key), false}));
}

SigningKey SigningKey::Generate() {
  return SigningKey(std::make_shared<const Key>(Key{GenerateKey(), true}));
}

std::string SigningKey::Sign(absl::string_view bytes) const {
  CHECK(key_->is_private);
  const Context context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->key.get()) == 1);
  CHECK(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(&signature[0]), &size,
                       Bytes(bytes), bytes.size()) == 1);
  CHECK(size == kSignatureBytes);
  return signature;
}

bool SigningKey::Verify(absl::string_view bytes, absl::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const Context context(EVP_MD_CTX_new());
  CHECK(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_->key.get()) == 1);
  return EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(bytes),
                          bytes.size()) == 1;
}

std::string SigningKey::PublicPem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  CHECK(PEM_write_bio_PUBKEY(bio.get(), key_->key.get()) == 1);
  return Contents(bio.get());
}

}  // namespace tuoqiao
