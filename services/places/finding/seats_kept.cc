#include "services/places/finding/seats_kept.h"

#include <utility>

#include "services/common/status_macros.h"
#include "services/places/enrolment_store.h"
#include "services/places/offers/application_store.h"
#include "services/places/offers/offering.h"

namespace tuoqiao::places {
namespace {

void Add(std::vector<TakenSeats> seats, TakenByCentre* taken) {
  for (auto& [centre, of_centre] : ByCentre(std::move(seats))) {
    auto& all = (*taken)[centre];
    all.insert(all.end(), of_centre.begin(), of_centre.end());
  }
}

int64_t EditionOf(const absl::flat_hash_map<std::string, int64_t>& editions,
                  const std::string& centre) {
  const auto found = editions.find(centre);
  return found == editions.end() ? 0 : found->second;
}

}  // namespace

absl::StatusOr<TakenByCentre> SeatsKept::Load(db::Read& txn,
                                              const std::vector<std::string>& centres,
                                              absl::CivilDay today) {
  TakenByCentre taken;
  // Offers before places, as LoadSeats reads them; editions before what they are of: what is kept
  // is then at least as new as it says.
  ASSIGN_OR_RETURN(const auto holds, LoadHolds(txn, centres, today));
  ASSIGN_OR_RETURN(const auto editions, LoadPlacesEditions(txn, centres));
  const std::vector<std::string> changed = TakeKept(editions, centres, today, &taken);
  if (!changed.empty()) {
    ASSIGN_OR_RETURN(auto places, LoadPlaceSeats(txn, changed, today));
    const TakenByCentre counted = ByCentre(std::move(places));
    Keep(editions, changed, today, counted);
    for (const auto& [centre, seats] : counted) taken[centre] = seats;
  }
  ASSIGN_OR_RETURN(auto booked, LoadBookedSeats(txn, centres, today));
  Add(std::move(booked), &taken);
  Add(SeatsHeld(holds), &taken);
  return taken;
}

std::vector<std::string> SeatsKept::TakeKept(
    const absl::flat_hash_map<std::string, int64_t>& editions,
    const std::vector<std::string>& centres, absl::CivilDay today, TakenByCentre* taken) {
  std::vector<std::string> changed;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (today_ != today) by_centre_.clear();
  today_ = today;
  for (const std::string& centre : centres) {
    const auto kept = by_centre_.find(centre);
    if (kept == by_centre_.end() || kept->second.edition != EditionOf(editions, centre)) {
      changed.push_back(centre);
    } else if (!kept->second.taken.empty()) {
      (*taken)[centre] = kept->second.taken;
    }
  }
  return changed;
}

void SeatsKept::Keep(const absl::flat_hash_map<std::string, int64_t>& editions,
                     const std::vector<std::string>& centres, absl::CivilDay today,
                     const TakenByCentre& counted) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (today_ != today) return;  // Another day has begun meanwhile.
  for (const std::string& centre : centres) {
    const auto found = counted.find(centre);
    by_centre_[centre] = {EditionOf(editions, centre),
                          found == counted.end() ? std::vector<TakenSeats>() : found->second};
  }
}

}  // namespace tuoqiao::places
