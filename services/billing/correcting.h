// The closed months that a preview looks at again.
#ifndef TUOQIAO_SERVICES_BILLING_CORRECTING_H_
#define TUOQIAO_SERVICES_BILLING_CORRECTING_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/correction.h"
#include "services/billing/facts.h"
#include "services/common/db/db.h"
#include "services/common/rpc/operations.h"

namespace tuoqiao::billing {

// How far back: what is older is a person's business.
inline constexpr int kMonthsBack = 12;

struct FoundCorrections {
  Corrections corrections;
  int64_t closed_months = 0;  // How many of the park's months were closed then.
};
// Asks for the facts of each closed month before this one again, with the programme and the plan by
// which it was billed. What `AskMonth` says.
absl::StatusOr<FoundCorrections> FindCorrections(rpc::JobRun& run, db::Database& db,
                                                 const Peers& peers, absl::CivilMonth month);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CORRECTING_H_
