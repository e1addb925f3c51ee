// In which order applicants stand before a seat.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_ORDER_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_ORDER_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "services/places/allocation/lottery.h"
#include "services/places/allocation/market.h"

namespace tuoqiao::allocation {

// Where one applicant stands at one centre. No two are equal: ids differ.
struct Standing {
  int64_t points = 0;    // 0 for all where the policy does not look at points.
  absl::Time submitted;  // The same for all where it does not look at that.
  std::string number;    // The lottery number.
  std::string id;
};
// Whether `a` goes first.
bool operator<(const Standing& a, const Standing& b);

// The order of one drawn market. Points to the market, which outlives it.
class Order {
 public:
  Order(const Market& market, const Draw& draw);
  Standing Of(const Applicant& applicant, const Choice& choice) const;

 private:
  const Market& market_;
  std::map<std::string, std::string> numbers_;  // By who draws.
};

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_ORDER_H_
