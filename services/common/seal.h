// Sealing of personal fields: AES-256-GCM under one data key a subject (a child, an adult, a firm's
// roster, a delivery), wrapped by the park's key, wrapped by the master key of a key file. Erasing
// a subject deletes its data key, and every copy of its fields is then noise.
#ifndef TUOQIAO_SERVICES_COMMON_SEAL_H_
#define TUOQIAO_SERVICES_COMMON_SEAL_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao {

// Where a sealed value lives; authenticated with it, so that it opens nowhere else.
struct SealPlace {
  absl::string_view park;
  absl::string_view table;
  absl::string_view column;
  absl::string_view row;
};

// One subject's data key, open. Sealing the same text twice gives different bytes.
class DataKey {
 public:
  explicit DataKey(std::string key) : key_(std::move(key)) {}
  std::string Seal(const SealPlace& place, absl::string_view plaintext) const;
  // DATA_LOSS where the bytes were not sealed by this key for this place.
  absl::StatusOr<std::string> Open(const SealPlace& place, absl::string_view sealed) const;

 private:
  std::string key_;  // 32 bytes.
};

// The keys of one installation. Thread safe.
class KeyRing {
 public:
  // A file of 32 random bytes in hexadecimal, readable by its owner only; made where it is missing
  // and `create` says so.
  static absl::StatusOr<std::unique_ptr<KeyRing>> FromFile(const std::string& path, bool create);
  // For tests and dry runs: a ring from the given 32 bytes.
  static std::unique_ptr<KeyRing> FromBytes(std::string master);

  // A new random data key, as it is stored: wrapped by the park's key for this subject.
  std::string NewWrappedKey(absl::string_view park, absl::string_view subject) const;
  // Opens a stored key. DATA_LOSS where it was not wrapped here for this park and subject.
  absl::StatusOr<DataKey> Unwrap(absl::string_view park, absl::string_view subject,
                                 absl::string_view wrapped) const;

  // HMAC under the park's look-up key, 16 bytes of it: equal values are found without being opened.
  // `purpose` keeps different fields apart ("id_number", "roster_row").
  std::string Fingerprint(absl::string_view park, absl::string_view purpose,
                          absl::string_view value) const;

 private:
  explicit KeyRing(std::string master) : master_(std::move(master)) {}
  // Derived once for each park and use.
  std::string ParkKey(absl::string_view park, absl::string_view use) const;

  const std::string master_;
  mutable std::mutex mutex_;
  mutable std::map<std::pair<std::string, std::string>, std::string> park_keys_;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_SEAL_H_
