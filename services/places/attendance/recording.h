// One batch of child-days of one centre, whoever says them: people, proposals, events.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_RECORDING_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_RECORDING_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/rpc/mutate.h"
#include "services/common/seal.h"
#include "services/places/attendance/attendance.h"
#include "services/places/attendance/attendance_policy.h"
#include "services/places/attendance/attendance_store.h"
#include "services/places/attendance/correction_store.h"
#include "services/places/calendar.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::places {

// Not thread safe.
class Recording {
 public:
  Recording(rpc::Change& change, const KeyRing& keys, std::string centre, absl::CivilDay today)
      : change_(change), keys_(keys), centre_(std::move(centre)), today_(today) {}

  // Everything that days of these months may meet, once; the centre is locked from now on.
  // CENTRE_NOT_FOUND.
  absl::Status Load(std::set<absl::CivilMonth> months);

  // A person's word. A day that is locked changes with a reason only, and is kept as a correction.
  // A first word on a day of a closed month needs none.
  absl::Status Say(const ChildDay& day, type::v1::ItemResult* result);
  // What the events of a day say now. A change of a locked day is kept as a correction.
  void Follow(size_t enrolment, absl::CivilDay day, bool present);

  absl::Status Save();

  const std::vector<Enrolment>& enrolments() const { return enrolments_; }
  // Null where the centre has no such place.
  const size_t* PlaceOf(const std::string& enrolment) const;
  const AttendanceBook& book() const { return *book_; }
  const Opening& opening() const { return *opening_; }
  const DayLocks& locks() const { return locks_; }
  // As it stands now, with what was said in this batch.
  const AttendanceMonth& MonthOf(const Enrolment& enrolment, absl::CivilDay day);

 private:
  AttendanceKey KeyOf(const Enrolment& enrolment, absl::CivilDay day) const {
    return {absl::CivilMonth(day), centre_, enrolment.id};
  }
  AttendanceMonth& MonthAt(const AttendanceKey& key);
  void MarkChanged(const AttendanceKey& key, const Enrolment& enrolment, Noted noted);
  struct Changed {
    const Enrolment& enrolment;
    absl::CivilDay day;
    const AttendanceMonth& before;
    const AttendanceMonth& after;
  };
  // Where the day is locked.
  void KeepCorrection(const Changed& changed, const std::string& why);

  rpc::Change& change_;
  const KeyRing& keys_;
  const std::string centre_;
  const absl::CivilDay today_;
  std::optional<Opening> opening_;
  std::vector<Enrolment> enrolments_;
  std::map<std::string, size_t> places_;  // By id.
  std::optional<AttendanceBook> book_;
  DayLocks locks_;
  AttendanceMonths months_;
  std::map<AttendanceKey, MonthToSave> changed_;
  std::vector<DayCorrection> corrections_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_RECORDING_H_
