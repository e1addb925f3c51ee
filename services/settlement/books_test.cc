// The real ledger and the real settlement talking to each other: one month from its close to its
// payouts.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "services/common/db/suite.h"
#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/ledger/module.h"
#include "services/settlement/module.h"
#include "services/settlement/reference.h"
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

class Books : public ::testing::Test {
 protected:
  explicit Books(db::EngineKind engine) {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("billing", billing_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddPeer("settlement", relay_);
    harness_.AddModule("ledger", ledger::Schema(), ledger::MakeModule, Open(engine));
    harness_.AddModule("settlement", Schema(), MakeModule, Open(engine));
    relay_.Connect(harness_.channel("settlement"));
    directory_.open = true;
    ledger_ = ledger::v1::Ledger::NewStub(harness_.channel("ledger"));
    stub_ = v1::Settlement::NewStub(harness_.channel("settlement"));
  }

  static std::unique_ptr<db::Database> Open(db::EngineKind engine) {
    return engine == db::EngineKind::kPostgres ? *db::OpenPostgres(db::NewPostgresSchema())
                                               : *db::OpenSqlite(":memory:");
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
    if (std::string(payer) != "FIRM") return;
    share->set_firm("parks/yunqi/firms/91a");
    share->set_employee("emp-1");
  }
  static billing::v1::Statement* Statement(billing::v1::StatementClosed* closed, const char* id,
                                           const char* family, const char* centre,
                                           const std::string& month = "2026-10") {
    auto* statement = closed->mutable_statement();
    statement->set_name(absl::StrCat("parks/yunqi/months/", month, "/statements/", id));
    statement->set_case_number(absl::StrCat(id, "-child"));
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
  // One statement closes a month: what it came to for one payer, at c01.
  void CloseMonth(const std::string& month, const char* payer, int64_t minor) {
    billing::v1::StatementClosed one;
    auto* statement = Statement(&one, "st-1", "fam-1", "c01", month);
    AddShare(statement, payer, "COLLECTED", minor);
    if (minor < 0) {
      statement->set_kind(billing::v1::Statement::CORRECTION);
      statement->set_billed_month("2026-09");
    }
    billing_.Append("StatementClosed", one);
    billing::v1::MonthClosed closed;
    closed.set_month(month);
    closed.set_statements(1);
    closed.set_total_minor(minor);
    billing_.Append("MonthClosed", closed);
  }
  template <typename Request>
  Request For(const std::string& month) {
    Request request;
    request.set_name("parks/yunqi/months/" + month);
    request.set_request_id(absl::StrCat("request-", ++requests_));
    return request;
  }
  std::string LinesOf(const std::string& payout) {
    v1::ListPayoutLinesRequest request;
    request.set_parent(payout);
    request.set_page_size(2);  // So that pages are turned.
    std::string text;
    do {
      const auto page = Do(*stub_, &Stub::ListPayoutLines, request);
      for (const auto& each : page.lines()) {
        absl::StrAppend(&text, each.kind(), " ", each.payer(), " ", each.case_number(), " ",
                        each.amount_minor(),
                        each.carried_month().empty()
                            ? ""
                            : absl::StrCat(" carried from ", each.carried_month()),
                        "\n");
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return text;
  }
  std::string ReceivableLinesOf(const std::string& receivable) {
    v1::ListReceivableLinesRequest request;
    request.set_parent(receivable);
    request.set_page_size(1);
    std::string text;
    do {
      const auto page = Do(*stub_, &Stub::ListReceivableLines, request);
      for (const auto& each : page.lines()) {
        if (each.kind() == "CARRIED") {
          absl::StrAppend(&text, "carried from ", each.month(), " ", each.amount_minor(), "\n");
          continue;
        }
        absl::StrAppend(&text, each.kind(), " ",
                        each.case_number().empty() ? each.employee() : each.case_number(), " ",
                        each.attended_days(), " days ", each.amount_minor(), "\n");
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return text;
  }
  std::string LineNamed(const std::string& line_id) {
    v1::ListBankLinesRequest request;
    request.set_parent("parks/yunqi");
    const auto listed = Do(*stub_, &Stub::ListBankLines, request);
    for (const auto& each : listed.lines()) {
      if (each.line_id() == line_id) return each.name();
    }
    return "";
  }
  // A person's match; `to` are subjects or accounts with amounts. The reason where it was refused.
  std::string MatchLine(const std::string& line_id,
                        const std::vector<std::pair<std::string, int64_t>>& to) {
    v1::MatchBankLineRequest request;
    request.set_name(LineNamed(line_id));
    request.set_reason("对账");
    request.set_request_id(absl::StrCat("request-", ++requests_));
    for (const auto& [subject, minor] : to) {
      auto* match = request.add_matches();
      if (absl::StartsWith(subject, "parks/")) {
        match->set_subject(subject);
      } else {
        match->set_account(subject);
      }
      match->set_amount_minor(minor);
    }
    const auto matched =
        harness_.Call(*stub_, &Stub::MatchBankLine, request, "PARK_FINANCE", "parks/yunqi", "li");
    return matched.ok() ? matched->state() : ReasonOf(matched.status());
  }
  std::string UnmatchLine(const std::string& line_id) {
    v1::UnmatchBankLineRequest request;
    request.set_name(LineNamed(line_id));
    request.set_reason("认错了付款方");
    request.set_request_id(absl::StrCat("request-", ++requests_));
    const auto unmatched =
        harness_.Call(*stub_, &Stub::UnmatchBankLine, request, "PARK_FINANCE", "parks/yunqi", "li");
    return unmatched.ok() ? unmatched->state() : ReasonOf(unmatched.status());
  }
  void ExpectTheBooksExplainThemselves() {
    ledger::v1::GetTrialBalanceRequest trial;
    trial.set_name("parks/yunqi");
    const auto books = Do(*ledger_, &LedgerStub::GetTrialBalance, trial);
    EXPECT_EQ(books.difference_minor(), 0);
    EXPECT_EQ(books.unexplained_minor(), 0) << books.DebugString();
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

class BooksTest : public Books, public ::testing::WithParamInterface<db::EngineKind> {
 protected:
  BooksTest() : Books(GetParam()) {}
};

INSTANTIATE_TEST_SUITE_P(Engines, BooksTest,
                         ::testing::Values(db::EngineKind::kSqliteInMemory,
                                           db::EngineKind::kPostgres),
                         db::EngineName);

TEST_P(BooksTest, AMonthIsBookedAskedForPaidAndPaidOutToTheFen) {
  // Two children. The family of the first deducts; that of the second was refused and pays the
  // centre.
  billing::v1::StatementClosed one, two;
  auto* first = Statement(&one, "st-1", "fam-1", "c01");
  first->set_attended_days(20);
  AddShare(first, "AUTHORITY", "COLLECTED", 40000);
  AddShare(first, "PARK", "COLLECTED", 30000);
  AddShare(first, "FIRM", "INVOICED", 50001);
  AddShare(first, "FAMILY", "DEDUCT", 124999);
  auto* second = Statement(&two, "st-2", "fam-2", "c02");
  second->set_attended_days(18);
  AddShare(second, "AUTHORITY", "COLLECTED", 40000);
  AddShare(second, "FIRM", "ALLOWANCE", 60000);
  AddShare(second, "FAMILY", "DEDUCT", 70000);
  billing_.Append("StatementClosed", one);
  billing_.Append("StatementClosed", two);
  billing::v1::MonthClosed closed;
  closed.set_month("2026-10");
  closed.set_statements(2);
  closed.set_total_minor(415000);
  closed.set_close_date("2026-11-12");
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
  Pay("b2", true, 29900, asked.at("INVOICE PARK").reference());  // Short.
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
  // The day of the close has come with the booking: 14 days from it.
  EXPECT_EQ(prepared.payouts(0).promised_date(), "2026-11-26");
  EXPECT_EQ(prepared.float_missing_minor(), 24599);  // 285000 - 260401.
  Pay("b5", true, 24599, Receivables().at("FLOAT PARK").reference());
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
            "float-park -24599\n"
            "payable-c02 -40000\n"
            "receivable-family-fam-1 24999\n"
            "receivable-firm-91a 50001\n"
            "receivable-park 100\n"
            "suspense-bank -50001\n"
            "unapplied-family-fam-1 -500\n");
  ExpectTheBooksExplainThemselves();

  // What the centre is told: the family of its child pays it the refused share itself.
  EXPECT_EQ(LinesOf(released.payouts(1).name()),
            "PAID AUTHORITY st-2-child 40000\n"
            "PAID FAMILY st-2-child 70000\n"
            "WITHHELD FAMILY st-2-child -70000\n");
  v1::GetPaymentAdviceRequest ask;
  ask.set_name(released.payouts(1).name() + "/advice");
  const auto advice = Do(*stub_, &Stub::GetPaymentAdvice, ask);
  EXPECT_EQ(advice.paid_minor(), 110000);
  EXPECT_EQ(advice.withheld_minor(), -70000);
  EXPECT_EQ(advice.offset_minor(), 0);
  EXPECT_EQ(advice.other_minor(), 0);
  EXPECT_EQ(advice.children(), 1);
  EXPECT_EQ(advice.account_tail(), "0001");
  // What the authority is shown, and what the firm is.
  EXPECT_EQ(ReceivableLinesOf(asked.at("CLAIM AUTHORITY").name()),
            "ORIGINAL st-1-child 20 days 40000\n"
            "ORIGINAL st-2-child 18 days 40000\n");
  EXPECT_EQ(ReceivableLinesOf(asked.at("INVOICE 91A").name()), "ORIGINAL emp-1 0 days 50001\n");
  EXPECT_EQ(ReceivableLinesOf(asked.at("REMITTANCE 91A").name()), "PAY_RUN  0 days 100500\n");

  // The refused payout goes out again under a new id; nothing else is due.
  const auto again = Do(*stub_, &Stub::PreparePayouts, ForOctober<v1::PreparePayoutsRequest>());
  ASSERT_EQ(again.payouts_size(), 1);
  EXPECT_EQ(again.payouts(0).name(), "parks/yunqi/centres/c02/payouts/2026-10-2");
  EXPECT_EQ(again.total_minor(), 40000);
  EXPECT_EQ(again.float_missing_minor(), 0);
}

// What of a deduction turned out otherwise after its run was reconciled has a line of its own, in
// whatever order the two are heard.
TEST_P(BooksTest, ALateLineOfPayIsNamedInTheRemittance) {
  for (const bool late_first : {false, true}) {
    const std::string month = late_first ? "2026-11" : "2026-10";
    payroll::v1::PayRunReconciled read;
    read.set_pay_run("parks/yunqi/firms/91a/payRuns/" + month);
    read.set_firm("parks/yunqi/firms/91a");
    read.set_month(month);
    auto* deduction = read.add_deductions();
    deduction->set_family("parks/yunqi/families/fam-1");
    deduction->set_amount_minor(100000);
    deduction->set_seen_minor(80000);
    payroll::v1::PayResultCorrected late;
    late.set_pay_run(read.pay_run());
    late.set_firm(read.firm());
    late.set_month(month);
    auto* corrected = late.add_deductions();
    corrected->set_instruction(read.pay_run() + "/instructions/in-1");
    corrected->set_employee("parks/yunqi/firms/91a/employees/emp-1");
    corrected->set_family("parks/yunqi/families/fam-1");
    corrected->set_amount_minor(100000);
    corrected->set_seen_before_minor(80000);
    corrected->set_seen_minor(95000);
    if (late_first) payroll_.Append("PayResultCorrected", late);
    payroll_.Append("PayRunReconciled", read);
    if (!late_first) payroll_.Append("PayResultCorrected", late);
    CloseMonth(month, "PARK", 100000);
    Do(*stub_, &Stub::IssueReceivables, For<v1::IssueReceivablesRequest>(month));
    v1::ListReceivablesRequest request;
    request.set_parent("parks/yunqi");
    std::string lines;
    const auto listed = Do(*stub_, &Stub::ListReceivables, request);
    for (const auto& each : listed.receivables()) {
      if (each.kind() == "REMITTANCE" && each.month() == month) {
        absl::StrAppend(&lines, ReceivableLinesOf(each.name()));
      }
    }
    EXPECT_EQ(lines,
              "PAY_RUN_CORRECTED parks/yunqi/firms/91a/employees/emp-1 0 days 15000\nPAY_RUN  0 "
              "days 80000\n")
        << month;
  }
}

TEST_P(BooksTest, AMonthBelowZeroIsCarriedToTheNextOnBothSidesToTheFen) {
  VerifyAccounts();
  CloseMonth("2026-10", "PARK", 30000);
  Do(*stub_, &Stub::IssueReceivables, For<v1::IssueReceivablesRequest>("2026-10"));
  Pay("b1", true, 30000, Receivables().at("INVOICE PARK").reference());
  Do(*stub_, &Stub::PreparePayouts, For<v1::PreparePayoutsRequest>("2026-10"));
  const auto first = Do(*stub_, &Stub::ReleasePayouts, For<v1::ReleasePayoutsRequest>("2026-10"));
  Pay("b2", false, 30000, first.payouts(0).end_to_end_id());

  // November only takes back what September was too high by.
  CloseMonth("2026-11", "PARK", -700);
  const auto issued =
      Do(*stub_, &Stub::IssueReceivables, For<v1::IssueReceivablesRequest>("2026-11"));
  EXPECT_EQ(issued.created(), 1);
  EXPECT_EQ(issued.carried_minor(), 700);
  const auto credit = Receivables().at("CREDIT PARK");
  EXPECT_EQ(credit.amount_minor(), 700);
  EXPECT_EQ(ReceivableLinesOf(credit.name()), "CORRECTION st-1-child 0 days 700\n");
  const auto none = Do(*stub_, &Stub::PreparePayouts, For<v1::PreparePayoutsRequest>("2026-11"));
  EXPECT_EQ(none.payouts_size(), 0);
  ASSERT_EQ(none.carried_size(), 1);
  EXPECT_EQ(none.carried(0).centre(), "parks/yunqi/centres/c01");
  EXPECT_EQ(none.carried(0).amount_minor(), 700);

  // December asks for less, and pays less, by just that.
  CloseMonth("2026-12", "PARK", 20000);
  EXPECT_EQ(Do(*stub_, &Stub::IssueReceivables, For<v1::IssueReceivablesRequest>("2026-12"))
                .set_off_minor(),
            700);
  const auto invoice = Receivables().at("INVOICE PARK");
  EXPECT_EQ(invoice.name(), "parks/yunqi/receivables/2026-12-invoice-park");
  EXPECT_EQ(invoice.amount_minor(), 19300);
  EXPECT_EQ(invoice.set_off_minor(), 700);
  EXPECT_EQ(ReceivableLinesOf(invoice.name()),
            "ORIGINAL st-1-child 0 days 20000\n"
            "carried from 2026-11 -700\n");
  EXPECT_EQ(Receivables().at("CREDIT PARK").state(), "PAID");
  Pay("b3", true, 19300, invoice.reference());
  const auto due = Do(*stub_, &Stub::PreparePayouts, For<v1::PreparePayoutsRequest>("2026-12"));
  ASSERT_EQ(due.payouts_size(), 1);
  EXPECT_EQ(due.payouts(0).amount_minor(), 19300);
  EXPECT_EQ(LinesOf(due.payouts(0).name()),
            "OFFSET PARK st-1-child -700 carried from 2026-11\n"
            "PAID PARK st-1-child 20000\n");
  v1::GetPaymentAdviceRequest ask;
  ask.set_name(due.payouts(0).name() + "/advice");
  EXPECT_EQ(Do(*stub_, &Stub::GetPaymentAdvice, ask).offset_minor(), -700);
  EXPECT_EQ(Do(*stub_, &Stub::GetPaymentAdvice, ask).carried_minor(), -700);
  const auto last = Do(*stub_, &Stub::ReleasePayouts, For<v1::ReleasePayoutsRequest>("2026-12"));
  Pay("b4", false, 19300, last.payouts(0).end_to_end_id());
  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(), "");
  ExpectTheBooksExplainThemselves();
}

TEST_P(BooksTest, ACreditIsGivenBackByALineOutWithItsReference) {
  CloseMonth("2026-10", "PARK", -700);
  Do(*stub_, &Stub::IssueReceivables, For<v1::IssueReceivablesRequest>("2026-10"));
  Pay("b1", true, 700, "unknown");
  EXPECT_EQ(MatchLine("b1", {{"unapplied-union", 700}}), "MATCHED");
  Pay("b2", false, 700, Receivables().at("CREDIT PARK").reference());
  EXPECT_EQ(Receivables().at("CREDIT PARK").state(), "PAID");
  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(), "payable-c01 700\nunapplied-union -700\n");
  ExpectTheBooksExplainThemselves();
}

TEST_P(BooksTest, APersonMatchesTakesBackAndGivesMoneyBack) {
  CloseMonth("2026-10", "PARK", 30000);
  Do(*stub_, &Stub::IssueReceivables, For<v1::IssueReceivablesRequest>("2026-10"));
  const auto invoice = Receivables().at("INVOICE PARK");
  Pay("b1", true, 31000, "unknown");
  const std::string booked = "payable-c01 -30000\n";
  const std::string matched = "bank 31000\n" + booked + "unapplied-park -1000\n";
  EXPECT_EQ(MatchLine("b1", {{invoice.name(), 30000}, {"unapplied-park", 1000}}), "MATCHED");
  EXPECT_EQ(MatchLine("b1", {{invoice.name(), 31000}}), "BANK_LINE_MATCHED");
  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(), matched);
  ExpectTheBooksExplainThemselves();

  EXPECT_EQ(UnmatchLine("b1"), "UNMATCHED");
  EXPECT_EQ(Receivables().at("INVOICE PARK").state(), "OPEN");
  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(), "bank 31000\n" + booked + "receivable-park 30000\nsuspense-bank -31000\n");
  ExpectTheBooksExplainThemselves();
  // No rule takes it again, whatever happens beside it.
  Pay("b9", true, 1, "unknown");
  EXPECT_EQ(Receivables().at("INVOICE PARK").state(), "OPEN");
  EXPECT_EQ(MatchLine("b9", {{"unapplied-park", 1}}), "MATCHED");

  EXPECT_EQ(MatchLine("b1", {{invoice.name(), 31000}}), "MATCHED");  // The rest is unapplied.
  Pay("b2", false, 1001, "退款");
  Pay("b3", false, 1, "退款");
  EXPECT_EQ(MatchLine("b2", {{invoice.name(), 1001}}), "MATCH_DIRECTION");
  EXPECT_EQ(MatchLine("b2", {{"unapplied-park", 1001}}), "MATCHED");
  EXPECT_EQ(MatchLine("b3", {{"unapplied-park", 1}}), "MATCH_EXCEEDS_BALANCE");
  EXPECT_EQ(UnmatchLine("b1"), "MATCH_USED_SINCE");
  EXPECT_EQ(UnmatchLine("b2"), "UNMATCHED");
  EXPECT_EQ(UnmatchLine("b1"), "UNMATCHED");
  EXPECT_EQ(MatchLine("b1", {{invoice.name(), 31000}}), "MATCHED");
  EXPECT_EQ(MatchLine("b2", {{"unapplied-park", 1001}}), "MATCHED");
  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(), "bank 29999\n" + booked + "suspense-bank 1\n");
  ExpectTheBooksExplainThemselves();
}

TEST_P(BooksTest, TheParkGetsItsFloatBack) {
  VerifyAccounts();
  CloseMonth("2026-10", "PARK", 30000);
  Do(*stub_, &Stub::PreparePayouts, For<v1::PreparePayoutsRequest>("2026-10"));
  Pay("b1", true, 30000, Receivables().at("FLOAT PARK").reference());
  const auto released =
      Do(*stub_, &Stub::ReleasePayouts, For<v1::ReleasePayoutsRequest>("2026-10"));
  Pay("b2", false, 30000, released.payouts(0).end_to_end_id());
  EXPECT_EQ(UnmatchLine("b2"), "MATCH_SHOWS_PAYOUT");
  Do(*stub_, &Stub::IssueReceivables, For<v1::IssueReceivablesRequest>("2026-10"));
  Pay("b3", true, 30000, Receivables().at("INVOICE PARK").reference());
  Pay("b4", false, 30000, "垫资退回");
  EXPECT_EQ(MatchLine("b4", {{"fund-park", 30000}}), "MATCH_EXCEEDS_BALANCE");
  EXPECT_EQ(MatchLine("b4", {{"float-park", 30000}}), "MATCHED");
  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(), "");
  ExpectTheBooksExplainThemselves();
}

// The same month with the bank's words in another order each time.
class OrderTest : public Books, public ::testing::WithParamInterface<uint64_t> {
 protected:
  OrderTest() : Books(db::EngineKind::kSqliteInMemory) {}
};

TEST_P(OrderTest, TheBooksEndTheSame) {
  VerifyAccounts();
  billing::v1::StatementClosed one, two;
  auto* first = Statement(&one, "st-1", "fam-1", "c01");
  AddShare(first, "PARK", "COLLECTED", 30000);
  AddShare(first, "FIRM", "INVOICED", 50000);
  auto* second = Statement(&two, "st-2", "fam-2", "c02");
  AddShare(second, "UNION", "COLLECTED", 7000);
  billing_.Append("StatementClosed", one);
  billing_.Append("StatementClosed", two);
  billing::v1::MonthClosed closed;
  closed.set_month("2026-10");
  closed.set_statements(2);
  closed.set_total_minor(87000);
  billing_.Append("MonthClosed", closed);
  const auto prepared = Do(*stub_, &Stub::PreparePayouts, ForOctober<v1::PreparePayoutsRequest>());
  const std::string c01 = prepared.payouts(0).end_to_end_id(),
                    c02 = prepared.payouts(1).end_to_end_id();
  const auto reference = [](const std::string& id) {
    return MakeReference("yunqi", "receivables/2026-10-" + id, 0);
  };
  // Everything that the bank shows of the month; the park's own money is in first.
  Pay("float", true, 87000, Receivables().at("FLOAT PARK").reference());
  std::vector<std::function<void()>> steps = {
      [&] { Pay("b1", true, 12000, reference("invoice-park")); },
      [&] { Pay("b2", true, 18040, reference("invoice-park")); },  // 40 fen too much in all.
      [&] { Pay("b3", true, 57000, reference("invoice-91a") + " " + reference("invoice-union")); },
      [&] { Pay("b4", false, 80000, c01); },
      [&] { Pay("b5", false, 7000, c02); },
      [&] { Pay("b6", true, 7000, c02); },  // And it came back.
      [&] { Do(*stub_, &Stub::IssueReceivables, ForOctober<v1::IssueReceivablesRequest>()); },
      [&] { Do(*stub_, &Stub::ReleasePayouts, ForOctober<v1::ReleasePayoutsRequest>()); },
  };
  std::mt19937_64 random(GetParam());
  std::shuffle(steps.begin(), steps.end(), random);
  for (const auto& step : steps) step();
  WaitUntilSettlementIsHeard();
  EXPECT_EQ(Balances(),
            "bank 94040\n"
            "drift-bank -40\n"
            "float-park -87000\n"
            "payable-c02 -7000\n");
  ExpectTheBooksExplainThemselves();
}

INSTANTIATE_TEST_SUITE_P(Shuffled, OrderTest, ::testing::Range<uint64_t>(1, 13));

}  // namespace
}  // namespace tuoqiao::settlement
