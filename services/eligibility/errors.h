// What eligibility can refuse, one constructor each. Reasons are contract.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_ERRORS_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_ERRORS_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/words.h"

namespace tuoqiao::eligibility {

absl::Status SchemeUnknown(absl::string_view field, absl::string_view scheme);
absl::Status ProgrammeExists(absl::string_view name);
absl::Status ProgrammeNotFound(absl::string_view name);
// `values` are those that are neither official nor adopted; `field` names those that are.
absl::Status SampleValuesRefused(absl::string_view field, const std::set<std::string>& values);

absl::Status PeriodEmpty();
absl::Status PeriodTooLong(int64_t days_max);
absl::Status PeriodBeforeProgramme(absl::CivilDay from);

// A scheme is tried on days to come.
absl::Status PeriodNotAhead(absl::CivilDay today);
// `from` is the day from which on another scheme is adopted, outside of what would be compared.
absl::Status PeriodLeavesOut(absl::CivilDay from);

absl::Status DecisionNotFound(absl::string_view child);

// `field` is the place of the fact in the request.
absl::Status FactUnknown(absl::string_view field, absl::string_view fact);
absl::Status FactNotRecordable(absl::string_view field, absl::string_view fact);
absl::Status FactIsDecided(absl::string_view field, absl::string_view fact);
// `is_en` and `is_zh` say what its values are.
absl::Status FactInvalid(absl::string_view field, absl::string_view fact, absl::string_view is_en,
                         absl::string_view is_zh);
absl::Status FactImpossible(absl::string_view field, absl::string_view why_en,
                            absl::string_view why_zh);

// Of a known child, by directory's record; `what` and `next_step` are a fault's words.
absl::Status RecordImpossible(absl::string_view field, const rules::Words& what,
                              const rules::Words& next_step);
// More programmes than can be compared at once.
absl::Status TooManyProgrammes(size_t programmes_max);

absl::Status AttestationRefused(absl::string_view field);
// `event` is the authority's id.
absl::Status EventConflict(absl::string_view field, absl::string_view event);
absl::Status EventUnknown(absl::string_view field, absl::string_view event);
absl::Status EventOverlap(absl::string_view field, absl::string_view event);

absl::Status OverrideEmpty();
absl::Status OverrideTooLong(int64_t days_max);
// `until` is past.
absl::Status OverrideOver(absl::CivilDay until);
absl::Status OverrideNotFound(absl::string_view name);
absl::Status OverrideStateWrong(absl::string_view wanted);
absl::Status ApprovedBySamePerson();

absl::Status ChildNotFound(absl::string_view child);

absl::Status AppealNotFound(absl::string_view name);
absl::Status AppealOpen(absl::string_view child);
absl::Status AppealSettled();

absl::Status EntitlementNotCurrent();
// `from` is the first day on which it can be confirmed; nothing where it never has to be.
absl::Status ReconfirmationNotDue(std::optional<absl::CivilDay> from);
absl::Status EntitlementLapsed();

absl::Status ShadowNotFound(absl::string_view name);
absl::Status ShadowNotCompared(absl::string_view state);
absl::Status ShadowDigestStale(absl::string_view present);
// `figures` says which and by how much.
absl::Status ShadowOverThreshold(absl::string_view figures);
absl::Status ShadowBegun(absl::CivilDay from);
absl::Status ShadowBaseNotInForce(absl::string_view compared_with, absl::string_view in_force);
absl::Status ShadowRuleFileChanged(absl::string_view schemes);
absl::Status ShadowApprovedBySamePerson();

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_ERRORS_H_
