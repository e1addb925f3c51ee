// The log as an audit chain: each row has a leaf hash over all that it says, and a numbered row a
// chain hash over its predecessor's and its own. Whoever keeps one signed head can later show that
// nothing up to it was changed, dropped, added or put in another order. Pure but for the signing
// key.
#ifndef TUOQIAO_SERVICES_COMMON_AUDIT_H_
#define TUOQIAO_SERVICES_COMMON_AUDIT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/signing_key.h"

namespace tuoqiao {

// What a log row says. The payload is hashed as it is stored: personal fields in it are sealed, so
// that erasing a person leaves the chain whole.
struct LogLeaf {
  std::string park, id, kind, subject;
  int64_t revision = 0;
  std::string payload, request_id, caller, write_time;
};

// 32 raw bytes.
std::string LeafHash(const LogLeaf& leaf);
// 32 raw bytes out of two times 32. The first row's `previous` is `ChainPoint{}.chain_hash`.
std::string ChainHash(absl::string_view previous, absl::string_view leaf);

// How far a chain has come. The start: nothing yet, 32 zero bytes.
struct ChainPoint {
  int64_t position = 0;
  std::string chain_hash = std::string(32, '\0');
};

// A numbered row as it is stored.
struct LogRow {
  LogLeaf leaf;
  std::string leaf_hash;
  int64_t position = 0;
  std::string chain_hash;
};

// What one service's log of one park had come to at a time. Times are to the second.
struct Head {
  std::string park;
  std::string service;
  ChainPoint point;
  absl::Time time;
};

// A head as text, a line a field and the signature last: to be kept in a file, a mail or on paper,
// away from the installation that it is a witness to.
std::string SignHead(const Head& head, const SigningKey& key);
// INVALID_ARGUMENT where the text is not a head, UNAUTHENTICATED where `key` has not signed it.
absl::StatusOr<Head> ReadSignedHead(absl::string_view text, const SigningKey& key);

// Walks a park's rows in the order of their positions and holds them against heads that were kept.
// Not thread safe. Rows after the last head are only shown to agree with themselves: give the
// newest head as well as an older one to have them all shown.
class ChainVerifier {
 public:
  // `from` is the start, or the point of a head that was verified before: then only the rows after
  // it are walked. `heads` may stand in any order.
  ChainVerifier(absl::string_view park, ChainPoint from, std::vector<Head> heads);

  // The next row. DATA_LOSS names the first position at which the log is not what it was.
  absl::Status Add(const LogRow& row);
  // After the last row: DATA_LOSS where the log ends before one of the heads.
  absl::Status Finish() const;

  const ChainPoint& point() const { return point_; }

 private:
  absl::Status MeetHeads();

  const std::string park_;
  ChainPoint point_;
  std::vector<Head> heads_;  // By position.
  size_t met_ = 0;           // How many of them agreed.
  absl::Status status_;      // The first failure stays.
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_AUDIT_H_
