// Eligibility behind its real handlers, with a directory that says what the test says.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SERVICE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SERVICE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/eligibility/module.h"
#include "services/eligibility/testing_peers.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::eligibility {

using Stub = v1::Eligibility::Stub;

inline constexpr char kPark[] = "parks/yunqi";
inline constexpr char kCare[] = "parks/yunqi/programmes/care";

class EligibilityTest : public ::testing::Test {
 protected:
  // `rules` is a folder of packs; the shipped ones where none is given.
  explicit EligibilityTest(const std::string& rules = "") {
    harness_.AddPeer("directory", directory_);
    harness_.AddModule("eligibility", Schema(), [&](const rpc::Ground& ground) {
      rpc::Ground own = ground;
      if (!rules.empty()) own.rules_folder = rules;
      return MakeModule(own);
    });
    stub_ = v1::Eligibility::NewStub(harness_.channel("eligibility"));
  }

  std::string NextId() { return absl::StrCat("request-", ++requests_); }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& role = "PARK_ADMIN",
                                const std::string& scope = kPark) {
    return harness_.Call(*stub_, method, request, role, scope);
  }

  v1::CreateProgrammeRequest ProgrammeRequest() {
    v1::CreateProgrammeRequest request;
    request.set_parent(kPark);
    request.set_programme_id("care");
    request.mutable_programme()->set_display_name("云栖托育福利");
    request.mutable_programme()->set_scheme(kSampleScheme);
    request.mutable_programme()->set_funding_plan("plan-2026");
    request.mutable_programme()->set_from_date("2026-10-01");
    request.set_request_id(NextId());
    return request;
  }
  void CreateCare() {
    const auto created = Call(&Stub::CreateProgramme, ProgrammeRequest());
    ASSERT_TRUE(created.ok()) << created.status();
  }

  v1::DecideChildrenRequest DecideRequest() {
    v1::DecideChildrenRequest request;
    request.set_name(kCare);
    request.set_from_date("2026-10-01");
    request.set_until_date("2026-12-01");
    request.set_request_id(NextId());
    return request;
  }
  google::longrunning::Operation Operate(const v1::DecideChildrenRequest& request) {
    const auto started = Call(&Stub::DecideChildren, request);
    EXPECT_TRUE(started.ok()) << started.status();
    return harness_.Wait("eligibility", started->name());
  }
  v1::DecideChildrenResult Decide(const v1::DecideChildrenRequest& request) {
    const auto operation = Operate(request);
    EXPECT_FALSE(operation.has_error()) << operation.error().message();
    v1::DecideChildrenResult result;
    EXPECT_TRUE(operation.response().UnpackTo(&result));
    return result;
  }
  v1::DecideChildrenResult Decide() { return Decide(DecideRequest()); }

  std::vector<v1::Decision> Decisions() {
    v1::ListDecisionsRequest request;
    request.set_parent(kCare);
    const auto response = Call(&Stub::ListDecisions, request, "SERVICE", "places");
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->decisions().begin(), response->decisions().end()};
  }
  absl::StatusOr<v1::Explanation> Explain(const std::string& child, const std::string& role,
                                          const std::string& scope,
                                          const std::string& programme = kCare) {
    v1::ExplainDecisionRequest request;
    request.set_child(child);
    request.set_programme(programme);
    return Call(&Stub::ExplainDecision, request, role, scope);
  }
  std::vector<type::v1::Event> Events(const std::string& kind) {
    type::v1::ListEventsRequest request;
    request.set_parent(kPark);
    const auto response = Call(&Stub::ListEvents, request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<type::v1::Event> events;
    for (const auto& each : response->events()) {
      if (each.kind() == kind) events.push_back(each);
    }
    return events;
  }
  int64_t Count(const std::string& table) {
    int64_t count = -1;
    EXPECT_TRUE(harness_.db("eligibility")
                    .ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              const auto counted =
                                  txn.QueryInt(absl::StrCat("SELECT COUNT(*) FROM ", table,
                                                            " WHERE park_id = :park"),
                                               {});
                              if (counted.ok()) count = *counted;
                              return counted.status();
                            })
                    .ok());
    return count;
  }
  // Waits until the job has given up for now, and lets it go on at once.
  void LetTheJobGoOn() {
    int64_t freed = 0;
    while (freed == 0) {
      EXPECT_TRUE(harness_.db("eligibility")
                      .WriteIn("yunqi",
                               [&](db::Write& txn) -> absl::Status {
                                 // While it runs its lease is longer than its rest.
                                 ASSIGN_OR_RETURN(const int64_t now, txn.EngineMillis());
                                 const auto changed = txn.Execute(
                                     "UPDATE job SET lease_until_ms = 0 WHERE park_id = :park "
                                     "AND state = 'RUNNING' AND lease_until_ms < :soon",
                                     {{"soon", now + 1500}});
                                 if (changed.ok()) freed = *changed;
                                 return changed.status();
                               })
                      .ok());
    }
    harness_.module("eligibility").operations()->Wake();
  }
  void SayMany(int children) {
    for (int i = 0; i < children; ++i) {
      directory_.Say(FactsMessage(absl::StrCat("C", absl::Dec(i, absl::kZeroPad5))));
    }
  }

  FakeDirectory directory_;
  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SERVICE_H_
