#include "services/places/contracts/lending.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/closing_days.h"
#include "services/places/attendance/convert_attendance.h"
#include "services/places/contracts/contract_ground.h"
#include "services/places/contracts/convert_park_contract.h"
#include "services/places/contracts/errors_pool.h"
#include "services/places/contracts/owner_days_store.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/offers/application_store.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr auto kPause = std::chrono::seconds(3);

absl::Status SaveAndTell(rpc::Change& change, absl::string_view kind,
                         const ParkContract& contract) {
  RETURN_IF_ERROR(SaveParkContract(change.txn, contract));
  const v1::ParkContract message = ToProto(change.txn.park(), contract);
  change.Publish(kind, message.name(), contract.revision, message);
  return absl::OkStatus();
}

// What has become of a copy, as the log calls it.
absl::string_view KindOf(const ParkContract& before, const ParkContract& after) {
  if (before.state != after.state) {
    return after.state == ParkContractState::kConfirmed ? "ParkContractConfirmed"
                                                        : "ParkContractCancelled";
  }
  if (!(before.period == after.period)) return "ParkContractEnded";
  return before.end_asked == after.end_asked ? "ParkContractCounted" : "ParkContractEndAsked";
}

// ---- The owner hears the guest.

// Why the seats that the guest accepts are not there any more; empty: they are.
absl::StatusOr<std::string> WhyNoSeats(db::Write& txn, const ParkContract& own,
                                       absl::CivilDay today) {
  if (own.period.from < today) return std::string("DATE_PASSED");
  absl::StatusOr<Group> group = LockSeatsOf(txn, own.group);
  if (ReasonOf(group.status()) == "GROUP_NOT_FOUND") return std::string("GROUP_GONE");
  RETURN_IF_ERROR(group.status());
  group->contracts.push_back(LentSeats(own));
  const absl::Status seats = CheckSeatsOf(txn, *group, today, "name");
  const std::string reason = ReasonOf(seats);
  if (reason == "CONTRACT_OVERLAP" || reason == "POOL_OVER_CAPACITY" ||
      reason == "CAPACITY_BELOW_ENROLMENTS") {
    return std::string("SEATS_TAKEN");
  }
  RETURN_IF_ERROR(seats);
  return std::string();
}

absl::Status OwnerHears(rpc::Change& change, const ParkContract& word, absl::CivilDay today) {
  RETURN_IF_ERROR(LockWaitingList(change.txn));
  ASSIGN_OR_RETURN(ParkContract own, LockParkContract(change.txn, word.id));
  std::string no_seats;
  if (AsksForSeats(own, word)) {
    ASSIGN_OR_RETURN(no_seats, WhyNoSeats(change.txn, own, today));
  }
  const ParkContract before = own;
  if (!HearGuest(own, word, no_seats)) return SaveParkContract(change.txn, own);
  // Pools have changed: whoever keeps centres in memory reads them anew.
  RETURN_IF_ERROR(NewCentreEdition(change.txn));
  return SaveAndTell(change, KindOf(before, own), own);
}

// ---- The guest hears the owner.

const Group* FindGroup(const Centre& centre, const std::string& id) {
  const auto found = std::find_if(centre.groups.begin(), centre.groups.end(),
                                  [&](const Group& each) { return each.id == id; });
  return found == centre.groups.end() ? nullptr : &*found;
}

void PutGroup(Centre& centre, Group group) {
  for (Group& each : centre.groups) {
    if (each.id != group.id) continue;
    group.contracts = each.contracts;
    each = std::move(group);
    return;
  }
  centre.groups.push_back(std::move(group));
  std::sort(centre.groups.begin(), centre.groups.end(),
            [](const Group& a, const Group& b) { return a.id < b.id; });
}

// What the owner's centre says of itself, under the guest's name for it.
Centre GuestCentreOf(const ParkContract& own, const Centre& owners,
                     const std::optional<Centre>& before) {
  if (before.has_value() && owners.revision <= before->owner_revision) return *before;
  Centre centre = owners;
  centre.id = own.GuestCentre();
  centre.code = absl::StrCat(own.owner, "--", owners.code);
  centre.groups = before.has_value() ? before->groups : std::vector<Group>();
  centre.owner_centre = CentreName(own.owner, owners.id);
  centre.owner_revision = owners.revision;
  centre.revision = before.has_value() ? before->revision : 0;
  return centre;
}

// The guest centre with the contract's group, as the owner says them now. GUEST_CENTRE_TAKEN.
absl::Status SaveGuestCentre(rpc::Change& change, const ParkContract& own, const Centre& owners,
                             absl::CivilDay today) {
  const Group* const lent = FindGroup(owners, own.group);
  const std::string id = own.GuestCentre();
  RETURN_IF_ERROR(LockCentre(change.txn, id));
  RETURN_IF_ERROR(LockGroup(change.txn, own.GuestGroup()));
  ASSIGN_OR_RETURN(const auto before, LoadCentre(change.txn, id));
  if (before.has_value() && before->owner_centre != CentreName(own.owner, owners.id)) {
    return GuestCentreTaken(CentreName(change.txn.park(), id));
  }
  Centre centre = GuestCentreOf(own, owners, before);
  if (lent != nullptr) PutGroup(centre, GuestGroupOf(own, *lent));
  if (before.has_value() && SaysTheSame(*before, centre) &&
      before->owner_revision == centre.owner_revision) {
    return absl::OkStatus();
  }
  ++centre.revision;
  RETURN_IF_ERROR(SaveCentre(change.txn, centre));
  change.Publish(before.has_value() ? "CentreChanged" : "CentreOpened",
                 CentreName(change.txn.park(), id), centre.revision,
                 ToProto(change.txn.park(), centre, {}, today));
  return absl::OkStatus();
}

// What an owner says: of the contract, of its centre, and of the days on which that is closed.
struct OwnersWord {
  ParkContract contract;
  std::optional<Centre> centre;
  OwnerDays days;
};

// The guest centre is closed on the days that the owner says: what is booked on them ends.
absl::Status HearDays(rpc::Change& change, const ParkContract& own, const OwnerDays& said,
                      absl::CivilDay today) {
  const std::string id = own.GuestCentre();
  RETURN_IF_ERROR(LockCentre(change.txn, id));
  ASSIGN_OR_RETURN(const OwnerDays before, LoadHeardDays(change.txn, id));
  if (said.edition <= before.edition) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto closed_months, LoadClosedMonths(change.txn));
  const auto changed =
      HearClosures(before.closures, GuestClosures(said, own.owner, id), closed_months);
  for (const Closure& each : changed) {
    RETURN_IF_ERROR(SaveClosure(change.txn, each));
    const v1::Closure message = ToProto(change.txn.park(), each);
    change.Publish("ClosureSet", message.name(), each.revision, message);
  }
  const OpeningCalendar calendar = HearCalendar(before.calendar, said.calendar, closed_months);
  RETURN_IF_ERROR(SaveHeardDays(change.txn, id, said.edition, calendar));
  const auto first = FirstChange(before.calendar, calendar, changed);
  if (!first.has_value()) return absl::OkStatus();
  return CloseBookings(change, {id, *first, today});
}

absl::Status GuestHears(rpc::Change& change, const OwnersWord& said, absl::CivilDay today) {
  const ParkContract& word = said.contract;
  RETURN_IF_ERROR(LockWaitingList(change.txn));
  RETURN_IF_ERROR(change.txn.LockRoot("park_contract", "id", word.id));
  ASSIGN_OR_RETURN(auto known, LoadParkContract(change.txn, word.id));
  if (!known.has_value()) {
    // Withdrawn before anybody here had heard of it.
    if (word.state != ParkContractState::kProposed) return absl::OkStatus();
    return SaveAndTell(change, "ParkContractProposed", FirstHeard(word));
  }
  ParkContract& own = *known;
  const ParkContract before = own;
  const bool changed = HearOwner(own, word);
  own.centre_name = word.centre_name;
  own.group_code = word.group_code;
  if (changed) {
    RETURN_IF_ERROR(SaveAndTell(change, KindOf(before, own), own));
  } else {
    RETURN_IF_ERROR(SaveParkContract(change.txn, own));
  }
  if (own.state != ParkContractState::kConfirmed || !said.centre.has_value()) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(HearDays(change, own, said.days, today));
  return SaveGuestCentre(change, own, *said.centre, today);
}

// ---- What the days bring.

// New days of the group, as its contract says now.
absl::Status SaveOpenDays(rpc::Change& change, const ParkContract& own, absl::CivilDay today) {
  ASSIGN_OR_RETURN(auto centre, LoadCentre(change.txn, own.GuestCentre()));
  if (!centre.has_value()) return absl::OkStatus();
  for (Group& each : centre->groups) {
    if (each.id == own.GuestGroup()) each.open = own.OpenDays();
  }
  ++centre->revision;
  RETURN_IF_ERROR(SaveCentre(change.txn, *centre));
  change.Publish("CentreChanged", CentreName(change.txn.park(), centre->id), centre->revision,
                 ToProto(change.txn.park(), *centre, {}, today));
  return absl::OkStatus();
}

// Whether the owner wants seats back on a day before the contract's end, and the first day on which
// they can be had.
std::optional<absl::CivilDay> WantedBack(const ParkContract& own, absl::CivilDay today) {
  if (!own.end_asked.has_value()) return std::nullopt;
  const absl::CivilDay day = std::max({*own.end_asked, today, own.period.from});
  if (day < own.period.until) return day;
  return std::nullopt;
}

// The days of a place are over because the seat went back: not because the child is too old.
bool RanOut(const Enrolment& enrolment, const ParkContract& own, absl::CivilDay today) {
  const absl::CivilDay until = enrolment.period.until;
  return enrolment.running && enrolment.group == own.GuestGroup() && until <= today &&
         (until == own.period.until || until == own.end_asked);
}

// How many it ended.
absl::StatusOr<int64_t> EndPlaces(rpc::Change& change, const ParkContract& own,
                                  absl::CivilDay today) {
  ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfCentre(change.txn, own.GuestCentre()));
  std::vector<Application> applications;
  for (Enrolment each : enrolments) {
    if (!RanOut(each, own, today)) continue;
    RETURN_IF_ERROR(LockChild(change.txn, each.child));
    ASSIGN_OR_RETURN(each, LoadEnrolment(change.txn, each.centre, each.id));
    if (!RanOut(each, own, today)) continue;
    ASSIGN_OR_RETURN(Application application, LoadApplication(change.txn, each.application));
    EndWithLoan(each, application);
    RETURN_IF_ERROR(UpdateEnrolment(change.txn, each));
    const v1::Enrolment ended = ToProto(change.txn.park(), each, today);
    change.Publish("EnrolmentEnded", ended.name(), each.revision, ended);
    applications.push_back(std::move(application));
  }
  RETURN_IF_ERROR(UpdateApplications(change.txn, applications));
  return static_cast<int64_t>(applications.size());
}

absl::Status KeepOne(rpc::Change& change, const std::string& id, absl::CivilDay today) {
  RETURN_IF_ERROR(LockWaitingList(change.txn));
  ASSIGN_OR_RETURN(ParkContract own, LockParkContract(change.txn, id));
  if (own.state != ParkContractState::kConfirmed) return absl::OkStatus();
  if (const auto day = WantedBack(own, today); day.has_value()) {
    RETURN_IF_ERROR(LockGroup(change.txn, own.GuestGroup()));
    ASSIGN_OR_RETURN(const int64_t uses, CountUsesFrom(change.txn, own.GuestGroup(), *day, today));
    if (uses == 0) return CloseBorrowed(change, own, *day, today);
  }
  ASSIGN_OR_RETURN(const int64_t ended, EndPlaces(change, own, today));
  ASSIGN_OR_RETURN(const int64_t taken, CountPlacesOn(change.txn, own.GuestGroup(), today));
  if (taken == own.taken && ended == 0) return absl::OkStatus();
  own.taken = taken;
  ++own.revision;
  return SaveAndTell(change, "ParkContractCounted", own);
}

// Whether there is something to do, so that what stands still is only read.
absl::StatusOr<bool> IsDue(db::Read& txn, const ParkContract& own, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const int64_t taken, CountPlacesOn(txn, own.GuestGroup(), today));
  if (taken != own.taken) return true;
  if (const auto day = WantedBack(own, today); day.has_value()) {
    ASSIGN_OR_RETURN(const int64_t uses, CountUsesFrom(txn, own.GuestGroup(), *day, today));
    if (uses == 0) return true;
  }
  ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfCentre(txn, own.GuestCentre()));
  return std::any_of(enrolments.begin(), enrolments.end(),
                     [&](const Enrolment& each) { return RanOut(each, own, today); });
}

}  // namespace

absl::StatusOr<Told> TellOther(const LendingGround& ground, const std::string& park,
                               const std::string& contract) {
  OwnersWord said;
  ParkContract& word = said.contract;
  std::optional<Centre>& centre = said.centre;
  RETURN_IF_ERROR(ground.mutation.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto own, LoadParkContract(txn, contract));
    if (!own.has_value()) return ContractNotFound(ParkContractName(park, contract));
    word = *own;
    if (park != word.owner) return absl::OkStatus();
    ASSIGN_OR_RETURN(centre, LoadCentre(txn, word.CentreIn(park)));
    ASSIGN_OR_RETURN(said.days, LoadOwnDays(txn, word.CentreIn(park)));
    return absl::OkStatus();
  }));
  Told told = {word.id, word.revision, 0, said.days.edition};
  if (centre.has_value()) {
    told.centre_revision = centre->revision;
    word.centre_name = centre->display_name;
    const Group* const group = FindGroup(*centre, word.group);
    if (group != nullptr) word.group_code = group->code;
  }
  const bool by_owner = park == word.owner;
  const rpc::Caller other = ground.caller(by_owner ? word.guest : word.owner);
  ASSIGN_OR_RETURN(const absl::CivilDay today, ground.today(other));
  const std::string cause = absl::StrCat(word.id, "-", park, "-", word.revision, "-",
                                         told.centre_revision, "-", told.days_edition);
  RETURN_IF_ERROR(rpc::Write(ground.mutation, other, cause, [&](rpc::Change& change) {
    return by_owner ? GuestHears(change, said, today) : OwnerHears(change, word, today);
  }));
  return told;
}

absl::Status NoteTold(const LendingGround& ground, const std::string& park, const Told& told) {
  return rpc::Write(ground.mutation, ground.caller(park), absl::StrCat("told-", told.id),
                    [&](rpc::Change& change) { return SaveTold(change.txn, told); });
}

absl::Status KeepBorrowed(const LendingGround& ground, const std::string& park) {
  const rpc::Caller caller = ground.caller(park);
  std::vector<ParkContract> borrowed;
  RETURN_IF_ERROR(ground.mutation.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(borrowed, LoadBorrowed(txn));
    return absl::OkStatus();
  }));
  // Most parks borrow nothing, and need not be asked for their day.
  if (borrowed.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::CivilDay today, ground.today(caller));
  for (const ParkContract& each : borrowed) {
    bool due = false;
    RETURN_IF_ERROR(ground.mutation.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(due, IsDue(txn, each, today));
      return absl::OkStatus();
    }));
    if (!due) continue;
    const std::string cause = absl::StrCat(each.id, "-", each.revision, "-", FormatDay(today));
    RETURN_IF_ERROR(rpc::Write(ground.mutation, caller, cause, [&](rpc::Change& change) {
      return KeepOne(change, each.id, today);
    }));
  }
  return absl::OkStatus();
}

absl::Status CarryLoans(const LendingGround& ground, const std::string& park) {
  absl::Status status = KeepBorrowed(ground, park);
  std::vector<ParkContract> untold;
  RETURN_IF_ERROR(ground.mutation.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(untold, LoadUntold(txn));
    return absl::OkStatus();
  }));
  // One that cannot be told holds no other up.
  for (const ParkContract& each : untold) {
    const auto told = TellOther(ground, park, each.id);
    status.Update(told.ok() ? NoteTold(ground, park, *told) : told.status());
  }
  return status;
}

absl::Status CloseBorrowed(rpc::Change& change, ParkContract& own, absl::CivilDay end,
                           absl::CivilDay today) {
  RETURN_IF_ERROR(CloseLoan(own, end, today));
  RETURN_IF_ERROR(LockGroup(change.txn, own.GuestGroup()));
  ASSIGN_OR_RETURN(const int64_t uses, CountUsesFrom(change.txn, own.GuestGroup(), end, today));
  if (uses > 0) return SeatsInUse(end, uses);
  RETURN_IF_ERROR(SaveOpenDays(change, own, today));
  return SaveAndTell(change, "ParkContractEnded", own);
}

LendingJob::LendingJob(const rpc::Ground& ground, const Peers& peers)
    : ground_{ground.mutation(),
              [&badge = ground.badge](const std::string& park) { return badge.AsCaller(park); },
              [&peers](const rpc::Caller& caller) { return peers.AskToday(caller); }},
      parks_(rpc::ParksFrom(peers.directory(), ground.badge)) {}

absl::Status LendingJob::Run() const {
  ASSIGN_OR_RETURN(const std::vector<std::string> parks, parks_());
  absl::Status status;
  for (const std::string& park : parks) status.Update(CarryLoans(ground_, park));
  return status;
}

void LendingJob::Start() {
  periodic_ = std::make_unique<Periodic>([this] {
    if (const absl::Status status = Run(); !status.ok()) {
      Log(Severity::kWarning, "places.lending_failed",
          {{"code", absl::StatusCodeToString(status.code())}, {"reason", ReasonOf(status)}});
    }
    return kPause;
  });
}

void LendingJob::Stop() { periodic_.reset(); }

}  // namespace tuoqiao::places
