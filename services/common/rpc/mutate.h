// The only write path of a service.
//
// A stored request_id answers at once: the same content with what was answered before (personal
// fields left out: the reply keeps resource names), other content with REQUEST_ID_REUSED. Else
// `ask` runs outside the transaction, then `body` inside it: load, decide, save, publish. The log
// rows, the stored reply and the change commit together; ABORTED is tried again a bounded number of
// times, so a body is a pure function of transaction and facts; `validate_only` runs everything and
// rolls back.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_MUTATE_H_
#define TUOQIAO_SERVICES_COMMON_RPC_MUTATE_H_

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/audit.h"
#include "services/common/clock.h"
#include "services/common/db/db.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/rpc/caller.h"
#include "services/common/status_macros.h"

namespace tuoqiao::rpc {

// One change as its body sees it. Not thread safe.
class Change {
 public:
  Change(db::Write& txn, const Caller& caller, std::string request_id, std::string write_time)
      : txn(txn),
        caller(caller),
        request_id(std::move(request_id)),
        write_time_(std::move(write_time)) {}

  db::Write& txn;
  const Caller& caller;
  const std::string request_id;

  // When this is written, as the log says it: to the microsecond, in UTC.
  const std::string& write_time() const { return write_time_; }

  // The next id of this request: derived, so that the same request always makes the same ids.
  std::string NewId(absl::string_view prefix) {
    return DeriveId(prefix, {txn.park(), request_id}, ordinal_++);
  }

  // Writes one log row. `revision` is the subject's after the change; `payload` holds ids, dates
  // and amounts, never a personal field (checked).
  void Publish(absl::string_view kind, absl::string_view subject, int64_t revision,
               const google::protobuf::Message& payload);

  // Writes what was published; called once, by who made the change.
  absl::Status Flush();

 private:
  std::string write_time_;
  int64_t ordinal_ = 0;
  std::vector<LogLeaf> leaves_;
};

struct MutationOptions {
  db::Database& db;
  Clock& clock;
};

using ChangeBody = std::function<absl::Status(Change&)>;

namespace internal {
// Fills the response from the stored reply, if there is one.
absl::StatusOr<bool> AnsweredBefore(const MutationOptions& options, const Caller& caller,
                                    const google::protobuf::Message& request,
                                    google::protobuf::Message* response);
absl::Status RunMutation(const MutationOptions& options, const Caller& caller,
                         const google::protobuf::Message& request,
                         google::protobuf::Message* response, const ChangeBody& body);
}  // namespace internal

// For bodies that ask no other service.
template <typename Request, typename Response>
absl::Status Mutate(const MutationOptions& options, const Caller& caller, const Request& request,
                    Response* response, const ChangeBody& body) {
  return internal::RunMutation(options, caller, request, response, body);
}

// For bodies that rest on facts of other services. A body that finds them out of date returns
// FACTS_STALE, and they are asked for once more.
template <typename Request, typename Response, typename Ask, typename Body>
absl::Status Mutate(const MutationOptions& options, const Caller& caller, const Request& request,
                    Response* response, const Ask& ask, const Body& body) {
  // A request that was answered is answered so again, also where a peer is away now.
  ASSIGN_OR_RETURN(const bool answered,
                   internal::AnsweredBefore(options, caller, request, response));
  if (answered) return absl::OkStatus();
  for (int tries = 0;; ++tries) {
    ASSIGN_OR_RETURN(const auto facts, ask());
    const absl::Status status =
        internal::RunMutation(options, caller, request, response,
                              [&](Change& change) -> absl::Status { return body(change, facts); });
    if (tries == 0 && ReasonOf(status) == "FACTS_STALE") continue;
    return status;
  }
}

// What a body returns when a fact that it was handed is no longer so.
absl::Status FactsStale(absl::string_view what);

// A listener's or a job's own write: no stored request, the same log rows, the same retries. The id
// takes the place of the request_id: derived from what caused the write, so that a repeat makes the
// same ids.
absl::Status Write(const MutationOptions& options, const Caller& caller, const std::string& id,
                   const ChangeBody& body);

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_MUTATE_H_
