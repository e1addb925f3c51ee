// Months as rows.
#ifndef TUOQIAO_SERVICES_BILLING_MONTH_STORE_H_
#define TUOQIAO_SERVICES_BILLING_MONTH_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/month.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

// Nothing where the month was never previewed.
absl::StatusOr<std::optional<Month>> FindMonth(db::Read& txn, absl::CivilMonth month);
// The month with its row locked; an OPEN one is made where there is none.
absl::StatusOr<Month> OpenMonth(db::Write& txn, absl::CivilMonth month);
// The month with its row locked. MONTH_NOT_FOUND.
absl::StatusOr<Month> LockMonth(db::Write& txn, absl::CivilMonth month);
absl::Status SaveMonth(db::Write& txn, const Month& month);
// Behind a month, in order.
absl::StatusOr<std::vector<Month>> LoadMonths(db::Read& txn, const std::string& after,
                                              int64_t rows_max);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_MONTH_STORE_H_
