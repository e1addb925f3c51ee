#include "services/places/attendance/presence_store.h"

#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/child_keys.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

using presence::Event;
using presence::EventKind;

constexpr char kSelect[] =
    "SELECT p.centre_id, p.id, p.device, p.enrolment_id, p.day, p.minute, p.kind, p.event_time, "
    "p.check_in_time, p.check_in_minute, p.person_code, p.corrects, p.made_time, p.late, "
    "e.child_id, e.case_number, k.wrapped FROM presence_event p JOIN enrolment e ON e.park_id = "
    "p.park_id "
    "AND e.centre_id = p.centre_id AND e.id = p.enrolment_id "
    "LEFT JOIN data_key k ON k.park_id = p.park_id AND k.subject = 'child:' || e.child_id "
    "WHERE p.park_id = :park AND ";

EventKind KindFrom(const std::string& name) {
  for (const EventKind kind : {EventKind::kCheckIn, EventKind::kCheckOut, EventKind::kNothing}) {
    if (name == presence::KindName(kind)) return kind;
  }
  CHECK(!"a kind that was written here");
  return EventKind::kNothing;
}

std::string TextOf(const std::optional<absl::Time>& time) {
  return time.has_value() ? FormatInstant(*time) : "";
}
std::optional<absl::Time> TimeFrom(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<absl::Time>(MomentOf(text));
}

std::string RowOf(absl::string_view centre, absl::string_view id) {
  return absl::StrCat(centre, "/", id);
}
SealPlace CodePlace(const std::string& park, const std::string& row) {
  return {park, "presence_event", "person_code", row};
}

struct SealedEvent {
  StoredEvent stored;
  std::string person_code, wrapped;
};

SealedEvent ReadEvent(const db::Row& row) {
  SealedEvent sealed;
  Enrolment& enrolment = sealed.stored.enrolment;
  enrolment.centre = row.Text(0);
  enrolment.id = row.Text(3);
  Event& event = sealed.stored.event;
  event.id = row.Text(1);
  event.device = row.Text(2);
  event.enrolment = row.Text(3);
  event.day = *ParseDay(row.Text(4));
  event.minute = row.Int(5);
  event.kind = KindFrom(row.Text(6));
  event.time = MomentOf(row.Text(7));
  event.check_in = TimeFrom(row.Text(8));
  event.check_in_minute = row.Int(9);
  if (!row.Null(10)) sealed.person_code = row.Bytes(10);
  event.corrects = row.Text(11);
  event.made = TimeFrom(row.Text(12));
  event.late = row.Flag(13);
  enrolment.child = row.Text(14);
  enrolment.case_number = row.Text(15);
  if (!row.Null(16)) sealed.wrapped = row.Bytes(16);
  return sealed;
}

absl::StatusOr<std::vector<StoredEvent>> QueryEvents(db::Read& txn, const KeyRing& keys,
                                                     absl::string_view condition,
                                                     const db::Args& args) {
  std::vector<SealedEvent> sealed;
  RETURN_IF_ERROR(txn.Query(absl::StrCat(kSelect, condition), args, [&](const db::Row& row) {
    sealed.push_back(ReadEvent(row));
    return absl::OkStatus();
  }));
  std::vector<StoredEvent> events;
  for (SealedEvent& each : sealed) {
    if (!each.person_code.empty() && !each.wrapped.empty()) {
      ASSIGN_OR_RETURN(
          const DataKey key,
          keys.Unwrap(txn.park(), ChildSubject(each.stored.enrolment.child), each.wrapped));
      const std::string row = RowOf(each.stored.enrolment.centre, each.stored.event.id);
      ASSIGN_OR_RETURN(each.stored.event.person_code,
                       key.Open(CodePlace(txn.park(), row), each.person_code));
    }
    events.push_back(std::move(each.stored));
  }
  return events;
}

}  // namespace

bool operator<(const EventKey& a, const EventKey& b) {
  return std::tie(a.centre, a.id) < std::tie(b.centre, b.id);
}

absl::StatusOr<std::vector<Event>> LoadEvents(db::Read& txn, const KeyRing& keys,
                                              const PresenceOfDay& of) {
  ASSIGN_OR_RETURN(auto stored, QueryEvents(txn, keys,
                                            "p.centre_id = :centre AND p.day = :day "
                                            "ORDER BY p.id",
                                            {{"centre", of.centre}, {"day", FormatDay(of.day)}}));
  std::vector<Event> events;
  for (StoredEvent& each : stored) events.push_back(std::move(each.event));
  return events;
}

absl::StatusOr<std::optional<Event>> LoadEvent(db::Read& txn, const KeyRing& keys,
                                               const EventKey& key) {
  ASSIGN_OR_RETURN(auto stored, QueryEvents(txn, keys, "p.centre_id = :centre AND p.id = :id",
                                            {{"centre", key.centre}, {"id", key.id}}));
  return stored.empty() ? std::nullopt : std::optional<Event>(std::move(stored[0].event));
}

absl::StatusOr<std::vector<StoredEvent>> LoadAllEvents(db::Read& txn, const KeyRing& keys,
                                                       const EventKey& after, int64_t rows_max) {
  return QueryEvents(txn, keys,
                     "(p.centre_id, p.id) > (:centre, :id) ORDER BY p.centre_id, p.id LIMIT :most",
                     {{"centre", after.centre}, {"id", after.id}, {"most", rows_max}});
}

absl::Status InsertEvents(db::Write& txn, const KeyRing& keys,
                          const std::vector<EventToSave>& events) {
  if (events.empty()) return absl::OkStatus();
  ChildKeys child_keys(txn, keys);
  RETURN_IF_ERROR(child_keys.LoadOfCentre(events[0].enrolment->centre));
  std::vector<db::Args> rows;
  for (const EventToSave& each : events) {
    const Event& event = each.event;
    db::Value code = std::nullopt;
    if (!event.person_code.empty()) {
      ASSIGN_OR_RETURN(const DataKey key, child_keys.Of(each.enrolment->child));
      const std::string row = RowOf(each.enrolment->centre, event.id);
      code = db::Blob{key.Seal(CodePlace(txn.park(), row), event.person_code)};
    }
    rows.push_back({{"centre", each.enrolment->centre},
                    {"id", event.id},
                    {"device", event.device},
                    {"enrolment", each.enrolment->id},
                    {"day", FormatDay(event.day)},
                    {"minute", event.minute},
                    {"kind", presence::KindName(event.kind)},
                    {"time", FormatInstant(event.time)},
                    {"check_in", TextOf(event.check_in)},
                    {"check_in_minute", event.check_in_minute},
                    {"code", std::move(code)},
                    {"corrects", event.corrects},
                    {"made", TextOf(event.made)},
                    {"late", event.late}});
  }
  RETURN_IF_ERROR(child_keys.SaveNew());
  return txn
      .ExecuteMany(
          "INSERT INTO presence_event (park_id, centre_id, id, device, enrolment_id, day, minute, "
          "kind, event_time, check_in_time, check_in_minute, person_code, corrects, made_time, "
          "late) VALUES (:park, :centre, :id, :device, :enrolment, :day, :minute, :kind, :time, "
          ":check_in, :check_in_minute, :code, :corrects, :made, :late)",
          rows)
      .status();
}

}  // namespace tuoqiao::places
