// The right that follows from a decision: when it is used, reconfirmed, and how long it lasts on.
// Everything follows from days alone, so nothing has to run at midnight.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_ENTITLEMENT_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_ENTITLEMENT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

// A family may confirm from so many days before the last day on.
inline constexpr int64_t kWindowDays = 28;

// The day counts that a pack may declare as parameters in DAYS, by the scheme of the day. Where it
// declares none, has no value of it on the day, or is gone, there is no such term. The day from
// which is counted is not counted (Civil Code of China, article 201).
struct TermDays {
  std::optional<int64_t> use_within;       // `use_within_days`, from the first eligible day on.
  std::optional<int64_t> reconfirm_every;  // `reconfirm_every_days`, from there or the last time.
  std::optional<int64_t> grace;            // `grace_days`, after the end or a missed confirmation.
  // `provisional_days`, from the first day on which only facts are missing, that day counted.
  std::optional<int64_t> provisional;
};
TermDays TermDaysOn(const Versions& versions, absl::CivilDay day);

// Fills the terms of every slice. The slices of a stretch, on whose every day the child is
// eligible, have the stretch's. An end of the period is no end of a stretch. What is provisional is
// counted from the first of the days without gap on which only facts are missing, which may lie
// before the period: a decision made again does not begin it anew.
void AddTerms(const Versions& versions, std::vector<Slice>* slices, const Carried& carried = {});

// kNotApplicable: never eligible so far, or nothing is decided of the day.
enum class Standing {
  kNotApplicable,
  kCurrent,
  kReconfirmDue,
  kGrace,
  kLapsed,
  kTooOld,
  kProvisional
};

struct Entitlement {
  Standing standing = Standing::kNotApplicable;
  bool eligible = false;              // By the decision, whatever was confirmed.
  std::optional<absl::CivilDay> due;  // By when somebody has to act, or when what holds ends.
  std::optional<absl::CivilDay> use_by, reconfirm_by, grace_until, provisional_until;

  // Who is in grace may stay and may not start anywhere; neither may who did not use it in time.
  // Who is let in provisionally may do both.
  bool may_stay = false;
  bool may_start = false;
};

// How it stands on a day. `confirmed` is when the family last said that nothing has changed; it
// counts where it is in the stretch.
Entitlement EntitlementOn(const Versions& versions, const std::vector<Slice>& slices,
                          std::optional<absl::CivilDay> confirmed, absl::CivilDay day);

// Whether it can be confirmed on that day. ENTITLEMENT_NOT_CURRENT (the decision says no),
// RECONFIRMATION_NOT_DUE, ENTITLEMENT_LAPSED (only staff may confirm it then).
absl::Status CheckConfirm(const Entitlement& entitlement, bool staff);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_ENTITLEMENT_H_
