// Short-lived signed tokens by which every caller is known: JWT with EdDSA (Ed25519) under a local
// key.
#ifndef TUOQIAO_SERVICES_COMMON_TOKEN_H_
#define TUOQIAO_SERVICES_COMMON_TOKEN_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tuoqiao {

// Who calls. `role` is a name of type.v1.Role ("PARK_ADMIN", …, "SERVICE"); `scopes` are prefixes
// of resource names ("parks/yunqi", "parks/yunqi/firms/91…"); `subject` is who it is ("hr@…" never:
// an id), for SERVICE the service's name. `purpose` is what break-glass access is for.
struct Identity {
  std::string subject;
  std::string role;
  std::vector<std::string> scopes;
  std::string purpose;
  absl::Time expire_time;
};

// Makes and checks tokens. Thread safe; a token that was checked is remembered until it expires.
class TokenKey {
 public:
  static constexpr absl::Duration kLifeMax = absl::Hours(12);

  // A PEM file of an Ed25519 private key, readable by its owner only; made where it is missing and
  // `create` says so.
  static absl::StatusOr<std::unique_ptr<TokenKey>> FromFile(const std::string& path, bool create);
  static std::unique_ptr<TokenKey> Generate();
  virtual ~TokenKey() = default;

  virtual std::string Sign(const Identity& identity) const = 0;
  // UNAUTHENTICATED with reason TOKEN_INVALID or TOKEN_EXPIRED.
  virtual absl::StatusOr<Identity> Verify(absl::string_view token, absl::Time now) const = 0;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_TOKEN_H_
