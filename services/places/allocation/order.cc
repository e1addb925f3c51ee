#include "services/places/allocation/order.h"

#include <tuple>

namespace tuoqiao::allocation {

bool operator<(const Standing& a, const Standing& b) {
  return std::tie(b.points, a.submitted, a.number, a.id) <
         std::tie(a.points, b.submitted, b.number, b.id);
}

Order::Order(const Market& market, const Draw& draw) : market_(market) {
  for (const Applicant& each : market.applicants) {
    numbers_[each.draws_as] = LotteryNumber(draw, market.round, each.draws_as);
  }
}

Standing Order::Of(const Applicant& applicant, const Choice& choice) const {
  Standing standing;
  standing.number = numbers_.at(applicant.draws_as);
  standing.id = applicant.id;
  const Policy policy = market_.policy;
  if (policy == Policy::kDeferredAcceptance) standing.points = choice.points;
  if (policy == Policy::kPoints) standing.points = applicant.choices.front().points;
  const bool by_time = policy == Policy::kFirstCome ||
                       (policy != Policy::kLottery && market_.ties == Ties::kSubmission);
  standing.submitted = by_time ? applicant.submitted : absl::UnixEpoch();
  return standing;
}

}  // namespace tuoqiao::allocation
