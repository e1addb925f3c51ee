#include "services/common/metrics.h"

#include <prometheus/text_serializer.h>

#include "absl/strings/match.h"
#include "services/common/check.h"

namespace tuoqiao {
namespace {

constexpr MetricName kRpcHandled = {"grpc_server_handled_total",
                                    "Calls that were answered, by status code."};
constexpr MetricName kRpcSeconds = {"grpc_server_handling_seconds",
                                    "Time from a call's arrival to its answer."};

// By absl::StatusCode, spelt as the gRPC dashboards of other makers expect them.
constexpr const char* kCodeNames[] = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

const prometheus::Histogram::BucketBoundaries& SecondsBuckets() {
  static const auto* const buckets = new prometheus::Histogram::BucketBoundaries{
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  return *buckets;
}

}  // namespace

void RpcSeries::Answered(absl::StatusCode code, absl::Duration taken) {
  const auto index = static_cast<size_t>(code);
  const auto unknown = static_cast<size_t>(absl::StatusCode::kUnknown);
  handled_[index < kCodes ? index : unknown]->Increment();
  seconds_->Observe(absl::ToDoubleSeconds(taken));
}

Metrics::Metrics() : handled_(Counters(kRpcHandled)), seconds_(Histograms(kRpcSeconds)) {}

prometheus::Family<prometheus::Counter>& Metrics::Counters(const MetricName& metric) {
  CHECK(absl::EndsWith(metric.name, "_total"));
  return prometheus::BuildCounter().Name(metric.name).Help(metric.help).Register(registry_);
}

prometheus::Family<prometheus::Gauge>& Metrics::Gauges(const MetricName& metric) {
  return prometheus::BuildGauge().Name(metric.name).Help(metric.help).Register(registry_);
}

prometheus::Family<prometheus::Histogram>& Metrics::Histograms(const MetricName& metric) {
  return prometheus::BuildHistogram().Name(metric.name).Help(metric.help).Register(registry_);
}

RpcSeries& Metrics::Rpc(absl::string_view service, absl::string_view method) {
  const std::lock_guard<std::mutex> lock(rpc_mutex_);
  const auto [found, is_new] =
      rpcs_.try_emplace(std::make_pair(std::string(service), std::string(method)));
  RpcSeries& series = found->second;
  if (!is_new) return series;
  prometheus::Labels labels = {{"grpc_service", std::string(service)},
                               {"grpc_method", std::string(method)}};
  series.seconds_ = &seconds_.Add(labels, SecondsBuckets());
  for (size_t code = 0; code < RpcSeries::kCodes; ++code) {
    labels["grpc_code"] = kCodeNames[code];
    series.handled_[code] = &handled_.Add(labels);
  }
  return series;
}

void Metrics::AddCollector(std::function<void()> collect) {
  const std::lock_guard<std::mutex> lock(collectors_mutex_);
  collectors_.push_back(std::move(collect));
}

std::string Metrics::Scrape() {
  {
    const std::lock_guard<std::mutex> lock(collectors_mutex_);
    for (const std::function<void()>& collect : collectors_) collect();
  }
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace tuoqiao
