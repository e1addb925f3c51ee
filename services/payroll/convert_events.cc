// What billing's events say to payroll.
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::payroll {
namespace {

using type::v1::Event;

// The month of `parks/{park}/months/{month}…`, or of a month that stands alone.
absl::StatusOr<absl::CivilMonth> EventMonth(const Event& event, const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  const auto month = ParseMonth(parts.size() >= 4 && parts[2] == "months" ? parts[3] : name);
  if (!month.ok()) return EventInvalid(event.id(), "its month is none");
  return *month;
}

// The firm and the employee's id that a share is deducted from, or paid through.
absl::Status ReadEmployee(const Event& event, const billing::v1::Share& share,
                          ClosedShare* closed) {
  closed->share.employee = EmployeeOf(share.employee());
  if (closed->share.employee.empty()) {
    return EventInvalid(event.id(),
                        absl::StrCat("a share by ", share.form(), " names no employee"));
  }
  const std::vector<std::string> parts = absl::StrSplit(share.employee(), '/');
  closed->firm = parts[3];
  if (share.payer() != "FIRM") return absl::OkStatus();
  const auto firm = FirmOf(share.firm());
  if (firm.ok() && *firm == closed->firm) return absl::OkStatus();
  return EventInvalid(event.id(), "a firm's share names another firm's employee");
}

// Nothing for a share that does not go through wages: collected, by COLLECTIVE, straight to the
// centre, or of nothing.
absl::StatusOr<std::optional<ClosedShare>> FromShare(const Event& event,
                                                     const billing::v1::Statement& statement,
                                                     const billing::v1::Share& share) {
  const bool by_wage = share.payer() == "FIRM" || share.payer() == "FAMILY";
  const std::optional<WageForm> form = by_wage ? ParseWageForm(share.form()) : std::nullopt;
  if (!form.has_value() || share.amount_minor() == 0) return std::nullopt;
  if ((*form == WageForm::kDeduct) != (share.payer() == "FAMILY")) {
    return EventInvalid(event.id(),
                        absl::StrCat("a ", share.payer(), "'s share is by ", share.form()));
  }
  ClosedShare closed;
  RETURN_IF_ERROR(ReadEmployee(event, share, &closed));
  closed.share.statement = statement.name();
  closed.share.family = statement.family();
  closed.share.centre = statement.centre();
  closed.share.case_number = statement.case_number();
  closed.share.form = *form;
  closed.share.amount_minor = share.amount_minor();
  if (*form == WageForm::kDeduct) {
    const auto mode = ParseArrearsMode(share.arrears_mode());
    if (!mode.has_value()) return EventInvalid(event.id(), "a DEDUCT has no arrears mode");
    closed.share.mode = *mode;
  }
  return closed;
}

absl::StatusOr<Heard> FromClosed(const Event& event) {
  billing::v1::StatementClosed payload;
  if (!event.payload().UnpackTo(&payload)) {
    return EventInvalid(event.id(), "its payload is not StatementClosed");
  }
  Heard heard;
  HeardMonth month;
  ASSIGN_OR_RETURN(month.month, EventMonth(event, payload.statement().name()));
  month.statements = 1;
  for (const billing::v1::Share& each : payload.statement().shares()) {
    ASSIGN_OR_RETURN(std::optional<ClosedShare> closed,
                     FromShare(event, payload.statement(), each));
    if (!closed.has_value()) continue;
    closed->month = month.month;
    heard.shares.push_back(*std::move(closed));
  }
  heard.month = month;
  return heard;
}

absl::StatusOr<Heard> FromMonthClosed(const Event& event) {
  billing::v1::MonthClosed payload;
  if (!event.payload().UnpackTo(&payload)) {
    return EventInvalid(event.id(), "its payload is not MonthClosed");
  }
  HeardMonth month;
  ASSIGN_OR_RETURN(month.month, EventMonth(event, payload.month()));
  month.closed_statements = payload.statements();
  Heard heard;
  heard.month = month;
  return heard;
}

}  // namespace

absl::StatusOr<Heard> FromEvent(const Event& event) {
  if (event.kind() == "StatementClosed") return FromClosed(event);
  if (event.kind() == "MonthClosed") return FromMonthClosed(event);
  return Heard();
}

}  // namespace tuoqiao::payroll
