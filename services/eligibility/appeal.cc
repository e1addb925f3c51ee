#include "services/eligibility/appeal.h"

#include "absl/strings/str_cat.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {

absl::Status Settle(Appeal& appeal, const Settlement& settlement, absl::CivilDay today) {
  if (appeal.state != Appeal::State::kOpen) return AppealSettled();
  appeal.state = settlement.state;
  appeal.upheld_by = settlement.upheld_by;
  appeal.settlement_reason = settlement.reason;
  appeal.settled_by = settlement.subject;
  appeal.settle_date = today;
  ++appeal.revision;
  return absl::OkStatus();
}

bool TakesAway(const std::vector<Slice>& in_force, const std::vector<Slice>& next,
               absl::CivilDay today) {
  for (const Slice& before : in_force) {
    if (before.outcome != Outcome::kEligible) continue;
    const Period past = Intersect(before.period, {before.period.from, today + 1});
    for (const Slice& after : next) {
      const bool meets = !Intersect(past, after.period).Empty();
      if (meets && after.outcome != Outcome::kEligible) return true;
    }
  }
  return false;
}

std::string AppealName(absl::string_view park, const Appeal& appeal) {
  return absl::StrCat("parks/", park, "/programmes/", appeal.programme, "/appeals/", appeal.id);
}

}  // namespace tuoqiao::eligibility
