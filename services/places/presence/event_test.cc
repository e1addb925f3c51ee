#include "services/places/presence/event.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tuoqiao::places::presence {
namespace {

const absl::CivilDay kDay(2026, 10, 12);

Event At(const std::string& id, EventKind kind, int64_t hour, int64_t minute = 0,
         const std::string& enrolment = "e1") {
  Event event;
  event.id = id;
  event.enrolment = enrolment;
  event.kind = kind;
  event.day = kDay;
  event.minute = hour * 60 + minute;
  event.time = absl::UnixEpoch() + absl::Minutes(event.minute);
  return event;
}
Event In(const std::string& id, int64_t hour, int64_t minute = 0) {
  return At(id, EventKind::kCheckIn, hour, minute);
}
Event Out(const std::string& id, int64_t hour, int64_t minute = 0) {
  return At(id, EventKind::kCheckOut, hour, minute);
}
Event Correcting(Event event, const std::string& target, int64_t made) {
  event.corrects = target;
  event.made = absl::UnixEpoch() + absl::Hours(made);
  return event;
}

// "8:00-16:30", "?-16:30", "8:00-?"; then the flags.
std::string Show(const PresenceDay& day) {
  std::vector<std::string> parts;
  const auto clock = [](const std::optional<int64_t>& minute) {
    return minute.has_value()
               ? absl::StrCat(*minute / 60, ":", *minute % 60 < 10 ? "0" : "", *minute % 60)
               : "?";
  };
  for (const Stay& each : day.stays) {
    parts.push_back(absl::StrCat(clock(each.from), "-", clock(each.until)));
  }
  if (day.check_in_missing) parts.push_back("no check-in");
  if (day.check_out_missing) parts.push_back("no check-out");
  return absl::StrJoin(parts, " ");
}
std::string Show(const std::vector<Event>& events, const std::string& enrolment = "e1") {
  const auto days = DaysOf(events);
  const auto day = days.find(enrolment);
  return day == days.end() ? "nothing" : Show(day->second);
}

TEST(PresenceEvent, ADayIsItsStaysInOrder) {
  EXPECT_EQ(Show({In("a", 8), Out("b", 16, 30)}), "8:00-16:30");
  EXPECT_EQ(Show({Out("d", 16), In("c", 13), Out("b", 10), In("a", 8)}), "8:00-10:00 13:00-16:00");
}

TEST(PresenceEvent, WhatNobodySaidIsFlaggedAndNotInvented) {
  EXPECT_EQ(Show({In("a", 8)}), "8:00-? no check-out");
  EXPECT_EQ(Show({Out("a", 16)}), "?-16:00 no check-in");
  EXPECT_EQ(Show({Out("a", 7), In("b", 8)}), "?-7:00 8:00-? no check-in no check-out");
  EXPECT_EQ(Show({Out("b", 10), In("c", 13), Out("d", 16)}), "?-10:00 13:00-16:00 no check-in");
}

TEST(PresenceEvent, ADoorThatIsTouchedTwiceSaysNothingNew) {
  EXPECT_EQ(Show({In("a", 8), In("b", 8, 1), Out("c", 16), Out("d", 16, 2)}), "8:00-16:02");
}

TEST(PresenceEvent, ACheckOutThatKnowsItsCheckInNeedsNoOther) {
  Event out = Out("b", 16);
  out.check_in = absl::UnixEpoch() + absl::Hours(8);
  out.check_in_minute = 8 * 60;
  EXPECT_EQ(Show({out}), "8:00-16:00");
  EXPECT_EQ(Show({In("a", 8, 5), out}), "8:05-16:00") << "the event of the check-in goes before";
}

TEST(PresenceEvent, ACorrectionStandsForWhatItNames) {
  EXPECT_EQ(Show({In("a", 8), Out("b", 16), Correcting(Out("c", 17), "b", 20)}), "8:00-17:00");
  EXPECT_EQ(Show({Correcting(Out("c", 17), "b", 20), In("a", 8)}), "8:00-17:00")
      << "before what it corrects has come";
  EXPECT_EQ(Show({In("a", 8), Correcting(At("b", EventKind::kNothing, 8), "a", 20)}), "");
}

TEST(PresenceEvent, TheLastCorrectionHolds) {
  EXPECT_EQ(Show({In("a", 8), Out("b", 16), Correcting(Out("c", 17), "b", 20),
                  Correcting(Out("d", 18), "b", 19)}),
            "8:00-17:00");
  EXPECT_EQ(Show({In("a", 8), Out("b", 16), Correcting(Out("c", 17), "b", 20),
                  Correcting(Out("d", 18), "c", 19)}),
            "8:00-18:00")
      << "a correction of the correction";
  EXPECT_EQ(Show({In("a", 8), Correcting(Out("b", 16), "c", 1), Correcting(Out("c", 17), "b", 1)}),
            "8:00-? no check-out")
      << "a circle says nothing";
}

TEST(PresenceEvent, ACorrectionMayGiveTheEventToAnotherChild) {
  Event other = Correcting(At("c", EventKind::kCheckIn, 8, 0, "e2"), "a", 20);
  EXPECT_EQ(Show({In("a", 8), other}), "");
  EXPECT_EQ(Show({In("a", 8), other}, "e2"), "8:00-? no check-out");
}

// Any permutation of the events, with any of them twice, gives the same days. An id that comes
// again is passed over before it gets here: so a repetition is the set, and the order is what is
// left.
TEST(PresenceEvent, TheOrderOfArrivalDoesNotMatter) {
  const char* given = std::getenv("TUOQIAO_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261012;
  std::cout << "TUOQIAO_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  const auto below = [&](uint64_t n) { return static_cast<int64_t>(random() % n); };
  for (int run = 0; run < 2000; ++run) {
    std::vector<Event> events;
    const int64_t count = 1 + below(12);
    for (int64_t i = 0; i < count; ++i) {
      Event event = At(absl::StrCat("x", i), static_cast<EventKind>(below(2)), 6 + below(13),
                       below(4) * 15, absl::StrCat("e", 1 + below(3)));
      if (below(3) == 0) {
        if (below(3) == 0) event.kind = EventKind::kNothing;
        event = Correcting(event, absl::StrCat("x", below(14)), below(3));
        if (event.corrects == event.id) event.corrects = "elsewhere";
      }
      events.push_back(event);
    }
    std::map<std::string, std::string> first;
    for (const auto& [enrolment, day] : DaysOf(events)) first[enrolment] = Show(day);
    for (int again = 0; again < 5; ++again) {
      std::shuffle(events.begin(), events.end(), random);
      std::map<std::string, std::string> shuffled;
      for (const auto& [enrolment, day] : DaysOf(events)) shuffled[enrolment] = Show(day);
      ASSERT_EQ(shuffled, first) << "run " << run;
    }
  }
}

}  // namespace
}  // namespace tuoqiao::places::presence
