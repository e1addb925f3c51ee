#include "services/eligibility/override_store.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/child_name.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

constexpr const char* kStates[] = {"PROPOSED", "APPROVED", "REVOKED"};
constexpr char kEligible[] = "ELIGIBLE", kIneligible[] = "INELIGIBLE";

Override::State StateOf(const std::string& text) {
  const auto found = std::find(std::begin(kStates), std::end(kStates), text);
  CHECK(found != std::end(kStates));
  return static_cast<Override::State>(found - std::begin(kStates));
}

SealPlace PlaceOf(absl::string_view park, absl::string_view id) {
  return {park, "decision_override", "sealed", id};
}
// Columns of the queries below: programme, id, child, case, outcome, from, until, state, proposed,
// approved, revoked, revision, sealed, wrapped key.
Override ReadOverride(const db::Row& row) {
  Override exception;
  exception.programme = row.Text(0);
  exception.id = row.Text(1);
  exception.child = row.Text(2);
  exception.case_number = row.Text(3);
  exception.outcome = row.Text(4) == kEligible ? Outcome::kEligible : Outcome::kIneligible;
  exception.period = {*ParseDay(row.Text(5)), *ParseDay(row.Text(6))};
  exception.state = StateOf(row.Text(7));
  exception.proposed_by = row.Text(8);
  exception.approved_by = row.Text(9);
  exception.revoked_by = row.Text(10);
  exception.revision = row.Int(11);
  return exception;
}

// `keys` open the reasons.
absl::StatusOr<std::vector<Override>> QueryOverrides(db::Read& txn, const KeyRing* keys,
                                                     absl::string_view sql, const db::Args& args) {
  std::vector<Override> overrides;
  std::vector<std::pair<std::string, std::string>> sealed;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    overrides.push_back(ReadOverride(row));
    sealed.emplace_back(row.Bytes(12), row.Null(13) ? "" : row.Bytes(13));
    return absl::OkStatus();
  }));
  for (size_t i = 0; keys != nullptr && i < overrides.size(); ++i) {
    const auto& [bytes, wrapped_key] = sealed[i];
    if (wrapped_key.empty()) continue;  // The child was erased.
    ASSIGN_OR_RETURN(const DataKey key,
                     keys->Unwrap(txn.park(), SubjectOf(overrides[i].child), wrapped_key));
    ASSIGN_OR_RETURN(overrides[i].reason, key.Open(PlaceOf(txn.park(), overrides[i].id), bytes));
  }
  return overrides;
}

}  // namespace

absl::StatusOr<Override> LoadOverride(db::Read& txn, const KeyRing& keys, const CaseKey& key) {
  ASSIGN_OR_RETURN(
      const auto found,
      QueryOverrides(txn, &keys,
                     "SELECT o.programme_id, o.id, o.child, o.case_number, o.outcome, o.from_date, "
                     "o.until_date, o.state, o.proposed_by, o.approved_by, o.revoked_by, "
                     "o.revision, o.sealed, k.wrapped FROM decision_override o "
                     "LEFT JOIN data_key k ON k.park_id = o.park_id AND k.subject = o.subject "
                     "WHERE o.park_id = :park AND o.programme_id = :programme AND o.id = :id",
                     {{"programme", key.programme}, {"id", key.id}}));
  if (found.empty()) {
    return OverrideNotFound(
        absl::StrCat("parks/", txn.park(), "/programmes/", key.programme, "/overrides/", key.id));
  }
  return found[0];
}

absl::StatusOr<std::map<std::string, std::vector<Override>>> LoadApproved(
    db::Read& txn, const std::string& programme, const CaseStretch& cases) {
  ASSIGN_OR_RETURN(
      auto found,
      QueryOverrides(txn, nullptr,
                     "SELECT o.programme_id, o.id, o.child, o.case_number, o.outcome, o.from_date, "
                     "o.until_date, o.state, o.proposed_by, o.approved_by, o.revoked_by, "
                     "o.revision, o.sealed, k.wrapped FROM decision_override o "
                     "LEFT JOIN data_key k ON k.park_id = o.park_id AND k.subject = o.subject "
                     "WHERE o.park_id = :park AND o.programme_id = :programme "
                     "AND o.case_number >= :first AND o.case_number <= :last "
                     "AND o.state = 'APPROVED' ORDER BY o.from_date, o.id",
                     {{"programme", programme}, {"first", cases.first}, {"last", cases.last}}));
  std::map<std::string, std::vector<Override>> approved;
  for (Override& each : found) approved[each.child].push_back(std::move(each));
  return approved;
}

absl::Status InsertOverride(db::Write& txn, const KeyRing& keys, const Override& exception) {
  const std::string subject = SubjectOf(exception.child);
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, subject));
  return txn
      .Execute(
          "INSERT INTO decision_override (park_id, programme_id, id, child, case_number, family, "
          "subject, outcome, from_date, until_date, sealed, state, proposed_by, approved_by, "
          "revoked_by, revision) VALUES (:park, :programme, :id, :child, :case_number, :family, "
          ":subject, :outcome, :from, :until, :sealed, :state, :proposed_by, :approved_by, "
          ":revoked_by, :revision)",
          {{"programme", exception.programme},
           {"id", exception.id},
           {"child", exception.child},
           {"case_number", exception.case_number},
           {"family", FamilyOf(exception.child)},
           {"subject", subject},
           {"outcome", exception.outcome == Outcome::kEligible ? kEligible : kIneligible},
           {"from", FormatDay(exception.period.from)},
           {"until", FormatDay(exception.period.until)},
           {"sealed", db::Blob{key.Seal(PlaceOf(txn.park(), exception.id), exception.reason)}},
           {"state", kStates[static_cast<int>(exception.state)]},
           {"proposed_by", exception.proposed_by},
           {"approved_by", exception.approved_by},
           {"revoked_by", exception.revoked_by},
           {"revision", exception.revision}})
      .status();
}

absl::Status SaveOverride(db::Write& txn, const Override& exception) {
  return txn
      .Execute(
          "UPDATE decision_override SET state = :state, approved_by = :approved_by, "
          "revoked_by = :revoked_by, revision = :revision "
          "WHERE park_id = :park AND programme_id = :programme AND id = :id",
          {{"programme", exception.programme},
           {"id", exception.id},
           {"state", kStates[static_cast<int>(exception.state)]},
           {"approved_by", exception.approved_by},
           {"revoked_by", exception.revoked_by},
           {"revision", exception.revision}})
      .status();
}

absl::StatusOr<std::vector<Override>> LoadOverrides(db::Read& txn, const KeyRing* keys,
                                                    const OverrideFilter& filter) {
  return QueryOverrides(
      txn, keys,
      "SELECT o.programme_id, o.id, o.child, o.case_number, o.outcome, o.from_date, "
      "o.until_date, o.state, o.proposed_by, o.approved_by, o.revoked_by, o.revision, o.sealed, "
      "k.wrapped FROM decision_override o "
      "LEFT JOIN data_key k ON k.park_id = o.park_id AND k.subject = o.subject "
      "WHERE o.park_id = :park AND (:family = '' OR o.family = :family) "
      "AND (:state = '' OR o.state = :state) AND (o.programme_id > :programme OR "
      "(o.programme_id = :programme AND o.id > :id)) "
      "ORDER BY o.programme_id, o.id LIMIT :rows_max",
      {{"family", filter.family},
       {"state", filter.state},
       {"programme", filter.after.programme},
       {"id", filter.after.id},
       {"rows_max", filter.rows_max}});
}

}  // namespace tuoqiao::eligibility
