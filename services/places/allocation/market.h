// What a round is decided on: who asks for which seats, and by which rule. Frozen before the draw.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_MARKET_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_MARKET_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/places/allocation/points.h"

namespace tuoqiao::allocation {

// In which order seats are given: by submission, by the points at the first choice, by lottery
// number, or at each centre by the points there.
enum class Policy { kFirstCome, kPoints, kLottery, kDeferredAcceptance };
// Who goes first where the policy makes no difference. Behind both stands the lottery number.
enum class Ties { kSubmission, kLottery };

absl::string_view NameOf(Policy policy);
absl::string_view NameOf(Ties ties);
std::optional<Policy> PolicyOf(absl::string_view name);
std::optional<Ties> TiesOf(absl::string_view name);

// A pool of a group, with the seats that are free in it on the start day. Its id says the centre
// and the group and numbers the pool: a pool's kind would tell why somebody may have its seats.
// What is for half days has two, the number with `-morning` and `-afternoon` behind it.
struct SeatUnit {
  std::string id;
  int64_t seats = 0;
};
inline constexpr char kMorningUnit[] = "-morning", kAfternoonUnit[] = "-afternoon";
// A seat of it is counted already, as one of the mornings.
bool SecondHalf(const SeatUnit& unit);

// A centre that an applicant asks for.
struct Choice {
  std::string centre;
  int64_t points = 0;
  // Ids of the units there that the child may have, in the order in which they are asked for. None
  // where nothing at the centre is for the child.
  std::vector<std::string> units;
};

struct Applicant {
  std::string id;  // A number that stands for an application in this round and nowhere else.
  // Whose lottery number counts: the first of the family's children by id. So twins stand next to
  // each other wherever they ask for the same; apart from that each is judged alone.
  std::string draws_as;
  absl::Time submitted;
  std::vector<Choice> choices;  // In the order of preference.
};

struct Market {
  std::string round;  // The allocation's name.
  Policy policy = Policy::kFirstCome;
  Ties ties = Ties::kLottery;
  absl::CivilDay start;
  std::string seed_hash;       // Of the seed's bytes, in hexadecimal.
  std::string entropy_source;  // What will be mixed into the draw; may be empty.
  // How the points came about. They are in the choices already: nothing is computed from this.
  PointsPolicy points_policy;
  // How many seats for all of a group were said to be for half days, before anybody was in the
  // round. The units have what was free of them.
  std::map<std::string, int64_t> half_seats;
  std::vector<SeatUnit> units;        // By id.
  std::vector<Applicant> applicants;  // By id.
};

// Who has which seat: units by applicant. Whoever is not there has none.
using Seats = std::map<std::string, std::string>;

// What is no longer so when the result is published.
struct Changes {
  std::set<std::string> gone;            // Applicants who no longer wait.
  std::map<std::string, int64_t> seats;  // What is left of a unit, where that is less.

  bool None() const { return gone.empty() && seats.empty(); }
};
// The market as it is then.
Market After(const Market& market, const Changes& changes);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_MARKET_H_
