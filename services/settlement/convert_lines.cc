#include "services/settlement/convert_lines.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/errors.h"
#include "tuoqiao/billing/v1/billing.pb.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::settlement {
namespace {

using type::v1::Event;

// What stands behind the collection in a resource name; empty where it is not named.
std::string PartOf(absl::string_view name, absl::string_view collection) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    if (parts[i] == collection) return std::string(parts[i + 1]);
  }
  return "";
}

absl::StatusOr<absl::CivilMonth> MonthIn(const Event& event, const std::string& text) {
  const std::string named = PartOf(text, "months");
  const auto month = ParseMonth(named.empty() ? text : named);
  if (!month.ok()) return EventInvalid(event.id(), "its month is none");
  return *month;
}

bool Collected(const billing::v1::Share& share) {
  return share.form() == "COLLECTED" || share.form() == "INVOICED" ||
         share.form() == "COLLECTIVE" || share.form() == "DEDUCT";
}

// Families are asked by their payroll.
std::string AccountOf(const billing::v1::Share& share) {
  if (share.payer() == "AUTHORITY") return "receivable-authority";
  if (share.payer() == "PARK") return "receivable-park";
  if (share.payer() == "UNION") return "receivable-union";
  if (share.payer() == "FIRM") {
    return absl::StrCat("receivable-firm-", PartOf(share.firm(), "firms"));
  }
  return "";
}

absl::Status AddStatement(const Event& event, std::vector<ShareLine>* lines) {
  billing::v1::StatementClosed closed;
  if (!event.payload().UnpackTo(&closed)) return EventInvalid(event.id(), "its payload is another");
  const billing::v1::Statement& statement = closed.statement();
  ShareLine line;
  ASSIGN_OR_RETURN(line.month, MonthIn(event, statement.name()));
  line.billed_month = line.month;
  if (!statement.billed_month().empty()) {
    ASSIGN_OR_RETURN(line.billed_month, MonthIn(event, statement.billed_month()));
  }
  line.kind = statement.kind() == billing::v1::Statement::KIND_UNSPECIFIED
                  ? "ORIGINAL"
                  : billing::v1::Statement::Kind_Name(statement.kind());
  line.centre = PartOf(statement.centre(), "centres");
  if (line.centre.empty()) return EventInvalid(event.id(), "no centre is named");
  line.statement = statement.name();
  line.case_number = statement.case_number();
  line.attended_days = statement.attended_days();
  for (int i = 0; i < statement.shares_size(); ++i) {
    const billing::v1::Share& share = statement.shares(i);
    if (share.amount_minor() == 0 || !Collected(share)) continue;
    line.id = absl::StrCat(FormatMonth(line.month), "/", PartOf(statement.name(), "statements"),
                           "/", absl::StrFormat("%02d", i));
    line.account = AccountOf(share);
    line.payer = share.payer();
    line.employee = share.payer() == "FIRM" ? share.employee() : "";
    line.amount_minor = share.amount_minor();
    lines->push_back(line);
  }
  return absl::OkStatus();
}

absl::Status AddMadeDirect(const Event& event, std::vector<ShareLine>* lines) {
  payroll::v1::ShareMadeDirect direct;
  if (!event.payload().UnpackTo(&direct)) return EventInvalid(event.id(), "its payload is another");
  ShareLine line;
  ASSIGN_OR_RETURN(line.month, MonthIn(event, direct.statement()));
  line.id = absl::StrCat("direct/", event.id());
  line.kind = "MADE_DIRECT";
  line.billed_month = line.month;
  line.centre = PartOf(direct.centre(), "centres");
  if (line.centre.empty()) return EventInvalid(event.id(), "no centre is named");
  line.statement = direct.statement();
  line.payer = "FAMILY";
  line.amount_minor = -direct.amount_minor();
  if (line.amount_minor != 0) lines->push_back(std::move(line));
  return absl::OkStatus();
}

absl::Status AddPayRun(const Event& event, std::vector<ShareLine>* lines) {
  payroll::v1::PayRunReconciled read;
  if (!event.payload().UnpackTo(&read)) return EventInvalid(event.id(), "its payload is another");
  ShareLine line;
  ASSIGN_OR_RETURN(line.month, MonthIn(event, read.month()));
  const std::string firm = PartOf(read.firm(), "firms");
  if (firm.empty()) return EventInvalid(event.id(), "no firm is named");
  line.id = absl::StrCat("run/", event.id());
  line.kind = "PAY_RUN";
  line.billed_month = line.month;
  line.account = absl::StrCat("clearing-payroll-", firm);
  line.statement = read.pay_run();
  line.payer = "FAMILY";
  for (const payroll::v1::SeenDeduction& each : read.deductions()) {
    line.amount_minor += each.seen_minor();
  }
  for (const payroll::v1::SeenDeduction& each : read.reversals()) {
    line.amount_minor -= each.seen_minor();
  }
  if (line.amount_minor != 0) lines->push_back(std::move(line));
  return absl::OkStatus();
}

// Each deduction that turned out otherwise, by what it is seen more or less than before: a sum, so
// that no order of hearing matters.
absl::Status AddCorrectedPayRun(const Event& event, std::vector<ShareLine>* lines) {
  payroll::v1::PayResultCorrected corrected;
  if (!event.payload().UnpackTo(&corrected)) {
    return EventInvalid(event.id(), "its payload is another");
  }
  ShareLine line;
  ASSIGN_OR_RETURN(line.month, MonthIn(event, corrected.month()));
  const std::string firm = PartOf(corrected.firm(), "firms");
  if (firm.empty()) return EventInvalid(event.id(), "no firm is named");
  line.kind = "PAY_RUN_CORRECTED";
  line.billed_month = line.month;
  line.account = absl::StrCat("clearing-payroll-", firm);
  line.payer = "FAMILY";
  for (int i = 0; i < corrected.deductions_size(); ++i) {
    const payroll::v1::CorrectedDeduction& each = corrected.deductions(i);
    line.id = absl::StrCat("run/", event.id(), "/", absl::StrFormat("%04d", i));
    line.statement = each.instruction();
    line.employee = each.employee();
    line.amount_minor = each.seen_minor() - each.seen_before_minor();
    if (line.amount_minor != 0) lines->push_back(line);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AddLines(const Event& event, std::vector<ShareLine>* lines) {
  if (event.kind() == "StatementClosed") return AddStatement(event, lines);
  if (event.kind() == "ShareMadeDirect") return AddMadeDirect(event, lines);
  if (event.kind() == "PayRunReconciled") return AddPayRun(event, lines);
  if (event.kind() == "PayResultCorrected") return AddCorrectedPayRun(event, lines);
  return absl::OkStatus();
}

}  // namespace tuoqiao::settlement
