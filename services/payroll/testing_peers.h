// Peers with behaviour, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PAYROLL_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_PAYROLL_TESTING_PEERS_H_

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/status.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::payroll {

// One park whose date, firms and employees the test writes. Thread safe.
class FakeDirectory final : public directory::v1::Directory::Service {
 public:
  void SetToday(const std::string& today) {
    std::lock_guard<std::mutex> lock(mutex_);
    today_ = today;
  }
  void SetFirm(const std::string& name, int pay_day, int cut_off_days, bool tax_advice = false) {
    std::lock_guard<std::mutex> lock(mutex_);
    directory::v1::Firm& firm = firms_[name];
    firm.set_name(name);
    firm.mutable_set_up()->set_pay_day(pay_day);
    firm.mutable_set_up()->set_cut_off_days(cut_off_days);
    firm.mutable_set_up()->set_tax_advice(tax_advice);
  }
  // Employee `number` of the firm, whose id is `emp-` and the number.
  void AddEmployee(const std::string& firm, const std::string& number) {
    std::lock_guard<std::mutex> lock(mutex_);
    employees_[firm].push_back(number);
  }
  // The last day of employment of all employees of that number.
  void SetLeaveDate(const std::string& number, const std::string& date) {
    std::lock_guard<std::mutex> lock(mutex_);
    leave_dates_[number] = date;
  }
  // How often rosters were asked for.
  int rosters_asked() const { return rosters_asked_; }

  grpc::Status ListParks(grpc::ServerContext*, const directory::v1::ListParksRequest*,
                         directory::v1::ListParksResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    response->add_parks()->set_name("parks/yunqi");
    response->mutable_parks(0)->set_current_date(today_);
    return grpc::Status::OK;
  }
  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    response->set_name(request->name());
    response->set_current_date(today_);
    return grpc::Status::OK;
  }
  grpc::Status GetFirm(grpc::ServerContext*, const directory::v1::GetFirmRequest* request,
                       directory::v1::Firm* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = firms_.find(request->name());
    if (found == firms_.end()) {
      return rpc::ToGrpc(NotFound("FIRM_NOT_FOUND", request->name()), "");
    }
    *response = found->second;
    return grpc::Status::OK;
  }
  grpc::Status ListEmployees(grpc::ServerContext*,
                             const directory::v1::ListEmployeesRequest* request,
                             directory::v1::ListEmployeesResponse* response) override {
    ++rosters_asked_;
    std::lock_guard<std::mutex> lock(mutex_);
    // Pages of two, so that nobody reads only the first.
    const std::vector<std::string>& numbers = employees_[request->parent()];
    const size_t from = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    const size_t until = std::min(numbers.size(), from + 2);
    for (size_t i = from; i < until; ++i) {
      directory::v1::Employee* employee = response->add_employees();
      employee->set_name(absl::StrCat(request->parent(), "/employees/emp-", numbers[i]));
      employee->set_employee_no(numbers[i]);
      const auto left = leave_dates_.find(numbers[i]);
      if (left != leave_dates_.end()) employee->set_leave_date(left->second);
    }
    if (until < numbers.size()) response->set_next_page_token(std::to_string(until));
    return grpc::Status::OK;
  }

 private:
  std::mutex mutex_;
  std::string today_ = "2026-11-01";
  std::map<std::string, directory::v1::Firm> firms_;
  std::map<std::string, std::vector<std::string>> employees_;
  std::map<std::string, std::string> leave_dates_;
  std::atomic<int> rosters_asked_{0};
};

// Billing with a log, and a month whose state the test says. Thread safe.
class FakeBilling final : public billing::v1::Billing::Service {
 public:
  void SetMonth(billing::v1::Month::State state) {
    std::lock_guard<std::mutex> lock(mutex_);
    month_ = state;
  }
  void Append(const std::string& kind, const google::protobuf::Message& payload) {
    std::lock_guard<std::mutex> lock(mutex_);
    type::v1::Event event;
    event.set_position(static_cast<int64_t>(events_.size()) + 1);
    event.set_id(absl::StrCat(kind, "-", event.position()));
    event.set_kind(kind);
    event.mutable_payload()->PackFrom(payload);
    events_.push_back(event);
  }
  // How often the month was asked for.
  int months_asked() const { return months_asked_; }

  grpc::Status GetMonth(grpc::ServerContext*, const billing::v1::GetMonthRequest* request,
                        billing::v1::Month* response) override {
    ++months_asked_;
    std::lock_guard<std::mutex> lock(mutex_);
    if (month_ == billing::v1::Month::STATE_UNSPECIFIED) {
      return rpc::ToGrpc(NotFound("MONTH_NOT_FOUND", request->name()), "");
    }
    response->set_name(request->name());
    response->set_state(month_);
    return grpc::Status::OK;
  }
  grpc::Status ListEvents(grpc::ServerContext*, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& event : events_) {
      if (event.position() > request->after() && response->events_size() < request->page_size()) {
        *response->add_events() = event;
      }
    }
    return grpc::Status::OK;
  }

 private:
  std::mutex mutex_;
  billing::v1::Month::State month_ = billing::v1::Month::STATE_UNSPECIFIED;
  std::vector<type::v1::Event> events_;
  std::atomic<int> months_asked_{0};
};

// ---- What billing closes, in the words of the tests: firm 91a's employee E1 is `91a/E1`.

inline std::string EmployeeNamed(const std::string& firm_and_number) {
  const size_t slash = firm_and_number.find('/');
  return absl::StrCat("parks/yunqi/firms/", firm_and_number.substr(0, slash), "/employees/emp-",
                      firm_and_number.substr(slash + 1));
}

inline billing::v1::Statement StatementMessage(const std::string& case_number,
                                               const std::string& family,
                                               const std::string& centre = "c01") {
  billing::v1::Statement statement;
  statement.set_name(absl::StrCat("parks/yunqi/months/2026-10/statements/st-", case_number));
  statement.set_case_number(case_number);
  statement.set_family(absl::StrCat("parks/yunqi/families/", family));
  statement.set_centre(absl::StrCat("parks/yunqi/centres/", centre));
  return statement;
}

inline void AddShare(billing::v1::Statement& statement, const std::string& payer,
                     const std::string& form, int64_t amount_minor,
                     const std::string& employee = "", const std::string& mode = "") {
  billing::v1::Share* share = statement.add_shares();
  share->set_payer(payer);
  share->set_form(form);
  share->set_amount_minor(amount_minor);
  share->set_arrears_mode(mode);
  if (employee.empty()) return;
  share->set_employee(EmployeeNamed(employee));
  if (payer == "FIRM") {
    share->set_firm(absl::StrCat("parks/yunqi/firms/", employee.substr(0, employee.find('/'))));
  }
}

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_TESTING_PEERS_H_
