// What became of the sessions of a referral, day by day and month by month.
#ifndef TUOQIAO_SERVICES_PLACES_REFERRAL_SESSION_H_
#define TUOQIAO_SERVICES_PLACES_REFERRAL_SESSION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/places/referral/referral.h"
#include "services/places/referral/session_plan.h"

namespace tuoqiao::referral {

enum class SessionStatus { kPlanned, kAttended, kMissed };

// One of a day. What was recorded keeps when and where it was planned.
struct Session {
  Planned planned;
  SessionStatus status = SessionStatus::kPlanned;
  std::string reason;  // A code, of kMissed; empty also where the child's key was erased.
  int64_t revision = 0;
};
using Sessions = std::map<absl::CivilDay, Session>;

// What somebody says of a day.
struct SessionSaid {
  absl::CivilDay day;
  SessionStatus status = SessionStatus::kAttended;
  std::string reason;
  // The centre that says it; empty: the park does.
  std::string centre;
};

enum class Noted { kCreated, kUpdated, kUnchanged };

// Notes it among the recorded sessions of a referral that follows its consents. REFERRAL_NOT_FOUND
// (by a centre of which none of its plans and sessions is), REFERRAL_CONSENT_WITHDRAWN,
// REFERRAL_STATE_WRONG (neither ACTIVE nor ENDED), SESSION_NOT_PLANNED (with that centre, on that
// day), SESSION_IN_FUTURE, SESSION_REASON_MISSING.
absl::StatusOr<Noted> Note(const Referral& referral, const SessionSaid& said, const CareDays& care,
                           absl::CivilDay today, Sessions& recorded);

// What is planned and what was recorded in a period, by day. Of what is not open any more nothing
// is planned behind its end.
std::vector<Session> SessionsIn(const Referral& referral, const Sessions& recorded,
                                const Period& period, const CareDays& care);

struct SessionSums {
  int64_t planned = 0, attended = 0, missed = 0;
  int64_t unrecorded = 0;  // Their day has passed.
  int64_t planned_minutes = 0, attended_minutes = 0;
};
SessionSums SumOf(const std::vector<Session>& sessions, absl::CivilDay today);

absl::string_view NameOf(SessionStatus status);
std::optional<SessionStatus> SessionStatusOf(absl::string_view name);

}  // namespace tuoqiao::referral

#endif  // TUOQIAO_SERVICES_PLACES_REFERRAL_SESSION_H_
