#include "services/cli/ledger_counters.h"

#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "adapters/common/csv.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = ledger::v1;
using Stub = v1::Ledger::Stub;

// The firm that --firm names, in either case; empty: all.
std::string FirmBy(const Arguments& arguments, const std::string& park) {
  const std::string uscc = arguments.Get("firm");
  return uscc.empty() ? "" : FirmName(park, uscc);
}

// ---- Counters against limits.

void Print(const v1::Counter& counter) {
  std::cout << absl::StrFormat("%-8s %-20s %14s", counter.kind(), counter.party(),
                               YuanOf(counter.amount_minor()));
  if (counter.has_limit_minor()) {
    std::cout << absl::StrFormat("  of %s, left %s", YuanOf(counter.limit_minor()),
                                 YuanOf(counter.left_minor()));
  } else if (counter.kind() == "WELFARE") {
    std::cout << "  (wages not recorded)";
  }
  std::cout << "\n";
}

absl::Status Counters(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string year, OneWord(arguments, "year (YYYY)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  v1::ListCountersRequest request;
  request.set_parent(park);
  request.set_year(year);
  request.set_firm(FirmBy(arguments, park));
  ASSIGN_OR_RETURN(const auto found, client->Call(&Stub::ListCounters, request, Finance(park)));
  if (arguments.Has("json")) {
    PrintJson(found);
  } else {
    for (const v1::Counter& each : found.counters()) Print(each);
  }
  return absl::OkStatus();
}

// ---- Benefits of employees.

void Print(const v1::TaxableBenefit& benefit) {
  std::cout << absl::StrFormat(
      "%-7s  %-24s %-10s %-15s %12s  taxable %12s  (%s)\n", benefit.month(),
      benefit.employee().empty() ? "(nobody's)" : LastPart(benefit.employee()), benefit.form(),
      v1::TaxableBenefit::Treatment_Name(benefit.treatment()), YuanOf(benefit.amount_minor()),
      YuanOf(benefit.taxable_minor()), benefit.confidence());
}

absl::Status Benefits(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string when, OneWord(arguments, "year or month (YYYY or YYYY-MM)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string uscc, arguments.Need("firm"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  v1::ListTaxableBenefitsRequest request;
  request.set_parent(FirmName(park, uscc));
  if (when.size() > 4) {
    request.set_month(when);
  } else {
    request.set_year(when);
  }
  request.set_whole_year(arguments.Has("whole-year"));
  v1::ListTaxableBenefitsResponse all;
  RETURN_IF_ERROR(
      (client->ForEachPage<Stub, v1::ListTaxableBenefitsRequest, v1::ListTaxableBenefitsResponse>(
          &Stub::ListTaxableBenefits, request, FirmPayroll(request.parent()),
          [&](const v1::ListTaxableBenefitsResponse& page) { all.MergeFrom(page); })));
  all.clear_next_page_token();
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::TaxableBenefit& each : all.benefits()) Print(each);
  std::cout << "borne " << YuanOf(all.amount_minor()) << ", taxable " << YuanOf(all.taxable_minor())
            << "\n";
  if (all.unattributed_minor() != 0) {
    std::cout << "of nobody: " << YuanOf(all.unattributed_minor())
              << " was posted before employees were kept\n";
  }
  return absl::OkStatus();
}

// ---- Evidence.

std::string RowOf(const v1::CareEvidence& evidence) {
  const std::string firm = absl::AsciiStrToUpper(LastPart(evidence.firm()));
  if (evidence.fewer_than_five()) return absl::StrCat(evidence.month(), ",", firm, ",<5,,\n");
  return absl::StrCat(evidence.month(), ",", adapters::CsvCell(firm), ",", evidence.children(), ",",
                      evidence.attended_days(), ",", YuanOf(evidence.amount_minor()), "\n");
}

absl::Status Evidence(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string year, OneWord(arguments, "year (YYYY)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  v1::ListCareEvidenceRequest request;
  request.set_parent(park);
  request.set_year(year);
  request.set_firm(FirmBy(arguments, park));
  request.set_known_by(arguments.Get("known-by"));
  v1::ListCareEvidenceResponse all;
  RETURN_IF_ERROR(
      (client->ForEachPage<Stub, v1::ListCareEvidenceRequest, v1::ListCareEvidenceResponse>(
          &Stub::ListCareEvidence, request, Finance(park),
          [&](const v1::ListCareEvidenceResponse& page) { all.MergeFrom(page); })));
  all.clear_next_page_token();
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  std::string file = "month,uscc,children,attended_days,amount\n";
  for (const v1::CareEvidence& each : all.evidence()) file += RowOf(each);
  if (arguments.Get("out").empty()) {
    std::cout << file;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(WriteFile(arguments.Get("out"), file));
  std::cout << "the same again: --known-by " << all.known_position() << "\n";
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> LedgerCounterCommands() {
  const Flag firm = {"firm", "USCC", "", "only this firm"};
  return {
      {"ledger counters", "YEAR", "what firms and the union bore in a year, against the limits",
       "Welfare of each firm against its share of the wages that the firm declared.", With({firm}),
       Counters},
      {"ledger benefits", "YEAR|MONTH", "what a firm's employees are taxed on of what it bore",
       "By employee and month, with how the pack takes it and how sure that is: SAMPLE is "
       "practice\n"
       "  and no text. A month is that of the close, corrections of earlier ones included.",
       With({{"firm", "USCC", "", "whose employees"},
             {"whole-year", "", "", "one row an employee for the year"}}),
       Benefits},
      {"ledger evidence", "YEAR", "children and days by month and firm, without names, as CSV",
       "For whoever grants money by them. Fewer than five children are written as <5 without days\n"
       "  and amount. Closes and corrections of the service month count, up to --known-by.",
       With({firm,
             {"known-by", "MOMENT", "", "what was posted by then, or a position of the books"},
             {"out", "FILE", "", "writes the file there"}}),
       Evidence},
  };
}

}  // namespace tuoqiao::cli
