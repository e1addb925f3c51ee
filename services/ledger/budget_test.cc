// What months draw on budgets: reserved, voided, posted, in whatever order it is heard.
#include "services/ledger/budget.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/common/db/db.h"
#include "services/common/db/schema.h"
#include "services/common/db/suite.h"
#include "services/common/errors.h"
#include "services/ledger/account.h"
#include "services/ledger/budget_store.h"
#include "services/ledger/hearing.h"
#include "services/ledger/module.h"
#include "services/ledger/store.h"
#include "services/ledger/transfer_store.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::ledger {
namespace {

using type::v1::Event;

const absl::CivilDay kToday(2026, 11, 20);

TEST(BudgetTest, AccountsOfBudgetsNameTheirPayerAndYear) {
  EXPECT_EQ(Budget("park", 2026), "budget-park-2026");
  EXPECT_EQ(ParseBudget("budget-union-2027")->payer, "union");
  EXPECT_EQ(ParseBudget("budget-union-2027")->year, 2027);
  for (const char* other : {"budget-spent-2026", "budget-access-used", "budget-park",
                            "budget-park-x", "receivable-park", "budget-park-2026-1"}) {
    EXPECT_FALSE(ParseBudget(other).has_value()) << other;
  }
}

TEST(BudgetTest, APersonsLimitHoldsAgainstEveryPlan) {
  MonthDraws heard;
  heard.month = absl::CivilMonth(2026, 10);
  heard.revision = 7;
  heard.funding_plan = "plan-2";
  const BudgetDraw draw = {"park", 2026, 100, 5000};
  const auto limit = LimitOf(heard, draw);
  ASSERT_TRUE(limit.has_value());
  EXPECT_EQ(limit->ceiling_minor, 5000);
  // A month in advance is signed before its year begins.
  EXPECT_EQ(limit->from_date, absl::CivilDay(2025, 12, 1));
  EXPECT_TRUE(TakesPlace(*limit, std::nullopt));
  AccountLimit by_hand = *limit;
  by_hand.said.clear();
  EXPECT_FALSE(TakesPlace(*limit, by_hand));
  EXPECT_FALSE(TakesPlace(*limit, *limit));
  MonthDraws later = heard;
  later.month = absl::CivilMonth(2026, 11);
  later.revision = 2;
  EXPECT_TRUE(TakesPlace(*LimitOf(later, draw), *limit));
  EXPECT_FALSE(TakesPlace(*limit, *LimitOf(later, draw)));
  heard.step = MonthDraws::Step::kWithdrawn;
  EXPECT_FALSE(LimitOf(heard, draw).has_value());
  heard.step = MonthDraws::Step::kClosed;
  EXPECT_FALSE(LimitOf(heard, {"park", 2025, 100, std::nullopt}).has_value());
}

// The books of one park, and what billing tells them.
class BudgetBooks {
 public:
  explicit BudgetBooks(std::unique_ptr<db::Database> db) : db_(std::move(db)) {
    EXPECT_TRUE(db::Migrate(*db_, Schema()).ok());
    caller_.park = "yunqi";
    caller_.identity.subject = "ledger";
    caller_.identity.role = "SERVICE";
  }
  absl::Status Hear(const std::vector<Event>& events) {
    return rpc::Write({*db_, clock_}, caller_, absl::StrCat("hear-", ++heard_),
                      [&](rpc::Change& change) { return ledger::Hear(change, events); });
  }
  // "park 2026 drawn 5 reserved 3 of 10 (plan); month-… RESERVED 3; …".
  std::string Text() {
    std::string text;
    EXPECT_TRUE(db_->ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(const auto budgets,
                                               LoadBudgets(txn, std::nullopt, kToday));
                              for (const PayerBudget& each : budgets) {
                                absl::StrAppend(&text, each.payer, " ", each.year, " drawn ",
                                                each.standing.balance_minor, " reserved ",
                                                each.standing.reserved_debit_minor, " of ",
                                                each.standing.limit.ceiling_minor.value_or(-1),
                                                " by ", each.standing.limit.funding_plan, "; ");
                              }
                              ASSIGN_OR_RETURN(const auto transfers, LoadTransfers(txn, "", 100));
                              for (const Transfer& each : transfers) {
                                absl::StrAppend(&text, each.id, " ", TransferStateName(each.state),
                                                " ", each.amount_minor, " ", each.entry, "; ");
                              }
                              ASSIGN_OR_RETURN(const Trial trial, LoadTrial(txn));
                              EXPECT_EQ(trial.debit_minor, trial.credit_minor);
                              EXPECT_EQ(UnexplainedTotal(FindUnexplained(trial.proof)), 0);
                              return absl::OkStatus();
                            })
                    .ok());
    return text;
  }

 private:
  std::unique_ptr<db::Database> db_;
  FakeClock clock_{absl::FromCivil(kToday, absl::UTCTimeZone())};
  rpc::Caller caller_;
  int heard_ = 0;
};

template <typename Payload>
Event Step(const std::string& month, int64_t revision, const std::string& kind, int64_t park_minor,
           int64_t union_minor, Payload payload) {
  payload.set_month(month);
  const auto add = [&](const char* payer, int64_t minor, int64_t budget_minor) {
    if (minor == 0) return;
    auto* draw = payload.add_budget_draws();
    draw->set_payer(payer);
    draw->set_year(2026);
    draw->set_amount_minor(minor);
    draw->set_budget_minor(budget_minor);
  };
  add("PARK", park_minor, 1000);
  add("UNION", union_minor, 500);
  Event event;
  event.set_id(absl::StrCat("evt-", month, "-", revision));
  event.set_kind(kind);
  event.set_subject("parks/yunqi/months/" + month);
  event.set_revision(revision);
  event.mutable_payload()->PackFrom(payload);
  return event;
}
Event Approved(const std::string& month, int64_t revision, int64_t park_minor,
               int64_t union_minor = 0) {
  billing::v1::MonthApproved payload;
  payload.set_funding_plan("plan");
  return Step(month, revision, "MonthApproved", park_minor, union_minor, payload);
}
Event Withdrawn(const std::string& month, int64_t revision, int64_t park_minor,
                int64_t union_minor = 0) {
  return Step(month, revision, "MonthApprovalWithdrawn", park_minor, union_minor,
              billing::v1::MonthApprovalWithdrawn());
}
Event Closed(const std::string& month, int64_t revision, int64_t park_minor,
             int64_t union_minor = 0) {
  billing::v1::MonthClosed payload;
  payload.set_funding_plan("plan");
  payload.set_close_date("2026-11-05");
  return Step(month, revision, "MonthClosed", park_minor, union_minor, payload);
}

class BudgetHearingTest : public ::testing::TestWithParam<db::EngineKind> {
 protected:
  static std::unique_ptr<db::Database> Open() {
    return GetParam() == db::EngineKind::kPostgres ? *db::OpenPostgres(db::NewPostgresSchema())
                                                   : *db::OpenSqlite(":memory:");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, BudgetHearingTest,
                         ::testing::Values(db::EngineKind::kSqliteInMemory,
                                           db::EngineKind::kPostgres),
                         db::EngineName);

TEST_P(BudgetHearingTest, AnApprovalReservesAWithdrawalFreesAndACloseDraws) {
  BudgetBooks books(Open());
  ASSERT_TRUE(books.Hear({Approved("2026-10", 3, 300)}).ok());
  EXPECT_EQ(books.Text(),
            "park 2026 drawn 0 reserved 300 of 1000 by plan; "
            "month-2026-10-park-2026 RESERVED 300 ; ");
  ASSERT_TRUE(books.Hear({Withdrawn("2026-10", 4, 300)}).ok());
  EXPECT_EQ(books.Text(),
            "park 2026 drawn 0 reserved 0 of 1000 by plan; "
            "month-2026-10-park-2026 VOIDED 300 ; ");
  ASSERT_TRUE(books.Hear({Approved("2026-10", 7, 250, 40)}).ok());
  ASSERT_TRUE(books.Hear({Closed("2026-10", 8, 250, 40)}).ok());
  // Heard again, it changes nothing.
  ASSERT_TRUE(books.Hear({Approved("2026-10", 7, 250, 40), Closed("2026-10", 8, 250, 40)}).ok());
  EXPECT_EQ(books.Text(),
            "park 2026 drawn 250 reserved 0 of 1000 by plan; "
            "union 2026 drawn 40 reserved 0 of 500 by plan; "
            "month-2026-10-park-2026 POSTED 250 evt-2026-10-8; "
            "month-2026-10-union-2026 POSTED 40 evt-2026-10-8; ");
  // November only gives back: nobody reserves that, and it is there once it is posted.
  ASSERT_TRUE(books.Hear({Approved("2026-11", 2, -50)}).ok());
  EXPECT_EQ(books.Text().substr(0, 50), "park 2026 drawn 250 reserved 0 of 1000 by plan; un");
  ASSERT_TRUE(books.Hear({Closed("2026-11", 3, -50)}).ok());
  EXPECT_EQ(books.Text().substr(0, 50), "park 2026 drawn 200 reserved 0 of 1000 by plan; un");
}

TEST_P(BudgetHearingTest, WhatIsHeardIsPostedAlsoBeyondALimitAndShows) {
  BudgetBooks books(Open());
  ASSERT_TRUE(books.Hear({Closed("2026-10", 3, 1200)}).ok());
  EXPECT_EQ(books.Text(),
            "park 2026 drawn 1200 reserved 0 of 1000 by plan; "
            "month-2026-10-park-2026 POSTED 1200 evt-2026-10-3; ");
}

TEST(BudgetTest, AnyOrderOfHearingEndsTheSame) {
  const std::vector<Event> story = {
      Approved("2026-09", 3, 100),      Closed("2026-09", 4, 100),
      Approved("2026-10", 3, 300, 20),  Withdrawn("2026-10", 4, 300, 20),
      Approved("2026-10", 7, 310),      Withdrawn("2026-10", 8, 310),
      Approved("2026-10", 12, 250, 10), Closed("2026-10", 13, 250, 10),
      Approved("2026-11", 2, 90),       Withdrawn("2026-11", 3, 90),
      Approved("2026-12", 2, 60)};
  BudgetBooks in_order(*db::OpenSqlite(":memory:"));
  ASSERT_TRUE(in_order.Hear(story).ok());
  const std::string expected = in_order.Text();
  EXPECT_EQ(expected.substr(0, 48), "park 2026 drawn 350 reserved 60 of 1000 by plan;");
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 dice(seed);
    std::vector<Event> shuffled = story;
    shuffled.insert(shuffled.end(), story.begin(), story.begin() + 5);
    std::shuffle(shuffled.begin(), shuffled.end(), dice);
    BudgetBooks books(*db::OpenSqlite(":memory:"));
    for (const Event& event : shuffled) ASSERT_TRUE(books.Hear({event}).ok());
    EXPECT_EQ(books.Text(), expected) << "seed " << seed;
  }
}

TEST(BudgetTest, WhatCannotBeADrawStopsTheListener) {
  BudgetBooks books(*db::OpenSqlite(":memory:"));
  billing::v1::MonthClosed undated;
  EXPECT_EQ(ReasonOf(books.Hear({Step("2026-10", 1, "MonthClosed", 5, 0, undated)})),
            "EVENT_INVALID");
  billing::v1::MonthApproved stranger;
  stranger.add_budget_draws()->set_payer("FIRM");
  EXPECT_EQ(ReasonOf(books.Hear({Step("2026-10", 1, "MonthApproved", 0, 0, stranger)})),
            "EVENT_INVALID");
  // Before approvals said what they draw.
  Event old;
  old.set_id("evt-old");
  old.set_kind("MonthApproved");
  EXPECT_TRUE(books.Hear({old}).ok());
}

}  // namespace
}  // namespace tuoqiao::ledger
