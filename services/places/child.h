// What peers say of a child, and whether it may take a place on a day.
#ifndef TUOQIAO_SERVICES_PLACES_CHILD_H_
#define TUOQIAO_SERVICES_PLACES_CHILD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"

namespace tuoqiao::places {

// A confirmed guardian's, with a firm of the park.
struct Employment {
  std::string firm;  // The firm's id.
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;  // The last day of employment.
  int64_t guardian = 1;                      // 1 or 2.

  bool On(absl::CivilDay day) const {
    return hire_date <= day && (!leave_date.has_value() || day <= *leave_date);
  }
};

// As directory says it now; never stored.
struct Child {
  std::string id, family;
  std::string case_number;
  absl::CivilDay birth_date;
  int64_t needs_level = 0;
  std::vector<Employment> employments;
  bool programme_consent = false;
  bool centre_consent = false;
  int64_t revision = 0;  // The family's.
  std::string mark;      // By which other parks know it; empty: it has no document.
};
using Children = std::map<std::string, Child>;  // By case number.

// A stretch of days of a decision.
struct Slice {
  Period period;
  bool eligible = false;
  // The last day on which a place may be taken up, and the first after the grace; nothing where the
  // scheme declares no such term.
  std::optional<absl::CivilDay> use_by, grace_until;
};
struct Decision {
  std::vector<Slice> slices;
  // The first of the eligible days without gap up to the first slice, where eligibility says so.
  std::optional<absl::CivilDay> entitled_from;
  int64_t revision = 0;
};
using Decisions = std::map<std::string, Decision>;  // By case number.

// The firms of the guardians who are employed on a day.
std::set<std::string> FirmsOn(const Child& child, absl::CivilDay day);

// How many guardians are employed on a day.
int64_t GuardiansEmployedOn(const Child& child, absl::CivilDay day);

// Whether a child may start in a place on a day, by the decision: on a day of its own what the
// slice says, and not after the last day on which a place may be taken up. An end of the period is
// no end of the right, so behind it the last slice goes on until the child has aged out. Before it
// nothing is decided; a family may ask for a place from such a day all the same, and then consent,
// age and an employed guardian are read off what directory says. Without a decision nobody is
// eligible.
bool EligibleOn(const Child& child, const Decision& decision, absl::CivilDay day);

// The first of the eligible days without gap up to a day on which the decision says yes; nothing
// where it says no, or nothing.
std::optional<absl::CivilDay> EligibleSince(const Decision& decision, absl::CivilDay day);

// The day on which a child turns 36 months: the first day outside any place.
absl::CivilDay AgesOutOn(const Child& child);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CHILD_H_
