#include "services/payroll/facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_import_store.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/share_store.h"

namespace tuoqiao::payroll {
namespace {

using DirectoryStub = directory::v1::Directory::Stub;
using BillingStub = billing::v1::Billing::Stub;

constexpr int32_t kPageSize = 1000;

}  // namespace

Peers::Peers(const rpc::Ground& ground)
    : db_(ground.db),
      badge_(ground.badge),
      directory_(ground.channel("directory"), ground.badge),
      billing_(ground.channel("billing"), ground.badge) {}

absl::StatusOr<absl::CivilDay> Peers::AskToday(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(absl::StrCat("parks/", caller.park));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&DirectoryStub::GetPark, request, caller));
  return ParseDay(park.current_date());
}

absl::StatusOr<FirmTerms> Peers::AskFirm(const rpc::Caller& caller, const std::string& firm) const {
  directory::v1::GetFirmRequest request;
  request.set_name(FirmName(caller.park, firm));
  ASSIGN_OR_RETURN(const directory::v1::Firm found,
                   directory_.Call(&DirectoryStub::GetFirm, request, caller));
  const directory::v1::FirmSetUp& set_up = found.set_up();
  return FirmTerms{set_up.pay_day(), set_up.cut_off_days(), set_up.tax_advice()};
}

absl::Status Peers::CheckFirm(const rpc::Caller& caller, const std::string& firm) const {
  bool known = false;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(known, FirmKnown(txn, firm));
    return absl::OkStatus();
  }));
  return known ? absl::OkStatus() : AskFirm(caller, firm).status();
}

absl::Status Peers::AskEmployees(const rpc::Caller& caller, const std::string& firm,
                                 const Visit& visit) const {
  directory::v1::ListEmployeesRequest request;
  request.set_parent(FirmName(caller.park, firm));
  request.set_page_size(kPageSize);
  return directory_
      .ForEachPage<directory::v1::ListEmployeesRequest, directory::v1::ListEmployeesResponse>(
          &DirectoryStub::ListEmployees, request, caller,
          [&](const directory::v1::ListEmployeesResponse& page) -> absl::Status {
            for (const directory::v1::Employee& each : page.employees()) {
              RETURN_IF_ERROR(visit(each));
            }
            return absl::OkStatus();
          });
}

absl::StatusOr<Staff> Peers::AskStaff(const rpc::Caller& caller, const std::string& firm,
                                      const std::set<std::string>& numbers) const {
  RETURN_IF_ERROR(CheckFirm(caller, firm));
  if (numbers.empty()) return Staff();
  Staff staff;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(staff, LoadStaff(txn, firm, {*numbers.begin(), *numbers.rbegin()}));
    return absl::OkStatus();
  }));
  const bool all_met = std::all_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
    return !staff.IdOf(number).empty();
  });
  if (all_met) return staff;
  RETURN_IF_ERROR(AskEmployees(caller, firm, [&](const directory::v1::Employee& each) {
    if (numbers.count(each.employee_no()) > 0) {
      staff.Add(EmployeeOf(each.name()), each.employee_no());
    }
    return absl::OkStatus();
  }));
  return staff;
}

absl::Status Peers::AskStaffOfOpen(const rpc::Caller& caller, const std::string& firm,
                                   absl::CivilMonth until, PlanTerms* terms) const {
  std::set<std::string> missing;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(terms->staff, LoadStaffOfOpen(txn, firm, until));
    ASSIGN_OR_RETURN(const auto open, LoadOpenShares(txn, firm, until));
    for (const OpenShare& each : open) {
      if (terms->staff.NumberOf(each.share.employee).empty()) missing.insert(each.share.employee);
    }
    return absl::OkStatus();
  }));
  if (missing.empty() && terms->staff.numbers().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(
      AskEmployees(caller, firm, [&](const directory::v1::Employee& each) -> absl::Status {
        const std::string id = EmployeeOf(each.name());
        if (missing.erase(id) > 0) terms->staff.Add(id, each.employee_no());
        if (each.leave_date().empty() || terms->staff.NumberOf(id).empty()) return absl::OkStatus();
        ASSIGN_OR_RETURN(terms->leave_dates[id], ParseDay(each.leave_date()));
        return absl::OkStatus();
      }));
  if (missing.empty()) return absl::OkStatus();
  return EmployeeNotFound(EmployeeName(caller.park, firm, *missing.begin()));
}

absl::Status Peers::CheckHeard(const rpc::Caller& caller, const std::string& firm,
                               absl::CivilMonth month) const {
  bool complete = false;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const HeardMonth heard, LoadHeardMonth(txn, month));
    complete = heard.Complete();
    if (complete || heard.statements > 0) return absl::OkStatus();
    ASSIGN_OR_RETURN(complete, ClosedElsewhere(txn, firm, month));
    return absl::OkStatus();
  }));
  if (complete) return absl::OkStatus();
  billing::v1::GetMonthRequest request;
  request.set_name(absl::StrCat("parks/", caller.park, "/months/", FormatMonth(month)));
  const auto found = billing_.Call(&BillingStub::GetMonth, request, caller);
  if (ReasonOf(found.status()) == "MONTH_NOT_FOUND") return MonthNotClosed(month);
  RETURN_IF_ERROR(found.status());
  if (found->state() != billing::v1::Month::CLOSED) return MonthNotClosed(month);
  return MonthNotHeard(month);
}

absl::StatusOr<PlanTerms> Peers::AskPlan(const rpc::Caller& caller, const std::string& firm,
                                         absl::CivilMonth month) const {
  PlanTerms terms;
  ASSIGN_OR_RETURN(terms.firm, AskFirm(caller, firm));
  RETURN_IF_ERROR(CheckHeard(caller, firm, month));
  RETURN_IF_ERROR(AskStaffOfOpen(caller, firm, month, &terms));
  return terms;
}

absl::StatusOr<PlanTerms> Peers::AskRelease(const rpc::Caller& caller, const PayRunKey& key) const {
  bool planned = false;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto run, FindPayRun(txn, key));
    planned = run.has_value();
    return absl::OkStatus();
  }));
  if (!planned) return PayRunNotFound(PayRunName(caller.park, key));
  return AskTerms(caller, key.firm, key.month);
}

absl::StatusOr<PlanTerms> Peers::AskTerms(const rpc::Caller& caller, const std::string& firm,
                                          absl::CivilMonth until) const {
  PlanTerms terms;
  ASSIGN_OR_RETURN(terms.firm, AskFirm(caller, firm));
  RETURN_IF_ERROR(AskStaffOfOpen(caller, firm, until, &terms));
  ASSIGN_OR_RETURN(terms.today, AskToday(caller));
  return terms;
}

absl::StatusOr<std::map<std::string, absl::CivilDay>> Peers::AskDates() const {
  std::map<std::string, absl::CivilDay> dates;
  directory::v1::ListParksRequest request;
  request.set_page_size(kPageSize);
  RETURN_IF_ERROR(
      directory_.ForEachPage<directory::v1::ListParksRequest, directory::v1::ListParksResponse>(
          &DirectoryStub::ListParks, request, badge_.AsCaller(""),
          [&](const directory::v1::ListParksResponse& page) -> absl::Status {
            for (const directory::v1::Park& park : page.parks()) {
              ASSIGN_OR_RETURN(dates[rpc::ParkOf(park.name())], ParseDay(park.current_date()));
            }
            return absl::OkStatus();
          }));
  return dates;
}

}  // namespace tuoqiao::payroll
