// The real ledger and the real settlement talking to each other: one month from its close to its
// payouts.
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/ledger/module.h"
#include "services/settlement/module.h"
#include "services/settlement/testing_peers.h"

namespace tuoqiao::settlement {
namespace {

using rpc::testing::Harness;
using Stub = v1::Settlement::Stub;
using LedgerStub = ledger::v1::Ledger::Stub;

// The ledger hears settlement, which is made after it because it asks the ledger.
class Relay final : public v1::Settlement::Service {
 public:
  void Connect(std::shared_ptr<grpc::Channel> channel) {
    std::lock_guard<std::mutex> lock(mutex_);
    stub_ = v1::Settlement::NewStub(std::move(channel));
  }
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stub_ == nullptr) return grpc::Status::OK;
    grpc::ClientContext onward;
    const auto found = context->client_metadata().find("authorization");
    onward.AddMetadata("authorization", {found->second.data(), found->second.size()});
    return stub_->ListEvents(&onward, *request, response);
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Stub> stub_;
};

class BooksTest : public ::testing::Test {
 protected:
  BooksTest() {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("billing", billing_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddPeer("settlement", relay_);
    harness_.AddModule("ledger", ledger::Schema(), ledger::MakeModule);
    harness_.AddModule("settlement", Schema(), MakeModule);
    relay_.Connect(harness_.channel("settlement"));
    directory_.open = true;
    ledger_ = ledger::v1::Ledger::NewStub(harness_.channel("ledger"));
    stub_ = v1::Settlement::NewStub(harness_.channel("settlement"));
  }

  template <typename S, typename Request, typename Response>
  Response Do(S& stub, grpc::Status (S::*method)(grpc::ClientContext*, const Request&, Response*),
              const Request& request, const std::string& subject = "li") {
    const auto response =
        harness_.Call(stub, method, request, "PARK_FINANCE", "parks/yunqi", subject);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : Response();
  }
  template <typename Request>
  Request ForOctober() {
    Request request;
    request.set_name("parks/yunqi/months/2026-10");
    request.set_request_id(absl::StrCat("request-", ++requests_));
    return request;
  }

  static void AddShare(billing::v1::Statement* statement, const char* payer, const char* form,
                       int64_t minor) {
    auto* share = statement->add_shares();
    share->set_payer(payer);
    share->set_form(form);
    share->set_amount_minor(minor);
    if (std::string(payer) == "FIRM") share->set_firm("parks/yunqi/firms/91a");
  }
  billing::v1::Statement* Statement(billing::v1::StatementClosed* closed, const char* id,
                                    const char* family, const char* centre) {
    auto* statement = closed->mutable_statement();
    statement->set_name(absl::StrCat("parks/yunqi/months/2026-10/statements/", id));
    statement->set_family(absl::StrCat("parks/yunqi/families/", family));
    statement->set_centre(absl::StrCat("parks/yunqi/centres/", centre));
    return statement;
  }
  void Pay(const std::string& line_id, bool inward, int64_t minor, const std::string& reference) {
    v1::BatchRecordBankLinesRequest request;
    request.set_parent("parks/yunqi");
    request.set_request_id(absl::StrCat("request-", ++requests_));
    auto* line = request.add_lines();
    line->set_line_id(line_id);
    line->set_value_date("2026-11-19");
    line->set_inward(inward);
    line->set_amount_minor(minor);
    line->set_reference(reference);
    EXPECT_EQ(Do(*stub_, &Stub::BatchRecordBankLines, request).results(0).outcome(),
              type::v1::ItemResult::CREATED);
  }
  std::map<std::string, v1::Receivable> Receivables() {
    v1::ListReceivablesRequest request;
    request.set_parent("parks/yunqi");
    std::map<std::string, v1::Receivable> found;
    const auto listed = Do(*stub_, &Stub::ListReceivables, request);
    for (const auto& each : listed.receivables()) {
      found[each.kind() + " " + each.party()] = each;
    }
    return found;
  }
  void VerifyAccounts() {
    for (const char* centre : {"c01", "c02"}) {
      for (const char* person : {"li", "wang"}) {
        v1::SetPayeeAccountRequest request;
        request.set_request_id(absl::StrCat("request-", ++requests_));
        auto* account = request.mutable_payee_account();
        account->set_name(absl::StrCat("parks/yunqi/centres/", centre, "/payeeAccount"));
        account->set_account_name("托育中心");
        account->set_account_number("9901000000000000001");
        account->set_bank_code("102100099996");
        Do(*stub_, &Stub::SetPayeeAccount, request, person);
      }
    }
  }
  void WaitUntilSettlementIsHeard() {
    type::v1::ListEventsRequest request;
    request.set_parent("parks/yunqi");
    int64_t last = 0;
    const auto log = harness_.Call(*stub_, &Stub::ListEvents, request, "SERVICE", "ledger");
    for (const auto& each : log->events()) last = each.position();
    ledger::v1::ListCursorsRequest cursors;
    cursors.set_parent("parks/yunqi");
    while (true) {
      const auto heard = Do(*ledger_, &LedgerStub::ListCursors, cursors);
      for (const auto& each : heard.cursors()) {
        if (each.source() == "settlement" && each.position() >= last) return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  std::string Balances() {
    ledger::v1::ListBalancesRequest request;
    request.set_parent("parks/yunqi");
    std::string text;
    const auto listed = Do(*ledger_, &LedgerStub::ListBalances, request);
    for (const auto& each : listed.balances()) {
      if (each.balance_minor() == 0) continue;
      absl::StrAppend(&text, each.name().substr(std::string("parks/yunqi/accounts/").size()), " ",
                      each.balance_minor(), "\n");
    }
    return text;
  }

  FakeDirectory directory_;
  FakeLog<billing::v1::Billing::Service> billing_;
  FakeLog<payroll::v1::Payroll::Service> payroll_;
  Relay relay_;
  Harness harness_;
  std::unique_ptr<LedgerStub> ledger_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

TEST_F(BooksTest, AMonthIsBookedAskedForPaidAndPaidOutToTheFen) {
  // Two children. The family of the first deducts; that of the second was refused and pays the
  // centre.
  billing::v1::StatementClosed one, two;
  auto* first = Statement(&one, "st-1", "fam-1", "c01");
  AddShare(first, "AUTHORITY", "COLLECTED", 40000);
  AddShare(first, "PARK", "COLLECTED", 30000);
  AddShare(first, "FIRM", "INVOICED", 50001);
  AddShare(first, "FAMILY", "DEDUCT", 124999);
  auto* second = Statement(&two, "st-2", "fam-2", "c02");
  AddShare(second, "AUTHORITY", "COLLECTED", 40000);
  AddShare(second, "FIRM", "ALLOWANCE", 60000);
  AddShare(second, "FAMILY", "DEDUCT", 70000);
  billing_.Append("StatementClosed", one);
  billing_.Append("StatementClosed", two);
  billing::v1::MonthClosed closed;
  closed.set_month("2026-10");
  closed.set_statements(2);
  closed.set_total_minor(415000);
  billing_.Append("MonthClosed", closed);
  payroll::v1::ShareMadeDirect direct;
  direct.set_statement(second->name());
  direct.set_family(second->family());
  direct.set_centre(second->centre());
  direct.set_amount_minor(70000);
  payroll_.Append("ShareMadeDirect", direct);
  payroll::v1::PayRunReconciled read;
  read.set_pay_run("parks/yunqi/firms/91a/payRuns/2026-10");
  read.set_firm("parks/yunqi/firms/91a");
  read.set_month("2026-10");
  auto* deduction = read.add_deductions();
  deduction->set_family("parks/yunqi/families/fam-1");
  deduction->set_amount_minor(100000);  // The rest is carried.
  deduction->set_seen_minor(100500);    // And a little too much was taken.
  payroll_.Append("PayRunReconciled", read);

  // Asked at once: settlement waits until the ledger has heard all of this.
  EXPECT_EQ(
      Do(*stub_, &Stub::IssueReceivables, ForOctober<v1::IssueReceivablesRequest>()).created(), 4);
  auto asked = Receivables();
  EXPECT_EQ(asked.at("CLAIM AUTHORITY").amount_minor(), 80000);
  EXPECT_EQ(asked.at("INVOICE PARK").amount_minor(), 30000);
  EXPECT_EQ(asked.at("INVOICE 91A").amount_minor(), 50001);
  EXPECT_EQ(asked.at("REMITTANCE 91A").amount_minor(), 100500);
  Pay("b1", true, 80000, asked.at("CLAIM AUTHORITY").reference());
  Pay("b2", true, 29999, asked.at("INVOICE PARK").reference());  // Short.
  Pay("b3", true, 50001, "ZZ-0a1b2c3d4e5f6071");                 // Wrong reference.
  Pay("b4", true, 100500, asked.at("REMITTANCE 91A").reference());
  // What was issued stays the same after payment.
  EXPECT_EQ(
      Do(*stub_, &Stub::IssueReceivables, ForOctober<v1::IssueReceivablesRequest>()).created(), 0);

  VerifyAccounts();
  const auto prepared = Do(*stub_, &Stub::PreparePayouts, ForOctober<v1::PreparePayoutsRequest>());
  ASSERT_EQ(prepared.payouts_size(), 2);
  EXPECT_EQ(prepared.payouts(0).amount_minor(), 245000);
  EXPECT_EQ(prepared.payouts(1).amount_minor(), 40000);
  EXPECT_EQ(prepared.float_missing_minor(), 24500);  // 285000 - 260500.
  Pay("b5", true, 24500, Receivables().at("FLOAT PARK").reference());
  const auto released = Do(*stub_, &Stub::ReleasePayouts, ForOctober<v1::ReleasePayoutsRequest>());
  ASSERT_EQ(released.payouts_size(), 2);
  Pay("b6", false, 245000, released.payouts(0).end_to_end_id());
  v1::BatchRecordPaymentStatusesRequest refused;
  refused.set_parent("parks/yunqi");
  refused.set_request_id("refused-1");
  auto* status = refused.add_statuses();
  status->set_end_to_end_id(released.payouts(1).end_to_end_id());
  status->set_status("RJCT");
  status->set_reason("AC01");
  Do(*stub_, &Stub::BatchRecordPaymentStatuses, refused);

  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(),
            "bank 40000\n"
            "direct-due-c02 -130000\n"
            "direct-family-fam-2 130000\n"
            "float-park -24500\n"
            "payable-c02 -40000\n"
            "receivable-family-fam-1 24999\n"
            "receivable-firm-91a 50001\n"
            "receivable-park 1\n"
            "suspense-bank -50001\n"
            "unapplied-family-fam-1 -500\n");
  ledger::v1::GetTrialBalanceRequest trial;
  trial.set_name("parks/yunqi");
  EXPECT_EQ(Do(*ledger_, &LedgerStub::GetTrialBalance, trial).difference_minor(), 0);
  EXPECT_EQ(Do(*ledger_, &LedgerStub::GetTrialBalance, trial).unexplained_minor(), 0);

  // The refused payout goes out again under a new id; nothing else is due.
  const auto again = Do(*stub_, &Stub::PreparePayouts, ForOctober<v1::PreparePayoutsRequest>());
  ASSERT_EQ(again.payouts_size(), 1);
  EXPECT_EQ(again.payouts(0).name(), "parks/yunqi/centres/c02/payouts/2026-10-2");
  EXPECT_EQ(again.total_minor(), 40000);
  EXPECT_EQ(again.float_missing_minor(), 0);
}

}  // namespace
}  // namespace tuoqiao::settlement
