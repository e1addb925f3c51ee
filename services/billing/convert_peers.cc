// What peers say, as the core takes it.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/billing/convert.h"
#include "services/common/money.h"
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

absl::StatusOr<Period> PeersPeriod(absl::string_view what, const std::string& from,
                                   const std::string& until) {
  Period period;
  ASSIGN_OR_RETURN(period.from, PeersDay(what, from));
  ASSIGN_OR_RETURN(period.until, PeersDay(what, until));
  return period;
}

absl::StatusOr<std::vector<Rest>> RestsFromProto(const places::v1::EnrolmentMonth& message) {
  static const auto* const kFamilyAsked = new std::map<std::string, bool>{
      {"FAMILY_ASKED", true}, {"CENTRE_ASKED", false}, {"AUTHORITY_ORDERED", false}};
  std::vector<Rest> rests;
  for (const places::v1::Suspension& each : message.suspensions()) {
    Rest rest;
    ASSIGN_OR_RETURN(rest.days,
                     PeersPeriod("days of a suspension", each.from_date(), each.until_date()));
    const auto asked = kFamilyAsked->find(each.reason());
    if (asked == kFamilyAsked->end()) return PeerSaid("the reason of a suspension");
    rest.family_asked = asked->second;
    rests.push_back(rest);
  }
  return rests;
}

// The payer of a seat's contract is a firm or the park.
absl::StatusOr<std::vector<SeatTerm>> SeatTermsFromProto(
    const places::v1::EnrolmentMonth& message) {
  std::vector<SeatTerm> terms;
  for (const places::v1::SeatTerm& each : message.seat_terms()) {
    if (each.cost_share_bp() < 0 || each.cost_share_bp() > kBasisPoints) {
      return PeerSaid("cost_share_bp");
    }
    if (each.cost_share_bp() == 0) continue;
    if (each.payer().empty()) return PeerSaid("a cost share without its payer");
    SeatTerm term;
    ASSIGN_OR_RETURN(term.days, PeersPeriod("days of a seat", each.from_date(), each.until_date()));
    if (absl::StrContains(each.payer(), "/firms/")) term.firm = each.payer();
    term.cost_share_bp = each.cost_share_bp();
    terms.push_back(std::move(term));
  }
  return terms;
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
  ASSIGN_OR_RETURN(enrolment.rests, RestsFromProto(message));
  ASSIGN_OR_RETURN(enrolment.seat_terms, SeatTermsFromProto(message));
  const Stay stay = {enrolment.period, enrolment.half_day, enrolment.rests};
  for (const places::v1::AttendanceDay& each : message.days()) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, PeersDay("date of attendance", each.date()));
    if (absl::CivilMonth(day) != month) continue;
    ++enrolment.recorded;
    if (each.status() == places::v1::AttendanceDay::PRESENT) {
      ++enrolment.present;
    } else if (each.status() == places::v1::AttendanceDay::ABSENT) {
      ASSIGN_OR_RETURN(const bool refundable, Refundable(each.reason()));
      if (refundable && stay.RestOn(day) == nullptr) ++enrolment.refundable;
    } else {
      return PeerSaid("the status of attendance");
    }
  }
  return enrolment;
}

absl::Status AddBooking(const places::v1::Booking& message, BookedMonths& booked) {
  using places::v1::Booking;
  // What was given back costs nothing, be it so late that it counts as a use.
  if (message.state() != Booking::BOOKED && message.state() != Booking::TAKEN) {
    return absl::OkStatus();
  }
  if (message.case_number().empty() || message.centre().empty()) {
    return PeerSaid("a booking without its case number or centre");
  }
  ASSIGN_OR_RETURN(const GroupKind kind, PeersKind(message.group_kind()));
  ASSIGN_OR_RETURN(const absl::CivilDay day, PeersDay("date of a booking", message.date()));
  const auto [found, first] = booked.try_emplace({message.case_number(), message.centre(), kind});
  BookedMonth& month = found->second;
  if (first) {
    month = {message.child(), message.case_number(), message.centre(), kind, day, {}};
  }
  month.first_day = std::min(month.first_day, day);
  const int64_t minutes = message.until_minute() - message.from_minute();
  switch (message.care_kind()) {
    case places::v1::HOURLY:
      month.care.hourly_minutes += minutes;
      return minutes > 0 ? absl::OkStatus() : PeerSaid("the hours of a booking");
    case places::v1::LATE:
      month.care.late_minutes += minutes;
      return minutes > 0 ? absl::OkStatus() : PeerSaid("the hours of a booking");
    case places::v1::TEMPORARY:
      ++month.care.temporary_days;
      return absl::OkStatus();
    case places::v1::BACK_UP:
      ++month.care.back_up_days;
      return absl::OkStatus();
    default:
      return PeerSaid("the kind of a booking");
  }
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
