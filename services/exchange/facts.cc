#include "services/exchange/facts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"

namespace tuoqiao::exchange {
namespace {

using DirectoryStub = directory::v1::Directory::Stub;
using PlacesStub = places::v1::Places::Stub;
using PayrollStub = payroll::v1::Payroll::Stub;
using SettlementStub = settlement::v1::Settlement::Stub;

constexpr int kPageMax = 1000;

std::string ParkName(const rpc::Caller& caller) { return absl::StrCat("parks/", caller.park); }

bool WasReleased(const payroll::v1::PayRun& run) {
  return run.state() == payroll::v1::PayRun::RELEASED ||
         run.state() == payroll::v1::PayRun::RESULT_READ ||
         run.state() == payroll::v1::PayRun::RECONCILED;
}

// What was to be taken or paid; what was read back since changes nothing of it.
bool WentOut(const payroll::v1::Instruction& instruction) {
  return instruction.amount_minor() > 0 &&
         instruction.state() != payroll::v1::Instruction::PLANNED &&
         instruction.state() != payroll::v1::Instruction::DIRECT &&
         instruction.state() != payroll::v1::Instruction::CANCELLED;
}

// As it stands on the pay slip.
std::string SlipText(const std::string& kind) {
  if (kind == "DEDUCT") return "托育费代扣";
  if (kind == "ALLOW") return "托育补贴";
  if (kind == "TAXABLE_BENEFIT") return "单位承担托育费";
  if (kind == kAuthorisationEnd) return "代扣授权终止";
  return "托育费冲正";
}

}  // namespace

Peers::Peers(const rpc::Ground& ground)
    : directory_(ground.channel("directory"), ground.badge),
      places_(ground.channel("places"), ground.badge),
      payroll_(ground.channel("payroll"), ground.badge),
      settlement_(ground.channel("settlement"), ground.badge) {}

absl::StatusOr<absl::CivilDay> Peers::AskToday(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(ParkName(caller));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&DirectoryStub::GetPark, request, caller));
  return ParseDay(park.current_date());
}

absl::StatusOr<PayRunFacts> Peers::AskPayRun(const rpc::Caller& caller,
                                             const std::string& name) const {
  payroll::v1::GetPayRunRequest get;
  get.set_name(name);
  ASSIGN_OR_RETURN(const payroll::v1::PayRun run,
                   payroll_.Call(&PayrollStub::GetPayRun, get, caller));
  PayRunFacts facts;
  facts.released = WasReleased(run);
  if (!facts.released) return facts;
  directory::v1::GetFirmRequest firm_request;
  firm_request.set_name(name.substr(0, name.find("/payRuns/")));
  ASSIGN_OR_RETURN(const directory::v1::Firm firm,
                   directory_.Call(&DirectoryStub::GetFirm, firm_request, caller));
  ASSIGN_OR_RETURN(const absl::CivilDay pay_date, ParseDay(run.pay_date()));
  payroll::v1::ListInstructionsRequest list;
  list.set_parent(name);
  list.set_page_size(kPageMax);
  RETURN_IF_ERROR((payroll_.ForEachPage<payroll::v1::ListInstructionsRequest,
                                        payroll::v1::ListInstructionsResponse>(
      &PayrollStub::ListInstructions, list, caller,
      [&](const payroll::v1::ListInstructionsResponse& page) {
        for (const payroll::v1::Instruction& each : page.instructions()) {
          if (!WentOut(each)) continue;
          facts.instructions.push_back({each.name(), firm.uscc(), each.employee_no(), run.month(),
                                        pay_date, each.kind(), each.amount_minor(),
                                        SlipText(each.kind())});
        }
        return absl::OkStatus();
      })));
  adapters::PayInstruction like;
  like.employer_uscc = firm.uscc();
  like.period = run.month();
  RETURN_IF_ERROR(AskEnds(caller, name, like, &facts));
  return facts;
}

absl::Status Peers::AskEnds(const rpc::Caller& caller, const std::string& run,
                            const adapters::PayInstruction& like, PayRunFacts* facts) const {
  payroll::v1::ListAuthorisationsRequest list;
  list.set_parent(run.substr(0, run.find("/payRuns/")));
  list.set_revoked_only(true);
  list.set_page_size(kPageMax);
  return payroll_
      .ForEachPage<payroll::v1::ListAuthorisationsRequest, payroll::v1::ListAuthorisationsResponse>(
          &PayrollStub::ListAuthorisations, list, caller,
          [&](const payroll::v1::ListAuthorisationsResponse& page) -> absl::Status {
            for (const payroll::v1::Authorisation& each : page.authorisations()) {
              const bool new_end = each.state() == payroll::v1::Authorisation::REVOKED;
              if (!new_end && each.told_subject() != run) continue;
              adapters::PayInstruction end = like;
              end.instruction = each.name();
              end.employee_no = each.employee_no();
              ASSIGN_OR_RETURN(end.pay_date, ParseDay(each.revoke_date()));
              end.kind = kAuthorisationEnd;
              end.reason = SlipText(end.kind);
              facts->instructions.push_back(std::move(end));
            }
            return absl::OkStatus();
          });
}

absl::Status Peers::ReportEnds(const rpc::Caller& caller, const Delivery& delivery,
                               const std::vector<std::string>& ends) const {
  // At most as many as payroll takes at once.
  constexpr size_t kEndsMax = 500;
  for (size_t first = 0; first < ends.size(); first += kEndsMax) {
    payroll::v1::ReportAuthorisationsToldRequest request;
    request.set_parent(delivery.parent);
    for (size_t i = first; i < std::min(ends.size(), first + kEndsMax); ++i) {
      request.add_authorisations(ends[i]);
    }
    request.set_delivery(absl::StrCat(delivery.parent, "/deliveries/", delivery.id));
    request.set_subject(delivery.subject);
    request.set_request_id(StepRequestId(delivery, absl::StrCat("told-", first)));
    RETURN_IF_ERROR(
        payroll_.Call(&PayrollStub::ReportAuthorisationsTold, request, caller).status());
  }
  return absl::OkStatus();
}

absl::Status Peers::AskPayees(const rpc::Caller& caller, PayoutFacts* facts) const {
  settlement::v1::ListPayeeAccountsRequest accounts;
  accounts.set_parent(ParkName(caller));
  accounts.set_page_size(kPageMax);
  RETURN_IF_ERROR((settlement_.ForEachPage<settlement::v1::ListPayeeAccountsRequest,
                                           settlement::v1::ListPayeeAccountsResponse>(
      &SettlementStub::ListPayeeAccounts, accounts, caller,
      [&](const settlement::v1::ListPayeeAccountsResponse& page) {
        for (const settlement::v1::PayeeAccount& each : page.payee_accounts()) {
          PayeeFacts& payee = facts->payees[each.name().substr(0, each.name().rfind('/'))];
          payee.account_name = each.account_name();
          payee.account_number = each.account_number();
          payee.bank_code = each.bank_code();
          // One whose waiting time runs is as good as none.
          payee.verified =
              each.state() == "VERIFIED" && each.payable_from_date() <= FormatDay(facts->today);
        }
        return absl::OkStatus();
      })));
  places::v1::ListCentresRequest centres;
  centres.set_parent(ParkName(caller));
  centres.set_page_size(kPageMax);
  return places_.ForEachPage<places::v1::ListCentresRequest, places::v1::ListCentresResponse>(
      &PlacesStub::ListCentres, centres, caller, [&](const places::v1::ListCentresResponse& page) {
        for (const places::v1::Centre& each : page.centres()) {
          const auto payee = facts->payees.find(each.name());
          if (payee != facts->payees.end()) payee->second.code = each.code();
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<PayoutFacts> Peers::AskPayouts(const rpc::Caller& caller,
                                              const std::string& month) const {
  PayoutFacts facts;
  ASSIGN_OR_RETURN(facts.today, AskToday(caller));
  settlement::v1::ListPayoutsRequest request;
  request.set_parent(ParkName(caller));
  request.set_page_size(kPageMax);
  RETURN_IF_ERROR((settlement_.ForEachPage<settlement::v1::ListPayoutsRequest,
                                           settlement::v1::ListPayoutsResponse>(
      &SettlementStub::ListPayouts, request, caller,
      [&](const settlement::v1::ListPayoutsResponse& page) {
        for (const settlement::v1::Payout& each : page.payouts()) {
          if (each.month() != LastPart(month) || each.state() != settlement::v1::Payout::RELEASED) {
            continue;
          }
          facts.payouts.push_back(
              {each.name(), each.centre(), each.end_to_end_id(), each.amount_minor()});
        }
        return absl::OkStatus();
      })));
  if (!facts.payouts.empty()) RETURN_IF_ERROR(AskPayees(caller, &facts));
  return facts;
}

absl::StatusOr<std::vector<IssuedReceivable>> Peers::AskReceivables(
    const rpc::Caller& caller, const std::string& month) const {
  std::vector<IssuedReceivable> receivables;
  settlement::v1::ListReceivablesRequest request;
  request.set_parent(ParkName(caller));
  request.set_page_size(kPageMax);
  RETURN_IF_ERROR((settlement_.ForEachPage<settlement::v1::ListReceivablesRequest,
                                           settlement::v1::ListReceivablesResponse>(
      &SettlementStub::ListReceivables, request, caller,
      [&](const settlement::v1::ListReceivablesResponse& page) {
        for (const settlement::v1::Receivable& each : page.receivables()) {
          // A float that is no longer missing asks for nothing.
          if (each.month() != LastPart(month) || each.amount_minor() <= 0) continue;
          // What is the payer's is not asked for.
          if (each.kind() == "CREDIT") continue;
          receivables.push_back({each.reference(), each.kind(), each.party(), each.amount_minor()});
        }
        return absl::OkStatus();
      })));
  return receivables;
}

absl::StatusOr<std::vector<AskedLine>> Peers::AskReceivableLines(const rpc::Caller& caller,
                                                                 const std::string& month) const {
  std::vector<settlement::v1::Receivable> receivables;
  settlement::v1::ListReceivablesRequest list;
  list.set_parent(ParkName(caller));
  list.set_page_size(kPageMax);
  RETURN_IF_ERROR((settlement_.ForEachPage<settlement::v1::ListReceivablesRequest,
                                           settlement::v1::ListReceivablesResponse>(
      &SettlementStub::ListReceivables, list, caller,
      [&](const settlement::v1::ListReceivablesResponse& page) {
        for (const settlement::v1::Receivable& each : page.receivables()) {
          const bool of_statements = each.kind() != "FLOAT" && each.kind() != "FUND";
          if (each.month() == LastPart(month) && of_statements) receivables.push_back(each);
        }
        return absl::OkStatus();
      })));
  std::vector<AskedLine> lines;
  for (const settlement::v1::Receivable& receivable : receivables) {
    settlement::v1::ListReceivableLinesRequest request;
    request.set_parent(receivable.name());
    request.set_page_size(kPageMax);
    RETURN_IF_ERROR((settlement_.ForEachPage<settlement::v1::ListReceivableLinesRequest,
                                             settlement::v1::ListReceivableLinesResponse>(
        &SettlementStub::ListReceivableLines, request, caller,
        [&](const settlement::v1::ListReceivableLinesResponse& page) {
          for (const settlement::v1::ReceivableLine& each : page.lines()) {
            AskedLine& line = lines.emplace_back();
            line.receivable = {receivable.reference(), receivable.kind(), receivable.party(),
                               receivable.amount_minor()};
            line.kind = each.kind();
            line.month = each.month();
            line.employee = LastPart(each.employee());
            line.case_number = each.case_number();
            line.centre = LastPart(each.centre());
            line.attended_days = each.attended_days();
            line.amount_minor = each.amount_minor();
          }
          return absl::OkStatus();
        })));
  }
  return lines;
}

absl::StatusOr<std::vector<AdvisedLine>> Peers::AskPayoutLines(const rpc::Caller& caller,
                                                               const std::string& centre,
                                                               const std::string& month) const {
  std::vector<settlement::v1::Payout> payouts;
  settlement::v1::ListPayoutsRequest list;
  list.set_parent(centre);
  list.set_page_size(kPageMax);
  RETURN_IF_ERROR(
      (settlement_
           .ForEachPage<settlement::v1::ListPayoutsRequest, settlement::v1::ListPayoutsResponse>(
               &SettlementStub::ListPayouts, list, caller,
               [&](const settlement::v1::ListPayoutsResponse& page) {
                 for (const settlement::v1::Payout& each : page.payouts()) {
                   if (each.month() == LastPart(month)) payouts.push_back(each);
                 }
                 return absl::OkStatus();
               })));
  std::vector<AdvisedLine> lines;
  for (const settlement::v1::Payout& payout : payouts) {
    settlement::v1::ListPayoutLinesRequest request;
    request.set_parent(payout.name());
    request.set_page_size(kPageMax);
    RETURN_IF_ERROR((settlement_.ForEachPage<settlement::v1::ListPayoutLinesRequest,
                                             settlement::v1::ListPayoutLinesResponse>(
        &SettlementStub::ListPayoutLines, request, caller,
        [&](const settlement::v1::ListPayoutLinesResponse& page) {
          for (const settlement::v1::PayoutLine& each : page.lines()) {
            AdvisedLine& line = lines.emplace_back();
            line.payout = LastPart(payout.name());
            line.end_to_end_id = payout.end_to_end_id();
            line.state = settlement::v1::Payout::State_Name(payout.state());
            line.kind = each.kind();
            line.case_number = each.case_number();
            line.payer = each.payer();
            line.billed_month = each.billed_month();
            line.carried_month = each.carried_month();
            line.attended_days = each.attended_days();
            line.amount_minor = each.amount_minor();
          }
          return absl::OkStatus();
        })));
  }
  return lines;
}

absl::StatusOr<std::vector<adapters::EnrolmentAdvice>> Peers::AskAdvice(
    const rpc::Caller& caller, const std::string& centre, const std::string& month) const {
  ASSIGN_OR_RETURN(const absl::CivilMonth of, ParseMonth(LastPart(month)));
  std::vector<adapters::EnrolmentAdvice> advice;
  places::v1::ListEnrolmentsRequest request;
  request.set_parent(centre);
  request.set_page_size(kPageMax);
  RETURN_IF_ERROR(
      (places_.ForEachPage<places::v1::ListEnrolmentsRequest, places::v1::ListEnrolmentsResponse>(
          &PlacesStub::ListEnrolments, request, caller,
          [&](const places::v1::ListEnrolmentsResponse& page) -> absl::Status {
            for (const places::v1::Enrolment& each : page.enrolments()) {
              if (each.state() == places::v1::Enrolment::CANCELLED ||
                  each.state() == places::v1::Enrolment::NO_SHOW) {
                continue;
              }
              ASSIGN_OR_RETURN(const absl::CivilDay start, ParseDay(each.start_date()));
              ASSIGN_OR_RETURN(const absl::CivilDay end, ParseDay(each.end_date()));
              if (Intersect(MonthPeriod(of), {start, end}).Empty()) continue;
              advice.push_back(
                  {each.case_number(), absl::AsciiStrToUpper(LastPart(each.group())), start, end});
            }
            return absl::OkStatus();
          })));
  return advice;
}

}  // namespace tuoqiao::exchange
