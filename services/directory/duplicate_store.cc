#include "services/directory/duplicate_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/directory/employee.h"

namespace tuoqiao::directory {
namespace {

using Verdict = ChildDuplicate::Verdict;

const char* NameOf(Verdict verdict) {
  static constexpr const char* kNames[] = {"", "SAME", "DIFFERENT"};
  return kNames[static_cast<int>(verdict)];
}

Verdict VerdictOf(const std::string& name) {
  if (name == "SAME") return Verdict::kSame;
  return name == "DIFFERENT" ? Verdict::kDifferent : Verdict::kNone;
}

constexpr char kPairs[] =
    "SELECT d.id, d.child_id, l.family_id, l.case_number, d.earlier_child_id, e.family_id, "
    "e.case_number, d.same_name, d.same_document, d.find_date, d.verdict, d.kept_child_id, "
    "d.proposed_by, d.agreed_by, d.review_date, d.revision FROM child_duplicate d "
    "JOIN child l ON l.park_id = d.park_id AND l.id = d.child_id "
    "JOIN child e ON e.park_id = d.park_id AND e.id = d.earlier_child_id "
    "WHERE d.park_id = :park ";

ChildDuplicate ReadPair(const db::Row& row) {
  ChildDuplicate pair;
  pair.id = row.Text(0);
  pair.later = {row.Text(1), row.Text(2), row.Text(3)};
  pair.earlier = {row.Text(4), row.Text(5), row.Text(6)};
  pair.same_name = row.Flag(7);
  pair.same_document = row.Flag(8);
  pair.find_date = *ParseDay(row.Text(9));
  pair.verdict = VerdictOf(row.Text(10));
  pair.kept = row.Text(11);
  pair.proposed_by = row.Text(12);
  pair.agreed_by = row.Text(13);
  const std::string reviewed = row.Text(14);
  if (!reviewed.empty()) pair.review_date = *ParseDay(reviewed);
  pair.revision = row.Int(15);
  return pair;
}

// Children `l` and `e` of whom something is equal that the pair `d` does not say, where there is
// one; `l` came later.
constexpr char kMatches[] =
    "SELECT l.child_id, e.child_id, "
    "CASE WHEN l.name_identity = e.name_identity THEN 1 ELSE 0 END, "
    "CASE WHEN l.document_identity = e.document_identity THEN 1 ELSE 0 END "
    "FROM child_identity $0 JOIN child_identity $1 ON l.park_id = e.park_id "
    "AND (l.name_identity = e.name_identity OR l.document_identity = e.document_identity) "
    "LEFT JOIN child_duplicate d ON d.park_id = l.park_id AND d.child_id = l.child_id "
    "AND d.earlier_child_id = e.child_id WHERE $0.park_id = :park AND $0.child_id = :child "
    "AND (e.number < l.number OR (e.number = l.number AND e.case_number < l.case_number)) "
    "AND (d.id IS NULL OR (d.same_name = 0 AND l.name_identity = e.name_identity) "
    "OR (d.same_document = 0 AND l.document_identity = e.document_identity)) "
    "ORDER BY $1.number, $1.case_number";

absl::Status AddMatches(db::Read& txn, const std::string& sql, const std::string& child,
                        std::vector<Match>* matches) {
  return txn.Query(sql, {{"child", child}}, [&](const db::Row& row) {
    matches->push_back({row.Text(0), row.Text(1), row.Flag(2), row.Flag(3)});
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status SaveIdentity(db::Write& txn, const KeyRing& keys, const Child& child,
                          Arrival arrival) {
  int64_t number = 0;
  if (arrival == Arrival::kNow) {
    ASSIGN_OR_RETURN(
        number, txn.QueryInt("SELECT MAX(number) FROM child_identity WHERE park_id = :park", {}));
    ++number;
  }
  const std::string name =
      keys.Fingerprint(txn.park(), "child_name_and_birth", CanonicalNameAndBirth(child));
  const std::string document = keys.Fingerprint(txn.park(), "child_document",
                                                CanonicalIdentity(child.id_type, child.id_number));
  return txn
      .Execute(
          "INSERT INTO child_identity (park_id, child_id, case_number, number, "
          "name_identity, document_identity) VALUES (:park, :child, :case, :number, :name, "
          ":document) ON CONFLICT (park_id, child_id) DO UPDATE SET "
          "name_identity = excluded.name_identity, "
          "document_identity = excluded.document_identity",
          {{"child", child.id},
           {"case", child.case_number},
           {"number", number},
           {"name", db::Blob{name}},
           {"document", db::Blob{document}}})
      .status();
}

absl::StatusOr<std::vector<Match>> LoadMatches(db::Read& txn, const std::string& child,
                                               Against against) {
  std::vector<Match> matches;
  RETURN_IF_ERROR(AddMatches(txn, absl::StrCat(absl::Substitute(kMatches, "l", "e"), " LIMIT 1"),
                             child, &matches));
  if (against == Against::kNextEarlier) return matches;
  RETURN_IF_ERROR(AddMatches(txn, absl::Substitute(kMatches, "e", "l"), child, &matches));
  return matches;
}

absl::StatusOr<std::optional<ChildDuplicate>> LoadDuplicate(db::Read& txn, const std::string& id) {
  ChildDuplicate pair;
  ASSIGN_OR_RETURN(const bool found,
                   txn.QueryOne(absl::StrCat(kPairs, "AND d.id = :id"), {{"id", id}},
                                [&](const db::Row& row) { pair = ReadPair(row); }));
  if (!found) return std::optional<ChildDuplicate>();
  return std::optional<ChildDuplicate>(std::move(pair));
}

absl::StatusOr<std::vector<ChildDuplicate>> LoadDuplicates(db::Read& txn,
                                                           const DuplicateFilter& filter) {
  std::vector<ChildDuplicate> pairs;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat(kPairs,
                   "AND d.id > :after AND (:unreviewed = 0 OR d.review_date = '') "
                   "ORDER BY d.id LIMIT :most"),
      {{"after", filter.after}, {"unreviewed", filter.unreviewed}, {"most", filter.rows_max}},
      [&](const db::Row& row) {
        pairs.push_back(ReadPair(row));
        return absl::OkStatus();
      }));
  return pairs;
}

absl::Status SaveDuplicate(db::Write& txn, const ChildDuplicate& pair) {
  return txn
      .Execute(
          "INSERT INTO child_duplicate (park_id, id, child_id, earlier_child_id, same_name, "
          "same_document, find_date, verdict, kept_child_id, proposed_by, agreed_by, "
          "review_date, revision) VALUES (:park, :id, :later, :earlier, :same_name, "
          ":same_document, :found, :verdict, :kept, :proposed, :agreed, :reviewed, "
          ":revision) ON CONFLICT (park_id, id) DO UPDATE SET "
          "same_name = excluded.same_name, same_document = excluded.same_document, "
          "verdict = excluded.verdict, kept_child_id = excluded.kept_child_id, "
          "proposed_by = excluded.proposed_by, agreed_by = excluded.agreed_by, "
          "review_date = excluded.review_date, revision = excluded.revision",
          {{"id", pair.id},
           {"later", pair.later.child},
           {"earlier", pair.earlier.child},
           {"same_name", pair.same_name},
           {"same_document", pair.same_document},
           {"found", FormatDay(pair.find_date)},
           {"verdict", NameOf(pair.verdict)},
           {"kept", pair.kept},
           {"proposed", pair.proposed_by},
           {"agreed", pair.agreed_by},
           {"reviewed", pair.review_date ? FormatDay(*pair.review_date) : ""},
           {"revision", pair.revision}})
      .status();
}

absl::StatusOr<std::vector<std::string>> LoadUnidentified(db::Read& txn, int64_t rows_max) {
  std::vector<std::string> children;
  RETURN_IF_ERROR(
      txn.Query("SELECT c.id FROM child c LEFT JOIN child_identity i ON i.park_id = c.park_id "
                "AND i.child_id = c.id WHERE c.park_id = :park AND i.child_id IS NULL "
                "ORDER BY c.id LIMIT :most",
                {{"most", rows_max}}, [&](const db::Row& row) {
                  children.push_back(row.Text(0));
                  return absl::OkStatus();
                }));
  return children;
}

}  // namespace tuoqiao::directory
