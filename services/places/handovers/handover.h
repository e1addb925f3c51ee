// A job change keeps the place: what becomes of it, and who pays next.
#ifndef TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDOVER_H_
#define TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDOVER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/places/child.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

// Who stands in for the firm that was left, until the next leg begins.
struct PayerLeg {
  absl::CivilDay from;
  std::string firm;  // Empty: the family.
};
bool operator==(const PayerLeg& a, const PayerLeg& b);

// One guardian who left one firm while a child's place ran.
struct Handover {
  std::string id;
  std::string family, child;
  std::string case_number;
  std::string centre, enrolment;
  std::string firm;
  absl::CivilDay leave;  // The last day of employment.
  std::vector<PayerLeg> legs;
  // The first day on which the place no longer goes on; nothing where the child stays eligible, or
  // is again within the grace.
  std::optional<absl::CivilDay> goes_on_until;
  bool withdrawn = false;  // The firm says that nobody left.
  int64_t revision = 0;
};
// Whether both say the same of one leaver.
bool SameHandover(const Handover& a, const Handover& b);

// The handovers of a place by what is known now. Billing asks who employs on the child's first day
// in a month: a firm that employs on none of them pays nothing, and who left it hands nothing over.
// A place goes on through the grace that the decision states, else for `grace_days`.
std::vector<Handover> HandoversOf(absl::string_view park, const Enrolment& enrolment,
                                  const Child& child, const Decision* decision, int64_t grace_days);

// Those of a place that follows another: what was known of the former goes on with it, who left and
// until when the place goes on. What was not yet heard of is left to be heard.
std::vector<Handover> HandoversOfFollowing(absl::string_view park, const Enrolment& enrolment,
                                           const Child& child, const std::vector<Handover>& former);

enum class HandoverState { kAhead, kInGrace, kContinued, kLapseDue, kEnded };
HandoverState StateOn(const Handover& handover, const Enrolment& enrolment, absl::CivilDay today);

// What the centre is told of one place. No firm, and no reason.
struct PlaceAdvice {
  std::string id;
  std::string centre, enrolment;
  std::string case_number;
  absl::CivilDay advised;
  std::optional<absl::CivilDay> goes_on_until;
  std::vector<absl::CivilDay> payer_changes;  // In order.
  int64_t revision = 0;
};
// Of all handovers of a place; those that were withdrawn say nothing.
PlaceAdvice AdviceOf(absl::string_view park, const Enrolment& enrolment,
                     const std::vector<Handover>& handovers, absl::CivilDay today);
// Whether both tell the centre the same.
bool SameAdvice(const PlaceAdvice& a, const PlaceAdvice& b);

// What is known of a place's handovers, and what has to be written because more is known now.
struct HandingOver {
  std::vector<Handover> changed;
  std::optional<PlaceAdvice> advice;  // Where the centre is told something else.
};
HandingOver HandOver(absl::string_view park, const Enrolment& enrolment,
                     const std::vector<Handover>& known, const std::optional<PlaceAdvice>& advised,
                     std::vector<Handover> found, absl::CivilDay today);

// The pool to which the seat of a leaver's child counts from now on: another firm's of its
// guardians, else the shared one; nothing where it stays. `RESERVED/{firm}`, SHARED.
std::vector<std::string> PoolsInstead(const Enrolment& enrolment, const Child& child,
                                      absl::CivilDay today);

absl::string_view StateName(HandoverState state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDOVER_H_
