// The long work of `StartShadow`: splits a month by another plan beside its own and keeps the
// differences.
#ifndef TUOQIAO_SERVICES_BILLING_SHADOWING_H_
#define TUOQIAO_SERVICES_BILLING_SHADOWING_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/billing/facts.h"
#include "services/common/db/db.h"
#include "services/common/rpc/operations.h"

namespace tuoqiao::billing {

// The job's argument is a Shadow that names its shadow; the result is the Shadow. The facts are
// asked for as the preview asks, since a copy keeps what a month came to and not what it rested on;
// drafting them by the month's own plan has to make the frozen copy again, to the letter, or the
// shadow is REFUSED. Nothing of the month is written. A run that dies is run again from the start
// and deletes what it had kept; a shadow that is no longer RUNNING is left alone.
// SHADOW_BASE_DIFFERS, MONTH_CHANGED, and what peers answer.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> RunShadow(rpc::JobRun& run,
                                                                     db::Database& db,
                                                                     const Peers& peers);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SHADOWING_H_
