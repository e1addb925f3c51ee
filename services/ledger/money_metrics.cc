#include "services/ledger/money_metrics.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"
#include "services/ledger/counter_store.h"
#include "services/ledger/proof.h"
#include "services/ledger/store.h"
#include "services/ledger/transfer_store.h"

namespace tuoqiao::ledger {
namespace {

constexpr MetricName kLimitBreaches = {
    "tuoqiao_ledger_limit_breaches",
    "Accounts that what was heard has put beyond their limits; each is an open exception."};
constexpr MetricName kOverdueMoney = {
    "tuoqiao_ledger_overdue_minor",
    "Open items behind the day by which they were to be closed, without their sign, in minor units "
    "of the currency."};
constexpr MetricName kOverdueItems = {"tuoqiao_ledger_overdue_items", "How many these are."};
constexpr int64_t kBreachesMax = 100000;

absl::Status ForEachPark(db::Database& db, const std::function<absl::Status(db::Read&)>& read) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(db.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(parks, LoadParks(txn));
    return absl::OkStatus();
  }));
  for (const std::string& park : parks) RETURN_IF_ERROR(db.ReadIn(park, read));
  return absl::OkStatus();
}

absl::StatusOr<int64_t> UnexplainedOfAllParks(db::Database& db) {
  int64_t sum_minor = 0;
  RETURN_IF_ERROR(ForEachPark(db, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const Trial trial, LoadTrial(txn));
    sum_minor += UnexplainedTotal(FindUnexplained(trial.proof));
    return absl::OkStatus();
  }));
  return sum_minor;
}

// The accounts of all parks that are beyond their limits.
absl::StatusOr<int64_t> BreachesOfAllParks(db::Database& db, absl::CivilDay today) {
  LimitFilter filter;
  filter.today = today;
  filter.breached = true;
  filter.rows_max = kBreachesMax;
  int64_t breaches = 0;
  RETURN_IF_ERROR(ForEachPark(db, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto standings, LoadStandings(txn, filter));
    breaches += static_cast<int64_t>(standings.size());
    return absl::OkStatus();
  }));
  return breaches;
}

struct Overdue {
  int64_t items = 0;
  int64_t minor = 0;
};

// By kind; each kind is there, so that an alert sees it come back to zero.
absl::StatusOr<std::map<std::string, Overdue>> OverdueOfAllParks(db::Database& db,
                                                                 const Numbers& numbers,
                                                                 absl::CivilDay today) {
  const OpenDays days = {numbers.suspense_bank_days, numbers.clearing_payout_days,
                         numbers.clearing_payroll_days};
  std::map<std::string, Overdue> overdue = {{"bank_line", {}}, {"payout", {}}, {"remittance", {}}};
  RETURN_IF_ERROR(ForEachPark(db, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<ItemHistory> histories, LoadItemHistories(txn, ""));
    for (ItemHistory& each : histories) {
      const auto open = FindOpen(std::move(each), days, today);
      if (!open.has_value() || !open->overdue(today)) continue;
      Overdue& of = overdue[KindOf(open->account)];
      ++of.items;
      of.minor += std::abs(open->amount_minor);
    }
    return absl::OkStatus();
  }));
  return overdue;
}

// A figure that cannot be read keeps its last value.
void LogUnknown(const char* event, const absl::Status& status) {
  Log(Severity::kError, event, {{"code", absl::StatusCodeToString(status.code())}});
}

void ExportUnexplained(db::Database& db, Metrics& metrics) {
  auto& gauge = metrics.Gauges(kUnexplainedMoney).Add({});
  metrics.AddCollector([&db, &gauge] {
    const absl::StatusOr<int64_t> sum_minor = UnexplainedOfAllParks(db);
    if (!sum_minor.ok()) return LogUnknown("ledger.unexplained_unknown", sum_minor.status());
    gauge.Set(static_cast<double>(*sum_minor));
  });
}

void ExportBreaches(db::Database& db, Clock& clock, Metrics& metrics) {
  auto& gauge = metrics.Gauges(kLimitBreaches).Add({});
  metrics.AddCollector([&db, &clock, &gauge] {
    const absl::CivilDay today = absl::ToCivilDay(clock.Now(), absl::UTCTimeZone());
    const absl::StatusOr<int64_t> breaches = BreachesOfAllParks(db, today);
    if (!breaches.ok()) return LogUnknown("ledger.breaches_unknown", breaches.status());
    gauge.Set(static_cast<double>(*breaches));
  });
}

// The collector outlives the module, so it holds on to nothing of it: the packs are its own.
void ExportOverdue(db::Database& db, Clock& clock, const Packs& packs, Metrics& metrics) {
  auto& minor = metrics.Gauges(kOverdueMoney);
  auto& items = metrics.Gauges(kOverdueItems);
  metrics.AddCollector([&db, &clock, packs, &minor, &items] {
    const absl::CivilDay today = absl::ToCivilDay(clock.Now(), absl::UTCTimeZone());
    const absl::StatusOr<Numbers> numbers = NumbersOn(packs, today);
    if (!numbers.ok()) return LogUnknown("ledger.overdue_unknown", numbers.status());
    const auto overdue = OverdueOfAllParks(db, *numbers, today);
    if (!overdue.ok()) return LogUnknown("ledger.overdue_unknown", overdue.status());
    for (const auto& [kind, of] : *overdue) {
      minor.Add({{"kind", kind}}).Set(static_cast<double>(of.minor));
      items.Add({{"kind", kind}}).Set(static_cast<double>(of.items));
    }
  });
}

}  // namespace

void ExportMoney(db::Database& db, Clock& clock, const Packs& packs, Metrics& metrics) {
  ExportUnexplained(db, metrics);
  ExportBreaches(db, clock, metrics);
  ExportOverdue(db, clock, packs, metrics);
}

}  // namespace tuoqiao::ledger
