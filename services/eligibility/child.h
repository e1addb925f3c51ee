// What directory says of a child, as facts that a pack may name.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CHILD_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CHILD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/rules/fact.h"

namespace tuoqiao::eligibility {

// A confirmed guardian's, with a firm of the park.
struct Employment {
  int64_t guardian = 0;
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;  // The last day of employment.

  bool On(absl::CivilDay day) const {
    return hire_date <= day && (!leave_date.has_value() || day <= *leave_date);
  }
};

struct Child {
  std::string name;  // `parks/{park}/families/{family}/children/{child}`.
  std::string case_number;
  std::optional<absl::CivilDay> birth_date;
  int64_t needs_level = 0;
  std::vector<Employment> employments;
  bool programme_consent = false;
  // The case of which this one is held for a repetition, by two people from that day on; without a
  // day nobody has looked yet. Empty where it is none.
  std::string duplicate_of;
  std::optional<absl::CivilDay> duplicate_from;
  int64_t revision = 0;  // The family's.

  std::string id() const;  // The last part of the name.
};

// The case numbers of a stretch, both ends included.
struct CaseStretch {
  std::string first, last;
};

// Children by case number, as directory's log stood at `position`.
struct ChildPage {
  std::vector<Child> children;
  std::string next_token;  // Empty after the last page.
  int64_t position = 0;
  bool whole = true;  // No child of the park lies between the first and the last of these.

  // What is kept of the children is looked up by these: one where the page is whole, else one each.
  std::vector<CaseStretch> stretches() const;
};

// What is known of a child over time. A consent that nobody gave is unknown: nobody has said no.
// `guardians_employed` counts guardians, not employments, from hire date to leave date inclusive; a
// guardian who is linked to nobody is none. Nothing was decided before, which AddEntitled mends.
rules::Facts FactsOf(const Child& child);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CHILD_H_
