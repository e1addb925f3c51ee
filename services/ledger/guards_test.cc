// What the tables refuse, whoever writes to them: statements that no code of ours makes.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/db/suite.h"
#include "services/ledger/module.h"
#include "services/ledger/store.h"
#include "services/ledger/unpaired_store.h"

namespace tuoqiao::ledger {
namespace {

class GuardsTest : public db::OnEachEngine {
 protected:
  void SetUp() override {
    ASSERT_TRUE(db::Migrate(database(), Schema()).ok());
    Entry entry;
    entry.id = "good";
    entry.kind = "bank_in";
    entry.cause = "parks/yunqi/bankLines/1";
    entry.effective_date = absl::CivilDay(2026, 11, 20);
    entry.postings = {{"bank", 500}, {"suspense-bank", -500}};
    entry.items = {{"suspense-bank", entry.cause, -500, 0}};
    entry.firm_legs = {{"bank", "firm", "employee", "INVOICED", 500}};
    ASSERT_TRUE(
        database()
            .WriteIn("yunqi",
                     [&](db::Write& txn) {
                       return AppendEntries(txn, {entry}, "2026-11-20T00:00:00.000000Z").status();
                     })
            .ok());
  }

  // In one transaction, as a hand at the console would.
  absl::Status Try(const std::vector<std::string>& statements) {
    return database().WriteIn("yunqi", [&](db::Write& txn) -> absl::Status {
      for (const std::string& each : statements) RETURN_IF_ERROR(txn.Execute(each, {}).status());
      return absl::OkStatus();
    });
  }
  // `last` is the ordinal of the entry's last posting, or NULL.
  static std::string MakeEntry(int64_t minor, const std::string& last) {
    return absl::StrCat(
        "INSERT INTO entry (park_id, id, position, kind, cause, month, effective_date, "
        "debit_minor, credit_minor, record_time, rule_hash, reverses, last_ordinal) VALUES (:park, "
        "'new', 2, 'bank_in', 'x', '', '2026-11-20', ",
        minor, ", ", minor, ", '', '', '', ", last, ")");
  }
  static std::string MakePosting(int ordinal, int64_t minor, const std::string& entry = "new",
                                 int position = 2) {
    return absl::StrCat(
        "INSERT INTO posting (park_id, entry_id, ordinal, account, amount_minor, position, "
        "effective_date, month) VALUES (:park, '",
        entry, "', ", ordinal, ", 'bank', ", minor, ", ", position, ", '2026-11-20', '')");
  }
};

TEST_P(GuardsTest, AnEntryThatSumsToZeroIsKept) {
  EXPECT_TRUE(Try({MakeEntry(7, "1"), MakePosting(0, 7), MakePosting(1, -7)}).ok());
}

TEST_P(GuardsTest, AnEntryWhosePostingsDoNotSumToZeroIsRefused) {
  EXPECT_FALSE(Try({MakeEntry(7, "1"), MakePosting(0, 7), MakePosting(1, -6)}).ok());
  // Nor is one whose postings sum to zero, but not to what it says.
  EXPECT_FALSE(Try({MakeEntry(7, "1"), MakePosting(0, 8), MakePosting(1, -8)}).ok());
}

TEST_P(GuardsTest, AnEntryThatLacksAPostingIsRefused) {
  EXPECT_FALSE(Try({MakeEntry(7, "1")}).ok());
  EXPECT_FALSE(Try({MakeEntry(7, "1"), MakePosting(0, 7)}).ok());
  EXPECT_FALSE(Try({MakeEntry(7, "2"), MakePosting(0, 7), MakePosting(2, -7)}).ok());
  EXPECT_FALSE(Try({MakeEntry(7, "NULL")}).ok());
  EXPECT_FALSE(Try({MakeEntry(7, "1"), MakePosting(1, -7), MakePosting(0, 7)}).ok());
}

TEST_P(GuardsTest, APostingWithoutItsEntryOrBesideItIsRefused) {
  EXPECT_FALSE(Try({MakePosting(0, 7)}).ok());
  EXPECT_FALSE(Try({MakePosting(2, 7, "good", 1)}).ok());
  EXPECT_FALSE(Try({MakePosting(-1, 7, "good", 1)}).ok());
  // Nor may it say another place in the books than its entry.
  EXPECT_FALSE(Try({MakeEntry(7, "1"), MakePosting(0, 7, "new", 1), MakePosting(1, -7)}).ok());
}

TEST_P(GuardsTest, NothingThatIsPostedIsChangedOrRemoved) {
  for (const char* statement :
       {"UPDATE entry SET cause = 'y' WHERE park_id = :park",
        "UPDATE posting SET amount_minor = amount_minor * 2 WHERE park_id = :park",
        "UPDATE item_change SET closed_minor = -500 WHERE park_id = :park",
        "DELETE FROM entry WHERE park_id = :park", "DELETE FROM posting WHERE park_id = :park",
        "DELETE FROM item_change WHERE park_id = :park",
        "UPDATE firm_leg SET employee = 'other' WHERE park_id = :park",
        "DELETE FROM firm_leg WHERE park_id = :park"}) {
    EXPECT_FALSE(Try({statement}).ok()) << statement;
  }
  EXPECT_FALSE(Try({MakeEntry(7, "1"), MakePosting(0, 7), MakePosting(1, -7),
                    "UPDATE posting SET amount_minor = -7 WHERE park_id = :park "
                    "AND entry_id = 'new' AND ordinal = 0"})
                   .ok());
}

TEST_P(GuardsTest, AFirmLegIsOneOfThoseThatItsEntryHas) {
  const auto leg = [](const std::string& entry, int ordinal, int position, const char* month) {
    return absl::StrCat(
        "INSERT INTO firm_leg (park_id, entry_id, ordinal, firm, month, position, "
        "account, employee, form, amount_minor) VALUES (:park, '",
        entry, "', ", ordinal, ", 'firm', '", month, "', ", position,
        ", 'bank', 'employee', 'INVOICED', 7)");
  };
  EXPECT_FALSE(Try({leg("good", 1, 1, "")}).ok());  // The entry has one.
  EXPECT_FALSE(Try({leg("good", 0, 1, "")}).ok());
  EXPECT_FALSE(Try({leg("nothing", 0, 1, "")}).ok());
  std::string entry = MakeEntry(7, "1");
  entry.replace(entry.find("last_ordinal)"), 13, "last_ordinal, firm_legs)");
  entry.replace(entry.rfind(')'), 1, ", 1)");
  EXPECT_FALSE(
      Try({entry, MakePosting(0, 7), MakePosting(1, -7), leg("new", 0, 2, "2026-10")}).ok());
  EXPECT_FALSE(Try({entry, MakePosting(0, 7), MakePosting(1, -7), leg("new", 0, 3, "")}).ok());
  EXPECT_TRUE(Try({entry, MakePosting(0, 7), MakePosting(1, -7), leg("new", 0, 2, "")}).ok());
}

TEST_P(GuardsTest, ReplacingIsNoWayRound) {
  if (GetParam() == db::EngineKind::kPostgres) GTEST_SKIP() << "PostgreSQL has no REPLACE";
  const auto replace = [](std::string statement) { return statement.replace(0, 6, "REPLACE"); };
  EXPECT_FALSE(Try({replace(MakePosting(0, 9, "good", 1))}).ok());
  // An entry at the place of another.
  std::string entry = replace(MakeEntry(7, "1"));
  entry.replace(entry.find("'new', 2"), 8, "'new', 1");
  EXPECT_FALSE(Try({entry}).ok());
}

class UpgradeTest : public db::OnEachEngine {};

TEST_P(UpgradeTest, WhatWasPostedBeforeIsReadAsOfItsDayAndGuarded) {
  std::vector<db::SchemaFile> first = Schema();
  ASSERT_EQ(first[0].name, "0001_ledger.sql");
  first.resize(1);
  ASSERT_TRUE(db::Migrate(database(), first).ok());
  const auto run = [&](const std::vector<std::string>& statements) {
    return database().WriteIn("yunqi", [&](db::Write& txn) -> absl::Status {
      for (const std::string& each : statements) RETURN_IF_ERROR(txn.Execute(each, {}).status());
      return absl::OkStatus();
    });
  };
  ASSERT_TRUE(run({"INSERT INTO book (park_id, entries) VALUES (:park, 2)",
                   "INSERT INTO entry (park_id, id, position, kind, cause, month, effective_date, "
                   "debit_minor, credit_minor) VALUES (:park, 'a', 1, 'bank_in', 'line', '', "
                   "'2026-10-31', 5, 5), (:park, 'b', 2, 'confirm', 'po', '', '2026-11-01', 0, 0)",
                   "INSERT INTO posting (park_id, entry_id, ordinal, account, amount_minor) VALUES "
                   "(:park, 'a', 0, 'bank', 5), (:park, 'a', 1, 'suspense-bank', -5)",
                   "INSERT INTO balance (park_id, account, month, debit_minor, credit_minor) "
                   "VALUES (:park, 'bank', '', 5, 0), (:park, 'suspense-bank', '', 0, 5)",
                   "INSERT INTO open_item (park_id, account, item, opened_minor, closed_minor) "
                   "VALUES (:park, 'suspense-bank', 'line', -5, 0)"})
                  .ok());
  const absl::Status upgraded = db::Migrate(database(), Schema());
  ASSERT_TRUE(upgraded.ok()) << upgraded;
  EXPECT_TRUE(database()
                  .ReadIn("yunqi",
                          [](db::Read& txn) -> absl::Status {
                            BalanceFilter filter;
                            filter.rows_max = 10;
                            filter.as_of = AsOf{absl::CivilDay(2026, 10, 30), 2};
                            ASSIGN_OR_RETURN(const auto before, LoadBalances(txn, filter));
                            EXPECT_TRUE(before.empty());
                            filter.as_of = AsOf{absl::CivilDay(2026, 10, 31), 1};
                            ASSIGN_OR_RETURN(const auto then, LoadBalances(txn, filter));
                            EXPECT_EQ(then.size(), 2u);
                            ASSIGN_OR_RETURN(const auto unpaired, LoadUnpaired(txn, 10));
                            EXPECT_TRUE(unpaired.empty());
                            return absl::OkStatus();
                          })
                  .ok());
  EXPECT_FALSE(run({"UPDATE posting SET amount_minor = 6 WHERE park_id = :park"}).ok());
  EXPECT_FALSE(run({"DELETE FROM entry WHERE park_id = :park"}).ok());
}

INSTANTIATE_TEST_SUITE_P(Engines, UpgradeTest, ::testing::ValuesIn(db::EveryEngineKind()),
                         db::EngineName);
INSTANTIATE_TEST_SUITE_P(Engines, GuardsTest, ::testing::ValuesIn(db::EveryEngineKind()),
                         db::EngineName);

}  // namespace
}  // namespace tuoqiao::ledger
