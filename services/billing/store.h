// Tariffs and funding plans as rows.
#ifndef TUOQIAO_SERVICES_BILLING_STORE_H_
#define TUOQIAO_SERVICES_BILLING_STORE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/billing/shares.h"
#include "services/billing/tariff.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

// Names of the enumerations as rows hold them. A name that none of ours gave is a broken invariant.
GroupKind GroupKindOf(absl::string_view name);
Payer PayerOf(absl::string_view name);
RuleKind RuleKindOf(absl::string_view name);
MonthFact MonthFactOf(absl::string_view name);
CapScope CapScopeOf(absl::string_view name);
Condition ConditionOf(absl::string_view name);
CopayOrder CopayOrderOf(absl::string_view name);
LineKind LineKindOf(absl::string_view name);
ShareForm ShareFormOf(absl::string_view name);

// False where there is one of that centre, kind and day already; nothing is saved then.
absl::StatusOr<bool> InsertTariff(db::Write& txn, const Tariff& tariff);
// Behind a centre and an id, in their order.
struct TariffPlace {
  std::string centre, id;
};
absl::StatusOr<std::vector<Tariff>> LoadTariffs(db::Read& txn, const TariffPlace& after,
                                                int64_t rows_max);
// All of the park by centre's name and kind.
absl::StatusOr<std::map<std::pair<std::string, GroupKind>, std::vector<Tariff>>> LoadAllTariffs(
    db::Read& txn);

// Funding plans: store_plans.cc.
absl::StatusOr<bool> FundingPlanKnown(db::Read& txn, const std::string& id);
// The plan is not known yet.
absl::Status InsertFundingPlan(db::Write& txn, const FundingPlan& plan);
// FUNDING_PLAN_NOT_FOUND.
absl::StatusOr<FundingPlan> LoadFundingPlan(db::Read& txn, const std::string& id);
absl::StatusOr<std::vector<FundingPlan>> LoadFundingPlans(db::Read& txn, const std::string& after,
                                                          int64_t rows_max);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_STORE_H_
