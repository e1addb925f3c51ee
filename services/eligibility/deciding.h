// The long work of `DecideChildren`.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/rpc/operations.h"
#include "services/common/rules/scheme.h"
#include "services/common/seal.h"
#include "services/eligibility/facts.h"

namespace tuoqiao::eligibility {

// Children whose facts are asked for at once and whose decisions one transaction writes.
inline constexpr int32_t kChildrenPerTransaction = 500;

// What the work stands on.
struct DecidingGround {
  db::Database& db;
  const KeyRing& keys;
  const Peers& peers;
  const rules::Schemes& schemes;
};

// The job's argument is a DecideChildrenRequest; the result a DecideChildrenResult. Page by page:
// ask for facts, decide, write what says something new. The checkpoint is the next page, so a run
// that dies goes on where it was, and finds what it has written saying the same.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> DecideChildren(
    rpc::JobRun& run, const DecidingGround& ground);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DECIDING_H_
