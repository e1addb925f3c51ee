// Shadows and their differences as rows; what differs is sealed under the child's key.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_SHADOW_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_SHADOW_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/eligibility/override_store.h"
#include "services/eligibility/shadow.h"

namespace tuoqiao::eligibility {

// Its programme is locked.
absl::Status InsertShadow(db::Write& txn, const Shadow& shadow);
// SHADOW_NOT_FOUND.
absl::StatusOr<Shadow> LoadShadow(db::Read& txn, const CaseKey& key);
// Its state, figures, next page, digests and approvers.
absl::Status SaveShadow(db::Write& txn, const Shadow& shadow);
// Behind a programme and an id, in their order.
absl::StatusOr<std::vector<Shadow>> LoadShadows(db::Read& txn, const CaseKey& after,
                                                int64_t rows_max);

// A difference with its place: by shadow, case number and ordinal within the child.
struct DifferencePlace {
  CaseKey shadow;
  std::string case_number;
  int64_t ordinal = -1;  // Behind all of the case number before.
};
struct KeptDifference {
  DifferencePlace place;
  std::string child;  // Resource name.
  Difference difference;
};
// Of one shadow; appends them, and their keyed hashes to the digest of its rows.
absl::Status InsertDifferences(db::Write& txn, const KeyRing& keys,
                               const std::vector<KeptDifference>& differences,
                               std::string* rows_digest);
// Those behind a place of the place's shadow. Those of children whose key was erased say nothing
// any more and are left out.
absl::StatusOr<std::vector<KeptDifference>> LoadDifferences(db::Read& txn, const KeyRing& keys,
                                                            const DifferencePlace& after,
                                                            int64_t rows_max);
// Of all shadows.
absl::StatusOr<std::vector<KeptDifference>> LoadAllDifferences(db::Read& txn, const KeyRing& keys,
                                                               const DifferencePlace& after,
                                                               int64_t rows_max);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_SHADOW_STORE_H_
