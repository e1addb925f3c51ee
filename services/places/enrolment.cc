#include "services/places/enrolment.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"
#include "services/places/care/errors_care.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/errors.h"

namespace tuoqiao::places {
namespace {

constexpr char kNoShow[] = "NO_SHOW";

// Nothing becomes of a place that is over, or whose end somebody said.
absl::Status CheckRuns(const Enrolment& enrolment, absl::CivilDay today) {
  if (enrolment.running && today < enrolment.period.until) return absl::OkStatus();
  return EnrolmentEnded(enrolment.period.until);
}

// Ends the place, and what of its suspensions lies behind.
void Cut(Enrolment& enrolment, absl::CivilDay end, const std::string& reason) {
  enrolment.period.until = end;
  enrolment.running = false;
  enrolment.end_reason = reason;
  std::vector<Suspension> within;
  for (Suspension& each : enrolment.suspensions) {
    each.period = Intersect(each.period, enrolment.period);
    if (!each.period.Empty()) within.push_back(each);
  }
  enrolment.suspensions = std::move(within);
  ++enrolment.revision;
}

}  // namespace

const Suspension* Enrolment::SuspensionOn(absl::CivilDay day) const {
  for (const Suspension& each : suspensions) {
    if (each.period.Contains(day)) return &each;
  }
  return nullptr;
}

EnrolmentState StateOn(const Enrolment& enrolment, absl::CivilDay today) {
  if (enrolment.period.Empty()) {
    return enrolment.end_reason == kNoShow ? EnrolmentState::kNoShow : EnrolmentState::kCancelled;
  }
  if (today < enrolment.period.from) return EnrolmentState::kPlanned;
  if (enrolment.period.until <= today) return EnrolmentState::kEnded;
  return enrolment.SuspensionOn(today) == nullptr ? EnrolmentState::kActive
                                                  : EnrolmentState::kSuspended;
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
    taken.push_back(
        {seat.group, other.seat.pool, 1, std::nullopt, OutgrownOn(other.end), other.seat.part});
  }
  facts.capacity = group->EndBy(offer.end) == offer.end ? group->CapacityOn(seat.start) : 0;
  if (!group->contracts.empty()) {
    const absl::CivilDay until = group->EndBy(OutgrownOn(offer.end));
    const PlaceAsked asked = {seat.pool, {seat.start, until}, today, seat.part};
    facts.pool_seats = StillThere(*group, taken, asked) ? 1 : 0;
    taken.push_back({seat.group, seat.pool, 1, std::nullopt, std::nullopt, seat.part});
    facts.taken = CountTaken(taken, seat.start, seat.group) - 1;
    return facts;
  }
  for (const SeatPool& pool : group->pools) {
    if (pool.Key() == seat.pool) facts.pool_seats = pool.seats;
  }
  // A half of the day may find its seat half taken, so it is counted in, and one seat off again.
  taken.push_back({seat.group, seat.pool, 1, std::nullopt, std::nullopt, seat.part});
  facts.taken = CountTaken(taken, seat.start, seat.group) - 1;
  facts.pool_taken = CountTaken(taken, seat.start, seat.group, seat.pool) - 1;
  return facts;
}

std::string EnrolmentId(absl::string_view park, const Offer& offer) {
  return DeriveId("enr", {park, offer.id}, 0);
}

absl::StatusOr<Enrolment> Accept(absl::string_view park, Offer& offer, Application& application,
                                 const SeatFacts& seats, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckMayAccept(offer, today));
  if (seats.child_enrolled) return ChildAlreadyEnrolled();
  if (!seats.SeatIsFree()) return SeatTaken(offer.seat.group);
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
  enrolment.session = application.session;
  enrolment.part = offer.seat.part;
  enrolment.period = {offer.seat.start, offer.end};
  enrolment.entitled_from = offer.seat.start;
  enrolment.revision = 1;
  return enrolment;
}

absl::Status End(Enrolment& enrolment, Application& application, absl::CivilDay end,
                 const std::string& reason, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckRuns(enrolment, today));
  if (end < enrolment.period.from || enrolment.period.until < end) {
    return DateOrder(enrolment.period.from, enrolment.period.until);
  }
  Cut(enrolment, end, reason);
  Close(application);
  return absl::OkStatus();
}

absl::Status CheckMayFollow(const Enrolment& former, absl::CivilDay start, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckRuns(former, today));
  if (former.period.Contains(start)) return absl::OkStatus();
  return DateOrder(former.period.from, former.period.until);
}

Enrolment Follow(absl::string_view park, Enrolment& former, const Seat& seat,
                 const std::string& reason) {
  Enrolment next = former;
  next.id = DeriveId("enr", {park, absl::StrCat(former.centre, "/", former.id)}, 0);
  next.centre = seat.centre;
  next.group = seat.group;
  next.kind = seat.kind;
  next.pool = seat.pool;
  next.part = seat.part;
  next.period = {seat.start, seat.EndBy(former.period.until)};
  next.follows = absl::StrCat(former.centre, "/", former.id);
  next.suspensions.clear();
  next.revision = 1;
  Cut(former, seat.start, reason);
  return next;
}

absl::Status Suspend(Enrolment& enrolment, const Suspension& suspension, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckRuns(enrolment, today));
  const Period& period = suspension.period;
  if (period.Empty() || !(Intersect(period, enrolment.period) == period)) {
    return SuspensionOutside(enrolment.period.from, enrolment.period.until);
  }
  for (const Suspension& each : enrolment.suspensions) {
    if (!Intersect(each.period, period).Empty()) {
      return SuspensionOverlaps(each.period.from, each.period.until);
    }
  }
  enrolment.suspensions.push_back(suspension);
  std::sort(enrolment.suspensions.begin(), enrolment.suspensions.end(),
            [](const Suspension& a, const Suspension& b) { return a.period.from < b.period.from; });
  ++enrolment.revision;
  return absl::OkStatus();
}

absl::StatusOr<Period> Resume(Enrolment& enrolment, absl::CivilDay day) {
  const auto found =
      std::find_if(enrolment.suspensions.begin(), enrolment.suspensions.end(),
                   [&](const Suspension& each) { return each.period.Contains(day); });
  if (found == enrolment.suspensions.end()) return EnrolmentNotSuspended(day);
  const Period taken_back = {day, found->period.until};
  found->period.until = day;
  if (found->period.Empty()) enrolment.suspensions.erase(found);
  ++enrolment.revision;
  return taken_back;
}

void EndWithLoan(Enrolment& enrolment, Application& application) {
  Cut(enrolment, enrolment.period.until, "CONTRACT_ENDED");
  Close(application);
}

absl::Status MarkNoShow(Enrolment& enrolment, Application& application, const NoShow& no_show,
                        absl::CivilDay today) {
  RETURN_IF_ERROR(CheckRuns(enrolment, today));
  const absl::CivilDay earliest = enrolment.period.from + no_show.days;
  if (today < earliest) return NoShowTooEarly(earliest);
  if (no_show.child_came) return ChildCame();
  Cut(enrolment, enrolment.period.from, kNoShow);
  Close(application);
  return absl::OkStatus();
}

absl::Status Stay(Enrolment& enrolment, absl::CivilDay ages_out, absl::CivilDay until,
                  absl::CivilDay today) {
  RETURN_IF_ERROR(CheckRuns(enrolment, today));
  if (enrolment.period.until != ages_out || until <= ages_out) return StayNotAllowed();
  enrolment.period.until = until;
  ++enrolment.revision;
  return absl::OkStatus();
}

absl::string_view StateName(EnrolmentState state) {
  switch (state) {
    case EnrolmentState::kPlanned:
      return "PLANNED";
    case EnrolmentState::kActive:
      return "ACTIVE";
    case EnrolmentState::kSuspended:
      return "SUSPENDED";
    case EnrolmentState::kEnded:
      return "ENDED";
    case EnrolmentState::kCancelled:
      return "CANCELLED";
    case EnrolmentState::kNoShow:
      return "NO_SHOW";
  }
  return "";
}

}  // namespace tuoqiao::places
