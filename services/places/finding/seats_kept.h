// What is taken at the centres that a search looks at. A search looks at hundreds, whose places are
// thousands of rows: they are counted once, and kept until one of them changes.
#ifndef TUOQIAO_SERVICES_PLACES_FINDING_SEATS_KEPT_H_
#define TUOQIAO_SERVICES_PLACES_FINDING_SEATS_KEPT_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/places/finding/vacancy.h"

namespace tuoqiao::places {

// Of one park and one edition of its centres, with their contracts. Thread safe.
class SeatsKept {
 public:
  // What is taken today at the centres, each named once, as the transaction sees it: by places, by
  // offers that hold a seat, and by what is booked.
  absl::StatusOr<TakenByCentre> Load(db::Read& txn, const std::vector<std::string>& centres,
                                     absl::CivilDay today);

 private:
  struct OfCentre {
    int64_t edition = 0;
    std::vector<TakenSeats> taken;
  };
  // Those of the centres whose places are as they were kept go into `taken`, the others are
  // returned.
  std::vector<std::string> TakeKept(const absl::flat_hash_map<std::string, int64_t>& editions,
                                    const std::vector<std::string>& centres, absl::CivilDay today,
                                    TakenByCentre* taken);
  void Keep(const absl::flat_hash_map<std::string, int64_t>& editions,
            const std::vector<std::string>& centres, absl::CivilDay today,
            const TakenByCentre& counted);

  std::mutex mutex_;
  absl::CivilDay today_;  // On which everything here was counted.
  absl::flat_hash_map<std::string, OfCentre> by_centre_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FINDING_SEATS_KEPT_H_
