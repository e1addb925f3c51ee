// What a page of children is decided by, whoever decides and by whichever schemes.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_PAGE_CASES_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_PAGE_CASES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/facts.h"
#include "services/eligibility/fault_store.h"
#include "services/eligibility/override.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

// A child, and what it is decided by.
struct PageCase {
  const Child* child = nullptr;
  rules::Facts facts;               // Directory's and what was recorded.
  std::vector<Override> overrides;  // The approved ones.
  Carried carried;                  // Where a scheme looks back.
};

// The children of a page. Lives no longer than the page.
struct PageCases {
  std::vector<PageCase> sound;
  std::vector<FaultRow> faults;
  // Of the faults those whose child is known under another case: a right that they have ends.
  std::vector<PageCase> second;
};

// Whose page it is, the park's day, and what is decided.
struct PageOf {
  std::string programme;  // Its id.
  absl::CivilDay today;
  const Versions& live;  // By which the decisions in force were made.
  Period period;
  bool looks_back = false;  // Whether a scheme by which it is decided does.
};
// The page has a child.
absl::StatusOr<PageCases> LoadPageCases(db::Read& txn, const KeyRing& keys, const PageOf& of,
                                        const ChildPage& page);

// A child's slices with their terms, and the facts that they rest on: what was decided before too.
struct DecidedCase {
  std::vector<Slice> slices;
  rules::Facts facts;
};
// Of each child, in one pass over the facts of all. `park` is the park's id; the schemes are
// in force on each day of the period.
std::vector<DecidedCase> DecideCases(absl::string_view park, const std::vector<PageCase>& cases,
                                     const Versions& versions, const Period& period);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_PAGE_CASES_H_
