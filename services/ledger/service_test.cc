// The ledger behind its real handlers, hearing logs that the test writes.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/ledger/module.h"
#include "services/ledger/testing_peers.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::ledger {
namespace {

using rpc::testing::Harness;

class LedgerServiceTest : public ::testing::Test {
 protected:
  LedgerServiceTest() {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("billing", billing_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddPeer("settlement", settlement_);
    harness_.AddModule("ledger", Schema(), MakeModule);
    stub_ = v1::Ledger::NewStub(harness_.channel("ledger"));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::Ledger::Stub::*method)(grpc::ClientContext*,
                                                                         const Request&, Response*),
                                const Request& request, const std::string& role = "PARK_FINANCE",
                                const std::string& scope = "parks/yunqi") {
    return harness_.Call(*stub_, method, request, role, scope);
  }

  int64_t Heard(const std::string& source) {
    v1::ListCursorsRequest request;
    request.set_parent("parks/yunqi");
    const auto cursors = Call(&v1::Ledger::Stub::ListCursors, request);
    EXPECT_TRUE(cursors.ok());
    for (const auto& each : cursors->cursors()) {
      if (each.source() == source) return each.position();
    }
    return -1;
  }
  void WaitUntilHeard() {
    while (Heard("billing") < billing_.position() || Heard("payroll") < payroll_.position() ||
           Heard("settlement") < settlement_.position()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  void Close(const std::string& month, const std::string& statement, int64_t park_minor,
             int64_t firm_minor) {
    billing::v1::StatementClosed closed;
    auto& proto = *closed.mutable_statement();
    proto.set_name(absl::StrCat("parks/yunqi/months/", month, "/statements/", statement));
    proto.set_family("parks/yunqi/families/fam-1");
    proto.set_centre("parks/yunqi/centres/c01");
    auto* park = proto.add_shares();
    park->set_payer("PARK");
    park->set_form("COLLECTED");
    park->set_amount_minor(park_minor);
    auto* firm = proto.add_shares();
    firm->set_payer("FIRM");
    firm->set_firm("parks/yunqi/firms/91a");
    firm->set_form("INVOICED");
    firm->set_amount_minor(firm_minor);
    billing_.Append("StatementClosed", closed);
  }
  void CloseMonth(const std::string& month, int32_t statements, int64_t total_minor) {
    billing::v1::MonthClosed closed;
    closed.set_month(month);
    closed.set_statements(statements);
    closed.set_total_minor(total_minor);
    billing_.Append("MonthClosed", closed);
  }
  std::string Balances(const std::string& prefix, const std::string& month = "",
                       int32_t page_size = 0) {
    v1::ListBalancesRequest request;
    request.set_parent("parks/yunqi");
    request.set_prefix(prefix);
    request.set_month(month);
    request.set_page_size(page_size);
    std::string text;
    do {
      const auto page = Call(&v1::Ledger::Stub::ListBalances, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return text;
      for (const auto& each : page->balances()) {
        absl::StrAppend(&text, each.name().substr(std::string("parks/yunqi/accounts/").size()), " ",
                        each.balance_minor(), "\n");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }

  FakeDirectory directory_;
  FakeLog<billing::v1::Billing::Service> billing_;
  FakeLog<payroll::v1::Payroll::Service> payroll_;
  FakeLog<settlement::v1::Settlement::Service> settlement_;
  Harness harness_;
  std::unique_ptr<v1::Ledger::Stub> stub_;
};

TEST_F(LedgerServiceTest, BooksAMonthOnceItsStatementsSumToBillingsTotal) {
  v1::GetMonthBookingRequest request;
  request.set_name("parks/yunqi/months/2026-10");
  Close("2026-10", "st-1", 30000, 50001);
  WaitUntilHeard();
  EXPECT_EQ(ReasonOf(Call(&v1::Ledger::Stub::GetMonthBooking, request).status()),
            "MONTH_NOT_BOOKED");
  Close("2026-10", "st-2", 1, 2);
  CloseMonth("2026-10", 2, 80004);
  WaitUntilHeard();
  const auto booked = Call(&v1::Ledger::Stub::GetMonthBooking, request);
  ASSERT_TRUE(booked.ok()) << booked.status();
  EXPECT_EQ(booked->statements(), 2);
  EXPECT_EQ(booked->total_minor(), 80004);

  type::v1::ListEventsRequest events;
  events.set_parent("parks/yunqi");
  const auto log = Call(&v1::Ledger::Stub::ListEvents, events, "PARK_FINANCE");
  ASSERT_TRUE(log.ok());
  ASSERT_EQ(log->events_size(), 1);
  EXPECT_EQ(log->events(0).kind(), "MonthBooked");
  v1::MonthBooked payload;
  ASSERT_TRUE(log->events(0).payload().UnpackTo(&payload));
  EXPECT_EQ(payload.total_minor(), 80004);
}

TEST_F(LedgerServiceTest, ListsBalancesByKindAndMonthInPages) {
  Close("2026-10", "st-1", 100, 200);
  Close("2026-11", "st-2", 1000, 0);
  settlement::v1::MoneyMoved line;
  line.set_subject("line-1");
  line.set_amount_minor(100);
  line.set_inward(true);
  line.set_account("suspense-bank");
  line.set_date("2026-11-20");
  settlement_.Append("BankLineRecorded", line);
  line.set_account("receivable-park");
  settlement_.Append("BankLineMatched", line);
  WaitUntilHeard();
  EXPECT_EQ(Balances(""),
            "bank 100\npayable-c01 -1300\nreceivable-firm-91a 200\nreceivable-park 1000\n"
            "suspense-bank 0\n");
  EXPECT_EQ(Balances("", "", 2), Balances(""));
  EXPECT_EQ(Balances("receivable"), "receivable-firm-91a 200\nreceivable-park 1000\n");
  // What was paid belongs to no month.
  EXPECT_EQ(Balances("receivable", "2026-10"), "receivable-firm-91a 200\nreceivable-park 100\n");
  EXPECT_EQ(Balances("receivable", "2026-11"), "receivable-park 1000\n");
}

TEST_F(LedgerServiceTest, ListsEntriesInTheOrderOfPosting) {
  Close("2026-10", "st-1", 100, 200);
  WaitUntilHeard();
  Close("2026-10", "st-2", 300, 0);
  WaitUntilHeard();
  v1::ListEntriesRequest request;
  request.set_parent("parks/yunqi");
  request.set_page_size(1);
  const auto first = Call(&v1::Ledger::Stub::ListEntries, request);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->entries_size(), 1);
  EXPECT_EQ(first->entries(0).name(), "parks/yunqi/entries/StatementClosed-1");
  EXPECT_EQ(first->entries(0).kind(), "close");
  EXPECT_EQ(first->entries(0).cause(), "parks/yunqi/months/2026-10/statements/st-1");
  EXPECT_EQ(first->entries(0).effective_date(), "2026-10-31");
  ASSERT_EQ(first->entries(0).postings_size(), 3);
  EXPECT_EQ(first->entries(0).postings(0).amount_minor(), 100);
  request.set_page_token(first->next_page_token());
  const auto second = Call(&v1::Ledger::Stub::ListEntries, request);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->entries(0).name(), "parks/yunqi/entries/StatementClosed-2");

  request.Clear();
  request.set_parent("parks/yunqi");
  request.set_account("parks/yunqi/accounts/receivable-firm-91a");
  const auto of_firm = Call(&v1::Ledger::Stub::ListEntries, request);
  ASSERT_TRUE(of_firm.ok());
  ASSERT_EQ(of_firm->entries_size(), 1);
  EXPECT_EQ(of_firm->entries(0).postings_size(), 3);
}

TEST_F(LedgerServiceTest, TheTrialBalanceIsZeroAndNamesWhatIsNot) {
  Close("2026-10", "st-1", 100, 200);
  WaitUntilHeard();
  v1::GetTrialBalanceRequest request;
  request.set_name("parks/yunqi");
  auto trial = Call(&v1::Ledger::Stub::GetTrialBalance, request);
  ASSERT_TRUE(trial.ok());
  EXPECT_EQ(trial->debit_minor(), 300);
  EXPECT_EQ(trial->difference_minor(), 0);
  EXPECT_EQ(trial->unexplained_minor(), 0);
  ASSERT_TRUE(harness_.db("ledger")
                  .WriteIn("yunqi",
                           [](db::Write& txn) -> absl::Status {
                             RETURN_IF_ERROR(TakeGuardsAway(txn));
                             return txn
                                 .Execute(
                                     "INSERT INTO posting (park_id, entry_id, ordinal, "
                                     "account, amount_minor) VALUES (:park, 'x', 0, "
                                     "'clearing-payout', 1)",
                                     {})
                                 .status();
                           })
                  .ok());
  trial = Call(&v1::Ledger::Stub::GetTrialBalance, request);
  ASSERT_TRUE(trial.ok());
  EXPECT_EQ(trial->difference_minor(), 1);
  EXPECT_EQ(trial->unexplained_minor(), 1);
  ASSERT_EQ(trial->unexplained_size(), 1);
  EXPECT_EQ(trial->unexplained(0).account(), "parks/yunqi/accounts/clearing-payout");
}

TEST_F(LedgerServiceTest, TheStateListsBalancesEntriesAndMonths) {
  Close("2026-10", "st-1", 100, 200);
  CloseMonth("2026-10", 1, 300);
  WaitUntilHeard();
  type::v1::ListResourcesRequest request;
  request.set_parent("parks/yunqi");
  std::vector<std::string> names;
  do {
    request.set_page_size(1);
    const auto page = Call(&v1::Ledger::Stub::ListResources, request, "OPS");
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->resources()) names.push_back(each.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names,
            (std::vector<std::string>{
                "parks/yunqi/accounts/payable-c01", "parks/yunqi/accounts/receivable-firm-91a",
                "parks/yunqi/accounts/receivable-park", "parks/yunqi/entries/StatementClosed-1",
                "parks/yunqi/months/2026-10"}));
}

TEST_F(LedgerServiceTest, SomebodyElsesParkIsNotShown) {
  v1::ListBalancesRequest request;
  request.set_parent("parks/yunqi");
  EXPECT_EQ(
      ReasonOf(
          Call(&v1::Ledger::Stub::ListBalances, request, "PARK_FINANCE", "parks/other").status()),
      "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&v1::Ledger::Stub::ListBalances, request, "FIRM_PAYROLL").status()),
            "PERMISSION_DENIED");
  EXPECT_TRUE(Call(&v1::Ledger::Stub::ListBalances, request, "SERVICE", "settlement").ok());
  EXPECT_FALSE(Call(&v1::Ledger::Stub::ListBalances, request, "SERVICE", "places").ok());
}

}  // namespace
}  // namespace tuoqiao::ledger
