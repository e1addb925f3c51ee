// An HTTP server in process for tests: real sockets on the loopback address, and answers that the
// test makes, broken ones too.
#ifndef TUOQIAO_SERVICES_COMMON_HTTP_TESTING_SERVER_H_
#define TUOQIAO_SERVICES_COMMON_HTTP_TESTING_SERVER_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"

namespace tuoqiao::http::testing {

struct Asked {
  std::string method, target;
  std::vector<std::string> headers;  // As they stand.
  std::string body;

  // The value of a header; empty where there is none.
  std::string Header(absl::string_view name) const {
    for (const std::string& each : headers) {
      absl::string_view rest = each;
      if (absl::StartsWithIgnoreCase(rest, absl::StrCat(name, ":"))) {
        rest.remove_prefix(name.size() + 1);
        return std::string(absl::StripAsciiWhitespace(rest));
      }
    }
    return "";
  }
};

struct Answered {
  std::string status = "200 OK";
  std::string body;
  bool silent = false;  // Nothing is said, and the line stays open.
  bool hangs_up =
      false;  // In the middle of the answer: of its body, or without one of its first line.
};

// Thread safe. `answer` is called by several threads.
class Server {
 public:
  explicit Server(std::function<Answered(const Asked&)> answer) : answer_(std::move(answer)) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    CHECK(listen(listener_, 16) == 0);
    socklen_t size = sizeof address;
    CHECK(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    address_ = absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port));
    accepting_ = std::thread([this] { Accept(); });
  }
  ~Server() {
    shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    close(listener_);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (const int connection : connections_) shutdown(connection, SHUT_RDWR);
    }
    for (std::thread& each : serving_) each.join();
    for (const int connection : connections_) close(connection);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const std::string& address() const { return address_; }

 private:
  void Accept() {
    for (;;) {
      const int connection = accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      std::lock_guard<std::mutex> lock(mutex_);
      connections_.push_back(connection);
      serving_.emplace_back([this, connection] { Serve(connection); });
    }
  }

  // Requests of one connection, one after the other.
  void Serve(int connection) {
    std::string bytes;
    Asked asked;
    while (Read(connection, &bytes, &asked) && Say(connection, answer_(asked))) {
    }
    shutdown(connection, SHUT_RDWR);
  }

  static bool Receive(int connection, std::string* bytes) {
    char buffer[4096];
    const ssize_t got = recv(connection, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    bytes->append(buffer, static_cast<size_t>(got));
    return true;
  }

  static bool Read(int connection, std::string* bytes, Asked* asked) {
    size_t end;
    while ((end = bytes->find("\r\n\r\n")) == std::string::npos) {
      if (!Receive(connection, bytes)) return false;
    }
    asked->headers = absl::StrSplit(bytes->substr(0, end), "\r\n");
    const std::vector<std::string> words = absl::StrSplit(asked->headers.front(), ' ');
    asked->method = words[0];
    asked->target = words[1];
    size_t length = 0;
    if (!absl::SimpleAtoi(asked->Header("Content-Length"), &length)) length = 0;
    // A client with a long body asks first whether it is wanted.
    if (absl::EqualsIgnoreCase(asked->Header("Expect"), "100-continue")) {
      Put(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    while (bytes->size() < end + 4 + length) {
      if (!Receive(connection, bytes)) return false;
    }
    asked->body = bytes->substr(end + 4, length);
    bytes->erase(0, end + 4 + length);
    return true;
  }

  static bool Put(int connection, absl::string_view bytes) {
    return send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  // Whether the line is good for another request.
  static bool Say(int connection, const Answered& answer) {
    if (answer.silent) return true;
    std::string bytes =
        absl::StrCat("HTTP/1.1 ", answer.status,
                     "\r\nContent-Type: application/json\r\nContent-Length: ", answer.body.size(),
                     "\r\n\r\n", answer.body);
    if (answer.hangs_up) bytes.resize(bytes.size() - answer.body.size() / 2 - 1);
    if (answer.hangs_up && answer.body.empty()) bytes = "HTTP/1.1 2";
    return Put(connection, bytes) && !answer.hangs_up;
  }

  const std::function<Answered(const Asked&)> answer_;
  int listener_ = -1;
  std::string address_;
  std::thread accepting_;
  std::mutex mutex_;
  std::vector<int> connections_;
  std::vector<std::thread> serving_;
};

}  // namespace tuoqiao::http::testing

#endif  // TUOQIAO_SERVICES_COMMON_HTTP_TESTING_SERVER_H_
