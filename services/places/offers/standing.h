// Who stands where in the line of a centre, and who stands in none although it may.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_STANDING_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_STANDING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/places/centre.h"
#include "services/places/child.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

// One in a centre's line.
struct InLine {
  int64_t rank = 0;
  Application application;
  std::optional<GroupKind> kind;  // The centre's first group for the age; nothing where none is.
  bool in_round = false;          // An allocation gives the seats of that group.
  bool tie = false;               // Submitted when the one before was.
};

struct LineFacts {
  const Children& children;
  // Centres that an application declined or that refused it, by application.
  const std::map<std::string, std::set<std::string>>& passed_over;
  const std::set<std::string>& groups_in_round;
  absl::CivilDay today;
};
// Who waits for a centre, of all who wait in the order of submission. Whose family has not
// consented to centres is counted and left out.
std::vector<InLine> LineOf(const Centre& centre, const std::vector<Application>& waiting,
                           const LineFacts& facts);

// A child that may start today and has no place.
struct Unplaced {
  std::string family, child, case_number;
  absl::CivilDay eligible_since;
};
struct UnplacedFacts {
  const Children& children;
  const Decisions& decisions;
  const std::set<std::string>& barred;  // Case numbers.
  const std::set<std::string>& placed;  // Ids of children.
  absl::CivilDay today;
};
// By case number.
std::vector<Unplaced> FindUnplaced(const UnplacedFacts& facts);

// Fewer than these might be told apart by whoever knows them.
inline constexpr int64_t kFewestCounted = 5;
struct UnplacedCount {
  int64_t unplaced = 0, waiting = 0;
  bool few = false;
};
// What may be told of so many, of whom so many wait.
UnplacedCount MayTell(int64_t unplaced, int64_t waiting);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_STANDING_H_
