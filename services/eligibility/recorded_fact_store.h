// Recorded facts in the database: append only, sealed under the child's key.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_RECORDED_FACT_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_RECORDED_FACT_STORE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/eligibility/child.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/recorded_fact.h"

namespace tuoqiao::eligibility {

// What was said of one child, by its resource name, in order; what was corrected is marked.
absl::StatusOr<std::vector<RecordedFact>> LoadRecorded(db::Read& txn, const KeyRing& keys,
                                                       const std::string& child);
// The same of all children of a stretch, by their resource names.
absl::StatusOr<std::map<std::string, std::vector<RecordedFact>>> LoadRecorded(
    db::Read& txn, const KeyRing& keys, const CaseStretch& cases);

// Appends them; their revisions are those that the child has not given yet.
absl::Status InsertRecorded(db::Write& txn, const KeyRing& keys, const Child& child,
                            const std::vector<RecordedFact>& facts);

// Those of the authority's events that the park has recorded of another child, or of this one under
// a key that was erased; `known` is what is there of this child.
absl::StatusOr<std::set<std::string>> LoadTakenEvents(db::Read& txn,
                                                      const std::vector<RecordedFact>& known,
                                                      const std::vector<RecordedFact>& said);

// Of all children, by child and revision.
struct RecordedKey {
  std::string child_id;
  int64_t revision = 0;
};
struct RecordedRow {
  std::string child;
  RecordedKey key;
  RecordedFact fact;  // Not marked.
};
absl::StatusOr<std::vector<RecordedRow>> LoadAllRecorded(db::Read& txn, const KeyRing& keys,
                                                         const RecordedKey& after,
                                                         int64_t rows_max);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_RECORDED_FACT_STORE_H_
