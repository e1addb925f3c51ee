#include "services/exchange/posting.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/common/encoding.h"
#include "adapters/common/faults.h"
#include "adapters/common/table.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/http/client.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"
#include "services/exchange/content_store.h"
#include "services/exchange/convert.h"
#include "services/exchange/errors.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

constexpr MetricName kTargetAnswers = {"tuoqiao_target_answers_total",
                                       "What payroll targets answered to what was posted to them."};
constexpr MetricName kTargetGivenUp = {
    "tuoqiao_target_given_up_total",
    "Deliveries that a payroll target refused or could not be asked, by reason."};

constexpr int64_t kTimeoutMs = 10'000;
constexpr absl::Duration kRest = absl::Seconds(30);

// What a target's answer may be shown of: it is not ours.
std::string SaidOf(const http::Reply& reply) {
  const std::string status = absl::StrCat("HTTP ", reply.status);
  if (reply.body.empty() || !adapters::IsUtf8(reply.body)) return status;
  return absl::StrCat(status, ", ", adapters::Shown(reply.body, /*personal=*/false));
}

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Posting::Run(rpc::JobRun& run) const {
  v1::GetDeliveryRequest argument;
  CHECK(argument.ParseFromString(run.argument()));
  const std::string id = IdOf(argument.name());
  ASSIGN_OR_RETURN(Delivery delivery, LoadDelivery(mutation_.db, run.park(), id));
  if (delivery.state == DeliveryState::kQueued) {
    RETURN_IF_ERROR(PostOnce(run, delivery));
    ASSIGN_OR_RETURN(delivery, LoadDelivery(mutation_.db, run.park(), id));
  }
  // A run may have died between saying what became of it and this.
  RETURN_IF_ERROR(sending_.ReportEnds(run.caller(), DeliveryName(delivery)));
  if (!delivery.instead.empty()) {
    RETURN_IF_ERROR(sending_.ReportEnds(run.caller(), delivery.instead));
  }
  return std::make_unique<v1::Delivery>(ToProto(delivery));
}

bool Posting::Rests(const std::string& target) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto silent = silent_since_.find(target);
  return silent != silent_since_.end() && mutation_.clock.Now() < silent->second + kRest;
}

void Posting::Answered(const std::string& target, bool answered) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (answered) {
    silent_since_.erase(target);
  } else {
    silent_since_[target] = mutation_.clock.Now();
  }
}

absl::Status Posting::PostOnce(rpc::JobRun& run, const Delivery& delivery) const {
  Attempts attempts = Attempts::Of(run.checkpoint());
  attempts.in_doubt = attempts.in_doubt || delivery.in_doubt;
  // Whoever takes this up after it died knows only that it may have been posted.
  Attempts during = attempts;
  Judge(Answer::kUnsure, during);
  RETURN_IF_ERROR(run.Progress(attempts.made, kAttemptsMax, during.ToText()));
  ASSIGN_OR_RETURN(const Heard heard, Post(run.park(), delivery));
  metrics_.Counters(kTargetAnswers)
      .Add({{"answer", std::string(AnswerName(heard.answer))}})
      .Increment();
  const Verdict verdict = Judge(heard.answer, attempts);
  // What is known now is known too where the next road cannot be asked for yet.
  RETURN_IF_ERROR(run.Progress(attempts.made, kAttemptsMax, attempts.ToText()));
  if (verdict != Verdict::kAgain) return Finish(run, delivery, verdict, heard);
  // What the target said may name people, and this is logged.
  return absl::UnavailableError(AnswerName(heard.answer));
}

absl::StatusOr<Posting::Heard> Posting::Post(const std::string& park,
                                             const Delivery& delivery) const {
  const std::string name(adapters::FixedValueOf(MappingOf(delivery.mapping), kTarget));
  const auto found = targets_.find(name);
  if (found == targets_.end()) {
    return Heard{Answer::kRefused,
                 absl::StrCat("the server's config no longer names the target '", name, "'")};
  }
  if (Rests(name)) return Heard{Answer::kAway, "it gave no answer a moment ago"};
  const rpc::PayrollTarget& target = found->second;
  http::Request request;
  request.url = target.url;
  request.ca_file = target.ca_file;
  request.timeout = absl::Milliseconds(target.timeout_ms == 0 ? kTimeoutMs : target.timeout_ms);
  request.headers = {"Content-Type: application/json",
                     absl::StrCat("Idempotency-Key: ", delivery.id)};
  if (!target.token.empty()) {
    request.headers.push_back(absl::StrCat("Authorization: Bearer ", target.token));
  }
  RETURN_IF_ERROR(mutation_.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(request.body, LoadContent(txn, keys_, delivery.id));
    return absl::OkStatus();
  }));
  const absl::StatusOr<http::Reply> reply = http::Client().Send(request);
  Answered(name, reply.ok());
  if (!reply.ok()) return Heard{AnswerOf(reply.status()), std::string(reply.status().message())};
  return Heard{AnswerOf(reply->status), SaidOf(*reply)};
}

absl::Status Posting::Finish(rpc::JobRun& run, const Delivery& delivery, Verdict verdict,
                             const Heard& heard) const {
  v1::SendDeliveryRequest next;
  next.set_parent(delivery.parent);
  next.set_subject(delivery.subject);
  absl::StatusOr<Asked> asked = absl::NotFoundError("");
  if (verdict == Verdict::kInstead) {
    asked = sending_.AskFor(run.caller(), next, delivery.connection);
    if (Passes(asked.status())) return asked.status();
  }
  std::string given_up;  // Why.
  const std::string step = absl::StrCat(delivery.id, "-", delivery.round);
  RETURN_IF_ERROR(run.Write(step, [&](rpc::Change& change) -> absl::Status {
    given_up.clear();
    ASSIGN_OR_RETURN(auto now, LockDelivery(change.txn, delivery.id));
    if (!now.has_value() || now->state != DeliveryState::kQueued || now->round != delivery.round) {
      return absl::OkStatus();
    }
    if (verdict == Verdict::kAccepted) {
      now->state = DeliveryState::kAccepted;
    } else if (verdict == Verdict::kAskAPerson) {
      now->state = DeliveryState::kDead;
      now->in_doubt = true;
      now->refusal = TargetUncertain(heard.said);
    } else {
      const bool refused = heard.answer == Answer::kRefused;
      now->state = refused ? DeliveryState::kRejected : DeliveryState::kDead;
      ASSIGN_OR_RETURN(now->instead, SendInstead(change, next, asked));
      now->refusal = (refused ? TargetRefused : TargetAway)(heard.said, now->instead);
    }
    ++now->revision;
    RETURN_IF_ERROR(SaveDelivery(change.txn, *now));
    change.Publish("DeliveryAnswered", DeliveryName(*now), now->revision, ToEvent(*now));
    given_up = now->refusal.reason;
    return absl::OkStatus();
  }));
  if (!given_up.empty()) {
    metrics_.Counters(kTargetGivenUp).Add({{"reason", given_up}}).Increment();
    Log(Severity::kWarning, "exchange.target_given_up",
        {{"delivery", delivery.id}, {"reason", given_up}});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Posting::SendInstead(rpc::Change& change,
                                                 const v1::SendDeliveryRequest& request,
                                                 const absl::StatusOr<Asked>& asked) const {
  if (!asked.ok()) return std::string();
  const absl::StatusOr<Delivery> sent = sending_.Send(change, request, *asked);
  if (sent.ok()) return DeliveryName(*sent);
  // What does not fit the next road either leaves the delivery as it is, for a person.
  if (Passes(sent.status()) || ReasonOf(sent.status()).empty()) return sent.status();
  return std::string();
}

}  // namespace tuoqiao::exchange
