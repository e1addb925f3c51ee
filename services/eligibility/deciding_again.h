// Deciding again where something changed: children on whom decisions are in force, each over its
// own decision's period.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_AGAIN_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_AGAIN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rules/scheme.h"
#include "services/common/seal.h"
#include "services/eligibility/child.h"
#include "services/eligibility/programme.h"

namespace tuoqiao::eligibility {

// What is decided again by.
struct AgainGround {
  const KeyRing& keys;
  const rules::Schemes& schemes;
  absl::CivilDay today;
};

// In one programme, by its id. Children on whom no decision of it is in force are left out. Returns
// the names of the decisions that were made: what says the same makes none. PROGRAMME_NOT_FOUND,
// SCHEME_UNKNOWN, RULE_NOT_IN_FORCE, and what DecidePage says.
absl::StatusOr<std::vector<std::string>> DecideAgainIn(rpc::Change& change,
                                                       const AgainGround& ground,
                                                       const std::string& programme,
                                                       const ChildPage& page);

// Locks every programme of the park, by id: the first statements of a body that decides in several.
absl::StatusOr<std::vector<Programme>> LockProgrammes(db::Write& txn);
// In each of them. Where a programme's rules are gone, or not in force on those days any more, what
// was decided stays as it is, and a log line says so.
absl::StatusOr<std::vector<std::string>> DecideAgain(rpc::Change& change, const AgainGround& ground,
                                                     const std::vector<Programme>& programmes,
                                                     const ChildPage& page);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_AGAIN_H_
