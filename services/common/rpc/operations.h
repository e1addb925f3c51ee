// Long work: a leased row that any replica may take up where another died, with progress and a
// result. A job's steps are idempotent per item; it keeps its place in a checkpoint of its own.
//
// A process runs a few jobs at once, one of each lane: a lane is what must not be worked on by two
// at a time, a firm's files or a kind of job. Replicas may still meet in a lane, when a lease
// runs out under a run that is alive; a job is written so that it costs time only.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_OPERATIONS_H_
#define TUOQIAO_SERVICES_COMMON_RPC_OPERATIONS_H_

#include <google/protobuf/message.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "google/longrunning/operations.pb.h"
#include "services/common/metrics.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rpc/peer.h"

namespace tuoqiao::rpc {

// One run of a job. Not thread safe.
class JobRun {
 public:
  // What is kept of a job between its runs.
  struct Taken {
    std::string park, id, kind, argument, checkpoint;
    std::string caller;    // Who started it.
    int64_t attempts = 0;  // This run counted; it is the run's name, by which a later one is told.
  };

  JobRun(const MutationOptions& mutation, Caller caller, Taken job,
         const std::atomic<bool>& stopping);

  // The caller who asked for it; calls to peers go in its name.
  const Caller& caller() const { return caller_; }
  const std::string& park() const { return caller_.park; }
  const std::string& id() const { return job_.id; }
  // The serialised request that it was made from.
  const std::string& argument() const { return job_.argument; }
  // Where a former run stopped; empty at the start.
  const std::string& checkpoint() const { return job_.checkpoint; }

  // Saves a place and how far it is. CANCELLED where a person stopped the job; ABORTED where the
  // process stops or a later run has it, and then this one says no more.
  absl::Status Progress(int64_t done, int64_t total, const std::string& checkpoint);
  // One step's write: log rows, retries; `step` makes its ids differ from other steps'. Fails as
  // Progress does, and writes nothing then.
  absl::Status Write(const std::string& step, const ChangeBody& body);

 private:
  // Holds the job in the transaction: OK where it is still this run's.
  absl::Status Hold(db::Write& txn) const;

  const MutationOptions& mutation_;
  const Caller caller_;
  const std::atomic<bool>& stopping_;
  Taken job_;
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
  // follows from the request, so a repeated request finds the same job. The lane is the kind where
  // none is named.
  absl::Status Enqueue(Change& change, const std::string& kind,
                       const google::protobuf::Message& argument,
                       google::longrunning::Operation* operation, absl::string_view lane = "");
  // Looks for work at once instead of at the next tick.
  void Wake();

  // `parks/{park}/operations/{service}-{id}`. OPERATION_NOT_FOUND.
  absl::StatusOr<google::longrunning::Operation> Get(const Caller& caller,
                                                     const std::string& name) const;
  // Asks a running job to stop at its next step.
  absl::Status Cancel(const Caller& caller, const std::string& name);

  const std::string& service() const { return service_; }

 private:
  // How a run ended: what becomes of its row.
  struct Ended {
    std::string park, id, state, outcome;
    int64_t attempts = 0;
    absl::Duration rest;  // Until it is tried again.
  };

  // In one transaction: writes how the former run ended, and takes a job if there is one.
  absl::StatusOr<std::optional<JobRun::Taken>> Next(const std::optional<Ended>& ended, bool take);
  bool RunsHere(const JobRun::Taken& job) const;
  Ended RunOne(const JobRun::Taken& job);
  // A thread that runs jobs, one after the other, until Stop.
  void RunJobs();
  // The thread that renews the leases of what runs here.
  void Keep();
  absl::Status Renew();

  const std::string service_;
  const MutationOptions mutation_;
  const Badge& badge_;
  Metrics& metrics_;
  std::map<std::string, Work> works_;
  std::mutex take_mutex_;  // Held while a job is taken, so that of each lane only one is.
  mutable std::mutex mutex_;
  std::condition_variable wake_, kept_;
  std::atomic<bool> stopping_{false};
  bool ended_ = false;  // Nothing runs any more.
  int wakes_ = 0;
  std::map<std::pair<std::string, std::string>, int64_t> running_;  // Attempts, by park and id.
  std::vector<std::thread> workers_;
  std::thread keeper_;
};

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_OPERATIONS_H_
