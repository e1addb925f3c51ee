#include "services/eligibility/decision_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/child_name.h"
#include "services/eligibility/convert.h"

namespace tuoqiao::eligibility {
namespace {

SealPlace PlaceOf(absl::string_view park, absl::string_view decision) {
  return {park, "decision", "sealed", decision};
}

// Makes keys for the children who have none yet, in one statement. A child whom another programme
// has decided on has one already: then each is looked up.
absl::Status FindKeys(db::Write& txn, const KeyRing& keys, std::vector<NewDecision>* decisions) {
  std::vector<NewDecision*> without;
  std::vector<db::Args> rows;
  for (NewDecision& each : *decisions) {
    if (!each.wrapped_key.empty()) continue;
    const std::string subject = SubjectOf(each.decision.child);
    each.wrapped_key = keys.NewWrappedKey(txn.park(), subject);
    rows.push_back({{"subject", subject}, {"wrapped", db::Blob{each.wrapped_key}}});
    without.push_back(&each);
  }
  if (rows.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t made,
                   txn.ExecuteMany("INSERT INTO data_key (park_id, subject, wrapped) VALUES "
                                   "(:park, :subject, :wrapped) "
                                   "ON CONFLICT (park_id, subject) DO NOTHING",
                                   rows));
  if (made == static_cast<int64_t>(rows.size())) return absl::OkStatus();
  for (NewDecision* each : without) {
    RETURN_IF_ERROR(
        txn.QueryOne("SELECT wrapped FROM data_key WHERE park_id = :park AND subject = :subject",
                     {{"subject", SubjectOf(each->decision.child)}},
                     [&](const db::Row& row) { each->wrapped_key = row.Bytes(0); })
            .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Seal(absl::string_view park, const KeyRing& keys,
                                 const NewDecision& each) {
  ASSIGN_OR_RETURN(const DataKey key,
                   keys.Unwrap(park, SubjectOf(each.decision.child), each.wrapped_key));
  return key.Seal(PlaceOf(park, each.decision.id), SealedBytes(each.decision));
}

absl::Status InsertDecisions(db::Write& txn, const KeyRing& keys,
                             const std::vector<NewDecision>& decisions) {
  std::vector<db::Args> rows;
  for (const NewDecision& each : decisions) {
    const Decision& decision = each.decision;
    ASSIGN_OR_RETURN(std::string sealed, Seal(txn.park(), keys, each));
    rows.push_back({{"id", decision.id},
                    {"programme", decision.programme},
                    {"child", decision.child},
                    {"case_number", decision.case_number},
                    {"from", FormatDay(decision.period.from)},
                    {"until", FormatDay(decision.period.until)},
                    {"sealed", db::Blob{std::move(sealed)}},
                    {"rule_hash", decision.rule_hash},
                    {"position", each.facts_position},
                    {"facts_revision", each.facts_revision},
                    {"operation", each.operation},
                    {"revision", decision.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO decision (park_id, id, programme_id, child, case_number, from_date, "
          "until_date, sealed, rule_hash, facts_position, facts_revision, operation, revision) "
          "VALUES (:park, :id, :programme, :child, :case_number, :from, :until, :sealed, "
          ":rule_hash, :position, :facts_revision, :operation, :revision)",
          rows)
      .status();
}

absl::Status PutToWait(db::Write& txn, const std::vector<NewDecision>& decisions) {
  std::vector<db::Args> rows;
  for (const NewDecision& each : decisions) {
    if (!each.waits) continue;
    rows.push_back({{"programme", each.decision.programme},
                    {"case_number", each.decision.case_number},
                    {"decision", each.decision.id},
                    {"fingerprint", db::Blob{each.fingerprint}},
                    {"operation", each.operation},
                    {"revision", each.decision.revision},
                    {"position", each.facts_position}});
  }
  if (rows.empty()) return absl::OkStatus();
  return txn
      .ExecuteMany(
          "INSERT INTO decision_waiting (park_id, programme_id, case_number, decision_id, "
          "fingerprint, operation, revision, facts_position, waits) VALUES (:park, :programme, "
          ":case_number, :decision, :fingerprint, :operation, :revision, :position, 1) "
          "ON CONFLICT (park_id, programme_id, case_number) DO UPDATE SET "
          "decision_id = excluded.decision_id, fingerprint = excluded.fingerprint, "
          "operation = excluded.operation, revision = excluded.revision, "
          "facts_position = excluded.facts_position, waits = 1",
          rows)
      .status();
}

absl::Status PutInForce(db::Write& txn, const std::vector<NewDecision>& decisions) {
  std::vector<db::Args> rows;
  for (const NewDecision& each : decisions) {
    if (each.waits) continue;
    rows.push_back({{"programme", each.decision.programme},
                    {"case_number", each.decision.case_number},
                    {"child", ChildId(each.decision.child)},
                    {"subject", SubjectOf(each.decision.child)},
                    {"decision", each.decision.id},
                    {"fingerprint", db::Blob{each.fingerprint}}});
  }
  if (rows.empty()) return absl::OkStatus();
  return txn
      .ExecuteMany(
          "INSERT INTO decision_in_force (park_id, programme_id, case_number, child_id, subject, "
          "decision_id, fingerprint) VALUES (:park, :programme, :case_number, :child, :subject, "
          ":decision, :fingerprint) ON CONFLICT (park_id, programme_id, case_number) DO UPDATE SET "
          "decision_id = excluded.decision_id, fingerprint = excluded.fingerprint",
          rows)
      .status();
}

// A row of the queries below: the decision's columns, then sealed bytes, subject and wrapped key.
struct SealedDecision {
  Decision decision;
  std::string bytes, subject, wrapped_key;
};

// What is not sealed of a decision: the first eight columns.
Decision ReadHead(const db::Row& row) {
  Decision decision;
  decision.id = row.Text(0);
  decision.programme = row.Text(1);
  decision.child = row.Text(2);
  decision.case_number = row.Text(3);
  decision.period = {*ParseDay(row.Text(4)), *ParseDay(row.Text(5))};
  decision.rule_hash = row.Text(6);
  decision.revision = row.Int(7);
  return decision;
}

SealedDecision ReadSealed(const db::Row& row) {
  SealedDecision sealed;
  sealed.decision = ReadHead(row);
  sealed.bytes = row.Bytes(8);
  sealed.subject = row.Text(9);
  sealed.wrapped_key = row.Bytes(10);
  return sealed;
}

absl::StatusOr<std::vector<Decision>> QueryDecisions(db::Read& txn, const KeyRing& keys,
                                                     absl::string_view sql, const db::Args& args) {
  std::vector<SealedDecision> rows;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    rows.push_back(ReadSealed(row));
    return absl::OkStatus();
  }));
  std::vector<Decision> decisions;
  decisions.reserve(rows.size());
  for (SealedDecision& each : rows) {
    ASSIGN_OR_RETURN(const DataKey key, keys.Unwrap(txn.park(), each.subject, each.wrapped_key));
    ASSIGN_OR_RETURN(const std::string bytes,
                     key.Open(PlaceOf(txn.park(), each.decision.id), each.bytes));
    ReadSealedBytes(bytes, &each.decision);
    decisions.push_back(std::move(each.decision));
  }
  return decisions;
}

}  // namespace

std::string FingerprintOf(absl::string_view park, const KeyRing& keys,
                          const std::vector<Slice>& slices) {
  return keys.Fingerprint(park, "decision", SliceBytes(slices));
}

absl::StatusOr<std::map<std::string, InForce>> LoadInForce(db::Read& txn,
                                                           const std::string& programme,
                                                           const CaseStretch& cases) {
  std::map<std::string, InForce> found;
  RETURN_IF_ERROR(txn.Query(
      "SELECT f.case_number, f.decision_id, f.fingerprint, d.operation, d.revision, "
      "d.facts_position, k.wrapped, w.waits, w.decision_id, w.fingerprint, w.operation, "
      "w.revision, w.facts_position, d.from_date, d.until_date FROM decision_in_force f "
      "JOIN decision d ON d.park_id = f.park_id AND d.id = f.decision_id "
      "LEFT JOIN data_key k ON k.park_id = f.park_id AND k.subject = f.subject "
      "LEFT JOIN decision_waiting w ON w.park_id = f.park_id "
      "AND w.programme_id = f.programme_id AND w.case_number = f.case_number "
      "WHERE f.park_id = :park AND f.programme_id = :programme AND f.case_number >= :first "
      "AND f.case_number <= :last",
      {{"programme", programme}, {"first", cases.first}, {"last", cases.last}},
      [&](const db::Row& row) {
        InForce& each = found[row.Text(0)];
        each = {row.Text(1),
                row.Bytes(2),
                row.Text(3),
                row.Int(4),
                row.Int(5),
                {*ParseDay(row.Text(13)), *ParseDay(row.Text(14))},
                row.Null(6) ? "" : row.Bytes(6)};
        if (row.Null(7)) return absl::OkStatus();
        each.revision = std::max(each.revision, row.Int(11));
        if (row.Flag(7))
          each.waiting = Waiting{row.Text(8), row.Bytes(9), row.Text(10), row.Int(12)};
        return absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<bool> AnyInForce(db::Read& txn, const std::string& programme) {
  ASSIGN_OR_RETURN(const int64_t any,
                   txn.QueryInt("SELECT 1 FROM decision_in_force WHERE park_id = :park "
                                "AND programme_id = :programme LIMIT 1",
                                {{"programme", programme}}));
  return any == 1;
}

absl::Status SaveDecisions(db::Write& txn, const KeyRing& keys,
                           std::vector<NewDecision> decisions) {
  if (decisions.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(FindKeys(txn, keys, &decisions));
  RETURN_IF_ERROR(InsertDecisions(txn, keys, decisions));
  RETURN_IF_ERROR(PutToWait(txn, decisions));
  return PutInForce(txn, decisions);
}

absl::Status DropWaiting(db::Write& txn, const std::string& programme,
                         const std::vector<std::string>& case_numbers) {
  if (case_numbers.empty()) return absl::OkStatus();
  std::vector<db::Args> rows;
  for (const std::string& each : case_numbers) {
    rows.push_back({{"programme", programme}, {"case_number", each}});
  }
  return txn
      .ExecuteMany(
          "UPDATE decision_waiting SET waits = 0 WHERE park_id = :park "
          "AND programme_id = :programme AND case_number = :case_number",
          rows)
      .status();
}

absl::StatusOr<std::optional<Released>> ReleaseWaiting(db::Write& txn, const std::string& programme,
                                                       const std::string& case_number) {
  NewDecision made;
  Released released;
  ASSIGN_OR_RETURN(
      const bool waits,
      txn.QueryOne(
          "SELECT d.id, d.programme_id, d.child, d.case_number, d.from_date, d.until_date, "
          "d.rule_hash, d.revision, w.fingerprint, f.decision_id FROM decision_waiting w "
          "JOIN decision d ON d.park_id = w.park_id AND d.id = w.decision_id "
          "JOIN decision_in_force f ON f.park_id = w.park_id "
          "AND f.programme_id = w.programme_id AND f.case_number = w.case_number "
          "WHERE w.park_id = :park AND w.programme_id = :programme "
          "AND w.case_number = :case_number AND w.waits = 1",
          {{"programme", programme}, {"case_number", case_number}}, [&](const db::Row& row) {
            made.decision = ReadHead(row);
            made.fingerprint = row.Bytes(8);
            released = {made.decision, row.Text(9)};
          }));
  if (!waits) return std::optional<Released>();
  RETURN_IF_ERROR(PutInForce(txn, {made}));
  RETURN_IF_ERROR(DropWaiting(txn, programme, {case_number}));
  return std::optional<Released>(std::move(released));
}

absl::StatusOr<std::vector<Decision>> LoadDecisions(db::Read& txn, const KeyRing& keys,
                                                    const DecisionFilter& filter) {
  return QueryDecisions(
      txn, keys,
      "SELECT d.id, d.programme_id, d.child, d.case_number, d.from_date, d.until_date, "
      "d.rule_hash, d.revision, d.sealed, f.subject, k.wrapped FROM decision_in_force f "
      "JOIN decision d ON d.park_id = f.park_id AND d.id = f.decision_id "
      "JOIN data_key k ON k.park_id = f.park_id AND k.subject = f.subject "
      "WHERE f.park_id = :park AND f.programme_id = :programme AND f.case_number > :after "
      "ORDER BY f.case_number LIMIT :rows_max",
      {{"programme", filter.programme}, {"after", filter.after}, {"rows_max", filter.rows_max}});
}

absl::StatusOr<std::vector<Decision>> LoadDecisionsOf(db::Read& txn, const KeyRing& keys,
                                                      const std::string& programme,
                                                      const CaseStretch& cases) {
  return QueryDecisions(
      txn, keys,
      "SELECT d.id, d.programme_id, d.child, d.case_number, d.from_date, d.until_date, "
      "d.rule_hash, d.revision, d.sealed, f.subject, k.wrapped FROM decision_in_force f "
      "JOIN decision d ON d.park_id = f.park_id AND d.id = f.decision_id "
      "JOIN data_key k ON k.park_id = f.park_id AND k.subject = f.subject "
      "WHERE f.park_id = :park AND f.programme_id = :programme AND f.case_number >= :first "
      "AND f.case_number <= :last ORDER BY f.case_number",
      {{"programme", programme}, {"first", cases.first}, {"last", cases.last}});
}

absl::StatusOr<std::vector<Decision>> LoadAllDecisions(db::Read& txn, const KeyRing& keys,
                                                       const DecisionKey& after, int64_t rows_max) {
  return QueryDecisions(
      txn, keys,
      "SELECT d.id, d.programme_id, d.child, d.case_number, d.from_date, d.until_date, "
      "d.rule_hash, d.revision, d.sealed, f.subject, k.wrapped FROM decision_in_force f "
      "JOIN decision d ON d.park_id = f.park_id AND d.id = f.decision_id "
      "JOIN data_key k ON k.park_id = f.park_id AND k.subject = f.subject "
      "WHERE f.park_id = :park AND (f.programme_id > :programme OR "
      "(f.programme_id = :programme AND f.decision_id > :after)) "
      "ORDER BY f.programme_id, f.decision_id LIMIT :rows_max",
      {{"programme", after.programme}, {"after", after.id}, {"rows_max", rows_max}});
}

absl::StatusOr<std::optional<Decision>> LoadDecisionOf(db::Read& txn, const KeyRing& keys,
                                                       const std::string& programme,
                                                       const std::string& child_id) {
  ASSIGN_OR_RETURN(
      std::vector<Decision> found,
      QueryDecisions(
          txn, keys,
          "SELECT d.id, d.programme_id, d.child, d.case_number, d.from_date, d.until_date, "
          "d.rule_hash, d.revision, d.sealed, f.subject, k.wrapped FROM decision_in_force f "
          "JOIN decision d ON d.park_id = f.park_id AND d.id = f.decision_id "
          "JOIN data_key k ON k.park_id = f.park_id AND k.subject = f.subject "
          "WHERE f.park_id = :park AND f.programme_id = :programme AND f.child_id = :child",
          {{"programme", programme}, {"child", child_id}}));
  if (found.empty()) return std::optional<Decision>();
  return std::optional<Decision>(std::move(found[0]));
}

}  // namespace tuoqiao::eligibility
