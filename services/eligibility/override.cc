#include "services/eligibility/override.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

const char* NameOf(Outcome outcome) {
  static constexpr const char* kNames[] = {"PENDING", "ELIGIBLE", "ELIGIBLE_LATER", "INELIGIBLE"};
  return kNames[static_cast<int>(outcome)];
}

void Apply(absl::string_view park, const Override& exception, Slice* slice) {
  rules::Held held;
  held.condition = kOverrideCondition;
  held.fact = "outcome_by_rules";
  held.limit = NameOf(exception.outcome);
  held.since = exception.period.from;
  held.source = OverrideName(park, exception);
  rules::Finding finding;
  finding.held = std::make_shared<const rules::Held>(std::move(held));
  finding.value = NameOf(slice->outcome);
  // Of two that meet, both are told, and what the rules said stays what the rules said.
  for (const rules::Finding& each : slice->trace) {
    if (each.held->condition == kOverrideCondition) finding.value = each.value;
  }
  finding.truth =
      exception.outcome == Outcome::kEligible ? rules::Truth::kHolds : rules::Truth::kFails;
  slice->trace.push_back(std::move(finding));
  slice->outcome = exception.outcome;
  slice->missing.clear();
}

}  // namespace

absl::Status CheckOverridePeriod(const Period& period, absl::CivilDay today) {
  if (period.Empty()) return OverrideEmpty();
  if (period.Days() > kOverrideDaysMax) return OverrideTooLong(kOverrideDaysMax);
  if (period.until <= today) return OverrideOver(period.until);
  return absl::OkStatus();
}

absl::Status Approve(Override& exception, const std::string& subject, absl::CivilDay today) {
  if (exception.state != Override::State::kProposed) return OverrideStateWrong("PROPOSED");
  if (exception.proposed_by == subject) return ApprovedBySamePerson();
  if (exception.period.until <= today) return OverrideOver(exception.period.until);
  exception.state = Override::State::kApproved;
  exception.approved_by = subject;
  ++exception.revision;
  return absl::OkStatus();
}

absl::Status Revoke(Override& exception, const std::string& subject) {
  if (exception.state == Override::State::kRevoked) {
    return OverrideStateWrong("PROPOSED or APPROVED");
  }
  exception.state = Override::State::kRevoked;
  exception.revoked_by = subject;
  ++exception.revision;
  return absl::OkStatus();
}

void CutAt(absl::CivilDay day, std::vector<Slice>* slices) {
  for (size_t i = 0; i < slices->size(); ++i) {
    const Period whole = (*slices)[i].period;
    if (day <= whole.from || whole.until <= day) continue;
    Slice later = (*slices)[i];
    (*slices)[i].period.until = day;
    later.period.from = day;
    slices->insert(slices->begin() + static_cast<int64_t>(i) + 1, std::move(later));
    return;
  }
}

void ApplyOverrides(absl::string_view park, const Versions& versions,
                    const std::vector<Override>& overrides, std::vector<Slice>* slices) {
  for (const Override& each : overrides) {
    if (each.state != Override::State::kApproved) continue;
    CutAt(each.period.from, slices);
    CutAt(each.period.until, slices);
    for (Slice& slice : *slices) {
      if (each.period.Contains(slice.period.from) && NeedsHold(versions, slice)) {
        Apply(park, each, &slice);
      }
    }
  }
  if (!overrides.empty()) MarkLater(slices);
}

std::string OverrideName(absl::string_view park, const Override& exception) {
  return absl::StrCat("parks/", park, "/programmes/", exception.programme, "/overrides/",
                      exception.id);
}

}  // namespace tuoqiao::eligibility
