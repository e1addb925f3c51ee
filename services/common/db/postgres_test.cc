// What only PostgreSQL promises: the database itself keeps parks apart, and a lost server is one
// failure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/db/postgres_connection.h"
#include "services/common/db/schema.h"
#include "services/common/db/suite.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PostgresTest : public ::testing::Test {
 protected:
  PostgresTest() : options_(NewPostgresSchema()), database_(OpenAgain()) {
    CHECK(Migrate(*database_, SuiteSchema()).ok());
  }

  std::unique_ptr<Database> OpenAgain() const {
    auto opened = OpenPostgres(options_);
    CHECK(opened.ok());
    return *std::move(opened);
  }

  absl::Status WriteOne(absl::string_view park, absl::string_view id) {
    return database_->WriteIn(park, [&](Write& txn) { return InsertThing(txn, id, 1); });
  }

  // The first columns of the rows of a query across parks.
  std::vector<std::string> Texts(absl::string_view sql) {
    std::vector<std::string> texts;
    EXPECT_EQ(database_->ReadIn(kAcrossParks,
                                [&](Read& txn) {
                                  return txn.Query(sql, {{"schema", options_.schema}},
                                                   [&](const Row& row) {
                                                     texts.push_back(row.Text(0));
                                                     return absl::OkStatus();
                                                   });
                                }),
              absl::OkStatus());
    return texts;
  }

  absl::Status Execute(absl::string_view park, absl::string_view sql) {
    return database_->WriteIn(park, [&](Write& txn) { return txn.Execute(sql, {}).status(); });
  }

  const PostgresOptions options_;
  const std::unique_ptr<Database> database_;
};

TEST_F(PostgresTest, ShowsAParkItsOwnRowsOnly) {
  ASSERT_EQ(WriteOne("north", "a"), absl::OkStatus());
  ASSERT_EQ(WriteOne("south", "a"), absl::OkStatus());
  ASSERT_EQ(WriteOne("south", "b"), absl::OkStatus());
  const auto all_rows = [&](absl::string_view park) {
    int64_t rows = -1;
    EXPECT_EQ(database_->ReadIn(park,
                                [&](Read& txn) -> absl::Status {
                                  ASSIGN_OR_RETURN(rows,
                                                   txn.QueryInt("SELECT COUNT(*) FROM thing", {}));
                                  return absl::OkStatus();
                                }),
              absl::OkStatus());
    return rows;
  };
  EXPECT_EQ(all_rows("north"), 1);
  EXPECT_EQ(all_rows("south"), 2);
  EXPECT_EQ(all_rows("east"), 0);
  EXPECT_EQ(all_rows(kAcrossParks), 0) << "the table may hold personal data";
}

TEST_F(PostgresTest, ChangesNothingOfAnotherPark) {
  ASSERT_EQ(WriteOne("north", "a"), absl::OkStatus());
  EXPECT_EQ(Execute("south", "INSERT INTO thing (park_id, id) VALUES ('north', 'b')").code(),
            absl::StatusCode::kPermissionDenied);
  ASSERT_EQ(WriteOne("south", "a"), absl::OkStatus());
  EXPECT_EQ(Execute("south", "UPDATE thing SET park_id = 'north', id = 'c'").code(),
            absl::StatusCode::kPermissionDenied);
  ASSERT_EQ(Execute("south", "DELETE FROM thing"), absl::OkStatus());
  EXPECT_EQ(CountThingsIn(*database_, "north"), 1);
  EXPECT_EQ(CountThingsIn(*database_, "south"), 0);
}

TEST_F(PostgresTest, OpensToAllParksOnlyTheTablesOfJobsAndNumberers) {
  EXPECT_THAT(Texts("SELECT tablename::text FROM pg_policies "
                    "WHERE schemaname = :schema AND qual LIKE '%*%' ORDER BY tablename"),
              ElementsAre("cursor", "data_key", "job", "log", "log_head", "request"));
  ASSERT_EQ(Execute("north",
                    "INSERT INTO cursor (park_id, source, position) "
                    "VALUES (:park, 'billing', 1)"),
            absl::OkStatus());
  EXPECT_THAT(Texts("SELECT park_id FROM cursor WHERE :schema <> ''"), ElementsAre("north"));
  EXPECT_EQ(Execute(kAcrossParks, "UPDATE cursor SET position = 2 WHERE park_id = 'north'"),
            absl::OkStatus());
}

TEST_F(PostgresTest, ForcesRowSecurityOnEveryTableOfAPark) {
  constexpr absl::string_view kParkTables =
      "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
      "WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind IN ('r', 'p') "
      "AND a.attname = 'park_id' AND NOT a.attisdropped ";
  EXPECT_THAT(Texts(kParkTables), ::testing::SizeIs(8));
  EXPECT_THAT(Texts(absl::StrCat(kParkTables, "AND NOT (relrowsecurity AND relforcerowsecurity)")),
              IsEmpty());
  EXPECT_THAT(Texts(absl::StrCat(kParkTables,
                                 "AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid "
                                 "AND polqual IS NOT NULL AND polwithcheck IS NOT NULL)")),
              IsEmpty());
}

TEST_F(PostgresTest, ServesAsARoleThatOwnsNothing) {
  EXPECT_THAT(Texts("SELECT current_user::text WHERE :schema <> ''"), ElementsAre("tuoqiao_app"));
  EXPECT_THAT(Texts("SELECT c.relname::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
                    "WHERE r.rolname = 'tuoqiao_app' AND :schema <> ''"),
              IsEmpty());
  EXPECT_THAT(Texts("SELECT rolname::text FROM pg_roles WHERE rolname = 'tuoqiao_app' "
                    "AND (rolsuper OR rolbypassrls OR rolcanlogin) AND :schema <> ''"),
              IsEmpty());
  for (const char* sql :
       {"DROP TABLE thing", "ALTER TABLE thing DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE other (id BIGINT)", "TRUNCATE thing", "DELETE FROM schema_version"}) {
    EXPECT_EQ(Execute("p", sql).code(), absl::StatusCode::kPermissionDenied) << sql;
  }
}

TEST_F(PostgresTest, DoesNotServeBeforeItIsMigrated) {
  // The role exists from other tests by now, so it is the schema that is missing here; a server
  // without the role is refused in `RefusesToServeAsTheOwner`.
  const auto unmigrated = OpenPostgres(NewPostgresSchema());
  ASSERT_TRUE(unmigrated.ok());
  EXPECT_EQ(CountThingsIn(**unmigrated, "p"), -1);
}

TEST_F(PostgresTest, LetsAFileChangeRowsOfAllParks) {
  ASSERT_EQ(WriteOne("north", "a"), absl::OkStatus());
  ASSERT_EQ(WriteOne("south", "a"), absl::OkStatus());
  std::vector<SchemaFile> files = SuiteSchema();
  files.push_back({"0002_fill.sql", "UPDATE thing SET text = 'filled';"});
  ASSERT_EQ(Migrate(*database_, files), absl::OkStatus());
  for (const char* park : {"north", "south"}) {
    EXPECT_EQ(database_->ReadIn(park,
                                [&](Read& txn) -> absl::Status {
                                  ASSIGN_OR_RETURN(
                                      const int64_t filled,
                                      txn.QueryInt("SELECT COUNT(*) FROM thing "
                                                   "WHERE park_id = :park AND text = 'filled'",
                                                   {}));
                                  EXPECT_EQ(filled, 1) << park;
                                  return absl::OkStatus();
                                }),
              absl::OkStatus());
  }
  EXPECT_THAT(Texts("SELECT relname::text FROM pg_class WHERE relname = 'thing' "
                    "AND relnamespace = CAST(:schema AS regnamespace) AND relforcerowsecurity"),
              ElementsAre("thing"));
}

TEST_F(PostgresTest, MigratesServicesAtTheSameTime) {
  std::vector<absl::Status> statuses(6);
  InParallel(6, [&](int i) {
    const auto database = OpenPostgres(NewPostgresSchema());
    statuses[i] = database.ok() ? Migrate(**database, SuiteSchema()) : database.status();
  });
  EXPECT_THAT(statuses, ::testing::Each(absl::OkStatus()));
}

TEST_F(PostgresTest, AsksForAnotherTryAfterADeadlock) {
  ASSERT_EQ(WriteOne("p", "a"), absl::OkStatus());
  ASSERT_EQ(WriteOne("p", "b"), absl::OkStatus());
  std::atomic<int> holding{0};
  std::vector<absl::Status> statuses(2);
  InParallel(2, [&](int i) {
    statuses[i] = database_->WriteIn("p", [&](Write& txn) -> absl::Status {
      RETURN_IF_ERROR(txn.LockRoot("thing", "id", i == 0 ? "a" : "b"));
      ++holding;
      while (holding < 2) std::this_thread::yield();
      return txn.LockRoot("thing", "id", i == 0 ? "b" : "a");
    });
  });
  std::vector<absl::StatusCode> codes = {statuses[0].code(), statuses[1].code()};
  EXPECT_THAT(codes,
              ::testing::UnorderedElementsAre(absl::StatusCode::kOk, absl::StatusCode::kAborted));
}

TEST_F(PostgresTest, MakesItsPlansAnewAfterASecondAndGoesOn) {
  const auto connection = PostgresConnection::Open(options_.conninfo);
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_FALSE((*connection)->PlansAreOld());
  ASSERT_EQ(WriteOne("north", "a"), absl::OkStatus());
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  EXPECT_TRUE((*connection)->PlansAreOld());
  EXPECT_FALSE((*connection)->PlansAreOld());
  // A write, a read of several statements and one of a single one are the first to find them old.
  ASSERT_EQ(WriteOne("north", "b"), absl::OkStatus());
  EXPECT_EQ(Texts("SELECT id FROM thing WHERE :schema <> '' ORDER BY id").size(), 0u);
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  EXPECT_EQ(CountThingsIn(*database_, "north"), 2);
}

TEST_F(PostgresTest, WaitsForAFreeConnection) {
  PostgresOptions options = options_;
  options.connections_max = 2;
  const auto database = OpenPostgres(options);
  ASSERT_TRUE(database.ok());
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  InParallel(12, [&](int i) {
    ASSERT_EQ((*database)->WriteIn("p",
                                   [&](Write& txn) {
                                     const int now = ++inside;
                                     if (now > most) most = now;
                                     const absl::Status status =
                                         InsertThing(txn, absl::StrCat(i), i);
                                     --inside;
                                     return status;
                                   }),
              absl::OkStatus());
  });
  EXPECT_LE(most, 2);
  EXPECT_EQ(CountThingsIn(**database, "p"), 12);
}

TEST_F(PostgresTest, RefusesABackUpAndNamesPgDump) {
  const absl::Status status = database_->BackUp("/nowhere");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(std::string(status.message()), HasSubstr("pg_dump"));
}

TEST_F(PostgresTest, RefusesOptionsThatCannotBe) {
  for (const char* schema : {"", "Billing", "a\"b", "1a", "pg_billing", "a b"}) {
    EXPECT_EQ(OpenPostgres({options_.conninfo, schema}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << schema;
  }
  EXPECT_EQ(OpenPostgres({options_.conninfo, "billing", 0}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(OpenPostgres({"host=/nowhere", "billing"}).status().code(),
            absl::StatusCode::kUnavailable);
}

// On a server of its own, which the others do not lose with it.
TEST(LostPostgres, IsOneFailureAndThenWorksAgain) {
  auto server = testing::PostgresServer::Start();
  ASSERT_TRUE(server.ok()) << server.status();
  const auto database = OpenPostgres({(*server)->conninfo(), "billing"});
  ASSERT_TRUE(database.ok()) << database.status();
  ASSERT_EQ(Migrate(**database, SuiteSchema()), absl::OkStatus());
  const auto write = [&](int i) {
    return (*database)->WriteIn("p",
                                [&](Write& txn) { return InsertThing(txn, absl::StrCat(i), i); });
  };
  InParallel(6, [&](int i) { EXPECT_EQ(write(i), absl::OkStatus()); });

  const absl::Status midway = (*database)->WriteIn("p", [&](Write& txn) -> absl::Status {
    RETURN_IF_ERROR(InsertThing(txn, "lost", 1));
    EXPECT_EQ((*server)->Restart(), absl::OkStatus());
    return InsertThing(txn, "also lost", 1);
  });
  EXPECT_EQ(midway.code(), absl::StatusCode::kUnavailable) << midway;
  // The connections that were idle have been lost as well, and nobody is told of it.
  InParallel(6, [&](int i) { EXPECT_EQ(write(10 + i), absl::OkStatus()); });
  EXPECT_EQ(CountThingsIn(**database, "p"), 12);

  ASSERT_EQ((*server)->Kill(), absl::OkStatus());
  EXPECT_EQ(write(20).code(), absl::StatusCode::kUnavailable);
  ASSERT_EQ((*server)->Restart(), absl::OkStatus());
  EXPECT_EQ(write(20), absl::OkStatus());
  EXPECT_EQ(CountThingsIn(**database, "p"), 13);
}

TEST(NewPostgres, RefusesToServeAsTheOwner) {
  testing::PostgresServerOptions options;
  options.fsync = false;
  auto server = testing::PostgresServer::Start(options);
  ASSERT_TRUE(server.ok()) << server.status();
  const auto database = OpenPostgres({(*server)->conninfo(), "billing"});
  ASSERT_TRUE(database.ok()) << database.status();
  const auto none = [](Read&) { return absl::OkStatus(); };
  EXPECT_EQ((*database)->ReadIn("p", none).code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_EQ(Migrate(**database, SuiteSchema()), absl::OkStatus());
  EXPECT_EQ((*database)->ReadIn("p", none), absl::OkStatus());
}

}  // namespace
}  // namespace tuoqiao::db
