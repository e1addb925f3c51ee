#include "services/common/rpc/operations.h"

#include <google/protobuf/any.pb.h>

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

// A step takes under a second and renews it.
constexpr absl::Duration kLease = absl::Seconds(30);
constexpr auto kTick = std::chrono::milliseconds(500);
constexpr int64_t kAttemptsMax = 10;

std::string NameOf(absl::string_view park, absl::string_view service, absl::string_view id) {
  return absl::StrCat("parks/", park, "/operations/", service, "-", id);
}

// Who started a job: the label, then each scope on a line of its own. Two firms may name their
// people alike.
std::string StarterOf(const Caller& caller) {
  return absl::StrCat(caller.Label(), "\n", absl::StrJoin(caller.identity.scopes, "\n"));
}

}  // namespace

JobRun::JobRun(const MutationOptions& mutation, Caller caller, std::string id, std::string argument,
               std::string checkpoint)
    : mutation_(mutation),
      caller_(std::move(caller)),
      id_(std::move(id)),
      argument_(std::move(argument)),
      checkpoint_(std::move(checkpoint)) {}

absl::Status JobRun::Progress(int64_t done, int64_t total, const std::string& checkpoint) {
  checkpoint_ = checkpoint;
  const int64_t lease = absl::ToUnixMillis(mutation_.clock.Now() + kLease);
  return mutation_.db.WriteIn(park(), [&](db::Write& txn) -> absl::Status {
    ASSIGN_OR_RETURN(
        const int64_t changed,
        txn.Execute("UPDATE job SET done = :done, total = :total, checkpoint = :checkpoint, "
                    "lease_until_ms = :lease WHERE park_id = :park AND id = :id AND state = "
                    "'RUNNING'",
                    {{"done", done},
                     {"total", total},
                     {"checkpoint", checkpoint},
                     {"lease", lease},
                     {"id", id_}}));
    if (changed == 1) return absl::OkStatus();
    return Failure(absl::StatusCode::kCancelled, "OPERATION_CANCELLED")
        .Say("The operation was cancelled; what it had done stays.",
             "操作已取消,已完成的部分保留。")
        .Next("Start it again to go on.", "再次启动即可继续。");
  });
}

absl::Status JobRun::Write(const std::string& step, const ChangeBody& body) {
  return rpc::Write(mutation_, caller_, absl::StrCat(id_, "-", step), body);
}

struct Operations::Taken {
  std::string park, id, kind, argument, checkpoint, caller;
  int64_t attempts = 0;
};

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
                          "SELECT MIN(create_time) FROM job WHERE state = 'WAITING'", {},
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
  thread_ = std::thread([this] { Run(); });
}

void Operations::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Operations::Wake() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

absl::Status Operations::Enqueue(Change& change, const std::string& kind,
                                 const google::protobuf::Message& argument,
                                 google::longrunning::Operation* operation) {
  CHECK(works_.count(kind) == 1);
  const std::string id = change.NewId("op");
  RETURN_IF_ERROR(
      change.txn
          .Execute(
              "INSERT INTO job (park_id, id, kind, argument, state, done, total, checkpoint, "
              "outcome, caller, lease_until_ms, attempts, create_time) VALUES (:park, :id, :kind, "
              ":argument, 'WAITING', 0, 0, '', :outcome, :caller, 0, 0, :time)",
              {{"id", id},
               {"kind", kind},
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

absl::StatusOr<bool> Operations::RunOne() {
  const int64_t now = absl::ToUnixMillis(mutation_.clock.Now());
  Taken job;
  RETURN_IF_ERROR(mutation_.db.WriteIn(db::kAcrossParks, [&](db::Write& txn) -> absl::Status {
    ASSIGN_OR_RETURN(
        const bool found,
        txn.QueryOne("SELECT park_id, id, kind, argument, checkpoint, caller, attempts FROM job "
                     "WHERE state IN ('WAITING', 'RUNNING') AND lease_until_ms < :now "
                     "ORDER BY create_time, id LIMIT 1",
                     {{"now", now}}, [&](const db::Row& row) {
                       job = {row.Text(0), row.Text(1), row.Text(2), row.Bytes(3),
                              row.Text(4), row.Text(5), row.Int(6)};
                     }));
    if (!found) return absl::OkStatus();
    // Of two replicas that see the row, the one whose update finds the lease as it was has it.
    ASSIGN_OR_RETURN(const int64_t taken,
                     txn.Execute("UPDATE job SET state = 'RUNNING', lease_until_ms = :lease, "
                                 "attempts = attempts + 1 WHERE park_id = :job_park AND id = :id "
                                 "AND state IN ('WAITING', 'RUNNING') AND lease_until_ms < :now",
                                 {{"lease", now + absl::ToInt64Milliseconds(kLease)},
                                  {"job_park", job.park},
                                  {"id", job.id},
                                  {"now", now}}));
    if (taken == 0) job = {};
    return absl::OkStatus();
  }));
  if (job.id.empty()) return false;

  // Work that a person started is logged in the person's name; calls to peers carry the service's.
  Caller caller = badge_.AsCaller(job.park);
  const std::pair<std::string, std::string> label =
      absl::StrSplit(job.caller.substr(0, job.caller.find('\n')), absl::MaxSplits(':', 1));
  caller.identity.role = label.first;
  caller.identity.subject = label.second;
  JobRun run(mutation_, caller, job.id, job.argument, job.checkpoint);
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> result = works_.at(job.kind)(run);
  const bool passing = result.status().code() == absl::StatusCode::kUnavailable ||
                       result.status().code() == absl::StatusCode::kAborted ||
                       result.status().code() == absl::StatusCode::kDeadlineExceeded;
  std::string state = "DONE", outcome;
  if (result.ok()) {
    google::protobuf::Any any;
    any.PackFrom(**result);
    outcome = any.SerializeAsString();
  } else if (passing && job.attempts + 1 < kAttemptsMax) {
    Log(Severity::kWarning, "job.again",
        {{"service", service_},
         {"kind", job.kind},
         {"id", job.id},
         {"reason", std::string(result.status().message())}});
    const int64_t retry = absl::ToUnixMillis(mutation_.clock.Now() + absl::Seconds(1));
    RETURN_IF_ERROR(mutation_.db.WriteIn(job.park, [&](db::Write& txn) {
      return txn
          .Execute("UPDATE job SET lease_until_ms = :retry WHERE park_id = :park AND id = :id",
                   {{"retry", retry}, {"id", job.id}})
          .status();
    }));
    return true;
  } else {
    state = "FAILED";
    outcome = ToRpc(result.status(), job.id).SerializeAsString();
    Log(Severity::kError, "job.failed",
        {{"service", service_},
         {"kind", job.kind},
         {"id", job.id},
         {"reason", std::string(result.status().message())}});
  }
  RETURN_IF_ERROR(mutation_.db.WriteIn(job.park, [&](db::Write& txn) {
    return txn
        .Execute(
            "UPDATE job SET state = :state, outcome = :outcome WHERE park_id = :park AND id = "
            ":id AND state = 'RUNNING'",
            {{"state", state}, {"outcome", db::Blob{outcome}}, {"id", job.id}})
        .status();
  }));
  return true;
}

void Operations::Run() {
  while (true) {
    const absl::StatusOr<bool> ran = RunOne();
    if (!ran.ok()) {
      Log(Severity::kError, "jobs.failed",
          {{"service", service_}, {"reason", std::string(ran.status().message())}});
    }
    std::unique_lock<std::mutex> lock(mutex_);
    if (stopping_) return;
    if (ran.ok() && *ran) continue;
    wake_.wait_for(lock, kTick, [this] { return stopping_ || woken_; });
    woken_ = false;
    if (stopping_) return;
  }
}

}  // namespace tuoqiao::rpc
