// The long work of `CloseMonth`: closes the statements of the frozen copy that two people signed,
// one event each, and then the month. It asks nobody.
#ifndef TUOQIAO_SERVICES_BILLING_CLOSE_H_
#define TUOQIAO_SERVICES_BILLING_CLOSE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/rpc/operations.h"

namespace tuoqiao::billing {

// The job's argument is a CloseMonthRequest; the result is the Month. Batches follow the order of
// ids, and a statement is closed together with its event: a run that dies anywhere goes on where it
// stopped, and two runs at once close each statement once, by one event whose id follows from the
// month and the batch. A closed month is left alone. MONTH_NOT_FOUND, MONTH_NOT_APPROVED,
// FROZEN_COPY_ALTERED where the copy is no longer the one that was signed.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CloseMonth(
    rpc::JobRun& run, const rpc::MutationOptions& mutation);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CLOSE_H_
