// Peers with behaviour, for the tests of this folder: owners that take records, refuse some, answer
// a repeated request as before, and can be gone after they have taken a batch.
#ifndef TUOQIAO_SERVICES_EXCHANGE_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_EXCHANGE_TESTING_PEERS_H_

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/status.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::exchange {

inline constexpr char kFirm[] = "parks/yunqi/firms/91110108ma01234x2w";
inline constexpr char kUscc[] = "91110108MA01234X2W";

// What an owner keeps: what each key last said, and what it answered to each request. Thread safe.
class FakeOwner {
 public:
  // How many times a record was put into a row: never twice for one request.
  int Writes() {
    std::lock_guard<std::mutex> lock(mutex_);
    return writes_;
  }
  size_t Rows() {
    std::lock_guard<std::mutex> lock(mutex_);
    return rows_.size();
  }
  std::vector<std::string> RequestIds() {
    std::lock_guard<std::mutex> lock(mutex_);
    return ids_;
  }
  // The batch after so many calls is taken and the caller never hears of it; then calls go on.
  void LoseAnswerAfter(int calls) {
    std::lock_guard<std::mutex> lock(mutex_);
    lose_after_ = calls;
  }

  // `item(i)` is {key, what it says}, and rejects with a failure.
  template <typename Request, typename Response>
  grpc::Status Take(
      const Request& request, int items, Response* response,
      const std::function<absl::StatusOr<std::pair<std::string, std::string>>(int)>& item) {
    std::lock_guard<std::mutex> lock(mutex_);
    ids_.push_back(request.request_id());
    const auto before = answered_.find(request.request_id());
    if (before != answered_.end()) {
      Request again = request;
      if (before->second.first != again.SerializeAsString()) {
        return rpc::ToGrpc(Failure(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"), "");
      }
      response->ParseFromString(before->second.second);
      return grpc::Status::OK;
    }
    for (int i = 0; i < items; ++i) {
      type::v1::ItemResult* result = response->add_results();
      result->set_index(i);
      const auto said = item(i);
      if (!said.ok()) {
        Reject(said.status(), result);
        continue;
      }
      const auto& [key, says] = *said;
      result->set_resource(absl::StrCat(request.parent(), "/things/", key));
      const auto row = rows_.find(key);
      result->set_outcome(row == rows_.end()    ? type::v1::ItemResult::CREATED
                          : row->second == says ? type::v1::ItemResult::UNCHANGED
                                                : type::v1::ItemResult::UPDATED);
      if (request.validate_only() || result->outcome() == type::v1::ItemResult::UNCHANGED) continue;
      rows_[key] = says;
      ++writes_;
    }
    if (!request.validate_only()) {
      answered_[request.request_id()] = {request.SerializeAsString(),
                                         response->SerializeAsString()};
    }
    if (lose_after_ >= 0 && lose_after_-- == 0) {
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
    }
    return grpc::Status::OK;
  }

 protected:
  std::mutex mutex_;
  std::map<std::string, std::string> rows_;

 private:
  std::map<std::string, std::pair<std::string, std::string>> answered_;
  std::vector<std::string> ids_;
  int writes_ = 0;
  int lose_after_ = -1;
};

inline absl::Status Fail(absl::StatusCode code, const char* reason) {
  return Failure(code, reason);
}

class FakeDirectory final : public directory::v1::Directory::Service, public FakeOwner {
 public:
  std::set<std::string> firms = {kFirm};
  std::string today = "2026-10-01";
  std::vector<directory::v1::ReportRosterRequest> reports;
  FakeOwner families;

  std::set<std::string> Employed() {
    std::lock_guard<std::mutex> lock(mutex_);
    std::set<std::string> employed;
    for (const auto& [number, says] : rows_) employed.insert(number);
    return employed;
  }

  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override {
    response->set_name(request->name());
    response->set_current_date(today);
    return grpc::Status::OK;
  }
  grpc::Status GetFirm(grpc::ServerContext*, const directory::v1::GetFirmRequest* request,
                       directory::v1::Firm* response) override {
    response->set_uscc(absl::AsciiStrToUpper(LastPart(request->name())));
    return grpc::Status::OK;
  }
  grpc::Status BatchApplyEmployees(grpc::ServerContext*,
                                   const directory::v1::BatchApplyEmployeesRequest* request,
                                   directory::v1::BatchApplyEmployeesResponse* response) override {
    if (firms.count(request->parent()) == 0) return FirmNotFound();
    return Take(*request, request->employees_size(), response,
                [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                  const auto& each = request->employees(i);
                  if (each.work_site() == "nowhere") {
                    return Fail(absl::StatusCode::kInvalidArgument, "FIELD_INVALID");
                  }
                  return std::make_pair(each.employee_no(), each.SerializeAsString());
                });
  }
  grpc::Status EndAbsentEmployees(grpc::ServerContext*,
                                  const directory::v1::EndAbsentEmployeesRequest* request,
                                  directory::v1::EndAbsentEmployeesResponse* response) override {
    if (firms.count(request->parent()) == 0) return FirmNotFound();
    const std::set<std::string> present(request->present_employee_nos().begin(),
                                        request->present_employee_nos().end());
    std::lock_guard<std::mutex> lock(mutex_);
    std::set<std::string> absent;
    for (const auto& [number, says] : rows_) {
      if (present.count(number) == 0) absent.insert(number);
    }
    response->set_employed(static_cast<int32_t>(rows_.size()));
    response->set_absent(static_cast<int32_t>(absent.size()));
    response->set_ended(request->confirmed() || absent.size() < 4 ||
                        absent.size() * 10 <= rows_.size());
    if (!response->ended() || request->validate_only()) return grpc::Status::OK;
    for (const std::string& each : absent) rows_.erase(each);
    return grpc::Status::OK;
  }
  grpc::Status BatchApplyFamilies(grpc::ServerContext*,
                                  const directory::v1::BatchApplyFamiliesRequest* request,
                                  directory::v1::BatchApplyFamiliesResponse* response) override {
    return families.Take(*request, request->records_size(), response,
                         [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                           const auto& each = request->records(i);
                           return std::make_pair(each.child().case_number(),
                                                 each.SerializeAsString());
                         });
  }
  grpc::Status ReportRoster(grpc::ServerContext*, const directory::v1::ReportRosterRequest* request,
                            directory::v1::Firm*) override {
    std::lock_guard<std::mutex> lock(mutex_);
    reports.push_back(*request);
    return grpc::Status::OK;
  }

 private:
  static grpc::Status FirmNotFound() {
    return rpc::ToGrpc(Fail(absl::StatusCode::kNotFound, "FIRM_NOT_FOUND"), "");
  }
};

class FakePlaces final : public places::v1::Places::Service, public FakeOwner {
 public:
  std::set<std::string> case_numbers = {"C1", "C2"};
  std::vector<places::v1::Enrolment> enrolments;
  bool centre_known = true;

  grpc::Status BatchRecordAttendance(grpc::ServerContext*,
                                     const places::v1::BatchRecordAttendanceRequest* request,
                                     places::v1::BatchRecordAttendanceResponse* response) override {
    if (!centre_known) {
      return rpc::ToGrpc(Fail(absl::StatusCode::kNotFound, "CENTRE_NOT_FOUND"), "");
    }
    return Take(*request, request->days_size(), response,
                [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                  const auto& day = request->days(i);
                  if (case_numbers.count(day.case_number()) == 0) {
                    return Fail(absl::StatusCode::kNotFound, "UNKNOWN_CHILD");
                  }
                  return std::make_pair(absl::StrCat(day.case_number(), " ", day.date()),
                                        day.SerializeAsString());
                });
  }
  grpc::Status RecordPresenceEvents(grpc::ServerContext*,
                                    const places::v1::RecordPresenceEventsRequest* request,
                                    places::v1::RecordPresenceEventsResponse* response) override {
    return Take(*request, request->events_size(), response,
                [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                  const auto& event = request->events(i);
                  if (case_numbers.count(event.case_number()) == 0) {
                    return Fail(absl::StatusCode::kNotFound, "UNKNOWN_CHILD");
                  }
                  return std::make_pair(event.event_id(), event.SerializeAsString());
                });
  }
  grpc::Status ListEnrolments(grpc::ServerContext*, const places::v1::ListEnrolmentsRequest*,
                              places::v1::ListEnrolmentsResponse* response) override {
    for (const auto& each : enrolments) *response->add_enrolments() = each;
    return grpc::Status::OK;
  }
  grpc::Status ListCentres(grpc::ServerContext*, const places::v1::ListCentresRequest*,
                           places::v1::ListCentresResponse* response) override {
    for (const char* code : {"C01", "C02"}) {
      auto* centre = response->add_centres();
      centre->set_name(absl::StrCat("parks/yunqi/centres/", absl::AsciiStrToLower(code)));
      centre->set_code(code);
    }
    return grpc::Status::OK;
  }
};

class FakePayroll final : public payroll::v1::Payroll::Service, public FakeOwner {
 public:
  std::set<std::string> employees = {"E1", "E2"};
  bool run_there = true;
  std::atomic<bool> away{false};
  payroll::v1::PayRun::State state = payroll::v1::PayRun::RELEASED;
  std::vector<payroll::v1::Instruction> instructions;
  std::vector<payroll::v1::BatchRecordResultsRequest> results;
  std::vector<payroll::v1::Authorisation> revoked;
  std::vector<payroll::v1::ReportAuthorisationsToldRequest> told;
  bool hears_ends = true;

  grpc::Status ListAuthorisations(grpc::ServerContext*,
                                  const payroll::v1::ListAuthorisationsRequest* request,
                                  payroll::v1::ListAuthorisationsResponse* response) override {
    EXPECT_TRUE(request->revoked_only());
    for (const auto& each : revoked) *response->add_authorisations() = each;
    return grpc::Status::OK;
  }
  grpc::Status ReportAuthorisationsTold(grpc::ServerContext*,
                                        const payroll::v1::ReportAuthorisationsToldRequest* request,
                                        payroll::v1::ReportAuthorisationsToldResponse*) override {
    if (!hears_ends) return grpc::Status(grpc::StatusCode::INTERNAL, "");
    told.push_back(*request);
    for (auto& each : revoked) {
      if (each.state() != payroll::v1::Authorisation::REVOKED) continue;
      each.set_state(payroll::v1::Authorisation::TOLD);
      each.set_told_delivery(request->delivery());
      each.set_told_subject(request->subject());
    }
    return grpc::Status::OK;
  }
  grpc::Status BatchRecordPayFigures(
      grpc::ServerContext*, const payroll::v1::BatchRecordPayFiguresRequest* request,
      payroll::v1::BatchRecordPayFiguresResponse* response) override {
    return Take(*request, request->pay_figures_size(), response,
                [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                  const auto& each = request->pay_figures(i);
                  if (employees.count(each.employee_no()) == 0 || each.net_minor() == 0) {
                    return Fail(absl::StatusCode::kNotFound, "UNKNOWN_EMPLOYEE");
                  }
                  return std::make_pair(each.employee_no(), each.SerializeAsString());
                });
  }
  grpc::Status BatchRecordResults(grpc::ServerContext*,
                                  const payroll::v1::BatchRecordResultsRequest* request,
                                  payroll::v1::BatchRecordResultsResponse* response) override {
    if (!run_there) return RunNotFound();
    results.push_back(*request);
    return Take(*request, request->results_size(), response,
                [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                  const auto& each = request->results(i);
                  if (employees.count(each.employee_no()) == 0) {
                    return Fail(absl::StatusCode::kNotFound, "UNKNOWN_EMPLOYEE");
                  }
                  return std::make_pair(each.employee_no(), each.SerializeAsString());
                });
  }
  grpc::Status GetPayRun(grpc::ServerContext*, const payroll::v1::GetPayRunRequest* request,
                         payroll::v1::PayRun* response) override {
    if (away) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "");
    if (!run_there) return RunNotFound();
    response->set_name(request->name());
    response->set_month("2026-10");
    response->set_pay_date("2026-11-10");
    response->set_state(state);
    return grpc::Status::OK;
  }
  grpc::Status ListInstructions(grpc::ServerContext*, const payroll::v1::ListInstructionsRequest*,
                                payroll::v1::ListInstructionsResponse* response) override {
    for (const auto& each : instructions) *response->add_instructions() = each;
    return grpc::Status::OK;
  }

 private:
  static grpc::Status RunNotFound() {
    return rpc::ToGrpc(Fail(absl::StatusCode::kNotFound, "PAY_RUN_NOT_FOUND"), "");
  }
};

class FakeSettlement final : public settlement::v1::Settlement::Service, public FakeOwner {
 public:
  std::vector<settlement::v1::Payout> payouts;
  std::map<std::string, std::string> accounts = {{"c01", "VERIFIED"}, {"c02", "VERIFIED"}};
  std::vector<settlement::v1::Receivable> receivables;
  // What was said of each payment.
  std::map<std::string, std::string> statuses;

  grpc::Status BatchRecordBankLines(
      grpc::ServerContext*, const settlement::v1::BatchRecordBankLinesRequest* request,
      settlement::v1::BatchRecordBankLinesResponse* response) override {
    return Take(*request, request->lines_size(), response,
                [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                  return std::make_pair(request->lines(i).line_id(),
                                        request->lines(i).SerializeAsString());
                });
  }
  grpc::Status BatchRecordPaymentStatuses(
      grpc::ServerContext*, const settlement::v1::BatchRecordPaymentStatusesRequest* request,
      settlement::v1::BatchRecordPaymentStatusesResponse* response) override {
    return Take(*request, request->statuses_size(), response,
                [&](int i) -> absl::StatusOr<std::pair<std::string, std::string>> {
                  const auto& each = request->statuses(i);
                  if (!absl::StartsWith(each.end_to_end_id(), "PO-")) {
                    return Fail(absl::StatusCode::kNotFound, "PAYOUT_NOT_FOUND");
                  }
                  statuses[each.end_to_end_id()] = each.status();
                  return std::make_pair(each.end_to_end_id(), each.SerializeAsString());
                });
  }
  grpc::Status ListPayouts(grpc::ServerContext*, const settlement::v1::ListPayoutsRequest*,
                           settlement::v1::ListPayoutsResponse* response) override {
    for (const auto& each : payouts) *response->add_payouts() = each;
    return grpc::Status::OK;
  }
  grpc::Status ListPayeeAccounts(grpc::ServerContext*,
                                 const settlement::v1::ListPayeeAccountsRequest*,
                                 settlement::v1::ListPayeeAccountsResponse* response) override {
    for (const auto& [centre, said] : accounts) {
      auto* account = response->add_payee_accounts();
      account->set_name(absl::StrCat("parks/yunqi/centres/", centre, "/payeeAccount"));
      account->set_account_name("云栖托育中心");
      account->set_account_number("9901000000000000001");
      account->set_bank_code("102100099996");
      account->set_state(said);
    }
    return grpc::Status::OK;
  }
  // By payout and receivable.
  std::map<std::string, std::vector<settlement::v1::PayoutLine>> payout_lines;
  std::map<std::string, std::vector<settlement::v1::ReceivableLine>> receivable_lines;

  grpc::Status ListPayoutLines(grpc::ServerContext*,
                               const settlement::v1::ListPayoutLinesRequest* request,
                               settlement::v1::ListPayoutLinesResponse* response) override {
    for (const auto& each : payout_lines[request->parent()]) *response->add_lines() = each;
    return grpc::Status::OK;
  }
  grpc::Status ListReceivableLines(grpc::ServerContext*,
                                   const settlement::v1::ListReceivableLinesRequest* request,
                                   settlement::v1::ListReceivableLinesResponse* response) override {
    for (const auto& each : receivable_lines[request->parent()]) *response->add_lines() = each;
    return grpc::Status::OK;
  }
  grpc::Status ListReceivables(grpc::ServerContext*, const settlement::v1::ListReceivablesRequest*,
                               settlement::v1::ListReceivablesResponse* response) override {
    for (const auto& each : receivables) *response->add_receivables() = each;
    return grpc::Status::OK;
  }
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_TESTING_PEERS_H_
