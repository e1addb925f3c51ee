#include "services/common/http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "services/common/http/testing_server.h"

namespace tuoqiao::http {
namespace {

using ::testing::HasSubstr;

Request To(const std::string& url, const std::string& body = "") {
  Request request{url, body};
  request.timeout = absl::Seconds(10);
  return request;
}

TEST(ClientTest, SendsWhatItIsGivenAndSaysWhatCameBack) {
  testing::Asked seen;
  testing::Server server([&](const testing::Asked& asked) {
    seen = asked;
    return testing::Answered{"201 Created", "done"};
  });
  Client client;
  Request request = To(server.address() + "/pay?x=1", "{}");
  request.headers = {"Content-Type: application/json", "Idempotency-Key: k1"};
  const auto reply = client.Send(request);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status, 201);
  EXPECT_EQ(reply->body, "done");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/pay?x=1");
  EXPECT_EQ(seen.body, "{}");
  EXPECT_EQ(seen.Header("Content-Type"), "application/json");
  EXPECT_EQ(seen.Header("Idempotency-Key"), "k1");
  // The next request over the same client has nothing of the one before.
  ASSERT_TRUE(client.Send(To(server.address() + "/")).ok());
  EXPECT_EQ(seen.method, "GET");
  EXPECT_EQ(seen.Header("Idempotency-Key"), "");
}

TEST(ClientTest, ALongBodyArrivesWhole) {
  std::string seen;
  testing::Server server([&](const testing::Asked& asked) {
    seen = asked.body;
    return testing::Answered();
  });
  const std::string body(5 << 20, 'x');
  ASSERT_TRUE(Client().Send(To(server.address(), body)).ok());
  EXPECT_TRUE(seen == body);
}

TEST(ClientTest, FollowsNoRedirect) {
  std::atomic<int> asked{0};
  testing::Server server([&](const testing::Asked&) {
    ++asked;
    return testing::Answered{"302 Found\r\nLocation: /elsewhere"};
  });
  EXPECT_EQ(Client().Send(To(server.address(), "x"))->status, 302);
  EXPECT_EQ(asked, 1);
}

TEST(ClientTest, WhatWasNeverSentIsToldFromWhatMayHaveArrived) {
  std::string nobody;
  {
    testing::Server gone([](const testing::Asked&) { return testing::Answered(); });
    nobody = gone.address();
  }
  EXPECT_EQ(Client().Send(To(nobody, "x")).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Client().Send(To("http://nobody.invalid", "x")).status().code(),
            absl::StatusCode::kUnavailable);
  for (const bool silent : {true, false}) {
    testing::Server server([&](const testing::Asked&) {
      testing::Answered answer;
      answer.silent = silent;
      answer.hangs_up = !silent;
      return answer;
    });
    Request request = To(server.address(), "secret");
    if (silent) request.timeout = absl::Milliseconds(200);
    const absl::Status status = Client().Send(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnknown) << status;
    EXPECT_THAT(std::string(status.message()), ::testing::Not(HasSubstr("secret")));
  }
  // Plain HTTP where TLS is spoken of: the handshake fails before anything of the request is sent.
  testing::Server plain([](const testing::Asked&) { return testing::Answered(); });
  Request secure = To("https" + plain.address().substr(4), "x");
  secure.timeout = absl::Seconds(2);
  EXPECT_EQ(Client().Send(secure).status().code(), absl::StatusCode::kUnavailable);
}

TEST(ClientTest, AReplyThatIsTooLongIsNone) {
  testing::Server server([](const testing::Asked&) {
    return testing::Answered{"200 OK", std::string(1000, 'x')};
  });
  Request request = To(server.address(), "x");
  request.reply_bytes_max = 999;
  EXPECT_EQ(Client().Send(request).status().code(), absl::StatusCode::kUnknown);
  request.reply_bytes_max = 1000;
  EXPECT_TRUE(Client().Send(request).ok());
}

TEST(CheckUrlTest, WhereSomethingMayGo) {
  const struct {
    const char* url;
    bool anywhere, loopback_only;
  } cases[] = {
      {"https://pay.example.cn/v1", true, true},
      {"http://pay.example.cn/v1", true, false},
      {"http://127.0.0.1:8080/v1", true, true},
      {"http://127.9.9.9", true, true},
      {"http://localhost/v1", true, true},
      {"http://[::1]:80/", true, true},
      {"http://localhost.example.cn/", true, false},
      {"http://127.0.0.1.example.cn/", true, false},
      {"http://localhost@example.cn/", false, false},
      {"https://user@example.cn/", false, false},
      {"https://", false, false},
      {"http:///x", false, false},
      {"ftp://example.cn/", false, false},
      {"file:///etc/passwd", false, false},
      {"", false, false},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(CheckUrl(each.url, Plain::kAnywhere).ok(), each.anywhere) << each.url;
    EXPECT_EQ(CheckUrl(each.url, Plain::kLoopbackOnly).ok(), each.loopback_only) << each.url;
  }
}

}  // namespace
}  // namespace tuoqiao::http
