// Whether a result keeps what was promised, whoever computed it.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_CHECK_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_CHECK_H_

#include <optional>
#include <string>

#include "services/places/allocation/lottery.h"
#include "services/places/allocation/market.h"

namespace tuoqiao::allocation {

// The first thing that is wrong with a result, as a sentence: an applicant or unit that is not in
// the market, a seat that is not for its child, more children than seats, or a blocking pair:
// somebody would rather have a seat that is free, or that went to somebody who stands behind.
std::optional<std::string> FirstFault(const Market& market, const Draw& draw, const Seats& seats);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_CHECK_H_
