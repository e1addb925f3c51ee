// Which children directory's changes were heard of, so that nothing is decided by older facts.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_HEARD_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_HEARD_STORE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/eligibility/child.h"

namespace tuoqiao::eligibility {

// Facts of these children that are older than that position of directory's log decide nothing any
// more: a change at it concerns them.
absl::Status SaveHeard(db::Write& txn, const std::vector<Child>& children, int64_t position);
// The highest position that was saved in the stretch; 0 where there is none.
absl::StatusOr<int64_t> LoadHeard(db::Read& txn, const CaseStretch& cases);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_HEARD_STORE_H_
