// What the ledger shows to whoever watches.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/module.h"
#include "services/ledger/entry.h"
#include "services/ledger/module.h"
#include "services/ledger/money_metrics.h"
#include "services/ledger/store.h"
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

TEST(MetricsTest, MoneyIsOverdueFromTheDayBehindItsLastOneAndByKind) {
  auto db = *db::OpenSqlite(":memory:");
  ASSERT_TRUE(db::Migrate(*db, Schema()).ok());
  FakeClock clock(absl::FromCivil(absl::CivilDay(2026, 11, 11), absl::UTCTimeZone()));
  const auto packs = LoadPacks("services/rules");
  ASSERT_TRUE(packs.ok()) << packs.status();
  Metrics metrics;
  ExportMoney(*db, clock, *packs, metrics);
  for (const char* park : {"yunqi", "xixi"}) {
    ASSERT_TRUE(db->WriteIn(park, [](db::Write& txn) -> absl::Status {
                    RETURN_IF_ERROR(txn.Execute("INSERT INTO cursor (park_id, source, position) "
                                                "VALUES (:park, 'billing', 1)",
                                                {})
                                        .status());
                    std::vector<Entry> lines;
                    for (const int day : {1, 2}) {  // Due on the 11th and 12th.
                      Movement line;
                      line.amount_minor = day * 100;
                      line.inward = true;
                      line.date = absl::CivilDay(2026, 11, day);
                      const std::string id = absl::StrCat("line-", day);
                      lines.push_back(BookBankLine({id, id}, line));
                    }
                    return AppendEntries(txn, lines, "2026-11-02T00:00:00.000000Z").status();
                  }).ok());
  }
  const auto shows = [&](int64_t minor, int64_t items) {
    const std::string text = metrics.Scrape();
    for (const auto& [name, value] :
         {std::make_pair("minor", minor), std::make_pair("items", items)}) {
      const std::string series = absl::StrCat("tuoqiao_ledger_overdue_", name, "{kind=\"");
      EXPECT_NE(text.find(absl::StrCat(series, "bank_line\"} ", value, "\n")), std::string::npos)
          << text;
      EXPECT_NE(text.find(absl::StrCat(series, "payout\"} 0\n")), std::string::npos);
      EXPECT_NE(text.find(absl::StrCat(series, "remittance\"} 0\n")), std::string::npos);
    }
  };
  shows(0, 0);
  clock.Advance(absl::Hours(24));
  shows(200, 2);
  clock.Advance(absl::Hours(24));
  shows(600, 4);
}

}  // namespace
}  // namespace tuoqiao::ledger
