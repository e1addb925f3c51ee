// What a decision carries over from the days before its period, for schemes that look back: a fixed
// time in which a child stays eligible, and a provisional time that is not begun anew.
//
// The rule. On a day, `entitled_before` is whether the child was eligible on the day before, and
// `entitled_from` the first of the eligible days without gap up to that one, unknown where there is
// none. What ceased begins anew: a gap of one day ends the fixed time. Days of the period are those
// of the decision that is being made, day after day from its first on; days before the period are
// those of the decision in force, and what that one itself carried over. So a decision that is made
// again over the same period rests on nothing that it said itself: what was eligible by a wrong
// fact is not, once the fact is mended, and what was eligible before a fact changed stays so.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CARRIED_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CARRIED_H_

#include <functional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

// Whether a need or condition of a scheme that holds in the period names `entitled_before` or
// `entitled_from`.
bool NamesEntitled(const Versions& versions, const Period& period);
// Whether it does, or grants provisional days: else nothing is carried over.
bool LooksBack(const Versions& versions, const Period& period);

// What a decision leads into a period that begins on `day`, which may be its own period's first
// day.
Carried CarriedInto(const Versions& versions, const Decision& in_force, absl::CivilDay day);

// Decides by facts over a part of the period, with whatever people decided in the place of the
// rules.
using DecideFacts = std::function<std::vector<Slice>(const rules::Facts&, const Period&)>;
// Adds `entitled_before` and `entitled_from` on each day of the period, by the rule above: decides
// once for each time that the child becomes eligible or ceases to be.
void AddEntitled(const Period& period, const Carried& carried, const DecideFacts& decide,
                 rules::Facts* facts);
// The same by the days that a decision found eligible: what it rested on.
void AddEntitled(const Decision& decision, rules::Facts* facts);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CARRIED_H_
