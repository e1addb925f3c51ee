// Check-ins and check-outs as devices say them, and the day that follows from them. Events come
// late, twice and in any order: what follows is a function of which there are, not of when they
// came.
#ifndef TUOQIAO_SERVICES_PLACES_PRESENCE_EVENT_H_
#define TUOQIAO_SERVICES_PLACES_PRESENCE_EVENT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tuoqiao::places::presence {

// kNothing: what it corrects never was.
enum class EventKind { kCheckIn, kCheckOut, kNothing };
absl::string_view KindName(EventKind kind);

struct Event {
  std::string id;  // The device's own.
  std::string device;
  std::string enrolment;
  EventKind kind = EventKind::kCheckIn;
  absl::Time time;
  std::optional<absl::Time> check_in;  // Of a check-out, where the device knows it.
  std::string person_code;
  std::string corrects;            // The id of the event that this one stands for.
  std::optional<absl::Time> made;  // Of a correction: when it was made.
  bool late = false;               // It came when its week was locked.

  // Where the park is.
  absl::CivilDay day;
  int64_t minute = 0;           // After midnight.
  int64_t check_in_minute = 0;  // Where `check_in` is said.
};

// Whether both say the same; when they came is not said.
bool SaysTheSame(const Event& a, const Event& b);

// Of the events of a day those that hold: each that no other stands for, and for the others the
// last correction, by when it was made, then by id. A correction of one that does not hold says
// nothing. Events that correct each other in a circle say nothing either.
std::vector<const Event*> Standing(const std::vector<Event>& events);

// A stretch of minutes of a day; what no event said is missing.
struct Stay {
  std::optional<int64_t> from, until;
};

struct PresenceDay {
  std::vector<Stay> stays;  // In order.
  std::optional<int64_t> first_in, last_out;
  // A check-out before any check-in, and a check-in that no check-out followed.
  bool check_in_missing = false, check_out_missing = false;

  bool present() const { return !stays.empty(); }
};

// Of one child, from events that hold. A second check-in while the child is there says nothing new;
// a check-out after a check-out says that it left later.
PresenceDay DayOf(std::vector<const Event*> standing);

// The same for all children of a day, by enrolment. One whose events do not hold any more has a day
// without stays.
std::map<std::string, PresenceDay> DaysOf(const std::vector<Event>& events);

}  // namespace tuoqiao::places::presence

#endif  // TUOQIAO_SERVICES_PLACES_PRESENCE_EVENT_H_
