#include "services/common/rpc/operations.h"

#include <google/protobuf/any.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"
#include "services/common/log.h"
#include "services/common/period.h"
#include "services/common/rpc/status.h"
#include "tuoqiao/type/v1/operation.pb.h"

namespace tuoqiao::rpc {
namespace {

// How long a job waits after its process was killed. Renewed while the process lives.
constexpr absl::Duration kLease = absl::Seconds(6);
constexpr auto kRenewEvery = std::chrono::seconds(2);
constexpr auto kTick = std::chrono::milliseconds(500);
constexpr int kJobsAtOnce = 4;
constexpr absl::Duration kRetryAfterMin = absl::Seconds(1);
constexpr int64_t kDoublingsMax = 6;
// A peer may be away for an hour.
constexpr int64_t kAttemptsMax = 60;

std::string NameOf(absl::string_view park, absl::string_view service, absl::string_view id) {
  return absl::StrCat("parks/", park, "/operations/", service, "-", id);
}

// Who started a job: the label, then each scope on a line of its own. Two firms may name their
// people alike.
std::string StarterOf(const Caller& caller) {
  return absl::StrCat(caller.Label(), "\n", absl::StrJoin(caller.identity.scopes, "\n"));
}

// Of what may be taken, with the lanes left out in which another job runs: a run that was cut off
// or is to be tried again first, then what waits. `:now` stands in both.
constexpr absl::string_view kTakeable[] = {"RUNNING", "WAITING"};

std::string TakeableSql(absl::string_view state) {
  return absl::StrCat(
      "SELECT park_id, id, kind, argument, checkpoint, caller, attempts FROM job j WHERE state = '",
      state,
      "' AND lease_until_ms < :now AND NOT EXISTS (SELECT 1 FROM job r WHERE r.lease_until_ms > 0 "
      "AND r.lease_until_ms >= :now AND r.park_id = j.park_id AND r.lane = j.lane) "
      "ORDER BY lease_until_ms, create_time, id LIMIT 1");
}

absl::StatusOr<std::optional<JobRun::Taken>> FindTakeable(db::Read& txn, int64_t now) {
  std::optional<JobRun::Taken> job;
  for (absl::string_view state : kTakeable) {
    RETURN_IF_ERROR(txn.QueryOne(TakeableSql(state), {{"now", now}},
                                 [&](const db::Row& row) {
                                   job = {row.Text(0), row.Text(1), row.Text(2),   row.Bytes(3),
                                          row.Text(4), row.Text(5), row.Int(6) + 1};
                                 })
                        .status());
    if (job.has_value()) break;
  }
  return job;
}

bool Passes(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kAborted ||
         status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kResourceExhausted;
}

}  // namespace

JobRun::JobRun(const MutationOptions& mutation, Caller caller, Taken job,
               const std::atomic<bool>& stopping)
    : mutation_(mutation), caller_(std::move(caller)), stopping_(stopping), job_(std::move(job)) {}

absl::Status JobRun::Hold(db::Write& txn) const {
  if (stopping_) return absl::AbortedError("this process stops; another run goes on");
  RETURN_IF_ERROR(txn.LockRoot("job", "id", id()));
  std::string state;
  int64_t attempts = 0;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne("SELECT state, attempts FROM job WHERE park_id = :park AND id = :id",
                   {{"id", id()}}, [&](const db::Row& row) {
                     state = row.Text(0);
                     attempts = row.Int(1);
                   }));
  if (state == "CANCELLED") {
    return Failure(absl::StatusCode::kCancelled, "OPERATION_CANCELLED")
        .Say("The operation was cancelled; what it had done stays.",
             "操作已取消,已完成的部分保留。")
        .Next("Start it again to go on.", "再次启动即可继续。");
  }
  if (!found || attempts != job_.attempts) {
    return absl::AbortedError("a later run has this job");
  }
  return absl::OkStatus();
}

absl::Status JobRun::Progress(int64_t done, int64_t total, const std::string& checkpoint) {
  job_.checkpoint = checkpoint;
  return mutation_.db.WriteIn(park(), [&](db::Write& txn) -> absl::Status {
    RETURN_IF_ERROR(Hold(txn));
    return txn
        .Execute(
            "UPDATE job SET done = :done, total = :total, checkpoint = :checkpoint "
            "WHERE park_id = :park AND id = :id",
            {{"done", done}, {"total", total}, {"checkpoint", checkpoint}, {"id", id()}})
        .status();
  });
}

absl::Status JobRun::Write(const std::string& step, const ChangeBody& body) {
  return rpc::Write(mutation_, caller_, absl::StrCat(id(), "-", step),
                    [&](Change& change) -> absl::Status {
                      RETURN_IF_ERROR(Hold(change.txn));
                      return body(change);
                    });
}

Operations::Operations(std::string service, const MutationOptions& mutation, const Badge& badge,
                       Metrics& metrics)
    : service_(std::move(service)), mutation_(mutation), badge_(badge), metrics_(metrics) {
  metrics_.AddCollector([this] {
    int64_t oldest_ms = 0;
    const int64_t now = absl::ToUnixMillis(mutation_.clock.Now());
    mutation_.db
        .ReadIn(db::kAcrossParks,
                [&](db::Read& txn) -> absl::Status {
                  return txn
                      .QueryOne(
                          "SELECT MIN(create_time) FROM job WHERE state IN ('WAITING', 'RUNNING')",
                          {},
                          [&](const db::Row& row) {
                            absl::Time time;
                            if (!row.Null(0) &&
                                absl::ParseTime(absl::RFC3339_full, row.Text(0), &time, nullptr)) {
                              oldest_ms = now - absl::ToUnixMillis(time);
                            }
                          })
                      .status();
                })
        .IgnoreError();
    metrics_.Gauges(kOldestWaitingJob)
        .Add({{"service", service_}})
        .Set(static_cast<double>(oldest_ms) / 1000.0);
  });
}

Operations::~Operations() { Stop(); }

void Operations::Register(const std::string& kind, Work work) { works_[kind] = std::move(work); }

void Operations::Start() {
  // On an engine whose only writer is this process, a lease can only be that of a run that is dead.
  const absl::Status freed =
      mutation_.db.WriteIn(db::kAcrossParks, [&](db::Write& txn) -> absl::Status {
        if (!txn.WritersAreAlone()) return absl::OkStatus();
        return txn.Execute("UPDATE job SET lease_until_ms = 0 WHERE state = 'RUNNING'", {})
            .status();
      });
  if (!freed.ok()) {
    Log(Severity::kError, "jobs.failed",
        {{"service", service_}, {"reason", std::string(freed.message())}});
  }
  for (int i = 0; i < kJobsAtOnce; ++i) workers_.emplace_back([this] { RunJobs(); });
  keeper_ = std::thread([this] { Keep(); });
}

void Operations::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  kept_.notify_all();
  if (keeper_.joinable()) keeper_.join();
}

void Operations::Wake() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ++wakes_;
  }
  wake_.notify_one();
}

absl::Status Operations::Enqueue(Change& change, const std::string& kind,
                                 const google::protobuf::Message& argument,
                                 google::longrunning::Operation* operation,
                                 absl::string_view lane) {
  CHECK(works_.count(kind) == 1);
  const std::string id = change.NewId("op");
  RETURN_IF_ERROR(
      change.txn
          .Execute(
              "INSERT INTO job (park_id, id, kind, lane, argument, state, done, total, "
              "checkpoint, outcome, caller, lease_until_ms, attempts, create_time) VALUES (:park, "
              ":id, :kind, :lane, :argument, 'WAITING', 0, 0, '', :outcome, :caller, 0, 0, :time)",
              {{"id", id},
               {"kind", kind},
               {"lane", lane.empty() ? kind : lane},
               {"argument", db::Blob{argument.SerializeAsString()}},
               {"outcome", db::Blob{""}},
               {"caller", StarterOf(change.caller)},
               {"time", FormatInstant(mutation_.clock.Now())}})
          .status());
  operation->set_name(NameOf(change.txn.park(), service_, id));
  type::v1::Progress progress;
  progress.set_kind(kind);
  operation->mutable_metadata()->PackFrom(progress);
  return absl::OkStatus();
}

absl::StatusOr<google::longrunning::Operation> Operations::Get(const Caller& caller,
                                                               const std::string& name) const {
  absl::string_view id = name;
  const std::string prefix = NameOf(caller.park, service_, "");
  if (!absl::ConsumePrefix(&id, prefix)) return NotFound("OPERATION_NOT_FOUND", name);
  google::longrunning::Operation operation;
  bool found = false;
  std::string started_by;
  RETURN_IF_ERROR(mutation_.db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(
        found,
        txn.QueryOne("SELECT kind, state, done, total, outcome, caller FROM job WHERE park_id = "
                     ":park AND id = :id",
                     {{"id", id}}, [&](const db::Row& row) {
                       started_by = row.Text(5);
                       operation.set_name(name);
                       type::v1::Progress progress;
                       progress.set_kind(row.Text(0));
                       progress.set_done(row.Int(2));
                       progress.set_total(row.Int(3));
                       operation.mutable_metadata()->PackFrom(progress);
                       const std::string state = row.Text(1);
                       operation.set_done(state != "WAITING" && state != "RUNNING");
                       if (state == "DONE") {
                         CHECK(operation.mutable_response()->ParseFromString(row.Bytes(4)));
                       } else if (operation.done()) {
                         CHECK(operation.mutable_error()->ParseFromString(row.Bytes(4)));
                       }
                     }));
    return absl::OkStatus();
  }));
  // A firm or centre sees what it started; who may see the park sees everything.
  const bool visible =
      StarterOf(caller) == started_by || caller.Sees(absl::StrCat("parks/", caller.park));
  if (!found || !visible) return NotFound("OPERATION_NOT_FOUND", name);
  return operation;
}

absl::Status Operations::Cancel(const Caller& caller, const std::string& name) {
  RETURN_IF_ERROR(Get(caller, name).status());
  const std::string id = name.substr(NameOf(caller.park, service_, "").size());
  const absl::Status cancelled = Failure(absl::StatusCode::kCancelled, "OPERATION_CANCELLED")
                                     .Say("The operation was cancelled; what it had done stays.",
                                          "操作已取消,已完成的部分保留。");
  return mutation_.db.WriteIn(caller.park, [&](db::Write& txn) {
    return txn
        .Execute(
            "UPDATE job SET state = 'CANCELLED', outcome = :outcome WHERE park_id = :park AND id = "
            ":id AND state IN ('WAITING', 'RUNNING')",
            {{"id", id}, {"outcome", db::Blob{ToRpc(cancelled, name).SerializeAsString()}}})
        .status();
  });
}

absl::StatusOr<std::optional<JobRun::Taken>> Operations::Next(const std::optional<Ended>& ended,
                                                              bool take) {
  const std::lock_guard<std::mutex> lock(take_mutex_);
  std::optional<JobRun::Taken> job;
  if (!ended.has_value()) {
    // Looks before it writes: mostly there is nothing.
    RETURN_IF_ERROR(mutation_.db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t now, txn.EngineMillis());
      ASSIGN_OR_RETURN(job, FindTakeable(txn, now));
      return absl::OkStatus();
    }));
    if (!job.has_value()) return job;
  }
  RETURN_IF_ERROR(mutation_.db.WriteIn(db::kAcrossParks, [&](db::Write& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t now, txn.EngineMillis());
    if (ended.has_value()) {
      // Void where a later run has it; where a person has cancelled it, it only frees its lane.
      RETURN_IF_ERROR(
          txn.Execute("UPDATE job SET state = CASE WHEN state = 'RUNNING' THEN :state ELSE state "
                      "END, outcome = CASE WHEN state = 'RUNNING' THEN :outcome ELSE outcome END, "
                      "lease_until_ms = :lease WHERE park_id = :job_park AND id = :id AND state IN "
                      "('RUNNING', 'CANCELLED') AND attempts = :attempts",
                      {{"state", ended->state},
                       {"outcome", db::Blob{ended->outcome}},
                       {"lease", ended->rest > absl::ZeroDuration()
                                     ? now + absl::ToInt64Milliseconds(ended->rest)
                                     : 0},
                       {"job_park", ended->park},
                       {"id", ended->id},
                       {"attempts", ended->attempts}})
              .status());
    }
    job.reset();
    if (!take) return absl::OkStatus();
    ASSIGN_OR_RETURN(job, FindTakeable(txn, now));
    // It runs here: this process was held up for so long that its lease ran out.
    if (job.has_value() && RunsHere(*job)) job.reset();
    if (!job.has_value()) return absl::OkStatus();
    // Of two replicas that see the row, the one whose update finds it as it was has it.
    ASSIGN_OR_RETURN(const int64_t taken,
                     txn.Execute("UPDATE job SET state = 'RUNNING', lease_until_ms = :lease, "
                                 "attempts = :attempts WHERE park_id = :job_park AND id = :id "
                                 "AND state IN ('WAITING', 'RUNNING') AND attempts = :before",
                                 {{"lease", now + absl::ToInt64Milliseconds(kLease)},
                                  {"attempts", job->attempts},
                                  {"job_park", job->park},
                                  {"id", job->id},
                                  {"before", job->attempts - 1}}));
    if (taken == 0) job.reset();
    return absl::OkStatus();
  }));
  if (job.has_value()) {
    const std::lock_guard<std::mutex> running(mutex_);
    running_[{job->park, job->id}] = job->attempts;
  }
  return job;
}

bool Operations::RunsHere(const JobRun::Taken& job) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return running_.count({job.park, job.id}) > 0;
}

Operations::Ended Operations::RunOne(const JobRun::Taken& job) {
  // Work that a person started is logged in the person's name; calls to peers carry the service's.
  Caller caller = badge_.AsCaller(job.park);
  const std::pair<std::string, std::string> label =
      absl::StrSplit(job.caller.substr(0, job.caller.find('\n')), absl::MaxSplits(':', 1));
  caller.identity.role = label.first;
  caller.identity.subject = label.second;
  JobRun run(mutation_, caller, job, stopping_);
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> result = works_.at(job.kind)(run);
  Ended ended{job.park, job.id, "DONE", "", job.attempts};
  if (result.ok()) {
    google::protobuf::Any any;
    any.PackFrom(**result);
    ended.outcome = any.SerializeAsString();
    return ended;
  }
  const bool again = Passes(result.status()) && (stopping_ || job.attempts < kAttemptsMax);
  if (again) {
    ended.state = "RUNNING";
    if (!stopping_) {
      ended.rest = kRetryAfterMin * (int64_t{1} << std::min(job.attempts - 1, kDoublingsMax));
    }
  } else {
    ended.state = "FAILED";
    ended.outcome = ToRpc(result.status(), job.id).SerializeAsString();
  }
  const bool stopped = absl::IsCancelled(result.status());
  Log(again     ? Severity::kWarning
      : stopped ? Severity::kInfo
                : Severity::kError,
      again     ? "job.again"
      : stopped ? "job.cancelled"
                : "job.failed",
      {{"service", service_},
       {"kind", job.kind},
       {"id", job.id},
       {"reason", std::string(result.status().message())}});
  return ended;
}

void Operations::RunJobs() {
  std::optional<Ended> ended;
  std::unique_lock<std::mutex> lock(mutex_);
  // When it stops, it still writes how its last run ended.
  while (!stopping_ || ended.has_value()) {
    const bool last = stopping_;
    lock.unlock();
    absl::StatusOr<std::optional<JobRun::Taken>> job = Next(ended, /*take=*/!last);
    if (job.ok()) {
      ended.reset();
    } else {
      Log(Severity::kError, "jobs.failed",
          {{"service", service_}, {"reason", std::string(job.status().message())}});
    }
    lock.lock();
    if (last) return;
    if (job.ok() && job->has_value()) {
      // Where one job waited another may.
      ++wakes_;
      wake_.notify_one();
      lock.unlock();
      ended = RunOne(**job);
      lock.lock();
      running_.erase({(*job)->park, (*job)->id});
    } else {
      wake_.wait_for(lock, kTick, [this] { return stopping_ || wakes_ > 0; });
      wakes_ = std::max(0, wakes_ - 1);
    }
  }
}

absl::Status Operations::Renew() {
  std::map<std::pair<std::string, std::string>, int64_t> running;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    running = running_;
  }
  if (running.empty()) return absl::OkStatus();
  return mutation_.db.WriteIn(db::kAcrossParks, [&](db::Write& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t now, txn.EngineMillis());
    std::vector<db::Args> rows;
    for (const auto& [job, attempts] : running) {
      rows.push_back({{"job_park", job.first},
                      {"id", job.second},
                      {"attempts", attempts},
                      {"lease", now + absl::ToInt64Milliseconds(kLease)}});
    }
    return txn
        .ExecuteMany(
            "UPDATE job SET lease_until_ms = :lease WHERE park_id = :job_park AND id = "
            ":id AND state IN ('RUNNING', 'CANCELLED') AND attempts = :attempts",
            rows)
        .status();
  });
}

void Operations::Keep() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!kept_.wait_for(lock, kRenewEvery, [this] { return ended_; })) {
    lock.unlock();
    const absl::Status renewed = Renew();
    if (!renewed.ok()) {
      Log(Severity::kError, "jobs.failed",
          {{"service", service_}, {"reason", std::string(renewed.message())}});
    }
    lock.lock();
  }
}

}  // namespace tuoqiao::rpc
