// Jobs that die, files that wait for one another, bytes that expire, and what is shown of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "absl/strings/match.h"
#include "services/exchange/expiry.h"
#include "services/exchange/testing_service.h"

namespace tuoqiao::exchange {
namespace {

using ::testing::ElementsAre;

class ResumeTest : public ExchangeTest {
 protected:
  void SetUp() override { ASSERT_TRUE(Set(Roster(), kHr).ok()); }

  static std::string Rows(int from, int to) {
    std::string rows = kRosterHeader;
    for (int i = from; i < to; ++i) rows += StaffRow(absl::StrCat("E", 10000 + i));
    return rows;
  }
  // Another life of the service on the same database.
  rpc::Ground Ground() {
    return {harness_.db("exchange"),
            harness_.clock(),
            *tokens_,
            harness_.keys(),
            metrics_,
            badge_,
            [this](const std::string& peer) {
              return rpc::Link([this, peer] { return harness_.channel(peer); });
            },
            ""};
  }
  v1::Delivery Get(const std::string& name) {
    v1::GetDeliveryRequest request;
    request.set_name(name);
    return Call(&Stub::GetDelivery, request, kHr).value();
  }
  static google::longrunning::Operation WaitIn(rpc::Module& module, const std::string& operation) {
    rpc::Caller caller;
    caller.service = "exchange";
    caller.park = "yunqi";
    while (true) {
      const auto found = module.operations()->Get(caller, operation);
      EXPECT_TRUE(found.ok());
      if (found->done()) return *found;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  void WaitForCalls(size_t calls) {
    while (directory_.RequestIds().size() < calls) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  const std::unique_ptr<TokenKey> tokens_ = TokenKey::Generate();
  Metrics metrics_;
  const rpc::Badge badge_{"exchange", *tokens_, harness_.clock()};
};

TEST_F(ResumeTest, ARunThatDiesInMidFileAppliesEachRecordOnce) {
  // The owner takes the second of three batches, and we never hear of it.
  directory_.LoseAnswerAfter(1);
  const auto operation = Upload(First(Roster().name()), {Rows(0, 1200)}, kHr);
  ASSERT_TRUE(operation.ok()) << operation.status();
  WaitForCalls(2);
  harness_.module("exchange").Stop();
  EXPECT_EQ(directory_.Writes(), 1000);

  const auto next_life = MakeModule(Ground());
  ASSERT_TRUE(next_life.ok());
  (*next_life)->Start();
  const auto done = WaitIn(**next_life, *operation);
  (*next_life)->Stop();
  v1::Delivery delivery;
  ASSERT_TRUE(done.response().UnpackTo(&delivery)) << done.ShortDebugString();
  EXPECT_EQ(delivery.created(), 1200) << "The counts are those of a run that nothing stopped.";
  EXPECT_EQ(delivery.state(), v1::Delivery::ACCEPTED);
  EXPECT_EQ(directory_.Writes(), 1200);
  EXPECT_EQ(Results(delivery.name(), kHr).size(), 1200u);
}

TEST_F(ResumeTest, AMappingThatChangesMeanwhileDoesNotChangeAFileThatIsBeingRead) {
  directory_.LoseAnswerAfter(0);
  const auto operation = Upload(First(Roster().name()), {Rows(0, 3)}, kHr);
  ASSERT_TRUE(operation.ok());
  WaitForCalls(1);
  harness_.module("exchange").Stop();
  v1::Connection changed = Roster();
  auto* alias = changed.mutable_mapping()->add_header_aliases();
  alias->set_field("work_site");
  alias->set_header("employee_no");
  ASSERT_TRUE(Set(changed, kHr).ok());
  const auto next_life = MakeModule(Ground());
  (*next_life)->Start();
  const auto done = WaitIn(**next_life, *operation);
  (*next_life)->Stop();
  EXPECT_FALSE(done.has_error()) << done.ShortDebugString();
  EXPECT_EQ(directory_.Writes(), 3);
}

TEST_F(ResumeTest, FilesOfAConnectionAreAppliedInTheOrderInWhichTheyCame) {
  harness_.module("exchange").Stop();
  std::vector<std::string> operations;
  for (int i = 1; i <= 12; ++i) {
    const std::string file = absl::StrCat(kRosterHeader, StaffRow("E1", absl::StrCat("name ", i)));
    const auto operation = Upload(First(Roster().name()), {file}, kHr);
    ASSERT_TRUE(operation.ok()) << operation.status();
    operations.push_back(*operation);
  }
  // All came within one second, so that only their places tell them apart.
  const auto next_life = MakeModule(Ground());
  (*next_life)->Start();
  for (const std::string& each : operations) WaitIn(**next_life, each);
  (*next_life)->Stop();
  EXPECT_EQ(directory_.Writes(), 12);
  ASSERT_EQ(directory_.reports.size(), 12u);
  std::vector<std::string> expected;
  for (const std::string& each : operations) {
    v1::Delivery delivery;
    WaitIn(**next_life, each).response().UnpackTo(&delivery);
    expected.push_back(delivery.name());
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(directory_.reports[i].delivery(), expected[i]) << i;
  }
}

TEST_F(ResumeTest, ACancelledFileStopsAtTheNextBatchAndCanComeAgain) {
  harness_.module("exchange").Stop();
  const auto operation = Upload(First(Roster().name()), {Rows(0, 1200)}, kHr);
  ASSERT_TRUE(operation.ok());
  rpc::Caller caller;
  caller.service = "exchange";
  caller.park = "yunqi";
  ASSERT_TRUE(harness_.module("exchange").operations()->Cancel(caller, *operation).ok());
  const auto next_life = MakeModule(Ground());
  (*next_life)->Start();
  const auto again = Upload(First(Roster().name()), {Rows(0, 1200)}, kHr);
  ASSERT_TRUE(again.ok());
  EXPECT_NE(*again, *operation);
  const auto done = WaitIn(**next_life, *again);
  (*next_life)->Stop();
  EXPECT_FALSE(done.has_error()) << done.ShortDebugString();
  EXPECT_EQ(directory_.Writes(), 1200);
}

TEST_F(ResumeTest, BytesLiveForNinetyDaysAndTheirHashStays) {
  const v1::Delivery delivery =
      ReceiveRoster(StaffRow("E1") + "E2,x,PASSPORT,EB1234567,bad,,y,40\n");
  const Expiry expiry(Ground());
  harness_.clock().Advance(absl::Hours(24 * 89));
  ASSERT_TRUE(expiry.Run().ok());
  EXPECT_TRUE(Download(delivery.name(), false, kHr).ok());
  harness_.clock().Advance(absl::Hours(24));
  ASSERT_TRUE(expiry.Run().ok());
  EXPECT_EQ(ReasonOf(Download(delivery.name(), false, kHr).status()), "CONTENT_EXPIRED");
  EXPECT_EQ(ReasonOf(Download(delivery.name(), true, kHr).status()), "CONTENT_EXPIRED");
  EXPECT_EQ(Get(delivery.name()).content_hash(), delivery.content_hash());
  EXPECT_THAT(Results(delivery.name(), kHr), ElementsAre("2 CREATED", "3 REJECTED DATE_INVALID"));
  ASSERT_TRUE(harness_.db("exchange")
                  .ReadIn("yunqi",
                          [](db::Read& txn) -> absl::Status {
                            EXPECT_EQ(txn.QueryInt("SELECT COUNT(*) FROM content_piece WHERE "
                                                   "park_id = :park",
                                                   {})
                                          .value(),
                                      0);
                            return absl::OkStatus();
                          })
                  .ok());
  // What comes again is kept again, and may expire again.
  ReceiveRoster(StaffRow("E3"));
  ReceiveRoster(StaffRow("E1") + "E2,x,PASSPORT,EB1234567,bad,,y,40\n");
  EXPECT_TRUE(Download(delivery.name(), true, kHr).ok());
  harness_.clock().Advance(absl::Hours(24 * 91));
  ASSERT_TRUE(expiry.Run().ok());
  EXPECT_EQ(ReasonOf(Download(delivery.name(), false, kHr).status()), "CONTENT_EXPIRED");
}

TEST_F(ResumeTest, NothingOfAFileIsReadableInTheDatabase) {
  ReceiveRoster(StaffRow("E1", "梅长安") + "E2,柳青,PASSPORT,EB7654321,bad,,y,40\n");
  ASSERT_TRUE(
      harness_.db("exchange")
          .ReadIn("yunqi",
                  [](db::Read& txn) -> absl::Status {
                    RETURN_IF_ERROR(txn.Query(
                        "SELECT sealed FROM content_piece WHERE park_id = :park UNION ALL "
                        "SELECT sealed FROM record_result WHERE park_id = :park UNION ALL "
                        "SELECT header_sealed FROM delivery WHERE park_id = :park",
                        {}, [](const db::Row& row) {
                          EXPECT_FALSE(absl::StrContains(row.Bytes(0), "柳青"));
                          EXPECT_FALSE(absl::StrContains(row.Bytes(0), "EB7654321"));
                          EXPECT_FALSE(absl::StrContains(row.Bytes(0), "employee_no"));
                          return absl::OkStatus();
                        }));
                    return txn.Query(
                        "SELECT text_en, text_zh, resource FROM record_result WHERE park_id = "
                        ":park",
                        {}, [](const db::Row& row) {
                          EXPECT_FALSE(absl::StrContains(row.Text(0), "bad")) << row.Text(0);
                          return absl::OkStatus();
                        });
                  })
          .ok());
}

TEST_F(ResumeTest, ShowsRejectedRowsByReasonAndHowOldRostersAre) {
  harness_.module("exchange").Stop();
  const auto next_life = MakeModule(Ground());
  (*next_life)->Start();
  const auto operation = Upload(
      First(Roster().name()),
      {absl::StrCat(kRosterHeader, StaffRow("E1"), "E2\n", "E3,x,PASSPORT,EB1234567,bad,,y,40\n",
                    "E4,x,PASSPORT,EB1234567,bad,,y,40\n")},
      kHr);
  ASSERT_TRUE(operation.ok());
  WaitIn(**next_life, *operation);
  (*next_life)->Stop();
  harness_.clock().Advance(absl::Hours(1));
  const std::string shown = metrics_.Scrape();
  EXPECT_TRUE(absl::StrContains(shown, "tuoqiao_rejected_rows_total{reason=\"DATE_INVALID\"} 2\n"));
  EXPECT_TRUE(absl::StrContains(shown, "tuoqiao_rejected_rows_total{reason=\"COLUMN_COUNT\"} 1\n"));
  EXPECT_TRUE(absl::StrContains(shown, "tuoqiao_roster_age_seconds 3600\n"));
}

}  // namespace
}  // namespace tuoqiao::exchange
