// A firm leaves: its staff, terms, authorisations and pay, what is open, and what the books hold of
// it.
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/intake.h"
#include "services/cli/move/errors.h"
#include "services/cli/move/out.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using DirectoryStub = directory::v1::Directory::Stub;
using BillingStub = billing::v1::Billing::Stub;
using LedgerStub = ledger::v1::Ledger::Stub;
using PayrollStub = payroll::v1::Payroll::Stub;

std::string YesNo(bool fact) { return fact ? "Y" : "N"; }
std::string CountText(int64_t number) { return absl::StrCat(number); }

// The firm that leaves, and where what it takes along is put.
struct Leaving {
  Client& client;
  const std::string firm, park;
  MoveDays days;
  MoveOut out;

  MoveRows& rows(const std::string& file) { return out.rows[file]; }
};

absl::Status TakeFirm(Leaving& leaving) {
  directory::v1::GetFirmRequest request;
  request.set_name(leaving.firm);
  ASSIGN_OR_RETURN(const auto firm,
                   leaving.client.Call(&DirectoryStub::GetFirm, request, ParkAdmin(leaving.park)));
  const directory::v1::FirmSetUp& terms = firm.set_up();
  leaving.out.manifest.subject = firm.uscc();
  leaving.rows("firm.csv")
      .push_back({firm.uscc(), firm.display_name(), terms.plan(), terms.share_form(),
                  YesNo(terms.tax_advice()), YesNo(terms.union_member()),
                  CountText(terms.pay_day()), CountText(terms.cut_off_days()),
                  terms.contact_email(), terms.agreement_version(), terms.agreement_date(),
                  absl::StrJoin(terms.centres(), ";")});
  return absl::OkStatus();
}

absl::Status TakeEmployees(Leaving& leaving, bool names) {
  directory::v1::ListEmployeesRequest request;
  request.set_parent(leaving.firm);
  return leaving.client.ForEachPage<DirectoryStub, directory::v1::ListEmployeesRequest,
                                    directory::v1::ListEmployeesResponse>(
      &DirectoryStub::ListEmployees, request, FirmHr(leaving.firm),
      [&](const directory::v1::ListEmployeesResponse& page) {
        for (const directory::v1::Employee& each : page.employees()) {
          leaving.rows("employees.csv")
              .push_back({each.employee_no(), names ? each.display_name() : "",
                          names ? each.id_type() : "", names ? each.id_number() : "",
                          each.hire_date(), each.leave_date(), each.work_site(),
                          CountText(each.weekly_hours())});
        }
      });
}

absl::Status TakeTerms(Leaving& leaving) {
  payroll::v1::ListLegalBasesRequest bases;
  bases.set_parent(leaving.firm);
  ASSIGN_OR_RETURN(const auto found, leaving.client.Call(&PayrollStub::ListLegalBases, bases,
                                                         FirmPayroll(leaving.firm)));
  for (const payroll::v1::LegalBasis& each : found.legal_bases()) {
    const bool said = each.ground() != payroll::v1::LegalBasis::GROUND_UNSPECIFIED;
    leaving.rows("legal_bases.csv")
        .push_back({each.from_date(), each.until_date(),
                    said ? payroll::v1::LegalBasis::Ground_Name(each.ground()) : "", each.basis()});
  }
  payroll::v1::PreviewPayScheduleRequest schedule;
  schedule.set_parent(leaving.firm);
  schedule.set_month(leaving.out.manifest.closed_through);
  schedule.set_months(1);
  ASSIGN_OR_RETURN(const auto dates, leaving.client.Call(&PayrollStub::PreviewPaySchedule, schedule,
                                                         FirmPayroll(leaving.firm)));
  if (const auto& calendar = dates.pay_calendar(); !calendar.name().empty()) {
    leaving.rows("pay_calendars.csv")
        .push_back({LastPart(calendar.name()),
                    payroll::v1::PayCalendar::Frequency_Name(calendar.frequency()),
                    absl::StrJoin(calendar.pay_days(), ";"), calendar.first_pay_date(),
                    CountText(calendar.cut_off_working_days())});
  }
  if (const auto& policy = dates.pay_policy(); !policy.name().empty()) {
    const bool said = policy.priority() != payroll::v1::PayPolicy::PRIORITY_UNSPECIFIED;
    leaving.rows("pay_policy.csv")
        .push_back({policy.arrears_mode(), YuanOf(policy.payback_maximum_minor()),
                    said ? payroll::v1::PayPolicy::Priority_Name(policy.priority()) : ""});
  }
  return absl::OkStatus();
}

absl::Status TakeAuthorisations(Leaving& leaving) {
  payroll::v1::ListAuthorisationsRequest request;
  request.set_parent(leaving.firm);
  return leaving.client.ForEachPage<PayrollStub, payroll::v1::ListAuthorisationsRequest,
                                    payroll::v1::ListAuthorisationsResponse>(
      &PayrollStub::ListAuthorisations, request, FirmPayroll(leaving.firm),
      [&](const payroll::v1::ListAuthorisationsResponse& page) {
        for (const payroll::v1::Authorisation& each : page.authorisations()) {
          const bool said = each.formula() != payroll::v1::Authorisation::FORMULA_UNSPECIFIED;
          leaving.rows("authorisations.csv")
              .push_back({each.employee_no(), each.signature_reference(), each.from_date(),
                          each.until_date(), YuanOf(each.maximum_minor()), each.revoke_date(),
                          each.text_version(),
                          said ? payroll::v1::Authorisation::Formula_Name(each.formula()) : "",
                          CountText(each.share_bp())});
        }
      });
}

absl::Status TakeShares(Leaving& leaving) {
  for (const std::string& month : leaving.days.closed_months) {
    billing::v1::ListFirmSharesRequest request;
    request.set_parent(leaving.firm);
    request.set_month(month);
    RETURN_IF_ERROR((leaving.client.ForEachPage<BillingStub, billing::v1::ListFirmSharesRequest,
                                                billing::v1::ListFirmSharesResponse>(
        &BillingStub::ListFirmShares, request, FirmPayroll(leaving.firm),
        [&](const billing::v1::ListFirmSharesResponse& page) {
          for (const billing::v1::FirmShare& each : page.shares()) {
            leaving.rows("shares.csv")
                .push_back(
                    {each.month(), each.employee_no(), YuanOf(each.amount_minor()), each.form()});
          }
        })));
  }
  return absl::OkStatus();
}

absl::Status TakePayLines(Leaving& leaving, const payroll::v1::PayRun& run) {
  payroll::v1::ListInstructionsRequest request;
  request.set_parent(run.name());
  return leaving.client.ForEachPage<PayrollStub, payroll::v1::ListInstructionsRequest,
                                    payroll::v1::ListInstructionsResponse>(
      &PayrollStub::ListInstructions, request, FirmPayroll(leaving.firm),
      [&](const payroll::v1::ListInstructionsResponse& page) {
        for (const payroll::v1::Instruction& each : page.instructions()) {
          leaving.rows("pay_lines.csv")
              .push_back({LastPart(run.name()), LastPart(each.name()), each.employee_no(),
                          each.kind(), YuanOf(each.share_minor()), YuanOf(each.amount_minor()),
                          YuanOf(each.carried_minor()), YuanOf(each.seen_minor()),
                          YuanOf(each.arrears_minor()),
                          payroll::v1::Instruction::State_Name(each.state()), each.reason()});
        }
      });
}

// What went out and is not reconciled belongs to nobody but who sent it: PAY_RUN_IN_FLIGHT. What
// was only planned is planned anew.
absl::Status TakePayRuns(Leaving& leaving) {
  std::vector<payroll::v1::PayRun> runs;
  payroll::v1::ListPayRunsRequest request;
  request.set_parent(leaving.firm);
  RETURN_IF_ERROR((leaving.client.ForEachPage<PayrollStub, payroll::v1::ListPayRunsRequest,
                                              payroll::v1::ListPayRunsResponse>(
      &PayrollStub::ListPayRuns, request, FirmPayroll(leaving.firm),
      [&](const payroll::v1::ListPayRunsResponse& page) {
        runs.insert(runs.end(), page.pay_runs().begin(), page.pay_runs().end());
      })));
  for (const payroll::v1::PayRun& each : runs) {
    if (each.state() == payroll::v1::PayRun::PREFLIGHTED) continue;
    if (each.state() != payroll::v1::PayRun::RECONCILED) return RunInFlight(each.name());
    leaving.rows("pay_runs.csv")
        .push_back({LastPart(each.name()), payroll::v1::PayRun::Type_Name(each.type()),
                    each.month(), CountText(each.number()), each.pay_date(), each.cut_off_date(),
                    CountText(each.instructions()), YuanOf(each.deduct_minor()),
                    YuanOf(each.seen_minor()), YuanOf(each.arrears_minor()),
                    YuanOf(each.unapplied_minor()), YuanOf(each.reverse_minor()),
                    CountText(each.waiting_items()), each.digest()});
    RETURN_IF_ERROR(TakePayLines(leaving, each));
  }
  return absl::OkStatus();
}

// What is open by family, for the books hold it so.
using ByFamily = std::map<std::string, int64_t>;

absl::StatusOr<ByFamily> TakePayItems(Leaving& leaving) {
  ByFamily deducts;
  ControlTotals& control = leaving.out.manifest.control;
  // What was heard here stands in this park, and stands in another one where it goes.
  const auto tail = [&](const std::string& name) { return name.substr(leaving.park.size() + 1); };
  payroll::v1::ListPayItemsRequest request;
  request.set_parent(leaving.firm);
  RETURN_IF_ERROR((leaving.client.ForEachPage<PayrollStub, payroll::v1::ListPayItemsRequest,
                                              payroll::v1::ListPayItemsResponse>(
      &PayrollStub::ListPayItems, request, Finance(leaving.park),
      [&](const payroll::v1::ListPayItemsResponse& page) {
        for (const payroll::v1::PayItem& each : page.pay_items()) {
          const std::string instruction = each.instruction();
          const std::string run = instruction.substr(0, instruction.find("/instructions/"));
          leaving.rows("pay_items.csv")
              .push_back({each.employee_no(), each.form(), each.month(), YuanOf(each.whole_minor()),
                          YuanOf(each.open_minor()), each.arrears_mode(),
                          CountText(each.waited_runs()), tail(each.statement()),
                          LastPart(each.family()), LastPart(each.centre()), each.case_number(),
                          LastPart(each.arrears()), each.origin(), LastPart(run),
                          LastPart(instruction), YesNo(each.of_last_pay())});
          control.pay_items += 1;
          control.pay_items_open_minor += each.open_minor();
          if (each.form() == "DEDUCT") deducts[LastPart(each.family())] += each.open_minor();
        }
      })));
  return deducts;
}

absl::Status TakeBooks(Leaving& leaving, const ByFamily& deducts) {
  const std::string firm = LastPart(leaving.firm);
  ASSIGN_OR_RETURN(BooksOut books, BooksOut::Open(leaving.client, leaving.park));
  MoveOut& out = leaving.out;
  RETURN_IF_ERROR(books.TakeAccount(absl::StrCat("receivable-firm-", firm), &out));
  RETURN_IF_ERROR(books.TakeAccount(absl::StrCat("clearing-payroll-", firm), &out));
  int64_t left = 0;
  for (const auto& [family, minor] : deducts) {
    const std::string account = absl::StrCat("receivable-family-", family);
    ASSIGN_OR_RETURN(const int64_t balance_minor, books.Balance(account));
    if (balance_minor != minor) ++left;
    books.TakePart(account, minor, "PAY_ITEMS", &out);
  }
  if (left > 0) {
    out.manifest.notes.push_back(absl::StrCat(
        left, " families owe or are owed more than this firm's payroll has open; that stays."));
  }
  BooksOut::Close(absl::StrCat("firm-", firm), &out);
  return absl::OkStatus();
}

absl::Status TakeCounters(Leaving& leaving) {
  std::set<std::string> years = {leaving.out.manifest.as_of_date.substr(0, 4)};
  for (const std::string& month : leaving.days.closed_months) years.insert(month.substr(0, 4));
  for (const std::string& year : years) {
    ledger::v1::ListCountersRequest request;
    request.set_parent(leaving.park);
    request.set_year(year);
    request.set_firm(leaving.firm);
    ASSIGN_OR_RETURN(const auto found, leaving.client.Call(&LedgerStub::ListCounters, request,
                                                           Finance(leaving.park)));
    for (const ledger::v1::Counter& each : found.counters()) {
      if (each.kind() != "WELFARE") continue;
      leaving.rows("counters.csv")
          .push_back({each.kind(), each.year(), YuanOf(each.amount_minor()),
                      CountText(each.statements()), CountText(each.months()),
                      each.has_limit_minor() ? YuanOf(each.wages_minor()) : ""});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MoveOut> MoveFirmOut(Client& client, const std::string& firm,
                                    const std::string& names) {
  Leaving leaving = {client, firm, firm.substr(0, firm.find("/firms/")), {}, {}};
  ASSIGN_OR_RETURN(leaving.days, AskMoveDays(client, leaving.park));
  MoveManifest& manifest = leaving.out.manifest;
  manifest.kind = "firm";
  manifest.source = leaving.park;
  manifest.park = LastPart(leaving.park);
  manifest.as_of_date = leaving.days.as_of_date;
  manifest.closed_through = leaving.days.closed_months.empty() ? manifest.as_of_date.substr(0, 7)
                                                               : leaving.days.closed_months.back();
  if (names.empty()) {
    manifest.notes.push_back("Employees stand without names and identity numbers.");
  } else {
    manifest.notes.push_back(absl::StrCat("Names and identity numbers are here for: ", names));
  }
  RETURN_IF_ERROR(TakeFirm(leaving));
  RETURN_IF_ERROR(TakeEmployees(leaving, !names.empty()));
  RETURN_IF_ERROR(TakeTerms(leaving));
  RETURN_IF_ERROR(TakeAuthorisations(leaving));
  RETURN_IF_ERROR(TakeShares(leaving));
  RETURN_IF_ERROR(TakePayRuns(leaving));
  ASSIGN_OR_RETURN(const ByFamily deducts, TakePayItems(leaving));
  RETURN_IF_ERROR(TakeBooks(leaving, deducts));
  RETURN_IF_ERROR(TakeCounters(leaving));
  return std::move(leaving.out);
}

}  // namespace tuoqiao::cli
