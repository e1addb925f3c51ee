#include "services/eligibility/duplicate.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/eligibility/override.h"

namespace tuoqiao::eligibility {

void EndDuplicate(absl::string_view park, absl::CivilDay from, std::vector<Slice>* slices) {
  CutAt(from, slices);
  for (Slice& slice : *slices) {
    if (slice.period.from < from || slice.outcome != Outcome::kEligible) continue;
    rules::Held held;
    held.condition = kDuplicateCondition;
    held.fact = "duplicate_of_case_number";
    held.since = from;
    held.source = absl::StrCat("parks/", park, "/childDuplicates");
    rules::Finding finding;
    finding.held = std::make_shared<const rules::Held>(std::move(held));
    finding.truth = rules::Truth::kFails;
    slice.trace.push_back(std::move(finding));
    slice.outcome = Outcome::kIneligible;
  }
  MarkLater(slices);
}

}  // namespace tuoqiao::eligibility
