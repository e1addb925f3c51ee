#include "services/settlement/recording.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/errors.h"
#include "services/settlement/reference.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

using type::v1::ItemResult;

constexpr char kReceivables[] = "receivables/", kPayouts[] = "payouts/";

void Result(ItemResult::Outcome outcome, const std::string& resource, ItemResult* result) {
  result->set_outcome(outcome);
  result->set_resource(resource);
}

template <typename Map>
auto Values(const Map& map) {
  std::vector<typename Map::mapped_type> values;
  for (const auto& [key, value] : map) values.push_back(value);
  return values;
}

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
  change_.Publish("BankLineRecorded", name, 1, recorded);
  RETURN_IF_ERROR(Match(&*line));
  lines_.push_back(*std::move(line));
  Result(ItemResult::CREATED, name, result);
  return absl::OkStatus();
}

absl::Status Recording::Match(BankLine* line) {
  for (const std::string& reference : FindReferences(line->reference)) {
    ASSIGN_OR_RETURN(const std::string subject, LoadSubject(change_.txn, reference));
    absl::string_view id = subject;
    if (absl::ConsumePrefix(&id, kReceivables)) {
      ASSIGN_OR_RETURN(Receivable * receivable, FindReceivable(std::string(id)));
      const auto match = MatchReceivable(*line, *receivable);
      if (!match.has_value()) continue;
      receivable->paid_minor += match->applied_minor;
      ++receivable->revision;
      line->matched = subject;
      line->applied_minor = match->applied_minor;
      PublishLine(*line, *match);
      change_.Publish("ReceivableChanged", ReceivableName(change_.txn.park(), receivable->id),
                      receivable->revision, ToProto(change_.txn.park(), *receivable));
      return absl::OkStatus();
    }
    if (absl::ConsumePrefix(&id, kPayouts)) {
      ASSIGN_OR_RETURN(Payout * payout, FindPayout(std::string(id)));
      const auto found = MatchPayout(*line, *payout);
      if (!found.has_value()) continue;
      const bool news = payout->state != found->after;
      payout->state = found->after;
      if (!line->inward) payout->line = line->id;
      line->matched = subject;
      line->applied_minor = found->match.applied_minor;
      PublishLine(*line, found->match);
      if (found->after == PayoutState::kReturned) {
        ++payout->revision;
        change_.Publish("PayoutReturned", PayoutName(change_.txn.park(), *payout), payout->revision,
                        ToProto(change_.txn.park(), *payout));
      } else if (news) {
        PublishPayout("PayoutConfirmed", payout, found->match.account, line->value_date);
      }
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
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
  payout->state = **after;
  if (payout->state == PayoutState::kConfirmed) {
    PublishPayout("PayoutConfirmed", payout, "bank", park_.today);
  } else {
    payout->reason = proto.reason();
    PublishPayout("PayoutRejected", payout, absl::StrCat("payable-", payout->centre), park_.today);
  }
  Result(ItemResult::UPDATED, name, result);
  return absl::OkStatus();
}

absl::Status Recording::Save() {
  RETURN_IF_ERROR(SaveBankLines(change_.txn, keys_, lines_));
  RETURN_IF_ERROR(SaveReceivables(change_.txn, Values(receivables_)));
  return SavePayouts(change_.txn, Values(payouts_));
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

void Recording::PublishLine(const BankLine& line, const settlement::Match& match) {
  const v1::BankLine proto = ToProto(change_.txn.park(), line);
  v1::MoneyMoved matched;
  matched.set_subject(proto.name());
  matched.set_amount_minor(line.amount_minor);
  matched.set_inward(line.inward);
  matched.set_account(match.account);
  matched.set_surplus_minor(match.surplus_minor);
  matched.set_unapplied_account(match.unapplied_account);
  matched.set_date(FormatDay(park_.today));
  matched.set_matched(proto.matched());
  change_.Publish("BankLineMatched", proto.name(), 2, matched);
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
