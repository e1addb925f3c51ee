// What eligibility does with directory's log: whoever a change concerns is decided again.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_HEARING_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_HEARING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/module.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/facts.h"

namespace tuoqiao::eligibility {

// Children whom one transaction decides again, in every programme: they lie anywhere in the park,
// so that what is kept of each is looked up by itself.
inline constexpr int32_t kChildrenAgain = 200;

// The families and employees of the events, each once. A family that is new has nothing decided
// yet.
Concerned ConcernedBy(const std::vector<type::v1::Event>& events);

// Asks directory once for all whom a page of events concerns, and decides them again by what it
// says now, so that several changes of one child decide it once. All but the last children are
// written ahead of the cursor: heard once more, they say the same and write nothing. Thread safe.
class Hearing {
 public:
  Hearing(const rpc::Ground& ground, const Peers& peers, const rules::Schemes& schemes);

  // rpc::Listener's Prepare.
  absl::StatusOr<rpc::Listener::Apply> Prepare(const rpc::Caller& caller,
                                               const std::vector<type::v1::Event>& events) const;

 private:
  absl::StatusOr<bool> AnyProgramme(const std::string& park) const;
  // Some of the children whom events up to a position concern.
  struct Page {
    absl::CivilDay today;
    int64_t heard = 0;
    ChildPage children;
  };
  absl::Status DecidePage(rpc::Change& change, const Page& page) const;

  const rpc::MutationOptions mutation_;
  const KeyRing& keys_;
  const Peers& peers_;
  const rules::Schemes& schemes_;
  prometheus::Counter& children_;
  prometheus::Counter& decisions_;
};

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_HEARING_H_
