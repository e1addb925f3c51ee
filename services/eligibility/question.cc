#include "services/eligibility/question.h"

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"

namespace tuoqiao::eligibility {

absl::Status CheckAnswers(const FamilyQuestion& question) {
  for (size_t i = 0; i < question.facts.size(); ++i) {
    RETURN_IF_ERROR(
        CheckFact(absl::StrCat("facts[", i, "]"), question.facts[i], absl::CivilDay::max()));
  }
  return absl::OkStatus();
}

rules::Facts FactsOf(const FamilyQuestion& question) {
  rules::Facts facts = FactsOf(question.child);
  AddRecorded(question.facts, &facts);
  return facts;
}

}  // namespace tuoqiao::eligibility
