// Openings behind the real handlers on both engines.
#include <gtest/gtest.h>

#include <map>

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

using Stub = v1::Ledger::Stub;

constexpr char kPark[] = "parks/yunqi";

class OpeningsServiceTest : public ::testing::TestWithParam<db::EngineKind> {
 protected:
  OpeningsServiceTest() {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("billing", billing_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddPeer("settlement", settlement_);
    std::unique_ptr<db::Database> db = GetParam() == db::EngineKind::kPostgres
                                           ? *db::OpenPostgres(db::NewPostgresSchema())
                                           : *db::OpenSqlite(folder_.File("ledger.db"));
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

  static v1::Opening Sample() {
    v1::Opening opening;
    opening.set_name(absl::StrCat(kPark, "/openings/firm-91"));
    opening.set_source("parks/elsewhere");
    opening.set_as_of_date("2026-11-15");
    opening.set_content_hash(std::string(64, '0'));
    const std::pair<const char*, int64_t> balances[] = {
        {"receivable-firm-91", 70000}, {"clearing-payroll-91", 5000}, {"moved-firm-91", -75000}};
    for (const auto& [account, minor] : balances) {
      v1::OpeningBalance* balance = opening.add_balances();
      balance->set_account(account);
      balance->set_amount_minor(minor);
    }
    opening.mutable_balances(1)->set_item("clearing-payroll-91");
    opening.mutable_balances(1)->set_open_date("2026-10-31");
    v1::OpeningCounter* counter = opening.add_counters();
    counter->set_kind("WELFARE");
    counter->set_party("91");
    counter->set_year("2026");
    counter->set_amount_minor(800000);
    counter->set_statements(8);
    counter->set_months(4);
    opening.set_debit_minor(75000);
    opening.set_credit_minor(75000);
    return opening;
  }
  absl::StatusOr<v1::Opening> Propose(const v1::Opening& opening) {
    v1::ProposeOpeningRequest request;
    request.set_parent(kPark);
    *request.mutable_opening() = opening;
    return Write(&Stub::ProposeOpening, request);
  }
  absl::StatusOr<v1::Opening> Confirm(int64_t revision, const std::string& subject = "finance-2") {
    v1::ConfirmOpeningRequest request;
    request.set_name(Sample().name());
    request.set_revision(revision);
    return Write(&Stub::ConfirmOpening, request, subject);
  }
  absl::StatusOr<v1::Opening> Reverse() {
    v1::ReverseOpeningRequest request;
    request.set_name(Sample().name());
    request.set_reason("wrong firm");
    return Write(&Stub::ReverseOpening, request);
  }
  std::map<std::string, int64_t> Balances() {
    v1::ListBalancesRequest request;
    request.set_parent(kPark);
    const auto page = Call(&Stub::ListBalances, request);
    std::map<std::string, int64_t> balances;
    for (const auto& each : page->balances()) {
      if (each.balance_minor() == 0) continue;
      balances[LastPart(each.name())] = each.balance_minor();
    }
    return balances;
  }
  int64_t Welfare() {
    v1::ListCountersRequest request;
    request.set_parent(kPark);
    request.set_year("2026");
    const auto found = Call(&Stub::ListCounters, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found->counters().empty() ? 0 : found->counters(0).amount_minor();
  }
  int64_t Unexplained() {
    v1::GetTrialBalanceRequest request;
    request.set_name(kPark);
    return Call(&Stub::GetTrialBalance, request)->unexplained_minor();
  }

  const db::TemporaryFolder folder_;
  FakeDirectory directory_;
  FakeLog<billing::v1::Billing::Service> billing_;
  FakeLog<payroll::v1::Payroll::Service> payroll_;
  FakeLog<settlement::v1::Settlement::Service> settlement_;
  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 10000000;
};

TEST_P(OpeningsServiceTest, BalancesComeInByTwoPeopleAndGoOutByTwo) {
  ASSERT_TRUE(Propose(Sample()).ok());
  EXPECT_TRUE(Balances().empty());  // One person alone moves nothing.
  EXPECT_EQ(Welfare(), 0);
  EXPECT_EQ(ReasonOf(Confirm(1, "finance-1").status()), "CONFIRMED_BY_SAME_PERSON");
  ASSERT_TRUE(Confirm(1).ok());
  const std::map<std::string, int64_t> moved = {
      {"receivable-firm-91", 70000}, {"clearing-payroll-91", 5000}, {"moved-firm-91", -75000}};
  EXPECT_EQ(Balances(), moved);
  EXPECT_EQ(Welfare(), 800000);
  EXPECT_EQ(Unexplained(), 0);  // The remittance explains the clearing account.
  v1::ListOpenItemsRequest items;
  items.set_parent(kPark);
  const auto open = Call(&Stub::ListOpenItems, items);
  ASSERT_EQ(open->open_items_size(), 1);
  EXPECT_EQ(open->open_items(0).open_date(), "2026-10-31");

  // The same again is the same.
  EXPECT_EQ(Propose(Sample())->state(), v1::Opening::CONFIRMED);
  ASSERT_TRUE(Confirm(1).ok());
  EXPECT_EQ(Balances(), moved);

  // A part of it is not reversed alone.
  v1::ListEntriesRequest entries;
  entries.set_parent(kPark);
  entries.set_kind("opening");
  v1::ReverseEntryRequest part;
  part.set_name(Call(&Stub::ListEntries, entries)->entries(0).name());
  part.set_reason("a part");
  EXPECT_EQ(ReasonOf(Write(&Stub::ReverseEntry, part).status()), "ENTRY_NOT_REVERSIBLE");

  ASSERT_TRUE(Reverse().ok());
  EXPECT_EQ(Balances(), moved);
  ASSERT_TRUE(Confirm(3).ok());
  EXPECT_TRUE(Balances().empty());
  EXPECT_EQ(Welfare(), 0);
  EXPECT_EQ(Unexplained(), 0);

  // What was taken back comes once more, and out again.
  ASSERT_TRUE(Propose(Sample()).ok());
  ASSERT_TRUE(Confirm(5).ok());
  EXPECT_EQ(Balances(), moved);
  ASSERT_TRUE(Reverse().ok());
  ASSERT_TRUE(Confirm(7).ok());
  EXPECT_TRUE(Balances().empty());
}

TEST_P(OpeningsServiceTest, WhatIsBuiltUponStays) {
  ASSERT_TRUE(Propose(Sample()).ok());
  ASSERT_TRUE(Confirm(1).ok());
  settlement::v1::MoneyMoved line;
  line.set_subject("parks/yunqi/bankLines/1");
  line.set_amount_minor(500);
  line.set_inward(true);
  line.set_account("suspense-bank");
  line.set_date("2026-11-19");
  settlement_.Append("BankLineRecorded", line);
  line.set_account("receivable-firm-91");
  settlement_.Append("BankLineMatched", line);
  while (Balances()["receivable-firm-91"] != 69500) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(ReasonOf(Reverse().status()), "OPENING_BUILT_UPON");
}

TEST_P(OpeningsServiceTest, WhatCannotBeOpenedIsSaidAndNothingIsKept) {
  const struct {
    const char* what;
    void (*change)(v1::Opening&);
    const char* reason;
  } kCases[] = {
      {"a bank", [](v1::Opening& o) { o.mutable_balances(0)->set_account("bank"); },
       "ACCOUNT_NOT_OPENABLE"},
      {"a clearing account without its item",
       [](v1::Opening& o) { o.mutable_balances(1)->clear_item(); }, "FIELD_INVALID"},
      {"an item of a receivable",
       [](v1::Opening& o) { o.mutable_balances(0)->set_item("clearing-payroll-91"); },
       "FIELD_INVALID"},
      {"an account twice", [](v1::Opening& o) { *o.add_balances() = o.balances(0); },
       "FIELD_INVALID"},
      {"nothing", [](v1::Opening& o) { o.mutable_balances(0)->set_amount_minor(0); },
       "FIELD_INVALID"},
      {"no rows", [](v1::Opening& o) { o.clear_balances(); }, "FIELD_REQUIRED"},
      {"no source", [](v1::Opening& o) { o.clear_source(); }, "FIELD_REQUIRED"},
      {"a hash that is none", [](v1::Opening& o) { o.set_content_hash("x"); }, "FIELD_INVALID"},
      {"a counter of nobody", [](v1::Opening& o) { o.mutable_counters(0)->clear_party(); },
       "FIELD_INVALID"},
      {"a wrong total", [](v1::Opening& o) { o.set_debit_minor(1); }, "OPENING_TOTAL_WRONG"},
      {"a day to come", [](v1::Opening& o) { o.set_as_of_date("2026-11-21"); },
       "OPENING_IN_FUTURE"},
  };
  for (const auto& each : kCases) {
    v1::Opening opening = Sample();
    each.change(opening);
    EXPECT_EQ(ReasonOf(Propose(opening).status()), each.reason) << each.what;
  }
  EXPECT_EQ(ReasonOf(Confirm(1).status()), "OPENING_NOT_FOUND");
}

INSTANTIATE_TEST_SUITE_P(Engines, OpeningsServiceTest,
                         ::testing::Values(db::EngineKind::kSqliteFile, db::EngineKind::kPostgres),
                         db::EngineName);

}  // namespace
}  // namespace tuoqiao::ledger
