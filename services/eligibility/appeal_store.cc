#include "services/eligibility/appeal_store.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/child_name.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

constexpr const char* kStates[] = {"OPEN", "UPHELD", "DISMISSED"};

Appeal::State StateOf(const std::string& text) {
  const auto found = std::find(std::begin(kStates), std::end(kStates), text);
  CHECK(found != std::end(kStates));
  return static_cast<Appeal::State>(found - std::begin(kStates));
}

SealPlace PlaceOf(absl::string_view park, absl::string_view id) {
  return {park, "appeal", "sealed", id};
}
// Columns of the queries below: programme, id, child, case, decision, state, open, settle, opened
// by, settled by, upheld by, revision, sealed, wrapped key.
Appeal ReadAppeal(const db::Row& row) {
  Appeal appeal;
  appeal.programme = row.Text(0);
  appeal.id = row.Text(1);
  appeal.child = row.Text(2);
  appeal.case_number = row.Text(3);
  appeal.decision = row.Text(4);
  appeal.state = StateOf(row.Text(5));
  appeal.open_date = *ParseDay(row.Text(6));
  if (!row.Null(7)) appeal.settle_date = *ParseDay(row.Text(7));
  appeal.opened_by = row.Text(8);
  appeal.settled_by = row.Text(9);
  appeal.upheld_by = row.Text(10);
  appeal.revision = row.Int(11);
  return appeal;
}

// `keys` open the texts.
absl::StatusOr<std::vector<Appeal>> QueryAppeals(db::Read& txn, const KeyRing* keys,
                                                 absl::string_view sql, const db::Args& args) {
  std::vector<Appeal> appeals;
  std::vector<std::pair<std::string, std::string>> sealed;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    appeals.push_back(ReadAppeal(row));
    sealed.emplace_back(row.Bytes(12), row.Null(13) ? "" : row.Bytes(13));
    return absl::OkStatus();
  }));
  for (size_t i = 0; keys != nullptr && i < appeals.size(); ++i) {
    const auto& [bytes, wrapped_key] = sealed[i];
    if (wrapped_key.empty()) continue;  // The child was erased.
    ASSIGN_OR_RETURN(const DataKey key,
                     keys->Unwrap(txn.park(), SubjectOf(appeals[i].child), wrapped_key));
    ASSIGN_OR_RETURN(const std::string texts, key.Open(PlaceOf(txn.park(), appeals[i].id), bytes));
    ReadAppealBytes(texts, &appeals[i]);
  }
  return appeals;
}

absl::StatusOr<db::Blob> SealTexts(db::Write& txn, const KeyRing& keys, const Appeal& appeal) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, SubjectOf(appeal.child)));
  return db::Blob{key.Seal(PlaceOf(txn.park(), appeal.id), AppealBytes(appeal))};
}

}  // namespace

absl::StatusOr<Appeal> LoadAppeal(db::Read& txn, const KeyRing& keys, const CaseKey& key) {
  ASSIGN_OR_RETURN(
      const auto found,
      QueryAppeals(txn, &keys,
                   "SELECT a.programme_id, a.id, a.child, a.case_number, a.decision_id, a.state, "
                   "a.open_date, a.settle_date, a.opened_by, a.settled_by, a.upheld_by, "
                   "a.revision, a.sealed, k.wrapped FROM appeal a "
                   "LEFT JOIN data_key k ON k.park_id = a.park_id AND k.subject = a.subject "
                   "WHERE a.park_id = :park AND a.programme_id = :programme AND a.id = :id",
                   {{"programme", key.programme}, {"id", key.id}}));
  if (found.empty()) {
    return AppealNotFound(
        absl::StrCat("parks/", txn.park(), "/programmes/", key.programme, "/appeals/", key.id));
  }
  return found[0];
}

absl::StatusOr<std::set<std::string>> LoadAppealed(db::Read& txn, const std::string& programme) {
  std::set<std::string> cases;
  RETURN_IF_ERROR(txn.Query(
      "SELECT case_number FROM appeal WHERE park_id = :park AND programme_id = :programme "
      "AND state = 'OPEN'",
      {{"programme", programme}}, [&](const db::Row& row) {
        cases.insert(row.Text(0));
        return absl::OkStatus();
      }));
  return cases;
}

absl::Status InsertAppeal(db::Write& txn, const KeyRing& keys, const Appeal& appeal) {
  ASSIGN_OR_RETURN(db::Blob sealed, SealTexts(txn, keys, appeal));
  return txn
      .Execute(
          "INSERT INTO appeal (park_id, programme_id, id, child, case_number, family, subject, "
          "decision_id, sealed, state, open_date, settle_date, opened_by, settled_by, upheld_by, "
          "revision) VALUES (:park, :programme, :id, :child, :case_number, :family, :subject, "
          ":decision, :sealed, :state, :open_date, NULL, :opened_by, :settled_by, :upheld_by, "
          ":revision)",
          {{"programme", appeal.programme},
           {"id", appeal.id},
           {"child", appeal.child},
           {"case_number", appeal.case_number},
           {"family", FamilyOf(appeal.child)},
           {"subject", SubjectOf(appeal.child)},
           {"decision", appeal.decision},
           {"sealed", std::move(sealed)},
           {"state", kStates[static_cast<int>(appeal.state)]},
           {"open_date", FormatDay(appeal.open_date)},
           {"opened_by", appeal.opened_by},
           {"settled_by", appeal.settled_by},
           {"upheld_by", appeal.upheld_by},
           {"revision", appeal.revision}})
      .status();
}

absl::Status SaveAppeal(db::Write& txn, const KeyRing& keys, const Appeal& appeal) {
  ASSIGN_OR_RETURN(db::Blob sealed, SealTexts(txn, keys, appeal));
  CHECK(appeal.settle_date.has_value());
  return txn
      .Execute(
          "UPDATE appeal SET sealed = :sealed, state = :state, settle_date = :settle_date, "
          "settled_by = :settled_by, upheld_by = :upheld_by, revision = :revision "
          "WHERE park_id = :park AND programme_id = :programme AND id = :id",
          {{"programme", appeal.programme},
           {"id", appeal.id},
           {"sealed", std::move(sealed)},
           {"state", kStates[static_cast<int>(appeal.state)]},
           {"settle_date", FormatDay(*appeal.settle_date)},
           {"settled_by", appeal.settled_by},
           {"upheld_by", appeal.upheld_by},
           {"revision", appeal.revision}})
      .status();
}

absl::StatusOr<std::vector<Appeal>> LoadAppeals(db::Read& txn, const KeyRing* keys,
                                                const AppealFilter& filter) {
  return QueryAppeals(
      txn, keys,
      "SELECT a.programme_id, a.id, a.child, a.case_number, a.decision_id, a.state, a.open_date, "
      "a.settle_date, a.opened_by, a.settled_by, a.upheld_by, a.revision, a.sealed, k.wrapped "
      "FROM appeal a "
      "LEFT JOIN data_key k ON k.park_id = a.park_id AND k.subject = a.subject "
      "WHERE a.park_id = :park AND (:family = '' OR a.family = :family) "
      "AND (:state = '' OR a.state = :state) AND (a.programme_id > :programme OR "
      "(a.programme_id = :programme AND a.id > :id)) "
      "ORDER BY a.programme_id, a.id LIMIT :rows_max",
      {{"family", filter.family},
       {"state", filter.state},
       {"programme", filter.after.programme},
       {"id", filter.after.id},
       {"rows_max", filter.rows_max}});
}

}  // namespace tuoqiao::eligibility
