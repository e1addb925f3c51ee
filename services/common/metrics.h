// Metrics of one process, as Prometheus reads them. A name ends in its unit, a label never holds an
// id. The names that modules, alerts and runbooks share are written here, once.
#ifndef TUOQIAO_SERVICES_COMMON_METRICS_H_
#define TUOQIAO_SERVICES_COMMON_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tuoqiao {

struct MetricName {
  const char* name;
  const char* help;
};

inline constexpr MetricName kUnexplainedMoney = {
    "tuoqiao_unexplained_money_minor",
    "Sum over the parks of |balance - open items| in minor units of the currency; always zero."};
inline constexpr MetricName kLogLag = {
    "tuoqiao_log_lag_events",
    "Numbered events of a source's log that a listener has not heard yet."};
inline constexpr MetricName kOldestWaitingJob = {
    "tuoqiao_oldest_waiting_job_seconds",
    "Age of the oldest job of a service that is due and not finished; 0 where none is."};
inline constexpr MetricName kRosterAge = {
    "tuoqiao_roster_age_seconds",
    "Time since the last roster was read, of the scheduled connection where that is longest."};
inline constexpr MetricName kCutOffAtRisk = {
    "tuoqiao_cut_off_at_risk",
    "Pay runs whose cut-off is near and whose instructions have not been seen by the payroll "
    "system."};
inline constexpr MetricName kUnmatchedBankLines = {
    "tuoqiao_unmatched_bank_lines", "Bank lines that are matched to nothing that is owed or due."};
inline constexpr MetricName kDaysToPay = {
    "tuoqiao_days_to_pay_days",
    "Days since the oldest month that is closed and not yet paid to its centre; 0 where none is."};
inline constexpr MetricName kRejectedRows = {
    "tuoqiao_rejected_rows_total", "Records of deliveries that were rejected, by reason."};

// What happened to the calls of one method. Thread safe.
class RpcSeries {
 public:
  void Answered(absl::StatusCode code, absl::Duration taken);

 private:
  friend class Metrics;
  static constexpr size_t kCodes = 17;
  std::array<prometheus::Counter*, kCodes> handled_{};
  prometheus::Histogram* seconds_ = nullptr;
};

// The registry. Thread safe. Families and series live as long as it does.
class Metrics {
 public:
  Metrics();

  // A family is declared where it is used; a second declaration returns the first. `Add({{"reason",
  // "…"}})` on it makes a series or finds it. A counter's name ends in `_total`.
  prometheus::Family<prometheus::Counter>& Counters(const MetricName& metric);
  prometheus::Family<prometheus::Gauge>& Gauges(const MetricName& metric);
  prometheus::Family<prometheus::Histogram>& Histograms(const MetricName& metric);

  // The series of a method, e.g. "tuoqiao.billing.v1.Billing" and "CloseMonth". All its codes are
  // there from the first call on, so that a first failure is seen as a rise.
  RpcSeries& Rpc(absl::string_view service, absl::string_view method);

  // Called before each scrape, one at a time: sets gauges from what the database says now. It has
  // to end within the database's own timeouts.
  void AddCollector(std::function<void()> collect);

  // Runs the collectors and writes all series in the text format 0.0.4.
  std::string Scrape();

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& handled_;
  prometheus::Family<prometheus::Histogram>& seconds_;

  std::mutex rpc_mutex_;
  std::map<std::pair<std::string, std::string>, RpcSeries> rpcs_;

  std::mutex collectors_mutex_;
  std::vector<std::function<void()>> collectors_;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_METRICS_H_
