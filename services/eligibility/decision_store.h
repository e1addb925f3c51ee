// Decisions in the database: append only, sealed under the child's key, with a row for each child
// that says which is in force.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DECISION_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DECISION_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/eligibility/child.h"
#include "services/eligibility/decision.h"

namespace tuoqiao::eligibility {

// The keyed hash of what a decision says: its period is in its slices, the rule file is not, so
// that a file that says the same decides nothing anew.
std::string FingerprintOf(absl::string_view park, const KeyRing& keys,
                          const std::vector<Slice>& slices);

// A decision that was made and waits for an appeal to be settled.
struct Waiting {
  std::string decision;
  std::string fingerprint;
  std::string operation;
  int64_t facts_position = 0;
};
// What is known of the decision in force without opening it.
struct InForce {
  std::string decision;
  std::string fingerprint;
  std::string operation;  // Whose decision it is.
  int64_t revision = 0;   // The last that was given, also to a decision that never came into force.
  int64_t facts_position = 0;
  Period period;
  std::string wrapped_key;  // The child's.
  std::optional<Waiting> waiting;
};
// By case number.
absl::StatusOr<std::map<std::string, InForce>> LoadInForce(db::Read& txn,
                                                           const std::string& programme,
                                                           const CaseStretch& cases);
// Whether a decision of the programme is in force on anybody.
absl::StatusOr<bool> AnyInForce(db::Read& txn, const std::string& programme);

// A decision on its way into the database.
struct NewDecision {
  Decision decision;
  std::string fingerprint;
  std::string superseded;   // Empty for a child's first.
  std::string wrapped_key;  // Empty where the child has none known.
  int64_t facts_position = 0;
  int64_t facts_revision = 0;
  std::string operation;
  bool waits = false;  // For an appeal to be settled.
};
// Appends them, and puts in force or to wait.
absl::Status SaveDecisions(db::Write& txn, const KeyRing& keys, std::vector<NewDecision> decisions);

// What waited for these children waits no more and never comes into force.
absl::Status DropWaiting(db::Write& txn, const std::string& programme,
                         const std::vector<std::string>& case_numbers);
// Puts the decision in force that waits for the child; its slices stay closed. Nothing where none
// waits. `superseded` is the id of the one that was in force.
struct Released {
  Decision decision;
  std::string superseded;
};
absl::StatusOr<std::optional<Released>> ReleaseWaiting(db::Write& txn, const std::string& programme,
                                                       const std::string& case_number);

// The decisions in force, open. Those of children whose key was erased say nothing any more and are
// left out.
struct DecisionFilter {
  std::string programme;
  std::string after;  // A case number.
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Decision>> LoadDecisions(db::Read& txn, const KeyRing& keys,
                                                    const DecisionFilter& filter);
// The same of the children of a stretch, by case number.
absl::StatusOr<std::vector<Decision>> LoadDecisionsOf(db::Read& txn, const KeyRing& keys,
                                                      const std::string& programme,
                                                      const CaseStretch& cases);
// Of all programmes, by programme and id.
struct DecisionKey {
  std::string programme, id;
};
absl::StatusOr<std::vector<Decision>> LoadAllDecisions(db::Read& txn, const KeyRing& keys,
                                                       const DecisionKey& after, int64_t rows_max);
// Of one child, by its id.
absl::StatusOr<std::optional<Decision>> LoadDecisionOf(db::Read& txn, const KeyRing& keys,
                                                       const std::string& programme,
                                                       const std::string& child_id);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DECISION_STORE_H_
