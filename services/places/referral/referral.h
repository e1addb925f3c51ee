// One child, one partner, one purpose: how far a referral has come, and whether a consent carries
// it.
#ifndef TUOQIAO_SERVICES_PLACES_REFERRAL_REFERRAL_H_
#define TUOQIAO_SERVICES_PLACES_REFERRAL_REFERRAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/places/referral/partner.h"
#include "services/places/referral/session_plan.h"

namespace tuoqiao::referral {

enum class State { kProposed, kConsented, kAccepted, kDeclined, kActive, kEnded, kWithdrawn };

struct Transition {
  std::optional<State> from;
  State to = State::kProposed;
  absl::CivilDay day;
  std::string by, why;  // Role and subject, or GUARDIAN; a code.
};

// A consent of the child for the partner and the purpose, as directory says it. Numbers count from
// 1; a consent that was withdrawn stays so, and the next has the next number.
struct Consent {
  int64_t number = 0;
  absl::CivilDay grant_day;
  std::optional<absl::CivilDay> withdraw_day;
};

struct Referral {
  std::string id, family, child, case_number, partner;  // Ids; the case number is the child's.
  Purpose purpose = Purpose::kDevelopmentAssessment;
  State state = State::kProposed;
  // The consent that it waits for, or rests on. One that is given again carries no old referral.
  int64_t consent = 1;
  std::vector<Transition> history;
  // The partner's to read under a consent; empty also where the child's key was erased.
  std::string needs, goals;
  std::string notes;  // Between family and park.
  std::vector<SessionPlan> plans;
  int64_t revision = 0;

  bool Open() const;
  // Whether its partner may know of it.
  bool Shown() const {
    return state == State::kConsented || state == State::kAccepted || state == State::kActive;
  }
  bool ConsentWithdrawn() const;
};

// Who does something, and the park's date.
struct Actor {
  std::string by;
  absl::CivilDay day;
};

// Proposes it, under the consent that stands or the next. REFERRAL_EXISTS where one of `others`,
// the child's, is open with the same partner and purpose.
absl::Status Propose(Referral& referral, const std::vector<Referral>& others,
                     const std::vector<Consent>& consents, const Actor& actor);

// What the consents make of it, from the day on which they do: given, it is CONSENTED; withdrawn,
// WITHDRAWN, and no session is planned from that day on. So it stands the same whoever looks when.
void Follow(Referral& referral, const std::vector<Consent>& consents);

// Each of a referral that follows its consents. REFERRAL_CONSENT_WITHDRAWN, REFERRAL_NOT_CONSENTED,
// REFERRAL_STATE_WRONG.
absl::Status Accept(Referral& referral, const Actor& actor);
absl::Status Decline(Referral& referral, const std::string& reason, const Actor& actor);
// No session is planned behind that day.
absl::Status End(Referral& referral, const std::string& reason, const Actor& actor);
// Plans sessions from the plan's first day on; the plans of before end there. `recorded` is the
// last day of a session that was recorded. Also SESSION_OUTSIDE_ENROLMENT, SESSIONS_RECORDED.
struct Planning {
  SessionPlan plan;
  std::optional<absl::CivilDay> recorded;
};
absl::Status Plan(Referral& referral, const Planning& planning, const CareDays& care,
                  const Actor& actor);

// From any open state, and from that day on no session is planned. REFERRAL_STATE_WRONG.
absl::Status Withdraw(Referral& referral, const std::string& reason, const Actor& actor);

absl::string_view NameOf(State state);
std::optional<State> StateOf(absl::string_view name);

}  // namespace tuoqiao::referral

#endif  // TUOQIAO_SERVICES_PLACES_REFERRAL_REFERRAL_H_
