// Places in the database, and the seats that they take.
#ifndef TUOQIAO_SERVICES_PLACES_ENROLMENT_STORE_H_
#define TUOQIAO_SERVICES_PLACES_ENROLMENT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// Where a list goes on: by case number, centre, id; or by centre, id.
struct EnrolmentPlace {
  std::string case_number;
  std::string centre, id;
};
// By case number, of the park or of one centre (empty: all).
absl::StatusOr<std::vector<Enrolment>> LoadEnrolments(db::Read& txn, const std::string& centre,
                                                      const EnrolmentPlace& after,
                                                      int64_t rows_max);
// All that a centre ever had.
absl::StatusOr<std::vector<Enrolment>> LoadEnrolmentsOfCentre(db::Read& txn,
                                                              const std::string& centre);
// What the children of a centre have or had elsewhere.
absl::StatusOr<std::vector<Enrolment>> LoadOtherPlaces(db::Read& txn, const std::string& centre);
// Those with a day in the period, by centre and id.
absl::StatusOr<std::vector<Enrolment>> LoadEnrolmentsIn(db::Read& txn, const Period& period,
                                                        const EnrolmentPlace& after,
                                                        int64_t rows_max);
// ENROLMENT_NOT_FOUND.
absl::StatusOr<Enrolment> LoadEnrolment(db::Read& txn, const std::string& centre,
                                        const std::string& id);
// All that a child ever had, by first day.
absl::StatusOr<std::vector<Enrolment>> LoadEnrolmentsOfChild(db::Read& txn,
                                                             const std::string& child);
// Whether the child has a place that runs, or one with a day in the period.
absl::StatusOr<bool> HasPlace(db::Read& txn, const std::string& child, const Period& period);

// What the places of the centres from the first to the last take. A place that runs takes its seat
// on every day, until the end of the month in which the child has aged out: seats are counted once
// a month. A place that somebody ended takes it until that day, and is counted where that comes
// after `ended_after`. What is booked from that day on is taken up to the last day on which so much
// is booked: a place that starts before stays, and would find no seat then.
struct SeatRange {
  std::string first_centre, last_centre;
  absl::CivilDay today, ended_after;
  // Says of all places when they are outgrown, not only in groups with contracts.
  bool outgrown = false;
  std::string group;  // Of this one alone, which is the first centre's; empty: of all.
};
absl::StatusOr<std::vector<TakenSeats>> LoadTakenSeats(db::Read& txn, const SeatRange& range);
// The same without what is booked.
absl::StatusOr<std::vector<TakenSeats>> LoadPlaceSeats(db::Read& txn, const SeatRange& range);
// Both alone, of centres that are named, as of a day.
absl::StatusOr<std::vector<TakenSeats>> LoadPlaceSeats(db::Read& txn,
                                                       const std::vector<std::string>& centres,
                                                       absl::CivilDay today);
absl::StatusOr<std::vector<TakenSeats>> LoadBookedSeats(db::Read& txn,
                                                        const std::vector<std::string>& centres,
                                                        absl::CivilDay today);

// By centre, how often its places have changed; 0 of those that are missing. Whoever changes a
// place here makes a new edition.
absl::StatusOr<absl::flat_hash_map<std::string, int64_t>> LoadPlacesEditions(
    db::Read& txn, const std::vector<std::string>& centres);
absl::Status NewPlacesEdition(db::Write& txn, const std::string& centre);

// CHILD_ALREADY_ENROLLED where the child has got another place at the same moment.
absl::Status InsertEnrolment(db::Write& txn, const Enrolment& enrolment);
// Where the place ends, whoever was lent its seat behind that day has a free one.
absl::Status UpdateEnrolment(db::Write& txn, const Enrolment& enrolment);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ENROLMENT_STORE_H_
