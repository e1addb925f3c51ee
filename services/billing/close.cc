#include "services/billing/close.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/convert.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/preview.h"
#include "services/billing/rule_hash.h"
#include "services/billing/signing.h"
#include "services/billing/statement_store.h"
#include "services/billing/year_store.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// How far a run has come: how many statements it went through, and the last of them. A run without
// a checkpoint goes through all of them, which closes nothing twice.
struct Place {
  int64_t done = 0;
  std::string after;
};

std::string CheckpointOf(const Place& place) { return absl::StrCat(place.done, " ", place.after); }

Place PlaceOf(const std::string& checkpoint) {
  Place place;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(checkpoint, absl::MaxSplits(' ', 1));
  if (absl::SimpleAtoi(parts.first, &place.done)) place.after = parts.second;
  return place;
}

absl::StatusOr<Month> LoadToClose(db::Database& db, const std::string& park,
                                  absl::CivilMonth month) {
  std::optional<Month> found;
  RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(found, FindMonth(txn, month));
    return absl::OkStatus();
  }));
  if (!found.has_value()) return MonthNotFound(MonthName(park, month));
  RETURN_IF_ERROR(CheckMayClose(*found));
  return *std::move(found);
}

// FROZEN_COPY_ALTERED where what is stored does not come to what was signed.
absl::Status VerifyCopy(db::Database& db, const std::string& park, const Month& month) {
  const Copy copy = {month.month, month.preview};
  Digest digest(park, month.month, month.funding_plan);
  Totals totals;
  std::string after;
  int64_t loaded = 0;
  do {
    RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const auto page,
                       LoadStatements(txn, copy, after, kStatementsPerTransaction));
      for (const KeptStatement& each : page) {
        digest.Add(each.statement);
        ++totals.statements;
        totals.total_minor += each.statement.total_minor();
      }
      loaded = static_cast<int64_t>(page.size());
      if (loaded > 0) after = page.back().statement.id;
      return absl::OkStatus();
    }));
  } while (loaded == kStatementsPerTransaction);
  std::vector<HoldOut> hold_outs;
  RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(hold_outs, LoadHoldOuts(txn, copy));
    return absl::OkStatus();
  }));
  if (digest.Finish(hold_outs) != month.digest || totals.statements != month.totals.statements ||
      totals.total_minor != month.totals.total_minor) {
    return FrozenCopyAltered(month.month);
  }
  return absl::OkStatus();
}

absl::StatusOr<RuleHashes> LoadRules(db::Database& db, const std::string& park,
                                     const Month& month) {
  RuleHashes rules;
  RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(rules, RuleHashes::Load(txn, month.funding_plan));
    return absl::OkStatus();
  }));
  return rules;
}

// What is closed, and the rules that its statements were made by.
struct Closing {
  Month month;
  RuleHashes rules;
};

// Closes the statements that follow `after`; returns the last of them, empty at the end.
absl::StatusOr<std::string> CloseBatch(rpc::JobRun& run, const rpc::MutationOptions& mutation,
                                       const Closing& closing, const std::string& after,
                                       int64_t* size) {
  const Month& month = closing.month;
  std::string last;
  const std::string id = absl::StrCat("close-", FormatMonth(month.month), "-", after);
  RETURN_IF_ERROR(rpc::Write(mutation, run.caller(), id, [&](rpc::Change& change) -> absl::Status {
    ASSIGN_OR_RETURN(const Month locked, LockMonth(change.txn, month.month));
    // Somebody took a signature back before the first batch.
    RETURN_IF_ERROR(CheckMayClose(locked));
    const Copy copy = {month.month, month.preview};
    ASSIGN_OR_RETURN(auto batch,
                     LoadStatements(change.txn, copy, after, kStatementsPerTransaction));
    *size = static_cast<int64_t>(batch.size());
    last = batch.empty() ? "" : batch.back().statement.id;
    int64_t drafts = 0;
    for (KeptStatement& each : batch) {
      // A batch commits whole, so either all of it was closed before or none.
      if (each.closed) continue;
      each.closed = true;
      ++drafts;
      v1::StatementClosed payload;
      *payload.mutable_statement() = ToProto(run.park(), each);
      payload.set_rule_hash(closing.rules.Of(each.statement));
      change.Publish("StatementClosed", payload.statement().name(), 1, payload);
    }
    if (drafts == 0) return absl::OkStatus();
    RETURN_IF_ERROR(KeepDraws(change.txn, copy, {after, last}));
    ASSIGN_OR_RETURN(const int64_t marked, MarkClosed(change.txn, copy, {after, last}));
    CHECK(marked == drafts);
    return absl::OkStatus();
  }));
  return last;
}

absl::Status CloseRow(rpc::JobRun& run, const rpc::MutationOptions& mutation,
                      absl::CivilMonth closing) {
  const std::string id = absl::StrCat("close-", FormatMonth(closing));
  return rpc::Write(mutation, run.caller(), id, [&](rpc::Change& change) -> absl::Status {
    ASSIGN_OR_RETURN(Month month, LockMonth(change.txn, closing));
    if (month.state == MonthState::kClosed) return absl::OkStatus();
    Close(month);
    RETURN_IF_ERROR(SaveMonth(change.txn, month));
    ASSIGN_OR_RETURN(const std::vector<BudgetDraw> draws, LoadNamedDraws(change.txn, month));
    change.Publish("MonthClosed", MonthName(run.park(), closing), month.revision,
                   ToClosed(run.park(), month, draws));
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CloseMonth(
    rpc::JobRun& run, const rpc::MutationOptions& mutation) {
  v1::CloseMonthRequest request;
  CHECK(request.ParseFromString(run.argument()));
  ASSIGN_OR_RETURN(const absl::CivilMonth closing, MonthOf("name", request.name()));
  ASSIGN_OR_RETURN(const Month month, LoadToClose(mutation.db, run.park(), closing));
  if (month.state != MonthState::kClosed) {
    RETURN_IF_ERROR(VerifyCopy(mutation.db, run.park(), month));
    ASSIGN_OR_RETURN(RuleHashes rules, LoadRules(mutation.db, run.park(), month));
    const Closing whole = {month, std::move(rules)};
    Place place = PlaceOf(run.checkpoint());
    int64_t size = 0;
    do {
      ASSIGN_OR_RETURN(const std::string last,
                       CloseBatch(run, mutation, whole, place.after, &size));
      if (size == 0) break;
      place = {place.done + size, last};
      RETURN_IF_ERROR(run.Progress(place.done, month.totals.statements, CheckpointOf(place)));
    } while (size == kStatementsPerTransaction);
    RETURN_IF_ERROR(CloseRow(run, mutation, closing));
  }
  auto result = std::make_unique<v1::Month>();
  RETURN_IF_ERROR(mutation.db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Month> kept, FindMonth(txn, closing));
    CHECK(kept.has_value());
    ASSIGN_OR_RETURN(const auto hold_outs, LoadHoldOuts(txn, {closing, kept->preview}));
    *result = ToProto(run.park(), *kept, hold_outs);
    return absl::OkStatus();
  }));
  return result;
}

}  // namespace tuoqiao::billing
