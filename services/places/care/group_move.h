// Children who outgrow their groups: what is proposed, and what a seat elsewhere is.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_GROUP_MOVE_H_
#define TUOQIAO_SERVICES_PLACES_CARE_GROUP_MOVE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/places/care/care_numbers.h"
#include "services/places/centre.h"
#include "services/places/child.h"
#include "services/places/enrolment.h"
#include "services/places/offers/seats.h"

namespace tuoqiao::places {

enum class GroupMoveState { kSeatFree, kNoSeat, kNoGroup, kAgesOut };

struct GroupMove {
  const Enrolment* enrolment = nullptr;
  absl::CivilDay day;  // The first outside the group's ages.
  GroupMoveState state = GroupMoveState::kNoGroup;
  std::string to_group;  // Of kSeatFree.
  // The last day of the term, where it may be finished.
  std::optional<absl::CivilDay> stay_until;
};

// The first day on which the child is too old for the group.
absl::CivilDay OutgrowsOn(const Child& child, GroupKind kind);

// Who has outgrown its group by a day so far ahead; by day, then id. Seats are given in that order,
// so that nobody else's is proposed twice. A move that is due is proposed for today. Children whom
// directory does not know are left out.
struct GroupMoveGround {
  const Centre& centre;
  const std::vector<TakenSeats>& taken;
  const Children& children;
  const CareNumbers& numbers;
  absl::CivilDay today;
};
std::vector<GroupMove> ProposeMoves(const std::vector<Enrolment>& enrolments,
                                    const GroupMoveGround& ground);

// A seat of one group for a child that has a place already and is not decided on anew: on that day
// only. CONSENT_MISSING, NO_GROUP_FOR_AGE, SEAT_TAKEN.
struct SeatAsked {
  std::string group;
  absl::CivilDay day;
  Session session = Session::kWholeDay;
};
absl::StatusOr<Seat> FindSeat(const Centre& centre, const std::vector<TakenSeats>& taken,
                              const Child& child, const SeatAsked& asked);

absl::string_view StateName(GroupMoveState state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_GROUP_MOVE_H_
