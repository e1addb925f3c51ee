#include "services/places/service.h"

#include "absl/strings/match.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/closing_days.h"
#include "services/places/contracts/errors_pool.h"
#include "services/places/contracts/owner_days_store.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/offers/offering.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

// What a centre must be, whoever has a place in it.
absl::Status CheckCentre(const CentreSaid& said) {
  RETURN_IF_ERROR(CheckGroups(said.centre.groups));
  if (!said.filing_missing.empty()) return FilingMissing(said.filing_missing);
  return CheckLocation(said.centre.latitude_micro, said.centre.longitude_micro);
}

// What another park owns is set there, and no other centre gets a name as its centres have here.
absl::Status CheckOwn(const std::optional<Centre>& before, const std::string& id) {
  if (before.has_value()) {
    return before->Guest() ? GuestCentre("centre.name", before->owner_centre) : absl::OkStatus();
  }
  if (!absl::StrContains(id, "--")) return absl::OkStatus();
  return FieldInvalid("centre.code", "holds \"--\", as only centres of other parks do",
                      "含有“--”,该写法仅用于借入的机构");
}

// Who takes a seat locks its group: with all of them locked, nobody does.
absl::StatusOr<std::optional<Centre>> LockSeats(db::Write& txn, const std::string& id) {
  RETURN_IF_ERROR(LockWaitingList(txn));
  RETURN_IF_ERROR(LockCentre(txn, id));
  ASSIGN_OR_RETURN(const auto centre, LoadCentre(txn, id));
  if (centre.has_value()) {
    for (const Group& group : centre->groups) RETURN_IF_ERROR(LockGroup(txn, group.id));
  }
  return centre;
}

// What was agreed on a group's seats stands, whatever SetCentre says.
void AddContracts(const std::optional<Centre>& before, Centre& centre) {
  if (!before.has_value()) return;
  for (Group& group : centre.groups) {
    for (const Group& each : before->groups) {
      if (each.id == group.id) group.contracts = each.contracts;
    }
  }
}

absl::Status CheckKeepsContracts(const std::optional<Centre>& before, const Centre& centre,
                                 const std::vector<TakenSeats>& enrolled, absl::CivilDay today) {
  for (const Group& group : centre.groups) {
    if (group.contracts.empty()) continue;
    RETURN_IF_ERROR(CheckContracts(group, enrolled, today, "groups"));
  }
  if (!before.has_value()) return absl::OkStatus();
  for (Group gone : GroupsGone(*before, centre)) {
    gone.capacity = 0;
    gone.pools.clear();
    RETURN_IF_ERROR(CheckContracts(gone, enrolled, today, "groups"));
  }
  return absl::OkStatus();
}

absl::Status ReplaceCentre(rpc::Change& change, const std::optional<Centre>& before, Centre centre,
                           absl::CivilDay today) {
  ASSIGN_OR_RETURN(const auto enrolled,
                   LoadTakenSeats(change.txn, {centre.id, centre.id, today, today}));
  AddContracts(before, centre);
  RETURN_IF_ERROR(CheckKeepsPlaces(centre.groups, enrolled, today));
  RETURN_IF_ERROR(CheckKeepsContracts(before, centre, enrolled, today));
  centre.revision = before.has_value() ? before->revision + 1 : 1;
  RETURN_IF_ERROR(SaveCentre(change.txn, centre));
  if (before.has_value()) {
    for (const Group& group : GroupsGone(*before, centre)) {
      RETURN_IF_ERROR(RescindOffers(change, group.id, today));
    }
  }
  change.Publish(before.has_value() ? "CentreChanged" : "CentreOpened",
                 CentreName(change.txn.park(), centre.id), centre.revision,
                 ToProto(change.txn.park(), centre, {}, today));
  return absl::OkStatus();
}

}  // namespace

grpc::Status PlacesService::SetCentre(grpc::ServerContext* context,
                                      const v1::SetCentreRequest* request, v1::Centre* response) {
  return front_.Answer(
      context, "SetCentre", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const CentreSaid said, FromProto(caller.park, request->centre()));
        RETURN_IF_ERROR(CheckCentre(said));
        const std::string& id = said.centre.id;
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const auto before, LockSeats(change.txn, id));
              RETURN_IF_ERROR(CheckOwn(before, id));
              if (!before.has_value() || !SaysTheSame(*before, said.centre)) {
                RETURN_IF_ERROR(ReplaceCentre(change, before, said.centre, today));
              }
              ASSIGN_OR_RETURN(const auto centre, LoadCentre(change.txn, id));
              ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfCentre(change.txn, id, today));
              *response = ToProto(caller.park, *centre, taken, today);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::SetOpeningCalendar(grpc::ServerContext* context,
                                               const v1::SetOpeningCalendarRequest* request,
                                               v1::OpeningCalendar* response) {
  return front_.Answer(
      context, "SetOpeningCalendar", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const OpeningCalendar said, FromProto(request->calendar()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(auto calendars, LoadCalendars(change.txn));
              const Opening before(calendars);
              const std::optional<OpeningCalendar> changed = Put(calendars, said);
              *response = ToProto(caller.park, said);
              if (!changed.has_value()) return absl::OkStatus();
              ASSIGN_OR_RETURN(const auto closed_months, LoadClosedMonths(change.txn));
              RETURN_IF_ERROR(CheckKeepsMonths(before, Opening(calendars), closed_months));
              RETURN_IF_ERROR(SaveCalendar(change.txn, *changed));
              RETURN_IF_ERROR(NewDaysEdition(change.txn));
              change.Publish("OpeningCalendarSet", response->name(), changed->revision, *response);
              return CloseBookings(change, {"", today, today});
            });
      });
}

}  // namespace tuoqiao::places
