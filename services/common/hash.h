// SHA-256, HMAC and the ids that are derived from them.
#ifndef TUOQIAO_SERVICES_COMMON_HASH_H_
#define TUOQIAO_SERVICES_COMMON_HASH_H_

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao {

// 32 raw bytes.
std::string Sha256(absl::string_view bytes);
std::string HmacSha256(absl::string_view key, absl::string_view bytes);

// SHA-256 over the parts, each led by its length, so that no two lists of parts meet.
std::string Sha256OfParts(std::initializer_list<absl::string_view> parts);

// The id of what a request makes: `prefix-` and 20 letters and digits of SHA-256 over park,
// request_id, kind (the prefix) and ordinal. The same request always makes the same ids, and no two
// ordinals of one request the same: the last 4 letters hold the ordinal, the 16 before them (80
// bits) are the request's, so that what is written together lies together in an index.
struct IdSeed {
  absl::string_view park;
  absl::string_view request_id;
};
std::string DeriveId(absl::string_view prefix, const IdSeed& seed, int64_t ordinal);

// The id of what has a key of its own in a group (an employee in a firm): 8 letters are the
// group's, so that a group lies together in an index, and 12 (60 bits) are of group and key.
std::string DeriveIdWithin(absl::string_view prefix, absl::string_view park,
                           absl::string_view group, absl::string_view key);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_HASH_H_
