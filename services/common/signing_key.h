// Ed25519: signs with a private key, checks with the public one. Tokens and audit heads are signed
// so, each under a key file of its own.
#ifndef TUOQIAO_SERVICES_COMMON_SIGNING_KEY_H_
#define TUOQIAO_SERVICES_COMMON_SIGNING_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao {

// Immutable and thread safe; a copy shares the key.
class SigningKey {
 public:
  // A PEM file of a private key, readable by its owner only; made where it is missing and `create`
  // says so.
  static absl::StatusOr<SigningKey> FromFile(const std::string& path, bool create);
  // A public key in PEM: checks, and cannot sign.
  static absl::StatusOr<SigningKey> FromPublicPem(absl::string_view pem);
  static SigningKey Generate();

  // 64 raw bytes. Calling it on a public key is a broken invariant and stops the program.
  std::string Sign(absl::string_view bytes) const;
  bool Verify(absl::string_view bytes, absl::string_view signature) const;
  std::string PublicPem() const;

 private:
  struct Key;
  explicit SigningKey(std::shared_ptr<const Key> key) : key_(std::move(key)) {}
  static absl::StatusOr<SigningKey> FromPrivatePem(absl::string_view pem);

  std::shared_ptr<const Key> key_;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_SIGNING_KEY_H_
