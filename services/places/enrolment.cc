#include "services/places/enrolment.h"

#include "services/common/hash.h"
#include "services/common/status_macros.h"
#include "services/places/errors.h"
#include "services/places/pool_days.h"

namespace tuoqiao::places {

EnrolmentState StateOn(const Enrolment& enrolment, absl::CivilDay today) {
  if (enrolment.period.Empty()) return EnrolmentState::kCancelled;
  if (today < enrolment.period.from) return EnrolmentState::kPlanned;
  return today < enrolment.period.until ? EnrolmentState::kActive : EnrolmentState::kEnded;
}

SeatFacts CountSeats(const Offer& offer, const std::optional<Group>& group,
                     const std::vector<TakenSeats>& enrolled, const std::vector<Offer>& holding,
                     absl::CivilDay today) {
  SeatFacts facts;
  if (!group.has_value()) return facts;
  const Seat& seat = offer.seat;
  std::vector<TakenSeats> taken = enrolled;
  for (const Offer& other : holding) {
    if (other.id == offer.id || other.seat.group != seat.group || !other.HoldsOn(today)) continue;
    if (offer.HoldsOn(today) && !ComesBefore(other, offer)) continue;
    taken.push_back({seat.group, other.seat.pool, 1, std::nullopt, OutgrownOn(other.end)});
  }
  facts.capacity = group->capacity;
  facts.taken = CountTaken(taken, seat.start, seat.group);
  if (!group->contracts.empty()) {
    facts.pool_seats =
        StillThere(*group, taken, {seat.pool, {seat.start, OutgrownOn(offer.end)}, today}) ? 1 : 0;
    return facts;
  }
  for (const SeatPool& pool : group->pools) {
    if (pool.Key() == seat.pool) facts.pool_seats = pool.seats;
  }
  facts.pool_taken = CountTaken(taken, seat.start, seat.group, seat.pool);
  return facts;
}

std::string EnrolmentId(absl::string_view park, const Offer& offer) {
  return DeriveId("enr", {park, offer.id}, 0);
}

absl::StatusOr<Enrolment> Accept(absl::string_view park, Offer& offer, Application& application,
                                 const SeatFacts& seats, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckMayAccept(offer, today));
  if (seats.child_enrolled) return ChildAlreadyEnrolled();
  if (seats.taken >= seats.capacity || seats.pool_taken >= seats.pool_seats) {
    return SeatTaken(offer.seat.group);
  }
  offer.state = OfferState::kAccepted;
  ++offer.revision;
  application.state = ApplicationState::kPlaced;
  application.offered_until.reset();
  ++application.revision;
  Enrolment enrolment;
  enrolment.id = EnrolmentId(park, offer);
  enrolment.centre = offer.seat.centre;
  enrolment.application = offer.application;
  enrolment.family = offer.family;
  enrolment.child = offer.child;
  enrolment.case_number = offer.case_number;
  enrolment.group = offer.seat.group;
  enrolment.kind = offer.seat.kind;
  enrolment.pool = offer.seat.pool;
  enrolment.period = {offer.seat.start, offer.end};
  enrolment.revision = 1;
  return enrolment;
}

absl::Status End(Enrolment& enrolment, Application& application, absl::CivilDay end,
                 const std::string& reason, absl::CivilDay today) {
  if (!enrolment.running || enrolment.period.until <= today) {
    return EnrolmentEnded(enrolment.period.until);
  }
  if (end < enrolment.period.from || enrolment.period.until < end) {
    return DateOrder(enrolment.period.from, enrolment.period.until);
  }
  enrolment.period.until = end;
  enrolment.running = false;
  enrolment.end_reason = reason;
  ++enrolment.revision;
  Close(application);
  return absl::OkStatus();
}

absl::string_view StateName(EnrolmentState state) {
  switch (state) {
    case EnrolmentState::kPlanned:
      return "PLANNED";
    case EnrolmentState::kActive:
      return "ACTIVE";
    case EnrolmentState::kEnded:
      return "ENDED";
    case EnrolmentState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

}  // namespace tuoqiao::places
