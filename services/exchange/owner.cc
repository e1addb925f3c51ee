#include "services/exchange/owner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/exchange/errors.h"

namespace tuoqiao::exchange {
namespace {

using type::v1::ItemResult;
using DirectoryStub = directory::v1::Directory::Stub;
using PlacesStub = places::v1::Places::Stub;
using PayrollStub = payroll::v1::Payroll::Stub;
using SettlementStub = settlement::v1::Settlement::Stub;

constexpr size_t kStatusesMax = 500;
// One more than payroll takes, so that payroll refuses what is beyond it.
constexpr int64_t kSequenceMax = 1'000'001;

std::string DayOrEmpty(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

// The same for every record of a batch.
Results RejectAll(const absl::Status& status, size_t records) {
  Results results(records);
  for (ItemResult& each : results) Reject(status, &each);
  return results;
}

// Whose a request is, under which id, and whether it is a dry run.
template <typename Request>
Request Start(const Sender& sender, const std::string& request_id) {
  Request request;
  request.set_parent(sender.delivery.parent);
  request.set_request_id(request_id);
  request.set_validate_only(sender.delivery.validate_only);
  return request;
}

// The results of a call, one a record.
template <typename Response>
absl::StatusOr<Results> ResultsOf(const Sender& sender, const absl::StatusOr<Response>& response,
                                  size_t records) {
  if (ReasonOf(response.status()) == "FIRM_NOT_FOUND") {
    return RejectAll(UnknownFirm(LastPart(sender.delivery.parent)), records);
  }
  if (!response.ok()) return response.status();
  if (static_cast<size_t>(response->results_size()) != records) {
    return absl::InternalError("a batch was not answered record by record");
  }
  return Results(response->results().begin(), response->results().end());
}

void AddConsent(const char* purpose, const adapters::FamilyRecord& record,
                directory::v1::Child* child) {
  directory::v1::Consent* consent = child->add_consents();
  consent->set_purpose(purpose);
  consent->set_version(record.consent_version);
  consent->set_grant_date(FormatDay(record.consent_date));
}

void AddGuardian(const adapters::FamilyRecord::Guardian& guardian,
                 directory::v1::FamilyRecord* message) {
  directory::v1::Guardian* added = message->add_guardians();
  added->set_display_name(guardian.name);
  added->set_id_type(guardian.id_type);
  added->set_id_number(guardian.id_number);
  added->set_confirmed(guardian.confirmed);
}

void ToProto(const adapters::FamilyRecord& record, directory::v1::FamilyRecord* message) {
  message->set_family_no(record.family_no);
  directory::v1::Child* child = message->mutable_child();
  child->set_case_number(record.case_number);
  child->set_display_name(record.child_name);
  child->set_id_type(record.child_id_type);
  child->set_id_number(record.child_id_number);
  child->set_birth_date(FormatDay(record.birth_date));
  child->set_needs_level(static_cast<int32_t>(record.needs_level));
  if (record.consent_programme) AddConsent("PROGRAMME", record, child);
  if (record.consent_centre) AddConsent("CENTRE", record, child);
  AddGuardian(record.guardian1, message);
  if (record.guardian2.has_value()) AddGuardian(*record.guardian2, message);
  message->set_deduct_from(record.deduct_from.empty() ? 0 : record.deduct_from[0] - '0');
  message->set_arrears_mode(record.arrears_mode);
}

void ToProto(const adapters::StaffRecord& record, directory::v1::Employee* employee) {
  employee->set_employee_no(record.employee_no);
  employee->set_display_name(record.name);
  // A number whose type nobody knows links to nobody, and is not kept.
  if (!record.id_type.empty()) {
    employee->set_id_type(record.id_type);
    employee->set_id_number(record.id_number);
  }
  employee->set_hire_date(DayOrEmpty(record.hire_date));
  employee->set_leave_date(DayOrEmpty(record.leave_date));
  employee->set_work_site(record.work_site);
  employee->set_weekly_hours(static_cast<int32_t>(std::min<int64_t>(record.weekly_hours, 100000)));
}

// What the statuses of a wide record came to.
ItemResult Together(const std::vector<ItemResult>& results) {
  ItemResult together;
  together.set_outcome(ItemResult::UNCHANGED);
  for (const ItemResult& each : results) {
    if (each.outcome() == ItemResult::REJECTED) return each;
    if (each.outcome() != ItemResult::UNCHANGED) together.set_outcome(each.outcome());
  }
  if (results.size() == 1) together.set_resource(results[0].resource());
  return together;
}

}  // namespace

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::StaffRecord*>& records,
                              const std::string& request_id) {
  auto request = Start<directory::v1::BatchApplyEmployeesRequest>(sender, request_id);
  for (const auto* record : records) ToProto(*record, request.add_employees());
  return ResultsOf(
      sender,
      sender.peers.directory().Call(&DirectoryStub::BatchApplyEmployees, request, sender.caller),
      records.size());
}

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::FamilyRecord*>& records,
                              const std::string& request_id) {
  auto request = Start<directory::v1::BatchApplyFamiliesRequest>(sender, request_id);
  for (const auto* record : records) ToProto(*record, request.add_records());
  return ResultsOf(
      sender,
      sender.peers.directory().Call(&DirectoryStub::BatchApplyFamilies, request, sender.caller),
      records.size());
}

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::PayFigure*>& records,
                              const std::string& request_id) {
  auto request = Start<payroll::v1::BatchRecordPayFiguresRequest>(sender, request_id);
  for (const auto* record : records) {
    payroll::v1::PayFigure* figure = request.add_pay_figures();
    figure->set_employee_no(record->employee_no);
    figure->set_period(record->period);
    figure->set_gross_minor(record->gross_minor);
    figure->set_net_minor(record->net_minor);
  }
  return ResultsOf(
      sender,
      sender.peers.payroll().Call(&PayrollStub::BatchRecordPayFigures, request, sender.caller),
      records.size());
}

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::PayResult*>& records,
                              const std::string& request_id) {
  const Delivery& delivery = sender.delivery;
  auto request = Start<payroll::v1::BatchRecordResultsRequest>(sender, request_id);
  request.set_parent(absl::StrCat(delivery.parent, "/payRuns/", delivery.month));
  request.set_delivery(absl::StrCat(delivery.parent, "/deliveries/", delivery.id));
  if (!delivery.file_name.empty()) {
    request.set_file_name(delivery.file_name);
    request.set_content_hash(delivery.content_hash);
  }
  Results results(records.size());
  std::vector<size_t> sent;
  for (size_t i = 0; i < records.size(); ++i) {
    const adapters::PayResult& record = *records[i];
    const bool taken = record.status == "TAKEN";
    // An end that was refused is no end: the authorisation stays told.
    if (record.kind == kAuthorisationEnd && !taken) {
      Reject(AuthorisationEndRefused(), &results[i]);
      continue;
    }
    payroll::v1::PayResult* result = request.add_results();
    result->set_instruction(record.instruction);
    result->set_employee_no(record.employee_no);
    result->set_period(record.period);
    result->set_kind(record.kind);
    result->set_amount_minor(taken ? record.amount_minor : 0);
    result->set_sequence(static_cast<int32_t>(std::min<int64_t>(record.sequence, kSequenceMax)));
    result->set_currency_code(record.currency);
    result->set_employer(record.employer_uscc);
    sent.push_back(i);
  }
  if (sent.empty()) return results;
  ASSIGN_OR_RETURN(Results answered,
                   ResultsOf(sender,
                             sender.peers.payroll().Call(&PayrollStub::BatchRecordResults, request,
                                                         sender.caller),
                             sent.size()));
  for (size_t i = 0; i < sent.size(); ++i) results[sent[i]] = std::move(answered[i]);
  return results;
}

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::AttendanceRecord*>& records,
                              const std::string& request_id) {
  auto request = Start<places::v1::BatchRecordAttendanceRequest>(sender, request_id);
  for (const auto* record : records) {
    places::v1::AttendanceDay* day = request.add_days();
    day->set_case_number(record->case_number);
    day->set_date(FormatDay(record->date));
    day->set_status(record->present ? places::v1::AttendanceDay::PRESENT
                                    : places::v1::AttendanceDay::ABSENT);
    day->set_reason(record->reason);
  }
  return ResultsOf(
      sender,
      sender.peers.places().Call(&PlacesStub::BatchRecordAttendance, request, sender.caller),
      records.size());
}

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::PresenceRecord*>& records,
                              const std::string& request_id) {
  auto request = Start<places::v1::RecordPresenceEventsRequest>(sender, request_id);
  for (const auto* record : records) {
    places::v1::PresenceEvent* event = request.add_events();
    event->set_event_id(record->event_id);
    event->set_device(record->device);
    event->set_case_number(record->case_number);
    places::v1::PresenceEvent::Kind kind = places::v1::PresenceEvent::KIND_UNSPECIFIED;
    places::v1::PresenceEvent::Kind_Parse(record->kind, &kind);
    event->set_kind(kind);
    event->set_event_time(record->event_time);
    event->set_check_in_time(record->check_in_time);
    event->set_person_code(record->person_code);
    event->set_corrects(record->corrects);
    event->set_made_time(record->made_time);
  }
  return ResultsOf(
      sender, sender.peers.places().Call(&PlacesStub::RecordPresenceEvents, request, sender.caller),
      records.size());
}

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::BankLine*>& records,
                              const std::string& request_id) {
  auto request = Start<settlement::v1::BatchRecordBankLinesRequest>(sender, request_id);
  for (const auto* record : records) {
    settlement::v1::BankLine* line = request.add_lines();
    line->set_line_id(record->line_id);
    line->set_value_date(FormatDay(record->value_date));
    line->set_inward(record->inward);
    line->set_amount_minor(record->amount_minor);
    line->set_reference(record->reference);
    line->set_counterparty(record->counterparty);
  }
  return ResultsOf(
      sender,
      sender.peers.settlement().Call(&SettlementStub::BatchRecordBankLines, request, sender.caller),
      records.size());
}

absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const StatusOfPayments*>& records,
                              const std::string& request_id) {
  std::vector<std::pair<size_t, const std::string*>> statuses;  // Of which record, which payment.
  for (size_t i = 0; i < records.size(); ++i) {
    for (const std::string& payment : records[i]->payments) statuses.emplace_back(i, &payment);
  }
  std::vector<Results> answers(records.size());
  for (size_t first = 0; first < statuses.size(); first += kStatusesMax) {
    const size_t last = std::min(statuses.size(), first + kStatusesMax);
    auto request = Start<settlement::v1::BatchRecordPaymentStatusesRequest>(
        sender, absl::StrCat(request_id, "-", first / kStatusesMax));
    for (size_t i = first; i < last; ++i) {
      const auto& [record, payment] = statuses[i];
      settlement::v1::PaymentStatus* status = request.add_statuses();
      status->set_end_to_end_id(*payment);
      status->set_status(records[record]->status);
      status->set_reason(records[record]->reason);
    }
    ASSIGN_OR_RETURN(const Results page, ResultsOf(sender,
                                                   sender.peers.settlement().Call(
                                                       &SettlementStub::BatchRecordPaymentStatuses,
                                                       request, sender.caller),
                                                   last - first));
    for (size_t i = first; i < last; ++i) answers[statuses[i].first].push_back(page[i - first]);
  }
  Results results;
  for (size_t i = 0; i < records.size(); ++i) {
    results.push_back(Together(answers[i]));
    if (records[i]->wide && !records[i]->message_known) {
      Reject(MessageUnknown(records[i]->original_message_id), &results.back());
    }
  }
  return results;
}

absl::Status ReportRoster(const Sender& sender) {
  const Delivery& delivery = sender.delivery;
  directory::v1::ReportRosterRequest request;
  request.set_name(delivery.parent);
  request.set_delivery(absl::StrCat(delivery.parent, "/deliveries/", delivery.id));
  request.set_accepted(static_cast<int32_t>(delivery.tally.accepted()));
  // A file that was refused whole is mended as its rows would be.
  const int64_t rejected = delivery.tally.rejected + (delivery.refusal.reason.empty() ? 0 : 1);
  request.set_rejected(static_cast<int32_t>(rejected));
  request.set_leavers_wait(delivery.leavers_wait);
  request.set_request_id(StepRequestId(delivery, "report"));
  const absl::Status status =
      sender.peers.directory().Call(&DirectoryStub::ReportRoster, request, sender.caller).status();
  // A run that died after its report may count otherwise when it is taken up; the report stands.
  const std::string reason = ReasonOf(status);
  return reason == "FIRM_NOT_FOUND" || reason == "REQUEST_ID_REUSED" ? absl::OkStatus() : status;
}

absl::StatusOr<Leavers> EndAbsent(const Sender& sender, const std::vector<std::string>& present,
                                  bool count_only) {
  const Delivery& delivery = sender.delivery;
  auto request = Start<directory::v1::EndAbsentEmployeesRequest>(
      sender, StepRequestId(delivery, count_only ? "count" : "absent"));
  for (const std::string& each : present) request.add_present_employee_nos(each);
  request.set_confirmed(delivery.leavers_confirmed);
  request.set_validate_only(delivery.validate_only || count_only);
  const auto response =
      sender.peers.directory().Call(&DirectoryStub::EndAbsentEmployees, request, sender.caller);
  if (ReasonOf(response.status()) == "FIRM_NOT_FOUND") return Leavers();
  RETURN_IF_ERROR(response.status());
  return Leavers{response->absent(), response->absent() > 0 && (count_only || !response->ended())};
}

}  // namespace tuoqiao::exchange
