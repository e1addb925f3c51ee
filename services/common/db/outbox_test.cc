#include "services/common/db/outbox.h"

#include <gtest/gtest.h>

#include <map>

#include "services/common/db/suite.h"

namespace tuoqiao::db {
namespace {

constexpr int kWriters = 4, kRowsOfAWriter = 25, kNumberers = 3;

class OutboxTest : public OnEachEngine {
 protected:
  OutboxTest() { CHECK(Migrate(database(), {}).ok()); }

  static LogLeaf Leaf(const std::string& subject, int64_t revision) {
    LogLeaf leaf;
    leaf.park = "p";
    leaf.id = absl::StrCat(subject, "-", revision);
    leaf.kind = "ThingChanged";
    leaf.subject = subject;
    leaf.revision = revision;
    // Taken before the lock, so a later revision may carry an earlier time.
    leaf.write_time = absl::StrCat("2026-10-01T00:00:", 59 - revision, "Z");
    return leaf;
  }
  absl::Status Append(const std::string& subject, int64_t revision) {
    return database().WriteIn(
        "p", [&](Write& txn) { return AppendLog(txn, {Leaf(subject, revision)}); });
  }
  absl::StatusOr<int64_t> Number(int64_t rows_max) {
    int64_t numbered = 0;
    RETURN_IF_ERROR(database().WriteIn("p", [&](Write& txn) -> absl::Status {
      ASSIGN_OR_RETURN(numbered, NumberLog(txn, rows_max));
      return absl::OkStatus();
    }));
    return numbered;
  }
  bool Waits() {
    bool waits = false;
    EXPECT_TRUE(database()
                    .ReadIn("p",
                            [&](Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(waits, LogWaits(txn));
                              return absl::OkStatus();
                            })
                    .ok());
    return waits;
  }
};

TEST_P(OutboxTest, NumbersEachRowOnceWhileManyWriteAndManyNumber) {
  std::atomic<int> writing{kWriters};
  InParallel(kWriters + kNumberers, [&](int i) {
    if (i < kWriters) {
      for (int revision = 1; revision <= kRowsOfAWriter; ++revision) {
        ASSERT_EQ(Append(absl::StrCat("thing-", i), revision), absl::OkStatus());
      }
      --writing;
      return;
    }
    bool more = true;
    while (writing > 0 || more) {
      const absl::StatusOr<int64_t> numbered = Number(7);
      ASSERT_TRUE(numbered.ok() || numbered.status().code() == absl::StatusCode::kAborted)
          << numbered.status();
      more = !numbered.ok() || *numbered > 0;
    }
  });
  EXPECT_FALSE(Waits());

  ChainVerifier verifier("p", ChainPoint(), {});
  std::map<std::string, int64_t> revisions;
  ASSERT_EQ(database().ReadIn("p",
                              [&](Read& txn) {
                                return ReadLog(txn, 0, 1000, [&](const LogRow& row) {
                                  EXPECT_EQ(++revisions[row.leaf.subject], row.leaf.revision);
                                  return verifier.Add(row);
                                });
                              }),
            absl::OkStatus());
  EXPECT_EQ(verifier.Finish(), absl::OkStatus());
  EXPECT_EQ(verifier.point().position, kWriters * kRowsOfAWriter);
}

TEST_P(OutboxTest, SaysThatARowWaitsUntilItHasItsNumber) {
  EXPECT_FALSE(Waits());
  ASSERT_EQ(Append("thing", 1), absl::OkStatus());
  // Where writers are alone a row has its number at once.
  EXPECT_EQ(Waits(), GetParam() == EngineKind::kPostgres);
  ASSERT_TRUE(Number(10).ok());
  EXPECT_FALSE(Waits());
}

INSTANTIATE_TEST_SUITE_P(Engines, OutboxTest, ::testing::ValuesIn(EveryEngineKind()), EngineName);

}  // namespace
}  // namespace tuoqiao::db
