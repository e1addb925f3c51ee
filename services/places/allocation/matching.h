// Who gets which seat.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_MATCHING_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_MATCHING_H_

#include "services/places/allocation/lottery.h"
#include "services/places/allocation/market.h"

namespace tuoqiao::allocation {

// Deferred acceptance, the applicants asking (Gale and Shapley): each asks for its units in order,
// and a unit keeps the first of those who ask, as many as it has seats. The result is stable (no
// blocking pair, see check.h), each applicant has the best unit that it has in any stable result,
// and nobody gains by another order of choices than its own.
//
// Where every unit has the same order of applicants, which is so for all policies but
// kDeferredAcceptance, this is the same as letting them choose one after the other in that order.
Seats Match(const Market& market, const Draw& draw);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_MATCHING_H_
