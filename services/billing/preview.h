// The long work of `PreviewMonth`: asks for everything, prices and splits it, and keeps a frozen
// copy.
#ifndef TUOQIAO_SERVICES_BILLING_PREVIEW_H_
#define TUOQIAO_SERVICES_BILLING_PREVIEW_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/billing/facts.h"
#include "services/common/db/db.h"
#include "services/common/rpc/operations.h"

namespace tuoqiao::billing {

// Rows that one transaction writes or deletes.
inline constexpr int64_t kStatementsPerTransaction = 500;

// The job's argument is a PreviewMonthRequest that names its funding plan; the result is the Month.
// Each run writes a copy of its own number and the last step makes it the present one, so that a
// run that dies anywhere leaves the former preview as it was; the next run deletes what is left
// over. A job that is run again after its last step finds its work done. MONTH_CLOSED,
// MONTH_APPROVED, FUNDING_PLAN_NOT_FOUND, BUDGET_MISSING, and what peers answer.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> PreviewMonth(rpc::JobRun& run,
                                                                        db::Database& db,
                                                                        const Peers& peers);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_PREVIEW_H_
