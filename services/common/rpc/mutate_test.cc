#include "services/common/rpc/mutate.h"

#include <gtest/gtest.h>

#include "services/common/db/outbox.h"
#include "services/common/db/schema.h"
#include "tuoqiao/directory/v1/directory.pb.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"

namespace tuoqiao::rpc {
namespace {

using directory::v1::AdvanceClockRequest;
using directory::v1::Family;
using directory::v1::Park;

class MutateTest : public ::testing::Test {
 protected:
  MutateTest() {
    db_ = *db::OpenSqlite(":memory:");
    EXPECT_TRUE(db::Migrate(*db_, {{"0001_note.sql",
                                    "CREATE TABLE note (park_id TEXT NOT NULL, id TEXT NOT NULL, "
                                    "PRIMARY KEY (park_id, id));"}})
                    .ok());
    caller_.identity.role = "PARK_ADMIN";
    caller_.identity.subject = "li";
    caller_.park = "a";
  }

  static AdvanceClockRequest Request(const std::string& id, const std::string& day = "2026-10-01") {
    AdvanceClockRequest request;
    request.set_name("parks/a");
    request.set_current_date(day);
    request.set_request_id(id);
    return request;
  }

  // Writes one note with a derived id and answers with it.
  absl::Status WriteNote(const AdvanceClockRequest& request, Park* response) {
    return Mutate({*db_, clock_}, caller_, request, response, [&](Change& change) -> absl::Status {
      ++runs_;
      const std::string id = change.NewId("note");
      RETURN_IF_ERROR(
          change.txn.Execute("INSERT INTO note (park_id, id) VALUES (:park, :id)", {{"id", id}})
              .status());
      change.Publish("NoteWritten", "parks/a/notes/" + id, 1, ledger::v1::MonthBooked());
      response->set_name(id);
      return absl::OkStatus();
    });
  }

  int64_t Count(const char* sql) {
    int64_t rows = 0;
    EXPECT_TRUE(db_->ReadIn("a",
                            [&](db::Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(rows, txn.QueryInt(sql, {}));
                              return absl::OkStatus();
                            })
                    .ok());
    return rows;
  }
  int64_t Notes() { return Count("SELECT COUNT(*) FROM note WHERE park_id = :park"); }
  int64_t LogRows() { return Count("SELECT COUNT(*) FROM log WHERE park_id = :park"); }

  std::unique_ptr<db::Database> db_;
  FakeClock clock_{absl::FromUnixSeconds(1790000000)};
  Caller caller_;
  int runs_ = 0;
};

TEST_F(MutateTest, ARepeatedRequestAnswersAsBeforeAndRunsNothing) {
  Park first, second;
  ASSERT_TRUE(WriteNote(Request("request-1"), &first).ok());
  ASSERT_TRUE(WriteNote(Request("request-1"), &second).ok());
  EXPECT_EQ(first.name(), second.name());
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(Notes(), 1);
  EXPECT_EQ(LogRows(), 1);
}

TEST_F(MutateTest, TheSameIdWithOtherContentIsRefused) {
  Park response;
  ASSERT_TRUE(WriteNote(Request("request-1"), &response).ok());
  EXPECT_EQ(ReasonOf(WriteNote(Request("request-1", "2026-10-02"), &response)),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(Notes(), 1);
}

TEST_F(MutateTest, ADryRunRunsEverythingAndKeepsNothing) {
  Park response;
  AdvanceClockRequest request = Request("request-1");
  request.set_validate_only(true);
  ASSERT_TRUE(WriteNote(request, &response).ok());
  EXPECT_FALSE(response.name().empty());
  EXPECT_EQ(Notes(), 0);
  EXPECT_EQ(LogRows(), 0);
  request.set_validate_only(false);
  ASSERT_TRUE(WriteNote(request, &response).ok());
  EXPECT_EQ(Notes(), 1);
}

TEST_F(MutateTest, AFailureKeepsNothingAndMayBeSentAgain) {
  Park response;
  const absl::Status failed = Mutate(
      MutationOptions{*db_, clock_}, caller_, Request("request-1"), &response,
      [&](Change& change) -> absl::Status {
        RETURN_IF_ERROR(
            change.txn.Execute("INSERT INTO note (park_id, id) VALUES (:park, 'x')", {}).status());
        return FieldRequired("name");
      });
  EXPECT_EQ(ReasonOf(failed), "FIELD_REQUIRED");
  EXPECT_EQ(Notes(), 0);
  EXPECT_TRUE(WriteNote(Request("request-1"), &response).ok());
}

TEST_F(MutateTest, RefusesRequestIdsThatAreNone) {
  Park response;
  for (const char* id : {"", "short", "with a space in it", "1234567/8"}) {
    EXPECT_EQ(ReasonOf(WriteNote(Request(id), &response)), "REQUEST_ID_INVALID") << id;
  }
  EXPECT_EQ(runs_, 0);
}

TEST_F(MutateTest, AsksOnceMoreWhereFactsAreStale) {
  Park response;
  int asked = 0;
  const auto run = [&](int fresh_at, const std::string& id) {
    asked = 0;
    return Mutate(
        MutationOptions{*db_, clock_}, caller_, Request(id), &response,
        [&]() -> absl::StatusOr<int> { return ++asked; },
        [&](Change&, int facts) -> absl::Status {
          return facts < fresh_at ? FactsStale("the child") : absl::OkStatus();
        });
  };
  EXPECT_TRUE(run(2, "request-1").ok());
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(ReasonOf(run(3, "request-2")), "FACTS_STALE");
  EXPECT_EQ(asked, 2);
}

TEST_F(MutateTest, TheStoredReplyHoldsNothingPersonal) {
  Family response;
  const auto write = [&] {
    return Mutate(MutationOptions{*db_, clock_}, caller_, Request("request-1"), &response,
                  [&](Change&) {
                    response.set_name("parks/a/families/f");
                    response.add_guardians()->set_display_name("家长");
                    return absl::OkStatus();
                  });
  };
  ASSERT_TRUE(write().ok());
  EXPECT_EQ(response.guardians(0).display_name(), "家长");
  ASSERT_TRUE(write().ok());
  EXPECT_EQ(response.name(), "parks/a/families/f");
  EXPECT_EQ(response.guardians(0).display_name(), "");
}

}  // namespace
}  // namespace tuoqiao::rpc
