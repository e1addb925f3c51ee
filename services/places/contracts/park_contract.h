// Seats that one park lends to another: two copies of a contract, and what each becomes by the
// other's word.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_PARK_CONTRACT_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_PARK_CONTRACT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/centre.h"

namespace tuoqiao::places {

enum class ParkContractState { kProposed, kAccepted, kConfirmed, kCancelled };
inline constexpr std::array<ParkContractState, 4> kParkContractStates = {
    ParkContractState::kProposed, ParkContractState::kAccepted, ParkContractState::kConfirmed,
    ParkContractState::kCancelled};

// One park's copy. The owner's seats are lent while its copy is CONFIRMED, and the guest's pool is
// open while its own is. The owner confirms first, and only the guest brings the last day forward:
// so no seat is ever in two pools, whichever word is late, lost or said twice.
struct ParkContract {
  std::string id;            // The same in both parks.
  std::string owner, guest;  // Ids of parks.
  std::string group;         // The owner's, `{centre}/{group}`.
  GroupKind kind = GroupKind::kInfant;
  int64_t seats = 0, cost_share_bp = 0;
  Period period;
  ParkContractState state = ParkContractState::kProposed;
  std::string cancel_reason;                // WITHDRAWN, DECLINED, or why there are no seats.
  std::optional<absl::CivilDay> end_asked;  // By the owner.
  int64_t taken = 0;                        // Seats that the guest's children have.
  std::string centre_name, group_code;      // As the owner calls them.
  int64_t revision = 1;
  int64_t heard = 0;  // The last of the other copy's revisions.
  // To the other park: of this copy, of the centre, of the days on which it is closed.
  int64_t told = 0, told_centre = 0, told_days = 0;

  // The centre that the guest has for the owner's, and the group in it that is this contract's.
  std::string GuestCentre() const;
  std::string GuestGroup() const;
  // The centre of a park's own copy.
  std::string CentreIn(absl::string_view park) const;
  // The days on which somebody may be given a seat: none from the day from which the owner wants
  // them back.
  Period OpenDays() const;
};

// The owner's group has so many seats less on the contract's days.
SeatContract LentSeats(const ParkContract& contract);
// What the guest has: the group with the contract's seats, all of them shared until the guest says
// otherwise.
Group GuestGroupOf(const ParkContract& contract, const Group& owners);

// ---- What people do. Each changes the copy and counts its revision.

// The guest accepts. CONFIRMED_BY_SAME_SIDE (`park` is the owner), CONTRACT_STATE_WRONG,
// DATE_ORDER.
absl::Status AcceptLoan(ParkContract& own, absl::string_view park, absl::CivilDay today);
// A proposal is withdrawn or declined; the owner asks for an end, once, for places end with the day
// that it asked for; the guest closes its pool, where nobody's place reaches behind that day.
// CONTRACT_STATE_WRONG, DATE_ORDER.
absl::Status CancelLoan(ParkContract& own, absl::string_view park);
absl::Status AskForEnd(ParkContract& own, absl::CivilDay end, absl::CivilDay today);
absl::Status CloseLoan(ParkContract& own, absl::CivilDay end, absl::CivilDay today);

// ---- What the other copy says. A word that is not newer than what was heard says nothing.

// Whether the guest's word asks the owner for its seats.
bool AsksForSeats(const ParkContract& own, const ParkContract& word);
// The owner's copy. `no_seats` says why the seats that are asked for are not there any more:
// SEATS_TAKEN, DATE_PASSED, GROUP_GONE; empty: they are. Whether it changed.
bool HearGuest(ParkContract& own, const ParkContract& word, const std::string& no_seats);
// The guest's copy.
bool HearOwner(ParkContract& own, const ParkContract& word);
// The guest's copy as it begins.
ParkContract FirstHeard(const ParkContract& word);

absl::string_view StateName(ParkContractState state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_PARK_CONTRACT_H_
