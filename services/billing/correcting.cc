#include "services/billing/correcting.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/billing/month_store.h"
#include "services/billing/preview.h"
#include "services/billing/statement_store.h"
#include "services/billing/store.h"
#include "services/billing/year_store.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// Months and their draws, as they stand at one moment.
struct Closed {
  std::vector<Month> months;  // Those to look at, in order.
  std::map<int64_t, YearDrawn> drawn;
  int64_t count = 0;
};

absl::StatusOr<Closed> LoadClosedMonths(db::Read& txn, absl::CivilMonth month) {
  Closed closed;
  ASSIGN_OR_RETURN(closed.count, CountClosedMonths(txn));
  ASSIGN_OR_RETURN(std::vector<Month> months,
                   LoadMonths(txn, FormatMonth(month - kMonthsBack - 1), kMonthsBack));
  for (Month& each : months) {
    if (each.state != MonthState::kClosed || each.month >= month) continue;
    const int64_t year = each.month.year();
    if (closed.drawn.count(year) == 0) {
      YearDrawn& drawn = closed.drawn[year];
      ASSIGN_OR_RETURN(drawn.draws, LoadDrawsOfYear(txn, year));
      ASSIGN_OR_RETURN(drawn.corrected, LoadCorrectedBudgets(txn, year));
    }
    closed.months.push_back(std::move(each));
  }
  return closed;
}

absl::StatusOr<std::vector<Booked>> LoadAllBooked(rpc::JobRun& run, db::Database& db,
                                                  absl::CivilMonth month) {
  std::vector<Booked> booked;
  ClosedPlace after;
  int64_t loaded = 0;
  do {
    RETURN_IF_ERROR(db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(auto page, LoadBooked(txn, month, after, kStatementsPerTransaction));
      loaded = static_cast<int64_t>(page.size());
      if (loaded > 0) after = {FormatMonth(page.back().month), page.back().statement.id};
      for (KeptStatement& each : page) {
        booked.push_back({each.month, std::move(each.statement)});
      }
      return absl::OkStatus();
    }));
    RETURN_IF_ERROR(run.Progress(0, 0, ""));
  } while (loaded == kStatementsPerTransaction);
  return booked;
}

}  // namespace

absl::StatusOr<FoundCorrections> FindCorrections(rpc::JobRun& run, db::Database& db,
                                                 const Peers& peers, absl::CivilMonth month) {
  Closed closed;
  RETURN_IF_ERROR(db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(closed, LoadClosedMonths(txn, month));
    return absl::OkStatus();
  }));
  std::vector<ClosedMonth> again;
  for (const Month& each : closed.months) {
    ClosedMonth one;
    one.month = each.month;
    RETURN_IF_ERROR(db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(one.plan, LoadFundingPlan(txn, each.funding_plan));
      return absl::OkStatus();
    }));
    ASSIGN_OR_RETURN(one.booked, LoadAllBooked(run, db, each.month));
    RETURN_IF_ERROR(db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const auto hold_outs, LoadHoldOuts(txn, {each.month, each.preview}));
      for (const HoldOut& held_out : hold_outs) one.held_out.insert(held_out.case_number);
      return absl::OkStatus();
    }));
    ASSIGN_OR_RETURN(Peers::Asked asked,
                     peers.AskMonth(run.caller(), each.month, each.programme, {&one.plan},
                                    [&] { return run.Progress(0, 0, ""); }));
    one.facts = std::move(asked.facts);
    RETURN_IF_ERROR(db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(one.facts.tariffs, LoadAllTariffs(txn));
      return absl::OkStatus();
    }));
    again.push_back(std::move(one));
  }
  return FoundCorrections{Correct(run.park(), month, again, closed.drawn), closed.count};
}

}  // namespace tuoqiao::billing
