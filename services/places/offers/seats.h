// Who is offered which seat: first come, first served.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_SEATS_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_SEATS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/places/centre.h"
#include "services/places/child.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

// A shared seat in a round, where the public has a ceiling: the public may have it too.
inline constexpr char kSharedByPublic[] = "SHARED/COMMUNITY";

// What an application asks for.
struct Wish {
  const Child& child;
  const Decision& decision;
  std::vector<std::string> choices;  // Ids of centres.
  // Centres whose offer the family declined.
  std::set<std::string> passed_over;
  absl::CivilDay desired_start;
  // A half of the day is looked for at centres that have half days only.
  Session session = Session::kWholeDay;
};

// How many seats of a group are free for the asker on a day, whoever else waits: what Hold could
// give one after the other. `taken` are those of the group.
int64_t FreeSeats(const Group& group, const std::vector<TakenSeats>& taken, const Asker& asker,
                  absl::CivilDay day);

// The seats of a park as they stand. Not thread safe.
class SeatBook {
 public:
  struct Days {
    absl::CivilDay today;
    // No place starts in a month that is closed: the first day behind the last of them.
    absl::CivilDay earliest_start;
  };
  // `taken` holds both what is held by offers and what is taken by places.
  SeatBook(const std::vector<Centre>& centres, const std::vector<TakenSeats>& taken, Days days);

  // Holds and returns the first free seat in the order of the choices; at a centre the groups go by
  // kind, then code. A seat is looked for on the desired day; where none is free on that day and it
  // has passed, on today. The child must be eligible and of the group's age on the day it starts.
  // A seat of a pool is for whom the pool is for: RESERVED for a child of that firm, SPECIALIST for
  // one with needs, SHARED for all, COMMUNITY for one that no firm of the park stands behind; in a
  // group with contracts by the rule in pool_days.h. None without the family's consent for centres.
  std::optional<Seat> Hold(const Wish& wish);

  // A pool with what is free in it on a day, and its number in the order in which its group is
  // filled. All pools of a group together have no more than the group.
  struct FreePoolSeats {
    std::string centre, group, pool;
    GroupKind kind = GroupKind::kInfant;
    int64_t number = 0, seats = 0;
    std::optional<absl::CivilDay> until;  // Of seats that another park lends: until then.
  };
  // In the order in which seats are looked for. What firms have released stays theirs here, and
  // SHARED lacks what is owed to them; where the public has a ceiling, SHARED is in two: what is
  // for others, and `kSharedByPublic` for all.
  std::vector<FreePoolSeats> FreeOn(absl::CivilDay day) const;

  // What a pool of a centre is to a child that would start on a day, whatever is free.
  struct PoolFit {
    std::string group;
    int64_t number = 0;
    bool of_age = false, for_child = false;
  };
  // In the order in which seats are looked for; none where there is no such centre.
  std::vector<PoolFit> FitsOf(const Child& child, const std::string& centre,
                              absl::CivilDay start) const;

  // Whether a child may come for half a day, and whether two of them fill one seat.
  bool HasHalfDays(const std::string& centre) const { return half_day_centres_.count(centre) == 1; }
  bool HalvesShare(const std::string& group) const;

 private:
  struct Pool {
    SeatPool pool;
    std::vector<TakenSeats> taken;

    int64_t TakenOn(absl::CivilDay day) const;
    // The same with a child more.
    int64_t TakenWith(absl::CivilDay day, Session part) const;
  };
  struct Seats {
    Group group;
    std::vector<Pool> pools;         // What is for few before what is for all.
    std::vector<TakenSeats> booked;  // In no pool.
    std::vector<TakenSeats> taken;   // Of a group with contracts, whatever it is.

    int64_t TakenOn(absl::CivilDay day) const;
    Session PartOf(Session session) const {
      return group.half_days_share ? session : Session::kWholeDay;
    }
  };

  // The pool of the group that has a seat for the child from the day on.
  static Pool* FreePool(Seats& seats, const Asker& asker, Session part, absl::CivilDay start);
  // Takes a seat of the group, and says as what.
  static std::optional<std::string> TakeIn(Seats& seats, const Asker& asker, Session part,
                                           absl::CivilDay start);
  Asker AskerFor(const Child& child, absl::CivilDay start) const;
  std::optional<Seat> HoldOn(const Wish& wish, absl::CivilDay start);
  // What the pools of a group with contracts have free for a place from the day on.
  std::vector<int64_t> FreeByContract(const Seats& seats, const PoolDay& pools,
                                      absl::CivilDay day) const;

  const Days days_;
  std::map<std::string, std::vector<Seats>> by_centre_;  // Groups by kind, then code.
  std::set<std::string> half_day_centres_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_SEATS_H_
