// A month's checklist, as the contract says it.
#ifndef TUOQIAO_SERVICES_BILLING_CONVERT_CHECKLIST_H_
#define TUOQIAO_SERVICES_BILLING_CONVERT_CHECKLIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/checklist_store.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::billing {

// Items that an approval names. FIELD_INVALID where one is none that can be accepted as it is.
absl::StatusOr<std::vector<std::string>> AcknowledgedOf(const v1::ApproveMonthRequest& request);

v1::ChecklistItem ToProto(const ChecklistItem& item);
v1::MonthChecklist ToProto(absl::string_view park, const Month& month,
                           const std::vector<ChecklistItem>& items);
// What is kept of an item, for the state hash.
v1::ChecklistItem ToProto(const KeptItem& kept);
void SetDifference(absl::CivilMonth former_month, const MonthSums& before, const MonthSums& after,
                   v1::MonthChecklist* checklist);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CONVERT_CHECKLIST_H_
