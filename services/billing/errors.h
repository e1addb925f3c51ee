// What can go wrong in billing, one constructor each. Reasons are contract.
#ifndef TUOQIAO_SERVICES_BILLING_ERRORS_H_
#define TUOQIAO_SERVICES_BILLING_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::billing {

absl::Status TariffExists(absl::string_view name);
absl::Status BillingModeDiffers(absl::string_view name);

absl::Status FundingPlanExists(absl::string_view name);
absl::Status FundingPlanNotFound(absl::string_view name);
// `why` follows the name of the field: "is not in its place".
absl::Status LayerInvalid(absl::string_view field, absl::string_view why_en,
                          absl::string_view why_zh);

// A payer that has a budget in another year.
absl::Status BudgetMissing(absl::string_view payer, int64_t year);

absl::Status MonthNotFound(absl::string_view name);
absl::Status MonthClosed(absl::CivilMonth month);
absl::Status MonthApproved(absl::CivilMonth month);
absl::Status MonthNotPreviewed(absl::CivilMonth month, absl::string_view state);
absl::Status MonthNotApproved(absl::CivilMonth month, absl::string_view state);
absl::Status DigestStale(absl::string_view present);
absl::Status ApprovedBySamePerson(absl::CivilMonth month);

// A month whose plan counts from month to month is approved and closed one after the other.
absl::Status OtherMonthApproved(absl::CivilMonth other);
absl::Status YearDrawnSince(absl::CivilMonth month);

absl::Status StatementNotFound(absl::string_view name);

// The frozen copy is not what was signed: nothing may be closed from it.
absl::Status FrozenCopyAltered(absl::CivilMonth month);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_ERRORS_H_
