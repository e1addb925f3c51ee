#include "services/common/audit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/hash.h"

namespace tuoqiao {
namespace {

constexpr absl::string_view kHeadTitle = "tuoqiao-head/1";
constexpr absl::string_view kTimeFormat = "%Y-%m-%dT%H:%M:%SZ";
constexpr size_t kHashBytes = 32;

// What is signed: every line but the signature's.
std::string HeadText(const Head& head) {
  return absl::StrCat(kHeadTitle, "\npark: ", head.park, "\nservice: ", head.service,
                      "\nposition: ", head.point.position,
                      "\nchain: ", absl::BytesToHexString(head.point.chain_hash),
                      "\ntime: ", absl::FormatTime(kTimeFormat, head.time, absl::UTCTimeZone()),
                      "\n");
}

absl::Status Broken(int64_t position, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("log position ", position, ": ", what));
}

// The value of `line` if it is "name: value".
bool TakeField(absl::string_view line, absl::string_view name, std::string* value) {
  const std::string lead = absl::StrCat(name, ": ");
  if (line.substr(0, lead.size()) != lead) return false;
  *value = std::string(line.substr(lead.size()));
  return true;
}

}  // namespace

std::string LeafHash(const LogLeaf& leaf) {
  return Sha256OfParts({"leaf", leaf.park, leaf.id, leaf.kind, leaf.subject,
                        absl::StrCat(leaf.revision), leaf.payload, leaf.request_id, leaf.caller,
                        leaf.write_time});
}

std::string ChainHash(absl::string_view previous, absl::string_view leaf) {
  CHECK(previous.size() == kHashBytes);
  CHECK(leaf.size() == kHashBytes);
  return Sha256OfParts({"chain", previous, leaf});
}

std::string SignHead(const Head& head, const SigningKey& key) {
  CHECK(head.point.chain_hash.size() == kHashBytes);
  CHECK(head.park.find('\n') == std::string::npos);
  CHECK(head.service.find('\n') == std::string::npos);
  const std::string text = HeadText(head);
  return absl::StrCat(text, "signature: ", absl::Base64Escape(key.Sign(text)), "\n");
}

absl::StatusOr<Head> ReadSignedHead(absl::string_view text, const SigningKey& key) {
  const absl::Status not_a_head = absl::InvalidArgumentError("the text is not a signed head");
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() != 8 || lines[0] != kHeadTitle || !lines[7].empty()) return not_a_head;
  Head head;
  std::string position, chain, time, signature64, signature;
  if (!TakeField(lines[1], "park", &head.park) || !TakeField(lines[2], "service", &head.service) ||
      !TakeField(lines[3], "position", &position) || !TakeField(lines[4], "chain", &chain) ||
      !TakeField(lines[5], "time", &time) || !TakeField(lines[6], "signature", &signature64)) {
    return not_a_head;
  }
  if (chain.size() != 2 * kHashBytes) return not_a_head;
  head.point.chain_hash = absl::HexStringToBytes(chain);
  std::string ignored;
  if (!absl::SimpleAtoi(position, &head.point.position) || head.point.position < 0 ||
      !absl::ParseTime(kTimeFormat, time, &head.time, &ignored) ||
      !absl::Base64Unescape(signature64, &signature)) {
    return not_a_head;
  }
  // Written again it has to be the same text: there is one way to write a head.
  const std::string signed_text = HeadText(head);
  if (text.substr(0, signed_text.size()) != signed_text) return not_a_head;
  if (!key.Verify(signed_text, signature)) {
    return absl::UnauthenticatedError("the head was not signed by this key");
  }
  return head;
}

ChainVerifier::ChainVerifier(absl::string_view park, ChainPoint from, std::vector<Head> heads)
    : park_(park), point_(std::move(from)), heads_(std::move(heads)) {
  std::stable_sort(heads_.begin(), heads_.end(), [](const Head& a, const Head& b) {
    return a.point.position < b.point.position;
  });
  for (const Head& head : heads_) {
    if (head.park != park_) status_ = Broken(head.point.position, "the head is another park's");
  }
  if (status_.ok()) status_ = MeetHeads();
}

absl::Status ChainVerifier::Add(const LogRow& row) {
  if (!status_.ok()) return status_;
  const int64_t expected = point_.position + 1;
  if (row.position != expected) {
    return status_ = Broken(expected, absl::StrCat("the next row is ", row.position));
  }
  if (row.leaf.park != park_) return status_ = Broken(expected, "the row is another park's");
  const std::string leaf_hash = LeafHash(row.leaf);
  if (leaf_hash != row.leaf_hash) {
    return status_ = Broken(expected, "the row does not say what it said when it was written");
  }
  point_.chain_hash = ChainHash(point_.chain_hash, leaf_hash);
  point_.position = expected;
  if (point_.chain_hash != row.chain_hash) {
    return status_ = Broken(expected, "the row does not follow from the rows before it");
  }
  return status_ = MeetHeads();
}

absl::Status ChainVerifier::Finish() const {
  if (!status_.ok()) return status_;
  if (met_ < heads_.size()) {
    return Broken(point_.position, absl::StrCat("the log ends here, before the signed head at ",
                                                heads_[met_].point.position));
  }
  return absl::OkStatus();
}

absl::Status ChainVerifier::MeetHeads() {
  for (; met_ < heads_.size() && heads_[met_].point.position <= point_.position; ++met_) {
    const ChainPoint& head = heads_[met_].point;
    if (head.position < point_.position) {
      return Broken(head.position, "the signed head is older than where the walk starts");
    }
    if (head.chain_hash != point_.chain_hash) {
      return Broken(head.position, "the log is not the one whose head was signed");
    }
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao
