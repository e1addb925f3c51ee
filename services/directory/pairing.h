// Finds out whether the park has a child already.
#ifndef TUOQIAO_SERVICES_DIRECTORY_PAIRING_H_
#define TUOQIAO_SERVICES_DIRECTORY_PAIRING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/rpc/mutate.h"
#include "services/directory/duplicate_store.h"

namespace tuoqiao::directory {

// Saves and publishes a pair for each match of the child that is not known yet (`LoadMatches`). The
// park is locked: of two who come at once, one is the later.
absl::Status PairUp(rpc::Change& change, const std::string& child, Against against,
                    absl::CivilDay today);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_PAIRING_H_
