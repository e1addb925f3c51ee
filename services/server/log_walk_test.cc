// A log that a hand in the database has changed is found out by whoever holds one signed head.
#include "services/server/log_walk.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "absl/strings/match.h"
#include "services/common/db/outbox.h"
#include "services/common/db/suite.h"
#include "services/common/log_text.h"
#include "services/server/witness.h"

namespace tuoqiao::server {
namespace {

constexpr int64_t kRows = 40;
constexpr char kColumns[] =
    "park_id, id, kind, subject, revision, payload, leaf_hash, request_id, caller, write_time, "
    "position, chain_hash";

class LogWalkTest : public db::OnEachEngine {
 protected:
  LogWalkTest() {
    CHECK(db::Migrate(database(), {}).ok());
    for (int64_t n = 0; n < kRows; ++n) Append("p", n);
    Append("q", 0);
    CHECK(Number("p").ok() && Number("q").ok());
    CHECK(witness_.SignAll().ok());
  }

  static LogLeaf Leaf(const std::string& park, int64_t n) {
    return {park,
            absl::StrCat("event-", n),
            "StatementClosed",
            absl::StrCat("statement-", n),
            1,
            absl::StrCat("payload-", n),
            "request",
            "caller",
            "2026-11-01T00:00:00Z"};
  }
  void Append(const std::string& park, int64_t n) {
    CHECK(database()
              .WriteIn(park, [&](db::Write& txn) { return db::AppendLog(txn, {Leaf(park, n)}); })
              .ok());
  }
  absl::Status Number(const std::string& park) {
    return database().WriteIn(
        park, [](db::Write& txn) { return db::NumberLog(txn, 10 * kRows).status(); });
  }
  absl::Status Change(const std::string& sql, const db::Args& args = {}) {
    return database().WriteIn("p", [&](db::Write& txn) { return txn.Execute(sql, args).status(); });
  }

  std::vector<Head> Heads() {
    auto heads = ReadHeads(folder_.File(""), "p", key_);
    CHECK(heads.ok());
    return *heads;
  }
  absl::Status Walk(const std::vector<Head>& heads, const LogRange& range = {}) {
    return WalkDatabase(database(), "billing", "p", range, heads).status();
  }
  std::string Exported(const LogRange& range = {}) {
    const auto from = PointAt(database(), "p", range.after);
    CHECK(from.ok());
    std::string text = LogTitle({"p", "billing", *from});
    CHECK(ForEachRow(database(), "p", range, [&](const LogRow& row) {
            text += LogLine(row);
            return absl::OkStatus();
          }).ok());
    return text;
  }

  // Writes the rows behind a position anew, each a little otherwise, with hashes that agree: what
  // somebody would do who knows how the chain is made.
  void Fork(int64_t after, int64_t rows) {
    ChainPoint point = *PointAt(database(), "p", after);
    ASSERT_TRUE(
        Change("DELETE FROM log WHERE park_id = :park AND position > :after", {{"after", after}})
            .ok());
    for (int64_t n = 0; n < rows; ++n) {
      const LogLeaf leaf = Leaf("p", 1000 + n);
      const std::string leaf_hash = LeafHash(leaf);
      point = {point.position + 1, ChainHash(point.chain_hash, leaf_hash)};
      ASSERT_TRUE(Change("INSERT INTO log (park_id, id, kind, subject, revision, payload, "
                         "leaf_hash, request_id, caller, write_time, position, chain_hash) VALUES "
                         "(:park, :id, :kind, :subject, 1, :payload, :leaf, 'request', 'caller', "
                         ":time, :position, :chain)",
                         {{"id", leaf.id},
                          {"kind", leaf.kind},
                          {"subject", leaf.subject},
                          {"payload", db::Blob{leaf.payload}},
                          {"leaf", db::Blob{leaf_hash}},
                          {"time", leaf.write_time},
                          {"position", point.position},
                          {"chain", db::Blob{point.chain_hash}}})
                      .ok());
    }
    SetHead(point);
  }
  void SetHead(const ChainPoint& point) {
    ASSERT_TRUE(Change("UPDATE log_head SET position = :position, chain_hash = :chain WHERE "
                       "park_id = :park",
                       {{"position", point.position}, {"chain", db::Blob{point.chain_hash}}})
                    .ok());
  }
  // Cuts the log behind a position, and makes its head believe so.
  void Cut(int64_t after) { Fork(after, 0); }

  // One change of any kind; returns what it did.
  std::string Tamper(std::mt19937_64& dice) {
    const auto roll = [&](int64_t least, int64_t most) {
      return std::uniform_int_distribution<int64_t>(least, most)(dice);
    };
    const int64_t at = roll(1, kRows);
    const db::Args row = {{"at", at}};
    static constexpr const char* kTexts[] = {"id",         "kind",   "subject",
                                             "request_id", "caller", "write_time"};
    static constexpr const char* kBytes[] = {"payload", "leaf_hash", "chain_hash"};
    switch (roll(0, 8)) {
      case 0: {
        const char* const column = kTexts[roll(0, 5)];
        EXPECT_TRUE(Change(absl::StrCat("UPDATE log SET ", column, " = ", column,
                                        " || 'x' WHERE park_id = :park AND position = :at"),
                           row)
                        .ok());
        return absl::StrCat(column, " of ", at);
      }
      case 1: {
        const char* const column = kBytes[roll(0, 2)];
        EXPECT_TRUE(Change(absl::StrCat("UPDATE log SET ", column,
                                        " = :bytes WHERE park_id = "
                                        ":park AND position = :at"),
                           {{"at", at}, {"bytes", db::Blob{std::string(32, 'x')}}})
                        .ok());
        return absl::StrCat(column, " of ", at);
      }
      case 2:
        EXPECT_TRUE(
            Change("UPDATE log SET revision = revision + 1 WHERE park_id = :park AND position = "
                   ":at",
                   row)
                .ok());
        return absl::StrCat("revision of ", at);
      case 3:
        EXPECT_TRUE(Change("DELETE FROM log WHERE park_id = :park AND position = :at", row).ok());
        return absl::StrCat("deleted ", at);
      case 4: {
        // All behind it move up into the gap.
        EXPECT_TRUE(Change("DELETE FROM log WHERE park_id = :park AND position = :at", row).ok());
        for (int64_t n = at + 1; n <= kRows; ++n) {
          EXPECT_TRUE(Change("UPDATE log SET position = position - 1 WHERE park_id = :park AND "
                             "position = :n",
                             {{"n", n}})
                          .ok());
        }
        return absl::StrCat("closed the gap at ", at);
      }
      case 5: {
        const int64_t other = at == kRows ? 1 : at + 1;
        for (const auto& [from, to] : {std::pair(at, int64_t{-1}), {other, at}, {-1, other}}) {
          EXPECT_TRUE(Change("UPDATE log SET position = :to WHERE park_id = :park AND position = "
                             ":from",
                             {{"from", from}, {"to", to}})
                          .ok());
        }
        return absl::StrCat("swapped ", at, " and ", other);
      }
      case 6:
        Fork(at - 1, kRows - at + 1);
        return absl::StrCat("forked behind ", at - 1);
      case 7:
        Fork(at - 1, kRows - at + 1 + roll(1, 5));
        return absl::StrCat("forked longer behind ", at - 1);
      default:
        Cut(at - 1);
        return absl::StrCat("cut behind ", at - 1);
    }
  }

  FakeClock clock_{absl::FromUnixSeconds(1790000000)};
  const SigningKey key_ = SigningKey::Generate();
  const db::TemporaryFolder folder_;
  Witness witness_{key_, clock_, folder_.File(""), {{"billing", &database()}}};
};

TEST_P(LogWalkTest, ALogThatIsWhatItWasIsWalkedUpToItsHead) {
  const auto walked = WalkDatabase(database(), "billing", "p", {}, Heads());
  ASSERT_TRUE(walked.ok()) << walked.status();
  EXPECT_EQ(walked->to.position, kRows);
  ASSERT_TRUE(walked->met.has_value());
  EXPECT_EQ(walked->met->point.position, kRows);
}

TEST_P(LogWalkTest, AnyRangeIsShownByAHeadAtItsEnd) {
  for (const int64_t after : {int64_t{0}, int64_t{1}, kRows / 2, kRows - 1}) {
    EXPECT_TRUE(Walk(Heads(), {after, kRows}).ok()) << after;
    EXPECT_TRUE(WalkText(Exported({after, kRows}), Heads()).ok()) << after;
  }
  EXPECT_EQ(Walk(Heads(), {kRows + 1, kRows + 2}).code(), absl::StatusCode::kNotFound);
}

TEST_P(LogWalkTest, RowsBehindTheHeadAreSaidToAgreeWithThemselvesOnly) {
  const std::vector<Head> heads = Heads();
  Append("p", kRows);
  ASSERT_TRUE(Number("p").ok());
  const auto walked = WalkDatabase(database(), "billing", "p", {}, heads);
  ASSERT_TRUE(walked.ok()) << walked.status();
  EXPECT_EQ(walked->to.position, kRows + 1);
  EXPECT_EQ(walked->met->point.position, kRows);
}

TEST_P(LogWalkTest, AThousandHandsInTheDatabaseAreFoundOut) {
  const char* const given = std::getenv("TUOQIAO_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261126;
  SCOPED_TRACE(absl::StrCat("TUOQIAO_SEED=", seed));
  std::mt19937_64 dice(seed);
  const std::vector<Head> heads = Heads();
  const ChainPoint believed = heads[0].point;
  // On PostgreSQL each change is a round trip.
  const int hands = GetParam() == db::EngineKind::kSqliteInMemory ? 1000 : 60;
  for (int hand = 0; hand < hands; ++hand) {
    ASSERT_TRUE(Walk(heads).ok());
    ASSERT_TRUE(
        Change(absl::StrCat("CREATE TEMPORARY TABLE kept AS SELECT ", kColumns, " FROM log")).ok());
    const std::string did = Tamper(dice);
    const absl::Status found = Walk(heads);
    EXPECT_EQ(found.code(), absl::StatusCode::kDataLoss) << did << ": " << found;
    EXPECT_FALSE(WalkText(Exported(), heads).ok()) << did;
    ASSERT_TRUE(Change("DELETE FROM log WHERE park_id = :park").ok());
    ASSERT_TRUE(Change(absl::StrCat("INSERT INTO log (", kColumns, ") SELECT ", kColumns,
                                    " FROM kept WHERE park_id = :park"))
                    .ok());
    ASSERT_TRUE(Change("DROP TABLE kept").ok());
    SetHead(believed);
  }
}

TEST_P(LogWalkTest, AHeadOfAnotherParkOrKeyIsNone) {
  EXPECT_EQ(ReadHeads(folder_.File(""), "r", key_).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReadHeads(folder_.File(""), "p", SigningKey::Generate()).status().code(),
            absl::StatusCode::kUnauthenticated);
}

TEST_P(LogWalkTest, ALaterHeadOfTheDayTakesThePlaceOfTheFormer) {
  EXPECT_EQ(Heads().size(), 1u);
  Append("p", kRows);
  ASSERT_TRUE(Number("p").ok());
  ASSERT_TRUE(witness_.SignAll().ok());
  ASSERT_EQ(Heads().size(), 1u);
  EXPECT_EQ(Heads()[0].point.position, kRows + 1);
  clock_.Advance(absl::Hours(24));
  Append("p", kRows + 1);
  ASSERT_TRUE(Number("p").ok());
  ASSERT_TRUE(witness_.SignAll().ok());
  EXPECT_EQ(Heads().size(), 2u);
  EXPECT_TRUE(Walk(Heads()).ok());
}

TEST_P(LogWalkTest, AnExportedLogThatBreaksOffIsRefused) {
  const std::string text = Exported();
  EXPECT_EQ(WalkText(text.substr(0, text.size() - 1), Heads()).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(
      WalkText(text.substr(0, text.rfind('\n', text.size() - 2) + 1), Heads()).status().code(),
      absl::StatusCode::kDataLoss);
}

INSTANTIATE_TEST_SUITE_P(EveryEngine, LogWalkTest, ::testing::ValuesIn(db::EveryEngineKind()),
                         db::EngineName);

}  // namespace
}  // namespace tuoqiao::server
