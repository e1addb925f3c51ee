// A small HTTP server of its own for GET /metrics and GET /healthz, so that watching works when
// nothing else does. Plain text on the loopback address; nothing on it is personal.
#ifndef TUOQIAO_SERVICES_COMMON_METRICS_SERVER_H_
#define TUOQIAO_SERVICES_COMMON_METRICS_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/metrics.h"

namespace tuoqiao {

// One thread answers all; each connection gets one answer and is closed. Stops when destroyed.
class MetricsServer {
 public:
  static constexpr size_t kConnectionsMax = 32;
  static constexpr size_t kHeaderBytesMax = 8192;

  struct Options {
    std::string address = "127.0.0.1";  // IPv4; another one where the scraper is in another host.
    int port = 0;                       // 0 takes a free one.
    absl::Duration patience = absl::Seconds(5);  // For a request, and again for its answer.
  };

  // `metrics` outlives the server. /healthz says 200 while `ready` holds, else 503.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(const Options& options,
                                                              Metrics& metrics,
                                                              std::function<bool()> ready);
  ~MetricsServer();
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;

  int port() const { return port_; }

 private:
  class Loop;
  MetricsServer(std::unique_ptr<Loop> loop, int port);

  std::unique_ptr<Loop> loop_;
  const int port_;
  std::thread thread_;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_METRICS_SERVER_H_
