// Long work: a leased row that any replica may take up where another died, with progress and a
// result. A job's steps are idempotent per item; it keeps its place in a checkpoint of its own.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_OPERATIONS_H_
#define TUOQIAO_SERVICES_COMMON_RPC_OPERATIONS_H_

#include <google/protobuf/message.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "google/longrunning/operations.pb.h"
#include "services/common/metrics.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rpc/peer.h"

namespace tuoqiao::rpc {

// One run of a job. Not thread safe.
class JobRun {
 public:
  JobRun(const MutationOptions& mutation, Caller caller, std::string id, std::string argument,
         std::string checkpoint);

  // The caller who asked for it; calls to peers go in its name.
  const Caller& caller() const { return caller_; }
  const std::string& park() const { return caller_.park; }
  const std::string& id() const { return id_; }
  // The serialised request that it was made from.
  const std::string& argument() const { return argument_; }
  // Where a former run stopped; empty at the start.
  const std::string& checkpoint() const { return checkpoint_; }

  // Saves a place and how far it is, renews the lease, and is CANCELLED where a person stopped the
  // job.
  absl::Status Progress(int64_t done, int64_t total, const std::string& checkpoint);
  // One step's write: log rows, retries; `step` makes its ids differ from other steps'.
  absl::Status Write(const std::string& step, const ChangeBody& body);

 private:
  const MutationOptions& mutation_;
  const Caller caller_;
  const std::string id_, argument_;
  std::string checkpoint_;
};

// A service's jobs. Thread safe.
class Operations {
 public:
  // Returns the operation's response.
  using Work = std::function<absl::StatusOr<std::unique_ptr<google::protobuf::Message>>(JobRun&)>;

  Operations(std::string service, const MutationOptions& mutation, const Badge& badge,
             Metrics& metrics);
  ~Operations();

  // Before Start.
  void Register(const std::string& kind, Work work);
  void Start();
  void Stop();

  // Makes the job inside a change and fills the operation that the RPC replies. The job's id
  // follows from the request, so a repeated request finds the same job.
  absl::Status Enqueue(Change& change, const std::string& kind,
                       const google::protobuf::Message& argument,
                       google::longrunning::Operation* operation);
  // Looks for work at once instead of at the next tick.
  void Wake();

  // `parks/{park}/operations/{service}-{id}`. OPERATION_NOT_FOUND.
  absl::StatusOr<google::longrunning::Operation> Get(const Caller& caller,
                                                     const std::string& name) const;
  // Asks a running job to stop at its next step.
  absl::Status Cancel(const Caller& caller, const std::string& name);

  const std::string& service() const { return service_; }

 private:
  struct Taken;
  absl::StatusOr<bool> RunOne();
  void Run();

  const std::string service_;
  const MutationOptions mutation_;
  const Badge& badge_;
  Metrics& metrics_;
  std::map<std::string, Work> works_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, woken_ = false;
  std::thread thread_;
};

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_OPERATIONS_H_
