// Families in the database: each child's and each guardian's personal fields under a key of their
// own.
#ifndef TUOQIAO_SERVICES_DIRECTORY_FAMILY_STORE_H_
#define TUOQIAO_SERVICES_DIRECTORY_FAMILY_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/directory/family.h"

namespace tuoqiao::directory {

// What is known without opening anything.
struct KnownFamily {
  std::string fingerprint;
  int64_t revision = 0;
  // The second guardian agreed.
  bool second_confirmed = false;
};
absl::StatusOr<std::optional<KnownFamily>> LoadKnownFamily(db::Read& txn, const std::string& id);
struct KnownChild {
  std::string family;
  std::string fingerprint;
};
absl::StatusOr<std::optional<KnownChild>> LoadKnownChild(db::Read& txn, const std::string& id);

// FAMILY_NOT_FOUND.
absl::StatusOr<Family> LoadFamily(db::Read& txn, const KeyRing& keys, const std::string& id);
// By id.
absl::StatusOr<std::vector<Family>> LoadFamilies(db::Read& txn, const KeyRing& keys,
                                                 const std::string& after, int64_t rows_max);
// The personal fields and the document of a child that is there, and not its consents.
absl::StatusOr<Child> LoadChild(db::Read& txn, const KeyRing& keys, const std::string& id);
absl::StatusOr<std::vector<Consent>> LoadConsents(db::Read& txn, const std::string& child);

// Saves the family with its guardians, and not its children.
absl::Status SaveFamily(db::Write& txn, const KeyRing& keys, const Family& family,
                        const std::string& fingerprint);
absl::Status SaveFamilyRevision(db::Write& txn, const std::string& family, int64_t revision);
absl::Status SaveGuardianConfirmed(db::Write& txn, const std::string& family, int64_t place);
// The sealed part of a child that is there.
absl::StatusOr<Child> LoadPersonal(db::Read& txn, const KeyRing& keys, const std::string& id);
absl::Status SaveChild(db::Write& txn, const KeyRing& keys, const std::string& family,
                       const Child& child, const std::string& fingerprint);
absl::Status SaveConsents(db::Write& txn, const Child& child);

// What decisions rest on, with the employments of confirmed guardians by keyed hash.
struct Employment {
  int64_t guardian = 0;
  std::string employee, employee_no, firm, uscc, hire_date, leave_date, plan, share_form;
  bool tax_advice = false, union_member = false;
};
struct ChildFacts {
  Child child;
  std::string family;
  int64_t deduct_from = 0;
  std::string arrears_mode;
  int64_t revision = 0;
  std::vector<Employment> employments;
  // The case number of which it is, or may be, a repetition, and since when two people say so;
  // empty where it is none, and where nobody has said.
  std::string duplicate_of, duplicate_from;
};
// By case number.
absl::StatusOr<std::vector<ChildFacts>> LoadChildFacts(db::Read& txn, const KeyRing& keys,
                                                       const std::string& after, int64_t rows_max);
// Whom a change may concern.
struct Concerned {
  std::vector<std::string> families, employees;  // Their ids.
};
// Of the children of the families and those with a guardian who is one of the employees, confirmed
// or not; by case number.
absl::StatusOr<std::vector<ChildFacts>> LoadChildFacts(db::Read& txn, const KeyRing& keys,
                                                       const Concerned& concerned,
                                                       const std::string& after, int64_t rows_max);
// Of one child, by its id; empty where there is none.
absl::StatusOr<std::vector<ChildFacts>> LoadChildFactsOf(db::Read& txn, const KeyRing& keys,
                                                         const std::string& child_id);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_FAMILY_STORE_H_
