#include "services/places/presence/event.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace tuoqiao::places::presence {
namespace {

auto Said(const Event& event) {
  return std::tie(event.id, event.device, event.enrolment, event.kind, event.time, event.check_in,
                  event.person_code, event.corrects, event.made);
}

// Which of two corrections of one event holds.
bool MadeBefore(const Event* a, const Event* b) {
  return std::tie(a->made, a->id) < std::tie(b->made, b->id);
}

using Corrections = std::map<std::string, std::vector<const Event*>>;  // By what they correct.

// What stands for an event in the end; none in a circle.
const Event* Last(const Event* event, const Corrections& corrections) {
  std::set<const Event*> met;
  while (met.insert(event).second) {
    const auto found = corrections.find(event->id);
    if (found == corrections.end()) return event;
    event = *std::max_element(found->second.begin(), found->second.end(), MadeBefore);
  }
  return nullptr;
}

// Opens and closes stays in the order of time. Not thread safe.
class Day {
 public:
  void Add(const Event& event) {
    if (event.kind == EventKind::kCheckIn) return In(event.minute);
    if (event.check_in.has_value() && !open_) In(event.check_in_minute);
    Out(event.minute);
  }
  PresenceDay Take() {
    day_.check_out_missing = open_;
    return std::move(day_);
  }

 private:
  void In(int64_t minute) {
    if (!day_.first_in.has_value()) day_.first_in = minute;
    if (open_) return;
    day_.stays.push_back({minute, std::nullopt});
    open_ = true;
  }
  void Out(int64_t minute) {
    day_.last_out = minute;
    if (!open_ && day_.stays.empty()) {
      day_.check_in_missing = true;
      day_.stays.push_back({std::nullopt, minute});
    }
    day_.stays.back().until = minute;
    open_ = false;
  }

  PresenceDay day_;
  bool open_ = false;
};

}  // namespace

absl::string_view KindName(EventKind kind) {
  switch (kind) {
    case EventKind::kCheckIn:
      return "CHECK_IN";
    case EventKind::kCheckOut:
      return "CHECK_OUT";
    case EventKind::kNothing:
      return "NOTHING";
  }
  return "";
}

bool SaysTheSame(const Event& a, const Event& b) { return Said(a) == Said(b); }

std::vector<const Event*> Standing(const std::vector<Event>& events) {
  std::set<std::string> ids;
  Corrections corrections;
  for (const Event& each : events) {
    ids.insert(each.id);
    if (!each.corrects.empty()) corrections[each.corrects].push_back(&each);
  }
  std::vector<const Event*> standing;
  const auto stand = [&](const Event* last) {
    if (last != nullptr) standing.push_back(last);
  };
  for (const Event& each : events) {
    if (each.corrects.empty()) stand(Last(&each, corrections));
  }
  // What they correct has not come yet: they stand for it all the same.
  for (const auto& [target, all] : corrections) {
    if (ids.count(target) == 1) continue;
    stand(Last(*std::max_element(all.begin(), all.end(), MadeBefore), corrections));
  }
  return standing;
}

PresenceDay DayOf(std::vector<const Event*> standing) {
  // Who is brought and fetched in the same second came first.
  const auto before = [](const Event* a, const Event* b) {
    return std::tie(a->time, a->kind, a->id) < std::tie(b->time, b->kind, b->id);
  };
  std::sort(standing.begin(), standing.end(), before);
  Day day;
  for (const Event* each : standing) {
    if (each->kind != EventKind::kNothing) day.Add(*each);
  }
  return day.Take();
}

std::map<std::string, PresenceDay> DaysOf(const std::vector<Event>& events) {
  std::map<std::string, std::vector<const Event*>> by_enrolment;
  for (const Event& each : events) by_enrolment[each.enrolment];
  for (const Event* each : Standing(events)) by_enrolment[each->enrolment].push_back(each);
  std::map<std::string, PresenceDay> days;
  for (auto& [enrolment, standing] : by_enrolment) {
    days.emplace(enrolment, DayOf(std::move(standing)));
  }
  return days;
}

}  // namespace tuoqiao::places::presence
