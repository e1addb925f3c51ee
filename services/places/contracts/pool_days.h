// What the pools of a group are on a day, and whose a free seat is.
//
// The rule. On a day that a confirmed contract names, a pool has the seats of its contract, or
// where none names it SetCentre's; SHARED has what the others leave of the capacity. Each seat that
// is taken stands in one pool, and is taken by right of a pool or by none. A pool that holds more
// than it has (its contract has ended) holds them of SHARED, so that all pools together have the
// capacity on every day.
//
// A firm's right is its seats less those that are taken by its right, wherever they stand. So much
// of it as is free in its pool is its own; the rest is owed to it: those seats are lent to others.
// From the day of release on a firm's free seats are open to all for that month, and what is owed
// has no say; so are, on any day, free seats of a firm that has all its right elsewhere. A free
// seat goes
//   1. to whom it is kept for: a firm's own to its children, SPECIALIST to needs, COMMUNITY to the
//   public;
//   2. then, of those that are open, to a child of a firm that has a right left: so it pays a loan
//   back;
//   3. then to anybody, if there are more open seats than are owed to firms that have not released
//   theirs.
// A half of the day first fills up a seat of which the other half is taken by the same right, in
// the same pool: that takes no seat from anybody.
// So no firm gets more than its seats while another that has a right left could use that seat.
// Nobody is ever moved out: a lent seat is the firm's again when its child leaves.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_POOL_DAYS_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_POOL_DAYS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/places/centre.h"

namespace tuoqiao::places {

// For whom a seat is looked for, who need not be known.
struct Asker {
  int64_t needs_level = 0;
  std::set<std::string> firms;  // Of the guardians.
  bool specialist_only = false;
  // Known to be of the public: no guardian works for a firm of the park.
  bool community = false;
  // The day on which it is asked, and the first day outside the place: for groups with contracts.
  absl::CivilDay today = {};
  absl::CivilDay until = absl::CivilDay::max();
  // A half of the day, where the group lets halves share a seat.
  Session part = Session::kWholeDay;
};

// Whether a seat of the pool is the asker's to have, whoever else may.
bool OpenTo(const SeatPool& pool, const Asker& asker);
// What is for few is used before what is for all.
int Narrowness(const SeatPool& pool);

// Where a taken seat stands, and by whose right: keys of pools, the second may be empty. In texts
//   RESERVED/{firm}, SPECIALIST, COMMUNITY, SHARED  of the pool, by its own right (SHARED: by none)
//   SHARED/{firm}, SHARED/COMMUNITY                  a shared one, by right of another pool
//   RELEASED/{lender}, RELEASED/{lender}/{firm}, …   a firm's, by no right or by another's
struct PlaceInPool {
  std::string pool, right;
};
PlaceInPool PlaceOf(const std::string& text);

// One pool on one day.
struct PoolOnDay {
  SeatPool pool;                              // With its seats on the day.
  std::string contract;                       // The id; empty where SetCentre says.
  std::optional<int64_t> ceiling;             // Of COMMUNITY by contract.
  std::optional<absl::CivilDay> release_day;  // Of its month.
  bool released = false;
  int64_t taken = 0;     // In the pool.
  int64_t lent = 0;      // Of these, not by its right.
  int64_t by_right = 0;  // By its right, wherever.

  int64_t Free() const;
  int64_t Right() const;
  // Free in the pool by its right, and what is left of the right.
  int64_t OwnFree() const;
  int64_t Owed() const { return Right() - OwnFree(); }
  // Free in the pool for others than its own.
  int64_t OpenToOthers() const;
};

// A group's pools on a day, as they are seen on a day that is not later; what is taken is added.
class PoolDay {
 public:
  PoolDay(const Group& group, absl::CivilDay day, absl::CivilDay today);

  void Take(const std::string& place, int64_t count, Session part = Session::kWholeDay);

  // What is for few before what is for all, then by key; SHARED last.
  const std::vector<PoolOnDay>& pools() const { return pools_; }
  int64_t taken() const { return taken_; }
  // What SHARED has left after those that pools hold above their seats; below zero where there are
  // more places than seats.
  int64_t SharedLeft() const;
  // Seats that no pool keeps for its own, and what is left of them for those who are owed none.
  int64_t Unkept() const;
  int64_t Open() const;

  // The place that the rule gives to the asker.
  std::optional<std::string> Find(const Asker& asker) const;
  // Whether the rule would still give this place to somebody for whom it was found.
  bool MayTake(const std::string& place, Session part = Session::kWholeDay) const;
  // Whether the seat is there, whosever it is.
  bool Holds(const std::string& place, Session part = Session::kWholeDay) const;

 private:
  PoolOnDay& At(const std::string& key);
  const PoolOnDay* Find(const std::string& key) const;
  // Whether a half of the day would fill up a seat that is half taken there. Nobody does where more
  // is promised than there is: somebody waits for that seat to become free.
  bool FillsUp(const std::string& place, Session part) const;
  // The half-taken seat that the asker's half would fill up.
  std::optional<std::string> HalfSeat(const Asker& asker) const;
  // A seat that is open, taken by a right or by none.
  std::optional<std::string> OpenSeat(const std::string& right) const;

  const int64_t capacity_;
  std::vector<PoolOnDay> pools_;
  int64_t taken_ = 0;
  std::map<std::string, SeatCount> counts_;  // By place.
};

// A seat is counted until the end of the month in which its child outgrows all groups: the first
// day behind it.
absl::CivilDay OutgrownOn(absl::CivilDay end);

// The days behind `after` on which the contracts of a group begin or end.
std::set<absl::CivilDay> TurnsAfter(const Group& group, absl::CivilDay after);

// For groups with contracts. `taken` may hold other groups' seats too. A seat is found on a day,
// and has to be there on each day until the end of the place on which pools turn.
std::optional<std::string> FindSeat(const Group& group, const std::vector<TakenSeats>& taken,
                                    const Asker& asker, absl::CivilDay day);
// Whether a place that was found before is still there.
struct PlaceAsked {
  std::string place;
  Period period;
  absl::CivilDay today;
  Session part = Session::kWholeDay;
};
bool StillThere(const Group& group, const std::vector<TakenSeats>& taken, const PlaceAsked& asked);
// With what is known to be there on that day, for looking ahead.
PoolDay LookAhead(const Group& group, const std::vector<TakenSeats>& taken, absl::CivilDay day,
                  absl::CivilDay today);

// Whether the contracts of a group go together, and with who has a place: on today and each day on
// which pools turn. `field` is the sender's. CONTRACT_OVERLAP, POOL_OVER_CAPACITY,
// CAPACITY_BELOW_ENROLMENTS.
absl::Status CheckContracts(const Group& group, const std::vector<TakenSeats>& enrolled,
                            absl::CivilDay today, absl::string_view field);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_POOL_DAYS_H_
