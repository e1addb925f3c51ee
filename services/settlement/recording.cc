#include "services/settlement/recording.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/errors.h"
#include "services/settlement/numbers.h"
#include "services/settlement/reference.h"
#include "services/settlement/share_line_store.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

using type::v1::ItemResult;

constexpr char kReceivables[] = "receivables/", kPayouts[] = "payouts/";

void Result(ItemResult::Outcome outcome, const std::string& resource, ItemResult* result) {
  result->set_outcome(outcome);
  result->set_resource(resource);
}

std::string PayableOf(const Payout& payout) { return absl::StrCat("payable-", payout.centre); }

}  // namespace

absl::Status Recording::Record(const v1::BankLine& proto, ItemResult* result) {
  const std::string& park = change_.txn.park();
  absl::StatusOr<BankLine> line = FromProto(park, park_.currency_code, proto);
  if (!line.ok()) {
    Reject(line.status(), result);
    return absl::OkStatus();
  }
  const std::string name = BankLineName(park, line->id);
  if (!line_ids_.insert(line->id).second) {
    Reject(DuplicateInRequest("line_id"), result);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string before, LoadLineFingerprint(change_.txn, line->id));
  if (!before.empty()) {
    if (before != LineFingerprint(park, keys_, *line)) {
      Reject(LineDiffers(name), result);
    } else {
      Result(ItemResult::UNCHANGED, name, result);
    }
    return absl::OkStatus();
  }
  v1::MoneyMoved recorded;
  recorded.set_subject(name);
  recorded.set_amount_minor(line->amount_minor);
  recorded.set_inward(line->inward);
  recorded.set_account("suspense-bank");
  recorded.set_date(FormatDay(line->value_date));
  change_.Publish("BankLineRecorded", name, line->revision, recorded);
  RETURN_IF_ERROR(SaveBankLines(change_.txn, keys_, {*line}));
  RETURN_IF_ERROR(Match(&*line));
  Result(ItemResult::CREATED, name, result);
  return absl::OkStatus();
}

absl::Status Recording::Match(BankLine* line) {
  ASSIGN_OR_RETURN(std::vector<Part> parts, FindParts(*line));
  if (parts.empty()) return absl::OkStatus();
  return Apply(line, std::move(parts), "");
}

absl::StatusOr<std::vector<Part>> Recording::FindParts(const BankLine& line) {
  std::vector<Receivable> named;
  for (const std::string& reference : FindReferences(line.reference)) {
    ASSIGN_OR_RETURN(const std::string subject, LoadSubject(change_.txn, reference));
    absl::string_view id = subject;
    if (absl::ConsumePrefix(&id, kReceivables)) {
      ASSIGN_OR_RETURN(const Receivable* receivable, FindReceivable(std::string(id)));
      if (const auto part = RepayCredit(line, *receivable); part.has_value()) {
        return std::vector<Part>{*part};
      }
      if (line.inward && !receivable->credit()) named.push_back(*receivable);
    } else if (absl::ConsumePrefix(&id, kPayouts)) {
      ASSIGN_OR_RETURN(const Payout* payout, FindPayout(std::string(id)));
      if (const auto found = MatchPayout(line, *payout); found.has_value()) {
        return std::vector<Part>{found->part};
      }
    }
  }
  if (!named.empty()) return PayDebts(line, named);
  return FindNearPart(line);
}

absl::StatusOr<std::vector<Part>> Recording::PayDebts(const BankLine& line,
                                                      const std::vector<Receivable>& named) {
  ASSIGN_OR_RETURN(const Drift drift, DriftNow());
  ASSIGN_OR_RETURN(std::vector<Receivable> stored, LoadDebts(change_.txn, named.back().party));
  std::vector<Receivable> others;
  for (const Receivable& each : stored) {
    const bool is_named = std::any_of(named.begin(), named.end(),
                                      [&](const Receivable& one) { return one.id == each.id; });
    if (is_named) continue;
    ASSIGN_OR_RETURN(const Receivable* now, FindReceivable(each.id));
    others.push_back(*now);
  }
  return PayNamed(line.amount_minor, named, others, drift);
}

absl::StatusOr<std::vector<Part>> Recording::FindNearPart(const BankLine& line) {
  if (!line.inward || line.counterparty.empty()) return std::vector<Part>();
  ASSIGN_OR_RETURN(const std::vector<Receivable> stored,
                   LoadDueExactly(change_.txn, line.amount_minor));
  std::vector<Receivable> candidates;
  for (const Receivable& each : stored) {
    ASSIGN_OR_RETURN(const Receivable* now, FindReceivable(each.id));
    if (now->due_minor() == line.amount_minor) candidates.push_back(*now);
  }
  const Receivable* near = FindNear(line.reference, candidates);
  if (near == nullptr) return std::vector<Part>();
  ASSIGN_OR_RETURN(const bool known,
                   LoadPayerKnown(change_.txn, keys_, near->party, line.counterparty));
  if (!known) return std::vector<Part>();
  std::vector<Part> parts = PayNamed(line.amount_minor, {*near}, {}, {});
  parts.front().rule = MatchRule::kNearReference;
  return parts;
}

absl::Status Recording::Apply(BankLine* line, std::vector<Part> parts, const std::string& reason) {
  for (Part& part : parts) {
    if (absl::StartsWith(part.subject, kPayouts)) {
      RETURN_IF_ERROR(ApplyToPayout(*line, part));
    } else if (!part.subject.empty()) {
      RETURN_IF_ERROR(ApplyToReceivable(part, 1));
    }
    part.revision = ++line->revision;
    line->parts.push_back(part);
    if (line->matched.empty()) line->matched = MatchedBy(part);
    PublishPart("BankLineMatched", *line, part);
    if (!absl::StartsWith(part.subject, kPayouts)) continue;
    ASSIGN_OR_RETURN(Payout * payout, FindPayout(part.subject.substr(sizeof(kPayouts) - 1)));
    if (line->inward) {
      ++payout->revision;
      change_.Publish("PayoutReturned", PayoutName(change_.txn.park(), *payout), payout->revision,
                      ToProto(change_.txn.park(), *payout));
    } else if (part.account != "bank") {
      PublishPayout("PayoutConfirmed", payout, part.account, line->value_date);
    }
  }
  return SaveMatch(change_.txn, *line, {park_.today, reason});
}

absl::Status Recording::ApplyToReceivable(const Part& part, int64_t sign) {
  ASSIGN_OR_RETURN(Receivable * receivable,
                   FindReceivable(part.subject.substr(sizeof(kReceivables) - 1)));
  touched_.insert(receivable->id);
  receivable->paid_minor += sign * part.applied_minor();
  ++receivable->revision;
  change_.Publish("ReceivableChanged", ReceivableName(change_.txn.park(), receivable->id),
                  receivable->revision, ToProto(change_.txn.park(), *receivable));
  return absl::OkStatus();
}

absl::Status Recording::ApplyToPayout(const BankLine& line, const Part& part) {
  ASSIGN_OR_RETURN(Payout * payout, FindPayout(part.subject.substr(sizeof(kPayouts) - 1)));
  const auto found = MatchPayout(line, *payout);
  if (!found.has_value())
    return absl::InternalError("a line was matched with no payout of its own");
  touched_.insert(payout->id());
  if (payout->state == PayoutState::kRejected) RETURN_IF_ERROR(LeaveAgain(payout));
  payout->state = found->after;
  if (line.inward) return FreePayoutLines(change_.txn, *payout);
  payout->line = line.id;
  if (!payout->paid_date.has_value()) payout->paid_date = line.value_date;
  return absl::OkStatus();
}

absl::Status Recording::LeaveAgain(Payout* payout) {
  payout->reason.clear();
  PublishPayout("PayoutReleased", payout, PayableOf(*payout), park_.today);
  return RetakePayoutLines(change_.txn, *payout);
}

absl::StatusOr<Drift> Recording::DriftNow() {
  ASSIGN_OR_RETURN(const Numbers numbers, NumbersOn(numbers_, park_.today));
  ASSIGN_OR_RETURN(const int64_t used_minor, LoadDriftOfYear(change_.txn, park_.today.year()));
  return Drift{numbers.drift_tolerance_minor,
               std::max<int64_t>(0, numbers.drift_year_limit_minor - used_minor)};
}

absl::Status Recording::MatchAs(BankLine* line, const std::vector<Claimed>& claimed,
                                const std::map<std::string, int64_t>& balances,
                                const std::string& reason) {
  if (!line->matched.empty()) return BankLineMatched(BankLineName(change_.txn.park(), line->id));
  ClaimFacts facts;
  facts.balances = balances;
  for (const Claimed& each : claimed) {
    absl::string_view id = each.subject;
    if (absl::ConsumePrefix(&id, kReceivables)) {
      ASSIGN_OR_RETURN(const auto found, LoadReceivable(change_.txn, std::string(id)));
      if (found.has_value()) facts.receivables[each.subject] = *found;
    } else if (absl::ConsumePrefix(&id, kPayouts)) {
      ASSIGN_OR_RETURN(const auto found, LoadPayout(change_.txn, std::string(id)));
      if (found.has_value()) facts.payouts[each.subject] = *found;
    }
  }
  ASSIGN_OR_RETURN(std::vector<Part> parts, MatchByPerson(*line, claimed, facts));
  for (Part& each : parts) each.person = change_.caller.identity.subject;
  return Apply(line, std::move(parts), reason);
}

absl::Status Recording::Unmatch(BankLine* line, const std::map<std::string, int64_t>& balances,
                                const std::string& reason) {
  if (line->matched.empty()) return BankLineUnmatched(BankLineName(change_.txn.park(), line->id));
  for (Part& each : line->parts) {
    // A line of an older time: which account took its surplus was not kept, but it is the payer's.
    if (each.surplus_minor == 0 || !each.unapplied_account.empty()) continue;
    ASSIGN_OR_RETURN(const Receivable* receivable,
                     FindReceivable(each.subject.substr(sizeof(kReceivables) - 1)));
    each.unapplied_account = UnappliedAccount(*receivable);
  }
  RETURN_IF_ERROR(CheckUnmatch(*line, balances));
  for (const Part& each : line->parts) {
    if (!each.subject.empty()) RETURN_IF_ERROR(ApplyToReceivable(each, -1));
    ++line->revision;
    PublishPart("BankLineUnmatched", *line, each);
  }
  line->parts.clear();
  line->matched.clear();
  line->hands_only = true;
  return SaveUnmatch(change_.txn, *line, {park_.today, reason, change_.caller.identity.subject});
}

absl::Status Recording::Record(const v1::PaymentStatus& proto, ItemResult* result) {
  if (absl::Status status = CheckStatus(proto); !status.ok()) {
    Reject(status, result);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(Payout * payout, FindPayoutByReference(proto.end_to_end_id()));
  if (payout == nullptr) {
    Reject(PayoutNotFound(proto.end_to_end_id()), result);
    return absl::OkStatus();
  }
  const auto after = AfterStatus(*payout, proto.status());
  if (!after.ok()) {
    Reject(after.status(), result);
    return absl::OkStatus();
  }
  const std::string name = PayoutName(change_.txn.park(), *payout);
  if (!after->has_value()) {
    Result(ItemResult::UNCHANGED, name, result);
    return absl::OkStatus();
  }
  touched_.insert(payout->id());
  if (payout->state == PayoutState::kRejected) RETURN_IF_ERROR(LeaveAgain(payout));
  payout->state = **after;
  if (payout->state == PayoutState::kConfirmed) {
    payout->paid_date = park_.today;
    PublishPayout("PayoutConfirmed", payout, "bank", park_.today);
  } else {
    payout->reason = proto.reason();
    PublishPayout("PayoutRejected", payout, PayableOf(*payout), park_.today);
    RETURN_IF_ERROR(FreePayoutLines(change_.txn, *payout));
  }
  Result(ItemResult::UPDATED, name, result);
  return absl::OkStatus();
}

absl::Status Recording::Finish(bool something_changed) {
  // What one line does may be what another waited for.
  for (bool again = something_changed || !touched_.empty(); again;) {
    again = false;
    RETURN_IF_ERROR(SaveTouched());
    ASSIGN_OR_RETURN(std::vector<BankLine> waiting, LoadWaitingLines(change_.txn, keys_));
    for (BankLine& each : waiting) {
      RETURN_IF_ERROR(Match(&each));
      again = again || !each.matched.empty();
    }
  }
  return SaveTouched();
}

absl::Status Recording::SaveTouched() {
  std::vector<Receivable> receivables;
  std::vector<Payout> payouts;
  for (const std::string& id : touched_) {
    if (const auto found = receivables_.find(id); found != receivables_.end()) {
      receivables.push_back(found->second);
    }
    if (const auto found = payouts_.find(id); found != payouts_.end()) {
      payouts.push_back(found->second);
    }
  }
  touched_.clear();
  RETURN_IF_ERROR(SaveReceivables(change_.txn, receivables));
  return SavePayouts(change_.txn, payouts);
}

absl::StatusOr<Receivable*> Recording::FindReceivable(const std::string& id) {
  auto found = receivables_.find(id);
  if (found == receivables_.end()) {
    ASSIGN_OR_RETURN(auto loaded, LoadReceivable(change_.txn, id));
    if (!loaded.has_value()) return absl::InternalError("a reference of no receivable");
    found = receivables_.emplace(id, *std::move(loaded)).first;
  }
  return &found->second;
}

absl::StatusOr<Payout*> Recording::FindPayout(const std::string& id) {
  auto found = payouts_.find(id);
  if (found == payouts_.end()) {
    ASSIGN_OR_RETURN(auto loaded, LoadPayout(change_.txn, id));
    if (!loaded.has_value()) return absl::InternalError("a reference of no payout");
    found = payouts_.emplace(id, *std::move(loaded)).first;
  }
  return &found->second;
}

absl::StatusOr<Payout*> Recording::FindPayoutByReference(const std::string& end_to_end_id) {
  ASSIGN_OR_RETURN(const std::string subject, LoadSubject(change_.txn, end_to_end_id));
  absl::string_view id = subject;
  if (!absl::ConsumePrefix(&id, kPayouts)) return nullptr;
  return FindPayout(std::string(id));
}

void Recording::PublishPart(absl::string_view kind, const BankLine& line, const Part& part) {
  v1::MoneyMoved moved;
  moved.set_subject(BankLineName(change_.txn.park(), line.id));
  moved.set_amount_minor(part.amount_minor);
  moved.set_inward(line.inward);
  moved.set_account(part.account);
  moved.set_surplus_minor(part.surplus_minor);
  moved.set_unapplied_account(part.unapplied_account);
  moved.set_drift_minor(part.drift_minor);
  moved.set_date(FormatDay(park_.today));
  moved.set_matched(SubjectName(change_.txn.park(), MatchedBy(part)));
  change_.Publish(kind, moved.subject(), line.revision, moved);
}

void Recording::PublishPayout(absl::string_view kind, Payout* payout, absl::string_view account,
                              absl::CivilDay date) {
  ++payout->revision;
  v1::MoneyMoved moved;
  moved.set_subject(PayoutName(change_.txn.park(), *payout));
  moved.set_amount_minor(payout->amount_minor);
  moved.set_account(std::string(account));
  moved.set_date(FormatDay(date));
  change_.Publish(kind, moved.subject(), payout->revision, moved);
}

}  // namespace tuoqiao::settlement
