// What people enter, behind the real handlers on both engines.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/db/suite.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/testing/harness.h"
#include "services/ledger/module.h"
#include "services/ledger/testing_peers.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::ledger {
namespace {

using rpc::testing::Harness;
using Stub = v1::Ledger::Stub;

constexpr char kPark[] = "parks/yunqi";
constexpr int kClients = 64;

std::string Account(const std::string& name) { return absl::StrCat(kPark, "/accounts/", name); }

class HandTest : public ::testing::TestWithParam<db::EngineKind> {
 protected:
  HandTest() {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("billing", billing_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddPeer("settlement", settlement_);
    std::unique_ptr<db::Database> db;
    if (GetParam() == db::EngineKind::kPostgres) {
      db::PostgresOptions options = db::NewPostgresSchema();
      options.connections_max = kClients;
      db = *db::OpenPostgres(options);
    } else {
      db = *db::OpenSqlite(folder_.File("ledger.db"));
    }
    harness_.AddModule("ledger", Schema(), MakeModule, std::move(db));
    stub_ = v1::Ledger::NewStub(harness_.channel("ledger"));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& subject = "finance-1") {
    return harness_.Call(*stub_, method, request, "PARK_FINANCE", kPark, subject);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Write(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
                                 Request request, const std::string& subject = "finance-1") {
    request.set_request_id(absl::StrCat("request-", ++requests_));
    return Call(method, request, subject);
  }

  v1::Transfer Item(const std::string& id, int64_t minor, const std::string& expires = "") {
    v1::Transfer item;
    item.set_name(absl::StrCat(kPark, "/transfers/", id));
    item.set_debit_account(Account("budget-spent"));
    item.set_credit_account(Account("budget-grant"));
    item.set_amount_minor(minor);
    item.set_reason("places");
    item.set_expires_date(expires);
    return item;
  }
  std::string Batch(const std::vector<v1::Transfer>& items,
                    v1::BatchTransferRequest::Mode mode = v1::BatchTransferRequest::CONTINUE) {
    v1::BatchTransferRequest request;
    request.set_parent(kPark);
    request.set_mode(mode);
    for (const v1::Transfer& each : items) *request.add_transfers() = each;
    const auto response = Write(&Stub::BatchTransfer, request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::string text;
    if (!response.ok()) return text;
    for (const auto& each : response->results()) {
      absl::StrAppend(&text,
                      each.outcome() == type::v1::ItemResult::REJECTED
                          ? each.reason()
                          : type::v1::ItemResult::Outcome_Name(each.outcome()),
                      " ");
    }
    return text;
  }
  void Limit(const std::string& account, const std::string& from,
             std::optional<int64_t> ceiling_minor) {
    v1::SetAccountLimitRequest request;
    request.mutable_account_limit()->set_name(absl::StrCat(Account(account), "/limits/", from));
    if (ceiling_minor.has_value()) {
      request.mutable_account_limit()->set_ceiling_minor(*ceiling_minor);
    }
    const auto response = Write(&Stub::SetAccountLimit, request);
    EXPECT_TRUE(response.ok()) << response.status();
  }
  std::vector<v1::AccountLimit> Limits(bool breached) {
    v1::ListAccountLimitsRequest request;
    request.set_parent(kPark);
    request.set_breached(breached);
    const auto response = Call(&Stub::ListAccountLimits, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->account_limits().begin(), response->account_limits().end()};
  }
  absl::StatusOr<v1::Transfer> Post(const std::string& id, int64_t minor) {
    v1::PostTransferRequest request;
    request.set_name(absl::StrCat(kPark, "/transfers/", id));
    request.set_amount_minor(minor);
    return Write(&Stub::PostTransfer, request);
  }
  absl::StatusOr<v1::Transfer> Void(const std::string& id) {
    v1::VoidTransferRequest request;
    request.set_name(absl::StrCat(kPark, "/transfers/", id));
    return Write(&Stub::VoidTransfer, request);
  }
  std::map<std::string, int64_t> Balances() {
    v1::ListBalancesRequest request;
    request.set_parent(kPark);
    const auto page = Call(&Stub::ListBalances, request);
    EXPECT_TRUE(page.ok()) << page.status();
    std::map<std::string, int64_t> balances;
    for (const auto& each : page->balances()) {
      balances[LastPart(each.name())] = each.balance_minor();
    }
    return balances;
  }

  // A bank line in, and its match with the park's receivable.
  void HearLine() {
    settlement::v1::MoneyMoved line;
    line.set_subject("parks/yunqi/bankLines/1");
    line.set_amount_minor(500);
    line.set_inward(true);
    line.set_account("suspense-bank");
    line.set_date("2026-11-19");
    settlement_.Append("BankLineRecorded", line);
    line.set_account("receivable-park");
    settlement_.Append("BankLineMatched", line);
    WaitUntilHeard();
  }
  void WaitUntilHeard() {
    v1::ListCursorsRequest request;
    request.set_parent(kPark);
    for (int64_t heard = -1; heard < settlement_.position() + billing_.position();) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const auto cursors = Call(&Stub::ListCursors, request);
      ASSERT_TRUE(cursors.ok()) << cursors.status();
      heard = 0;
      for (const auto& each : cursors->cursors()) heard += each.position();
    }
  }
  absl::StatusOr<v1::Reversal> Reverse(const std::string& entry, const std::string& reason,
                                       const std::string& subject = "finance-1") {
    v1::ReverseEntryRequest request;
    request.set_name(absl::StrCat(kPark, "/entries/", entry));
    request.set_reason(reason);
    return Write(&Stub::ReverseEntry, request, subject);
  }
  absl::StatusOr<v1::Reversal> Confirm(const v1::Reversal& reversal, const std::string& subject) {
    v1::ConfirmReversalRequest request;
    request.set_name(reversal.name());
    request.set_revision(reversal.revision());
    return Write(&Stub::ConfirmReversal, request, subject);
  }
  int64_t UnexplainedMinor() {
    v1::ListUnexplainedRequest request;
    request.set_parent(kPark);
    const auto response = Call(&Stub::ListUnexplained, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->unexplained_minor() : -1;
  }

  const db::TemporaryFolder folder_;
  FakeDirectory directory_;
  FakeLog<billing::v1::Billing::Service> billing_;
  FakeLog<payroll::v1::Payroll::Service> payroll_;
  FakeLog<settlement::v1::Settlement::Service> settlement_;
  Harness harness_;
  std::unique_ptr<Stub> stub_;
  std::atomic<int> requests_{10000000};
};

TEST_P(HandTest, AnEntryIsReversedOnceByTwoPeopleAndItsItemsFollow) {
  HearLine();
  const auto proposed = Reverse("BankLineMatched-2", "matched with the wrong invoice");
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->state(), v1::Reversal::PROPOSED);
  EXPECT_EQ(Balances()["receivable-park"], -500);
  EXPECT_EQ(ReasonOf(Confirm(*proposed, "finance-1").status()), "CONFIRMED_BY_SAME_PERSON");
  const auto confirmed = Confirm(*proposed, "finance-2");
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->state(), v1::Reversal::CONFIRMED);
  EXPECT_EQ(Balances()["receivable-park"], 0);
  EXPECT_EQ(Balances()["suspense-bank"], -500);
  EXPECT_EQ(UnexplainedMinor(), 0);
  // Once more, by another request: the same reversal.
  const auto again = Confirm(*proposed, "finance-2");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->reversal_entry(), confirmed->reversal_entry());
  EXPECT_EQ(ReasonOf(Reverse("BankLineMatched-2", "once more").status()), "ENTRY_REVERSED");
  EXPECT_EQ(Balances()["receivable-park"], 0);

  v1::ListEntriesRequest request;
  request.set_parent(kPark);
  const auto entries = Call(&Stub::ListEntries, request);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->entries_size(), 3);
  EXPECT_EQ(entries->entries(1).reversed_by(), entries->entries(2).name());
  EXPECT_EQ(entries->entries(2).reverses(), entries->entries(1).name());
  EXPECT_EQ(entries->entries(2).kind(), "reversal");
  EXPECT_EQ(entries->entries(2).effective_date(), "2026-11-20");
  EXPECT_EQ(entries->entries(2).source(), "ledger");
  EXPECT_EQ(entries->entries(2).event(), "");
  EXPECT_EQ(entries->entries(1).event(), "BankLineMatched-2");
}

TEST_P(HandTest, ACloseAndAReversalAreNotReversedByHand) {
  billing::v1::StatementClosed closed;
  closed.set_rule_hash("abc123");
  auto& statement = *closed.mutable_statement();
  statement.set_name("parks/yunqi/months/2026-10/statements/st-1");
  statement.set_family("parks/yunqi/families/fam-1");
  statement.set_centre("parks/yunqi/centres/c01");
  auto* share = statement.add_shares();
  share->set_payer("PARK");
  share->set_form("COLLECTED");
  share->set_amount_minor(100);
  billing_.Append("StatementClosed", closed);
  HearLine();
  EXPECT_EQ(ReasonOf(Reverse("StatementClosed-1", "wrong").status()), "ENTRY_NOT_REVERSIBLE");
  EXPECT_EQ(ReasonOf(Reverse("nothing", "wrong").status()), "ENTRY_NOT_FOUND");
  const auto proposed = Reverse("BankLineRecorded-1", "not our account");
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  const auto confirmed = Confirm(*proposed, "finance-2");
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  const std::string entry = confirmed->reversal_entry();
  EXPECT_EQ(ReasonOf(Reverse(LastPart(entry), "back").status()), "ENTRY_NOT_REVERSIBLE");

  v1::ListEntriesRequest request;
  request.set_parent(kPark);
  request.set_kind("close");
  const auto entries = Call(&Stub::ListEntries, request);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->entries_size(), 1);
  EXPECT_EQ(entries->entries(0).rule_hash(), "abc123");
  EXPECT_EQ(entries->entries(0).source(), "billing");
}

TEST_P(HandTest, ABatchGivesEachItemItsResult) {
  Limit("budget-spent", "2026-01-01", 100);
  EXPECT_EQ(Batch({Item("a", 60), Item("b", 50), Item("c", 30)}),
            "CREATED LIMIT_EXCEEDED CREATED ");
  EXPECT_EQ(Batch({Item("a", 60), Item("a", 61)}), "UNCHANGED EXISTS_WITH_DIFFERENT_AMOUNT ");
  EXPECT_EQ(Batch({Item("d", 5), Item("e", 50), Item("f", 1)}, v1::BatchTransferRequest::STOP),
            "CREATED LIMIT_EXCEEDED ITEM_BEFORE_REFUSED ");
  EXPECT_EQ(Batch({Item("g", 1), Item("h", 50)}, v1::BatchTransferRequest::ATOMIC),
            "BATCH_REFUSED LIMIT_EXCEEDED ");
  v1::Transfer wrong = Item("i", 1);
  wrong.set_debit_account(Account("receivable-park"));
  v1::Transfer empty = Item("j", 0);
  EXPECT_EQ(Batch({wrong, empty}), "ACCOUNT_NOT_TRANSFERABLE FIELD_INVALID ");
  EXPECT_EQ(Balances(),
            (std::map<std::string, int64_t>{{"budget-grant", -95}, {"budget-spent", 95}}));
  const auto limits = Limits(false);
  ASSERT_EQ(limits.size(), 1u);
  EXPECT_EQ(limits[0].debit_left_minor(), 5);
}

TEST_P(HandTest, AReservationCountsUntilItIsPostedVoidedOrExpired) {
  Limit("budget-spent", "2026-01-01", 100);
  ASSERT_EQ(Batch({Item("a", 60, "2026-12-01"), Item("b", 40, "2026-11-25")}), "CREATED CREATED ");
  EXPECT_EQ(Batch({Item("c", 1)}), "LIMIT_EXCEEDED ");
  EXPECT_TRUE(Balances().empty());
  EXPECT_EQ(Limits(false)[0].reserved_debit_minor(), 100);
  // A part is posted, and the rest is free.
  const auto posted = Post("a", 25);
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_EQ(posted->state(), v1::Transfer::POSTED);
  EXPECT_TRUE(Post("a", 25).ok());
  EXPECT_EQ(Balances()["budget-spent"], 25);
  EXPECT_EQ(Limits(false)[0].debit_left_minor(), 35);
  ASSERT_EQ(Batch({Item("c", 35, "2026-12-01")}), "CREATED ");
  ASSERT_TRUE(Void("c").ok());
  EXPECT_EQ(ReasonOf(Post("c", 0).status()), "TRANSFER_NOT_RESERVED");
  // Its day comes, and nobody has to do anything.
  directory_.SetToday("2026-11-25");
  EXPECT_EQ(Limits(false)[0].debit_left_minor(), 75);
  EXPECT_EQ(ReasonOf(Post("b", 0).status()), "TRANSFER_EXPIRED");
  EXPECT_EQ(Batch({Item("d", 75), Item("e", 1, "2026-11-25")}), "CREATED TRANSFER_EXPIRED ");
  v1::ListTransfersRequest request;
  request.set_parent(kPark);
  const auto transfers = Call(&Stub::ListTransfers, request);
  ASSERT_TRUE(transfers.ok()) << transfers.status();
  std::string states;
  for (const auto& each : transfers->transfers()) {
    absl::StrAppend(&states, v1::Transfer::State_Name(each.state()), " ");
  }
  EXPECT_EQ(states, "POSTED EXPIRED VOIDED POSTED ");
}

TEST_P(HandTest, ALimitHoldsFromItsDayUntilTheNextOne) {
  Limit("budget-spent", "2026-01-01", 100);
  Limit("budget-spent", "2026-12-01", 200);
  Limit("budget-spent", "2027-01-01", std::nullopt);
  EXPECT_EQ(Batch({Item("a", 101)}), "LIMIT_EXCEEDED ");
  directory_.SetToday("2026-12-01");
  EXPECT_EQ(Batch({Item("a", 101)}), "CREATED ");
  EXPECT_EQ(Batch({Item("b", 100)}), "LIMIT_EXCEEDED ");
  directory_.SetToday("2027-01-01");
  EXPECT_EQ(Batch({Item("b", 100000)}), "CREATED ");
  EXPECT_TRUE(Limits(false).empty());
}

TEST_P(HandTest, WhatWasHeardIsPostedAndTheBreachStaysOpenUntilItIsMended) {
  Limit("bank", "2026-01-01", 400);
  EXPECT_TRUE(Limits(true).empty());
  HearLine();
  EXPECT_EQ(Balances()["bank"], 500);
  const auto breached = Limits(true);
  ASSERT_EQ(breached.size(), 1u);
  EXPECT_EQ(breached[0].name(), Account("bank") + "/limits/2026-01-01");
  EXPECT_EQ(breached[0].breached_minor(), 100);
  Limit("bank", "2026-11-01", 1000);
  EXPECT_TRUE(Limits(true).empty());
}

TEST_P(HandTest, SixtyFourWhoTransferAtOnceNeverBreakTheLimit) {
  Limit("budget-spent", "2026-01-01", 1000);
  std::atomic<int> made{0}, refused{0};
  db::InParallel(kClients, [&](int client) {
    for (int i = 0; i < 3; ++i) {
      // Half of them reserve.
      const std::string reason = Batch(
          {Item(absl::StrCat("t-", client, "-", i), 30, client % 2 == 0 ? "2027-01-01" : "")});
      if (reason == "CREATED ") ++made;
      if (reason == "LIMIT_EXCEEDED ") ++refused;
    }
  });
  EXPECT_EQ(made, 33);  // 990 of 1000.
  EXPECT_EQ(made + refused, 3 * kClients);
  const auto limits = Limits(false);
  ASSERT_EQ(limits.size(), 1u);
  EXPECT_EQ(limits[0].balance_minor() + limits[0].reserved_debit_minor(), 990);
  EXPECT_EQ(limits[0].debit_left_minor(), 10);
}

TEST_P(HandTest, PagesAndStatementsShowTheBooksOfTheirFirstPage) {
  std::vector<v1::Transfer> items;
  for (int i = 0; i < 5; ++i) items.push_back(Item(absl::StrCat("t-", i), 10 + i));
  ASSERT_EQ(Batch(items), "CREATED CREATED CREATED CREATED CREATED ");
  v1::GetAccountStatementRequest request;
  request.set_name(Account("budget-spent"));
  request.set_from_date("2026-11-01");
  request.set_until_date("2026-12-01");
  request.set_page_size(2);
  v1::ListBalancesRequest balances;
  balances.set_parent(kPark);
  balances.set_page_size(1);
  auto first = Call(&Stub::ListBalances, balances);
  ASSERT_TRUE(first.ok()) << first.status();
  std::string lines;
  int pages = 0;
  do {
    const auto page = Call(&Stub::GetAccountStatement, request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->closing_minor(), 60);
    for (const auto& each : page->lines()) absl::StrAppend(&lines, each.balance_minor(), " ");
    request.set_page_token(page->next_page_token());
    // Somebody goes on posting.
    ASSERT_EQ(Batch({Item(absl::StrCat("later-", ++pages), 1000)}), "CREATED ");
  } while (!request.page_token().empty());
  EXPECT_EQ(lines, "10 21 33 46 60 ");
  balances.set_page_token(first->next_page_token());
  auto second = Call(&Stub::ListBalances, balances);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(first->balances(0).balance_minor(), -60);
  EXPECT_EQ(second->balances(0).balance_minor(), 60);
  // As known then, also by a later request.
  balances.clear_page_token();
  balances.set_page_size(0);
  balances.set_known_by(absl::StrCat(first->known_position()));
  const auto then = Call(&Stub::ListBalances, balances);
  ASSERT_TRUE(then.ok()) << then.status();
  EXPECT_EQ(then->balances(1).balance_minor(), 60);
  balances.set_effective_by("2026-11-19");
  const auto before = Call(&Stub::ListBalances, balances);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->balances_size(), 0);
  balances.set_known_by("yesterday");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListBalances, balances).status()), "FIELD_INVALID");
}

TEST_P(HandTest, TheStateListsWhatPeopleEntered) {
  Limit("budget-spent", "2026-01-01", 100);
  ASSERT_EQ(Batch({Item("a", 60)}), "CREATED ");
  HearLine();
  ASSERT_TRUE(Reverse("BankLineMatched-2", "wrong").ok());
  type::v1::ListResourcesRequest request;
  request.set_parent(kPark);
  std::map<std::string, int> kinds;
  do {
    request.set_page_size(1);
    const auto page = harness_.Call(*stub_, &Stub::ListResources, request, "OPS", kPark);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->resources()) {
      ++kinds[each.type()];
      EXPECT_EQ(each.json().find("record_time"), std::string::npos);
      EXPECT_EQ(each.json().find("recordTime"), std::string::npos);
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(
      kinds,
      (std::map<std::string, int>{
          {"AccountLimit", 1}, {"Balance", 5}, {"Entry", 3}, {"Reversal", 1}, {"Transfer", 1}}));
}

INSTANTIATE_TEST_SUITE_P(Engines, HandTest,
                         ::testing::Values(db::EngineKind::kSqliteFile, db::EngineKind::kPostgres),
                         db::EngineName);

TEST_P(HandTest, WhatAMonthDrawsIsNobodysToMoveByHand) {
  billing::v1::MonthApproved approved;
  approved.set_month("2026-10");
  approved.set_funding_plan("parks/yunqi/fundingPlans/plan");
  auto* draw = approved.add_budget_draws();
  draw->set_payer("PARK");
  draw->set_year(2026);
  draw->set_amount_minor(300);
  draw->set_budget_minor(1000);
  billing_.Append("MonthApproved", approved);
  WaitUntilHeard();
  v1::ListBudgetsRequest ask;
  ask.set_parent(kPark);
  auto budgets = Call(&Stub::ListBudgets, ask);
  ASSERT_TRUE(budgets.ok()) << budgets.status();
  ASSERT_EQ(budgets->budgets_size(), 1);
  EXPECT_EQ(budgets->budgets(0).name(), Account("budget-park-2026"));
  EXPECT_EQ(budgets->budgets(0).payer(), "PARK");
  EXPECT_EQ(budgets->budgets(0).limit_minor(), 1000);
  EXPECT_EQ(budgets->budgets(0).reserved_minor(), 300);
  EXPECT_EQ(budgets->budgets(0).left_minor(), 700);
  EXPECT_EQ(budgets->budgets(0).funding_plan(), "parks/yunqi/fundingPlans/plan");
  EXPECT_EQ(budgets->billing_position(), billing_.position());
  // The month's own steps post and void it.
  EXPECT_EQ(ReasonOf(Post("month-2026-10-park-2026", 0).status()), "TRANSFER_OF_MONTH");
  EXPECT_EQ(ReasonOf(Void("month-2026-10-park-2026").status()), "TRANSFER_OF_MONTH");
  // What it has reserved is not there for others.
  v1::Transfer grant = Item("grant", 701);
  grant.set_debit_account(Account("budget-park-2026"));
  EXPECT_EQ(Batch({grant}), "LIMIT_EXCEEDED ");
  grant.set_amount_minor(700);
  EXPECT_EQ(Batch({grant}), "CREATED ");
  EXPECT_EQ(Batch({Item("month-2026-10-park-2026", 1)}), "FIELD_INVALID ");
  // A person's limit holds against every plan.
  Limit("budget-park-2026", "2026-01-01", 5000);
  approved.set_month("2026-11");
  billing_.Append("MonthApproved", approved);
  WaitUntilHeard();
  ask.set_year("2026");
  budgets = Call(&Stub::ListBudgets, ask);
  EXPECT_EQ(budgets->budgets(0).limit_minor(), 5000);
  EXPECT_EQ(budgets->budgets(0).funding_plan(), "");
  EXPECT_EQ(budgets->budgets(0).drawn_minor(), 700);
  EXPECT_EQ(budgets->budgets(0).reserved_minor(), 600);
  ask.set_year("2025");
  EXPECT_EQ(Call(&Stub::ListBudgets, ask)->budgets_size(), 0);
  ask.set_year("this");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListBudgets, ask).status()), "FIELD_INVALID");
}

}  // namespace
}  // namespace tuoqiao::ledger
