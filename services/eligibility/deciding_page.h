// One transaction's part of deciding: some children of a programme, whoever asks for them.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_PAGE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_PAGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/common/seal.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/facts.h"
#include "services/eligibility/programme.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

// What a page is decided by.
struct PageGround {
  const KeyRing& keys;
  const Programme& programme;
  const Versions& versions;
  Period period;  // They are in force on each of its days.
  absl::CivilDay today;
  std::string operation;  // Whose decisions they are.
};

// What came of a page.
struct Decided {
  Tally tally;
  std::vector<std::string> made;  // The names of the decisions that were written now.
};

// Locks the programme, decides each child by directory's facts, what was recorded, what was decided
// before and approved overrides, and saves what says something new. It comes into force, but for
// what would take away an eligible day while an appeal is open: that waits. A child of whom
// something impossible is said becomes a fault, and nothing else of it changes; but the right of a
// second case ends where two people have found that it is one. `changed` of the tally are the
// decisions of this operation, also those that a former run of it wrote. FACTS_STALE where a
// decision rests on later facts, or a change of directory was heard meanwhile that concerns one of
// the children.
absl::StatusOr<Decided> DecidePage(rpc::Change& change, const PageGround& ground,
                                   const ChildPage& page);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_PAGE_H_
