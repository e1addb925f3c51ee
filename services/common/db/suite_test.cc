// The cases that every engine passes.
#include "services/common/db/suite.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/common/db/schema.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DatabaseSuite : public OnEachEngine {
 protected:
  void SetUp() override { ASSERT_EQ(Migrate(database(), SuiteSchema()), absl::OkStatus()); }

  absl::Status WriteOne(absl::string_view id, int64_t number) {
    return database().WriteIn("p", [&](Write& txn) { return InsertThing(txn, id, number); });
  }
  bool ReadersWaitForTheWriter() const { return GetParam() == EngineKind::kSqliteInMemory; }
};
INSTANTIATE_TEST_SUITE_P(Engines, DatabaseSuite, ::testing::ValuesIn(EveryEngineKind()),
                         EngineName);

TEST_P(DatabaseSuite, GivesBackEveryTypeAsItWas) {
  struct Thing {
    std::optional<int64_t> number;
    std::optional<std::string> text;
    std::optional<std::string> bytes;
  };
  const std::string all_bytes = [] {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
    return bytes;
  }();
  const Thing kThings[] = {
      {std::nullopt, std::nullopt, std::nullopt},
      {0, "", ""},
      {std::numeric_limits<int64_t>::max(), "托桥 🏫 \U0002070E 'quoted' \"too\" :name", all_bytes},
      {std::numeric_limits<int64_t>::min(), "line\nline\ttab\\", std::string(3, '\0')},
      {-1, std::string(100000, 'x'), std::string(300000, '\xff')},
      {int64_t{1} << 31, "007", "007"},
  };
  for (size_t i = 0; i < std::size(kThings); ++i) {
    const Thing& thing = kThings[i];
    const std::optional<Blob> blob =
        thing.bytes.has_value() ? std::optional<Blob>(Blob{*thing.bytes}) : std::nullopt;
    const std::string id = absl::StrCat(i);
    ASSERT_EQ(
        database().WriteIn(
            "p",
            [&](Write& txn) {
              return txn
                  .Execute(
                      "INSERT INTO thing (park_id, id, number, text, bytes) "
                      "VALUES (:park, :id, :number, :text, :bytes)",
                      {{"id", id}, {"number", thing.number}, {"text", thing.text}, {"bytes", blob}})
                  .status();
            }),
        absl::OkStatus());
    Thing found{-2, "not read", "not read"};
    ASSERT_EQ(database().ReadIn("p",
                                [&](Read& txn) {
                                  return txn
                                      .QueryOne(
                                          "SELECT number, text, bytes FROM thing "
                                          "WHERE park_id = :park AND id = :id",
                                          {{"id", id}},
                                          [&](const Row& row) {
                                            found = {};
                                            if (!row.Null(0)) found.number = row.Int(0);
                                            if (!row.Null(1)) found.text = row.Text(1);
                                            if (!row.Null(2)) found.bytes = row.Bytes(2);
                                          })
                                      .status();
                                }),
              absl::OkStatus());
    EXPECT_EQ(found.number, thing.number);
    EXPECT_EQ(found.text, thing.text);
    EXPECT_EQ(found.bytes, thing.bytes);
  }
}

TEST_P(DatabaseSuite, GivesBackWhatExpressionsMake) {
  ASSERT_EQ(database().WriteIn("p",
                               [&](Write& txn) -> absl::Status {
                                 RETURN_IF_ERROR(InsertThing(txn, "a", 10000));
                                 RETURN_IF_ERROR(InsertThing(txn, "b", int64_t{1} << 60));
                                 return InsertThing(txn, "c", -7);
                               }),
            absl::OkStatus());
  const struct {
    absl::string_view sql;
    int64_t expected;
  } kCases[] = {
      {"SELECT SUM(number) FROM thing WHERE id = 'a'", 10000},
      {"SELECT SUM(number) FROM thing", (int64_t{1} << 60) + 9993},
      {"SELECT SUM(number) FROM thing WHERE id = 'c'", -7},
      {"SELECT COALESCE(SUM(number), 0) FROM thing WHERE id = 'z'", 0},
      {"SELECT COUNT(*) FROM thing WHERE number > 0", 2},
      {"SELECT MAX(number) FROM thing", int64_t{1} << 60},
      {"SELECT EXISTS (SELECT 1 FROM thing WHERE id = 'a')", 1},
      {"SELECT NOT EXISTS (SELECT 1 FROM thing WHERE id = 'a')", 0},
      {"SELECT 1", 1},
      {"SELECT CASE WHEN number < 0 THEN -1 ELSE 1 END FROM thing WHERE id = 'c'", -1},
      {"SELECT number FROM thing WHERE id = 'z'", 42},
      {"SELECT number - 2 * number FROM thing WHERE id = 'a'", -10000},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(database().ReadIn("p",
                                [&](Read& txn) -> absl::Status {
                                  ASSIGN_OR_RETURN(const int64_t found,
                                                   txn.QueryInt(c.sql, {}, 42));
                                  EXPECT_EQ(found, c.expected) << c.sql;
                                  return absl::OkStatus();
                                }),
              absl::OkStatus())
        << c.sql;
  }
}

TEST_P(DatabaseSuite, BindsNamesInAnyOrderAndMoreThanOnce) {
  ASSERT_EQ(WriteOne("a", 3), absl::OkStatus());
  std::vector<std::string> found;
  ASSERT_EQ(database().ReadIn(
                "p",
                [&](Read& txn) {
                  return txn.Query(
                      "SELECT :last || ':first' || :first || :last, :number + :number -- :comment\n"
                      "FROM thing WHERE number = :number AND park_id = :park AND :park <> :first",
                      {{"first", "F"}, {"number", 3}, {"last", "L"}}, [&](const Row& row) {
                        found.push_back(absl::StrCat(row.Text(0), " ", row.Int(1)));
                        return absl::OkStatus();
                      });
                }),
            absl::OkStatus());
  EXPECT_THAT(found, ElementsAre("L:firstFL 6"));
}

TEST_P(DatabaseSuite, TakesNullWhereAValueWasBefore) {
  const auto count = [&](const std::optional<std::string>& text) {
    int64_t things = -1;
    EXPECT_EQ(database().ReadIn("p",
                                [&](Read& txn) -> absl::Status {
                                  ASSIGN_OR_RETURN(
                                      things, txn.QueryInt("SELECT COUNT(*) FROM thing "
                                                           "WHERE :text IS NULL OR text = :text",
                                                           {{"text", text}}));
                                  return absl::OkStatus();
                                }),
              absl::OkStatus());
    return things;
  };
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  EXPECT_EQ(count(std::nullopt), 1);
  EXPECT_EQ(count("x"), 0);
  EXPECT_EQ(count(std::nullopt), 1);
}

TEST_P(DatabaseSuite, RefusesArgumentsThatDoNotFit) {
  const struct {
    absl::string_view sql;
    Args args;
    absl::StatusCode code;
  } kCases[] = {
      {"SELECT number FROM thing WHERE id = :id", {}, absl::StatusCode::kInternal},
      {"SELECT number FROM thing WHERE id = :id",
       {{"id", "a"}, {"di", "a"}},
       absl::StatusCode::kInternal},
      {"SELECT number FROM thing WHERE park_id = :park",
       {{"park", "q"}},
       absl::StatusCode::kInternal},
      {"SELECT number FROM thing WHERE id = :id",
       {{"id", std::string("a\0b", 3)}},
       absl::StatusCode::kInvalidArgument},
      {"SELECT number FROM thing WHERE id = :id",
       {{"id", "\xff"}},
       absl::StatusCode::kInvalidArgument},
      {"SELECT number FROM thing WHERE id = :id",
       {{"id", "\xed\xa0\x80"}},
       absl::StatusCode::kInvalidArgument},
      {"SELECT number FROM nothing", {}, absl::StatusCode::kInternal},
      {"SELECT 1; SELECT 2", {}, absl::StatusCode::kInternal},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(database()
                  .ReadIn("p", [&](Read& txn) { return txn.QueryInt(c.sql, c.args).status(); })
                  .code(),
              c.code)
        << c.sql;
  }
}

TEST_P(DatabaseSuite, GivesOneRowWhereOneIsAskedFor) {
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  ASSERT_EQ(WriteOne("b", 1), absl::OkStatus());
  const auto find = [&](absl::string_view id) {
    absl::StatusOr<bool> found;
    database()
        .ReadIn("p",
                [&](Read& txn) {
                  found = txn.QueryOne("SELECT id FROM thing WHERE id >= :id", {{"id", id}},
                                       [](const Row&) {});
                  return found.status();
                })
        .IgnoreError();
    return found;
  };
  EXPECT_EQ(find("c"), absl::StatusOr<bool>(false));
  EXPECT_EQ(find("b"), absl::StatusOr<bool>(true));
  EXPECT_EQ(find("a").status().code(), absl::StatusCode::kInternal);
}

TEST_P(DatabaseSuite, StopsReadingAtTheFirstFailureOfTheCaller) {
  for (const char* id : {"a", "b", "c"}) ASSERT_EQ(WriteOne(id, 1), absl::OkStatus());
  int rows = 0;
  const absl::Status status = database().ReadIn("p", [&](Read& txn) {
    return txn.Query("SELECT id FROM thing ORDER BY id", {}, [&](const Row& row) {
      ++rows;
      return row.Text(0) == "b" ? absl::NotFoundError("enough") : absl::OkStatus();
    });
  });
  EXPECT_EQ(status, absl::NotFoundError("enough"));
  EXPECT_EQ(rows, 2);
}

TEST_P(DatabaseSuite, QueriesInsideAQueryAlsoTheSame) {
  for (const char* id : {"a", "b", "c"}) ASSERT_EQ(WriteOne(id, 1), absl::OkStatus());
  constexpr absl::string_view kNext = "SELECT id FROM thing WHERE id > :id ORDER BY id";
  std::string pairs;
  ASSERT_EQ(database().ReadIn("p",
                              [&](Read& txn) {
                                return txn.Query(kNext, {{"id", ""}}, [&](const Row& outer) {
                                  return txn.Query(
                                      kNext, {{"id", outer.Text(0)}}, [&](const Row& inner) {
                                        absl::StrAppend(&pairs, outer.Text(0), inner.Text(0), " ");
                                        return absl::OkStatus();
                                      });
                                });
                              }),
            absl::OkStatus());
  EXPECT_EQ(pairs, "ab ac bc ");
}

TEST_P(DatabaseSuite, RefusesAChangeWhileRowsAreRead) {
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  const absl::Status status = database().WriteIn("p", [&](Write& txn) {
    return txn.Query("SELECT id FROM thing", {},
                     [&](const Row&) { return InsertThing(txn, "b", 1); });
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(CountThingsIn(database(), "p"), 1);
}

TEST_P(DatabaseSuite, RefusesAChangeInARead) {
  const absl::Status status = database().ReadIn("p", [&](Read& txn) {
    return txn.Query("DELETE FROM thing", {}, [](const Row&) { return absl::OkStatus(); });
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
}

TEST_P(DatabaseSuite, AnswersOneStatementOnItsOwn) {
  ASSERT_EQ(database().WriteIn("p", [&](Write& txn) { return InsertThing(txn, "a", 7); }),
            absl::OkStatus());
  const auto number_in = [&](absl::string_view park) {
    int64_t number = -1;
    EXPECT_EQ(
        database().QueryIn(park, "SELECT number FROM thing WHERE park_id = :park AND id = :id",
                           {{"id", "a"}},
                           [&](const Row& row) {
                             number = row.Int(0);
                             return absl::OkStatus();
                           }),
        absl::OkStatus());
    return number;
  };
  EXPECT_EQ(number_in("p"), 7);
  EXPECT_EQ(number_in("q"), -1);
  const auto none = [](const Row&) { return absl::OkStatus(); };
  EXPECT_FALSE(database().QueryIn("p", "SELECT nothing FROM thing", {}, none).ok());
  EXPECT_EQ(database().QueryIn("p", "DELETE FROM thing", {}, none).code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(database().QueryIn("", "SELECT 1", {}, none).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(number_in("p"), 7);
}

TEST_P(DatabaseSuite, KeepsParksApart) {
  for (const char* park : {"north", "south"}) {
    ASSERT_EQ(database().WriteIn(park,
                                 [&](Write& txn) -> absl::Status {
                                   EXPECT_EQ(txn.park(), park);
                                   RETURN_IF_ERROR(InsertThing(txn, "same", 1));
                                   return InsertThing(txn, park, 1);
                                 }),
              absl::OkStatus());
  }
  EXPECT_EQ(CountThingsIn(database(), "north"), 2);
  EXPECT_EQ(CountThingsIn(database(), "east"), 0);
  int64_t deleted = -1;
  ASSERT_EQ(database().WriteIn("north",
                               [&](Write& txn) -> absl::Status {
                                 ASSIGN_OR_RETURN(
                                     deleted,
                                     txn.Execute("DELETE FROM thing WHERE park_id = :park", {}));
                                 return absl::OkStatus();
                               }),
            absl::OkStatus());
  EXPECT_EQ(deleted, 2);
  EXPECT_EQ(CountThingsIn(database(), "south"), 2);
}

TEST_P(DatabaseSuite, RefusesATransactionWithoutAPark) {
  EXPECT_EQ(database().ReadIn("", [](Read&) { return absl::OkStatus(); }).code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(database().WriteIn("", [](Write&) { return absl::OkStatus(); }).code(),
            absl::StatusCode::kInternal);
}

TEST_P(DatabaseSuite, RollsBackOnFailure) {
  const absl::Status status = database().WriteIn("p", [&](Write& txn) -> absl::Status {
    RETURN_IF_ERROR(InsertThing(txn, "a", 1));
    EXPECT_THAT(CountThings(txn), absl::StatusOr<int64_t>(1));
    return absl::FailedPreconditionError("the body's own");
  });
  EXPECT_EQ(status, absl::FailedPreconditionError("the body's own"));
  EXPECT_EQ(CountThingsIn(database(), "p"), 0);
  EXPECT_EQ(WriteOne("a", 1), absl::OkStatus());
}

TEST_P(DatabaseSuite, DiscardsADryRun) {
  int64_t seen = 0;
  ASSERT_EQ(database().WriteIn(
                "p",
                [&](Write& txn) -> absl::Status {
                  RETURN_IF_ERROR(InsertThing(txn, "a", 1));
                  ASSIGN_OR_RETURN(seen, CountThings(txn));
                  return absl::OkStatus();
                },
                Outcome::kDiscard),
            absl::OkStatus());
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(CountThingsIn(database(), "p"), 0);
}

TEST_P(DatabaseSuite, NamesTheUniqueKeyThatIsViolated) {
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  const absl::Status status = WriteOne("a", 2);
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(status.message()), HasSubstr("thing"));

  const auto write_text = [&](absl::string_view id) {
    return database().WriteIn("p", [&](Write& txn) {
      return txn
          .Execute("INSERT INTO thing (park_id, id, text) VALUES (:park, :id, 'once')",
                   {{"id", id}})
          .status();
    });
  };
  ASSERT_EQ(write_text("b"), absl::OkStatus());
  const absl::Status second = write_text("c");
  EXPECT_EQ(second.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(second.message()), HasSubstr("text"));
}

TEST_P(DatabaseSuite, CallsAMissingValueOurOwnFault) {
  const absl::Status status = database().WriteIn("p", [&](Write& txn) {
    return txn
        .Execute("INSERT INTO thing (park_id, id) VALUES (:park, :id)", {{"id", std::nullopt}})
        .status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
}

TEST_P(DatabaseSuite, NeverCommitsAfterAFailedStatement) {
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  absl::Status later;
  const absl::Status status = database().WriteIn("p", [&](Write& txn) -> absl::Status {
    RETURN_IF_ERROR(InsertThing(txn, "b", 1));
    InsertThing(txn, "a", 1).IgnoreError();
    later = CountThings(txn).status();
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(later, status);
  EXPECT_EQ(CountThingsIn(database(), "p"), 1);
}

TEST_P(DatabaseSuite, RefusesATransactionInsideAnother) {
  const auto none = [](Read&) { return absl::OkStatus(); };
  std::vector<absl::StatusCode> inner;
  ASSERT_EQ(database().WriteIn("p",
                               [&](Write&) {
                                 inner.push_back(database().WriteIn("p", none).code());
                                 inner.push_back(database().ReadIn("p", none).code());
                                 inner.push_back(database().RowsWritten().status().code());
                                 return absl::OkStatus();
                               }),
            absl::OkStatus());
  ASSERT_EQ(database().ReadIn("p",
                              [&](Read&) {
                                inner.push_back(database().WriteIn("p", none).code());
                                return absl::OkStatus();
                              }),
            absl::OkStatus());
  EXPECT_THAT(inner,
              ::testing::AllOf(::testing::SizeIs(4), ::testing::Each(absl::StatusCode::kInternal)));
}

TEST_P(DatabaseSuite, LosesNoIncrementUnderALock) {
  constexpr int kThreads = 8;
  constexpr int kTimes = 200;
  ASSERT_EQ(WriteOne("counter", 0), absl::OkStatus());
  const auto increment = [](Write& txn) -> absl::Status {
    RETURN_IF_ERROR(txn.LockRoot("thing", "id", "counter"));
    ASSIGN_OR_RETURN(const int64_t number,
                     txn.QueryInt("SELECT number FROM thing WHERE park_id = :park AND id = :id",
                                  {{"id", "counter"}}));
    ASSIGN_OR_RETURN(
        const int64_t changed,
        txn.Execute("UPDATE thing SET number = :number WHERE park_id = :park AND id = :id",
                    {{"number", number + 1}, {"id", "counter"}}));
    return changed == 1 ? absl::OkStatus() : absl::InternalError("the counter is gone");
  };
  std::atomic<int> failures{0};
  InParallel(kThreads, [&](int) {
    for (int i = 0; i < kTimes; ++i) {
      if (!database().WriteIn("p", increment).ok()) ++failures;
    }
  });
  EXPECT_EQ(failures, 0);
  int64_t number = 0;
  ASSERT_EQ(database().ReadIn("p",
                              [&](Read& txn) -> absl::Status {
                                ASSIGN_OR_RETURN(number, txn.QueryInt("SELECT number FROM thing "
                                                                      "WHERE park_id = :park",
                                                                      {}));
                                return absl::OkStatus();
                              }),
            absl::OkStatus());
  EXPECT_EQ(number, kThreads * kTimes);
}

TEST_P(DatabaseSuite, LocksARowThatIsNotThereWithoutAFailure) {
  EXPECT_EQ(
      database().WriteIn("p", [](Write& txn) { return txn.LockRoot("thing", "id", "nobody"); }),
      absl::OkStatus());
  EXPECT_EQ(
      database().WriteIn(
          kAcrossParks, [](Write& txn) { return txn.LockRoot("log_head", "park_id", "anywhere"); }),
      absl::OkStatus());
}

TEST_P(DatabaseSuite, ChangesManyRowsAndCountsThem) {
  constexpr int kRows = 1234;
  std::vector<Args> rows;
  std::vector<std::string> ids;
  for (int i = 0; i < kRows; ++i) ids.push_back(absl::StrCat("id-", i));
  for (int i = 0; i < kRows; ++i) {
    const std::optional<std::string> text = i % 3 == 0 ? std::nullopt : std::make_optional(ids[i]);
    rows.push_back({{"id", ids[i]}, {"number", i}, {"text", text}});
  }
  std::vector<int64_t> changed;
  ASSERT_EQ(
      database().WriteIn(
          "p",
          [&](Write& txn) -> absl::Status {
            ASSIGN_OR_RETURN(const int64_t inserted,
                             txn.ExecuteMany("INSERT INTO thing (park_id, id, number, text) "
                                             "VALUES (:park, :id, :number, :text)",
                                             rows));
            ASSIGN_OR_RETURN(const int64_t updated,
                             txn.Execute("UPDATE thing SET number = number + 1 "
                                         "WHERE park_id = :park AND text IS NULL",
                                         {}));
            ASSIGN_OR_RETURN(
                const int64_t deleted,
                txn.ExecuteMany(
                    "DELETE FROM thing WHERE park_id = :park AND id = :id",
                    {{{"id", "id-1"}}, {{"id", "id-2"}}, {{"id", "nobody"}}, {{"id", "id-2"}}}));
            ASSIGN_OR_RETURN(const int64_t none,
                             txn.ExecuteMany("DELETE FROM thing WHERE id = :id", {}));
            changed = {inserted, updated, deleted, none};
            return absl::OkStatus();
          }),
      absl::OkStatus());
  EXPECT_THAT(changed, ElementsAre(kRows, (kRows + 2) / 3, 2, 0));
  EXPECT_EQ(CountThingsIn(database(), "p"), kRows - 2);
}

TEST_P(DatabaseSuite, TakesARowOnceThatStandsTwiceAmongMany) {
  std::vector<Args> rows;
  for (int i = 0; i < 190; ++i) rows.push_back({{"id", absl::StrCat(i % 67)}, {"number", i}});
  int64_t inserted = 0, sum = 0;
  ASSERT_EQ(database().WriteIn(
                "p",
                [&](Write& txn) -> absl::Status {
                  ASSIGN_OR_RETURN(inserted,
                                   txn.ExecuteMany("INSERT INTO thing (park_id, id, number) "
                                                   "VALUES (:park, :id, :number) ON CONFLICT "
                                                   "(park_id, id) DO NOTHING",
                                                   rows));
                  ASSIGN_OR_RETURN(sum, txn.QueryInt("SELECT CAST(SUM(number) AS BIGINT) FROM "
                                                     "thing WHERE park_id = :park",
                                                     {}));
                  return absl::OkStatus();
                }),
            absl::OkStatus());
  EXPECT_EQ(inserted, 67);
  EXPECT_EQ(sum, 66 * 67 / 2) << "The first of them.";
}

TEST_P(DatabaseSuite, ChangesNoneOfManyWhereOneFails) {
  std::vector<Args> rows;
  for (int i = 0; i < 700; ++i) rows.push_back({{"id", absl::StrCat(i == 650 ? 3 : i)}});
  const absl::Status status = database().WriteIn("p", [&](Write& txn) {
    return txn.ExecuteMany("INSERT INTO thing (park_id, id) VALUES (:park, :id)", rows).status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(CountThingsIn(database(), "p"), 0);
  EXPECT_EQ(WriteOne("a", 1), absl::OkStatus());
}

TEST_P(DatabaseSuite, ReadsOneSnapshotWhileAWriterCommits) {
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  std::vector<int64_t> seen;
  std::thread writer;
  ASSERT_EQ(database().ReadIn("p",
                              [&](Read& txn) -> absl::Status {
                                ASSIGN_OR_RETURN(const int64_t before, CountThings(txn));
                                writer = std::thread(
                                    [&] { EXPECT_EQ(WriteOne("b", 2), absl::OkStatus()); });
                                if (!ReadersWaitForTheWriter()) writer.join();
                                ASSIGN_OR_RETURN(const int64_t after, CountThings(txn));
                                seen = {before, after};
                                return absl::OkStatus();
                              }),
            absl::OkStatus());
  if (writer.joinable()) writer.join();
  EXPECT_THAT(seen, ElementsAre(1, 1));
  EXPECT_EQ(CountThingsIn(database(), "p"), 2);
}

TEST_P(DatabaseSuite, ShowsNobodyWhatIsNotCommitted) {
  if (!ReadersWaitForTheWriter()) {
    ASSERT_EQ(database().WriteIn("p",
                                 [&](Write& txn) -> absl::Status {
                                   RETURN_IF_ERROR(InsertThing(txn, "a", 1));
                                   std::thread([&] {
                                     EXPECT_EQ(CountThingsIn(database(), "p"), 0);
                                   }).join();
                                   return absl::OkStatus();
                                 }),
              absl::OkStatus());
  } else {
    ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  }
  EXPECT_EQ(CountThingsIn(database(), "p"), 1);
}

TEST_P(DatabaseSuite, FailsOneBodyAloneAmongManyAtOnce) {
  constexpr int kBodies = 64;
  constexpr int kBad = 17;
  constexpr int kDry = 40;
  std::vector<absl::Status> statuses(kBodies);
  InParallel(kBodies, [&](int i) {
    statuses[i] = database().WriteIn(
        "p",
        [&](Write& txn) -> absl::Status {
          RETURN_IF_ERROR(InsertThing(txn, absl::StrCat(i), i));
          return i == kBad ? InsertThing(txn, absl::StrCat(i), i) : absl::OkStatus();
        },
        i == kDry ? Outcome::kDiscard : Outcome::kCommit);
  });
  for (int i = 0; i < kBodies; ++i) {
    EXPECT_EQ(statuses[i].code(),
              i == kBad ? absl::StatusCode::kAlreadyExists : absl::StatusCode::kOk)
        << i << statuses[i];
  }
  EXPECT_EQ(CountThingsIn(database(), "p"), kBodies - 2);
}

TEST_P(DatabaseSuite, ShowsACommitToWhoeverReadsAfterIt) {
  constexpr int kThreads = 6;
  InParallel(kThreads, [&](int thread) {
    const std::string park = absl::StrCat("park-", thread);
    for (int i = 0; i < 30; ++i) {
      ASSERT_EQ(database().WriteIn(
                    park, [&](Write& txn) { return InsertThing(txn, absl::StrCat(i), i); }),
                absl::OkStatus());
      ASSERT_EQ(CountThingsIn(database(), park), i + 1);
    }
  });
}

TEST_P(DatabaseSuite, OrdersTextByItsBytes) {
  for (const char* id : {"b", "a", "B", "托", "é", "_", "10", "9", "a b", "ab"}) {
    ASSERT_EQ(WriteOne(id, 1), absl::OkStatus());
  }
  std::vector<std::string> ids;
  ASSERT_EQ(database().ReadIn("p",
                              [&](Read& txn) {
                                return txn.Query("SELECT id FROM thing ORDER BY id", {},
                                                 [&](const Row& row) {
                                                   ids.push_back(row.Text(0));
                                                   return absl::OkStatus();
                                                 });
                              }),
            absl::OkStatus());
  EXPECT_THAT(ids, ElementsAre("10", "9", "B", "_", "a", "a b", "ab", "b", "é", "托"));
}

TEST_P(DatabaseSuite, CountsTheRowsThatItWrote) {
  const auto written = [&] {
    const absl::StatusOr<int64_t> rows = database().RowsWritten();
    EXPECT_EQ(rows.status(), absl::OkStatus());
    return rows.value_or(-1);
  };
  const int64_t before = written();
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  ASSERT_EQ(WriteOne("b", 1), absl::OkStatus());
  EXPECT_EQ(written() - before, 2);
  ASSERT_EQ(
      database().WriteIn("p",
                         [](Write& txn) -> absl::Status {
                           RETURN_IF_ERROR(txn.Execute("UPDATE thing SET number = 2", {}).status());
                           return txn.Execute("DELETE FROM thing WHERE id = 'a'", {}).status();
                         }),
      absl::OkStatus());
  EXPECT_EQ(written() - before, 5);
  EXPECT_EQ(CountThingsIn(database(), "p"), 1);
  EXPECT_EQ(written() - before, 5);
}

TEST_P(DatabaseSuite, MigratesTwiceAsOnce) {
  ASSERT_EQ(WriteOne("a", 1), absl::OkStatus());
  EXPECT_EQ(Migrate(database(), SuiteSchema()), absl::OkStatus());
  EXPECT_EQ(CountThingsIn(database(), "p"), 1);
}

TEST_P(DatabaseSuite, AppliesANewFileAndRecordsIt) {
  std::vector<SchemaFile> files = SuiteSchema();
  files.push_back({"0002_more.sql",
                   "ALTER TABLE thing ADD COLUMN more BIGINT; -- a semicolon; in a comment\n"
                   "CREATE TABLE extra (park_id TEXT NOT NULL, text TEXT DEFAULT ';' NOT NULL,\n"
                   "  PRIMARY KEY (park_id));\n"});
  files.push_back({"0002_more.postgres.sql", "COMMENT ON COLUMN extra.text IS 'more';"});
  ASSERT_EQ(Migrate(database(), files), absl::OkStatus());
  std::vector<std::string> names;
  EXPECT_EQ(
      database().WriteIn(
          "p",
          [&](Write& txn) -> absl::Status {
            RETURN_IF_ERROR(txn.Execute("INSERT INTO extra (park_id) VALUES (:park)", {}).status());
            return txn.Query(
                "SELECT name FROM schema_version WHERE LENGTH(sha256) = 64 ORDER BY name", {},
                [&](const Row& row) {
                  names.push_back(row.Text(0));
                  return absl::OkStatus();
                });
          }),
      absl::OkStatus());
  if (database().engine() == "postgres") {
    EXPECT_THAT(names, ElementsAre("0001_common.sql", "0001_thing.sql", "0002_more.postgres.sql",
                                   "0002_more.sql"));
  } else {
    EXPECT_THAT(names, ElementsAre("0001_common.sql", "0001_thing.sql", "0002_more.sql"));
  }
}

TEST_P(DatabaseSuite, RefusesAFileThatHasChanged) {
  std::vector<SchemaFile> files = SuiteSchema();
  files[0].sql += "-- changed\n";
  const absl::Status status = Migrate(database(), files);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("0001_thing.sql"));
}

TEST_P(DatabaseSuite, RefusesADatabaseThatIsAhead) {
  std::vector<SchemaFile> files = SuiteSchema();
  files.push_back({"0002_more.sql", "CREATE TABLE more (park_id TEXT NOT NULL);"});
  ASSERT_EQ(Migrate(database(), files), absl::OkStatus());
  const absl::Status status = Migrate(database(), SuiteSchema());
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("0002_more.sql"));
}

TEST_P(DatabaseSuite, AppliesNothingOfAFileThatFails) {
  std::vector<SchemaFile> files = SuiteSchema();
  files.push_back({"0002_bad.sql",
                   "CREATE TABLE half (park_id TEXT NOT NULL);\n"
                   "INSERT INTO nowhere (x) VALUES (1);\n"});
  const absl::Status status = Migrate(database(), files);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("0002_bad.sql"));
  files[1].sql = "CREATE TABLE half (park_id TEXT NOT NULL);\n";
  EXPECT_EQ(Migrate(database(), files), absl::OkStatus());
}

TEST_P(DatabaseSuite, MigratesOnceWhenManyStartTogether) {
  std::vector<SchemaFile> files = SuiteSchema();
  files.push_back(
      {"0002_row.sql", "CREATE TABLE once (id BIGINT NOT NULL);\nINSERT INTO once VALUES (1);\n"});
  std::vector<absl::Status> statuses(6);
  InParallel(6, [&](int i) { statuses[i] = Migrate(database(), files); });
  EXPECT_THAT(statuses, ::testing::Each(absl::OkStatus()));
  EXPECT_EQ(database().ReadIn("p",
                              [](Read& txn) -> absl::Status {
                                ASSIGN_OR_RETURN(const int64_t rows,
                                                 txn.QueryInt("SELECT COUNT(*) FROM once", {}));
                                EXPECT_EQ(rows, 1);
                                return absl::OkStatus();
                              }),
            absl::OkStatus());
}

TEST_P(DatabaseSuite, StopsAtAColumnReadAsWhatItIsNot) {
  GTEST_FLAG_SET(death_test_style, "fast");
  // Opened by the child that dies, which cannot share a connection with its parent.
  const auto read = [&](absl::string_view sql, const std::function<void(const Row&)>& each) {
    const std::unique_ptr<Database> own = Open();
    Migrate(*own, SuiteSchema()).IgnoreError();
    own->WriteIn("p",
                 [&](Write& txn) -> absl::Status {
                   RETURN_IF_ERROR(InsertThing(txn, "a", 1));
                   return txn.QueryOne(sql, {}, each).status();
                 })
        .IgnoreError();
  };
  EXPECT_DEATH(read("SELECT id FROM thing", [](const Row& row) { row.Int(0); }), "invariant");
  EXPECT_DEATH(read("SELECT number FROM thing", [](const Row& row) { row.Text(0); }), "invariant");
  EXPECT_DEATH(read("SELECT text FROM thing", [](const Row& row) { row.Text(0); }), "invariant");
  EXPECT_DEATH(read("SELECT bytes FROM thing", [](const Row& row) { row.Bytes(0); }), "invariant");
  EXPECT_DEATH(read("SELECT id FROM thing", [](const Row& row) { row.Text(1); }), "invariant");
}

}  // namespace
}  // namespace tuoqiao::db
