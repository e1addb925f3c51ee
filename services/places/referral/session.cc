#include "services/places/referral/session.h"

#include <algorithm>

#include "services/common/status_macros.h"
#include "services/places/referral/errors.h"

namespace tuoqiao::referral {
namespace {

constexpr absl::string_view kStatuses[] = {"PLANNED", "ATTENDED", "MISSED"};

bool Knows(const std::string& centre, const Referral& referral, const Sessions& recorded) {
  return centre.empty() ||
         std::any_of(referral.plans.begin(), referral.plans.end(),
                     [&](const SessionPlan& each) { return each.centre == centre; }) ||
         std::any_of(recorded.begin(), recorded.end(),
                     [&](const auto& each) { return each.second.planned.centre == centre; });
}

absl::Status CheckMayRecord(const Referral& referral) {
  if (referral.ConsentWithdrawn()) return ReferralConsentWithdrawn(referral.history.back().day);
  if (referral.state == State::kActive || referral.state == State::kEnded) return absl::OkStatus();
  return ReferralStateWrong(NameOf(referral.state));
}

// As it was recorded before, or as it is planned.
absl::StatusOr<Session> FindSession(const Referral& referral, const SessionSaid& said,
                                    const CareDays& care, const Sessions& recorded) {
  Session session;
  const auto before = recorded.find(said.day);
  if (before != recorded.end()) {
    session = before->second;
  } else {
    const auto planned = PlannedIn(referral.plans, {said.day, said.day + 1}, care);
    if (planned.empty()) return SessionNotPlanned(said.day);
    session.planned = planned[0];
  }
  if (!said.centre.empty() && session.planned.centre != said.centre) {
    return SessionNotPlanned(said.day);
  }
  return session;
}

}  // namespace

absl::StatusOr<Noted> Note(const Referral& referral, const SessionSaid& said, const CareDays& care,
                           absl::CivilDay today, Sessions& recorded) {
  if (!Knows(said.centre, referral, recorded)) return ReferralNotFound(referral.id);
  RETURN_IF_ERROR(CheckMayRecord(referral));
  ASSIGN_OR_RETURN(Session session, FindSession(referral, said, care, recorded));
  if (said.day > today) return SessionInFuture(said.day);
  if (said.status == SessionStatus::kMissed && said.reason.empty()) return SessionReasonMissing();
  if (session.status == said.status && session.reason == said.reason) return Noted::kUnchanged;
  const bool created = session.revision == 0;
  session.status = said.status;
  session.reason = said.reason;
  ++session.revision;
  recorded[said.day] = session;
  return created ? Noted::kCreated : Noted::kUpdated;
}

std::vector<Session> SessionsIn(const Referral& referral, const Sessions& recorded,
                                const Period& period, const CareDays& care) {
  Sessions all;
  for (const Planned& each : PlannedIn(referral.plans, period, care)) {
    all[each.day].planned = each;
  }
  for (const auto& [day, session] : recorded) {
    if (period.Contains(day)) all[day] = session;
  }
  std::vector<Session> sessions;
  for (auto& [day, session] : all) sessions.push_back(std::move(session));
  return sessions;
}

SessionSums SumOf(const std::vector<Session>& sessions, absl::CivilDay today) {
  SessionSums sums;
  for (const Session& each : sessions) {
    ++sums.planned;
    sums.planned_minutes += each.planned.minutes;
    if (each.status == SessionStatus::kMissed) ++sums.missed;
    if (each.status == SessionStatus::kPlanned && each.planned.day < today) ++sums.unrecorded;
    if (each.status != SessionStatus::kAttended) continue;
    ++sums.attended;
    sums.attended_minutes += each.planned.minutes;
  }
  return sums;
}

absl::string_view NameOf(SessionStatus status) { return kStatuses[static_cast<size_t>(status)]; }

std::optional<SessionStatus> SessionStatusOf(absl::string_view name) {
  for (size_t i = 0; i < std::size(kStatuses); ++i) {
    if (kStatuses[i] == name) return static_cast<SessionStatus>(i);
  }
  return std::nullopt;
}

}  // namespace tuoqiao::referral
