// The end of a right that was given to a child's second case.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DUPLICATE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DUPLICATE_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/eligibility/decision.h"

namespace tuoqiao::eligibility {

// How a trace names it in the place of a condition.
inline constexpr char kDuplicateCondition[] = "one_case_for_each_child";

// Takes away the eligible days from that day on; what was before stays, and is the park's to
// recover. A finding says why, without the other case: that may be another family's. `park` is the
// park's id.
void EndDuplicate(absl::string_view park, absl::CivilDay from, std::vector<Slice>* slices);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DUPLICATE_H_
