// A seat held by a child.
#ifndef TUOQIAO_SERVICES_PLACES_ENROLMENT_H_
#define TUOQIAO_SERVICES_PLACES_ENROLMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/application.h"
#include "services/places/centre.h"

namespace tuoqiao::places {

enum class EnrolmentState { kPlanned, kActive, kEnded, kCancelled };

struct Enrolment {
  std::string id;
  std::string centre;
  std::string application;
  std::string family, child;
  std::string case_number;
  std::string group;  // `{centre}/{group}`.
  // As it was when the place was taken: what a past month was priced by does not change with the
  // group.
  GroupKind kind = GroupKind::kInfant;
  std::string pool;
  Period period;
  // Until somebody ends it.
  bool running = true;
  std::string end_reason;  // LEFT, TRANSFERRED or LAPSED.
  int64_t revision = 0;
};

// A place that ends on its first day never was.
EnrolmentState StateOn(const Enrolment& enrolment, absl::CivilDay today);

// What stands in the way of an offer at the moment of acceptance, read under the locks of child and
// group.
struct SeatFacts {
  bool child_enrolled = false;
  int64_t capacity = 0, taken = 0;
  int64_t pool_seats = 0, pool_taken = 0;
};

// Counts what is taken by places, and what is held for those who come before this offer: for all
// that hold a seat today, where this one no longer does. A group that is gone has no seats. In one
// with contracts the pool has a seat, of which none is taken, or none.
SeatFacts CountSeats(const Offer& offer, const std::optional<Group>& group,
                     const std::vector<TakenSeats>& enrolled, const std::vector<Offer>& holding,
                     absl::CivilDay today);

// The same offer makes the same place, on every store and in every run.
std::string EnrolmentId(absl::string_view park, const Offer& offer);

// Makes the place, and moves offer and application on. OFFER_NOT_OPEN, OFFER_EXPIRED,
// CHILD_ALREADY_ENROLLED, SEAT_TAKEN.
absl::StatusOr<Enrolment> Accept(absl::string_view park, Offer& offer, Application& application,
                                 const SeatFacts& seats, absl::CivilDay today);

// Ends a place on a day (the first day outside) and closes its application. A day within the place
// only: nobody extends a place by ending it. ENROLMENT_ENDED, DATE_ORDER.
absl::Status End(Enrolment& enrolment, Application& application, absl::CivilDay end,
                 const std::string& reason, absl::CivilDay today);

absl::string_view StateName(EnrolmentState state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ENROLMENT_H_
