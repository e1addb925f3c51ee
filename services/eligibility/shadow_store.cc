#include "services/eligibility/shadow_store.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/child_name.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_shadow.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr absl::string_view kColumns =
    "programme_id, id, state, scheme, live_scheme, rule_hash, live_rule_hash, adoptions, "
    "from_date, until_date, adopted_values, changed_children_max_bp, losing_children_max, "
    "payer_rise_max_minor, child_difference_max_minor, page_token, rows_digest, digest, "
    "first_approver, second_approver, children, changed_children, losing_children, "
    "gaining_children, faults, differences, largest_difference_minor, revision";

ShadowState StateOf(const std::string& name) {
  for (const ShadowState each : kShadowStates) {
    if (name == ShadowStateName(each)) return each;
  }
  CHECK(false);
}

Shadow ReadShadow(const db::Row& row) {
  Shadow shadow;
  shadow.programme = row.Text(0);
  shadow.id = row.Text(1);
  shadow.state = StateOf(row.Text(2));
  shadow.scheme = row.Text(3);
  shadow.base = {row.Text(4), row.Text(6), row.Text(5), row.Int(7)};
  shadow.period = {*ParseDay(row.Text(8)), *ParseDay(row.Text(9))};
  shadow.adopted_values = ReadAdoptedValues(row.Text(10));
  shadow.thresholds = {row.Int(11), row.Int(12), row.Int(13), row.Int(14)};
  shadow.page_token = row.Text(15);
  shadow.rows_digest = row.Text(16);
  shadow.digest = row.Text(17);
  for (const int column : {18, 19}) {
    if (std::string subject = row.Text(column); !subject.empty()) {
      shadow.approvers.push_back(std::move(subject));
    }
  }
  ShadowFigures& figures = shadow.figures;
  int64_t* const counts[] = {&figures.children,
                             &figures.changed_children,
                             &figures.losing_children,
                             &figures.gaining_children,
                             &figures.faults,
                             &figures.differences,
                             &figures.largest_difference_minor,
                             &shadow.revision};
  for (int i = 0; i < 8; ++i) *counts[i] = row.Int(20 + i);
  return shadow;
}

// What changes of a shadow.
db::Args ArgsOf(const Shadow& shadow) {
  const ShadowFigures& figures = shadow.figures;
  return {{"programme", shadow.programme},
          {"id", shadow.id},
          {"state", ShadowStateName(shadow.state)},
          {"page_token", shadow.page_token},
          {"rows_digest", shadow.rows_digest},
          {"digest", shadow.digest},
          {"first", shadow.approvers.empty() ? "" : shadow.approvers[0]},
          {"second", shadow.approvers.size() < 2 ? "" : shadow.approvers[1]},
          {"children", figures.children},
          {"changed", figures.changed_children},
          {"losing", figures.losing_children},
          {"gaining", figures.gaining_children},
          {"faults", figures.faults},
          {"differences", figures.differences},
          {"largest", figures.largest_difference_minor},
          {"revision", shadow.revision}};
}

absl::StatusOr<std::vector<Shadow>> QueryShadows(db::Read& txn, absl::string_view sql,
                                                 const db::Args& args) {
  std::vector<Shadow> shadows;
  RETURN_IF_ERROR(txn.Query(absl::StrCat("SELECT ", kColumns, sql), args, [&](const db::Row& row) {
    shadows.push_back(ReadShadow(row));
    return absl::OkStatus();
  }));
  for (Shadow& each : shadows) {
    RETURN_IF_ERROR(
        txn.Query("SELECT payer, before_minor, after_minor FROM shadow_payer WHERE park_id = :park "
                  "AND programme_id = :programme AND shadow_id = :shadow",
                  {{"programme", each.programme}, {"shadow", each.id}}, [&](const db::Row& row) {
                    each.figures.payers[PayerOf(row.Text(0))] = {row.Int(1), row.Int(2)};
                    return absl::OkStatus();
                  }));
  }
  return shadows;
}

absl::Status SavePayers(db::Write& txn, const Shadow& shadow) {
  std::vector<db::Args> rows;
  for (const auto& [payer, change] : shadow.figures.payers) {
    rows.push_back({{"programme", shadow.programme},
                    {"shadow", shadow.id},
                    {"payer", rules::PayerName(payer)},
                    {"before", change.before_minor},
                    {"after", change.after_minor}});
  }
  if (rows.empty()) return absl::OkStatus();
  return txn
      .ExecuteMany(
          "INSERT INTO shadow_payer (park_id, programme_id, shadow_id, payer, before_minor, "
          "after_minor) VALUES (:park, :programme, :shadow, :payer, :before, :after) "
          "ON CONFLICT (park_id, programme_id, shadow_id, payer) DO UPDATE SET "
          "before_minor = excluded.before_minor, after_minor = excluded.after_minor",
          rows)
      .status();
}

// ---- Differences.

SealPlace SealPlaceOf(absl::string_view park, absl::string_view row) {
  return {park, "shadow_difference", "sealed", row};
}
std::string RowOf(const DifferencePlace& place) {
  return absl::StrCat(place.shadow.programme, "/", place.shadow.id, "/", place.case_number, "/",
                      place.ordinal);
}

constexpr absl::string_view kDifferences =
    "SELECT d.programme_id, d.shadow_id, d.case_number, d.ordinal, d.child, d.sealed, d.subject, "
    "k.wrapped FROM shadow_difference d "
    "JOIN data_key k ON k.park_id = d.park_id AND k.subject = d.subject WHERE d.park_id = :park ";

absl::StatusOr<std::vector<KeptDifference>> QueryDifferences(db::Read& txn, const KeyRing& keys,
                                                             absl::string_view which,
                                                             const DifferencePlace& after,
                                                             int64_t rows_max) {
  struct Sealed {
    std::string bytes, subject, wrapped_key;
  };
  std::vector<KeptDifference> rows;
  std::vector<Sealed> sealed;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat(kDifferences, which),
      {{"programme", after.shadow.programme},
       {"shadow", after.shadow.id},
       {"case_number", after.case_number},
       {"ordinal", after.ordinal},
       {"rows_max", rows_max}},
      [&](const db::Row& row) {
        rows.push_back({{{row.Text(0), row.Text(1)}, row.Text(2), row.Int(3)}, row.Text(4), {}});
        sealed.push_back({row.Bytes(5), row.Text(6), row.Bytes(7)});
        return absl::OkStatus();
      }));
  for (size_t i = 0; i < rows.size(); ++i) {
    ASSIGN_OR_RETURN(const DataKey key,
                     keys.Unwrap(txn.park(), sealed[i].subject, sealed[i].wrapped_key));
    ASSIGN_OR_RETURN(const std::string bytes,
                     key.Open(SealPlaceOf(txn.park(), RowOf(rows[i].place)), sealed[i].bytes));
    rows[i].difference = ReadDifference(bytes);
  }
  return rows;
}

}  // namespace

absl::Status InsertShadow(db::Write& txn, const Shadow& shadow) {
  db::Args args = ArgsOf(shadow);
  args.insert(args.end(), {{"scheme", shadow.scheme},
                           {"live_scheme", shadow.base.live_scheme},
                           {"rule_hash", shadow.base.rule_hash},
                           {"live_rule_hash", shadow.base.live_rule_hash},
                           {"adoptions", shadow.base.adoptions},
                           {"from", FormatDay(shadow.period.from)},
                           {"until", FormatDay(shadow.period.until)},
                           {"adopted", AdoptedValuesText(shadow.adopted_values)},
                           {"changed_max", shadow.thresholds.changed_children_bp},
                           {"losing_max", shadow.thresholds.losing_children},
                           {"payer_max", shadow.thresholds.payer_rise_minor},
                           {"child_max", shadow.thresholds.child_difference_minor}});
  return txn
      .Execute(absl::StrCat("INSERT INTO shadow (park_id, ", kColumns,
                            ") VALUES (:park, :programme, :id, :state, :scheme, :live_scheme, "
                            ":rule_hash, :live_rule_hash, :adoptions, :from, :until, :adopted, "
                            ":changed_max, :losing_max, :payer_max, :child_max, :page_token, "
                            ":rows_digest, :digest, :first, :second, :children, :changed, "
                            ":losing, :gaining, :faults, :differences, :largest, :revision)"),
               args)
      .status();
}

absl::StatusOr<Shadow> LoadShadow(db::Read& txn, const CaseKey& key) {
  ASSIGN_OR_RETURN(
      auto found,
      QueryShadows(txn,
                   " FROM shadow WHERE park_id = :park AND programme_id = :programme AND id = :id",
                   {{"programme", key.programme}, {"id", key.id}}));
  if (found.empty()) return ShadowNotFound(ShadowName(txn.park(), key.programme, key.id));
  return std::move(found[0]);
}

absl::Status SaveShadow(db::Write& txn, const Shadow& shadow) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      txn.Execute("UPDATE shadow SET state = :state, page_token = :page_token, "
                  "rows_digest = :rows_digest, digest = :digest, first_approver = :first, "
                  "second_approver = :second, children = :children, changed_children = :changed, "
                  "losing_children = :losing, gaining_children = :gaining, faults = :faults, "
                  "differences = :differences, largest_difference_minor = :largest, "
                  "revision = :revision "
                  "WHERE park_id = :park AND programme_id = :programme AND id = :id",
                  ArgsOf(shadow)));
  CHECK(changed == 1);
  return SavePayers(txn, shadow);
}

absl::StatusOr<std::vector<Shadow>> LoadShadows(db::Read& txn, const CaseKey& after,
                                                int64_t rows_max) {
  return QueryShadows(
      txn,
      " FROM shadow WHERE park_id = :park AND (programme_id > :programme OR "
      "(programme_id = :programme AND id > :id)) ORDER BY programme_id, id LIMIT :rows_max",
      {{"programme", after.programme}, {"id", after.id}, {"rows_max", rows_max}});
}

absl::Status InsertDifferences(db::Write& txn, const KeyRing& keys,
                               const std::vector<KeptDifference>& differences,
                               std::string* rows_digest) {
  if (differences.empty()) return absl::OkStatus();
  std::vector<db::Args> rows;
  std::map<std::string, DataKey> data_keys;  // By subject.
  for (const KeptDifference& each : differences) {
    const std::string subject = SubjectOf(each.child);
    auto key = data_keys.find(subject);
    if (key == data_keys.end()) {
      ASSIGN_OR_RETURN(DataKey made, db::KeyForSealing(txn, keys, subject));
      key = data_keys.emplace(subject, std::move(made)).first;
    }
    const std::string bytes = DifferenceBytes(each.difference);
    *rows_digest = absl::BytesToHexString(
        Sha256OfParts({*rows_digest, each.place.case_number,
                       keys.Fingerprint(txn.park(), "shadow_difference", bytes)}));
    rows.push_back({{"programme", each.place.shadow.programme},
                    {"shadow", each.place.shadow.id},
                    {"case_number", each.place.case_number},
                    {"ordinal", each.place.ordinal},
                    {"child", each.child},
                    {"subject", subject},
                    {"sealed", db::Blob{key->second.Seal(SealPlaceOf(txn.park(), RowOf(each.place)),
                                                         bytes)}}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO shadow_difference (park_id, programme_id, shadow_id, case_number, ordinal, "
          "child, subject, sealed) VALUES (:park, :programme, :shadow, :case_number, :ordinal, "
          ":child, :subject, :sealed)",
          rows)
      .status();
}

absl::StatusOr<std::vector<KeptDifference>> LoadDifferences(db::Read& txn, const KeyRing& keys,
                                                            const DifferencePlace& after,
                                                            int64_t rows_max) {
  return QueryDifferences(txn, keys,
                          "AND d.programme_id = :programme AND d.shadow_id = :shadow "
                          "AND (d.case_number > :case_number OR (d.case_number = :case_number "
                          "AND d.ordinal > :ordinal)) "
                          "ORDER BY d.case_number, d.ordinal LIMIT :rows_max",
                          after, rows_max);
}

absl::StatusOr<std::vector<KeptDifference>> LoadAllDifferences(db::Read& txn, const KeyRing& keys,
                                                               const DifferencePlace& after,
                                                               int64_t rows_max) {
  return QueryDifferences(
      txn, keys,
      "AND (d.programme_id > :programme OR (d.programme_id = :programme AND "
      "(d.shadow_id > :shadow OR (d.shadow_id = :shadow AND (d.case_number > :case_number OR "
      "(d.case_number = :case_number AND d.ordinal > :ordinal)))))) "
      "ORDER BY d.programme_id, d.shadow_id, d.case_number, d.ordinal LIMIT :rows_max",
      after, rows_max);
}

}  // namespace tuoqiao::eligibility
