#include "services/common/metrics_server.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class MetricsOverHttp : public ::testing::Test {
 protected:
  void SetUp() override {
    MetricsServer::Options options;
    options.patience = absl::Milliseconds(400);
    server_ = *MetricsServer::Start(options, metrics_, [this] { return ready_.load(); });
  }

  int Connect() const {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(server_->port()));
    EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    return fd;
  }
  static void Send(int fd, absl::string_view bytes) {
    EXPECT_EQ(send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // Everything until the server closes.
  static std::string Rest(int fd) {
    std::string all;
    char bytes[4096];
    for (ssize_t count; (count = recv(fd, bytes, sizeof(bytes), 0)) > 0;) all.append(bytes, count);
    close(fd);
    return all;
  }
  std::string Ask(absl::string_view request) const {
    const int fd = Connect();
    Send(fd, request);
    return Rest(fd);
  }

  Metrics metrics_;
  std::atomic<bool> ready_{true};
  std::unique_ptr<MetricsServer> server_;
};

TEST_F(MetricsOverHttp, GivesTheMetricsAsPrometheusWantsThem) {
  metrics_.Gauges(kDaysToPay).Add({}).Set(3);
  const std::string answer = Ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  const std::string body = answer.substr(answer.find("\r\n\r\n") + 4);
  EXPECT_THAT(answer, HasSubstr(absl::StrCat("Content-Length: ", body.size(), "\r\n")));
  EXPECT_EQ(body, metrics_.Scrape());
  EXPECT_THAT(body, HasSubstr("tuoqiao_days_to_pay_days 3\n"));
  EXPECT_THAT(Ask("GET /metrics?x=1 HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(MetricsOverHttp, SaysWhetherTheProgramIsReady) {
  EXPECT_THAT(Ask("GET /healthz HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  ready_ = false;
  EXPECT_THAT(Ask("GET /healthz HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 503 "));
  ready_ = true;
  EXPECT_THAT(Ask("GET /healthz HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(MetricsOverHttp, RefusesEverythingElse) {
  const std::pair<std::string, std::string> cases[] = {
      {"GET / HTTP/1.1\r\n\r\n", "404"},
      {"GET /metrics/x HTTP/1.1\r\n\r\n", "404"},
      {"GET /metrics/../healthz HTTP/1.1\r\n\r\n", "404"},
      {"POST /metrics HTTP/1.1\r\nContent-Length: 2\r\n\r\nxx", "405"},
      {"HEAD /metrics HTTP/1.1\r\n\r\n", "405"},
      {"get /metrics HTTP/1.1\r\n\r\n", "405"},
      {"GET http://127.0.0.1/metrics HTTP/1.1\r\n\r\n", "400"},
      {"GET /metrics\r\n\r\n", "400"},
      {"GET /metrics HTTP/2.0\r\n\r\n", "400"},
      {"GET  /metrics HTTP/1.1\r\n\r\n", "400"},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"},
      {"\r\n\r\n", "400"},
      {"\x16\x03\x01\r\n\r\n", "400"}};
  for (const auto& [request, status] : cases) {
    EXPECT_THAT(Ask(request), StartsWith(absl::StrCat("HTTP/1.1 ", status, " "))) << request;
  }
}

TEST_F(MetricsOverHttp, RefusesAHeaderThatDoesNotEnd) {
  const std::string pad(MetricsServer::kHeaderBytesMax, 'x');
  EXPECT_THAT(Ask(absl::StrCat("GET /metrics HTTP/1.1\r\nX: ", pad)), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(Ask(absl::StrCat("GET /metrics HTTP/1.1\r\nX: ", pad, "\r\n\r\n")),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(Ask(absl::StrCat("GET /metrics HTTP/1.1\r\nX: ", pad.substr(64), "\r\n\r\n")),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(MetricsOverHttp, ReadsARequestThatComesInPieces) {
  const int fd = Connect();
  for (char byte : std::string("GET /healthz HTTP/1.1\r\n\r\n")) Send(fd, std::string(1, byte));
  EXPECT_THAT(Rest(fd), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(MetricsOverHttp, GivesUpOnTheSlowAndAnswersOthersMeanwhile) {
  const absl::Time before = absl::Now();
  const int silent = Connect();
  const int slow = Connect();
  Send(slow, "GET /metr");
  EXPECT_THAT(Ask("GET /healthz HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_LT(absl::Now() - before, absl::Milliseconds(390));
  EXPECT_EQ(Rest(silent), "");
  EXPECT_EQ(Rest(slow), "");
  EXPECT_GE(absl::Now() - before, absl::Milliseconds(390));
  EXPECT_LT(absl::Now() - before, absl::Seconds(4));
}

TEST_F(MetricsOverHttp, SurvivesThoseWhoLeaveWithoutTheirAnswer) {
  for (int i = 0; i < 200; ++i) metrics_.Rpc("service", absl::StrCat("Method", i));
  for (int i = 0; i < 50; ++i) {
    const int fd = Connect();
    Send(fd, "GET /metrics HTTP/1.1\r\n\r\n");
    const linger at_once = {1, 0};  // Resets the connection.
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(fd);
  }
  EXPECT_THAT(Ask("GET /healthz HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(MetricsOverHttp, AnswersMoreAtOnceThanItHoldsOpen) {
  for (int i = 0; i < 200; ++i) metrics_.Rpc("service", absl::StrCat("Method", i));
  std::vector<int> idle;
  for (size_t i = 0; i < 2 * MetricsServer::kConnectionsMax; ++i) idle.push_back(Connect());
  std::atomic<int> whole{0};
  std::vector<std::thread> askers;
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back([&] {
      const std::string answer = Ask("GET /metrics HTTP/1.1\r\n\r\n");
      whole += absl::StartsWith(answer, "HTTP/1.1 200") && absl::EndsWith(answer, "\n");
    });
  }
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(whole, 8);
  for (int fd : idle) close(fd);
}

TEST_F(MetricsOverHttp, StopsAtOnceWithConnectionsOpen) {
  const int fd = Connect();
  const absl::Time before = absl::Now();
  server_.reset();
  EXPECT_LT(absl::Now() - before, absl::Milliseconds(300));
  EXPECT_EQ(Rest(fd), "");
}

TEST_F(MetricsOverHttp, RefusesAnAddressThatIsTakenOrNone) {
  MetricsServer::Options options;
  options.port = server_->port();
  EXPECT_FALSE(MetricsServer::Start(options, metrics_, [] { return true; }).ok());
  options.port = 65536;
  EXPECT_EQ(MetricsServer::Start(options, metrics_, [] { return true; }).status().code(),
            absl::StatusCode::kInvalidArgument);
  options.port = 0;
  options.address = "localhost";
  EXPECT_EQ(MetricsServer::Start(options, metrics_, [] { return true; }).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tuoqiao
