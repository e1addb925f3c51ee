// A seat held by a child.
#ifndef TUOQIAO_SERVICES_PLACES_ENROLMENT_H_
#define TUOQIAO_SERVICES_PLACES_ENROLMENT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/centre.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

enum class EnrolmentState { kPlanned, kActive, kSuspended, kEnded, kCancelled, kNoShow };
inline constexpr std::array<EnrolmentState, 6> kEnrolmentStates = {
    EnrolmentState::kPlanned, EnrolmentState::kActive,    EnrolmentState::kSuspended,
    EnrolmentState::kEnded,   EnrolmentState::kCancelled, EnrolmentState::kNoShow};

// Days on which a place rests. It stays the child's; where the seat is not kept, it is lent on
// those days to children who are booked.
struct Suspension {
  Period period;
  std::string reason;  // FAMILY_ASKED, CENTRE_ASKED or AUTHORITY_ORDERED.
  bool keep_seat = true;
};

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
  std::string end_reason;  // LEFT, TRANSFERRED, MOVED, LAPSED, ABSENT or NO_SHOW.
  // In which half of the day the child comes, and what of the seat it takes.
  Session session = Session::kWholeDay, part = Session::kWholeDay;
  // The place that ended when this one started, `{centre}/{id}`; empty: none.
  std::string follows;
  // The first day of the first place of that row of places.
  absl::CivilDay entitled_from;
  std::vector<Suspension> suspensions;  // By day; none overlap.
  int64_t revision = 0;

  // The suspension that a day is in; null: none.
  const Suspension* SuspensionOn(absl::CivilDay day) const;
  CareKind care() const {
    return session == Session::kWholeDay ? CareKind::kFullDay : CareKind::kHalfDay;
  }
};

// A place that ends on its first day never was: nobody came, or nobody was to come.
EnrolmentState StateOn(const Enrolment& enrolment, absl::CivilDay today);

// What stands in the way of an offer at the moment of acceptance, read under the locks of child and
// group.
struct SeatFacts {
  bool child_enrolled = false;
  int64_t capacity = 0, taken = 0;
  int64_t pool_seats = 0, pool_taken = 0;

  bool SeatIsFree() const { return taken < capacity && pool_taken < pool_seats; }
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

// The days of a seat that another park lent are over: the place has ended with them.
void EndWithLoan(Enrolment& enrolment, Application& application);

// Whether another place may follow from a day on. ENROLMENT_ENDED, DATE_ORDER.
absl::Status CheckMayFollow(const Enrolment& former, absl::CivilDay start, absl::CivilDay today);
// The place that follows one that may be followed from the seat's first day on: the former ends
// there with the reason, and the same child has the seat until the day on which that one would have
// ended.
Enrolment Follow(absl::string_view park, Enrolment& former, const Seat& seat,
                 const std::string& reason);

// Lets a place rest; within the place only. ENROLMENT_ENDED, DATE_ORDER, SUSPENSION_OVERLAPS.
absl::Status Suspend(Enrolment& enrolment, const Suspension& suspension, absl::CivilDay today);
// The child comes again from a day within a suspension, and what of it is taken back.
// ENROLMENT_NOT_SUSPENDED.
absl::StatusOr<Period> Resume(Enrolment& enrolment, absl::CivilDay day);

// The place never was, since nobody came for so many days from its start; closes its application.
// ENROLMENT_ENDED, NO_SHOW_TOO_EARLY, CHILD_CAME.
struct NoShow {
  int64_t days = 0;
  bool child_came = false;
};
absl::Status MarkNoShow(Enrolment& enrolment, Application& application, const NoShow& no_show,
                        absl::CivilDay today);

// A child that ages out has its place until a later day. ENROLMENT_ENDED, STAY_NOT_ALLOWED where
// the place does not end by age.
absl::Status Stay(Enrolment& enrolment, absl::CivilDay ages_out, absl::CivilDay until,
                  absl::CivilDay today);

absl::string_view StateName(EnrolmentState state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ENROLMENT_H_
