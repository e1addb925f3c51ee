// The market of a round: who waits, and what is free.
#ifndef TUOQIAO_SERVICES_PLACES_ROUNDS_FREEZING_H_
#define TUOQIAO_SERVICES_PLACES_ROUNDS_FREEZING_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/places/child.h"
#include "services/places/offers/application.h"
#include "services/places/offers/seats.h"
#include "services/places/rounds/round.h"
#include "services/places/rounds/round_result.h"

namespace tuoqiao::places {

// A round that is larger would not fit into one reply, nor into one transaction.
inline constexpr int64_t kApplicantsMax = 5000;

// An application with what was asked about its child.
struct Wanting {
  Application application;
  const Child* child = nullptr;
  const Decision* decision = nullptr;  // Null where nobody has decided.
  std::set<std::string> sibling_centres, catchment_centres;
  std::set<std::string> passed_over;  // Centres whose offer the family declined.
};

// A pool of the market, or what of it is for one half of the day; the log calls it by `unit`.
struct RoundUnit {
  std::string unit, group, pool;
  int64_t seats = 0;
  Session part = Session::kWholeDay;
};

// What is free in a unit on the round's day.
struct FreeUnit {
  SeatBook::FreePoolSeats pool;  // With the unit's seats.
  Session part = Session::kWholeDay;
};
// The rule: of the seats that are free for all in a group (SHARED), as many as the round says are
// for half days, or as many as there are where that is less, and the others are whole. Each of the
// former is one seat in the line of the mornings and one in that of the afternoons. It depends on
// nobody who is in the round. A group that does not let halves share has whole seats only.
std::vector<FreeUnit> FreeUnits(const Round& round, const SeatBook& book);

struct Frozen {
  allocation::Log log;
  std::vector<RoundUnit> units;      // By unit.
  std::vector<RoundResult> results;  // By applicant.
};

struct FreezingFacts {
  std::string round;  // The allocation's name.
  absl::CivilDay today;
  // The number that stands for an application in this round; the same whenever it is asked for.
  std::function<std::string(const std::string& application)> number_of;
};

// Those who are in the round: each child once, by its first application, if it wants to start by
// the round's day and has no place. `waiting` is in the order of submission.
std::vector<Wanting> TakeIn(const Round& round, std::vector<Wanting> waiting);

// Every applicant is in the market, also who is barred or for whom nothing is: then without units.
Frozen FreezeMarket(const Round& round, const SeatBook& book, const std::vector<Wanting>& wanting,
                    const FreezingFacts& facts);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ROUNDS_FREEZING_H_
