// Payroll behind its real handlers, with a directory and a billing that say what the test says.
#ifndef TUOQIAO_SERVICES_PAYROLL_TESTING_SERVICE_H_
#define TUOQIAO_SERVICES_PAYROLL_TESTING_SERVICE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/testing/harness.h"
#include "services/payroll/module.h"
#include "services/payroll/testing_peers.h"
#include "services/payroll/testing_tables.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"

namespace tuoqiao::payroll {

inline constexpr char kPark[] = "parks/yunqi";
inline constexpr char kFirmA[] = "parks/yunqi/firms/91a";
inline constexpr char kFirmB[] = "parks/yunqi/firms/91b";
inline constexpr char kRunA[] = "parks/yunqi/firms/91a/payRuns/2026-10";

class PayrollServiceTest : public ::testing::Test {
 protected:
  // On SQLite in memory where no database is given.
  explicit PayrollServiceTest(std::unique_ptr<db::Database> database = nullptr) {
    // Firm A pays on the 10th of November and takes instructions until the 7th.
    directory_.SetFirm(kFirmA, 10, 3);
    directory_.SetFirm(kFirmB, 15, 2, /*tax_advice=*/true);
    for (int i = 1; i <= 9; ++i) directory_.AddEmployee(kFirmA, absl::StrCat("E", i));
    directory_.AddEmployee(kFirmB, "B1");
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("billing", billing_);
    harness_.AddModule("payroll", Schema(), MakeModule, std::move(database));
    stub_ = v1::Payroll::NewStub(harness_.channel("payroll"));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::Payroll::Stub::*method)(grpc::ClientContext*,
                                                                          const Request&,
                                                                          Response*),
                                const Request& request, const std::string& role = "FIRM_PAYROLL",
                                const std::string& scope = kPark) {
    return harness_.Call(*stub_, method, request, role, scope);
  }
  std::string NextId() { return absl::StrCat("request-", ++requests_); }

  // ---- What allows a deduction.

  absl::StatusOr<v1::LegalBasis> RecordBasis(const std::string& firm = kFirmA,
                                             const std::string& from = "2026-01-01") {
    v1::RecordLegalBasisRequest request;
    request.set_parent(firm);
    request.mutable_legal_basis()->set_basis("集体合同第 12 条");
    request.mutable_legal_basis()->set_from_date(from);
    request.set_request_id(NextId());
    return Call(&v1::Payroll::Stub::RecordLegalBasis, request);
  }
  absl::StatusOr<v1::PayFloor> SetFloor(int64_t protected_minor = 259000, int32_t cap_bp = 2000) {
    v1::SetPayFloorRequest request;
    request.mutable_pay_floor()->set_name(absl::StrCat(kPark, "/payFloor"));
    request.mutable_pay_floor()->set_protected_pay_minor(protected_minor);
    request.mutable_pay_floor()->set_deduction_cap_bp(cap_bp);
    request.set_request_id(NextId());
    return Call(&v1::Payroll::Stub::SetPayFloor, request, "PARK_ADMIN");
  }
  static v1::Authorisation AuthorisationOf(const std::string& number,
                                           const std::string& maximum = "1500.00") {
    v1::Authorisation authorisation;
    authorisation.set_employee_no(number);
    authorisation.set_signature_reference(absl::StrCat("S-", number));
    authorisation.set_from_date("2026-01-01");
    authorisation.set_until_date("2027-01-01");
    authorisation.set_maximum_minor(Fen(maximum));
    return authorisation;
  }
  absl::StatusOr<v1::BatchRecordAuthorisationsResponse> SendAuthorisations(
      const std::vector<v1::Authorisation>& authorisations, const std::string& firm = kFirmA) {
    v1::BatchRecordAuthorisationsRequest request;
    request.set_parent(firm);
    for (const auto& each : authorisations) *request.add_authorisations() = each;
    request.set_request_id(NextId());
    return Call(&v1::Payroll::Stub::BatchRecordAuthorisations, request, "FIRM_HR");
  }
  static v1::PayFigure FigureOf(const std::string& number, const std::string& gross = "10000.00",
                                const std::string& net = "8000.00",
                                const std::string& period = "2026-10") {
    v1::PayFigure figure;
    figure.set_employee_no(number);
    figure.set_period(period);
    figure.set_gross_minor(Fen(gross));
    figure.set_net_minor(Fen(net));
    return figure;
  }
  absl::StatusOr<v1::BatchRecordPayFiguresResponse> SendFigures(
      const std::vector<v1::PayFigure>& figures, const std::string& firm = kFirmA) {
    v1::BatchRecordPayFiguresRequest request;
    request.set_parent(firm);
    for (const auto& each : figures) *request.add_pay_figures() = each;
    request.set_request_id(NextId());
    return Call(&v1::Payroll::Stub::BatchRecordPayFigures, request, "SERVICE", "exchange");
  }
  // Everybody of firm A may be deducted from, up to 1500.00.
  void AllowAll() {
    ASSERT_TRUE(RecordBasis().ok());
    ASSERT_TRUE(SetFloor().ok());
    std::vector<v1::Authorisation> authorisations;
    std::vector<v1::PayFigure> figures;
    for (int i = 1; i <= 9; ++i) {
      authorisations.push_back(AuthorisationOf(absl::StrCat("E", i)));
      figures.push_back(FigureOf(absl::StrCat("E", i)));
    }
    ASSERT_TRUE(SendAuthorisations(authorisations).ok());
    ASSERT_TRUE(SendFigures(figures).ok());
  }

  // ---- Billing.

  void Close(const billing::v1::Statement& statement) {
    billing::v1::StatementClosed payload;
    *payload.mutable_statement() = statement;
    billing_.Append("StatementClosed", payload);
    ++statements_;
  }
  // A family's share of a statement, deducted from an employee of firm A.
  void CloseDeduct(const std::string& case_number, const std::string& number,
                   const std::string& amount, const std::string& mode = "TAKE_WHAT_FITS") {
    auto statement = StatementMessage(case_number, absl::StrCat("fam-", number));
    AddShare(statement, "FAMILY", "DEDUCT", Fen(amount), absl::StrCat("91a/", number), mode);
    Close(statement);
  }
  void CloseMonth() {
    billing_.SetMonth(billing::v1::Month::CLOSED);
    billing::v1::MonthClosed payload;
    payload.set_month("2026-10");
    payload.set_statements(statements_);
    billing_.Append("MonthClosed", payload);
  }

  // ---- Pay runs.

  absl::StatusOr<v1::PayRun> PlanNow(const std::string& firm = kFirmA, bool validate_only = false) {
    v1::PlanPayRunRequest request;
    request.set_parent(firm);
    request.set_month("2026-10");
    request.set_request_id(NextId());
    request.set_validate_only(validate_only);
    return Call(&v1::Payroll::Stub::PlanPayRun, request);
  }
  // Plans once the month was heard.
  absl::StatusOr<v1::PayRun> Plan(const std::string& firm = kFirmA, bool validate_only = false) {
    auto planned = PlanNow(firm, validate_only);
    for (int i = 0; i < 2000 && ReasonOf(planned.status()) == "MONTH_NOT_HEARD"; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      planned = PlanNow(firm, validate_only);
    }
    return planned;
  }
  absl::StatusOr<v1::PayRun> Release(const std::string& digest = "",
                                     const std::string& run = kRunA) {
    v1::ReleasePayRunRequest request;
    request.set_name(run);
    request.set_digest(digest);
    request.set_request_id(NextId());
    return Call(&v1::Payroll::Stub::ReleasePayRun, request);
  }
  absl::StatusOr<v1::PayRun> Get(const std::string& run = kRunA) {
    v1::GetPayRunRequest request;
    request.set_name(run);
    return Call(&v1::Payroll::Stub::GetPayRun, request, "SERVICE", "exchange");
  }
  std::vector<v1::Instruction> Instructions(const std::string& run = kRunA) {
    std::vector<v1::Instruction> instructions;
    v1::ListInstructionsRequest request;
    request.set_parent(run);
    request.set_page_size(2);
    do {
      const auto page = Call(&v1::Payroll::Stub::ListInstructions, request, "SERVICE", "exchange");
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->instructions()) instructions.push_back(each);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return instructions;
  }
  v1::Instruction InstructionOf(const std::string& number, const std::string& kind = "DEDUCT") {
    for (const auto& each : Instructions()) {
      if (each.employee_no() == number && each.kind() == kind) return each;
    }
    return {};
  }
  static v1::PayResult ResultOf(const v1::Instruction& instruction, int64_t amount_minor) {
    v1::PayResult result;
    result.set_instruction(instruction.name());
    result.set_employee_no(instruction.employee_no());
    result.set_period("2026-10");
    result.set_kind(instruction.kind());
    result.set_amount_minor(amount_minor);
    return result;
  }
  absl::StatusOr<v1::BatchRecordResultsResponse> SendResults(
      const std::vector<v1::PayResult>& results, const std::string& run = kRunA) {
    v1::BatchRecordResultsRequest request;
    request.set_parent(run);
    for (const auto& each : results) *request.add_results() = each;
    request.set_request_id(NextId());
    return Call(&v1::Payroll::Stub::BatchRecordResults, request, "SERVICE", "exchange");
  }
  // "CREATED", "UNCHANGED" or the reason, one a line.
  std::vector<std::string> Outcomes(const std::vector<v1::PayResult>& results) {
    const auto response = SendResults(results);
    EXPECT_TRUE(response.ok()) << response.status();
    return OutcomesOf(*response);
  }
  template <typename Response>
  static std::vector<std::string> OutcomesOf(const Response& response) {
    std::vector<std::string> outcomes;
    for (const type::v1::ItemResult& each : response.results()) {
      EXPECT_EQ(each.index(), static_cast<int>(outcomes.size()));
      outcomes.push_back(each.outcome() == type::v1::ItemResult::REJECTED
                             ? each.reason()
                             : type::v1::ItemResult::Outcome_Name(each.outcome()));
    }
    return outcomes;
  }
  absl::StatusOr<v1::PayRun> Reconcile(const std::string& run = kRunA) {
    v1::ReconcilePayRunRequest request;
    request.set_name(run);
    request.set_request_id(NextId());
    return Call(&v1::Payroll::Stub::ReconcilePayRun, request, "PARK_FINANCE");
  }
  // "E2 SHORT 300.00", sorted.
  std::vector<std::string> Arrears() {
    v1::ListArrearsRequest request;
    request.set_parent(kFirmA);
    request.set_page_size(2);
    std::vector<std::string> lines;
    do {
      const auto page = Call(&v1::Payroll::Stub::ListArrears, request);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->arrears()) {
        EXPECT_EQ(each.month(), "2026-10");
        lines.push_back(
            absl::StrCat(each.employee_no(), " ", each.origin(), " ", each.amount_minor()));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  // The shares that were heard.
  int64_t CountShares() {
    int64_t shares = 0;
    EXPECT_TRUE(
        harness_.db("payroll")
            .ReadIn("yunqi",
                    [&](db::Read& txn) -> absl::Status {
                      ASSIGN_OR_RETURN(
                          shares,
                          txn.QueryInt("SELECT COUNT(*) FROM closed_share WHERE park_id = :park",
                                       {}));
                      return absl::OkStatus();
                    })
            .ok());
    return shares;
  }

  // ---- The log.

  std::vector<type::v1::Event> Events(const std::string& kind = "") {
    type::v1::ListEventsRequest request;
    request.set_parent(kPark);
    const auto log = Call(&v1::Payroll::Stub::ListEvents, request, "SERVICE", "ledger");
    EXPECT_TRUE(log.ok()) << log.status();
    std::vector<type::v1::Event> events;
    for (const auto& each : log->events()) {
      if (kind.empty() || each.kind() == kind) events.push_back(each);
    }
    return events;
  }
  // "C7 700 AUTHORISATION_MISSING" for each refused share, in order.
  std::vector<std::string> MadeDirect() {
    std::vector<std::string> lines;
    for (const auto& event : Events("ShareMadeDirect")) {
      v1::ShareMadeDirect share;
      EXPECT_TRUE(event.payload().UnpackTo(&share));
      EXPECT_EQ(event.subject(), share.statement());
      EXPECT_EQ(share.centre(), "parks/yunqi/centres/c01");
      lines.push_back(absl::StrCat(share.statement().substr(share.statement().rfind('-') + 1), " ",
                                   LastPart(share.family()), " ", share.amount_minor(), " ",
                                   share.reason()));
    }
    return lines;
  }
  std::map<std::string, int> CountResources() {
    type::v1::ListResourcesRequest request;
    request.set_parent(kPark);
    request.set_page_size(1);
    std::map<std::string, int> count;
    std::set<std::string> names;
    do {
      const auto page = Call(&v1::Payroll::Stub::ListResources, request, "OPS");
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->resources()) {
        ++count[each.type()];
        EXPECT_TRUE(names.insert(each.name()).second) << each.name();
        if (each.type() == "PayFigure") {
          EXPECT_NE(each.json().find("grossMinor"), std::string::npos) << each.json();
        }
        EXPECT_EQ(each.json().find("revision"), std::string::npos) << each.json();
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return count;
  }

  FakeDirectory directory_;
  FakeBilling billing_;
  rpc::testing::Harness harness_;
  std::unique_ptr<v1::Payroll::Stub> stub_;
  int requests_ = 0;
  int statements_ = 0;
};

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_TESTING_SERVICE_H_
