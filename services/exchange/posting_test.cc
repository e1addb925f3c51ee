// Pay runs that go over an API: a payroll system in process with the habits of real ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <mutex>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/http/testing_server.h"
#include "services/exchange/testing_service.h"

namespace tuoqiao::exchange {
namespace {

using http::testing::Answered;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kToken[] = "secret-of-the-target";

// Answers by its script, the last for ever, and keeps what it was asked.
class PayrollSystem {
 public:
  void Script(std::deque<Answered> answers) {
    std::lock_guard<std::mutex> lock(mutex_);
    answers_ = std::move(answers);
  }
  std::vector<http::testing::Asked> asked() {
    std::lock_guard<std::mutex> lock(mutex_);
    return asked_;
  }
  std::string url() const { return server_.address() + "/instructions"; }

 private:
  Answered Answer(const http::testing::Asked& asked) {
    std::lock_guard<std::mutex> lock(mutex_);
    asked_.push_back(asked);
    const Answered answer = answers_.front();
    if (answers_.size() > 1) answers_.pop_front();
    return answer;
  }

  std::mutex mutex_;
  std::deque<Answered> answers_{{}};
  std::vector<http::testing::Asked> asked_;
  http::testing::Server server_{[this](const auto& asked) { return Answer(asked); }};
};

Answered Says(const std::string& status, const std::string& body = "") { return {status, body}; }
Answered HangsUp() {
  Answered answer;
  answer.hangs_up = true;
  return answer;
}

// Made before the module that is told of it.
struct Outside {
  PayrollSystem system;
};

class PostingTest : private Outside, public ExchangeTest {
 protected:
  PostingTest()
      : ExchangeTest(std::map<std::string, rpc::PayrollTarget>{
            {"oa", {system.url(), kToken, "", 5000}},
            {"nobody", {"http://127.0.0.1:1/", "", "", 5000}}}) {
    payroll::v1::Instruction& each = payroll_.instructions.emplace_back();
    each.set_name(absl::StrCat(kRun, "/instructions/i1"));
    each.set_employee_no("E1");
    each.set_kind("DEDUCT");
    each.set_amount_minor(120050);
    each.set_state(payroll::v1::Instruction::SENT);
  }

  PayrollSystem& target() { return system; }

  static v1::Connection Api(const std::string& target = "oa") {
    v1::Connection api = Connection(kApi, "payroll/json", "PAY_INSTRUCTIONS");
    Fix(&api, "target", target);
    return api;
  }
  void SetFile() {
    ASSERT_TRUE(Set(Connection(kFile, "payroll/csv", "PAY_INSTRUCTIONS"), kPayroll).ok());
  }
  void Revoke(const std::string& id = "aut-1") {
    payroll::v1::Authorisation& revoked = payroll_.revoked.emplace_back();
    revoked.set_name(absl::StrCat(kFirm, "/authorisations/", id));
    revoked.set_employee_no("E2");
    revoked.set_revoke_date("2026-10-20");
    revoked.set_state(payroll::v1::Authorisation::REVOKED);
  }

  absl::StatusOr<v1::Delivery> Send(const std::string& connection = "", bool dry_run = false) {
    v1::SendDeliveryRequest request;
    request.set_parent(kFirm);
    request.set_connection(connection);
    request.set_subject(kRun);
    request.set_request_id(NewRequestId());
    request.set_validate_only(dry_run);
    return Call(&Stub::SendDelivery, request, kPayroll);
  }
  v1::Delivery Get(const std::string& name) {
    v1::GetDeliveryRequest request;
    request.set_name(name);
    const auto delivery = Call(&Stub::GetDelivery, request, kPayroll);
    EXPECT_TRUE(delivery.ok()) << delivery.status();
    return delivery.value_or(v1::Delivery());
  }
  // What became of it in the end: time flies between the attempts, and whoever is told of it was.
  v1::Delivery End(const std::string& name) {
    v1::Delivery delivery = Get(name);
    while (delivery.state() == v1::Delivery::QUEUED) {
      harness_.clock().Advance(absl::Seconds(31));
      EXPECT_TRUE(harness_.db("exchange")
                      .WriteIn("yunqi",
                               [](db::Write& txn) {
                                 return txn
                                     .Execute(
                                         "UPDATE job SET lease_until_ms = 1 WHERE park_id = "
                                         ":park AND state = 'RUNNING'",
                                         {})
                                     .status();
                               })
                      .ok());
      harness_.module("exchange").operations()->Wake();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      delivery = Get(name);
    }
    while (Unfinished() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return delivery;
  }
  v1::Delivery SendAndWait(const std::string& connection = "") {
    const auto sent = Send(connection);
    EXPECT_TRUE(sent.ok()) << sent.status();
    return sent.ok() ? End(sent->name()) : v1::Delivery();
  }
  int64_t Unfinished() { return Jobs("state IN ('WAITING', 'RUNNING')"); }
  int64_t Jobs(const std::string& which) {
    int64_t jobs = 0;
    EXPECT_TRUE(harness_.db("exchange")
                    .ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              const auto count = txn.QueryInt(
                                  absl::StrCat(
                                      "SELECT COUNT(*) FROM job WHERE park_id = :park AND ", which),
                                  {});
                              jobs = count.value_or(-1);
                              return count.status();
                            })
                    .ok());
    return jobs;
  }

  const std::string kRun = absl::StrCat(kFirm, "/payRuns/2026-10");
  static inline const std::string kApi = absl::StrCat(kFirm, "/connections/api");
  static inline const std::string kFile = absl::StrCat(kFirm, "/connections/file");
};

TEST_F(PostingTest, WhatTheTargetTakesIsAcceptedAndPostedOnce) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  SetFile();
  Revoke();
  ASSERT_TRUE(Send("", /*dry_run=*/true).ok());
  EXPECT_TRUE(target().asked().empty()) << "A dry run.";
  const v1::Delivery delivery = SendAndWait();
  EXPECT_EQ(delivery.state(), v1::Delivery::ACCEPTED) << delivery.ShortDebugString();
  EXPECT_EQ(delivery.connection(), kApi);
  EXPECT_EQ(delivery.road(), "API");
  EXPECT_EQ(delivery.file_name(), "pay-2026-10.json");
  EXPECT_EQ(delivery.instead(), "");
  ASSERT_EQ(target().asked().size(), 1u);
  const http::testing::Asked asked = target().asked()[0];
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.target, "/instructions");
  EXPECT_EQ(asked.Header("Content-Type"), "application/json");
  EXPECT_EQ(asked.Header("Authorization"), absl::StrCat("Bearer ", kToken));
  EXPECT_TRUE(absl::EndsWith(delivery.name(), absl::StrCat("/", asked.Header("Idempotency-Key"))));
  EXPECT_EQ(asked.body, *Download(delivery.name(), false, kPayroll));
  EXPECT_THAT(asked.body, HasSubstr("\"amount\": \"1200.50\""));
  ASSERT_EQ(payroll_.told.size(), 1u) << "The end of an authorisation has reached the target.";
  EXPECT_EQ(payroll_.told[0].delivery(), delivery.name());

  EXPECT_EQ(Send()->name(), delivery.name());
  EXPECT_EQ(Send(kApi)->state(), v1::Delivery::ACCEPTED);
  EXPECT_EQ(Unfinished(), 0);
  EXPECT_EQ(target().asked().size(), 1u);
}

TEST_F(PostingTest, WhatTheTargetWillNotHaveGoesByTheNextRoad) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  SetFile();
  Revoke();
  target().Script({Says("422 Unprocessable Entity", "no such\npay item")});
  const v1::Delivery refused = SendAndWait();
  EXPECT_EQ(refused.state(), v1::Delivery::REJECTED);
  EXPECT_EQ(refused.reason(), "TARGET_REFUSED");
  EXPECT_THAT(refused.text_en(), HasSubstr("HTTP 422, no such pay item"));
  EXPECT_THAT(refused.text_en(), HasSubstr(refused.instead()));
  const v1::Delivery file = Get(refused.instead());
  EXPECT_EQ(file.state(), v1::Delivery::SENT);
  EXPECT_EQ(file.road(), "FILE");
  EXPECT_EQ(file.connection(), kFile);
  EXPECT_THAT(*Download(file.name(), false, kPayroll), HasSubstr("DEDUCT,1200.50"));
  ASSERT_EQ(payroll_.told.size(), 1u);
  EXPECT_EQ(payroll_.told[0].delivery(), file.name());

  // Twice on its way, it could be deducted twice.
  EXPECT_EQ(Send()->name(), file.name());
  EXPECT_EQ(ReasonOf(Send(kApi).status()), "SENT_INSTEAD");
  // Nor with an end that came later: it goes by the road that was taken.
  Revoke("aut-2");
  const auto later = Send();
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(later->connection(), kFile);
  EXPECT_NE(later->name(), file.name());
  EXPECT_EQ(ReasonOf(Send(kApi).status()), "SENT_INSTEAD");
  EXPECT_EQ(target().asked().size(), 1u);
}

TEST_F(PostingTest, AnEndThatCameLaterGoesTheSameWayAndIsNeverARefusalOfTheRest) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  SetFile();
  const v1::Delivery first = SendAndWait();
  EXPECT_EQ(first.state(), v1::Delivery::ACCEPTED);
  Revoke();
  target().Script({Says("409 Conflict")});
  const v1::Delivery later = SendAndWait();
  EXPECT_NE(later.name(), first.name());
  EXPECT_EQ(later.connection(), kApi);
  EXPECT_EQ(later.reason(), "TARGET_UNCERTAIN") << "It has the rest of the document.";
  EXPECT_EQ(later.instead(), "");
}

TEST_F(PostingTest, WhatWentAsAFileStaysOneWhenAnApiComes) {
  SetFile();
  const auto file = Send();
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  EXPECT_EQ(Send()->name(), file->name());
  EXPECT_TRUE(target().asked().empty());
}

TEST_F(PostingTest, ARefusalIsKnownAlsoWhereTheNextRoadCannotBeAskedForYet) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  SetFile();
  target().Script({Says("429 Too Many Requests"), Says("422 Unprocessable Entity")});
  const auto sent = Send();
  ASSERT_TRUE(sent.ok()) << sent.status();
  while (Jobs("done = 1") < 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  payroll_.away = true;
  while (Jobs("done = 2") < 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(Get(sent->name()).state(), v1::Delivery::QUEUED);
  payroll_.away = false;
  const v1::Delivery refused = End(sent->name());
  EXPECT_EQ(refused.reason(), "TARGET_REFUSED");
  EXPECT_EQ(Get(refused.instead()).connection(), kFile);
}

TEST_F(PostingTest, WithoutAnotherRoadItWaitsForAPersonAndIsPostedAgain) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  target().Script({Says("401 Unauthorized", "\xFF"), Says("200 OK")});
  const v1::Delivery refused = SendAndWait();
  EXPECT_EQ(refused.state(), v1::Delivery::REJECTED);
  EXPECT_EQ(refused.instead(), "");
  EXPECT_THAT(refused.text_en(), HasSubstr("HTTP 401. "));
  EXPECT_EQ(Send()->state(), v1::Delivery::REJECTED) << "Nobody said that it is mended.";
  const v1::Delivery taken = SendAndWait(kApi);
  EXPECT_EQ(taken.name(), refused.name());
  EXPECT_EQ(taken.state(), v1::Delivery::ACCEPTED);
  EXPECT_EQ(taken.reason(), "");
  ASSERT_EQ(target().asked().size(), 2u);
  EXPECT_EQ(target().asked()[0].Header("Idempotency-Key"),
            target().asked()[1].Header("Idempotency-Key"));
}

TEST_F(PostingTest, ABusyTargetIsAskedAgainUnderTheSameKey) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  SetFile();
  target().Script({Says("429 Too Many Requests"), HangsUp(), Says("503 Service Unavailable"),
                   Says("202 Accepted")});
  EXPECT_EQ(SendAndWait().state(), v1::Delivery::ACCEPTED);
  const auto asked = target().asked();
  ASSERT_EQ(asked.size(), 4u);
  for (const auto& each : asked) {
    EXPECT_EQ(each.Header("Idempotency-Key"), asked[0].Header("Idempotency-Key"));
    EXPECT_EQ(each.body, asked[0].body);
  }
}

TEST_F(PostingTest, WhereNobodyListensItGoesByTheNextRoadInTheEnd) {
  ASSERT_TRUE(Set(Api("nobody"), kPayroll).ok());
  SetFile();
  const v1::Delivery away = SendAndWait();
  EXPECT_EQ(away.state(), v1::Delivery::DEAD);
  EXPECT_EQ(away.reason(), "TARGET_AWAY");
  EXPECT_EQ(Get(away.instead()).connection(), kFile);
}

TEST_F(PostingTest, ATargetThatIsSilentIsLeftAloneByEverybodyForAMoment) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  v1::Connection other = Api();
  other.set_name(absl::StrCat(kFirm, "/connections/other"));
  ASSERT_TRUE(Set(other, kPayroll).ok());
  target().Script({HangsUp()});
  const auto first = Send(kApi);
  ASSERT_TRUE(first.ok()) << first.status();
  while (Jobs("done = 1") < 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ASSERT_TRUE(Send(other.name()).ok());
  while (Jobs("done = 1") < 2) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(target().asked().size(), 1u) << "Nothing was sent a second time.";
}

TEST_F(PostingTest, WhatMayHaveArrivedIsNeverSentByAnotherRoad) {
  ASSERT_TRUE(Set(Api(), kPayroll).ok());
  SetFile();
  Revoke();
  target().Script({HangsUp(), Says("429 Too Many Requests")});
  const v1::Delivery unsure = SendAndWait();
  EXPECT_EQ(unsure.state(), v1::Delivery::DEAD);
  EXPECT_EQ(unsure.reason(), "TARGET_UNCERTAIN");
  EXPECT_EQ(unsure.instead(), "");
  EXPECT_EQ(target().asked().size(), 10u);
  EXPECT_TRUE(payroll_.told.empty());
  // Also when it is asked again, and says that it will not have it: it may have it already.
  target().Script({Says("409 Conflict", "it is there")});
  const v1::Delivery conflict = SendAndWait(kApi);
  EXPECT_EQ(conflict.reason(), "TARGET_UNCERTAIN");
  EXPECT_EQ(conflict.instead(), "");
  EXPECT_THAT(conflict.text_en(), HasSubstr("HTTP 409, it is there"));
  target().Script({Says("200 OK")});
  EXPECT_EQ(SendAndWait(kApi).state(), v1::Delivery::ACCEPTED);
  EXPECT_EQ(payroll_.told.size(), 1u);
  EXPECT_THAT(payroll_.told[0].authorisations(), ElementsAre(payroll_.revoked[0].name()));
}

TEST_F(PostingTest, ATargetThatTheConfigDoesNotNameIsNoTarget) {
  EXPECT_EQ(ReasonOf(Set(Api("elsewhere"), kPayroll)), "MAPPING_INVALID");
  EXPECT_EQ(ReasonOf(Set(Connection(kApi, "payroll/json", "PAY_INSTRUCTIONS"), kPayroll)),
            "MAPPING_INVALID");
  EXPECT_EQ(ReasonOf(Set(Connection(kApi, "payroll/json", "PAY_RESULTS"), kPayroll)),
            "ADAPTER_UNKNOWN");
}

}  // namespace
}  // namespace tuoqiao::exchange
