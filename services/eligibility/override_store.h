// Overrides in the database; their reasons are sealed under the child's key.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_OVERRIDE_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_OVERRIDE_STORE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/override.h"

namespace tuoqiao::eligibility {

// A programme's id, and the id of what belongs to it.
struct CaseKey {
  std::string programme, id;
};

// With its reason, where the child's key is still there. OVERRIDE_NOT_FOUND.
absl::StatusOr<Override> LoadOverride(db::Read& txn, const KeyRing& keys, const CaseKey& key);
// The approved ones of a stretch, by the children's resource names, without their reasons, in the
// order of their first days.
absl::StatusOr<std::map<std::string, std::vector<Override>>> LoadApproved(
    db::Read& txn, const std::string& programme, const CaseStretch& cases);

absl::Status InsertOverride(db::Write& txn, const KeyRing& keys, const Override& exception);
// Its state and who made it so.
absl::Status SaveOverride(db::Write& txn, const Override& exception);

// By programme and id. Only of one family, or one state, where they are named. Open, with reasons,
// where `keys` are given.
struct OverrideFilter {
  std::string family;
  std::string state;
  CaseKey after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Override>> LoadOverrides(db::Read& txn, const KeyRing* keys,
                                                    const OverrideFilter& filter);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_OVERRIDE_STORE_H_
