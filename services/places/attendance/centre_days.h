// What is known of a centre's children on a day or over months: read once, for whoever counts it.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_CENTRE_DAYS_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_CENTRE_DAYS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/places/attendance/attendance_store.h"
#include "services/places/attendance/child_day.h"
#include "services/places/attendance/presence_store.h"
#include "services/places/presence/event.h"

namespace tuoqiao::places {

struct CentreDay {
  std::string centre;
  absl::CivilDay day;
  bool open = false;  // By the calendar.
  Closed closed = Closed::kNo;
  std::vector<Enrolment> enrolments;  // With the day in them, by case number and id.
  AttendanceMonths months;
  std::vector<presence::Event> events;
  std::map<std::string, presence::PresenceDay> presence;  // By enrolment.

  const AttendanceMonth& MonthOf(const Enrolment& enrolment) const;
  DayKind KindOf(const Enrolment& enrolment) const {
    return KindOn(MonthOf(enrolment), day, closed);
  }
  // Null where there were no events.
  const presence::PresenceDay* PresenceOf(const Enrolment& enrolment) const;
};
// CENTRE_NOT_FOUND.
absl::StatusOr<CentreDay> LoadCentreDay(db::Read& txn, const KeyRing& keys,
                                        const PresenceOfDay& of);

// Months of a centre, one after the other.
struct CentreMonths {
  std::string centre;
  std::vector<absl::CivilMonth> months;
  std::map<absl::CivilMonth, std::vector<absl::CivilDay>> opening;
  ClosedDays closed;
  std::vector<Enrolment> enrolments;  // All that it ever had, by id.
  AttendanceMonths attendance;

  const AttendanceMonth& MonthOf(const Enrolment& enrolment, absl::CivilMonth month) const;
  DaysToCount DaysOf(const Enrolment& enrolment, absl::CivilMonth month) const {
    return {opening.at(month), closed, enrolment};
  }
};
absl::StatusOr<CentreMonths> LoadCentreMonths(db::Read& txn, const KeyRing& keys,
                                              const std::string& centre,
                                              const std::vector<absl::CivilMonth>& months);

// The absences of the months by child, in order, wherever it was; of the children of the centre.
absl::StatusOr<std::map<std::string, std::vector<Absence>>> LoadAbsences(
    db::Read& txn, const KeyRing& keys, const CentreMonths& months);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_CENTRE_DAYS_H_
