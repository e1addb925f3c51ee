#include "services/places/referral/referral.h"

#include <algorithm>

#include "services/common/status_macros.h"
#include "services/places/referral/errors.h"

namespace tuoqiao::referral {
namespace {

constexpr char kGuardian[] = "GUARDIAN";
constexpr char kConsentGiven[] = "CONSENT_GIVEN";
constexpr char kConsentWithdrawn[] = "CONSENT_WITHDRAWN";
constexpr char kSessionsPlanned[] = "SESSIONS_PLANNED";

constexpr absl::string_view kStates[] = {"PROPOSED", "CONSENTED", "ACCEPTED", "DECLINED",
                                         "ACTIVE",   "ENDED",     "WITHDRAWN"};

void Step(Referral& referral, State to, const Actor& actor, absl::string_view why) {
  referral.history.push_back({referral.state, to, actor.day, actor.by, std::string(why)});
  referral.state = to;
}

// A step that somebody takes is the next revision; what follows from a consent is none.
void Act(Referral& referral, State to, const Actor& actor, absl::string_view why) {
  Step(referral, to, actor, why);
  ++referral.revision;
}

absl::Status CheckIn(const Referral& referral, std::initializer_list<State> states) {
  if (referral.ConsentWithdrawn()) return ReferralConsentWithdrawn(referral.history.back().day);
  if (referral.state == State::kProposed) return ReferralNotConsented();
  if (std::find(states.begin(), states.end(), referral.state) == states.end()) {
    return ReferralStateWrong(NameOf(referral.state));
  }
  return absl::OkStatus();
}

}  // namespace

bool Referral::Open() const { return state == State::kProposed || Shown(); }

bool Referral::ConsentWithdrawn() const {
  return state == State::kWithdrawn && history.back().why == kConsentWithdrawn;
}

absl::Status Propose(Referral& referral, const std::vector<Referral>& others,
                     const std::vector<Consent>& consents, const Actor& actor) {
  for (const Referral& each : others) {
    if (each.Open() && each.partner == referral.partner && each.purpose == referral.purpose) {
      return ReferralExists(each.id);
    }
  }
  referral.consent = 1;
  for (const Consent& each : consents) {
    if (each.withdraw_day.has_value())
      referral.consent = std::max(referral.consent, each.number + 1);
  }
  referral.state = State::kProposed;
  referral.history = {{std::nullopt, State::kProposed, actor.day, actor.by, ""}};
  referral.revision = 1;
  Follow(referral, consents);
  return absl::OkStatus();
}

void Follow(Referral& referral, const std::vector<Consent>& consents) {
  if (!referral.Open()) return;
  const auto found = std::find_if(consents.begin(), consents.end(), [&](const Consent& each) {
    return each.number == referral.consent;
  });
  if (found == consents.end()) return;
  // Nothing happens before what happened last.
  const auto by_guardian = [&](absl::CivilDay day) {
    return Actor{kGuardian, std::max(day, referral.history.back().day)};
  };
  if (referral.state == State::kProposed) {
    Step(referral, State::kConsented, by_guardian(found->grant_day), kConsentGiven);
  }
  if (found->withdraw_day.has_value()) {
    Step(referral, State::kWithdrawn, by_guardian(*found->withdraw_day), kConsentWithdrawn);
    CutPlans(referral.plans, *found->withdraw_day);
  }
}

absl::Status Accept(Referral& referral, const Actor& actor) {
  RETURN_IF_ERROR(CheckIn(referral, {State::kConsented}));
  Act(referral, State::kAccepted, actor, "");
  return absl::OkStatus();
}

absl::Status Decline(Referral& referral, const std::string& reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckIn(referral, {State::kConsented, State::kAccepted}));
  Act(referral, State::kDeclined, actor, reason);
  return absl::OkStatus();
}

absl::Status End(Referral& referral, const std::string& reason, const Actor& actor) {
  RETURN_IF_ERROR(CheckIn(referral, {State::kAccepted, State::kActive}));
  CutPlans(referral.plans, actor.day + 1);
  Act(referral, State::kEnded, actor, reason);
  return absl::OkStatus();
}

absl::Status Plan(Referral& referral, const Planning& planning, const CareDays& care,
                  const Actor& actor) {
  RETURN_IF_ERROR(CheckIn(referral, {State::kAccepted, State::kActive}));
  const SessionPlan& plan = planning.plan;
  if (const auto day = DayWithoutPlace(plan, care)) return SessionOutsideEnrolment(*day);
  if (planning.recorded.has_value() && plan.period.from <= *planning.recorded) {
    return SessionsRecorded(*planning.recorded);
  }
  CutPlans(referral.plans, plan.period.from);
  referral.plans.push_back(plan);
  if (referral.state == State::kAccepted) {
    Act(referral, State::kActive, actor, kSessionsPlanned);
  } else {
    ++referral.revision;
  }
  return absl::OkStatus();
}

absl::Status Withdraw(Referral& referral, const std::string& reason, const Actor& actor) {
  if (!referral.Open()) return ReferralStateWrong(NameOf(referral.state));
  CutPlans(referral.plans, actor.day);
  Act(referral, State::kWithdrawn, actor, reason);
  return absl::OkStatus();
}

absl::string_view NameOf(State state) { return kStates[static_cast<size_t>(state)]; }

std::optional<State> StateOf(absl::string_view name) {
  for (size_t i = 0; i < std::size(kStates); ++i) {
    if (kStates[i] == name) return static_cast<State>(i);
  }
  return std::nullopt;
}

}  // namespace tuoqiao::referral
