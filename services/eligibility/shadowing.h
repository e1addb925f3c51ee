// The long work of `StartShadow`.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_SHADOWING_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_SHADOWING_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/common/rpc/operations.h"
#include "services/eligibility/deciding.h"

namespace tuoqiao::eligibility {

inline constexpr char kStartShadow[] = "StartShadow";

// The job's argument is a Shadow that names its shadow; the result is the Shadow. Page by page: ask
// for facts, decide by what the programme has and by the new scheme, on the same facts, and keep
// what differs. One transaction writes a page's differences, what they come to, and which page is
// next, so a run that dies goes on where it was, and no page counts twice; the last one finishes
// the shadow. No decision is written. SHADOW_BASE_NOT_IN_FORCE where the programme adopts a scheme
// meanwhile.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> RunShadow(rpc::JobRun& run,
                                                                     const DecidingGround& ground);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_SHADOWING_H_
