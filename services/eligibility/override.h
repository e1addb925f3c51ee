// What two people decide in the place of the rules, for some days.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_OVERRIDE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_OVERRIDE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

inline constexpr int64_t kOverrideDaysMax = 366;
// How a trace names it in the place of a condition.
inline constexpr char kOverrideCondition[] = "override";

struct Override {
  enum class State { kProposed, kApproved, kRevoked };

  std::string id;
  std::string programme;  // Its id.
  std::string child;      // The resource name.
  std::string case_number;
  Outcome outcome = Outcome::kEligible;  // kEligible or kIneligible.
  Period period;                         // It ends by itself.
  std::string reason;                    // Personal; empty where it was not opened.
  State state = State::kProposed;
  std::string proposed_by, approved_by, revoked_by;
  int64_t revision = 1;
};

// OVERRIDE_PERIOD_INVALID: no day, too many days, or over before today.
absl::Status CheckOverridePeriod(const Period& period, absl::CivilDay today);

// The steps of its life. OVERRIDE_STATE_WRONG; APPROVED_BY_SAME_PERSON; OVERRIDE_PERIOD_INVALID
// (over already).
absl::Status Approve(Override& exception, const std::string& subject, absl::CivilDay today);
absl::Status Revoke(Override& exception, const std::string& subject);

// Cuts the slice in two where the day lies inside of it.
void CutAt(absl::CivilDay day, std::vector<Slice>* slices);

// Cuts the slices at the days of the approved ones and gives those days their outcome; of two that
// meet, the later in the list. A finding names the override and what the rules would have said.
// While a need does not hold nothing is changed: nobody decides in the place of a guardian's
// consent. `park` is the park's id.
void ApplyOverrides(absl::string_view park, const Versions& versions,
                    const std::vector<Override>& overrides, std::vector<Slice>* slices);

std::string OverrideName(absl::string_view park, const Override& exception);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_OVERRIDE_H_
