#include "services/eligibility/recorded_fact_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/db/keys.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/eligibility/child_name.h"
#include "services/eligibility/convert_case.h"

namespace tuoqiao::eligibility {
namespace {

SealPlace PlaceOf(absl::string_view park, absl::string_view row) {
  return {park, "recorded_fact", "sealed", row};
}
std::string RowOf(const RecordedKey& key) { return absl::StrCat(key.child_id, "/", key.revision); }

// Columns of the queries below: child, child_id, revision, sealed, subject, wrapped key. Facts of
// children whose key was erased say nothing any more and are left out.
absl::StatusOr<std::vector<RecordedRow>> QueryRecorded(db::Read& txn, const KeyRing& keys,
                                                       absl::string_view sql,
                                                       const db::Args& args) {
  struct Sealed {
    std::string bytes, subject, wrapped_key;
  };
  std::vector<RecordedRow> rows;
  std::vector<Sealed> sealed;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    rows.push_back({row.Text(0), {row.Text(1), row.Int(2)}, {}});
    sealed.push_back({row.Bytes(3), row.Text(4), row.Bytes(5)});
    return absl::OkStatus();
  }));
  for (size_t i = 0; i < rows.size(); ++i) {
    ASSIGN_OR_RETURN(const DataKey key,
                     keys.Unwrap(txn.park(), sealed[i].subject, sealed[i].wrapped_key));
    ASSIGN_OR_RETURN(const std::string bytes,
                     key.Open(PlaceOf(txn.park(), RowOf(rows[i].key)), sealed[i].bytes));
    rows[i].fact = ReadFactBytes(bytes);
    rows[i].fact.revision = rows[i].key.revision;
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::vector<RecordedFact>> LoadRecorded(db::Read& txn, const KeyRing& keys,
                                                       const std::string& child) {
  ASSIGN_OR_RETURN(
      std::vector<RecordedRow> rows,
      QueryRecorded(txn, keys,
                    "SELECT r.child, r.child_id, r.revision, r.sealed, r.subject, k.wrapped "
                    "FROM recorded_fact r "
                    "JOIN data_key k ON k.park_id = r.park_id AND k.subject = r.subject "
                    "WHERE r.park_id = :park AND r.child_id = :child_id AND r.child = :child "
                    "ORDER BY r.revision",
                    {{"child_id", LastPart(child)}, {"child", child}}));
  std::vector<RecordedFact> facts;
  for (RecordedRow& each : rows) facts.push_back(std::move(each.fact));
  MarkSuperseded(&facts);
  return facts;
}

absl::StatusOr<std::map<std::string, std::vector<RecordedFact>>> LoadRecorded(
    db::Read& txn, const KeyRing& keys, const CaseStretch& cases) {
  ASSIGN_OR_RETURN(
      std::vector<RecordedRow> rows,
      QueryRecorded(txn, keys,
                    "SELECT r.child, r.child_id, r.revision, r.sealed, r.subject, k.wrapped "
                    "FROM recorded_fact r "
                    "JOIN data_key k ON k.park_id = r.park_id AND k.subject = r.subject "
                    "WHERE r.park_id = :park AND r.case_number >= :first "
                    "AND r.case_number <= :last ORDER BY r.child_id, r.revision",
                    {{"first", cases.first}, {"last", cases.last}}));
  std::map<std::string, std::vector<RecordedFact>> facts;
  for (RecordedRow& each : rows) facts[each.child].push_back(std::move(each.fact));
  for (auto& [child, said] : facts) MarkSuperseded(&said);
  return facts;
}

absl::Status InsertRecorded(db::Write& txn, const KeyRing& keys, const Child& child,
                            const std::vector<RecordedFact>& facts) {
  const std::string subject = SubjectOf(child.name);
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, subject));
  std::vector<db::Args> rows, events;
  for (const RecordedFact& each : facts) {
    const std::string row = RowOf({child.id(), each.revision});
    rows.push_back({{"child_id", child.id()},
                    {"revision", each.revision},
                    {"child", child.name},
                    {"case_number", child.case_number},
                    {"subject", subject},
                    {"sealed", db::Blob{key.Seal(PlaceOf(txn.park(), row), FactBytes(each))}}});
    if (each.event_id.empty()) continue;
    events.push_back({{"event", each.event_id}, {"child_id", child.id()}});
  }
  RETURN_IF_ERROR(
      txn.ExecuteMany("INSERT INTO authority_event (park_id, event_id, child_id) VALUES (:park, "
                      ":event, :child_id)",
                      events)
          .status());
  return txn
      .ExecuteMany(
          "INSERT INTO recorded_fact (park_id, child_id, revision, child, case_number, subject, "
          "sealed) VALUES (:park, :child_id, :revision, :child, :case_number, :subject, :sealed)",
          rows)
      .status();
}

absl::StatusOr<std::set<std::string>> LoadTakenEvents(db::Read& txn,
                                                      const std::vector<RecordedFact>& known,
                                                      const std::vector<RecordedFact>& said) {
  std::set<std::string> own, taken;
  for (const RecordedFact& each : known) own.insert(each.event_id);
  for (const RecordedFact& each : said) {
    if (each.event_id.empty() || own.count(each.event_id) == 1) continue;
    ASSIGN_OR_RETURN(
        const int64_t found,
        txn.QueryInt("SELECT 1 FROM authority_event WHERE park_id = :park AND event_id = :event",
                     {{"event", each.event_id}}));
    if (found == 1) taken.insert(each.event_id);
  }
  return taken;
}

absl::StatusOr<std::vector<RecordedRow>> LoadAllRecorded(db::Read& txn, const KeyRing& keys,
                                                         const RecordedKey& after,
                                                         int64_t rows_max) {
  return QueryRecorded(
      txn, keys,
      "SELECT r.child, r.child_id, r.revision, r.sealed, r.subject, k.wrapped "
      "FROM recorded_fact r JOIN data_key k ON k.park_id = r.park_id AND k.subject = r.subject "
      "WHERE r.park_id = :park AND (r.child_id > :child OR "
      "(r.child_id = :child AND r.revision > :revision)) "
      "ORDER BY r.child_id, r.revision LIMIT :rows_max",
      {{"child", after.child_id}, {"revision", after.revision}, {"rows_max", rows_max}});
}

}  // namespace tuoqiao::eligibility
