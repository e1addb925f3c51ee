// What peers say, as the core takes it.
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/convert.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

absl::Status PeerSaid(absl::string_view what) {
  return absl::InternalError(absl::StrCat("a peer's message breaks its contract: ", what));
}

absl::StatusOr<absl::CivilDay> PeersDay(absl::string_view what, const std::string& text) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return PeerSaid(what);
  return *day;
}

absl::StatusOr<GroupKind> PeersKind(places::v1::Group::Kind kind) {
  switch (kind) {
    case places::v1::Group::INFANT:
      return GroupKind::kInfant;
    case places::v1::Group::SMALL:
      return GroupKind::kSmall;
    case places::v1::Group::LARGE:
      return GroupKind::kLarge;
    case places::v1::Group::MIXED:
      return GroupKind::kMixed;
    default:
      return PeerSaid("the kind of a group");
  }
}

absl::StatusOr<ShareForm> PeersForm(const std::string& name) {
  for (const ShareForm form :
       {ShareForm::kInvoiced, ShareForm::kAllowance, ShareForm::kCollective}) {
    if (name == ShareFormName(form)) return form;
  }
  return PeerSaid("share_form");
}

// Whether the fee of a day away is given back, by the reason that places gives: each that it may
// give is named here. Empty: of an erased child nobody knows it any more.
absl::StatusOr<bool> Refundable(const std::string& reason) {
  static const auto* const kReasons = new std::map<std::string, bool>{
      {"SICK", true},         {"PERSONAL", false},         {"CENTRE_CLOSED", true},
      {"HOLIDAY", false},     {"FORCE_MAJEURE", true},     {"QUARANTINE", true},
      {"UNEXPLAINED", false}, {"CLOSED_NO_REFUND", false}, {"", false}};
  const auto found = kReasons->find(reason);
  if (found == kReasons->end()) return PeerSaid("the reason of an absence");
  return found->second;
}

}  // namespace

absl::StatusOr<EnrolmentMonth> FromProto(const places::v1::EnrolmentMonth& message,
                                         absl::CivilMonth month) {
  EnrolmentMonth enrolment;
  if (message.enrolment().empty() || message.case_number().empty() || message.centre().empty()) {
    return PeerSaid("an enrolment without its name, case number or centre");
  }
  enrolment.enrolment = message.enrolment();
  enrolment.child = message.child();
  enrolment.case_number = message.case_number();
  enrolment.centre = message.centre();
  ASSIGN_OR_RETURN(enrolment.group_kind, PeersKind(message.group_kind()));
  enrolment.half_day = message.care_kind() == places::v1::HALF_DAY;
  ASSIGN_OR_RETURN(enrolment.period.from, PeersDay("start_date", message.start_date()));
  ASSIGN_OR_RETURN(enrolment.period.until, PeersDay("end_date", message.end_date()));
  for (const places::v1::AttendanceDay& each : message.days()) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, PeersDay("date of attendance", each.date()));
    if (absl::CivilMonth(day) != month) continue;
    ++enrolment.recorded;
    if (each.status() == places::v1::AttendanceDay::PRESENT) {
      ++enrolment.present;
    } else if (each.status() == places::v1::AttendanceDay::ABSENT) {
      ASSIGN_OR_RETURN(const bool refundable, Refundable(each.reason()));
      if (refundable) ++enrolment.refundable;
    } else {
      return PeerSaid("the status of attendance");
    }
  }
  return enrolment;
}

absl::StatusOr<std::vector<absl::CivilDay>> OpeningFromProto(
    const places::v1::ListEnrolmentMonthsResponse& page) {
  std::vector<absl::CivilDay> opening;
  for (const std::string& text : page.opening_dates()) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, PeersDay("opening_dates", text));
    if (!opening.empty() && day <= opening.back()) return PeerSaid("the order of opening_dates");
    opening.push_back(day);
  }
  return opening;
}

absl::StatusOr<Child> FromProto(const directory::v1::ChildFacts& message) {
  Child child;
  if (message.family().empty()) return PeerSaid("a child without a family");
  child.family = message.family();
  ASSIGN_OR_RETURN(child.birth_date, PeersDay("birth_date", message.birth_date()));
  child.needs_level = message.needs_level();
  if (child.needs_level < 0 || child.needs_level > 2) return PeerSaid("needs_level");
  for (const directory::v1::Employment& each : message.employments()) {
    Employment employment;
    employment.guardian = each.guardian();
    employment.employee = each.employee();
    employment.employee_no = each.employee_no();
    employment.firm = each.firm();
    ASSIGN_OR_RETURN(employment.hire_date, PeersDay("hire_date", each.hire_date()));
    if (!each.leave_date().empty()) {
      ASSIGN_OR_RETURN(employment.leave_date, PeersDay("leave_date", each.leave_date()));
    }
    child.employments.push_back(std::move(employment));
  }
  child.deduct_from = message.deduct_from();
  child.arrears_mode = message.arrears_mode();
  return child;
}

absl::StatusOr<Firm> FromProto(const directory::v1::Firm& message) {
  Firm firm;
  firm.name = message.name();
  firm.uscc = message.uscc();
  firm.plan = message.set_up().plan();
  ASSIGN_OR_RETURN(firm.form, PeersForm(message.set_up().share_form()));
  firm.union_member = message.set_up().union_member();
  firm.pay_day = message.set_up().pay_day();
  if (firm.pay_day < 1 || firm.pay_day > 28) return PeerSaid("pay_day");
  return firm;
}

}  // namespace tuoqiao::billing
