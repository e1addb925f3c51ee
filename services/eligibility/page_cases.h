// What a page of children is decided by, whoever decides and by whichever schemes.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_PAGE_CASES_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_PAGE_CASES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/facts.h"
#include "services/eligibility/fault_store.h"
#include "services/eligibility/override.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

// The children of a page of whom nothing impossible is said, and the faults of the others. Lives no
// longer than the page.
struct PageCases {
  std::vector<const Child*> children;
  // Of each of them, directory's and what was recorded.
  std::vector<rules::Facts> facts;
  // Of each of them, the approved ones.
  std::vector<std::vector<Override>> overrides;
  std::vector<FaultRow> faults;
};

// Whose page it is, and the park's day.
struct PageOf {
  std::string programme;  // Its id.
  absl::CivilDay today;
};
// The page has a child.
absl::StatusOr<PageCases> LoadPageCases(db::Read& txn, const KeyRing& keys, const PageOf& of,
                                        const ChildPage& page);

// The slices of each child with their terms, in one pass over the facts of all. `park` is the
// park's id; the schemes are in force on each day of the period.
std::vector<std::vector<Slice>> DecideCases(absl::string_view park, const PageCases& cases,
                                            const Versions& versions, const Period& period);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_PAGE_CASES_H_
