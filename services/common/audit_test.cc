#include "services/common/audit.h"

#include <algorithm>
#include <random>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

LogLeaf Leaf(int64_t n) {
  return {"yunqi",
          absl::StrCat("event-", n),
          "StatementClosed",
          absl::StrCat("parks/yunqi/statements/s-", n % 7),
          n / 7 + 1,
          absl::StrCat("payload-", n),
          absl::StrCat("request-", n),
          "firms/91/users/u",
          absl::StrCat("2026-11-24T00:00:", n, "Z")};
}

// Gives the rows the positions and hashes that a numberer would give them.
void Number(std::vector<LogRow>* rows) {
  ChainPoint point;
  for (LogRow& row : *rows) {
    row.leaf_hash = LeafHash(row.leaf);
    point.chain_hash = ChainHash(point.chain_hash, row.leaf_hash);
    row.position = ++point.position;
    row.chain_hash = point.chain_hash;
  }
}

std::vector<LogRow> Log(int64_t size) {
  std::vector<LogRow> rows(size);
  for (int64_t i = 0; i < size; ++i) rows[i].leaf = Leaf(i);
  Number(&rows);
  return rows;
}

Head HeadAt(const std::vector<LogRow>& rows, int64_t position) {
  ChainPoint point;
  if (position > 0) point = {position, rows[position - 1].chain_hash};
  return {"yunqi", "billing", point, kNow};
}

absl::Status Verify(const std::vector<LogRow>& rows, std::vector<Head> heads,
                    ChainPoint from = {}) {
  ChainVerifier verifier("yunqi", from, std::move(heads));
  for (const LogRow& row : rows) {
    if (absl::Status status = verifier.Add(row); !status.ok()) return status;
  }
  return verifier.Finish();
}

TEST(LeafHash, DependsOnEachFieldAndWhereItEnds) {
  const LogLeaf leaf = Leaf(1);
  std::vector<LogLeaf> leaves(13, leaf);
  leaves[1].park += "x";
  leaves[2].id += "x";
  leaves[3].kind += "x";
  leaves[4].subject += "x";
  leaves[5].revision += 1;
  leaves[6].payload += "x";
  leaves[7].request_id += "x";
  leaves[8].caller += "x";
  leaves[9].write_time += "x";
  std::swap(leaves[10].id, leaves[10].kind);
  leaves[11].id = leaf.id.substr(0, leaf.id.size() - 1);
  leaves[11].kind = leaf.id.back() + leaf.kind;
  leaves[12].payload.clear();
  std::set<std::string> hashes;
  for (const LogLeaf& each : leaves) hashes.insert(LeafHash(each));
  EXPECT_EQ(hashes.size(), leaves.size());
  EXPECT_EQ(LeafHash(leaf).size(), 32u);
}

TEST(ChainHash, IsTheSameToday) {
  // Written down so that a change of the formula, which would orphan every kept head, is seen.
  LogLeaf leaf = {"yunqi",   "event-1", "Kind", "parks/yunqi/x/1",     1,
                  "payload", "r",       "c",    "2026-11-24T00:00:00Z"};
  EXPECT_EQ(absl::BytesToHexString(LeafHash(leaf)),
            "7f800b925b6a5a11ab475da2d73770c20bea7834a90ce40712dbcc8c99387241");
  EXPECT_EQ(absl::BytesToHexString(ChainHash(ChainPoint{}.chain_hash, LeafHash(leaf))),
            "061c981f24650b86f5975fc8c6d94d8a1c403b18fa18a30a4a7cc95e700a4773");
}

TEST(SignedHead, IsReadAsItWasWritten) {
  const SigningKey key = SigningKey::Generate();
  const Head head = HeadAt(Log(3), 3);
  const std::string text = SignHead(head, key);
  EXPECT_THAT(text, HasSubstr("park: yunqi\nservice: billing\nposition: 3\nchain: "));
  EXPECT_THAT(text, HasSubstr("\ntime: 2026-09-21T14:13:20Z\nsignature: "));
  const auto half = SigningKey::FromPublicPem(key.PublicPem());
  const auto read = ReadSignedHead(text, *half);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->park, "yunqi");
  EXPECT_EQ(read->service, "billing");
  EXPECT_EQ(read->point.position, 3);
  EXPECT_EQ(read->point.chain_hash, head.point.chain_hash);
  EXPECT_EQ(read->time, head.time);
}

TEST(SignedHead, IsRefusedWithAnythingChanged) {
  const SigningKey key = SigningKey::Generate();
  const std::string text = SignHead(HeadAt(Log(3), 3), key);
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] ^= 1;
    EXPECT_FALSE(ReadSignedHead(changed, key).ok()) << changed;
    EXPECT_FALSE(ReadSignedHead(text.substr(0, i), key).ok()) << i;
  }
  const std::pair<std::string, std::string> changes[] = {{"position: 3", "position: 2"},
                                                         {"position: 3", "position: 03"},
                                                         {"position: 3", "position: +3"},
                                                         {"position: 3", "position: -3"},
                                                         {"yunqi", "xixi"},
                                                         {"billing", "ledger"},
                                                         {"13:20Z", "13:21Z"},
                                                         {"head/1", "head/2"},
                                                         {"chain: ", "chain:  "},
                                                         {"\n", "\r\n"}};
  for (const auto& [from, to] : changes) {
    EXPECT_FALSE(ReadSignedHead(absl::StrReplaceAll(text, {{from, to}}), key).ok()) << to;
  }
  EXPECT_FALSE(ReadSignedHead(text + "\n", key).ok());
  EXPECT_FALSE(ReadSignedHead("", key).ok());
  EXPECT_EQ(ReadSignedHead(text, SigningKey::Generate()).status().code(),
            absl::StatusCode::kUnauthenticated);
}

TEST(ChainVerifier, AcceptsALogThatOnlyGrew) {
  const std::vector<LogRow> rows = Log(50);
  EXPECT_TRUE(Verify(rows, {}).ok());
  for (int64_t position : {0, 1, 20, 50}) {
    EXPECT_TRUE(Verify(rows, {HeadAt(rows, position)}).ok()) << position;
  }
  EXPECT_TRUE(Verify(rows, {HeadAt(rows, 50), HeadAt(rows, 20), HeadAt(rows, 20)}).ok());
  EXPECT_TRUE(Verify({}, {HeadAt(rows, 0)}).ok());
}

TEST(ChainVerifier, WalksOnFromAHeadThatWasVerifiedBefore) {
  const std::vector<LogRow> rows = Log(50);
  const std::vector<LogRow> tail(rows.begin() + 20, rows.end());
  EXPECT_TRUE(Verify(tail, {HeadAt(rows, 20), HeadAt(rows, 50)}, HeadAt(rows, 20).point).ok());
  EXPECT_FALSE(Verify(tail, {HeadAt(rows, 50)}, HeadAt(rows, 19).point).ok());
  EXPECT_FALSE(Verify(tail, {HeadAt(rows, 10)}, HeadAt(rows, 20).point).ok());
  EXPECT_FALSE(Verify(tail, {}).ok());
}

TEST(ChainVerifier, NamesTheFirstPositionThatIsWrongAndStaysWithIt) {
  std::vector<LogRow> rows = Log(50);
  rows[29].leaf.payload = "another amount";
  ChainVerifier verifier("yunqi", {}, {});
  for (const LogRow& row : rows) verifier.Add(row).IgnoreError();
  EXPECT_EQ(verifier.Finish().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(verifier.Finish().message()), HasSubstr("log position 30:"));
}

TEST(ChainVerifier, RefusesAnotherParksHeadOrRow) {
  const std::vector<LogRow> rows = Log(5);
  Head head = HeadAt(rows, 5);
  head.park = "xixi";
  EXPECT_FALSE(Verify(rows, {head}).ok());
  ChainVerifier verifier("xixi", {}, {});
  EXPECT_FALSE(verifier.Add(rows[0]).ok());
}

// How a log may be tampered with by someone who can write every row, hash and position of it, but
// not the head that somebody else keeps.
enum class Tampering { kChange, kDelete, kInsert, kReorder, kTruncate, kFork };
constexpr const char* kTamperingNames[] = {"change",  "delete",   "insert",
                                           "reorder", "truncate", "fork"};

void ChangeAField(LogLeaf* leaf, std::mt19937_64* random) {
  std::string* const texts[] = {&leaf->id,         &leaf->kind,   &leaf->subject,   &leaf->payload,
                                &leaf->request_id, &leaf->caller, &leaf->write_time};
  const size_t which = (*random)() % 8;
  if (which == 7) {
    leaf->revision += 1 + static_cast<int64_t>((*random)() % 3);
  } else {
    (*texts[which])[(*random)() % texts[which]->size()] ^=
        static_cast<char>(1 << ((*random)() % 8));
  }
}

// Tampers somewhere in the first `kept` rows.
void Tamper(Tampering how, int64_t kept, std::mt19937_64* random, std::vector<LogRow>* rows) {
  const int64_t at = static_cast<int64_t>((*random)() % kept);
  switch (how) {
    case Tampering::kChange:
      return ChangeAField(&(*rows)[at].leaf, random);
    case Tampering::kDelete:
      rows->erase(rows->begin() + at);
      return;
    case Tampering::kInsert: {
      // Never a copy of the row at this very place: that would be an insertion after it, and so
      // perhaps after the last row that the head holds.
      const size_t other = (at + 1 + (*random)() % (rows->size() - 1)) % rows->size();
      LogRow row = (*rows)[other];
      if ((*random)() % 2 == 0) row.leaf = Leaf(1000 + static_cast<int64_t>((*random)() % 1000));
      rows->insert(rows->begin() + at, row);
      return;
    }
    case Tampering::kReorder: {
      const int64_t other = (at + 1 + static_cast<int64_t>((*random)() % (rows->size() - 1))) %
                            static_cast<int64_t>(rows->size());
      std::swap((*rows)[at].leaf, (*rows)[other].leaf);
      return;
    }
    case Tampering::kTruncate:
      rows->resize(at);
      return;
    case Tampering::kFork:
      // Another history from a row on, at least as long as the real one.
      for (size_t i = at; i < rows->size(); ++i)
        (*rows)[i].leaf = Leaf(2000 + static_cast<int64_t>(i));
      rows->resize(rows->size() + (*random)() % 5, rows->back());
      return;
  }
}

TEST(ChainVerifier, FindsAThousandTamperingsWithNothingButAnOlderHead) {
  const uint64_t seed = 20261124;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  int found = 0;
  int counts[6] = {};
  for (int i = 0; i < 1000; ++i) {
    const std::vector<LogRow> honest = Log(2 + static_cast<int64_t>(random() % 60));
    const int64_t kept = 1 + static_cast<int64_t>(random() % honest.size());
    const std::vector<Head> heads = {HeadAt(honest, kept)};
    ASSERT_TRUE(Verify(honest, heads).ok());
    std::vector<LogRow> rows = honest;
    const auto how = static_cast<Tampering>(i % 6);
    Tamper(how, kept, &random, &rows);
    // In half the cases all hashes and positions are made to agree again.
    if (random() % 2 == 0) Number(&rows);
    const absl::Status status = Verify(rows, heads);
    found += status.code() == absl::StatusCode::kDataLoss;
    counts[i % 6] += status.code() == absl::StatusCode::kDataLoss;
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss)
        << "case " << i << ": " << kTamperingNames[i % 6] << " of " << honest.size()
        << " rows, head at " << kept;
  }
  EXPECT_EQ(found, 1000);
  for (int kind = 0; kind < 6; ++kind) EXPECT_GE(counts[kind], 166) << kTamperingNames[kind];
}

TEST(ChainVerifier, FindsAnyStoredHashOrPositionChangedAfterTheLastHead) {
  const std::vector<LogRow> honest = Log(30);
  for (size_t i = 10; i < honest.size(); ++i) {
    for (int what = 0; what < 4; ++what) {
      std::vector<LogRow> rows = honest;
      if (what == 0) rows[i].leaf_hash[3] ^= 1;
      if (what == 1) rows[i].chain_hash[3] ^= 1;
      if (what == 2) rows[i].position += 1;
      if (what == 3) rows[i].leaf.payload += "x";
      EXPECT_FALSE(Verify(rows, {HeadAt(honest, 10)}).ok()) << i << " " << what;
    }
  }
}

}  // namespace
}  // namespace tuoqiao
