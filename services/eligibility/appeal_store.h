// Appeals in the database, and the decisions that wait for them.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_APPEAL_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_APPEAL_STORE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/eligibility/appeal.h"
#include "services/eligibility/override_store.h"

namespace tuoqiao::eligibility {

// With its texts, where the child's key is still there. APPEAL_NOT_FOUND.
absl::StatusOr<Appeal> LoadAppeal(db::Read& txn, const KeyRing& keys, const CaseKey& key);
// The case numbers of the programme's open appeals.
absl::StatusOr<std::set<std::string>> LoadAppealed(db::Read& txn, const std::string& programme);

absl::Status InsertAppeal(db::Write& txn, const KeyRing& keys, const Appeal& appeal);
// How it was settled.
absl::Status SaveAppeal(db::Write& txn, const KeyRing& keys, const Appeal& appeal);

// By programme and id. Only of one family, or one state, where they are named. Open, with texts,
// where `keys` are given.
struct AppealFilter {
  std::string family;
  std::string state;
  CaseKey after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Appeal>> LoadAppeals(db::Read& txn, const KeyRing* keys,
                                                const AppealFilter& filter);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_APPEAL_STORE_H_
