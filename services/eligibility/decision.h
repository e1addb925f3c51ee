// Decisions: what a scheme says of one child on each day of a period, and why.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_DECISION_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_DECISION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

// kEligibleLater: not on these days, but on later ones of the period.
enum class Outcome { kPending, kEligible, kEligibleLater, kIneligible };

// The days that follow from eligibility; nothing where there is no such day.
struct Terms {
  std::optional<absl::CivilDay> eligible_from;  // The first eligible day from the slice's first on.
  std::optional<absl::CivilDay> use_by;         // The last day on which it may be taken up.
  std::optional<absl::CivilDay> grace_until;    // The first day after the grace.
  std::optional<absl::CivilDay> reconfirm_by;   // The last day on which it may be confirmed.
  std::optional<absl::CivilDay> provisional_until;  // The first day after what is provisional.
};

// A stretch of days on which nothing that the scheme looks at changes.
struct Slice {
  Period period;
  Outcome outcome = Outcome::kPending;
  std::vector<std::string> missing;  // `programme_consent: GUARDIAN`: the fact, and whom to ask.
  std::vector<rules::Finding> trace;
  Terms terms;  // Filled by AddTerms.
};

// What the days before a period lead into it with, by the decision that was in force when it was
// decided on. Filled where the scheme looks back (carried.h).
struct Carried {
  // The first of the eligible days without gap up to the period.
  std::optional<absl::CivilDay> entitled_from;
  // The first of the days without gap up to the period on which only facts were missing.
  std::optional<absl::CivilDay> pending_from;
};

// Immutable; superseded by the next of its child and programme.
struct Decision {
  std::string id;
  std::string programme;  // Its id.
  std::string child;      // The resource name.
  std::string case_number;
  Period period;
  std::vector<Slice> slices;  // Ascending, without gaps, over the whole period.
  std::string rule_hash;
  int64_t revision = 0;
  Carried carried;
};

// The slices of a period on each day of which the scheme is in force. While a need does not hold
// the outcome is pending and no condition is asked: what is not consented to is not looked at. Else
// a condition that fails makes the child ineligible whatever is unknown; then what is unknown makes
// it wait; what is left is eligible. The value in a trace is that of the slice's first day.
std::vector<Slice> Decide(const rules::Scheme& scheme, const rules::Facts& facts,
                          const Period& period);
// The same of many subjects, in the same order, some hundreds in one pass over their facts. Threads
// take one such pass after the other; no more than one makes sense for fewer than thousands.
std::vector<std::vector<Slice>> Decide(const rules::Scheme& scheme, rules::Subjects subjects,
                                       const Period& period, size_t threads = 1);
// The same by the schemes of a programme over time: a slice ends, too, where a version begins. Each
// part is decided by its own scheme, and there is one for every day of the period.
std::vector<Slice> Decide(const Versions& versions, const rules::Facts& facts,
                          const Period& period);
std::vector<std::vector<Slice>> Decide(const Versions& versions, rules::Subjects subjects,
                                       const Period& period);

// Whether each need held on the slice's days; not where its rule file is no longer there.
bool NeedsHold(const Versions& versions, const Slice& slice);
// Whether nothing is decided only because facts are missing: every need holds and nothing fails.
bool WaitsForFacts(const Versions& versions, const Slice& slice);

// Tells apart who is eligible on a later day of the period from who is not, after outcomes changed.
void MarkLater(std::vector<Slice>* slices);

// The id follows from what the decision is of, so that every engine and every rerun makes the same.
std::string DecisionId(absl::string_view park, const Decision& decision);

// How many children have which outcome on the first day of the period.
struct Tally {
  int64_t children = 0;
  int64_t eligible = 0;
  int64_t eligible_later = 0;
  int64_t pending = 0;
  int64_t ineligible = 0;
  int64_t changed = 0;  // Decisions written.
  int64_t faults = 0;   // Children of whom something impossible is said; not decided on.

  void Add(Outcome outcome);
  void Add(const Tally& other);
};

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_DECISION_H_
