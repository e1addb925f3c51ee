#include "services/places/attendance/attendance_rules_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/owner_days_store.h"
#include "services/places/row.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

int64_t NumberOf(absl::string_view text) {
  int64_t number = 0;
  CHECK(absl::SimpleAtoi(text, &number));  // Written here.
  return number;
}

constexpr char kClosureColumns[] =
    "SELECT centre_id, id, days, kind, reason, refund, revision FROM closure "
    "WHERE park_id = :park AND ";

Closure ReadClosure(const db::Row& row) {
  Closure closure;
  closure.centre = row.Text(0);
  closure.id = row.Text(1);
  closure.days = DaysFrom(row.Text(2));
  closure.kind = row.Text(3);
  closure.reason = row.Text(4);
  closure.refund = row.Flag(5);
  closure.revision = row.Int(6);
  return closure;
}

std::string BillableText(const std::map<Reason, bool>& billable) {
  return absl::StrJoin(billable, ";", [](std::string* out, const auto& each) {
    out->push_back(static_cast<char>(each.first));
    out->append(each.second ? "=1" : "=0");
  });
}

AttendancePolicy ReadPolicy(const db::Row& row) {
  AttendancePolicy policy;
  policy.centre = row.Text(0);
  policy.lock_after_days = row.Int(1);
  for (const std::string& each : SplitList(row.Text(2))) {
    CHECK(each.size() == 3);
    policy.billable[static_cast<Reason>(each[0])] = each[2] == '1';
  }
  policy.mixed_children_per_carer = row.Int(3);
  policy.revision = row.Int(4);
  return policy;
}

std::string ShiftsText(const std::vector<presence::CarersThere>& shifts) {
  return absl::StrJoin(shifts, ";", [](std::string* out, const presence::CarersThere& each) {
    absl::StrAppend(out, each.carers, "@", each.span.from, "-", each.span.until);
  });
}

StaffShifts ReadShifts(const db::Row& row) {
  StaffShifts shifts;
  shifts.group = row.Text(0);
  shifts.day = *ParseDay(row.Text(1));
  for (const std::string& each : SplitList(row.Text(2))) {
    const std::vector<absl::string_view> parts = absl::StrSplit(each, absl::ByAnyChar("@-"));
    CHECK(parts.size() == 3);
    shifts.shifts.push_back({{NumberOf(parts[1]), NumberOf(parts[2])}, NumberOf(parts[0])});
  }
  shifts.revision = row.Int(3);
  return shifts;
}

}  // namespace

absl::StatusOr<std::optional<Closure>> LoadClosure(db::Read& txn, const ClosureKey& key) {
  std::optional<Closure> closure;
  RETURN_IF_ERROR(txn.QueryOne(absl::StrCat(kClosureColumns, "centre_id = :centre AND id = :id"),
                               {{"centre", key.centre}, {"id", key.id}},
                               [&](const db::Row& row) { closure = ReadClosure(row); })
                      .status());
  return closure;
}

absl::StatusOr<std::vector<Closure>> LoadClosures(db::Read& txn, const ClosureRange& range) {
  std::vector<Closure> closures;
  RETURN_IF_ERROR(txn.Query(absl::StrCat(kClosureColumns,
                                         "(:only = '' OR centre_id = :only OR centre_id = '') "
                                         "AND (centre_id, id) > (:centre, :id) "
                                         "ORDER BY centre_id, id LIMIT :most"),
                            {{"only", range.centre},
                             {"centre", range.after.centre},
                             {"id", range.after.id},
                             {"most", range.rows_max}},
                            [&](const db::Row& row) {
                              closures.push_back(ReadClosure(row));
                              return absl::OkStatus();
                            }));
  return closures;
}

absl::Status SaveClosure(db::Write& txn, const Closure& closure) {
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO closure (park_id, centre_id, id, days, kind, reason, refund, "
                  "revision) VALUES (:park, :centre, :id, :days, :kind, :reason, :refund, "
                  ":revision) ON CONFLICT (park_id, centre_id, id) DO UPDATE SET "
                  "days = excluded.days, kind = excluded.kind, reason = excluded.reason, "
                  "refund = excluded.refund, revision = excluded.revision",
                  {{"centre", closure.centre},
                   {"id", closure.id},
                   {"days", DaysText(closure.days)},
                   {"kind", closure.kind},
                   {"reason", closure.reason},
                   {"refund", closure.refund},
                   {"revision", closure.revision}})
          .status());
  RETURN_IF_ERROR(txn.Execute("DELETE FROM closure_day WHERE park_id = :park "
                              "AND centre_id = :centre AND closure_id = :id",
                              {{"centre", closure.centre}, {"id", closure.id}})
                      .status());
  std::vector<db::Args> rows;
  for (const absl::CivilDay day : closure.days) {
    rows.push_back({{"day", FormatDay(day)},
                    {"centre", closure.centre},
                    {"id", closure.id},
                    {"refund", closure.refund}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO closure_day (park_id, day, centre_id, closure_id, refund) "
          "VALUES (:park, :day, :centre, :id, :refund)",
          rows)
      .status();
}

absl::StatusOr<ClosedDays> LoadClosedDays(db::Read& txn, const Opening& opening,
                                          const Period& period) {
  ClosedDays closed;
  RETURN_IF_ERROR(
      txn.Query("SELECT day, centre_id, refund FROM closure_day WHERE park_id = :park "
                "AND day >= :from AND day < :until",
                {{"from", FormatDay(period.from)}, {"until", FormatDay(period.until)}},
                [&](const db::Row& row) {
                  const absl::CivilDay day = *ParseDay(row.Text(0));
                  if (opening.OpenOn(day)) closed.Add(row.Text(1), day, row.Flag(2));
                  return absl::OkStatus();
                }));
  ASSIGN_OR_RETURN(const auto owners, LoadOwnerCalendars(txn));
  for (const auto& [centre, calendar] : owners) {
    const Opening of_owner({calendar});
    for (absl::CivilDay day = period.from; day < period.until; ++day) {
      if (opening.OpenOn(day) && !of_owner.OpenOn(day)) closed.Add(centre, day, true);
    }
  }
  return closed;
}

absl::StatusOr<std::vector<AttendancePolicy>> LoadPolicies(db::Read& txn) {
  std::vector<AttendancePolicy> policies;
  RETURN_IF_ERROR(
      txn.Query("SELECT centre_id, lock_after_days, billable, mixed_children_per_carer, revision "
                "FROM attendance_policy WHERE park_id = :park ORDER BY centre_id",
                {}, [&](const db::Row& row) {
                  policies.push_back(ReadPolicy(row));
                  return absl::OkStatus();
                }));
  return policies;
}

absl::StatusOr<AttendancePolicy> LoadPolicy(db::Read& txn, const std::string& centre) {
  AttendancePolicy policy;
  policy.centre = centre;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT centre_id, lock_after_days, billable, mixed_children_per_carer, "
                   "revision FROM attendance_policy WHERE park_id = :park AND centre_id = :centre",
                   {{"centre", centre}}, [&](const db::Row& row) { policy = ReadPolicy(row); })
          .status());
  return policy;
}

absl::StatusOr<AttendancePolicy> LoadPolicyOver(db::Read& txn, const std::string& centre) {
  ASSIGN_OR_RETURN(const AttendancePolicy own, LoadPolicy(txn, centre));
  ASSIGN_OR_RETURN(const AttendancePolicy park, LoadPolicy(txn, ""));
  return Over(own, park);
}

absl::Status SavePolicy(db::Write& txn, const AttendancePolicy& policy) {
  return txn
      .Execute(
          "INSERT INTO attendance_policy (park_id, centre_id, lock_after_days, billable, "
          "mixed_children_per_carer, revision) VALUES (:park, :centre, :days, :billable, :mixed, "
          ":revision) ON CONFLICT (park_id, centre_id) DO UPDATE SET "
          "lock_after_days = excluded.lock_after_days, billable = excluded.billable, "
          "mixed_children_per_carer = excluded.mixed_children_per_carer, "
          "revision = excluded.revision",
          {{"centre", policy.centre},
           {"days", policy.lock_after_days},
           {"billable", BillableText(policy.billable)},
           {"mixed", policy.mixed_children_per_carer},
           {"revision", policy.revision}})
      .status();
}

absl::StatusOr<std::optional<LockedWeek>> LoadWeek(db::Read& txn, const std::string& centre,
                                                   absl::CivilDay monday) {
  std::optional<LockedWeek> week;
  RETURN_IF_ERROR(txn.QueryOne("SELECT locked_by FROM attendance_week WHERE park_id = :park "
                               "AND centre_id = :centre AND monday = :monday",
                               {{"centre", centre}, {"monday", FormatDay(monday)}},
                               [&](const db::Row& row) {
                                 week = LockedWeek{centre, monday, row.Text(0)};
                               })
                      .status());
  return week;
}

absl::Status InsertWeek(db::Write& txn, const LockedWeek& week) {
  return txn
      .Execute(
          "INSERT INTO attendance_week (park_id, centre_id, monday, locked_by) "
          "VALUES (:park, :centre, :monday, :by)",
          {{"centre", week.centre}, {"monday", FormatDay(week.monday)}, {"by", week.locked_by}})
      .status();
}

absl::StatusOr<std::vector<LockedWeek>> LoadWeeks(db::Read& txn, const WeekRange& range) {
  std::vector<LockedWeek> weeks;
  RETURN_IF_ERROR(txn.Query(
      "SELECT centre_id, monday, locked_by FROM attendance_week WHERE park_id = :park "
      "AND (centre_id, monday) > (:centre, :monday) ORDER BY centre_id, monday LIMIT :most",
      {{"centre", range.after_centre}, {"monday", range.after_monday}, {"most", range.rows_max}},
      [&](const db::Row& row) {
        weeks.push_back({row.Text(0), *ParseDay(row.Text(1)), row.Text(2)});
        return absl::OkStatus();
      }));
  return weeks;
}

absl::StatusOr<DayLocks> LoadLocks(db::Read& txn, const std::string& centre, absl::CivilDay today) {
  DayLocks locks;
  locks.today = today;
  ASSIGN_OR_RETURN(const AttendancePolicy policy, LoadPolicyOver(txn, centre));
  locks.lock_after_days = policy.lock_after_days;
  RETURN_IF_ERROR(
      txn.Query("SELECT monday FROM attendance_week WHERE park_id = :park AND centre_id = :centre",
                {{"centre", centre}}, [&](const db::Row& row) {
                  locks.weeks.insert(*ParseDay(row.Text(0)));
                  return absl::OkStatus();
                }));
  ASSIGN_OR_RETURN(const auto months, LoadClosedMonths(txn));
  locks.closed_months.insert(months.begin(), months.end());
  return locks;
}

absl::StatusOr<std::optional<StaffShifts>> LoadShifts(db::Read& txn, const std::string& group,
                                                      absl::CivilDay day) {
  std::optional<StaffShifts> shifts;
  RETURN_IF_ERROR(txn.QueryOne("SELECT group_id, day, shifts, revision FROM staff_shift "
                               "WHERE park_id = :park AND group_id = :group AND day = :day",
                               {{"group", group}, {"day", FormatDay(day)}},
                               [&](const db::Row& row) { shifts = ReadShifts(row); })
                      .status());
  return shifts;
}

absl::Status SaveShifts(db::Write& txn, const StaffShifts& shifts) {
  return txn
      .Execute(
          "INSERT INTO staff_shift (park_id, group_id, day, shifts, revision) VALUES (:park, "
          ":group, :day, :shifts, :revision) ON CONFLICT (park_id, group_id, day) DO UPDATE SET "
          "shifts = excluded.shifts, revision = excluded.revision",
          {{"group", shifts.group},
           {"day", FormatDay(shifts.day)},
           {"shifts", ShiftsText(shifts.shifts)},
           {"revision", shifts.revision}})
      .status();
}

absl::StatusOr<std::vector<StaffShifts>> LoadAllShifts(db::Read& txn, const ShiftRange& range) {
  std::vector<StaffShifts> shifts;
  RETURN_IF_ERROR(
      txn.Query("SELECT group_id, day, shifts, revision FROM staff_shift WHERE park_id = :park "
                "AND (group_id, day) > (:group, :day) ORDER BY group_id, day LIMIT :most",
                {{"group", range.after_group}, {"day", range.after_day}, {"most", range.rows_max}},
                [&](const db::Row& row) {
                  shifts.push_back(ReadShifts(row));
                  return absl::OkStatus();
                }));
  return shifts;
}

}  // namespace tuoqiao::places
