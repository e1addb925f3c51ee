// Names and replies.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/places/attendance/child_day.h"
#include "services/places/care/convert_care.h"
#include "services/places/contracts/convert_park_contract.h"
#include "services/places/convert.h"
#include "services/places/finding/convert_search.h"

namespace tuoqiao::places {
namespace {

v1::Group::Kind KindOf(GroupKind kind) {
  v1::Group::Kind found = v1::Group::KIND_UNSPECIFIED;
  CHECK(v1::Group::Kind_Parse(std::string(BandOf(kind).name), &found));
  return found;
}

// In whole seconds, unless somebody was more exact.
std::string TimeText(absl::Time time) {
  return time == absl::FromUnixSeconds(absl::ToUnixSeconds(time)) ? FormatInstant(time)
                                                                  : FormatMoment(time);
}

template <typename State, typename OurState>
State StateIn(bool (*parse)(const std::string&, State*), OurState state) {
  State found{};
  CHECK(parse(std::string(StateName(state)), &found));
  return found;
}

}  // namespace

std::string ParkName(absl::string_view park) { return absl::StrCat("parks/", park); }
std::string CentreName(absl::string_view park, absl::string_view centre) {
  return absl::StrCat("parks/", park, "/centres/", centre);
}
std::string ChildName(absl::string_view park, absl::string_view family, absl::string_view child) {
  return absl::StrCat("parks/", park, "/families/", family, "/children/", child);
}
std::string GroupName(absl::string_view park, absl::string_view group) {
  const size_t slash = group.find('/');
  CHECK(slash != absl::string_view::npos);
  return absl::StrCat(CentreName(park, group.substr(0, slash)), "/groups/",
                      group.substr(slash + 1));
}
std::string CalendarName(absl::string_view park, absl::string_view calendar) {
  return absl::StrCat("parks/", park, "/openingCalendars/", calendar);
}
std::string ApplicationName(absl::string_view park, const Application& application) {
  return absl::StrCat("parks/", park, "/families/", application.family, "/applications/",
                      application.id);
}
std::string OfferName(absl::string_view park, const Offer& offer) {
  return absl::StrCat("parks/", park, "/families/", offer.family, "/offers/", offer.id);
}
std::string EnrolmentName(absl::string_view park, const Enrolment& enrolment) {
  return absl::StrCat(CentreName(park, enrolment.centre), "/enrolments/", enrolment.id);
}
std::string AttendanceName(absl::string_view park, const Enrolment& enrolment,
                           absl::CivilMonth month) {
  return absl::StrCat(EnrolmentName(park, enrolment), "/months/", FormatMonth(month));
}

v1::Centre ToProto(absl::string_view park, const Centre& centre,
                   const std::vector<TakenSeats>& taken, absl::CivilDay today) {
  v1::Centre message;
  message.set_name(CentreName(park, centre.id));
  message.set_code(centre.code);
  message.set_display_name(centre.display_name);
  message.set_provider_type(centre.provider_type);
  message.set_uscc(centre.uscc);
  message.set_filing_number(centre.filing_number);
  message.set_filing_from_date(FormatDay(centre.filing_from));
  message.set_filing_until_date(FormatDay(centre.filing_until));
  message.set_latitude_micro(centre.latitude_micro);
  message.set_longitude_micro(centre.longitude_micro);
  for (const Group& group : centre.groups) {
    v1::Group* to = message.add_groups();
    to->set_name(GroupName(park, group.id));
    to->set_code(group.code);
    to->set_kind(KindOf(group.kind));
    to->set_capacity(static_cast<int32_t>(group.capacity));
    to->set_staff(static_cast<int32_t>(group.staff));
    to->set_half_days_share(group.half_days_share);
    if (group.open.has_value()) {
      to->set_park_contract(ParkContractName(park, group.park_contract));
      to->set_open_from_date(FormatDay(group.open->from));
      to->set_open_until_date(FormatDay(group.open->until));
    }
    for (const SeatPool& pool : group.pools) {
      v1::SeatPool* seats = to->add_pools();
      seats->set_kind(pool.kind);
      seats->set_seats(static_cast<int32_t>(pool.seats));
      if (!pool.firm.empty()) {
        seats->set_firm(absl::StrCat("parks/", park, "/firms/", pool.firm));
      }
    }
    // Where capacity was lowered under what is offered, the first hold what is left.
    to->set_taken(
        static_cast<int32_t>(std::min(CountTaken(taken, today, group.id), group.capacity)));
  }
  message.set_owner_centre(centre.owner_centre);
  message.set_revision(centre.revision);
  AddCare(centre, message);
  return message;
}

v1::OpeningCalendar ToProto(absl::string_view park, const OpeningCalendar& calendar) {
  v1::OpeningCalendar message;
  message.set_name(CalendarName(park, calendar.id));
  for (const absl::CivilDay day : calendar.closed) message.add_closed_dates(FormatDay(day));
  for (const absl::CivilDay day : calendar.working_weekends) {
    message.add_working_weekends(FormatDay(day));
  }
  return message;
}

v1::Application ToProto(absl::string_view park, const Application& application,
                        absl::CivilDay today) {
  v1::Application message;
  message.set_name(ApplicationName(park, application));
  message.set_child(ChildName(park, application.family, application.child));
  message.set_case_number(application.case_number);
  for (const std::string& choice : application.choices) {
    message.add_choices(CentreName(park, choice));
  }
  message.set_desired_start_date(FormatDay(application.desired_start));
  message.set_submitted_time(TimeText(application.submitted));
  message.set_state(
      StateIn<v1::Application::State>(v1::Application::State_Parse, StateOn(application, today)));
  message.set_programme(absl::StrCat("parks/", park, "/programmes/", application.programme));
  message.set_urgent(application.urgent);
  if (application.answer_by.has_value()) {
    message.set_answer_by_date(FormatDay(*application.answer_by));
  }
  if (application.confirm_by.has_value()) {
    message.set_confirm_by_date(FormatDay(*application.confirm_by));
  }
  message.set_revision(application.revision);
  AddCare(application.session, message);
  return message;
}

v1::Offer ToProto(absl::string_view park, const Offer& offer, absl::CivilDay today) {
  v1::Offer message;
  message.set_name(OfferName(park, offer));
  message.set_application(absl::StrCat("parks/", park, "/families/", offer.family, "/applications/",
                                       offer.application));
  message.set_child(ChildName(park, offer.family, offer.child));
  message.set_case_number(offer.case_number);
  message.set_group(GroupName(park, offer.seat.group));
  message.set_start_date(FormatDay(offer.seat.start));
  message.set_expire_date(FormatDay(offer.expire));
  message.set_hold_date(FormatDay(offer.hold));
  message.set_state(StateIn<v1::Offer::State>(v1::Offer::State_Parse, StateOn(offer, today)));
  message.set_revision(offer.revision);
  return message;
}

v1::Enrolment ToProto(absl::string_view park, const Enrolment& enrolment, absl::CivilDay today) {
  v1::Enrolment message;
  message.set_name(EnrolmentName(park, enrolment));
  message.set_child(ChildName(park, enrolment.family, enrolment.child));
  message.set_case_number(enrolment.case_number);
  message.set_group(GroupName(park, enrolment.group));
  message.set_group_kind(KindOf(enrolment.kind));
  message.set_start_date(FormatDay(enrolment.period.from));
  message.set_end_date(FormatDay(enrolment.period.until));
  message.set_state(
      StateIn<v1::Enrolment::State>(v1::Enrolment::State_Parse, StateOn(enrolment, today)));
  message.set_revision(enrolment.revision);
  AddCare(park, enrolment, message);
  return message;
}

v1::EnrolmentMonth ToProto(absl::string_view park, const Enrolment& enrolment,
                           const AttendanceMonth& attendance, const ClosedDays& closed) {
  v1::EnrolmentMonth message;
  message.set_enrolment(EnrolmentName(park, enrolment));
  message.set_child(ChildName(park, enrolment.family, enrolment.child));
  message.set_case_number(enrolment.case_number);
  message.set_centre(CentreName(park, enrolment.centre));
  message.set_group_kind(KindOf(enrolment.kind));
  message.set_start_date(FormatDay(enrolment.period.from));
  message.set_end_date(FormatDay(enrolment.period.until));
  AddCare(enrolment, MonthPeriod(attendance.month), message);
  const Period days = Intersect(MonthPeriod(attendance.month), enrolment.period);
  for (absl::CivilDay day = days.from; day < days.until; ++day) {
    const Closed how = closed.empty() ? Closed::kNo : closed.On(enrolment.centre, day);
    const DayKind kind = KindOn(attendance, day, how);
    if (kind == DayKind::kNothing) continue;
    v1::AttendanceDay* to = message.add_days();
    to->set_case_number(enrolment.case_number);
    to->set_date(FormatDay(day));
    to->set_status(kind == DayKind::kPresent ? v1::AttendanceDay::PRESENT
                                             : v1::AttendanceDay::ABSENT);
    if (kind == DayKind::kClosed) {
      to->set_reason(how == Closed::kWithRefund ? "CENTRE_CLOSED" : "CLOSED_NO_REFUND");
    } else if (kind == DayKind::kAbsent) {
      to->set_reason(std::string(ReasonName(attendance.ReasonOn(day))));
    }
  }
  return message;
}

void AddEvidence(const AttendanceMonth& attendance, v1::EnrolmentMonth* message) {
  for (v1::AttendanceDay& each : *message->mutable_days()) {
    each.set_evidence(attendance.EvidenceOn(*ParseDay(each.date())));
  }
}

}  // namespace tuoqiao::places
