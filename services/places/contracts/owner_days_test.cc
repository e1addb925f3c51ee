#include "services/places/contracts/owner_days.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"

namespace tuoqiao::places {
namespace {

absl::CivilDay Day(int month, int day) { return absl::CivilDay(2026, month, day); }

Closure ClosureOf(const std::string& centre, const std::set<absl::CivilDay>& days,
                  bool refund = true) {
  Closure closure;
  closure.id = "flood";
  closure.centre = centre;
  closure.days = days;
  closure.kind = "FORCED";
  closure.reason = "积水";
  closure.refund = refund;
  closure.revision = 7;
  return closure;
}

// What is said of one closure, heard by a guest that knows `before`.
std::vector<Closure> Hear(const std::vector<Closure>& before, const Closure& said,
                          const std::vector<absl::CivilMonth>& closed_months = {}) {
  OwnerDays days;
  days.closures = {said};
  return HearClosures(before, GuestClosures(days, "north", "north--a"), closed_months);
}

// As `id revision: days`.
std::string TextOf(const std::vector<Closure>& closures) {
  std::string text;
  for (const Closure& each : closures) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", each.id, " ", each.revision, ":");
    for (const absl::CivilDay day : each.days) {
      absl::StrAppend(&text, " ", FormatDay(day).substr(5));
    }
  }
  return text;
}

TEST(OwnerDaysTest, AClosureHasANameThatSaysWhose) {
  const auto of_centre = Hear({}, ClosureOf("a", {Day(10, 5)}));
  ASSERT_EQ(of_centre.size(), 1u);
  EXPECT_EQ(TextOf(of_centre), "north--centre-flood 1: 10-05");
  EXPECT_EQ(of_centre[0].centre, "north--a");
  EXPECT_EQ(of_centre[0].kind, "FORCED");
  EXPECT_EQ(of_centre[0].reason, "积水");
  EXPECT_EQ(TextOf(Hear({}, ClosureOf("", {Day(10, 5)}))), "north--park-flood 1: 10-05");
  EXPECT_EQ(TextOf(Hear({}, ClosureOf("", {Day(10, 5)}, false))),
            "north--park-flood--no-refund 1: 10-05");
}

TEST(OwnerDaysTest, SaysWhatChangesAndNothingElse) {
  const auto known = Hear({}, ClosureOf("a", {Day(10, 5), Day(10, 6)}));
  EXPECT_EQ(TextOf(Hear(known, ClosureOf("a", {Day(10, 5), Day(10, 6)}))), "");
  EXPECT_EQ(TextOf(Hear(known, ClosureOf("a", {Day(10, 6)}))), "north--centre-flood 2: 10-06");
  EXPECT_EQ(TextOf(Hear(known, ClosureOf("a", {}))), "north--centre-flood 2:");
  EXPECT_EQ(TextOf(Hear({}, ClosureOf("a", {}))), "") << "never was here";
  EXPECT_EQ(TextOf(Hear(known, ClosureOf("a", {Day(10, 5), Day(10, 6)}, false))),
            "north--centre-flood 2:; north--centre-flood--no-refund 1: 10-05 10-06");
}

// What a month was priced by stands at the guest, whatever its owner says later.
TEST(OwnerDaysTest, AClosedMonthStaysAsItWas) {
  const std::vector<absl::CivilMonth> september = {absl::CivilMonth(2026, 9)};
  const auto known = Hear({}, ClosureOf("a", {Day(9, 30), Day(10, 5)}));
  EXPECT_EQ(TextOf(Hear(known, ClosureOf("a", {Day(9, 29), Day(10, 6)}), september)),
            "north--centre-flood 2: 09-30 10-06");
  EXPECT_EQ(TextOf(Hear(known, ClosureOf("a", {Day(9, 30), Day(10, 5)}, false), september)),
            "north--centre-flood 2: 09-30; north--centre-flood--no-refund 1: 10-05")
      << "the day that is priced keeps its refund";
  EXPECT_EQ(TextOf(Hear({}, ClosureOf("a", {Day(9, 30)}), september)), "");

  OpeningCalendar before, said;
  before.closed = {Day(9, 25), Day(10, 1)};
  before.working_weekends = {Day(9, 27)};
  said.closed = {Day(9, 24), Day(10, 2)};
  const OpeningCalendar heard = HearCalendar(before, said, september);
  EXPECT_EQ(heard.closed, (std::set<absl::CivilDay>{Day(9, 25), Day(10, 2)}));
  EXPECT_EQ(heard.working_weekends, (std::set<absl::CivilDay>{Day(9, 27)}));
  EXPECT_EQ(FirstChange(before, heard, {}), Day(10, 1)) << "from which bookings are looked at";
  EXPECT_EQ(FirstChange(heard, heard, {}), std::nullopt);
  EXPECT_EQ(FirstChange(heard, heard, {ClosureOf("a", {Day(9, 28)})}), Day(9, 28));
}

// Words are lost, late and said twice; a month is closed now and then. In the end the guest's open
// months say what the owner says, and its closed months what they said when they were closed.
TEST(OwnerDaysTest, WhateverIsLostTheLastWordHoldsInOpenMonths) {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int most) { return static_cast<int>(random() % (most + 1)); };
    std::vector<OwnerDays> words;
    Closure owners = ClosureOf("a", {});
    std::map<std::string, Closure> guests;
    int64_t heard = -1;
    std::vector<absl::CivilMonth> closed;
    std::map<absl::CivilDay, Closed> priced;
    const auto stands = [&](absl::CivilDay day) {
      ClosedDays days;
      for (const auto& [id, each] : guests) {
        if (each.days.count(day) == 1) days.Add(each.centre, day, each.refund);
      }
      return days.On("north--a", day);
    };
    const auto hear = [&](const OwnerDays& word) {
      if (word.edition <= heard) return;
      heard = word.edition;
      std::vector<Closure> before;
      for (const auto& [id, each] : guests) before.push_back(each);
      for (Closure& each : HearClosures(before, GuestClosures(word, "north", "north--a"), closed)) {
        ASSERT_EQ(each.revision, guests[each.id].revision + 1);
        guests[each.id] = each;
      }
    };
    for (int step = 0; step < 20; ++step) {
      switch (pick(3)) {
        case 0:
          owners.days.clear();
          for (int i = pick(5); i > 0; --i) owners.days.insert(Day(9, 1) + pick(89));
          owners.refund = pick(1) == 0;
          words.push_back({static_cast<int64_t>(words.size()), {owners}, {}});
          break;
        case 1:
          if (closed.size() == 2) break;
          closed.push_back(absl::CivilMonth(2026, 9) + static_cast<int64_t>(closed.size()));
          for (absl::CivilDay day(closed.back()); absl::CivilMonth(day) == closed.back(); ++day) {
            priced[day] = stands(day);
          }
          break;
        default:
          if (!words.empty()) hear(words[pick(static_cast<int>(words.size()) - 1)]);
      }
    }
    if (words.empty()) continue;
    hear(words.back());
    for (absl::CivilDay day = Day(9, 1); day < Day(12, 1); ++day) {
      const auto was = priced.find(day);
      const Closed said = owners.days.count(day) == 0 ? Closed::kNo
                          : owners.refund             ? Closed::kWithRefund
                                                      : Closed::kWithoutRefund;
      ASSERT_EQ(stands(day), was == priced.end() ? said : was->second)
          << "seed " << seed << " " << FormatDay(day);
    }
  }
}

}  // namespace
}  // namespace tuoqiao::places
