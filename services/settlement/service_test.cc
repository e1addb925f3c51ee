// Settlement behind its real handlers, with a ledger that says what the test says.
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/settlement/module.h"
#include "services/settlement/reference.h"
#include "services/settlement/testing_peers.h"

namespace tuoqiao::settlement {
namespace {

using rpc::testing::Harness;
using Stub = v1::Settlement::Stub;

constexpr char kOctober[] = "parks/yunqi/months/2026-10";

class SettlementServiceTest : public ::testing::Test {
 protected:
  SettlementServiceTest() {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("ledger", ledger_);
    harness_.AddPeer("billing", billing_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddModule("settlement", Schema(), MakeModule);
    stub_ = v1::Settlement::NewStub(harness_.channel("settlement"));
    ledger_.balances = {{"receivable-authority", 40000},
                        {"receivable-firm-91a", 50001},
                        {"clearing-payroll-91a", 20000},
                        {"payable-c01", -90001},
                        {"payable-c02", -20000}};
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& subject = "li") {
    return harness_.Call(*stub_, method, request, "PARK_FINANCE", "parks/yunqi", subject);
  }
  std::string NewRequestId() { return absl::StrCat("request-", ++requests_); }

  absl::StatusOr<v1::PayeeAccount> SetAccount(const std::string& centre, const std::string& person,
                                              const std::string& number = "9901000000000000001") {
    v1::SetPayeeAccountRequest request;
    auto* account = request.mutable_payee_account();
    account->set_name(absl::StrCat("parks/yunqi/centres/", centre, "/payeeAccount"));
    account->set_account_name("云栖托育中心");
    account->set_account_number(number);
    account->set_bank_code("102100099996");
    request.set_request_id(NewRequestId());
    return Call(&Stub::SetPayeeAccount, request, person);
  }
  absl::StatusOr<v1::IssueReceivablesResponse> Issue() {
    v1::IssueReceivablesRequest request;
    request.set_name(kOctober);
    request.set_request_id(NewRequestId());
    return Call(&Stub::IssueReceivables, request);
  }
  std::map<std::string, v1::Receivable> Receivables() {
    v1::ListReceivablesRequest request;
    request.set_parent("parks/yunqi");
    std::map<std::string, v1::Receivable> found;
    const auto response = Call(&Stub::ListReceivables, request);
    EXPECT_TRUE(response.ok()) << response.status();
    for (const auto& each : response->receivables()) {
      found[each.kind() + " " + each.party()] = each;
    }
    return found;
  }
  static v1::BankLine Line(const std::string& id, bool inward, int64_t minor,
                           const std::string& reference) {
    v1::BankLine line;
    line.set_line_id(id);
    line.set_value_date("2026-11-19");
    line.set_inward(inward);
    line.set_amount_minor(minor);
    line.set_reference(reference);
    line.set_counterparty("某某公司");
    return line;
  }
  std::vector<type::v1::ItemResult> RecordLines(const std::vector<v1::BankLine>& lines) {
    v1::BatchRecordBankLinesRequest request;
    request.set_parent("parks/yunqi");
    for (const auto& each : lines) *request.add_lines() = each;
    request.set_request_id(NewRequestId());
    const auto response = Call(&Stub::BatchRecordBankLines, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->results().begin(), response->results().end()};
  }
  type::v1::ItemResult RecordLine(const v1::BankLine& line) { return RecordLines({line}).at(0); }
  type::v1::ItemResult RecordStatus(const std::string& id, const std::string& status) {
    v1::BatchRecordPaymentStatusesRequest request;
    request.set_parent("parks/yunqi");
    auto* added = request.add_statuses();
    added->set_end_to_end_id(id);
    added->set_status(status);
    added->set_reason(status == "RJCT" ? "AC04" : "");
    request.set_request_id(NewRequestId());
    const auto response = Call(&Stub::BatchRecordPaymentStatuses, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->results(0);
  }
  absl::StatusOr<v1::PreparePayoutsResponse> Prepare() {
    v1::PreparePayoutsRequest request;
    request.set_name(kOctober);
    request.set_request_id(NewRequestId());
    return Call(&Stub::PreparePayouts, request);
  }
  absl::StatusOr<v1::ReleasePayoutsResponse> Release(bool validate_only = false) {
    v1::ReleasePayoutsRequest request;
    request.set_name(kOctober);
    request.set_request_id(NewRequestId());
    request.set_validate_only(validate_only);
    return Call(&Stub::ReleasePayouts, request);
  }
  std::vector<v1::Payout> Payouts(const std::string& parent = "parks/yunqi") {
    v1::ListPayoutsRequest request;
    request.set_parent(parent);
    const auto response = Call(&Stub::ListPayouts, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->payouts().begin(), response->payouts().end()};
  }
  // What the ledger would hear, as "kind account amount".
  std::vector<std::string> Moves() {
    type::v1::ListEventsRequest request;
    request.set_parent("parks/yunqi");
    const auto log = harness_.Call(*stub_, &Stub::ListEvents, request, "SERVICE", "ledger");
    std::vector<std::string> moves;
    for (const auto& each : log->events()) {
      v1::MoneyMoved moved;
      if (!each.payload().UnpackTo(&moved)) continue;
      moves.push_back(absl::StrCat(
          each.kind(), " ", moved.account(), " ", moved.amount_minor(),
          moved.surplus_minor() > 0
              ? absl::StrCat(" surplus ", moved.surplus_minor(), " to ", moved.unapplied_account())
              : "",
          moved.drift_minor() != 0 ? absl::StrCat(" drift ", moved.drift_minor()) : ""));
    }
    return moves;
  }
  void VerifyAccounts() {
    for (const char* centre : {"c01", "c02"}) {
      ASSERT_TRUE(SetAccount(centre, "li").ok());
      ASSERT_TRUE(SetAccount(centre, "wang").ok());
    }
  }
  // Everything paid in by one line that nobody knows, and released.
  std::vector<v1::Payout> ReleaseAll() {
    VerifyAccounts();
    RecordLine(Line("all", true, 110001, "unknown"));
    EXPECT_TRUE(Prepare().ok());
    const auto released = Release();
    EXPECT_TRUE(released.ok()) << released.status();
    return {released->payouts().begin(), released->payouts().end()};
  }

  FakeDirectory directory_;
  FakeLedger ledger_;
  FakeLog<billing::v1::Billing::Service> billing_;
  FakeLog<payroll::v1::Payroll::Service> payroll_;
  Harness harness_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

TEST_F(SettlementServiceTest, APayeeAccountHoldsWhenASecondPersonSaysTheSame) {
  const auto first = SetAccount("c01", "li");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->state(), "PROPOSED");
  EXPECT_EQ(ReasonOf(SetAccount("c01", "li").status()), "VERIFIED_BY_SAME_PERSON");
  EXPECT_EQ(SetAccount("c01", "wang")->state(), "VERIFIED");
  EXPECT_EQ(ReasonOf(SetAccount("c01", "wang", "12").status()), "ACCOUNT_INVALID");
  EXPECT_EQ(SetAccount("c01", "wang", "9901000000000000002")->state(), "PROPOSED");

  v1::ListPayeeAccountsRequest request;
  request.set_parent("parks/yunqi");
  const auto listed = Call(&Stub::ListPayeeAccounts, request);
  ASSERT_TRUE(listed.ok());
  ASSERT_EQ(listed->payee_accounts_size(), 1);
  EXPECT_EQ(listed->payee_accounts(0).account_number(), "9901000000000000002");
}

TEST_F(SettlementServiceTest, AnAccountNumberIsSealedAtRest) {
  ASSERT_TRUE(SetAccount("c01", "li").ok());
  std::string stored;
  ASSERT_TRUE(harness_.db("settlement")
                  .ReadIn("yunqi",
                          [&](db::Read& txn) {
                            return txn
                                .QueryOne(
                                    "SELECT account_number FROM payee_account WHERE park_id "
                                    "= :park",
                                    {}, [&](const db::Row& row) { stored = row.Bytes(0); })
                                .status();
                          })
                  .ok());
  EXPECT_FALSE(stored.empty());
  EXPECT_EQ(stored.find("9901"), std::string::npos);
}

TEST_F(SettlementServiceTest, IssuesOncePerPayerAndLaterOnlyWhatIsNew) {
  ASSERT_EQ(Issue()->created(), 3);
  auto receivables = Receivables();
  EXPECT_EQ(receivables.at("CLAIM AUTHORITY").amount_minor(), 40000);
  EXPECT_EQ(receivables.at("INVOICE 91A").amount_minor(), 50001);
  EXPECT_EQ(receivables.at("REMITTANCE 91A").amount_minor(), 20000);
  EXPECT_EQ(receivables.at("INVOICE 91A").reference().size(), 12u);
  const auto again = Issue();
  EXPECT_EQ(again->created(), 0);
  EXPECT_EQ(again->unchanged(), 3);
  ledger_.balances["clearing-payroll-91b"] = 700;
  EXPECT_EQ(Issue()->created(), 1);
  EXPECT_EQ(Receivables().at("REMITTANCE 91B").amount_minor(), 700);
}

TEST_F(SettlementServiceTest, WaitsForTheLedgerBeforeItAsksForMoney) {
  ledger_.booked = false;
  EXPECT_EQ(ReasonOf(Issue().status()), "MONTH_NOT_BOOKED");
  EXPECT_EQ(ReasonOf(Prepare().status()), "MONTH_NOT_BOOKED");
  EXPECT_EQ(ReasonOf(Release().status()), "MONTH_NOT_BOOKED");
  ledger_.booked = true;
  // A refused deduction that the ledger has not heard: the payable is too high.
  directory_.open = true;
  payroll::v1::ShareMadeDirect direct;
  direct.set_statement("parks/yunqi/months/2026-10/statements/st-1");
  direct.set_centre("parks/yunqi/centres/c01");
  direct.set_amount_minor(100);
  payroll_.Append("ShareMadeDirect", direct);
  EXPECT_EQ(ReasonOf(Prepare().status()), "LEDGER_BEHIND");
  EXPECT_TRUE(Payouts().empty());
  ledger_.heard["payroll"] = 1;
  EXPECT_TRUE(Prepare().ok());
}

TEST_F(SettlementServiceTest, MatchesLinesByReferenceWhollyInPartAndBeyond) {
  ASSERT_TRUE(Issue().ok());
  const auto issued = Receivables();
  const std::string claim = issued.at("CLAIM AUTHORITY").reference();
  const std::string invoice = issued.at("INVOICE 91A").reference();
  const auto results = RecordLines({Line("b1", true, 40000, claim),
                                    Line("b2", true, 49900, "托育 " + invoice + " 10月"),
                                    Line("b3", true, 777, "ZZ-0a1b2c3d4e5f6071")});
  for (const auto& each : results) EXPECT_EQ(each.outcome(), type::v1::ItemResult::CREATED);
  EXPECT_EQ(Receivables().at("CLAIM AUTHORITY").state(), "PAID");
  EXPECT_EQ(Receivables().at("INVOICE 91A").state(), "PARTLY_PAID");
  RecordLine(Line("b4", true, 201, invoice));
  EXPECT_EQ(Receivables().at("INVOICE 91A").state(), "PAID");
  EXPECT_EQ(Receivables().at("INVOICE 91A").paid_minor(), 50001);
  EXPECT_EQ(
      Moves(),
      (std::vector<std::string>{
          "BankLineRecorded suspense-bank 40000", "BankLineMatched receivable-authority 40000",
          "BankLineRecorded suspense-bank 49900", "BankLineMatched receivable-firm-91a 49900",
          "BankLineRecorded suspense-bank 777", "BankLineRecorded suspense-bank 201",
          "BankLineMatched receivable-firm-91a 201 surplus 100 to unapplied-firm-91a"}));
  v1::ListBankLinesRequest request;
  request.set_parent("parks/yunqi");
  request.set_unmatched(true);
  const auto open = Call(&Stub::ListBankLines, request);
  ASSERT_TRUE(open.ok());
  ASSERT_EQ(open->lines_size(), 1);
  EXPECT_EQ(open->lines(0).line_id(), "b3");
  EXPECT_EQ(open->lines(0).counterparty(), "某某公司");
  EXPECT_EQ(open->lines(0).state(), "UNMATCHED");
}

TEST_F(SettlementServiceTest, ALineIsRecordedOnceAndNeverChanged) {
  const v1::BankLine line = Line("b1", true, 100, "x");
  EXPECT_EQ(RecordLine(line).outcome(), type::v1::ItemResult::CREATED);
  EXPECT_EQ(RecordLine(line).outcome(), type::v1::ItemResult::UNCHANGED);
  v1::BankLine other = line;
  other.set_amount_minor(101);
  EXPECT_EQ(RecordLine(other).reason(), "LINE_DIFFERS");
  v1::BankLine yen = Line("b2", true, 100, "x"), zero = Line("b3", true, 0, "x");
  yen.set_currency_code("JPY");
  v1::BankLine fresh = Line("b4", true, 1, "x");
  const auto results = RecordLines({yen, zero, fresh, fresh});
  EXPECT_EQ(results[0].reason(), "CURRENCY_UNKNOWN");
  EXPECT_EQ(results[1].reason(), "FIELD_INVALID");
  EXPECT_EQ(results[1].field(), "amount_minor");
  EXPECT_EQ(results[2].outcome(), type::v1::ItemResult::CREATED);
  EXPECT_EQ(results[3].reason(), "DUPLICATE_IN_REQUEST");
  EXPECT_EQ(Moves().size(), 2u);
}

TEST_F(SettlementServiceTest, AsksTheParkForWhatTheBankLacksAndReleasesNothingBefore) {
  VerifyAccounts();
  RecordLine(Line("b1", true, 100000, "unknown"));
  const auto prepared = Prepare();
  ASSERT_TRUE(prepared.ok()) << prepared.status();
  ASSERT_EQ(prepared->payouts_size(), 2);
  EXPECT_EQ(prepared->total_minor(), 110001);
  EXPECT_EQ(prepared->float_missing_minor(), 10001);
  EXPECT_EQ(prepared->payouts(0).state(), v1::Payout::DUE);
  EXPECT_EQ(prepared->payouts(0).due_date(), "2026-11-20");
  EXPECT_EQ(ReasonOf(Release().status()), "FLOAT_MISSING");
  EXPECT_EQ(Prepare()->float_missing_minor(), 10001);  // Asked once.
  const v1::Receivable asked = Receivables().at("FLOAT PARK");
  EXPECT_EQ(asked.amount_minor(), 10001);
  RecordLine(Line("b2", true, 10000, asked.reference()));
  const auto missing = Release();
  EXPECT_EQ(ReasonOf(missing.status()), "FLOAT_MISSING");
  EXPECT_EQ(FailureOf(missing.status())->metadata().at("missing_minor"), "1");
  RecordLine(Line("b3", true, 1, asked.reference()));
  EXPECT_EQ(Receivables().at("FLOAT PARK").state(), "PAID");
  EXPECT_TRUE(Release(true).ok());
  EXPECT_EQ(Payouts()[0].state(), v1::Payout::DUE);  // That was a dry run.
  const auto released = Release();
  ASSERT_TRUE(released.ok()) << released.status();
  EXPECT_EQ(released->total_minor(), 110001);
  EXPECT_EQ(Payouts()[0].state(), v1::Payout::RELEASED);
  EXPECT_EQ(Payouts("parks/yunqi/centres/c02").size(), 1u);
  const auto moves = Moves();
  EXPECT_EQ(moves.back(), "PayoutReleased payable-c02 20000");
  EXPECT_EQ(moves[moves.size() - 3], "BankLineMatched float-park 1");
}

TEST_F(SettlementServiceTest, ReleasesAllOrNone) {
  ASSERT_TRUE(SetAccount("c01", "li").ok());
  ASSERT_TRUE(SetAccount("c01", "wang").ok());
  ASSERT_TRUE(SetAccount("c02", "li").ok());
  RecordLine(Line("b1", true, 200000, "unknown"));
  ASSERT_TRUE(Prepare().ok());
  const auto refused = Release();
  EXPECT_EQ(ReasonOf(refused.status()), "PAYEE_ACCOUNT_UNVERIFIED");
  EXPECT_EQ(FailureOf(refused.status())->metadata().at("centres"), "c02");
  for (const auto& each : Payouts()) EXPECT_EQ(each.state(), v1::Payout::DUE);
  ASSERT_TRUE(SetAccount("c02", "wang").ok());
  ledger_.balances["payable-c01"] = -90000;
  EXPECT_EQ(ReasonOf(Release().status()), "PAYABLE_CHANGED");
  EXPECT_EQ(Prepare()->total_minor(), 110000);
  EXPECT_TRUE(Release().ok());
}

TEST_F(SettlementServiceTest, DoesNotPayAgainWhatTheLedgerHasNotHeardLeave) {
  ReleaseAll();
  // The ledger still shows the old payables and has not heard our release.
  ledger_.heard["settlement"] = 0;
  EXPECT_EQ(ReasonOf(Prepare().status()), "LEDGER_BEHIND");
  EXPECT_EQ(Payouts().size(), 2u);
}

TEST_F(SettlementServiceTest, TheBanksWordsConfirmRefuseOrSayNothing) {
  const auto released = ReleaseAll();
  ASSERT_EQ(released.size(), 2u);
  EXPECT_EQ(RecordStatus(released[0].end_to_end_id(), "ACCP").outcome(),
            type::v1::ItemResult::UNCHANGED);
  EXPECT_EQ(RecordStatus(released[0].end_to_end_id(), "ACSC").outcome(),
            type::v1::ItemResult::UPDATED);
  EXPECT_EQ(RecordStatus(released[1].end_to_end_id(), "RJCT").outcome(),
            type::v1::ItemResult::UPDATED);
  EXPECT_EQ(RecordStatus(released[1].end_to_end_id(), "RJCT").outcome(),
            type::v1::ItemResult::UNCHANGED);
  EXPECT_EQ(RecordStatus(released[0].end_to_end_id(), "RJCT").reason(), "PAYOUT_STATE");
  EXPECT_EQ(RecordStatus("NOBODY", "ACSC").reason(), "PAYOUT_NOT_FOUND");
  EXPECT_EQ(RecordStatus(released[0].end_to_end_id(), "FINE").reason(), "STATUS_UNKNOWN");
  const auto payouts = Payouts();
  EXPECT_EQ(payouts[0].state(), v1::Payout::CONFIRMED);
  EXPECT_EQ(payouts[1].state(), v1::Payout::REJECTED);
  EXPECT_EQ(payouts[1].reason(), "AC04");
  const auto moves = Moves();
  EXPECT_EQ(moves[moves.size() - 2], "PayoutConfirmed bank 90001");
  EXPECT_EQ(moves.back(), "PayoutRejected payable-c02 20000");
}

TEST_F(SettlementServiceTest, ALaterLineOutConfirmsAPayoutAndTakesItFromTheBankOnce) {
  const auto released = ReleaseAll();
  EXPECT_EQ(RecordStatus(released[0].end_to_end_id(), "ACCP").outcome(),
            type::v1::ItemResult::UNCHANGED);
  RecordLine(Line("out-1", false, 90001, released[0].end_to_end_id()));
  EXPECT_EQ(Payouts()[0].state(), v1::Payout::CONFIRMED);
  RecordStatus(released[1].end_to_end_id(), "ACSC");
  RecordLine(Line("out-2", false, 20000, released[1].end_to_end_id()));
  const auto moves = Moves();
  EXPECT_EQ((std::vector<std::string>(moves.end() - 6, moves.end())),
            (std::vector<std::string>{
                "BankLineRecorded suspense-bank 90001", "BankLineMatched clearing-payout 90001",
                "PayoutConfirmed clearing-payout 90001", "PayoutConfirmed bank 20000",
                "BankLineRecorded suspense-bank 20000", "BankLineMatched bank 20000"}));
  // The bank is empty now: one fen more has to be advanced.
  ledger_.balances = {{"payable-c01", -1}};
  EXPECT_EQ(Prepare()->float_missing_minor(), 1);
}

TEST_F(SettlementServiceTest, AReturnedPayoutIsIssuedAgainUnderANewId) {
  const auto released = ReleaseAll();
  for (const auto& each : released) RecordStatus(each.end_to_end_id(), "ACSC");
  RecordLine(Line("back", true, 20000, released[1].end_to_end_id()));
  EXPECT_EQ(Payouts()[1].state(), v1::Payout::RETURNED);
  EXPECT_EQ(Moves().back(), "BankLineMatched payable-c02 20000");
  ledger_.balances = {{"payable-c01", 0}, {"payable-c02", -20000}};
  const auto again = Prepare();
  ASSERT_TRUE(again.ok());
  ASSERT_EQ(again->payouts_size(), 1);
  EXPECT_EQ(again->payouts(0).name(), "parks/yunqi/centres/c02/payouts/2026-10-2");
  EXPECT_NE(again->payouts(0).end_to_end_id(), released[1].end_to_end_id());
  EXPECT_EQ(again->float_missing_minor(), 0);
}

TEST_F(SettlementServiceTest, TheSameRequestAnswersAsBefore) {
  v1::ReleasePayoutsRequest request;
  request.set_name(kOctober);
  request.set_request_id("release-once");
  VerifyAccounts();
  RecordLine(Line("all", true, 110001, "unknown"));
  ASSERT_TRUE(Prepare().ok());
  ASSERT_EQ(Call(&Stub::ReleasePayouts, request)->total_minor(), 110001);
  ASSERT_EQ(Call(&Stub::ReleasePayouts, request)->total_minor(), 110001);
  EXPECT_EQ(Moves().size(), 3u);  // One line, two releases.
}

TEST_F(SettlementServiceTest, TheStateListsEveryResource) {
  ASSERT_TRUE(Issue().ok());
  ReleaseAll();
  type::v1::ListResourcesRequest request;
  request.set_parent("parks/yunqi");
  std::map<std::string, int> count;
  do {
    request.set_page_size(1);
    const auto page = harness_.Call(*stub_, &Stub::ListResources, request, "OPS", "parks/yunqi");
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->resources()) ++count[each.type()];
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(count, (std::map<std::string, int>{{"BankLine", 1},
                                               {"PayeeAccount", 2},
                                               {"Payout", 2},
                                               {"Receivable", 3},
                                               {"ReceivableLine", 5}}));
}

TEST_F(SettlementServiceTest, AChangedAccountWaitsTheCentreIsToldAndNobodyElseIsHeldUp) {
  VerifyAccounts();
  RecordLine(Line("all", true, 110001, "unknown"));
  ASSERT_TRUE(Prepare().ok());
  ASSERT_TRUE(SetAccount("c01", "wang", "9901000000000000002").ok());
  EXPECT_EQ(ReasonOf(Release().status()), "PAYEE_ACCOUNT_UNVERIFIED");
  const auto changed = SetAccount("c01", "li", "9901000000000000002");
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->payable_from_date(), "2026-11-23");  // Three days, by the pack.

  v1::GetPayeeAccountRequest request;
  request.set_name("parks/yunqi/centres/c01/payeeAccount");
  const auto told = harness_.Call(*stub_, &Stub::GetPayeeAccount, request, "CENTRE_MANAGER",
                                  "parks/yunqi/centres/c01");
  ASSERT_TRUE(told.ok()) << told.status();
  std::string steps;
  for (const auto& each : told->changes()) {
    absl::StrAppend(&steps, each.state(), " …", each.account_tail(), " ", each.person(), " ",
                    each.change_date(), " ", each.payable_from_date(), "\n");
  }
  EXPECT_EQ(steps,
            "VERIFIED …0002 li 2026-11-20 2026-11-23\n"
            "PROPOSED …0002 wang 2026-11-20 \n"
            "VERIFIED …0001 wang 2026-11-20 2026-11-20\n"
            "PROPOSED …0001 li 2026-11-20 \n");

  const auto released = Release();
  ASSERT_TRUE(released.ok()) << released.status();
  ASSERT_EQ(released->payouts_size(), 1);
  EXPECT_EQ(released->payouts(0).centre(), "parks/yunqi/centres/c02");
  ASSERT_EQ(released->held_size(), 1);
  EXPECT_EQ(released->held(0).hold_until_date(), "2026-11-23");
  EXPECT_EQ(Payouts()[0].state(), v1::Payout::DUE);
  EXPECT_EQ(Payouts()[0].hold_until_date(), "2026-11-23");
  ledger_.balances["payable-c02"] = 0;
  directory_.today = "2026-11-22";
  const auto waiting = Release();
  EXPECT_EQ(ReasonOf(waiting.status()), "PAYEE_ACCOUNT_WAITING");
  directory_.today = "2026-11-23";
  EXPECT_EQ(Release()->total_minor(), 90001);
}

TEST_F(SettlementServiceTest, WhatTheBankRefusedAndThenTookIsPaidOnce) {
  const auto released = ReleaseAll();
  RecordStatus(released[0].end_to_end_id(), "RJCT");
  EXPECT_EQ(RecordStatus(released[0].end_to_end_id(), "ACSC").outcome(),
            type::v1::ItemResult::UPDATED);
  EXPECT_EQ(Payouts()[0].state(), v1::Payout::CONFIRMED);
  EXPECT_EQ(Payouts()[0].paid_date(), "2026-11-20");
  // The other one by its line out.
  RecordStatus(released[1].end_to_end_id(), "RJCT");
  RecordLine(Line("out-2", false, 20000, released[1].end_to_end_id()));
  EXPECT_EQ(Payouts()[1].state(), v1::Payout::CONFIRMED);
  const auto moves = Moves();
  EXPECT_EQ((std::vector<std::string>(moves.end() - 8, moves.end())),
            (std::vector<std::string>{
                "PayoutRejected payable-c01 90001", "PayoutReleased payable-c01 90001",
                "PayoutConfirmed bank 90001", "PayoutRejected payable-c02 20000",
                "BankLineRecorded suspense-bank 20000", "PayoutReleased payable-c02 20000",
                "BankLineMatched clearing-payout 20000", "PayoutConfirmed clearing-payout 20000"}));
}

TEST_F(SettlementServiceTest, ALineThatCameTooEarlyIsMatchedOnceItsPayoutIsThere) {
  VerifyAccounts();
  RecordLine(Line("all", true, 110001, "unknown"));
  const auto prepared = Prepare();
  const std::string first = prepared->payouts(0).end_to_end_id(),
                    second = prepared->payouts(1).end_to_end_id();
  // The bank paid before we released, and one of the two even came back before its line out.
  RecordLine(Line("out-1", false, 90001, first));
  RecordLine(Line("back-2", true, 20000, second));
  EXPECT_EQ(Prepare()->float_missing_minor(), 0);
  ASSERT_TRUE(Release().ok());
  EXPECT_EQ(Payouts()[0].state(), v1::Payout::CONFIRMED);
  EXPECT_EQ(Payouts()[1].state(), v1::Payout::RELEASED);
  RecordLine(Line("out-2", false, 20000, second));
  EXPECT_EQ(Payouts()[1].state(), v1::Payout::RETURNED);
}

TEST_F(SettlementServiceTest, ALineInBeforeItsInvoicePaysItWhenItIsIssued) {
  const std::string reference = MakeReference("yunqi", "receivables/2026-10-invoice-91a", 0);
  RecordLine(Line("early", true, 50001, reference));
  ASSERT_TRUE(Issue().ok());
  EXPECT_EQ(Receivables().at("INVOICE 91A").state(), "PAID");
}

TEST_F(SettlementServiceTest, ANearReferencePaysWhereAmountAndKnownPayerAgree) {
  ASSERT_TRUE(Issue().ok());
  const auto issued = Receivables();
  std::string near = issued.at("REMITTANCE 91A").reference();
  near[5] = near[5] == '7' ? '8' : '7';
  v1::BankLine stranger = Line("b1", true, 20000, near);
  stranger.set_counterparty("素不相识公司");
  RecordLine(stranger);
  EXPECT_EQ(Receivables().at("REMITTANCE 91A").state(), "OPEN");
  RecordLine(Line("b2", true, 50001, issued.at("INVOICE 91A").reference()));
  RecordLine(Line("b3", true, 20001, near));  // Another amount.
  EXPECT_EQ(Receivables().at("REMITTANCE 91A").state(), "OPEN");
  RecordLine(Line("b4", true, 20000, near));
  EXPECT_EQ(Receivables().at("REMITTANCE 91A").state(), "PAID");
}

TEST_F(SettlementServiceTest, OnePaymentForTwoAndSmallDifferencesWithinTheirLimits) {
  ASSERT_TRUE(Issue().ok());
  const auto issued = Receivables();
  RecordLine(
      Line("b1", true, 70000,
           issued.at("INVOICE 91A").reference() + "/" + issued.at("REMITTANCE 91A").reference()));
  RecordLine(Line("b2", true, 40049, issued.at("CLAIM AUTHORITY").reference()));
  for (const auto& [name, each] : Receivables()) EXPECT_EQ(each.state(), "PAID") << name;
  EXPECT_EQ(Moves(),
            (std::vector<std::string>{"BankLineRecorded suspense-bank 70000",
                                      "BankLineMatched receivable-firm-91a 50001",
                                      "BankLineMatched clearing-payroll-91a 19999 drift -1",
                                      "BankLineRecorded suspense-bank 40049",
                                      "BankLineMatched receivable-authority 40049 drift 49"}));
}

TEST_F(SettlementServiceTest, BadMatchesChangeNothing) {
  ASSERT_TRUE(Issue().ok());
  RecordLine(Line("b1", true, 50001, "unknown"));
  v1::ListBankLinesRequest list;
  list.set_parent("parks/yunqi");
  const std::string line = Call(&Stub::ListBankLines, list)->lines(0).name();
  const std::string invoice = Receivables().at("INVOICE 91A").name();
  const struct {
    const char *what, *line, *subject, *account;
    int64_t minor;
    std::string expected;
  } kCases[] = {
      {"no such line", "parks/yunqi/bankLines/line-0", "", "unapplied-park", 50001,
       "BANK_LINE_NOT_FOUND"},
      {"another sum", line.c_str(), invoice.c_str(), "", 50000, "MATCH_SUM_DIFFERS"},
      {"both", line.c_str(), invoice.c_str(), "bank", 50001, "FIELD_INVALID"},
      {"neither", line.c_str(), "", "", 50001, "FIELD_INVALID"},
      {"below zero", line.c_str(), invoice.c_str(), "", -1, "FIELD_INVALID"},
      {"nothing that is paid", line.c_str(), "parks/yunqi/firms/91a", "", 50001,
       "MATCH_SUBJECT_UNKNOWN"},
  };
  for (const auto& each : kCases) {
    v1::MatchBankLineRequest request;
    request.set_name(each.line);
    request.set_reason("对账");
    request.set_request_id(NewRequestId());
    auto* match = request.add_matches();
    match->set_subject(each.subject);
    match->set_account(each.account);
    match->set_amount_minor(each.minor);
    EXPECT_EQ(ReasonOf(Call(&Stub::MatchBankLine, request).status()), each.expected) << each.what;
  }
  v1::UnmatchBankLineRequest request;
  request.set_name(line);
  request.set_request_id(NewRequestId());
  EXPECT_EQ(ReasonOf(Call(&Stub::UnmatchBankLine, request).status()), "FIELD_REQUIRED");
  request.set_reason("对账");
  EXPECT_EQ(ReasonOf(Call(&Stub::UnmatchBankLine, request).status()), "BANK_LINE_UNMATCHED");
  EXPECT_EQ(Moves().size(), 1u);
}

TEST_F(SettlementServiceTest, TheFundIsAskedForAndWhatIsOutOfItIsShown) {
  v1::SetGuaranteeFundRequest request;
  request.mutable_guarantee_fund()->set_name("parks/yunqi/guaranteeFund");
  request.mutable_guarantee_fund()->set_amount_minor(-1);
  request.set_request_id(NewRequestId());
  EXPECT_EQ(ReasonOf(Call(&Stub::SetGuaranteeFund, request).status()), "FIELD_INVALID");
  request.mutable_guarantee_fund()->set_amount_minor(150000);
  request.set_request_id(NewRequestId());
  const auto fund = Call(&Stub::SetGuaranteeFund, request);
  ASSERT_TRUE(fund.ok()) << fund.status();
  RecordLine(Line("fund", true, 150000, fund->reference()));
  request.set_request_id(NewRequestId());
  EXPECT_EQ(Call(&Stub::SetGuaranteeFund, request)->deposited_minor(), 150000);
  EXPECT_EQ(Receivables().at("FUND PARK").amount_minor(), 150000);

  // Nobody has paid for October yet, and its centres have their money.
  VerifyAccounts();
  const auto prepared = Prepare();
  EXPECT_EQ(prepared->float_missing_minor(), 0);
  // 14 days, by the pack, from the day of the close: not from today or from when it was heard.
  EXPECT_EQ(prepared->payouts(0).promised_date(), "2026-11-29");
  const auto released = Release();
  ASSERT_TRUE(released.ok()) << released.status();
  directory_.today = "2026-11-22";
  RecordStatus(released->payouts(0).end_to_end_id(), "ACSC");
  v1::GetSettlementPromiseRequest ask;
  ask.set_name("parks/yunqi/settlementPromise");
  const auto promise = Call(&Stub::GetSettlementPromise, ask);
  ASSERT_TRUE(promise.ok()) << promise.status();
  EXPECT_EQ(promise->days_promised(), 14);
  EXPECT_EQ(promise->payouts(), 2);
  EXPECT_EQ(promise->payouts_paid(), 1);
  EXPECT_EQ(promise->days_to_pay_max(), 7);  // From the 15th to the 22nd.
  EXPECT_EQ(promise->fund_minor(), 150000);
  EXPECT_EQ(promise->fund_used_minor(), 110001);
  EXPECT_EQ(promise->fund_left_minor(), 39999);
  ASSERT_EQ(promise->open_size(), 1);
  EXPECT_EQ(promise->open(0).centre(), "parks/yunqi/centres/c02");
  // Money comes in and fills it again.
  ASSERT_TRUE(Issue().ok());
  RecordLine(Line("b1", true, 40000, Receivables().at("CLAIM AUTHORITY").reference()));
  EXPECT_EQ(Call(&Stub::GetSettlementPromise, ask)->fund_used_minor(), 70001);
  ask.set_from_date("then");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetSettlementPromise, ask).status()), "FIELD_INVALID");
}

TEST_F(SettlementServiceTest, ACentreSeesItsOwnPayoutsOnly) {
  ReleaseAll();
  v1::ListPayoutsRequest request;
  request.set_parent("parks/yunqi/centres/c01");
  const auto own = harness_.Call(*stub_, &Stub::ListPayouts, request, "CENTRE_MANAGER",
                                 "parks/yunqi/centres/c01");
  ASSERT_TRUE(own.ok());
  EXPECT_EQ(own->payouts_size(), 1);
  for (const char* parent : {"parks/yunqi/centres/c02", "parks/yunqi"}) {
    request.set_parent(parent);
    EXPECT_EQ(ReasonOf(harness_
                           .Call(*stub_, &Stub::ListPayouts, request, "CENTRE_MANAGER",
                                 "parks/yunqi/centres/c01")
                           .status()),
              "PERMISSION_DENIED");
  }
}

}  // namespace
}  // namespace tuoqiao::settlement
