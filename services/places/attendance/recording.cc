#include "services/places/attendance/recording.h"

#include <google/protobuf/empty.pb.h>

#include <utility>

#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/errors_attendance.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using type::v1::ItemResult;

// Why a day was corrected, where nobody had to say it.
constexpr char kLateRecord[] = "LATE_RECORD", kLateEvent[] = "LATE_EVENT";

SaidAs SaidOn(const AttendanceMonth& month, absl::CivilDay day) {
  if (month.Present(day)) return {"PRESENT"};
  if (month.Absent(day)) return {"ABSENT", month.ReasonOn(day)};
  return {};
}

}  // namespace

absl::Status Recording::Load(std::set<absl::CivilMonth> months) {
  RETURN_IF_ERROR(LockCentre(change_.txn, centre_));
  ASSIGN_OR_RETURN(const bool exists, CentreExists(change_.txn, centre_));
  if (!exists) return CentreNotFound(CentreName(change_.txn.park(), centre_));
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(change_.txn));
  opening_.emplace(calendars);
  ASSIGN_OR_RETURN(enrolments_, LoadEnrolmentsOfCentre(change_.txn, centre_));
  for (size_t i = 0; i < enrolments_.size(); ++i) places_.emplace(enrolments_[i].id, i);
  book_.emplace(enrolments_, *opening_, today_);
  ASSIGN_OR_RETURN(locks_, LoadLocks(change_.txn, centre_, today_));
  ASSIGN_OR_RETURN(
      months_, LoadAttendance(change_.txn, keys_, AttendanceOfCentre{centre_, std::move(months)}));
  return absl::OkStatus();
}

const size_t* Recording::PlaceOf(const std::string& enrolment) const {
  const auto place = places_.find(enrolment);
  return place == places_.end() ? nullptr : &place->second;
}

AttendanceMonth& Recording::MonthAt(const AttendanceKey& key) {
  AttendanceMonth& month = months_[key];
  month.month = key.month;
  return month;
}

const AttendanceMonth& Recording::MonthOf(const Enrolment& enrolment, absl::CivilDay day) {
  return MonthAt(KeyOf(enrolment, day));
}

void Recording::MarkChanged(const AttendanceKey& key, const Enrolment& enrolment, Noted noted) {
  MonthToSave& changed = changed_[key];
  changed.enrolment = &enrolment;
  changed.attendance = &months_[key];
  changed.corrected |= noted == Noted::kUpdated;
}

void Recording::KeepCorrection(const Changed& changed, const std::string& why) {
  const bool closed = locks_.MonthClosed(changed.day);
  if (!closed && !locks_.WeekLocked(changed.day)) return;
  DayCorrection correction;
  correction.enrolment = changed.enrolment;
  correction.day = changed.day;
  correction.from = SaidOn(changed.before, changed.day);
  correction.to = SaidOn(changed.after, changed.day);
  correction.why = why;
  correction.corrected_by = change_.caller.Label();
  correction.after_close = closed;
  corrections_.push_back(std::move(correction));
}

absl::Status Recording::Say(const ChildDay& day, ItemResult* result) {
  ASSIGN_OR_RETURN(const size_t place, book_->Check(day));
  const Enrolment& enrolment = enrolments_[place];
  const AttendanceKey key = KeyOf(enrolment, day.day);
  AttendanceMonth& month = MonthAt(key);
  const AttendanceMonth before = month;
  const Noted noted = Note(month, day);
  if (noted == Noted::kCreated || noted == Noted::kUpdated) {
    const bool locked =
        locks_.WeekLocked(day.day) || (locks_.MonthClosed(day.day) && before.Known(day.day));
    if (locked && day.correction_reason.empty()) {
      month = before;
      return AttendanceLocked(day.day);
    }
    KeepCorrection({enrolment, day.day, before, month},
                   day.correction_reason.empty() ? kLateRecord : day.correction_reason);
  }
  book_->Accept(day);
  result->set_resource(AttendanceName(change_.txn.park(), enrolment, key.month));
  result->set_outcome(noted == Noted::kCreated     ? ItemResult::CREATED
                      : noted == Noted::kUnchanged ? ItemResult::UNCHANGED
                                                   : ItemResult::UPDATED);
  if (noted != Noted::kUnchanged) MarkChanged(key, enrolment, noted);
  return absl::OkStatus();
}

void Recording::Follow(size_t enrolment, absl::CivilDay day, bool present) {
  const Enrolment& place = enrolments_[enrolment];
  const AttendanceKey key = KeyOf(place, day);
  AttendanceMonth& month = MonthAt(key);
  const AttendanceMonth before = month;
  const Noted noted = NoteEvents(month, day, present);
  if (noted == Noted::kUnchanged) return;
  KeepCorrection({place, day, before, month}, kLateEvent);
  MarkChanged(key, place, noted);
}

absl::Status Recording::Save() {
  std::vector<MonthToSave> months;
  for (const auto& [key, changed] : changed_) {
    AttendanceMonth& attendance = months_[key];
    ++attendance.revision;
    months.push_back(changed);
    change_.Publish("AttendanceRecorded",
                    AttendanceName(change_.txn.park(), *changed.enrolment, key.month),
                    attendance.revision, google::protobuf::Empty());
  }
  RETURN_IF_ERROR(SaveAttendance(change_.txn, keys_, months));
  return InsertCorrections(change_.txn, keys_, corrections_);
}

}  // namespace tuoqiao::places
