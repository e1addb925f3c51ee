// Check-ins and check-outs.
#include <google/protobuf/empty.pb.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/centre_days.h"
#include "services/places/attendance/convert_attendance.h"
#include "services/places/attendance/errors_attendance.h"
#include "services/places/attendance/presence_store.h"
#include "services/places/attendance/recording.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/service.h"

namespace tuoqiao::places {
namespace {

using presence::Event;
using type::v1::ItemResult;

// One batch of events of one centre. Not thread safe.
class EventBook {
 public:
  EventBook(rpc::Change& change, const KeyRing& keys, std::string centre, const ParkDay& park)
      : change_(change),
        keys_(keys),
        centre_(std::move(centre)),
        zone_(park.zone),
        recording_(change, keys, centre_, park.today) {}

  // Everything that the batch may meet, once.
  absl::Status Load(const v1::RecordPresenceEventsRequest& request) {
    std::set<absl::CivilMonth> months;
    std::set<absl::CivilDay> days;
    for (const auto& each : request.events()) {
      const auto said = FromProto(each, zone_);
      if (!said.ok()) continue;
      days.insert(said->event.day);
      months.emplace(said->event.day);
    }
    RETURN_IF_ERROR(recording_.Load(std::move(months)));
    for (const absl::CivilDay day : days) {
      ASSIGN_OR_RETURN(std::vector<Event> events, LoadEvents(change_.txn, keys_, {centre_, day}));
      for (const Event& each : events) known_.emplace(each.id, each);
      by_day_.emplace(day, std::move(events));
    }
    return absl::OkStatus();
  }

  absl::Status Record(const v1::PresenceEvent& message, ItemResult* result) {
    ASSIGN_OR_RETURN(EventSaid said, FromProto(message, zone_));
    Event& event = said.event;
    ASSIGN_OR_RETURN(const Event* before, Find(event.id));
    if (before != nullptr) return Compare(said, *before, result);
    RETURN_IF_ERROR(CheckCorrects(event));
    ASSIGN_OR_RETURN(const size_t place, recording_.book().Find(said.case_number, event.day));
    const Enrolment& enrolment = recording_.enrolments()[place];
    event.enrolment = enrolment.id;
    event.late = recording_.locks().WeekLocked(event.day);
    result->set_resource(EventName(change_.txn.park(), centre_, event.id));
    result->set_outcome(ItemResult::CREATED);
    by_day_[event.day].push_back(event);
    known_.emplace(event.id, event);
    added_.push_back({&enrolment, event});
    return absl::OkStatus();
  }

  // The days follow from all events that there are now.
  absl::Status Save() {
    std::map<absl::CivilDay, std::set<std::string>> touched;
    for (const EventToSave& each : added_) touched[each.event.day].insert(each.enrolment->id);
    for (const auto& [day, enrolments] : touched) {
      for (const auto& [enrolment, presence] : presence::DaysOf(by_day_[day])) {
        if (const size_t* place = recording_.PlaceOf(enrolment); place != nullptr) {
          recording_.Follow(*place, day, presence.present());
        }
      }
      for (const std::string& each : enrolments) Publish(each, day);
    }
    RETURN_IF_ERROR(InsertEvents(change_.txn, keys_, added_));
    return recording_.Save();
  }

 private:
  // Null where no event has the id.
  absl::StatusOr<const Event*> Find(const std::string& id) {
    const auto known = known_.find(id);
    if (known != known_.end()) return &known->second;
    ASSIGN_OR_RETURN(const auto stored, LoadEvent(change_.txn, keys_, {centre_, id}));
    if (!stored.has_value()) return nullptr;
    return &known_.emplace(id, *stored).first->second;
  }

  absl::Status Compare(EventSaid& said, const Event& before, ItemResult* result) {
    const size_t* place = recording_.PlaceOf(before.enrolment);
    const bool same_child =
        place != nullptr && recording_.enrolments()[*place].case_number == said.case_number;
    if (!same_child) return EventOfAnotherChild(before.id);
    said.event.enrolment = before.enrolment;
    if (!SaysTheSame(said.event, before)) return EventDiffers(before.id);
    result->set_resource(EventName(change_.txn.park(), centre_, before.id));
    result->set_outcome(ItemResult::UNCHANGED);
    return absl::OkStatus();
  }

  // A day follows from its own events: what is corrected is of the same day, where it is known.
  absl::Status CheckCorrects(const Event& event) {
    if (event.corrects.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const Event* target, Find(event.corrects));
    if (target == nullptr || target->day == event.day) return absl::OkStatus();
    return FieldInvalid("corrects", "is of another day: correct it there, and send a new event",
                        "不在同一天:请在当日更正,并另发新事件");
  }

  // The revision of a day is how many events it has.
  void Publish(const std::string& enrolment, absl::CivilDay day) {
    int64_t events = 0;
    for (const Event& each : by_day_[day]) events += each.enrolment == enrolment ? 1 : 0;
    const size_t* place = recording_.PlaceOf(enrolment);
    change_.Publish("PresenceRecorded",
                    absl::StrCat(EnrolmentName(change_.txn.park(), recording_.enrolments()[*place]),
                                 "/days/", FormatDay(day)),
                    events, google::protobuf::Empty());
  }

  rpc::Change& change_;
  const KeyRing& keys_;
  const std::string centre_;
  const absl::TimeZone zone_;
  Recording recording_;
  std::map<absl::CivilDay, std::vector<Event>> by_day_;
  std::map<std::string, Event> known_;  // By id; those of the days, and what else was looked up.
  std::vector<EventToSave> added_;
};

// Whom another event stands for.
std::set<std::string> CorrectedIn(const std::vector<Event>& events) {
  std::set<std::string> corrected;
  for (const Event& each : events) corrected.insert(each.id);
  for (const Event* each : presence::Standing(events)) corrected.erase(each->id);
  return corrected;
}

}  // namespace

grpc::Status PlacesService::RecordPresenceEvents(grpc::ServerContext* context,
                                                 const v1::RecordPresenceEventsRequest* request,
                                                 v1::RecordPresenceEventsResponse* response) {
  return front_.Answer(
      context, "RecordPresenceEvents", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, OneCentreOf("parent", request->parent()));
        RETURN_IF_ERROR(CheckItems("events", request->events_size(), kEventsMax));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskParkDay(caller); },
            [&](rpc::Change& change, const ParkDay& park) -> absl::Status {
              EventBook book(change, keys_, centre, park);
              RETURN_IF_ERROR(book.Load(*request));
              for (int i = 0; i < request->events_size(); ++i) {
                ItemResult* result = response->add_results();
                result->set_index(i);
                const absl::Status status = book.Record(request->events(i), result);
                if (!status.ok()) Reject(status, result);
              }
              return book.Save();
            });
      });
}

grpc::Status PlacesService::ListPresenceEvents(grpc::ServerContext* context,
                                               const v1::ListPresenceEventsRequest* request,
                                               v1::ListPresenceEventsResponse* response) {
  return front_.Answer(
      context, "ListPresenceEvents", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, OneCentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilDay date, DayOf("date", request->date()));
        const std::string list =
            absl::StrCat(request->parent(), "/presenceEvents/", request->date());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const CentreDay day, LoadCentreDay(txn, keys_, {centre, date}));
          const std::set<std::string> corrected = CorrectedIn(day.events);
          std::map<std::string, const Enrolment*> enrolments;
          for (const Enrolment& each : day.enrolments) enrolments.emplace(each.id, &each);
          for (const Event& each : day.events) {
            const auto enrolment = enrolments.find(each.enrolment);
            // Its place has ended before the day since.
            if (each.id <= page.after || enrolment == enrolments.end()) continue;
            *response->add_presence_events() =
                ToProto(caller.park, {*enrolment->second, each, corrected.count(each.id) == 1});
            if (response->presence_events_size() == page.size) {
              response->set_next_page_token(rpc::NextPageToken(list, each.id));
              break;
            }
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
