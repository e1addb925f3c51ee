// Handovers of places, and what centres were told, in the database.
#ifndef TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDOVER_STORE_H_
#define TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDOVER_STORE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/places/handovers/handover.h"

namespace tuoqiao::places {

// Of a family, or of all (empty), by id.
struct HandoverRange {
  std::string family;
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Handover>> LoadHandovers(db::Read& txn, const HandoverRange& range);
// HANDOVER_NOT_FOUND.
struct HandoverKey {
  std::string family, id;
};
absl::StatusOr<Handover> LoadHandover(db::Read& txn, const HandoverKey& key);
absl::StatusOr<std::vector<Handover>> LoadHandoversOf(db::Read& txn, const std::string& enrolment);
absl::Status SaveHandovers(db::Write& txn, const std::vector<Handover>& handovers);

// Of a centre, or of all (empty), by centre and id.
struct AdviceRange {
  std::string centre;
  std::string after_centre, after_id;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<PlaceAdvice>> LoadAdvices(db::Read& txn, const AdviceRange& range);
absl::StatusOr<std::optional<PlaceAdvice>> LoadAdviceOf(db::Read& txn, const std::string& centre,
                                                        const std::string& enrolment);
absl::Status SaveAdvice(db::Write& txn, const PlaceAdvice& advice);

// A place that runs, and the programme under which it was taken: ids.
struct RunningPlace {
  std::string centre, enrolment;
  std::string family, child, case_number;
  std::string programme;
};
// Those of the case numbers from the first to the last that end after today, by case number.
struct RunningRange {
  std::string first_case, last_case;
  absl::CivilDay today;
};
absl::StatusOr<std::vector<RunningPlace>> LoadRunningPlaces(db::Read& txn,
                                                            const RunningRange& range);
// Whether anybody has a place that ends after today.
absl::StatusOr<bool> AnyPlaceRuns(db::Read& txn, absl::CivilDay today);
// The places in a range of case numbers for which there are handovers: ids of enrolments.
absl::StatusOr<std::set<std::string>> LoadHandedOver(db::Read& txn, const std::string& first_case,
                                                     const std::string& last_case);
// Of all of them that take a seat reserved for a firm.
absl::StatusOr<std::vector<RunningPlace>> LoadReservedPlaces(db::Read& txn, absl::CivilDay today);
// Children with a place that runs, or has a day from today on: ids.
absl::StatusOr<std::set<std::string>> LoadPlacedChildren(db::Read& txn, absl::CivilDay today);
// The seat of the place counts to another pool of its group.
absl::Status MovePool(db::Write& txn, const Enrolment& enrolment);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDOVER_STORE_H_
