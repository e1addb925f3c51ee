#include "services/places/rounds/round.h"

#include "absl/strings/escaping.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/places/errors.h"

namespace tuoqiao::places {
namespace {

void Conclude(Round& round, const allocation::Log& log) {
  round.seed = absl::BytesToHexString(log.drawn->draw.seed);
  round.public_entropy = log.drawn->draw.public_entropy;
  round.result_digest = log.drawn->result_digest;
  round.placed = static_cast<int64_t>(log.drawn->seats.size());
  ++round.revision;
}

}  // namespace

absl::string_view StateName(RoundState state) {
  switch (state) {
    case RoundState::kOpen:
      return "OPEN";
    case RoundState::kFrozen:
      return "FROZEN";
    case RoundState::kDrawn:
      return "DRAWN";
    case RoundState::kPublished:
      return "PUBLISHED";
    case RoundState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

absl::Status CheckMayOpen(const Round& round, absl::CivilDay today) {
  if (round.start <= today) {
    return FieldInvalid("allocation.start_date", "is not to come", "须晚于今日");
  }
  if (round.ByPoints() && round.points.criteria.empty()) {
    return FieldInvalid("allocation.points_policy", "is missing: the policy goes by points",
                        "缺失:该方式按积分排序");
  }
  if (!round.ByPoints() && !round.points.criteria.empty()) {
    return FieldInvalid("allocation.points_policy", "is of no use: the policy takes no points",
                        "多余:该方式不计积分");
  }
  if (round.ByPoints() && !round.points.HoldsOn(round.start)) {
    return PointsPolicyNotInForce(round.start);
  }
  return absl::OkStatus();
}

absl::Status CheckState(const Round& round, RoundState wanted) {
  if (round.state == wanted) return absl::OkStatus();
  return AllocationStateWrong(StateName(round.state), StateName(wanted));
}

absl::Status CheckEntropy(const Round& round, const std::string& public_entropy) {
  if (!round.entropy_source.empty() && public_entropy.empty()) {
    return FieldRequired("public_entropy");
  }
  if (round.entropy_source.empty() && !public_entropy.empty()) {
    return FieldInvalid("public_entropy", "comes from no source that was announced",
                        "并非来自事先公告的来源");
  }
  return absl::OkStatus();
}

void Freeze(Round& round, const allocation::Log& log) {
  round.state = RoundState::kFrozen;
  round.market_digest = log.market_digest;
  round.applicants = static_cast<int64_t>(log.market.applicants.size());
  for (const allocation::SeatUnit& each : log.market.units) {
    if (!allocation::SecondHalf(each)) round.seats += each.seats;
  }
  ++round.revision;
}

void Draw(Round& round, const allocation::Log& log) {
  round.state = RoundState::kDrawn;
  Conclude(round, log);
}

absl::Status CheckMayPublish(const Round& round, const std::string& subject) {
  RETURN_IF_ERROR(CheckState(round, RoundState::kDrawn));
  return subject == round.opened_by ? PublishedBySamePerson() : absl::OkStatus();
}

void Publish(Round& round, const allocation::Log& log, const std::string& subject) {
  round.state = RoundState::kPublished;
  round.ended_by = subject;
  Conclude(round, log);
}

absl::Status Cancel(Round& round, const std::string& subject, const std::string& reason) {
  if (round.Ended()) {
    return AllocationStateWrong(StateName(round.state), "OPEN, FROZEN or DRAWN");
  }
  if (round.state == RoundState::kDrawn && subject == round.opened_by) {
    return PublishedBySamePerson();
  }
  round.state = RoundState::kCancelled;
  round.ended_by = subject;
  round.cancel_reason = reason;
  ++round.revision;
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
