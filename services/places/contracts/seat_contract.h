// Pools of seats, and the dated contracts that say who holds them.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_SEAT_CONTRACT_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_SEAT_CONTRACT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"

namespace tuoqiao::places {

struct SeatPool {
  std::string kind;  // RESERVED, SHARED, COMMUNITY or SPECIALIST.
  std::string firm;  // The firm's id, of RESERVED.
  int64_t seats = 0;

  // What tells it from the other pools of its group: the kind, or `RESERVED/{firm}`.
  std::string Key() const;
};
bool operator==(const SeatPool& a, const SeatPool& b);

// Who speaks in a contract: the park, and the firm whose seats they are or the centre.
enum class Side { kPark, kFirm, kCentre };
enum class ContractState { kProposed, kConfirmed, kCancelled };

// A side as the caller names it.
struct Party {
  Side side = Side::kPark;
  std::string id;               // The firm's or the centre's.
  std::string field = "party";  // Where they named it.
};

struct SeatContract {
  std::string id;
  std::string group;     // `{centre}/{group}`.
  SeatPool pool;         // Of COMMUNITY its seats are the floor, where `floor_bp` says none.
  int64_t floor_bp = 0;  // Of COMMUNITY, of the group's capacity.
  int64_t ceiling_seats = 0, ceiling_bp = 0;    // Of COMMUNITY: one of the two.
  int64_t cost_share_bp = 0, release_days = 0;  // Of RESERVED.
  Period period;
  ContractState state = ContractState::kProposed;
  Side proposed_by = Side::kPark;
  std::optional<Side> confirmed_by, ended_by;
  int64_t revision = 0;

  std::string Centre() const;
  // The side that is not the park's.
  Party OtherParty() const;
  // In a group of that capacity. A floor is rounded up to seats, a ceiling down; no ceiling is
  // below its floor.
  int64_t SeatsIn(int64_t capacity) const;
  int64_t CeilingIn(int64_t capacity) const;
  // From which day on what is unused in the month of `day` is for all; none: it never is.
  std::optional<absl::CivilDay> ReleaseDayFor(absl::CivilDay day) const;
};

// A contract has a first day that has not passed, and a later first day outside. DATE_ORDER.
absl::Status CheckPeriod(const SeatContract& contract, absl::CivilDay today);
// The party is one of the contract's two. PARTY_WRONG.
absl::Status CheckParty(const SeatContract& contract, const Party& party);
// Of COMMUNITY: neither floor nor ceiling is over the share of the capacity.
// COMMUNITY_SHARE_OVER_MAX.
absl::Status CheckCommunityShare(const SeatContract& contract, int64_t capacity,
                                 int64_t share_max_bp);

// PARTY_WRONG, CONTRACT_STATE_WRONG, CONFIRMED_BY_SAME_SIDE, DATE_ORDER.
absl::Status Confirm(SeatContract& contract, const Party& party, absl::CivilDay today);
// Ends a contract on a day within it that has not passed, or takes a proposal back. PARTY_WRONG,
// CONTRACT_STATE_WRONG, DATE_ORDER.
absl::Status EndContract(SeatContract& contract, const Party& party, absl::CivilDay end,
                         absl::CivilDay today);

absl::string_view StateName(ContractState state);
absl::string_view SideName(Side side);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_SEAT_CONTRACT_H_
