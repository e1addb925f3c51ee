#include "services/billing/shadowing.h"

#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/convert.h"
#include "services/billing/convert_shadow.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/preview.h"
#include "services/billing/shadow_store.h"
#include "services/billing/statement_store.h"
#include "services/billing/store.h"
#include "services/billing/year_store.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// One run: its shadow, the month it is about, and both plans.
class ShadowRun {
 public:
  ShadowRun(rpc::JobRun& run, db::Database& db, ShadowKey key)
      : run_(run), db_(db), key_(std::move(key)) {}

  absl::Status Load() {
    return db_.ReadIn(run_.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(std::optional<Shadow> shadow, FindShadow(txn, key_));
      ASSIGN_OR_RETURN(std::optional<Month> month, FindMonth(txn, key_.month));
      CHECK(shadow.has_value() && month.has_value());
      shadow_ = *std::move(shadow);
      month_ = *std::move(month);
      ASSIGN_OR_RETURN(live_, LoadFundingPlan(txn, shadow_.live_plan));
      ASSIGN_OR_RETURN(tried_, LoadFundingPlan(txn, shadow_.plan));
      return absl::OkStatus();
    });
  }

  bool running() const { return shadow_.state == ShadowState::kRunning; }

  // What the frozen copy says of the month itself, a page at a time. No plan changes what it
  // corrects.
  absl::StatusOr<Drafts> LoadCopy() {
    RETURN_IF_ERROR(CheckSameCopy(shadow_, month_));
    const Copy copy = {key_.month, month_.preview};
    Drafts frozen;
    std::string after;
    int64_t loaded = 0;
    do {
      RETURN_IF_ERROR(db_.ReadIn(run_.park(), [&](db::Read& txn) -> absl::Status {
        ASSIGN_OR_RETURN(auto page, LoadStatements(txn, copy, after, kStatementsPerTransaction));
        loaded = static_cast<int64_t>(page.size());
        if (loaded > 0) after = page.back().statement.id;
        for (KeptStatement& each : page) {
          if (each.statement.kind == StatementKind::kOriginal) {
            frozen.statements.push_back(std::move(each.statement));
          } else if (each.statement.billed_month.year() == key_.month.year()) {
            corrected_.insert(corrected_.end(), each.statement.draws.begin(),
                              each.statement.draws.end());
          }
        }
        return absl::OkStatus();
      }));
      RETURN_IF_ERROR(run_.Progress(0, 0, ""));
    } while (loaded == kStatementsPerTransaction);
    RETURN_IF_ERROR(db_.ReadIn(run_.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(frozen.hold_outs, LoadHoldOuts(txn, copy));
      return absl::OkStatus();
    }));
    return frozen;
  }

  // Whoever was held out for want of a decision is so again, where the copy asked for decisions.
  absl::StatusOr<MonthFacts> Ask(const Peers& peers) {
    const std::string programme = month_.positions.eligibility != 0 ? shadow_.programme : "";
    ASSIGN_OR_RETURN(Peers::Asked asked,
                     peers.AskMonth(run_.caller(), key_.month, programme, {&live_, &tried_},
                                    [&] { return run_.Progress(0, 0, ""); }));
    RETURN_IF_ERROR(db_.ReadIn(run_.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(asked.facts.tariffs, LoadAllTariffs(txn));
      if (!live_.CountsYears() && !tried_.CountsYears()) return absl::OkStatus();
      ASSIGN_OR_RETURN(asked.facts.drawn, LoadYearDraws(txn, key_.month));
      asked.facts.drawn.insert(asked.facts.drawn.end(), corrected_.begin(), corrected_.end());
      return absl::OkStatus();
    }));
    return std::move(asked.facts);
  }

  Drafts DraftLive(const MonthFacts& facts) const { return DraftMonth(run_.park(), live_, facts); }
  Drafts DraftTried(const MonthFacts& facts) const {
    return DraftMonth(run_.park(), tried_, facts);
  }

  // The shadow is unfit, and says so from now on.
  absl::Status KeepRefusal(const std::vector<std::string>& case_numbers) {
    return Change("refuse", "ShadowRefused", [&](rpc::Change&) -> absl::Status {
      Refuse(shadow_, case_numbers);
      return absl::OkStatus();
    });
  }

  absl::Status KeepDifferences(const std::vector<Difference>& differences) {
    int64_t deleted = 0;
    do {
      RETURN_IF_ERROR(run_.Write("delete", [&](rpc::Change& change) -> absl::Status {
        ASSIGN_OR_RETURN(deleted,
                         DeleteDifferences(change.txn, key_.id, kStatementsPerTransaction));
        return absl::OkStatus();
      }));
    } while (deleted > 0);
    const auto total = static_cast<int64_t>(differences.size());
    for (int64_t from = 0; from < total; from += kStatementsPerTransaction) {
      const int64_t size = std::min(kStatementsPerTransaction, total - from);
      RETURN_IF_ERROR(run_.Write("differences", [&](rpc::Change& change) {
        return InsertDifferences(change.txn, key_.id, differences, from, size);
      }));
      RETURN_IF_ERROR(run_.Progress(from + size, total, ""));
    }
    return absl::OkStatus();
  }

  absl::Status KeepComparison(const Comparison& comparison) {
    return Change("finish", "ShadowCompared", [&](rpc::Change& change) -> absl::Status {
      Finish(shadow_, comparison.figures, ShadowDigest(run_.park(), shadow_, comparison));
      return InsertShadowPayers(change.txn, shadow_);
    });
  }

  const Shadow& shadow() const { return shadow_; }

  // What a refused shadow's operation ends with.
  absl::Status Refused() const {
    return ShadowBaseDiffers(key_.month, shadow_.refusal.children,
                             absl::StrJoin(shadow_.refusal.case_numbers, ", "));
  }

 private:
  // Changes the shadow as it is kept, under the lock of its month, while the month's copy is the
  // one that was compared with.
  absl::Status Change(const std::string& step, const std::string& event,
                      const rpc::ChangeBody& body) {
    return run_.Write(step, [&](rpc::Change& change) -> absl::Status {
      ASSIGN_OR_RETURN(const Month month, LockMonth(change.txn, key_.month));
      ASSIGN_OR_RETURN(const std::optional<Shadow> kept, FindShadow(change.txn, key_));
      CHECK(kept.has_value());
      shadow_ = *kept;
      if (!running()) return absl::OkStatus();
      RETURN_IF_ERROR(CheckSameCopy(shadow_, month));
      // It says the same, and yet may have taken the rows away that were being read: once more.
      if (month.preview != month_.preview) return rpc::FactsStale("the copy that was read");
      RETURN_IF_ERROR(body(change));
      RETURN_IF_ERROR(SaveShadow(change.txn, shadow_));
      change.Publish(event, ShadowName(run_.park(), key_.month, key_.id), shadow_.revision,
                     google::protobuf::Empty());
      return absl::OkStatus();
    });
  }

  rpc::JobRun& run_;
  db::Database& db_;
  const ShadowKey key_;
  Shadow shadow_;
  Month month_;
  FundingPlan live_, tried_;
  std::vector<Draw> corrected_;  // What the copy's corrections drew of the year.
};

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> RunShadow(rpc::JobRun& run,
                                                                     db::Database& db,
                                                                     const Peers& peers) {
  v1::Shadow argument;
  CHECK(argument.ParseFromString(run.argument()));
  ASSIGN_OR_RETURN(const ShadowKey key, ShadowOf("name", argument.name()));
  ShadowRun shadow(run, db, key);
  RETURN_IF_ERROR(shadow.Load());
  if (shadow.running()) {
    ASSIGN_OR_RETURN(const Drafts frozen, shadow.LoadCopy());
    ASSIGN_OR_RETURN(const MonthFacts facts, shadow.Ask(peers));
    const Drafts live = shadow.DraftLive(facts);
    if (const auto differing = BaseDifferences(key.month, frozen, live); !differing.empty()) {
      RETURN_IF_ERROR(shadow.KeepRefusal(differing));
    } else {
      const Comparison comparison = Compare(live, shadow.DraftTried(facts));
      RETURN_IF_ERROR(shadow.KeepDifferences(comparison.differences));
      RETURN_IF_ERROR(shadow.KeepComparison(comparison));
    }
  }
  if (shadow.shadow().state == ShadowState::kRefused) return shadow.Refused();
  return std::make_unique<v1::Shadow>(ToProto(run.park(), shadow.shadow()));
}

}  // namespace tuoqiao::billing
