// What only SQLite promises: a file that outlives a killed program, and copies of it while it is
// written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/db/schema.h"
#include "services/common/db/suite.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

std::unique_ptr<Database> OpenMigrated(const std::string& path) {
  auto database = OpenSqlite(path);
  CHECK(database.ok());
  CHECK(Migrate(**database, SuiteSchema()).ok());
  return *std::move(database);
}

std::string IntegrityOf(const std::string& path) {
  std::string verdict = "not opened";
  const auto database = OpenSqlite(path);
  if (!database.ok()) return verdict;
  const absl::Status status = (*database)->ReadIn("p", [&](Read& txn) {
    return txn
        .QueryOne("PRAGMA integrity_check", {}, [&](const Row& row) { verdict = row.Text(0); })
        .status();
  });
  return status.ok() ? verdict : status.ToString();
}

class SqliteTest : public ::testing::Test {
 protected:
  const TemporaryFolder folder_;
  const std::string path_ = folder_.File("test.db");
};

// Writes with several threads, so that commits are grouped, and tells of each row only after
// WriteIn has returned. Ends by being killed.
[[noreturn]] void WriteUntilKilled(const std::string& path, int64_t round, int acknowledgements) {
  const auto database = OpenMigrated(path);
  InParallel(4, [&](int thread) {
    for (int64_t i = 0;; ++i) {
      const int64_t number = (round * 4 + thread) * 1'000'000 + i;
      const absl::Status status = database->WriteIn(
          "p", [&](Write& txn) { return InsertThing(txn, absl::StrCat(number), number); });
      CHECK(status.ok());
      CHECK(write(acknowledgements, &number, sizeof(number)) == sizeof(number));
    }
  });
  _exit(0);
}

TEST_F(SqliteTest, KeepsEveryAcknowledgedRowOfAKilledProgram) {
  constexpr int kKills = 25;
  std::vector<int64_t> acknowledged;
  for (int round = 0; round < kKills; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) WriteUntilKilled(path_, round, ends[1]);
    close(ends[1]);
    // At another moment of the commit each time, and after at least one row.
    int64_t number;
    const size_t before = acknowledged.size();
    while (acknowledged.size() < before + 5 + 7 * round &&
           read(ends[0], &number, sizeof(number)) == sizeof(number)) {
      acknowledged.push_back(number);
    }
    usleep(137 * round);
    kill(child, SIGKILL);
    while (read(ends[0], &number, sizeof(number)) == sizeof(number)) {
      acknowledged.push_back(number);
    }
    close(ends[0]);
    int outcome = 0;
    ASSERT_EQ(waitpid(child, &outcome, 0), child);
    ASSERT_TRUE(WIFSIGNALED(outcome) && WTERMSIG(outcome) == SIGKILL) << outcome;
    ASSERT_GT(acknowledged.size(), before);

    const auto database = OpenSqlite(path_);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_EQ((*database)->ReadIn("p",
                                  [&](Read& txn) -> absl::Status {
                                    for (const int64_t row : acknowledged) {
                                      ASSIGN_OR_RETURN(
                                          const int64_t found,
                                          txn.QueryInt("SELECT COUNT(*) FROM thing WHERE "
                                                       "park_id = :park AND id = :id",
                                                       {{"id", absl::StrCat(row)}}));
                                      if (found != 1) return absl::DataLossError(absl::StrCat(row));
                                    }
                                    return absl::OkStatus();
                                  }),
              absl::OkStatus())
        << "after kill " << round;
  }
  EXPECT_EQ(IntegrityOf(path_), "ok");
  RecordProperty("acknowledged", static_cast<int>(acknowledged.size()));
}

TEST_F(SqliteTest, BacksUpWholeTransactionsWhileItIsWritten) {
  const auto database = OpenMigrated(path_);
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writer([&] {
    while (!stop) {
      const int i = written;
      // Always two rows at once, so that a copy with an odd count has torn a transaction.
      ASSERT_EQ(database->WriteIn("p",
                                  [&](Write& txn) -> absl::Status {
                                    RETURN_IF_ERROR(InsertThing(txn, absl::StrCat("a", i), i));
                                    return InsertThing(txn, absl::StrCat("b", i), i);
                                  }),
                absl::OkStatus());
      ++written;
    }
  });
  for (int i = 0; i < 10; ++i) {
    while (written < 10 * i) absl::SleepFor(absl::Milliseconds(1));
    const std::string copy = folder_.File("copy.db");
    const int least = written;
    ASSERT_EQ(database->BackUp(copy), absl::OkStatus());
    EXPECT_EQ(IntegrityOf(copy), "ok");
    const int64_t rows = CountThingsIn(*OpenMigrated(copy), "p");
    EXPECT_EQ(rows % 2, 0);
    EXPECT_GE(rows, 2 * least);
    std::filesystem::remove(copy + "-wal");
    std::filesystem::remove(copy + "-shm");
  }
  stop = true;
  writer.join();
}

TEST_F(SqliteTest, CopiesSeveralFilesAsOfOneMoment) {
  // What stands in the second always stood in the first before, as with a source and its listener.
  const std::string first = folder_.File("first.db"), second = folder_.File("second.db");
  const auto source = OpenMigrated(first), listener = OpenMigrated(second);
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writer([&] {
    while (!stop) {
      const std::string id = absl::StrCat(written.load());
      for (Database* database : {source.get(), listener.get()}) {
        ASSERT_EQ(database->WriteIn("p", [&](Write& txn) { return InsertThing(txn, id, 1); }),
                  absl::OkStatus());
      }
      ++written;
    }
  });
  for (int i = 0; i < 10; ++i) {
    while (written < 20 * i) absl::SleepFor(absl::Milliseconds(1));
    // The first is copied first, so that copies one after the other would show it behind.
    const std::string to_first = folder_.File(absl::StrCat("copy-", i, "-1.db"));
    const std::string to_second = folder_.File(absl::StrCat("copy-", i, "-2.db"));
    ASSERT_EQ(CopySqliteFiles({{first, to_first}, {second, to_second}}), absl::OkStatus());
    const int64_t ahead =
        CountThingsIn(*OpenMigrated(to_first), "p") - CountThingsIn(*OpenMigrated(to_second), "p");
    EXPECT_TRUE(ahead == 0 || ahead == 1) << ahead;
  }
  stop = true;
  writer.join();
  EXPECT_EQ(CopySqliteFiles({{folder_.File("none.db"), folder_.File("copy.db")}}).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(SqliteTest, BacksUpAnInMemoryDatabase) {
  const auto database = OpenMigrated(":memory:");
  ASSERT_EQ(database->WriteIn("p", [](Write& txn) { return InsertThing(txn, "a", 1); }),
            absl::OkStatus());
  ASSERT_EQ(database->BackUp(path_), absl::OkStatus());
  EXPECT_EQ(CountThingsIn(*OpenMigrated(path_), "p"), 1);
}

TEST_F(SqliteTest, SaysWhereItCannotBackUpTo) {
  const auto database = OpenMigrated(path_);
  EXPECT_EQ(database->BackUp(folder_.File("nowhere/copy.db")).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(SqliteTest, SaysWhenAnotherProgramHoldsTheFile) {
  const auto database = OpenMigrated(path_);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto insert = [](Write& txn) { return InsertThing(txn, "a", 1); };
  EXPECT_EQ(database->WriteIn("p", insert).code(), absl::StatusCode::kAborted);
  sqlite3_close(other);
  EXPECT_EQ(database->WriteIn("p", insert), absl::OkStatus());
}

absl::Status WriteMegabyte(Database& database, absl::string_view id) {
  return database.WriteIn("p", [&](Write& txn) {
    return txn
        .Execute("INSERT INTO thing (park_id, id, bytes) VALUES (:park, :id, :bytes)",
                 {{"id", id}, {"bytes", Blob{std::string(1 << 20, 'x')}}})
        .status();
  });
}

TEST_F(SqliteTest, FailsClearlyWhenItIsFullAndGoesOn) {
  const auto database = OpenMigrated(path_);
  const auto limit_pages = [&](absl::string_view sql) {
    return database->WriteIn("p", [&](Write& txn) {
      return txn.Query(sql, {}, [](const Row&) { return absl::OkStatus(); });
    });
  };
  ASSERT_EQ(limit_pages("PRAGMA max_page_count = 100"), absl::OkStatus());
  EXPECT_EQ(WriteMegabyte(*database, "a").code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(database->WriteIn("p", [](Write& txn) { return InsertThing(txn, "b", 1); }),
            absl::OkStatus());
  ASSERT_EQ(limit_pages("PRAGMA max_page_count = 100000"), absl::OkStatus());
  EXPECT_EQ(WriteMegabyte(*database, "a"), absl::OkStatus());
  EXPECT_EQ(CountThingsIn(*database, "p"), 2);
}

TEST_F(SqliteTest, FailsClearlyWhenTheDiskDoesAndGoesOn) {
  const auto database = OpenMigrated(path_);
  ASSERT_EQ(database->WriteIn("p", [](Write& txn) { return InsertThing(txn, "a", 1); }),
            absl::OkStatus());
  // No file may grow any more, so the write-ahead log cannot.
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, SIG_IGN);
  const rlimit none{4096, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &none), 0);
  std::vector<absl::Status> statuses(8);
  InParallel(8, [&](int i) { statuses[i] = WriteMegabyte(*database, absl::StrCat("big", i)); });
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  for (const absl::Status& status : statuses) {
    EXPECT_THAT(status.code(),
                ::testing::AnyOf(absl::StatusCode::kUnavailable,
                                 absl::StatusCode::kResourceExhausted, absl::StatusCode::kAborted))
        << status;
  }
  EXPECT_EQ(CountThingsIn(*database, "p"), 1);
  EXPECT_EQ(WriteMegabyte(*database, "big"), absl::OkStatus());
  EXPECT_EQ(CountThingsIn(*database, "p"), 2);
  EXPECT_EQ(IntegrityOf(path_), "ok");
}

TEST_F(SqliteTest, AnswersNobodyBeforeTheCommit) {
  const auto database = OpenMigrated(path_);
  // The first body holds the writer until the others wait, which makes them one batch; each looks,
  // from outside, for what the batch has written so far.
  std::atomic<int> arrived{0};
  std::atomic<int> bodies{0};
  std::vector<int64_t> seen_inside(16, -1);
  std::vector<int64_t> seen_after(16, -1);
  InParallel(16, [&](int i) {
    ++arrived;
    ASSERT_EQ(database->WriteIn("p",
                                [&](Write& txn) {
                                  while (bodies == 0 && arrived < 16) std::this_thread::yield();
                                  if (++bodies == 1) absl::SleepFor(absl::Milliseconds(50));
                                  std::thread([&] {
                                    seen_inside[i] = CountThingsIn(*database, "p");
                                  }).join();
                                  return InsertThing(txn, absl::StrCat(i), i);
                                }),
              absl::OkStatus());
    seen_after[i] = CountThingsIn(*database, "p");
  });
  // How many bodies a batch has is a matter of the machine's mood. Whatever it was: the bodies of
  // one see what the batches before it committed and nothing of their own, and who was answered
  // sees all of it.
  std::map<int64_t, int64_t> batches;  // What its bodies saw, and how many they were.
  for (const int64_t seen : seen_inside) ++batches[seen];
  EXPECT_EQ(batches[0], 1);  // The first leader was alone.
  int64_t committed = 0;
  for (const auto& [seen, bodies_of] : batches) {
    EXPECT_EQ(seen, committed);
    committed += bodies_of;
  }
  EXPECT_EQ(committed, 16);
  for (int i = 0; i < 16; ++i) {
    EXPECT_GE(seen_after[i], seen_inside[i] + batches[seen_inside[i]]) << i;
  }
}

TEST_F(SqliteTest, RefusesWhatIsNoDatabase) {
  std::ofstream(path_) << std::string(8192, 'x');
  EXPECT_EQ(OpenSqlite(path_).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenSqlite(folder_.File("nowhere/test.db")).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(SqliteTest, EnforcesForeignKeys) {
  const auto database = OpenSqlite(path_);
  ASSERT_TRUE(database.ok());
  ASSERT_EQ(Migrate(**database, {{"0001_keys.sql",
                                  "CREATE TABLE parent (id TEXT PRIMARY KEY NOT NULL);\n"
                                  "CREATE TABLE child (id TEXT REFERENCES parent (id));\n"}}),
            absl::OkStatus());
  EXPECT_EQ((*database)
                ->WriteIn("p",
                          [](Write& txn) {
                            return txn.Execute("INSERT INTO child (id) VALUES ('a')", {}).status();
                          })
                .code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace tuoqiao::db
