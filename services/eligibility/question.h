// What is asked about a family that nobody knows.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_QUESTION_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_QUESTION_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/eligibility/child.h"
#include "services/eligibility/recorded_fact.h"

namespace tuoqiao::eligibility {

// What is asked about where nobody says until when: a year and a day, the day's anniversary too.
inline constexpr int64_t kQuestionDays = 366;

struct FamilyQuestion {
  Child child;
  std::vector<RecordedFact> facts;
  absl::CivilDay from;
  std::optional<absl::CivilDay> until;

  Period period() const { return {from, until.value_or(from + kQuestionDays)}; }
};

// Said of the future as of the present: only what never can be is refused. FACT_UNKNOWN,
// FACT_NOT_RECORDABLE, FACT_INVALID, FACT_IMPOSSIBLE.
absl::Status CheckAnswers(const FamilyQuestion& question);

rules::Facts FactsOf(const FamilyQuestion& question);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_QUESTION_H_
