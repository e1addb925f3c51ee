#include "services/places/offers/intake.h"

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/places/errors.h"
#include "services/places/offers/waiting.h"

namespace tuoqiao::places {

absl::StatusOr<Intake::Taken> Intake::Take(Application said) {
  if (accepted_.count(said.case_number) == 1) return DuplicateInRequest("case_number");
  ASSIGN_OR_RETURN(Taken taken, Judge(std::move(said)));
  accepted_.insert(taken.application.case_number);
  return taken;
}

absl::StatusOr<Intake::Taken> Intake::Judge(Application said) const {
  const auto child = facts_.children.find(said.case_number);
  if (child == facts_.children.end()) return UnknownChild();
  said.child = child->second.id;
  said.family = child->second.family;
  said.programme = facts_.programme;
  said.family_revision = child->second.revision;
  const auto last = facts_.last_applications.find(said.case_number);
  const bool applied_before = last != facts_.last_applications.end();
  if (applied_before && SameSubmission(last->second, said)) return Taken{last->second, true, {}};

  for (const std::string& choice : said.choices) {
    if (facts_.centres.count(choice) == 0) {
      return CentreNotFound(absl::StrCat("parks/", facts_.park, "/centres/", choice));
    }
  }
  const auto decision = facts_.decisions.find(said.case_number);
  if (decision == facts_.decisions.end()) return NotDecided(facts_.programme);
  if (!EligibleOn(child->second, decision->second, said.desired_start)) {
    return NotEligible(said.desired_start);
  }
  said.decision_revision = decision->second.revision;
  Taken taken;
  if (applied_before && last->second.Standing()) {
    if (!Forgotten(last->second, facts_.numbers, facts_.today)) {
      return ApplicationExists(last->second.id);
    }
    Close(taken.closed.emplace(last->second));
  }
  if (applied_before) said.ordinal = last->second.ordinal + 1;
  said.answer_by = AnswerBy(said.submitted, said.urgent, facts_.numbers);
  // From the day on which it came: how long ago a family applied says nothing of when it was asked.
  said.confirm_by = facts_.today + facts_.numbers.confirm_every_days;
  said.id = ApplicationId(facts_.park, said);
  taken.application = std::move(said);
  return taken;
}

}  // namespace tuoqiao::places
