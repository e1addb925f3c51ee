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

// ---- What packs say of a plan.

absl::Status SchemeUnknown(absl::string_view field, absl::string_view scheme);
// `schemes` are those of the deciding programme, `fitting` the amounts that they have by the month
// of that payer.
absl::Status SchemeAmountUnknown(absl::string_view field, absl::string_view amount,
                                 absl::string_view schemes, absl::string_view payer,
                                 absl::string_view fitting);

// A payer that has a budget in another year.
absl::Status BudgetMissing(absl::string_view payer, int64_t year);

absl::Status MonthNotFound(absl::string_view name);
absl::Status MonthClosed(absl::CivilMonth month);
absl::Status MonthApproved(absl::CivilMonth month);
absl::Status MonthNotPreviewed(absl::CivilMonth month, absl::string_view state);
absl::Status MonthNotApproved(absl::CivilMonth month, absl::string_view state);
// `over_from` is the first day on which all that the copy bills is over.
absl::Status MonthNotOver(absl::CivilMonth month, absl::CivilDay over_from);
// `items` are those of the checklist that are open, with their counts.
absl::Status MonthBlocked(absl::CivilMonth month, absl::string_view items);
absl::Status MonthNotAcknowledged(absl::CivilMonth month, absl::string_view items);
absl::Status DigestStale(absl::string_view present);
absl::Status ApprovedBySamePerson(absl::CivilMonth month);

// A month whose plan counts from month to month is approved and closed one after the other.
absl::Status MonthClosedSince(absl::CivilMonth month);
absl::Status MonthClosing(absl::CivilMonth month);
absl::Status OtherMonthApproved(absl::CivilMonth other);
absl::Status YearDrawnSince(absl::CivilMonth month);
// `excesses` say of each budget what the month draws, what is left and what is too much.
absl::Status BudgetExceeded(absl::CivilMonth month, absl::string_view excesses_en,
                            absl::string_view excesses_zh);
absl::Status LedgerBehind();

absl::Status StatementNotFound(absl::string_view name);
absl::Status StatementDiffers(absl::string_view name);
// An auditor asks for another payer's shares than the authority's.
absl::Status PayerNotYours(absl::string_view payer);

// The frozen copy is not what was signed: nothing may be closed from it.
absl::Status FrozenCopyAltered(absl::CivilMonth month);

// ---- Shadows and the plans that come of them.

absl::Status ShadowNotFound(absl::string_view name);
absl::Status ShadowNotCompared(absl::string_view state);
absl::Status ShadowDigestStale(absl::string_view present);
absl::Status ShadowApprovedBySamePerson();
// The month has another copy than the shadow was compared with.
absl::Status MonthChanged(absl::CivilMonth month);
// `figures` are those above their thresholds, with both numbers.
absl::Status ShadowOverThreshold(absl::string_view figures);
// The month's own plan does not come to its frozen copy any more; `examples` are case numbers.
absl::Status ShadowBaseDiffers(absl::CivilMonth month, int64_t children,
                               absl::string_view examples);
absl::Status ShadowBaseNotInForce(absl::CivilMonth first_month, absl::string_view compared_with,
                                  absl::string_view in_force);
// `month` is the first month of an adoption or a later one, and `state` says that it is billed.
absl::Status FirstMonthBilled(absl::CivilMonth month, absl::string_view state);
absl::Status FundingPlanNotAdopted(absl::CivilMonth month, absl::string_view named,
                                   absl::string_view in_force);

// ---- Estimates.

absl::Status AgeOutsideGroups(int64_t least_months, int64_t months_below);
// No tariff of the centre is in force for the kind; no centre named, of any.
absl::Status TariffMissing(absl::string_view centre, absl::string_view group_kind);
// The plan in force does not know the code.
absl::Status FirmPlanMissing(absl::string_view code);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_ERRORS_H_
