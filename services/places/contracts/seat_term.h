// Whose seat a place has on which days, for who prices it.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_SEAT_TERM_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_SEAT_TERM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/period.h"
#include "services/places/contracts/park_contract.h"
#include "services/places/contracts/seat_contract.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

struct SeatTerm {
  Period days;
  std::string kind;  // RESERVED, SHARED, COMMUNITY or SPECIALIST: by right of which it was taken.
  std::string firm;  // Of RESERVED.
  // That names the pool on these days, or lends the seat; empty: none does.
  std::string contract;
  bool borrowed = false;      // The contract is one between parks.
  int64_t cost_share_bp = 0;  // Of a firm's contract, or of the one between parks.
};

// Those of the days that the place has: in order, without a gap. `contracts` are the group's;
// `loan` is the contract by which its seats are borrowed, or null. A firm's contract comes before
// the loan: of its seat the firm bears what it agreed on.
std::vector<SeatTerm> SeatTermsOf(const Enrolment& enrolment, const Period& days,
                                  const std::vector<SeatContract>& contracts,
                                  const ParkContract* loan);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_SEAT_TERM_H_
