#include "services/places/contracts/park_contract.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/errors_pool.h"

namespace tuoqiao::places {
namespace {

absl::Status CheckState(const ParkContract& contract, ParkContractState wanted) {
  if (contract.state == wanted) return absl::OkStatus();
  return ContractStateWrong(StateName(contract.state), StateName(wanted));
}

// A contract that runs can end on each of its days that has not passed.
absl::Status CheckEnd(const ParkContract& contract, absl::CivilDay end, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckState(contract, ParkContractState::kConfirmed));
  const bool within = contract.period.from <= end && end < contract.period.until;
  return within && today <= end ? absl::OkStatus() : ContractDateOrder("end_date");
}

void CancelFor(ParkContract& contract, const std::string& reason) {
  contract.state = ParkContractState::kCancelled;
  contract.cancel_reason = reason;
  ++contract.revision;
}

bool Open(const ParkContract& contract) {
  return contract.state == ParkContractState::kProposed ||
         contract.state == ParkContractState::kAccepted;
}

}  // namespace

std::string ParkContract::GuestCentre() const {
  return absl::StrCat(owner, "--", group.substr(0, group.find('/')));
}

std::string ParkContract::GuestGroup() const { return absl::StrCat(GuestCentre(), "/", id); }

std::string ParkContract::CentreIn(absl::string_view park) const {
  return park == owner ? group.substr(0, group.find('/')) : GuestCentre();
}

Period ParkContract::OpenDays() const {
  if (!end_asked.has_value()) return period;
  return {period.from, std::max(period.from, std::min(period.until, *end_asked))};
}

SeatContract LentSeats(const ParkContract& contract) {
  SeatContract lent;
  lent.id = contract.id;
  lent.group = contract.group;
  lent.pool = {"LENT", contract.guest, contract.seats};
  lent.period = contract.period;
  lent.state = ContractState::kConfirmed;
  return lent;
}

Group GuestGroupOf(const ParkContract& contract, const Group& owners) {
  Group group;
  group.id = contract.GuestGroup();
  group.code = owners.code;
  group.kind = contract.kind;
  group.capacity = contract.seats;
  group.staff = owners.staff;
  group.half_days_share = owners.half_days_share;
  group.pools = {{"SHARED", "", contract.seats}};
  group.park_contract = contract.id;
  group.open = contract.OpenDays();
  return group;
}

absl::Status AcceptLoan(ParkContract& own, absl::string_view park, absl::CivilDay today) {
  if (park == own.owner) return ConfirmedBySameSide();
  RETURN_IF_ERROR(CheckState(own, ParkContractState::kProposed));
  if (own.period.from < today) return ContractDateOrder("name");
  own.state = ParkContractState::kAccepted;
  ++own.revision;
  return absl::OkStatus();
}

absl::Status CancelLoan(ParkContract& own, absl::string_view park) {
  RETURN_IF_ERROR(CheckState(own, ParkContractState::kProposed));
  CancelFor(own, park == own.owner ? "WITHDRAWN" : "DECLINED");
  return absl::OkStatus();
}

absl::Status AskForEnd(ParkContract& own, absl::CivilDay end, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckEnd(own, end, today));
  if (own.end_asked.has_value()) return ContractStateWrong("END_ASKED", StateName(own.state));
  own.end_asked = end;
  ++own.revision;
  return absl::OkStatus();
}

absl::Status CloseLoan(ParkContract& own, absl::CivilDay end, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckEnd(own, end, today));
  own.period.until = end;
  ++own.revision;
  return absl::OkStatus();
}

bool AsksForSeats(const ParkContract& own, const ParkContract& word) {
  return own.heard < word.revision && own.state == ParkContractState::kProposed &&
         word.state == ParkContractState::kAccepted;
}

bool HearGuest(ParkContract& own, const ParkContract& word, const std::string& no_seats) {
  if (word.revision <= own.heard) return false;
  const bool asks = AsksForSeats(own, word);
  own.heard = word.revision;
  if (asks && no_seats.empty()) {
    own.state = ParkContractState::kConfirmed;
    ++own.revision;
    return true;
  }
  if (asks) {
    CancelFor(own, no_seats);
    return true;
  }
  if (own.state == ParkContractState::kProposed && word.state == ParkContractState::kCancelled) {
    CancelFor(own, word.cancel_reason);
    return true;
  }
  const bool closed = own.state == ParkContractState::kConfirmed &&
                      word.state == ParkContractState::kConfirmed &&
                      word.period.until < own.period.until;
  const bool counted = own.taken != word.taken;
  if (closed) own.period.until = word.period.until;
  own.taken = word.taken;
  if (closed || counted) ++own.revision;
  return closed || counted;
}

bool HearOwner(ParkContract& own, const ParkContract& word) {
  if (word.revision <= own.heard) return false;
  own.heard = word.revision;
  if (Open(own) && word.state == ParkContractState::kCancelled) {
    CancelFor(own, word.cancel_reason);
    return true;
  }
  const bool confirmed =
      own.state == ParkContractState::kAccepted && word.state == ParkContractState::kConfirmed;
  const bool asked = own.end_asked != word.end_asked;
  if (confirmed) own.state = ParkContractState::kConfirmed;
  own.end_asked = word.end_asked;
  if (confirmed || asked) ++own.revision;
  return confirmed || asked;
}

ParkContract FirstHeard(const ParkContract& word) {
  ParkContract own = word;
  own.heard = word.revision;
  own.revision = 1;
  own.told = 1;  // The owner knows what it has said.
  own.told_centre = own.told_days = 0;
  return own;
}

absl::string_view StateName(ParkContractState state) {
  switch (state) {
    case ParkContractState::kProposed:
      return "PROPOSED";
    case ParkContractState::kAccepted:
      return "ACCEPTED";
    case ParkContractState::kConfirmed:
      return "CONFIRMED";
    case ParkContractState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

}  // namespace tuoqiao::places
