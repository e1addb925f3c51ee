#include "services/server/housekeeper.h"

#include <gtest/gtest.h>

#include "services/common/db/schema.h"
#include "services/common/db/suite.h"
#include "services/common/period.h"

namespace tuoqiao::server {
namespace {

class HousekeeperTest : public db::OnEachEngine {
 protected:
  HousekeeperTest() { EXPECT_TRUE(db::Migrate(database(), {}).ok()); }

  void Store(const std::string& park, const std::string& id) {
    EXPECT_TRUE(database()
                    .WriteIn(park,
                             [&](db::Write& txn) {
                               return txn
                                   .Execute(
                                       "INSERT INTO request (park_id, request_id, method, "
                                       "hash, reply, create_time) VALUES (:park, :id, 'M', "
                                       ":nothing, :nothing, :time)",
                                       {{"id", id},
                                        {"nothing", db::Blob{""}},
                                        {"time", FormatMoment(clock_.Now())}})
                                   .status();
                             })
                    .ok());
  }
  std::string Stored(const std::string& park) {
    std::string ids;
    EXPECT_TRUE(database()
                    .QueryIn(park,
                             "SELECT request_id FROM request WHERE park_id = :park "
                             "ORDER BY request_id",
                             {},
                             [&](const db::Row& row) {
                               ids += row.Text(0);
                               return absl::OkStatus();
                             })
                    .ok());
    return ids;
  }

  FakeClock clock_{absl::FromUnixSeconds(1790000000)};
};

TEST_P(HousekeeperTest, ForgetsRepliesAfterSevenDaysInEveryPark) {
  Store("p", "a");
  Store("q", "b");
  clock_.Advance(absl::Hours(24));
  Store("p", "c");
  clock_.Advance(absl::Hours(6 * 24));
  ASSERT_TRUE(ForgetReplies(database(), clock_).ok());
  EXPECT_EQ(Stored("p") + Stored("q"), "acb");
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(ForgetReplies(database(), clock_).ok());
  EXPECT_EQ(Stored("p") + Stored("q"), "c");
}

INSTANTIATE_TEST_SUITE_P(Engines, HousekeeperTest, ::testing::ValuesIn(db::EveryEngineKind()),
                         db::EngineName);

}  // namespace
}  // namespace tuoqiao::server
