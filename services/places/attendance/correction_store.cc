#include "services/places/attendance/correction_store.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/child_keys.h"

namespace tuoqiao::places {
namespace {

constexpr char kSelect[] =
    "SELECT c.centre_id, c.enrolment_id, c.day, c.ordinal, c.from_status, c.to_status, c.words, "
    "c.corrected_by, c.after_close, e.child_id, e.case_number, k.wrapped "
    "FROM attendance_correction c JOIN enrolment e ON e.park_id = c.park_id "
    "AND e.centre_id = c.centre_id AND e.id = c.enrolment_id "
    "LEFT JOIN data_key k ON k.park_id = c.park_id AND k.subject = 'child:' || e.child_id "
    "WHERE c.park_id = :park AND ";

std::string RowOf(const DayCorrection& correction) {
  return absl::StrCat(correction.enrolment.centre, "/", correction.enrolment.id, "/",
                      FormatDay(correction.day), "/", correction.ordinal);
}
SealPlace WordsPlace(const std::string& park, const std::string& row) {
  return {park, "attendance_correction", "words", row};
}

struct SealedCorrection {
  DayCorrection correction;
  std::string words, wrapped;
};

SealedCorrection ReadCorrection(const db::Row& row) {
  SealedCorrection sealed;
  DayCorrection& correction = sealed.correction;
  correction.enrolment.centre = row.Text(0);
  correction.enrolment.id = row.Text(1);
  correction.day = *ParseDay(row.Text(2));
  correction.ordinal = row.Int(3);
  correction.from.status = row.Text(4);
  correction.to.status = row.Text(5);
  sealed.words = row.Bytes(6);
  correction.corrected_by = row.Text(7);
  correction.after_close = row.Flag(8);
  correction.enrolment.child = row.Text(9);
  correction.enrolment.case_number = row.Text(10);
  if (!row.Null(11)) sealed.wrapped = row.Bytes(11);
  return sealed;
}

absl::Status OpenWords(const std::string& park, const KeyRing& keys, SealedCorrection& sealed) {
  if (sealed.wrapped.empty()) return absl::OkStatus();
  DayCorrection& correction = sealed.correction;
  ASSIGN_OR_RETURN(const DataKey key,
                   keys.Unwrap(park, ChildSubject(correction.enrolment.child), sealed.wrapped));
  const std::string row = RowOf(correction);
  const absl::StatusOr<std::string> words = key.Open(WordsPlace(park, row), sealed.words);
  RETURN_IF_ERROR(words.status());
  CHECK(words->size() >= 2);
  correction.from.reason = static_cast<Reason>(words->front());
  correction.to.reason = static_cast<Reason>(words->at(1));
  correction.why = words->substr(2);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<DayCorrection>> QueryCorrections(db::Read& txn, const KeyRing& keys,
                                                            absl::string_view condition,
                                                            const db::Args& args) {
  std::vector<SealedCorrection> sealed;
  RETURN_IF_ERROR(txn.Query(absl::StrCat(kSelect, condition), args, [&](const db::Row& row) {
    sealed.push_back(ReadCorrection(row));
    return absl::OkStatus();
  }));
  std::vector<DayCorrection> corrections;
  for (SealedCorrection& each : sealed) {
    RETURN_IF_ERROR(OpenWords(txn.park(), keys, each));
    corrections.push_back(std::move(each.correction));
  }
  return corrections;
}

// The last ordinal of a day that is stored.
absl::StatusOr<int64_t> LastOrdinal(db::Read& txn, const DayCorrection& correction) {
  return txn.QueryInt(
      "SELECT MAX(ordinal) FROM attendance_correction WHERE park_id = :park AND month = :month "
      "AND centre_id = :centre AND enrolment_id = :enrolment AND day = :day",
      {{"month", FormatMonth(absl::CivilMonth(correction.day))},
       {"centre", correction.enrolment.centre},
       {"enrolment", correction.enrolment.id},
       {"day", FormatDay(correction.day)}});
}

}  // namespace

absl::Status InsertCorrections(db::Write& txn, const KeyRing& keys,
                               std::vector<DayCorrection>& corrections) {
  if (corrections.empty()) return absl::OkStatus();
  ChildKeys child_keys(txn, keys);
  RETURN_IF_ERROR(child_keys.LoadOfCentre(corrections[0].enrolment.centre));
  std::map<std::pair<std::string, absl::CivilDay>, int64_t> ordinals;
  std::vector<db::Args> rows;
  for (DayCorrection& each : corrections) {
    int64_t& last = ordinals[{each.enrolment.id, each.day}];
    if (last == 0) {
      ASSIGN_OR_RETURN(last, LastOrdinal(txn, each));
    }
    each.ordinal = ++last;
    const std::string words =
        absl::StrCat(std::string(1, static_cast<char>(each.from.reason)),
                     std::string(1, static_cast<char>(each.to.reason)), each.why);
    ASSIGN_OR_RETURN(const DataKey key, child_keys.Of(each.enrolment.child));
    rows.push_back({{"month", FormatMonth(absl::CivilMonth(each.day))},
                    {"centre", each.enrolment.centre},
                    {"enrolment", each.enrolment.id},
                    {"day", FormatDay(each.day)},
                    {"ordinal", each.ordinal},
                    {"from", each.from.status},
                    {"to", each.to.status},
                    {"words", db::Blob{key.Seal(WordsPlace(txn.park(), RowOf(each)), words)}},
                    {"by", each.corrected_by},
                    {"after", each.after_close}});
  }
  RETURN_IF_ERROR(child_keys.SaveNew());
  return txn
      .ExecuteMany(
          "INSERT INTO attendance_correction (park_id, month, centre_id, enrolment_id, day, "
          "ordinal, from_status, to_status, words, corrected_by, after_close) VALUES (:park, "
          ":month, :centre, :enrolment, :day, :ordinal, :from, :to, :words, :by, :after)",
          rows)
      .status();
}

absl::StatusOr<std::vector<DayCorrection>> LoadCorrections(db::Read& txn, const KeyRing& keys,
                                                           const CorrectionRange& range) {
  return QueryCorrections(
      txn, keys,
      "c.month = :month AND (:only = '' OR c.centre_id = :only) "
      "AND (:close = 0 OR c.after_close = 1) AND (c.centre_id, c.enrolment_id, c.day, c.ordinal) > "
      "(:centre, :enrolment, :day, :ordinal) "
      "ORDER BY c.centre_id, c.enrolment_id, c.day, c.ordinal LIMIT :most",
      {{"month", FormatMonth(range.month)},
       {"only", range.centre},
       {"close", range.after_close_only},
       {"centre", range.after.centre},
       {"enrolment", range.after.enrolment},
       {"day", range.after.day},
       {"ordinal", range.after.ordinal},
       {"most", range.rows_max}});
}

absl::StatusOr<std::vector<DayCorrection>> LoadAllCorrections(db::Read& txn, const KeyRing& keys,
                                                              const CorrectionStretch& stretch) {
  return QueryCorrections(
      txn, keys,
      "(c.month, c.centre_id, c.enrolment_id, c.day, c.ordinal) > "
      "(:month, :centre, :enrolment, :day, :ordinal) "
      "ORDER BY c.month, c.centre_id, c.enrolment_id, c.day, c.ordinal LIMIT :most",
      {{"month", stretch.after_month},
       {"centre", stretch.after.centre},
       {"enrolment", stretch.after.enrolment},
       {"day", stretch.after.day},
       {"ordinal", stretch.after.ordinal},
       {"most", stretch.rows_max}});
}

}  // namespace tuoqiao::places
