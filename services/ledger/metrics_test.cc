// What the ledger shows to whoever watches.
#include <gtest/gtest.h>

#include "services/common/rpc/module.h"
#include "services/ledger/module.h"
#include "services/ledger/testing_peers.h"

namespace tuoqiao::ledger {
namespace {

TEST(MetricsTest, UnexplainedMoneyIsZeroUntilSomebodyAddsAFen) {
  auto db = *db::OpenSqlite(":memory:");
  ASSERT_TRUE(db::Migrate(*db, Schema()).ok());
  FakeClock clock(absl::UnixEpoch());
  const auto tokens = TokenKey::Generate();
  const auto keys = KeyRing::FromBytes(std::string(32, 'k'));
  Metrics metrics;
  const rpc::Badge badge("ledger", *tokens, clock);
  const auto module =
      MakeModule({*db, clock, *tokens, *keys, metrics, badge,
                  [](const std::string&) { return rpc::Link(); }, "services/rules"});
  ASSERT_TRUE(module.ok());
  EXPECT_NE(metrics.Scrape().find("tuoqiao_unexplained_money_minor 0\n"), std::string::npos);
  const auto tamper = [&](const char* park) {
    ASSERT_TRUE(db->WriteIn(park, [](db::Write& txn) -> absl::Status {
                    RETURN_IF_ERROR(TakeGuardsAway(txn));
                    RETURN_IF_ERROR(txn.Execute("INSERT INTO cursor (park_id, source, position) "
                                                "VALUES (:park, 'billing', 1)",
                                                {})
                                        .status());
                    return txn
                        .Execute(
                            "INSERT INTO posting (park_id, entry_id, ordinal, account, "
                            "amount_minor) VALUES (:park, 'x', 0, 'payable-c01', 1)",
                            {})
                        .status();
                  }).ok());
  };
  tamper("yunqi");
  EXPECT_NE(metrics.Scrape().find("tuoqiao_unexplained_money_minor 1\n"), std::string::npos);
  tamper("xixi");
  EXPECT_NE(metrics.Scrape().find("tuoqiao_unexplained_money_minor 2\n"), std::string::npos);
}

}  // namespace
}  // namespace tuoqiao::ledger
