#include "services/directory/family_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/directory/employee.h"
#include "services/directory/errors.h"
#include "services/directory/recipient_consent_store.h"

namespace tuoqiao::directory {
namespace {

std::string ChildSubject(const std::string& child) { return absl::StrCat("child:", child); }
std::string GuardianSubject(const std::string& family, int64_t place) {
  return absl::StrCat("guardian:", family, "/", place);
}

SealPlace ChildPlace(const std::string& park, const std::string& child) {
  return {park, "child", "sealed", child};
}
SealPlace GuardianPlace(const std::string& park, const std::string& subject) {
  return {park, "guardian", "sealed", subject};
}

// Four lines, and a fifth where the needs changed: convert refuses control characters, so none can
// stand inside.
std::string PersonalText(const Child& child) {
  std::string text = absl::StrCat(child.display_name, "\n", child.id_number, "\n",
                                  FormatDay(child.birth_date), "\n", child.needs_level);
  if (child.needs.size() < 2) return text;
  const char* before = "\n";
  for (const NeedsSince& each : child.needs) {
    absl::StrAppend(&text, before, FormatDay(each.from), " ", each.level);
    before = ",";
  }
  return text;
}

std::vector<NeedsSince> NeedsOf(absl::string_view text) {
  std::vector<NeedsSince> needs;
  for (const absl::string_view each : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(each, ' ');
    NeedsSince since;
    since.from = *ParseDay(std::string(parts.first));
    CHECK(absl::SimpleAtoi(parts.second, &since.level));
    needs.push_back(since);
  }
  return needs;
}

absl::Status OpenChild(db::Read& txn, const KeyRing& keys, const std::string& sealed,
                       Child& child) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, ChildSubject(child.id)));
  ASSIGN_OR_RETURN(const std::string text, key.Open(ChildPlace(txn.park(), child.id), sealed));
  const std::vector<std::string> parts = absl::StrSplit(text, '\n');
  CHECK(parts.size() == 4 || parts.size() == 5);
  child.display_name = parts[0];
  child.id_number = parts[1];
  child.birth_date = *ParseDay(parts[2]);
  CHECK(absl::SimpleAtoi(parts[3], &child.needs_level));
  if (parts.size() == 5) child.needs = NeedsOf(parts[4]);
  return absl::OkStatus();
}

absl::Status LoadGuardians(db::Read& txn, const KeyRing& keys, Family& family) {
  std::vector<std::string> sealed;
  RETURN_IF_ERROR(
      txn.Query("SELECT sealed, id_type, confirmed FROM guardian WHERE park_id = :park "
                "AND family_id = :family ORDER BY place",
                {{"family", family.id}}, [&](const db::Row& row) {
                  sealed.push_back(row.Bytes(0));
                  Guardian guardian;
                  guardian.id_type = row.Text(1);
                  guardian.confirmed = row.Flag(2);
                  family.guardians.push_back(guardian);
                  return absl::OkStatus();
                }));
  for (size_t i = 0; i < sealed.size(); ++i) {
    const std::string subject = GuardianSubject(family.id, static_cast<int64_t>(i) + 1);
    ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, subject));
    ASSIGN_OR_RETURN(const std::string text,
                     key.Open(GuardianPlace(txn.park(), subject), sealed[i]));
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(text, absl::MaxSplits('\n', 1));
    family.guardians[i].display_name = parts.first;
    family.guardians[i].id_number = parts.second;
  }
  return absl::OkStatus();
}

absl::Status LoadChildren(db::Read& txn, const KeyRing& keys, Family& family) {
  std::vector<std::string> sealed;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, case_number, sealed, id_type FROM child WHERE park_id = :park "
                "AND family_id = :family ORDER BY case_number",
                {{"family", family.id}}, [&](const db::Row& row) {
                  Child child;
                  child.id = row.Text(0);
                  child.case_number = row.Text(1);
                  sealed.push_back(row.Bytes(2));
                  child.id_type = row.Text(3);
                  family.children.push_back(child);
                  return absl::OkStatus();
                }));
  for (size_t i = 0; i < sealed.size(); ++i) {
    Child& child = family.children[i];
    RETURN_IF_ERROR(OpenChild(txn, keys, sealed[i], child));
    ASSIGN_OR_RETURN(child.consents, LoadConsents(txn, child.id));
    ASSIGN_OR_RETURN(auto named, LoadRecipientConsents(txn, child.id));
    for (ConsentOfChild& each : named) child.recipient_consents.push_back(std::move(each.given));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<KnownFamily>> LoadKnownFamily(db::Read& txn, const std::string& id) {
  KnownFamily known;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne("SELECT f.fingerprint, f.revision, COALESCE(g.confirmed, 0) FROM family f "
                   "LEFT JOIN guardian g ON g.park_id = f.park_id AND g.family_id = f.id "
                   "AND g.place = 2 WHERE f.park_id = :park AND f.id = :id",
                   {{"id", id}}, [&](const db::Row& row) {
                     known = {row.Bytes(0), row.Int(1), row.Flag(2)};
                   }));
  if (!found) return std::optional<KnownFamily>();
  return std::optional<KnownFamily>(known);
}

absl::StatusOr<std::optional<KnownChild>> LoadKnownChild(db::Read& txn, const std::string& id) {
  KnownChild known;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne("SELECT family_id, fingerprint FROM child WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) {
                     known = {row.Text(0), row.Bytes(1)};
                   }));
  if (!found) return std::optional<KnownChild>();
  return std::optional<KnownChild>(known);
}

absl::StatusOr<Family> LoadFamily(db::Read& txn, const KeyRing& keys, const std::string& id) {
  Family family;
  family.id = id;
  ASSIGN_OR_RETURN(const bool found,
                   txn.QueryOne("SELECT family_no, deduct_from, arrears_mode, revision FROM family "
                                "WHERE park_id = :park AND id = :id",
                                {{"id", id}}, [&](const db::Row& row) {
                                  family.family_no = row.Text(0);
                                  family.deduct_from = row.Int(1);
                                  family.arrears_mode = row.Text(2);
                                  family.revision = row.Int(3);
                                }));
  if (!found) return FamilyNotFound(absl::StrCat("parks/", txn.park(), "/families/", id));
  RETURN_IF_ERROR(LoadGuardians(txn, keys, family));
  RETURN_IF_ERROR(LoadChildren(txn, keys, family));
  return family;
}

absl::StatusOr<std::vector<Family>> LoadFamilies(db::Read& txn, const KeyRing& keys,
                                                 const std::string& after, int64_t rows_max) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(txn.Query(
      "SELECT id FROM family WHERE park_id = :park AND id > :after ORDER BY id LIMIT :most",
      {{"after", after}, {"most", rows_max}}, [&](const db::Row& row) {
        ids.push_back(row.Text(0));
        return absl::OkStatus();
      }));
  std::vector<Family> families;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(Family family, LoadFamily(txn, keys, id));
    families.push_back(std::move(family));
  }
  return families;
}

absl::StatusOr<Child> LoadChild(db::Read& txn, const KeyRing& keys, const std::string& id) {
  Child child;
  std::string sealed;
  ASSIGN_OR_RETURN(const bool found, txn.QueryOne("SELECT case_number, sealed, id_type FROM child "
                                                  "WHERE park_id = :park AND id = :id",
                                                  {{"id", id}}, [&](const db::Row& row) {
                                                    child.id = id;
                                                    child.case_number = row.Text(0);
                                                    sealed = row.Bytes(1);
                                                    child.id_type = row.Text(2);
                                                  }));
  if (!found) return ChildNotFound(id);
  RETURN_IF_ERROR(OpenChild(txn, keys, sealed, child));
  return child;
}

absl::StatusOr<std::vector<Consent>> LoadConsents(db::Read& txn, const std::string& child) {
  std::vector<Consent> consents;
  RETURN_IF_ERROR(txn.Query(
      "SELECT purpose, version, grant_date, withdraw_date FROM consent WHERE park_id = :park "
      "AND child_id = :child ORDER BY purpose",
      {{"child", child}}, [&](const db::Row& row) {
        Consent consent = {row.Text(0), row.Text(1), *ParseDay(row.Text(2)), std::nullopt};
        const std::string withdrawn = row.Text(3);
        if (!withdrawn.empty()) consent.withdraw_date = *ParseDay(withdrawn);
        consents.push_back(consent);
        return absl::OkStatus();
      }));
  return consents;
}

absl::Status SaveFamily(db::Write& txn, const KeyRing& keys, const Family& family,
                        const std::string& fingerprint) {
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO family (park_id, id, family_no, deduct_from, arrears_mode, "
                  "fingerprint, revision) VALUES (:park, :id, :no, :deduct, :mode, :fingerprint, "
                  ":revision) ON CONFLICT (park_id, id) DO UPDATE SET "
                  "deduct_from = excluded.deduct_from, arrears_mode = excluded.arrears_mode, "
                  "fingerprint = excluded.fingerprint, revision = excluded.revision",
                  {{"id", family.id},
                   {"no", family.family_no},
                   {"deduct", family.deduct_from},
                   {"mode", family.arrears_mode},
                   {"fingerprint", db::Blob{fingerprint}},
                   {"revision", family.revision}})
          .status());
  RETURN_IF_ERROR(txn.Execute("DELETE FROM guardian WHERE park_id = :park AND family_id = :family "
                              "AND place > :places",
                              {{"family", family.id},
                               {"places", static_cast<int64_t>(family.guardians.size())}})
                      .status());
  std::vector<db::Args> rows;
  for (size_t i = 0; i < family.guardians.size(); ++i) {
    const Guardian& guardian = family.guardians[i];
    const std::string subject = GuardianSubject(family.id, static_cast<int64_t>(i) + 1);
    ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, subject));
    rows.push_back(
        {{"family", family.id},
         {"place", static_cast<int64_t>(i) + 1},
         {"sealed",
          db::Blob{key.Seal(GuardianPlace(txn.park(), subject),
                            absl::StrCat(guardian.display_name, "\n", guardian.id_number))}},
         {"id_type", guardian.id_type},
         {"identity",
          db::Blob{keys.Fingerprint(txn.park(), "identity",
                                    CanonicalIdentity(guardian.id_type, guardian.id_number))}},
         {"confirmed", guardian.confirmed}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO guardian (park_id, family_id, place, sealed, id_type, id_fingerprint, "
          "confirmed) VALUES (:park, :family, :place, :sealed, :id_type, :identity, :confirmed) "
          "ON CONFLICT (park_id, family_id, place) DO UPDATE SET sealed = excluded.sealed, "
          "id_type = excluded.id_type, id_fingerprint = excluded.id_fingerprint, "
          "confirmed = excluded.confirmed",
          rows)
      .status();
}

absl::Status SaveFamilyRevision(db::Write& txn, const std::string& family, int64_t revision) {
  return txn
      .Execute("UPDATE family SET revision = :revision WHERE park_id = :park AND id = :id",
               {{"id", family}, {"revision", revision}})
      .status();
}

absl::Status SaveGuardianConfirmed(db::Write& txn, const std::string& family, int64_t place) {
  return txn
      .Execute(
          "UPDATE guardian SET confirmed = 1 WHERE park_id = :park AND family_id = :family "
          "AND place = :place",
          {{"family", family}, {"place", place}})
      .status();
}

absl::StatusOr<Child> LoadPersonal(db::Read& txn, const KeyRing& keys, const std::string& id) {
  Child child;
  child.id = id;
  std::string sealed;
  ASSIGN_OR_RETURN(const bool found,
                   txn.QueryOne("SELECT sealed FROM child WHERE park_id = :park AND id = :id",
                                {{"id", id}}, [&](const db::Row& row) { sealed = row.Bytes(0); }));
  CHECK(found);
  RETURN_IF_ERROR(OpenChild(txn, keys, sealed, child));
  return child;
}

absl::Status SaveChild(db::Write& txn, const KeyRing& keys, const std::string& family,
                       const Child& child, const std::string& fingerprint) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, ChildSubject(child.id)));
  RETURN_IF_ERROR(
      txn.Execute(
             "INSERT INTO child (park_id, id, family_id, case_number, sealed, id_type, "
             "fingerprint) VALUES (:park, :id, :family, :case, :sealed, :id_type, :fingerprint) "
             "ON CONFLICT (park_id, id) DO UPDATE SET sealed = excluded.sealed, "
             "id_type = excluded.id_type, fingerprint = excluded.fingerprint",
             {{"id", child.id},
              {"family", family},
              {"case", child.case_number},
              {"sealed", db::Blob{key.Seal(ChildPlace(txn.park(), child.id), PersonalText(child))}},
              {"id_type", child.id_type},
              {"fingerprint", db::Blob{fingerprint}}})
          .status());
  return SaveConsents(txn, child);
}

absl::Status SaveConsents(db::Write& txn, const Child& child) {
  std::vector<db::Args> rows;
  for (const Consent& consent : child.consents) {
    rows.push_back({{"child", child.id},
                    {"purpose", consent.purpose},
                    {"version", consent.version},
                    {"granted", FormatDay(consent.grant_date)},
                    {"withdrawn", consent.withdraw_date ? FormatDay(*consent.withdraw_date) : ""}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO consent (park_id, child_id, purpose, version, grant_date, "
          "withdraw_date) VALUES (:park, :child, :purpose, :version, :granted, "
          ":withdrawn) ON CONFLICT (park_id, child_id, purpose) DO UPDATE SET "
          "version = excluded.version, grant_date = excluded.grant_date, "
          "withdraw_date = excluded.withdraw_date",
          rows)
      .status();
}

namespace {

// Says of each child of the stretch whether it is the case of a pair that goes on nowhere: the
// later one until two people have looked, the one that is not kept after they said that both are
// one. Such a verdict comes before a suspicion, and the older pair first.
absl::Status AddDuplicates(db::Read& txn, const std::map<std::string, ChildFacts*>& of_child,
                           const std::string& first, const std::string& last) {
  for (const char* sides : {"d.child_id = c.id AND o.id = d.earlier_child_id "
                            "AND (d.review_date = '' OR d.kept_child_id = o.id)",
                            "d.earlier_child_id = c.id AND o.id = d.child_id "
                            "AND d.review_date <> '' AND d.kept_child_id = o.id"}) {
    RETURN_IF_ERROR(txn.Query(
        absl::StrCat("SELECT c.id, o.case_number, d.review_date FROM child c "
                     "CROSS JOIN child_duplicate d CROSS JOIN child o WHERE c.park_id = :park "
                     "AND c.case_number >= :first AND c.case_number <= :last "
                     "AND d.park_id = c.park_id AND o.park_id = c.park_id AND ",
                     sides, " ORDER BY d.find_date, o.case_number"),
        {{"first", first}, {"last", last}}, [&](const db::Row& row) {
          ChildFacts& facts = *of_child.find(row.Text(0))->second;
          const std::string from = row.Text(2);
          if (facts.duplicate_of.empty() || (facts.duplicate_from.empty() && !from.empty())) {
            facts.duplicate_of = row.Text(1);
            facts.duplicate_from = from;
          }
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ChildFacts>> QueryChildFacts(db::Read& txn, const KeyRing& keys,
                                                        absl::string_view sql,
                                                        const db::Args& args) {
  std::vector<ChildFacts> facts;
  std::vector<std::string> sealed;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    ChildFacts each;
    each.child.id = row.Text(0);
    each.child.case_number = row.Text(1);
    sealed.push_back(row.Bytes(2));
    each.family = row.Text(3);
    each.deduct_from = row.Int(4);
    each.arrears_mode = row.Text(5);
    each.revision = row.Int(6);
    each.child.id_type = row.Text(7);
    facts.push_back(std::move(each));
    return absl::OkStatus();
  }));
  if (facts.empty()) return facts;
  std::map<std::string, ChildFacts*> of_child;
  for (size_t i = 0; i < facts.size(); ++i) {
    RETURN_IF_ERROR(OpenChild(txn, keys, sealed[i], facts[i].child));
    ASSIGN_OR_RETURN(facts[i].child.consents, LoadConsents(txn, facts[i].child.id));
    of_child.emplace(facts[i].child.id, &facts[i]);
  }
  RETURN_IF_ERROR(AddDuplicates(txn, of_child, facts.front().child.case_number,
                                facts.back().child.case_number));
  // CROSS JOIN keeps SQLite to this order: without statistics it takes the park for as good a key
  // as the fingerprint, and walks all employees for each child.
  RETURN_IF_ERROR(txn.Query(
      "SELECT c.id, g.place, e.id, e.employee_no, e.firm_id, r.uscc, e.hire_date, e.leave_date, "
      "r.plan, r.share_form, r.tax_advice, r.union_member "
      "FROM child c CROSS JOIN guardian g CROSS JOIN employee e CROSS JOIN firm r "
      "WHERE c.park_id = :park AND c.case_number >= :first AND c.case_number <= :last "
      "AND g.park_id = c.park_id AND g.family_id = c.family_id AND g.confirmed = 1 "
      "AND e.park_id = g.park_id AND e.id_fingerprint = g.id_fingerprint "
      "AND r.park_id = e.park_id AND r.id = e.firm_id "
      "ORDER BY c.case_number, g.place, r.uscc, e.employee_no",
      {{"first", facts.front().child.case_number}, {"last", facts.back().child.case_number}},
      [&](const db::Row& row) {
        Employment each;
        each.guardian = row.Int(1);
        each.employee = row.Text(2);
        each.employee_no = row.Text(3);
        each.firm = row.Text(4);
        each.uscc = row.Text(5);
        each.hire_date = row.Text(6);
        each.leave_date = row.Text(7);
        each.plan = row.Text(8);
        each.share_form = row.Text(9);
        each.tax_advice = row.Flag(10);
        each.union_member = row.Flag(11);
        of_child.find(row.Text(0))->second->employments.push_back(std::move(each));
        return absl::OkStatus();
      }));
  return facts;
}

}  // namespace

absl::StatusOr<std::vector<ChildFacts>> LoadChildFacts(db::Read& txn, const KeyRing& keys,
                                                       const std::string& after, int64_t rows_max) {
  return QueryChildFacts(
      txn, keys,
      "SELECT c.id, c.case_number, c.sealed, c.family_id, f.deduct_from, f.arrears_mode, "
      "f.revision, c.id_type FROM child c JOIN family f ON f.park_id = c.park_id AND f.id = "
      "c.family_id "
      "WHERE c.park_id = :park AND c.case_number > :after ORDER BY c.case_number LIMIT :most",
      {{"after", after}, {"most", rows_max}});
}

absl::StatusOr<std::vector<ChildFacts>> LoadChildFacts(db::Read& txn, const KeyRing& keys,
                                                       const Concerned& concerned,
                                                       const std::string& after, int64_t rows_max) {
  std::map<std::string, std::string> children;  // By case number.
  const auto add = [&](const db::Row& row) {
    if (row.Text(0) > after) children.emplace(row.Text(0), row.Text(1));
    return absl::OkStatus();
  };
  for (const std::string& family : concerned.families) {
    RETURN_IF_ERROR(
        txn.Query("SELECT case_number, id FROM child "
                  "WHERE park_id = :park AND family_id = :family",
                  {{"family", family}}, add));
  }
  for (const std::string& employee : concerned.employees) {
    RETURN_IF_ERROR(txn.Query(
        "SELECT c.case_number, c.id FROM employee e CROSS JOIN guardian g CROSS JOIN child c "
        "WHERE e.park_id = :park AND e.id = :employee "
        "AND g.park_id = e.park_id AND g.id_fingerprint = e.id_fingerprint "
        "AND c.park_id = g.park_id AND c.family_id = g.family_id",
        {{"employee", employee}}, add));
  }
  std::vector<ChildFacts> facts;
  for (const auto& [case_number, child] : children) {
    if (static_cast<int64_t>(facts.size()) == rows_max) break;
    ASSIGN_OR_RETURN(auto of_child, LoadChildFactsOf(txn, keys, child));
    for (ChildFacts& each : of_child) facts.push_back(std::move(each));
  }
  return facts;
}

absl::StatusOr<std::vector<ChildFacts>> LoadChildFactsOf(db::Read& txn, const KeyRing& keys,
                                                         const std::string& child_id) {
  return QueryChildFacts(
      txn, keys,
      "SELECT c.id, c.case_number, c.sealed, c.family_id, f.deduct_from, f.arrears_mode, "
      "f.revision, c.id_type FROM child c JOIN family f ON f.park_id = c.park_id AND f.id = "
      "c.family_id "
      "WHERE c.park_id = :park AND c.id = :child",
      {{"child", child_id}});
}

}  // namespace tuoqiao::directory
