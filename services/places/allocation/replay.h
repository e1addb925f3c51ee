// A log, computed once more from its own market and seed.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_REPLAY_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_REPLAY_H_

#include <optional>
#include <string>

#include "services/places/allocation/log.h"

namespace tuoqiao::allocation {

// What somebody wrote down when it was published, and trusts more than the log. Empty: not given.
struct Published {
  std::string seed_hash, market_digest, result_digest;
};

// The first thing in which the log differs from what its market, seed and rule give, as a sentence:
// a digest or hash, an applicant's seat, or a promise that the result breaks (check.h). Nothing
// where all is equal. Of a market that is not drawn yet, only digest and hash can be compared.
std::optional<std::string> FirstDifference(const Log& log, const Published& published);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_REPLAY_H_
