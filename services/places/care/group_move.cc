#include "services/places/care/group_move.h"

#include <algorithm>
#include <tuple>

#include "services/common/period.h"
#include "services/places/care/errors_care.h"
#include "services/places/errors.h"

namespace tuoqiao::places {
namespace {

// Who has a place is eligible by that.
Decision EligibleThen(absl::CivilDay day) {
  Decision decision;
  decision.slices = {{{day, day + 1}, true}};
  return decision;
}

Wish WishOf(const Child& child, const Decision& decision, const std::string& centre,
            const SeatAsked& asked) {
  return {child, decision, {centre}, {}, asked.day, asked.session};
}

bool HasGroupFor(const Centre& centre, int64_t months) {
  return std::any_of(centre.groups.begin(), centre.groups.end(),
                     [&](const Group& each) { return BandOf(each.kind).Holds(months); });
}

// Where the child goes on that day, if anywhere.
void Decide(GroupMove& move, const Child& child, SeatBook& book, const GroupMoveGround& ground) {
  const absl::CivilDay start = std::max(move.day, ground.today);
  if (AgesOutOn(child) <= start) {
    move.state = GroupMoveState::kAgesOut;
    if (ground.numbers.finish_term) {
      move.stay_until = BehindTerm(ground.numbers, AgesOutOn(child)) - 1;
    }
    return;
  }
  if (!HasGroupFor(ground.centre, AgeInMonths(child.birth_date, start))) return;
  const Decision decision = EligibleThen(start);
  const auto seat =
      book.Hold(WishOf(child, decision, ground.centre.id, {"", start, move.enrolment->session}));
  move.state = seat.has_value() ? GroupMoveState::kSeatFree : GroupMoveState::kNoSeat;
  if (seat.has_value()) move.to_group = seat->group;
}

}  // namespace

absl::CivilDay OutgrowsOn(const Child& child, GroupKind kind) {
  return DayOfCompletingMonths(child.birth_date, BandOf(kind).until_months);
}

std::vector<GroupMove> ProposeMoves(const std::vector<Enrolment>& enrolments,
                                    const GroupMoveGround& ground) {
  std::vector<GroupMove> moves;
  for (const Enrolment& each : enrolments) {
    const auto child = ground.children.find(each.case_number);
    if (!each.running || each.period.until <= ground.today || child == ground.children.end()) {
      continue;
    }
    const absl::CivilDay day = OutgrowsOn(child->second, each.kind);
    if (day <= ground.today + ground.numbers.group_move_days) {
      moves.push_back({&each, day, GroupMoveState::kNoGroup, "", std::nullopt});
    }
  }
  std::sort(moves.begin(), moves.end(), [](const GroupMove& a, const GroupMove& b) {
    return std::tie(a.day, a.enrolment->id) < std::tie(b.day, b.enrolment->id);
  });
  SeatBook book({ground.centre}, ground.taken, {ground.today, ground.today});
  for (GroupMove& move : moves) {
    Decide(move, ground.children.at(move.enrolment->case_number), book, ground);
  }
  return moves;
}

absl::StatusOr<Seat> FindSeat(const Centre& centre, const std::vector<TakenSeats>& taken,
                              const Child& child, const SeatAsked& asked) {
  if (!child.centre_consent) return ConsentMissing("name");
  Centre only = centre;
  only.groups.erase(std::remove_if(only.groups.begin(), only.groups.end(),
                                   [&](const Group& each) { return each.id != asked.group; }),
                    only.groups.end());
  if (!HasGroupFor(only, AgeInMonths(child.birth_date, asked.day))) return NoGroupForAge(asked.day);
  SeatBook book({only}, taken, {asked.day, asked.day});
  const Decision decision = EligibleThen(asked.day);
  const auto seat = book.Hold(WishOf(child, decision, centre.id, asked));
  if (!seat.has_value()) return SeatTaken(asked.group);
  return *seat;
}

absl::string_view StateName(GroupMoveState state) {
  switch (state) {
    case GroupMoveState::kSeatFree:
      return "SEAT_FREE";
    case GroupMoveState::kNoSeat:
      return "NO_SEAT";
    case GroupMoveState::kNoGroup:
      return "NO_GROUP";
    case GroupMoveState::kAgesOut:
      return "AGES_OUT";
  }
  return "";
}

}  // namespace tuoqiao::places
