#include "services/billing/preview.h"

#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/checklist_store.h"
#include "services/billing/convert.h"
#include "services/billing/correcting.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/statement_store.h"
#include "services/billing/store.h"
#include "services/billing/year_store.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// One run: its month, its plan, and the number of the copy that it writes.
class PreviewRun {
 public:
  PreviewRun(rpc::JobRun& run, db::Database& db, absl::CivilMonth month)
      : run_(run), db_(db), copy_{month, 0} {}

  // Numbers the copy. True where an earlier run of this job has made its copy the present one.
  absl::StatusOr<bool> Begin(const std::string& plan, const std::string& programme) {
    programme_ = programme;
    bool done = false;
    RETURN_IF_ERROR(run_.Write("begin", [&](rpc::Change& change) -> absl::Status {
      done = false;
      ASSIGN_OR_RETURN(Month month, LockMonth(change.txn, copy_.month));
      if (month.preview_job == run_.id()) {
        done = true;
        return absl::OkStatus();
      }
      RETURN_IF_ERROR(CheckMayPreview(month));
      ASSIGN_OR_RETURN(plan_, LoadFundingPlan(change.txn, plan));
      RETURN_IF_ERROR(CheckBudgets(plan_, copy_.month.year()));
      copy_.preview = ++month.previews;
      return SaveMonth(change.txn, month);
    }));
    return done;
  }

  // Tariffs, and what the year has drawn, with what the corrections draw.
  absl::Status LoadOwn(const Corrections& corrections, MonthFacts& facts) {
    return db_.ReadIn(run_.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(facts.tariffs, LoadAllTariffs(txn));
      if (!plan_.CountsYears()) return absl::OkStatus();
      ASSIGN_OR_RETURN(facts.drawn, LoadYearDraws(txn, copy_.month));
      for (const Draw& each : facts.drawn) year_drawn_minor_ += each.amount_minor;
      const auto added = corrections.draws.find(copy_.month.year());
      if (added == corrections.draws.end()) return absl::OkStatus();
      facts.drawn.insert(facts.drawn.end(), added->second.begin(), added->second.end());
      return absl::OkStatus();
    });
  }

  // Of copies that are neither this run's nor the present one.
  absl::Status DeleteLeftovers() {
    int64_t deleted = 0;
    do {
      RETURN_IF_ERROR(run_.Write("delete", [&](rpc::Change& change) -> absl::Status {
        ASSIGN_OR_RETURN(const Month month, LockMonth(change.txn, copy_.month));
        ASSIGN_OR_RETURN(deleted, DeleteOtherCopies(change.txn, copy_, month.preview,
                                                    kStatementsPerTransaction));
        return absl::OkStatus();
      }));
    } while (deleted > 0);
    return absl::OkStatus();
  }

  absl::Status WriteCopy(const Drafts& drafts) {
    const auto total = static_cast<int64_t>(drafts.statements.size());
    for (int64_t from = 0; from < total; from += kStatementsPerTransaction) {
      const int64_t size = std::min(kStatementsPerTransaction, total - from);
      RETURN_IF_ERROR(run_.Write("statements", [&](rpc::Change& change) {
        return InsertStatements(change.txn, copy_, drafts.statements.data() + from, size);
      }));
      RETURN_IF_ERROR(run_.Progress(from + size, total, ""));
    }
    const auto held = static_cast<int64_t>(drafts.hold_outs.size());
    for (int64_t from = 0; from < held; from += kStatementsPerTransaction) {
      const int64_t size = std::min(kStatementsPerTransaction, held - from);
      RETURN_IF_ERROR(run_.Write("hold_outs", [&](rpc::Change& change) {
        return InsertHoldOuts(change.txn, copy_, drafts.hold_outs.data() + from, size);
      }));
    }
    return absl::OkStatus();
  }

  // The copy becomes the present one.
  absl::Status Finish(const Drafts& drafts, const LogPositions& positions, int64_t closed_months) {
    Digest digest(run_.park(), copy_.month, plan_.id);
    for (const Statement& each : drafts.statements) digest.Add(each);
    Frozen frozen = {plan_.id,
                     digest.Finish(drafts.hold_outs),
                     TotalsOf(drafts.statements),
                     positions,
                     copy_.preview,
                     run_.id(),
                     year_drawn_minor_,
                     programme_};
    frozen.closed_months = closed_months;
    frozen.over_from = drafts.over_from;
    std::vector<CopyNote> notes = drafts.notes;
    std::map<std::string, CopyNote> corrections;
    for (const Statement& each : drafts.statements) {
      if (each.kind == StatementKind::kOriginal) continue;
      ++frozen.corrections;
      frozen.corrections_minor += each.total_minor();
      const char* kind = StatementKindName(each.kind);
      CopyNote& note = corrections.try_emplace(kind, CopyNote{"CORRECTIONS", kind}).first->second;
      note.Add(each.case_number);
    }
    for (auto& [kind, note] : corrections) notes.push_back(std::move(note));
    const auto rows = static_cast<int64_t>(drafts.statements.size() + drafts.hold_outs.size());
    return run_.Write("finish", [&](rpc::Change& change) -> absl::Status {
      ASSIGN_OR_RETURN(Month month, LockMonth(change.txn, copy_.month));
      // Another run has tidied this copy away as a leftover: the job starts again.
      ASSIGN_OR_RETURN(const int64_t kept, CountCopy(change.txn, copy_));
      if (kept != rows) return rpc::FactsStale("the copy that was being written");
      RETURN_IF_ERROR(Preview(month, frozen));
      RETURN_IF_ERROR(DeleteAcknowledged(change.txn, copy_.month));
      RETURN_IF_ERROR(SaveNotes(change.txn, copy_, notes));
      RETURN_IF_ERROR(SaveMonth(change.txn, month));
      change.Publish("MonthPreviewed", MonthName(run_.park(), month.month), month.revision,
                     google::protobuf::Empty());
      return absl::OkStatus();
    });
  }

  const FundingPlan& plan() const { return plan_; }

 private:
  rpc::JobRun& run_;
  db::Database& db_;
  Copy copy_;
  FundingPlan plan_;
  std::string programme_;
  int64_t year_drawn_minor_ = 0;
};

// By id, as all statements of a copy.
void Join(std::vector<Statement> corrections, Drafts& drafts) {
  for (Statement& each : corrections) drafts.statements.push_back(std::move(each));
  std::sort(drafts.statements.begin(), drafts.statements.end(),
            [](const Statement& a, const Statement& b) { return a.id < b.id; });
}

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> PreviewMonth(rpc::JobRun& run,
                                                                        db::Database& db,
                                                                        const Peers& peers) {
  v1::PreviewMonthRequest request;
  CHECK(request.ParseFromString(run.argument()));
  ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("name", request.name()));
  ASSIGN_OR_RETURN(const std::string plan, FundingPlanOf("funding_plan", request.funding_plan()));
  PreviewRun preview(run, db, month);
  ASSIGN_OR_RETURN(const bool done, preview.Begin(plan, request.programme()));
  RETURN_IF_ERROR(preview.DeleteLeftovers());
  if (!done) {
    ASSIGN_OR_RETURN(Peers::Asked asked,
                     peers.AskMonth(run.caller(), month, request.programme(), {&preview.plan()},
                                    [&] { return run.Progress(0, 0, ""); }));
    ASSIGN_OR_RETURN(FoundCorrections found, FindCorrections(run, db, peers, month));
    RETURN_IF_ERROR(preview.LoadOwn(found.corrections, asked.facts));
    Drafts drafts = DraftMonth(run.park(), preview.plan(), asked.facts);
    TakeTheWayOf(drafts.statements, found.corrections.statements);
    Join(std::move(found.corrections.statements), drafts);
    RETURN_IF_ERROR(preview.WriteCopy(drafts));
    RETURN_IF_ERROR(preview.Finish(drafts, asked.positions, found.closed_months));
    RETURN_IF_ERROR(preview.DeleteLeftovers());
  }
  auto result = std::make_unique<v1::Month>();
  RETURN_IF_ERROR(db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Month> kept, FindMonth(txn, month));
    CHECK(kept.has_value());
    ASSIGN_OR_RETURN(const auto hold_outs, LoadHoldOuts(txn, {month, kept->preview}));
    *result = ToProto(run.park(), *kept, hold_outs);
    return absl::OkStatus();
  }));
  return result;
}

}  // namespace tuoqiao::billing
