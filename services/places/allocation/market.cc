#include "services/places/allocation/market.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace tuoqiao::allocation {

absl::string_view NameOf(Policy policy) {
  switch (policy) {
    case Policy::kFirstCome:
      return "FIRST_COME";
    case Policy::kPoints:
      return "POINTS";
    case Policy::kLottery:
      return "LOTTERY";
    case Policy::kDeferredAcceptance:
      return "DEFERRED_ACCEPTANCE";
  }
  return "";
}

absl::string_view NameOf(Ties ties) {
  return ties == Ties::kSubmission ? "BY_SUBMISSION" : "BY_LOTTERY";
}

std::optional<Policy> PolicyOf(absl::string_view name) {
  for (const Policy each :
       {Policy::kFirstCome, Policy::kPoints, Policy::kLottery, Policy::kDeferredAcceptance}) {
    if (name == NameOf(each)) return each;
  }
  return std::nullopt;
}

std::optional<Ties> TiesOf(absl::string_view name) {
  for (const Ties each : {Ties::kSubmission, Ties::kLottery}) {
    if (name == NameOf(each)) return each;
  }
  return std::nullopt;
}

bool SecondHalf(const SeatUnit& unit) { return absl::EndsWith(unit.id, kAfternoonUnit); }

Market After(const Market& market, const Changes& changes) {
  Market after = market;
  for (SeatUnit& unit : after.units) {
    const auto left = changes.seats.find(unit.id);
    if (left != changes.seats.end()) unit.seats = left->second;
  }
  after.applicants.erase(
      std::remove_if(after.applicants.begin(), after.applicants.end(),
                     [&](const Applicant& each) { return changes.gone.count(each.id) == 1; }),
      after.applicants.end());
  return after;
}

}  // namespace tuoqiao::allocation
