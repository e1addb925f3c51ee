#include "services/places/attendance/attendance_store.h"

#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/child_keys.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

// With the child and its key beside each row: a page of a thousand children is one query.
constexpr char kSelect[] =
    "SELECT a.month, a.centre_id, a.enrolment_id, a.present, a.absent, a.reasons, a.revision, "
    "e.child_id, k.wrapped, a.said";
constexpr char kFrom[] =
    " FROM attendance a JOIN enrolment e ON e.park_id = a.park_id "
    "AND e.centre_id = a.centre_id AND e.id = a.enrolment_id "
    "LEFT JOIN data_key k ON k.park_id = a.park_id AND k.subject = 'child:' || e.child_id "
    "WHERE a.park_id = :park AND ";

std::string RowOf(const AttendanceKey& key) {
  return absl::StrCat(FormatMonth(key.month), "/", key.centre, "/", key.enrolment);
}

SealPlace ReasonsPlace(const std::string& park, const std::string& row) {
  return {park, "attendance", "reasons", row};
}

struct SealedMonth {
  AttendanceKey key;
  AttendanceMonth month;
  std::string child;
  std::string reasons, wrapped;  // Empty where there are none.
};

SealedMonth ReadMonth(const db::Row& row) {
  SealedMonth sealed;
  sealed.key = {*ParseMonth(row.Text(0)), row.Text(1), row.Text(2)};
  sealed.month.month = sealed.key.month;
  sealed.month.present = static_cast<uint32_t>(row.Int(3));
  sealed.month.absent = static_cast<uint32_t>(row.Int(4));
  if (!row.Null(5)) sealed.reasons = row.Bytes(5);
  sealed.month.revision = row.Int(6);
  sealed.child = row.Text(7);
  if (!row.Null(8)) sealed.wrapped = row.Bytes(8);
  sealed.month.said = static_cast<uint32_t>(row.Int(9));
  return sealed;
}

absl::Status OpenReasons(const std::string& park, const KeyRing& keys, SealedMonth& sealed) {
  if (sealed.reasons.empty() || sealed.wrapped.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DataKey key,
                   keys.Unwrap(park, ChildSubject(sealed.child), sealed.wrapped));
  ASSIGN_OR_RETURN(sealed.month.reasons,
                   key.Open(ReasonsPlace(park, RowOf(sealed.key)), sealed.reasons));
  CHECK(sealed.month.reasons.size() == AttendanceMonth::kDays);
  return absl::OkStatus();
}

absl::StatusOr<AttendanceMonths> QueryMonths(db::Read& txn, const KeyRing& keys,
                                             absl::string_view condition, const db::Args& args) {
  std::vector<SealedMonth> sealed;
  RETURN_IF_ERROR(txn.Query(absl::StrCat(kSelect, kFrom, condition), args, [&](const db::Row& row) {
    sealed.push_back(ReadMonth(row));
    return absl::OkStatus();
  }));
  AttendanceMonths months;
  for (SealedMonth& each : sealed) {
    RETURN_IF_ERROR(OpenReasons(txn.park(), keys, each));
    months.emplace_hint(months.end(), std::move(each.key), std::move(each.month));
  }
  return months;
}

absl::Status KeepFormer(db::Write& txn, const std::vector<MonthToSave>& months) {
  std::vector<db::Args> rows;
  for (const MonthToSave& each : months) {
    if (!each.corrected) continue;
    rows.push_back({{"month", FormatMonth(each.attendance->month)},
                    {"centre", each.enrolment->centre},
                    {"enrolment", each.enrolment->id}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO attendance_former (park_id, month, centre_id, enrolment_id, revision, "
          "present, absent, said, reasons) SELECT park_id, month, centre_id, enrolment_id, "
          "revision, present, absent, said, reasons FROM attendance WHERE park_id = :park AND "
          "month = :month "
          "AND centre_id = :centre AND enrolment_id = :enrolment",
          rows)
      .status();
}

}  // namespace

bool operator<(const AttendanceKey& a, const AttendanceKey& b) {
  return std::tie(a.month, a.centre, a.enrolment) < std::tie(b.month, b.centre, b.enrolment);
}

absl::StatusOr<AttendanceMonths> LoadAttendance(db::Read& txn, const KeyRing& keys,
                                                const AttendanceRange& range) {
  return QueryMonths(txn, keys,
                     "a.month = :month AND (a.centre_id, a.enrolment_id) >= (:centre, :id) "
                     "AND (a.centre_id, a.enrolment_id) <= (:last_centre, :last_id) "
                     "ORDER BY a.month, a.centre_id, a.enrolment_id",
                     {{"month", FormatMonth(range.first.month)},
                      {"centre", range.first.centre},
                      {"id", range.first.enrolment},
                      {"last_centre", range.last.centre},
                      {"last_id", range.last.enrolment}});
}

absl::StatusOr<AttendanceMonths> LoadAttendance(db::Read& txn, const KeyRing& keys,
                                                const AttendanceOfCentre& range) {
  AttendanceMonths all;
  // A file is of one month: a query a month meets the index where a range would walk all centres.
  for (const absl::CivilMonth month : range.months) {
    ASSIGN_OR_RETURN(AttendanceMonths months,
                     QueryMonths(txn, keys,
                                 "a.month = :month AND a.centre_id = :centre "
                                 "ORDER BY a.enrolment_id",
                                 {{"month", FormatMonth(month)}, {"centre", range.centre}}));
    all.merge(months);
  }
  return all;
}

absl::StatusOr<std::vector<RecordedMonth>> LoadRecordedMonths(db::Read& txn, const KeyRing& keys,
                                                              const AttendanceKey& after,
                                                              int64_t rows_max) {
  std::vector<RecordedMonth> months;
  std::vector<SealedMonth> sealed;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat(kSelect,
                   ", e.case_number, e.group_kind, e.start_date, e.end_date, e.family_id, "
                   "e.session",
                   kFrom,
                   "(a.month, a.centre_id, a.enrolment_id) > (:month, :centre, :id) "
                   "ORDER BY a.month, a.centre_id, a.enrolment_id LIMIT :most"),
      {{"month", FormatMonth(after.month)},
       {"centre", after.centre},
       {"id", after.enrolment},
       {"most", rows_max}},
      [&](const db::Row& row) {
        sealed.push_back(ReadMonth(row));
        RecordedMonth month;
        month.enrolment.id = row.Text(2);
        month.enrolment.centre = row.Text(1);
        month.enrolment.child = row.Text(7);
        month.enrolment.case_number = row.Text(10);
        month.enrolment.kind = GroupKindOf(row.Text(11));
        month.enrolment.period = {*ParseDay(row.Text(12)), *ParseDay(row.Text(13))};
        month.enrolment.family = row.Text(14);
        month.enrolment.session = SessionFrom(row.Text(15));
        months.push_back(std::move(month));
        return absl::OkStatus();
      }));
  for (size_t i = 0; i < months.size(); ++i) {
    RETURN_IF_ERROR(OpenReasons(txn.park(), keys, sealed[i]));
    months[i].attendance = std::move(sealed[i].month);
  }
  return months;
}

absl::Status SaveAttendance(db::Write& txn, const KeyRing& keys,
                            const std::vector<MonthToSave>& months) {
  if (months.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(KeepFormer(txn, months));
  ChildKeys child_keys(txn, keys);
  RETURN_IF_ERROR(child_keys.LoadOfCentre(months[0].enrolment->centre));
  std::vector<db::Args> rows;
  for (const MonthToSave& each : months) {
    const AttendanceMonth& attendance = *each.attendance;
    const AttendanceKey key = {attendance.month, each.enrolment->centre, each.enrolment->id};
    db::Value reasons = std::nullopt;
    if (attendance.absent != 0) {
      ASSIGN_OR_RETURN(const DataKey child_key, child_keys.Of(each.enrolment->child));
      reasons = db::Blob{child_key.Seal(ReasonsPlace(txn.park(), RowOf(key)), attendance.reasons)};
    }
    rows.push_back({{"month", FormatMonth(key.month)},
                    {"centre", key.centre},
                    {"enrolment", key.enrolment},
                    {"present", static_cast<int64_t>(attendance.present)},
                    {"absent", static_cast<int64_t>(attendance.absent)},
                    {"said", static_cast<int64_t>(attendance.said)},
                    {"reasons", std::move(reasons)},
                    {"revision", attendance.revision}});
  }
  RETURN_IF_ERROR(child_keys.SaveNew());
  return txn
      .ExecuteMany(
          "INSERT INTO attendance (park_id, month, centre_id, enrolment_id, present, absent, "
          "said, reasons, revision) VALUES (:park, :month, :centre, :enrolment, :present, :absent, "
          ":said, :reasons, :revision) ON CONFLICT (park_id, month, centre_id, enrolment_id) "
          "DO UPDATE SET present = excluded.present, absent = excluded.absent, "
          "said = excluded.said, reasons = excluded.reasons, revision = excluded.revision",
          rows)
      .status();
}

}  // namespace tuoqiao::places
