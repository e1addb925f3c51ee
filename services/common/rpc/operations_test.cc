// Jobs on each engine: lanes, leases, how a run may end.
#include "services/common/rpc/operations.h"

#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/common/db/schema.h"
#include "services/common/db/suite.h"
#include "services/common/errors.h"
#include "services/common/rpc/status.h"

namespace tuoqiao::rpc {
namespace {

using google::longrunning::Operation;
using google::protobuf::StringValue;
using Result = absl::StatusOr<std::unique_ptr<google::protobuf::Message>>;

// What the job was asked, and so what it answers.
std::string Asked(const JobRun& run) {
  StringValue argument;
  EXPECT_TRUE(argument.ParseFromString(run.argument()));
  return argument.value();
}

Result Answer(const std::string& text) {
  auto answer = std::make_unique<StringValue>();
  answer->set_value(text);
  return answer;
}

class OperationsTest : public db::OnEachEngine {
 protected:
  OperationsTest() {
    EXPECT_TRUE(db::Migrate(database(), {}).ok());
    caller_.identity.role = "PARK_ADMIN";
    caller_.identity.subject = "li";
    caller_.identity.scopes = {"parks/a"};
    caller_.park = "a";
  }

  std::unique_ptr<Operations> NewReplica() {
    return std::make_unique<Operations>("ledger", MutationOptions{database(), clock_}, badge_,
                                        metrics_);
  }

  // A job that is asked `request`; a lane of its own where none is named.
  std::string Enqueue(Operations& operations, const std::string& request,
                      const std::string& lane = "") {
    Operation operation;
    StringValue argument;
    argument.set_value(request);
    EXPECT_TRUE(Write({database(), clock_}, caller_, request, [&](Change& change) {
                  return operations.Enqueue(change, "work", argument, &operation,
                                            lane.empty() ? request : lane);
                }).ok());
    operations.Wake();
    return operation.name();
  }

  Operation Get(Operations& operations, const std::string& name) {
    const auto operation = operations.Get(caller_, name);
    EXPECT_TRUE(operation.ok());
    return operation.ok() ? *operation : Operation();
  }

  Operation WaitFor(Operations& operations, const std::string& name) {
    for (int i = 0; i < 3000; ++i) {
      const Operation operation = Get(operations, name);
      if (operation.done()) return operation;
      absl::SleepFor(absl::Milliseconds(10));
    }
    ADD_FAILURE() << name << " does not end";
    return Operation();
  }

  void WaitUntil(const std::function<bool()>& holds) {
    for (int i = 0; i < 3000 && !holds(); ++i) absl::SleepFor(absl::Milliseconds(10));
    EXPECT_TRUE(holds());
  }

  // As if the process that ran it had been killed a while ago.
  void LetLeaseRunOut(const std::string& name) {
    const std::string id = name.substr(name.find("op-"));
    EXPECT_TRUE(database()
                    .WriteIn("a",
                             [&](db::Write& txn) {
                               return txn
                                   .Execute(
                                       "UPDATE job SET lease_until_ms = 0 WHERE park_id = "
                                       ":park AND id = :id",
                                       {{"id", id}})
                                   .status();
                             })
                    .ok());
  }

  static std::string AnswerOf(const Operation& operation) {
    StringValue answer;
    EXPECT_TRUE(operation.response().UnpackTo(&answer));
    return answer.value();
  }

  const std::unique_ptr<TokenKey> tokens_ = TokenKey::Generate();
  SystemClock clock_;
  const Badge badge_{"ledger", *tokens_, clock_};
  Metrics metrics_;
  Caller caller_;
};

TEST_P(OperationsTest, RunsJobsAtOnceAndOneOfALane) {
  struct Lane {
    int now = 0, most = 0, ran = 0;
  };
  std::mutex mutex;
  std::map<std::string, Lane> lanes;
  Lane all;
  const auto operations = NewReplica();
  operations->Register("work", [&](JobRun& run) {
    Lane* lane = nullptr;
    {
      const std::lock_guard<std::mutex> lock(mutex);
      lane = &lanes[std::vector<std::string>(absl::StrSplit(Asked(run), '.'))[0]];
      for (Lane* each : {lane, &all}) each->most = std::max(each->most, ++each->now);
    }
    absl::SleepFor(absl::Milliseconds(5));
    const std::lock_guard<std::mutex> lock(mutex);
    for (Lane* each : {lane, &all}) --each->now, ++each->ran;
    return Answer(Asked(run));
  });
  operations->Start();
  std::vector<std::string> names, asked;
  for (int i = 0; i < 60; ++i) {
    const std::string lane = absl::StrCat("lane", i % 3);
    asked.push_back(absl::StrCat(lane, ".", i));
    names.push_back(Enqueue(*operations, asked.back(), lane));
  }
  for (int i = 0; i < 60; ++i) EXPECT_EQ(AnswerOf(WaitFor(*operations, names[i])), asked[i]);
  operations->Stop();
  EXPECT_EQ(all.ran, 60);
  EXPECT_GT(all.most, 1);
  for (const auto& [name, lane] : lanes) {
    EXPECT_EQ(lane.ran, 20) << name;
    EXPECT_EQ(lane.most, 1) << name;
  }
}

TEST_P(OperationsTest, ReplicasShareTheWork) {
  std::mutex mutex;
  std::map<std::string, int> ran;
  std::vector<std::unique_ptr<Operations>> replicas;
  for (int i = 0; i < 2; ++i) {
    replicas.push_back(NewReplica());
    replicas.back()->Register("work", [&](JobRun& run) {
      const std::lock_guard<std::mutex> lock(mutex);
      ++ran[Asked(run)];
      return Answer("");
    });
    replicas.back()->Start();
  }
  std::vector<std::string> names;
  for (int i = 0; i < 50; ++i) names.push_back(Enqueue(*replicas[i % 2], absl::StrCat("job-", i)));
  for (const std::string& name : names) EXPECT_TRUE(WaitFor(*replicas[0], name).has_response());
  for (const auto& replica : replicas) replica->Stop();
  EXPECT_EQ(ran.size(), 50u);
  for (const auto& [job, times] : ran) EXPECT_EQ(times, 1) << job;
}

TEST_P(OperationsTest, TriesAgainWhatPassesAndFailsWhatDoesNot) {
  std::atomic<int> runs{0};
  const auto operations = NewReplica();
  operations->Register("work", [&](JobRun& run) -> Result {
    if (Asked(run) == "wrong") {
      return Failure(absl::StatusCode::kFailedPrecondition, "SO_IT_IS").Say("No.", "不。");
    }
    if (++runs < 3) return absl::UnavailableError("a peer is away");
    return Answer("third");
  });
  operations->Start();
  const std::string again = Enqueue(*operations, "passes");
  const std::string wrong = Enqueue(*operations, "wrong");
  EXPECT_EQ(ReasonOf(FromRpc(WaitFor(*operations, wrong).error())), "SO_IT_IS");
  EXPECT_EQ(AnswerOf(WaitFor(*operations, again)), "third");
  EXPECT_EQ(runs, 3);
}

TEST_P(OperationsTest, GoesOnWhereARunWasCutOffAndTakesNoWordOfTheFormerRun) {
  std::atomic<int> runs{0};
  std::atomic<bool> first_may_end{false}, first_has_ended{false};
  absl::Status former;
  const auto work = [&](JobRun& run) -> Result {
    if (++runs == 1) {
      EXPECT_EQ(run.checkpoint(), "");
      EXPECT_TRUE(run.Progress(1, 2, "half").ok());
      while (!first_may_end) absl::SleepFor(absl::Milliseconds(1));
      former = run.Progress(2, 2, "whole");
      first_has_ended = true;
      return Answer("first");
    }
    return Answer("from " + run.checkpoint());
  };
  const auto dead = NewReplica(), alive = NewReplica();
  dead->Register("work", work);
  alive->Register("work", work);
  dead->Start();
  const std::string name = Enqueue(*dead, "request-1");
  WaitUntil([&] { return runs == 1 && Get(*dead, name).has_metadata(); });
  absl::SleepFor(absl::Milliseconds(50));  // Until it has saved its place.
  LetLeaseRunOut(name);
  alive->Start();
  EXPECT_EQ(AnswerOf(WaitFor(*alive, name)), "from half");
  first_may_end = true;
  WaitUntil([&] { return first_has_ended.load(); });
  dead->Stop();
  EXPECT_EQ(former.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(AnswerOf(Get(*alive, name)), "from half");
}

TEST_P(OperationsTest, StopsAtTheNextStepWhatAPersonCancels) {
  std::atomic<bool> begun{false}, ended{false};
  absl::Status stopped;
  const auto operations = NewReplica();
  operations->Register("work", [&](JobRun& run) -> Result {
    begun = true;
    for (int64_t i = 0; stopped.ok(); ++i) stopped = run.Progress(i, 0, "");
    EXPECT_EQ(run.Write("step", [](Change&) { return absl::OkStatus(); }).code(),
              absl::StatusCode::kCancelled);
    ended = true;
    return stopped;
  });
  operations->Start();
  const std::string name = Enqueue(*operations, "request-1");
  WaitUntil([&] { return begun.load(); });
  ASSERT_TRUE(operations->Cancel(caller_, name).ok());
  const Operation operation = WaitFor(*operations, name);
  EXPECT_EQ(ReasonOf(FromRpc(operation.error())), "OPERATION_CANCELLED");
  WaitUntil([&] { return ended.load(); });
  operations->Stop();
  EXPECT_EQ(ReasonOf(stopped), "OPERATION_CANCELLED");
}

INSTANTIATE_TEST_SUITE_P(Engines, OperationsTest, ::testing::ValuesIn(db::EveryEngineKind()),
                         db::EngineName);

}  // namespace
}  // namespace tuoqiao::rpc
