#include "services/places/attendance/centre_days.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

const AttendanceMonth& FindMonth(const AttendanceMonths& months, const AttendanceKey& key) {
  static const auto* const kNothing = new AttendanceMonth();
  const auto found = months.find(key);
  return found == months.end() ? *kNothing : found->second;
}

}  // namespace

const AttendanceMonth& CentreDay::MonthOf(const Enrolment& enrolment) const {
  return FindMonth(months, {absl::CivilMonth(day), centre, enrolment.id});
}

const presence::PresenceDay* CentreDay::PresenceOf(const Enrolment& enrolment) const {
  const auto found = presence.find(enrolment.id);
  return found == presence.end() ? nullptr : &found->second;
}

absl::StatusOr<CentreDay> LoadCentreDay(db::Read& txn, const KeyRing& keys,
                                        const PresenceOfDay& of) {
  ASSIGN_OR_RETURN(const bool exists, CentreExists(txn, of.centre));
  if (!exists) return CentreNotFound(CentreName(txn.park(), of.centre));
  CentreDay day;
  day.centre = of.centre;
  day.day = of.day;
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
  const Opening opening(calendars);
  day.open = opening.OpenOn(of.day);
  ASSIGN_OR_RETURN(const ClosedDays closed, LoadClosedDays(txn, opening, {of.day, of.day + 1}));
  day.closed = closed.On(of.centre, of.day);
  ASSIGN_OR_RETURN(day.enrolments, LoadEnrolmentsOfCentre(txn, of.centre));
  day.enrolments.erase(
      std::remove_if(day.enrolments.begin(), day.enrolments.end(),
                     [&](const Enrolment& each) { return !each.period.Contains(of.day); }),
      day.enrolments.end());
  std::sort(day.enrolments.begin(), day.enrolments.end(),
            [](const Enrolment& a, const Enrolment& b) {
              return std::tie(a.case_number, a.id) < std::tie(b.case_number, b.id);
            });
  ASSIGN_OR_RETURN(
      day.months,
      LoadAttendance(txn, keys, AttendanceOfCentre{of.centre, {absl::CivilMonth(of.day)}}));
  ASSIGN_OR_RETURN(day.events, LoadEvents(txn, keys, of));
  day.presence = presence::DaysOf(day.events);
  return day;
}

const AttendanceMonth& CentreMonths::MonthOf(const Enrolment& enrolment,
                                             absl::CivilMonth month) const {
  return FindMonth(attendance, {month, enrolment.centre, enrolment.id});
}

absl::StatusOr<CentreMonths> LoadCentreMonths(db::Read& txn, const KeyRing& keys,
                                              const std::string& centre,
                                              const std::vector<absl::CivilMonth>& months) {
  CentreMonths loaded;
  loaded.centre = centre;
  loaded.months = months;
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
  const Opening opening(calendars);
  for (const absl::CivilMonth month : months) loaded.opening[month] = opening.DaysOf(month);
  const Period period = {MonthPeriod(months.front()).from, MonthPeriod(months.back()).until};
  ASSIGN_OR_RETURN(loaded.closed, LoadClosedDays(txn, opening, period));
  ASSIGN_OR_RETURN(loaded.enrolments, LoadEnrolmentsOfCentre(txn, centre));
  ASSIGN_OR_RETURN(
      loaded.attendance,
      LoadAttendance(txn, keys, AttendanceOfCentre{centre, {months.begin(), months.end()}}));
  return loaded;
}

absl::StatusOr<std::map<std::string, std::vector<Absence>>> LoadAbsences(
    db::Read& txn, const KeyRing& keys, const CentreMonths& months) {
  std::map<std::string, std::vector<Absence>> absences;
  const auto add = [&](const Enrolment& enrolment, absl::CivilMonth month,
                       const AttendanceMonth& attendance) {
    const auto more = AbsencesOf(attendance, months.DaysOf(enrolment, month));
    std::vector<Absence>& all = absences[enrolment.child];
    all.insert(all.end(), more.begin(), more.end());
  };
  for (const Enrolment& each : months.enrolments) {
    for (const absl::CivilMonth month : months.months) {
      add(each, month, months.MonthOf(each, month));
    }
  }
  // A child that moved takes its absences along.
  ASSIGN_OR_RETURN(const auto elsewhere, LoadOtherPlaces(txn, months.centre));
  for (const Enrolment& each : elsewhere) {
    for (const absl::CivilMonth month : months.months) {
      const AttendanceKey key = {month, each.centre, each.id};
      ASSIGN_OR_RETURN(const AttendanceMonths found,
                       LoadAttendance(txn, keys, AttendanceRange{key, key}));
      if (!found.empty()) add(each, month, found.begin()->second);
    }
  }
  for (auto& [child, all] : absences) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Absence& a, const Absence& b) { return a.day < b.day; });
  }
  return absences;
}

}  // namespace tuoqiao::places
