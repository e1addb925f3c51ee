#include "services/places/contracts/seat_contract.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/errors_pool.h"

namespace tuoqiao::places {
namespace {

constexpr int64_t kWhole = 10'000;

absl::Status CheckState(const SeatContract& contract, ContractState wanted) {
  if (contract.state == wanted) return absl::OkStatus();
  return ContractStateWrong(StateName(contract.state), StateName(wanted));
}

}  // namespace

std::string SeatPool::Key() const { return firm.empty() ? kind : absl::StrCat(kind, "/", firm); }

bool operator==(const SeatPool& a, const SeatPool& b) {
  return std::tie(a.kind, a.firm, a.seats) == std::tie(b.kind, b.firm, b.seats);
}

std::string SeatContract::Centre() const { return group.substr(0, group.find('/')); }

Party SeatContract::OtherParty() const {
  Party party;
  const bool reserved = pool.kind == "RESERVED";
  party.side = reserved ? Side::kFirm : Side::kCentre;
  party.id = reserved ? pool.firm : Centre();
  return party;
}

int64_t SeatContract::SeatsIn(int64_t capacity) const {
  return floor_bp == 0 ? pool.seats : (capacity * floor_bp + kWhole - 1) / kWhole;
}

int64_t SeatContract::CeilingIn(int64_t capacity) const {
  const int64_t ceiling = ceiling_bp == 0 ? ceiling_seats : capacity * ceiling_bp / kWhole;
  return std::max(ceiling, SeatsIn(capacity));
}

std::optional<absl::CivilDay> SeatContract::ReleaseDayFor(absl::CivilDay day) const {
  if (release_days == 0) return std::nullopt;
  return absl::CivilDay(absl::CivilMonth(day)) - release_days;
}

absl::Status CheckPeriod(const SeatContract& contract, absl::CivilDay today) {
  if (contract.period.Empty()) return ContractDateOrder("contract.until_date");
  return contract.period.from < today ? ContractDateOrder("contract.from_date") : absl::OkStatus();
}

absl::Status CheckParty(const SeatContract& contract, const Party& party) {
  const Party other = contract.OtherParty();
  const bool theirs = party.side == other.side && party.id == other.id;
  if (party.side == Side::kPark || theirs) return absl::OkStatus();
  return PartyWrong(party.field, SideName(other.side));
}

absl::Status CheckCommunityShare(const SeatContract& contract, int64_t capacity,
                                 int64_t share_max_bp) {
  if (contract.pool.kind != "COMMUNITY") return absl::OkStatus();
  const int64_t seats_max = capacity * share_max_bp / kWhole;
  const int64_t seats = contract.CeilingIn(capacity);
  return seats > seats_max ? CommunityShareOverMax(seats, seats_max, share_max_bp)
                           : absl::OkStatus();
}

absl::Status Confirm(SeatContract& contract, const Party& party, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckParty(contract, party));
  RETURN_IF_ERROR(CheckState(contract, ContractState::kProposed));
  if (party.side == contract.proposed_by) return ConfirmedBySameSide();
  RETURN_IF_ERROR(CheckPeriod(contract, today));
  contract.state = ContractState::kConfirmed;
  contract.confirmed_by = party.side;
  ++contract.revision;
  return absl::OkStatus();
}

absl::Status EndContract(SeatContract& contract, const Party& party, absl::CivilDay end,
                         absl::CivilDay today) {
  RETURN_IF_ERROR(CheckParty(contract, party));
  if (contract.state == ContractState::kProposed) {
    contract.state = ContractState::kCancelled;
  } else {
    RETURN_IF_ERROR(CheckState(contract, ContractState::kConfirmed));
    const bool within = contract.period.from <= end && end < contract.period.until;
    if (!within || end < today) return ContractDateOrder("end_date");
    contract.period.until = end;
  }
  contract.ended_by = party.side;
  ++contract.revision;
  return absl::OkStatus();
}

absl::string_view StateName(ContractState state) {
  switch (state) {
    case ContractState::kProposed:
      return "PROPOSED";
    case ContractState::kConfirmed:
      return "CONFIRMED";
    case ContractState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

absl::string_view SideName(Side side) {
  switch (side) {
    case Side::kPark:
      return "PARK";
    case Side::kFirm:
      return "FIRM";
    case Side::kCentre:
      return "CENTRE";
  }
  return "";
}

}  // namespace tuoqiao::places
