// Closures, policies, locked weeks and shifts.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/closing_days.h"
#include "services/places/attendance/convert_attendance.h"
#include "services/places/attendance/errors_attendance.h"
#include "services/places/contracts/errors_pool.h"
#include "services/places/contracts/owner_days_store.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

// Whoever changes what holds for the whole park locks its waiting list, else the centre.
absl::Status LockFor(db::Write& txn, const std::string& centre) {
  if (centre.empty()) return LockWaitingList(txn);
  RETURN_IF_ERROR(LockCentre(txn, centre));
  ASSIGN_OR_RETURN(const bool exists, CentreExists(txn, centre));
  return exists ? absl::OkStatus() : CentreNotFound(CentreName(txn.park(), centre));
}

// Another park's centre is closed by its owner. GUEST_CENTRE.
absl::Status CheckOwn(db::Read& txn, const std::string& centre) {
  if (centre.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto known, LoadCentre(txn, centre));
  return known.has_value() && known->Guest() ? GuestCentre("closure.name", known->owner_centre)
                                             : absl::OkStatus();
}

}  // namespace

grpc::Status PlacesService::SetClosure(grpc::ServerContext* context,
                                       const v1::SetClosureRequest* request,
                                       v1::Closure* response) {
  return front_.Answer(
      context, "SetClosure", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(Closure closure, FromProto(request->closure()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              RETURN_IF_ERROR(LockFor(change.txn, closure.centre));
              RETURN_IF_ERROR(CheckOwn(change.txn, closure.centre));
              ASSIGN_OR_RETURN(const auto before,
                               LoadClosure(change.txn, {closure.centre, closure.id}));
              ASSIGN_OR_RETURN(const auto closed_months, LoadClosedMonths(change.txn));
              RETURN_IF_ERROR(CheckKeepsMonths(before.value_or(Closure()), closure, closed_months));
              closure.revision = before.has_value() ? before->revision : 0;
              const bool unchanged = before.has_value() && SaysTheSame(*before, closure);
              if (!unchanged) {
                ++closure.revision;
                RETURN_IF_ERROR(SaveClosure(change.txn, closure));
                RETURN_IF_ERROR(NewDaysEdition(change.txn));
              }
              *response = ToProto(caller.park, closure);
              if (unchanged) return absl::OkStatus();
              change.Publish("ClosureSet", response->name(), closure.revision, *response);
              if (closure.days.empty()) return absl::OkStatus();
              return CloseBookings(change, {closure.centre, *closure.days.begin(), today});
            });
      });
}

grpc::Status PlacesService::ListClosures(grpc::ServerContext* context,
                                         const v1::ListClosuresRequest* request,
                                         v1::ListClosuresResponse* response) {
  return front_.Answer(
      context, "ListClosures", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/closures");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        const std::pair<std::string, std::string> after =
            absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto closures,
                           LoadClosures(txn, {centre, {after.first, after.second}, page.size}));
          for (const Closure& each : closures) {
            *response->add_closures() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(closures.size()) == page.size) {
            const Closure& last = closures.back();
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(last.centre, "/", last.id)));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::SetAttendancePolicy(grpc::ServerContext* context,
                                                const v1::SetAttendancePolicyRequest* request,
                                                v1::AttendancePolicy* response) {
  return front_.Answer(
      context, "SetAttendancePolicy", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(AttendancePolicy policy, FromProto(request->policy()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(LockFor(change.txn, policy.centre));
              ASSIGN_OR_RETURN(const AttendancePolicy before,
                               LoadPolicy(change.txn, policy.centre));
              policy.revision = before.revision;
              const bool unchanged = before.revision > 0 && SaysTheSame(before, policy);
              if (!unchanged) {
                ++policy.revision;
                RETURN_IF_ERROR(SavePolicy(change.txn, policy));
              }
              *response = ToProto(caller.park, policy);
              if (!unchanged) {
                change.Publish("AttendancePolicySet", response->name(), policy.revision, *response);
              }
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::LockAttendanceWeek(grpc::ServerContext* context,
                                               const v1::LockAttendanceWeekRequest* request,
                                               v1::AttendanceWeek* response) {
  return front_.Answer(
      context, "LockAttendanceWeek", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, OneCentreOf("parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilDay date, DayOf("date", request->date()));
        const absl::CivilDay monday = MondayOf(date);
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(LockFor(change.txn, centre));
              if (today < monday + 7) return WeekNotOver(monday, today);
              ASSIGN_OR_RETURN(const auto before, LoadWeek(change.txn, centre, monday));
              if (before.has_value()) {
                *response = ToProto(caller.park, *before);
                return absl::OkStatus();
              }
              const LockedWeek week = {centre, monday, caller.Label()};
              RETURN_IF_ERROR(InsertWeek(change.txn, week));
              *response = ToProto(caller.park, week);
              change.Publish("AttendanceWeekLocked", response->name(), 1, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::SetStaffShifts(grpc::ServerContext* context,
                                           const v1::SetStaffShiftsRequest* request,
                                           v1::StaffShifts* response) {
  return front_.Answer(
      context, "SetStaffShifts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(StaffShifts shifts, FromProto(request->staff_shifts()));
        const std::string centre = shifts.group.substr(0, shifts.group.find('/'));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(LockFor(change.txn, centre));
              ASSIGN_OR_RETURN(const auto group, LoadGroup(change.txn, shifts.group));
              if (!group.has_value()) return GroupNotFound(GroupName(caller.park, shifts.group));
              ASSIGN_OR_RETURN(const auto before, LoadShifts(change.txn, shifts.group, shifts.day));
              if (before.has_value() && before->shifts == shifts.shifts) {
                *response = ToProto(caller.park, *before);
                return absl::OkStatus();
              }
              shifts.revision = before.has_value() ? before->revision + 1 : 1;
              RETURN_IF_ERROR(SaveShifts(change.txn, shifts));
              *response = ToProto(caller.park, shifts);
              change.Publish("StaffShiftsSet", response->name(), shifts.revision, *response);
              return absl::OkStatus();
            });
      });
}

}  // namespace tuoqiao::places
