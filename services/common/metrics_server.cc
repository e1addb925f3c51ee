#include "services/common/metrics_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao {
namespace {

constexpr absl::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";
constexpr absl::string_view kPlainType = "text/plain; charset=utf-8";

std::string Answer(absl::string_view status, absl::string_view type, absl::string_view body,
                   absl::string_view more = "") {
  return absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Type: ", type,
                      "\r\nContent-Length: ", body.size(),
                      "\r\nCache-Control: no-store\r\nConnection: close\r\n", more, "\r\n", body);
}

std::string Refusal(absl::string_view status, absl::string_view more = "") {
  return Answer(status, kPlainType, absl::StrCat(status, "\n"), more);
}

// A file descriptor that closes itself.
class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

// One connection: reads a request's header, writes the answer, then waits for the peer to hang up,
// so that unread bytes of its do not reset the answer away.
struct Connection {
  Socket socket;
  absl::Time deadline;
  std::string in = {};
  std::string out = {};
  size_t sent = 0;
  bool answered = false;  // The answer is written and our side is shut.
  bool over = false;

  short Events() const { return !out.empty() && !answered ? POLLOUT : POLLIN; }
};

}  // namespace

class MetricsServer::Loop {
 public:
  Loop(Socket listener, absl::Duration patience, Metrics& metrics, std::function<bool()> ready)
      : listener_(std::move(listener)),
        stop_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        patience_(patience),
        metrics_(metrics),
        ready_(std::move(ready)) {
    CHECK(stop_.get() >= 0);
  }

  void Run() {
    while (true) {
      std::vector<pollfd> polled = Polled();
      if (poll(polled.data(), polled.size(), Patience()) < 0 && errno != EINTR) return;
      if (polled[0].revents != 0) return;
      for (size_t i = 0; i < connections_.size(); ++i) {
        if (polled[i + 2].revents != 0) Advance(connections_[i]);
      }
      const absl::Time now = absl::Now();
      connections_.erase(std::remove_if(connections_.begin(), connections_.end(),
                                        [&](const Connection& connection) {
                                          return connection.over || connection.deadline <= now;
                                        }),
                         connections_.end());
      if (polled[1].revents != 0) Accept();
    }
  }

  void Stop() { CHECK(eventfd_write(stop_.get(), 1) == 0); }

 private:
  // The stop signal, the listener, and then the connections in their order. While there are too
  // many of them, others wait in the kernel.
  std::vector<pollfd> Polled() const {
    std::vector<pollfd> polled = {{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    if (connections_.size() >= kConnectionsMax) polled[1].fd = -1;
    for (const Connection& connection : connections_) {
      polled.push_back({connection.socket.get(), connection.Events(), 0});
    }
    return polled;
  }

  // Milliseconds until the first connection is to be given up.
  int Patience() const {
    absl::Duration left = patience_;
    if (connections_.empty()) return -1;
    for (const Connection& connection : connections_) {
      left = std::min(left, connection.deadline - absl::Now());
    }
    return static_cast<int>(absl::ToInt64Milliseconds(std::max(left, absl::ZeroDuration()))) + 1;
  }

  void Accept() {
    const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      connections_.push_back({Socket(fd), absl::Now() + patience_});
    } else if (errno == EMFILE || errno == ENFILE) {
      absl::SleepFor(absl::Milliseconds(50));  // Until somebody closes a file.
    }
  }

  void Advance(Connection& connection) const {
    if (connection.Events() == POLLOUT) return Send(connection);
    char bytes[4096];
    const ssize_t count = recv(connection.socket.get(), bytes, sizeof(bytes), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      connection.over = true;
      return;
    }
    if (connection.answered) return;  // Too late to matter.
    connection.in.append(bytes, static_cast<size_t>(count));
    const size_t end = connection.in.find("\r\n\r\n");
    if (std::min(end, connection.in.size()) > kHeaderBytesMax) {
      connection.out = Refusal("431 Request Header Fields Too Large");
    } else if (end != std::string::npos) {
      connection.out = Reply(absl::string_view(connection.in).substr(0, end));
    }
    if (!connection.out.empty()) connection.deadline = absl::Now() + patience_;
  }

  void Send(Connection& connection) const {
    const ssize_t count = send(connection.socket.get(), connection.out.data() + connection.sent,
                               connection.out.size() - connection.sent, MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count < 0) {
      connection.over = true;
      return;
    }
    connection.sent += static_cast<size_t>(count);
    if (connection.sent < connection.out.size()) return;
    shutdown(connection.socket.get(), SHUT_WR);
    connection.answered = true;
  }

  std::string Reply(absl::string_view header) const {
    const absl::string_view line = header.substr(0, header.find("\r\n"));
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    if (words.size() != 3 || words[1].empty() || words[1][0] != '/' ||
        !absl::StartsWith(words[2], "HTTP/1.")) {
      return Refusal("400 Bad Request");
    }
    if (words[0] != "GET") return Refusal("405 Method Not Allowed", "Allow: GET\r\n");
    const absl::string_view path = words[1].substr(0, words[1].find('?'));
    if (path == "/metrics") return Answer("200 OK", kMetricsType, metrics_.Scrape());
    if (path == "/healthz") {
      return ready_() ? Answer("200 OK", kPlainType, "ok\n") : Refusal("503 Service Unavailable");
    }
    return Refusal("404 Not Found");
  }

  const Socket listener_;
  const Socket stop_;
  const absl::Duration patience_;
  Metrics& metrics_;
  const std::function<bool()> ready_;
  std::vector<Connection> connections_;
};

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(const Options& options,
                                                                    Metrics& metrics,
                                                                    std::function<bool()> ready) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  if (options.port < 0 || options.port > 65535 ||
      inet_pton(AF_INET, options.address.c_str(), &address.sin_addr) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("no address for metrics: ", options.address, ":", options.port));
  }
  address.sin_port = htons(static_cast<uint16_t>(options.port));
  Socket listener(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int yes = 1;
  setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  socklen_t size = sizeof(address);
  auto* const plain_address = reinterpret_cast<sockaddr*>(&address);
  if (listener.get() < 0 || bind(listener.get(), plain_address, size) != 0 ||
      listen(listener.get(), static_cast<int>(kConnectionsMax)) != 0 ||
      getsockname(listener.get(), plain_address, &size) != 0) {
    return absl::ErrnoToStatus(
        errno, absl::StrCat("cannot serve metrics on ", options.address, ":", options.port));
  }
  auto loop =
      std::make_unique<Loop>(std::move(listener), options.patience, metrics, std::move(ready));
  return std::unique_ptr<MetricsServer>(
      new MetricsServer(std::move(loop), ntohs(address.sin_port)));
}

MetricsServer::MetricsServer(std::unique_ptr<Loop> loop, int port)
    : loop_(std::move(loop)), port_(port), thread_([this] { loop_->Run(); }) {}

MetricsServer::~MetricsServer() {
  loop_->Stop();
  thread_.join();
}

}  // namespace tuoqiao
