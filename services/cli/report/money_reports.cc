// What a month corrects of closed ones, and how late money is.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/intake.h"
#include "services/cli/report/report.h"
#include "services/cli/verbs.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using Billing = billing::v1::Billing::Stub;
using Settlement = settlement::v1::Settlement::Stub;

std::string CausesOf(const billing::v1::Statement& statement) {
  std::set<std::string> causes;
  for (const auto& line : statement.lines()) causes.insert(line.cause());
  for (const auto& share : statement.shares()) causes.insert(share.cause());
  causes.erase("");
  return absl::StrJoin(causes, " ");
}

absl::StatusOr<std::vector<ReportRow>> Corrections(Client& client, const ReportAsk& ask) {
  billing::v1::ListStatementsRequest request;
  request.set_parent(MonthName(ask.park, FormatMonth(ask.month)));
  request.set_corrections_only(true);
  std::vector<ReportRow> rows;
  RETURN_IF_ERROR((client.ForEachPage<Billing, billing::v1::ListStatementsRequest,
                                      billing::v1::ListStatementsResponse>(
      &Billing::ListStatements, request, Finance(ask.park),
      [&](const billing::v1::ListStatementsResponse& page) {
        for (const auto& each : page.statements()) {
          rows.push_back({FormatMonth(ask.month), each.billed_month(),
                          billing::v1::Statement::Kind_Name(each.kind()), each.case_number(),
                          CodeOf(each.centre()), LastPart(each.correction()),
                          YuanOf(each.total_minor()), CausesOf(each)});
        }
      })));
  return rows;
}

absl::StatusOr<absl::CivilDay> Today(Client& client, const std::string& park) {
  directory::v1::GetParkRequest request;
  request.set_name(park);
  ASSIGN_OR_RETURN(const auto found,
                   client.Call(&directory::v1::Directory::Stub::GetPark, request, Finance(park)));
  return ParseDay(found.current_date());
}

absl::StatusOr<std::vector<ReportRow>> PaymentDelay(Client& client, const ReportAsk& ask) {
  ASSIGN_OR_RETURN(const absl::CivilDay today, Today(client, ask.park));
  const std::string month = FormatMonth(ask.month);
  std::vector<ReportRow> rows;
  settlement::v1::ListPayoutsRequest payouts;
  payouts.set_parent(ask.park);
  RETURN_IF_ERROR((client.ForEachPage<Settlement, settlement::v1::ListPayoutsRequest,
                                      settlement::v1::ListPayoutsResponse>(
      &Settlement::ListPayouts, payouts, Finance(ask.park),
      [&](const settlement::v1::ListPayoutsResponse& page) {
        for (const auto& each : page.payouts()) {
          if (each.month() != month) continue;
          const int64_t late = DaysLate(each.promised_date(), each.paid_date(), today);
          rows.push_back({month, "PAYOUT", CodeOf(each.centre()), YuanOf(each.amount_minor()),
                          YuanOf(each.paid_date().empty() ? each.amount_minor() : 0),
                          settlement::v1::Payout::State_Name(each.state()), each.promised_date(),
                          each.paid_date(), absl::StrCat(late)});
        }
      })));
  settlement::v1::ListReceivablesRequest receivables;
  receivables.set_parent(ask.park);
  RETURN_IF_ERROR((client.ForEachPage<Settlement, settlement::v1::ListReceivablesRequest,
                                      settlement::v1::ListReceivablesResponse>(
      &Settlement::ListReceivables, receivables, Finance(ask.park),
      [&](const settlement::v1::ListReceivablesResponse& page) {
        for (const auto& each : page.receivables()) {
          if (each.month() != month) continue;
          rows.push_back(
              {month, each.kind(), absl::AsciiStrToUpper(each.party()), YuanOf(each.amount_minor()),
               YuanOf(each.amount_minor() - each.paid_minor()), each.state(), "", "", ""});
        }
      })));
  return rows;
}

}  // namespace

int64_t DaysLate(const std::string& promised, const std::string& paid, absl::CivilDay today) {
  const auto by = ParseDay(promised);
  if (!by.ok()) return 0;
  return std::max<int64_t>(0, ParseDay(paid).value_or(today) - *by);
}

std::vector<Report> MoneyReports() {
  return {
      {"corrections", "month,billed_month,kind,case_number,centre,correction,difference,causes",
       "a statement of the month about a closed one", Corrections},
      {"payment-delay", "month,kind,party,amount,open,state,promised_by,paid_on,days_late",
       "a payout of the month against the promised day, or what somebody was asked for",
       PaymentDelay},
  };
}

}  // namespace tuoqiao::cli
