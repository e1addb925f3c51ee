// What a round came to for one applicant.
#ifndef TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_RESULT_H_
#define TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_RESULT_H_

#include <map>
#include <string>
#include <vector>

#include "services/places/allocation/explanation.h"
#include "services/places/allocation/log.h"
#include "services/places/allocation/points.h"

namespace tuoqiao::places {

// Why an application is in the round and yet nothing there is for it.
struct Grounds {
  std::vector<allocation::Award> awards;
  // NOT_ELIGIBLE or NO_CONSENT; empty where the child may have a place.
  std::string barred;
  // By choice: NOT_IN_ROUND, NO_GROUP_FOR_AGE, NO_POOL_FOR_CHILD or DECLINED_BEFORE; empty where
  // something there is for the child.
  std::vector<std::string> closed;
};
// One text, as it is sealed.
std::string WriteGrounds(const Grounds& grounds);
// Stops the program for a text that was never written here.
Grounds ReadGrounds(const std::string& text);

struct RoundResult {
  std::string round;
  std::string applicant;                   // The number in the log.
  std::string application, family, child;  // Ids.
  std::vector<std::string> choices;        // Ids of centres.
  Grounds grounds;
  // From the draw on.
  std::string reason;  // As in v1.AllocationResult.Reason.
  std::string group;   // Of the seat; empty where there is none.
  std::vector<allocation::ChoiceOutcome> outcomes;
  std::string lottery_number;  // In hexadecimal.
};

// Writes into the results what the log says of each. `before` is what an earlier draw gave.
void Conclude(std::vector<RoundResult>& results, const allocation::Log& log,
              const allocation::Seats& before);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_RESULT_H_
