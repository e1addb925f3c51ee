#include "services/common/token.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/json_text.h"
#include "services/common/signing_key.h"
#include "services/common/status_macros.h"

namespace tuoqiao {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// The only header there is. It is compared and never read, so that no token chooses how it is
// checked.
constexpr absl::string_view kHeader = R"({"alg":"EdDSA","typ":"at+jwt"})";
constexpr size_t kTokenBytesMax = 4096;  // What fits beside other metadata of a call.
constexpr absl::Duration kSkewMax = absl::Seconds(30);
constexpr size_t kRememberedMax = 4096;  // In each of two halves.

absl::Status Invalid(absl::string_view why) {
  return Failure(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The token is no good: ", why, "."), "访问令牌无效。")
      .Next("Send the token as it was issued, or get a new one.",
            "请使用签发的原始令牌,或重新获取。");
}

absl::Status Expired() {
  return Failure(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("The token has expired.", "访问令牌已过期。")
      .Next("Get a new one and send the request again.", "请重新获取令牌后再次发送请求。");
}

// What a token says: who, and from when until when.
struct Claims {
  Identity identity;
  absl::Time from;
};

void AppendClaim(absl::string_view name, absl::string_view value, std::string* json) {
  absl::StrAppend(json, ",\"", name, "\":");
  AppendJsonText(value, json);
}

std::string ToJson(const Identity& identity) {
  const int64_t expiry = absl::ToUnixSeconds(identity.expire_time);
  std::string json = absl::StrCat("{\"nbf\":", expiry - absl::ToInt64Seconds(TokenKey::kLifeMax),
                                  ",\"exp\":", expiry);
  AppendClaim("sub", identity.subject, &json);
  AppendClaim("role", identity.role, &json);
  AppendClaim("purpose", identity.purpose, &json);
  absl::StrAppend(&json, ",\"scopes\":[");
  for (size_t i = 0; i < identity.scopes.size(); ++i) {
    if (i > 0) json.push_back(',');
    AppendJsonText(identity.scopes[i], &json);
  }
  absl::StrAppend(&json, "]}");
  return json;
}

// One claim of the right kind, or nothing.
const Value* Find(const Struct& claims, const char* name, Value::KindCase kind) {
  const auto found = claims.fields().find(name);
  if (found == claims.fields().end() || found->second.kind_case() != kind) return nullptr;
  return &found->second;
}

std::optional<std::string> Text(const Struct& claims, const char* name) {
  const Value* value = Find(claims, name, Value::kStringValue);
  if (value == nullptr) return std::nullopt;
  return value->string_value();
}

std::optional<absl::Time> Instant(const Struct& claims, const char* name) {
  const Value* value = Find(claims, name, Value::kNumberValue);
  if (value == nullptr) return std::nullopt;
  const double seconds = value->number_value();
  const bool whole = seconds == std::floor(seconds) && seconds >= 0 && seconds < 1e15;
  if (!whole) return std::nullopt;
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

std::optional<std::vector<std::string>> Texts(const Struct& claims, const char* name) {
  const Value* list = Find(claims, name, Value::kListValue);
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& value : list->list_value().values()) {
    if (value.kind_case() != Value::kStringValue) return std::nullopt;
    texts.push_back(value.string_value());
  }
  return texts;
}

std::optional<Claims> FromJson(const std::string& json) {
  Struct claims;
  if (!google::protobuf::util::JsonStringToMessage(json, &claims).ok()) return std::nullopt;
  const auto from = Instant(claims, "nbf");
  const auto until = Instant(claims, "exp");
  auto subject = Text(claims, "sub");
  auto role = Text(claims, "role");
  auto purpose = Text(claims, "purpose");
  auto scopes = Texts(claims, "scopes");
  if (claims.fields_size() != 6 || !from || !until || !subject || !role || !purpose || !scopes) {
    return std::nullopt;
  }
  return Claims{
      {*std::move(subject), *std::move(role), *std::move(scopes), *std::move(purpose), *until},
      *from};
}

// Base64url as RFC 7515 has it: no padding, no blanks, one spelling a text.
std::optional<std::string> Decode(absl::string_view encoded) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(encoded, &bytes) ||
      absl::WebSafeBase64Escape(bytes) != encoded) {
    return std::nullopt;
  }
  return bytes;
}

absl::Status CheckTime(const Claims& claims, absl::Time now) {
  if (claims.identity.expire_time <= now) return Expired();
  if (claims.from > now + kSkewMax) return Invalid("not valid yet");
  return absl::OkStatus();
}

// The tokens that were found good, by their digest. When one half is full the older half is
// forgotten.
class Remembered {
 public:
  std::optional<Claims> Find(const std::string& digest) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto* half : {&newer_, &older_}) {
      if (const auto found = half->find(digest); found != half->end()) return found->second;
    }
    return std::nullopt;
  }

  void Keep(const std::string& digest, const Claims& claims) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (newer_.size() >= kRememberedMax) {
      older_ = std::move(newer_);
      newer_.clear();
    }
    newer_.emplace(digest, claims);
  }

 private:
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Claims> newer_, older_;
};

class LocalTokenKey : public TokenKey {
 public:
  explicit LocalTokenKey(SigningKey key) : key_(std::move(key)) {}

  std::string Sign(const Identity& identity) const override {
    const std::string body = absl::StrCat(absl::WebSafeBase64Escape(kHeader), ".",
                                          absl::WebSafeBase64Escape(ToJson(identity)));
    return absl::StrCat(body, ".", absl::WebSafeBase64Escape(key_.Sign(body)));
  }

  absl::StatusOr<Identity> Verify(absl::string_view token, absl::Time now) const override {
    if (token.size() > kTokenBytesMax) return Invalid("too long");
    const std::string digest = Sha256(token);
    std::optional<Claims> claims = remembered_.Find(digest);
    if (!claims.has_value()) {
      ASSIGN_OR_RETURN(claims, Read(token));
      remembered_.Keep(digest, *claims);
    }
    RETURN_IF_ERROR(CheckTime(*claims, now));
    return claims->identity;
  }

 private:
  absl::StatusOr<Claims> Read(absl::string_view token) const {
    const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
    if (parts.size() != 3) return Invalid("not three parts");
    if (Decode(parts[0]) != std::string(kHeader)) return Invalid("not signed in the way we sign");
    const std::optional<std::string> signature = Decode(parts[2]);
    const absl::string_view body = token.substr(0, parts[0].size() + 1 + parts[1].size());
    if (!signature.has_value() || !key_.Verify(body, *signature))
      return Invalid("not signed by us");
    const std::optional<std::string> json = Decode(parts[1]);
    std::optional<Claims> claims = json.has_value() ? FromJson(*json) : std::nullopt;
    if (!claims.has_value()) return Invalid("claims are missing or of the wrong kind");
    if (claims->identity.expire_time - claims->from > kLifeMax) return Invalid("lives too long");
    return *std::move(claims);
  }

  const SigningKey key_;
  mutable Remembered remembered_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TokenKey>> TokenKey::FromFile(const std::string& path, bool create) {
  ASSIGN_OR_RETURN(SigningKey key, SigningKey::FromFile(path, create));
  return std::make_unique<LocalTokenKey>(std::move(key));
}

std::unique_ptr<TokenKey> TokenKey::Generate() {
  return std::make_unique<LocalTokenKey>(SigningKey::Generate());
}

}  // namespace tuoqiao
