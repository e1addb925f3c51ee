// Facts that a person says of a child, because no other service knows them.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_RECORDED_FACT_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_RECORDED_FACT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/fact.h"

namespace tuoqiao::eligibility {

// Whose word it is: kUnknown where it was recorded before that was kept.
enum class Attestation { kUnknown, kGuardian, kFirm, kAuthority, kPark };

// What was said holds from its day on, until the next day of which something else was said.
struct RecordedFact {
  std::string id;
  std::string name;   // As the catalogue declares it.
  std::string value;  // As text: `true`, `2`, `330100`, `2026-10-01`.
  absl::CivilDay from_date;
  int64_t revision = 0;     // In the order in which it was said of the child.
  bool superseded = false;  // Something else holds of the same fact and day, or it was corrected.
  Attestation attested_by = Attestation::kUnknown;
  // With kAuthority: the authority's own id of this statement, and of the one that it corrects.
  std::string event_id, corrected_event_id;
};

// Whether it can be recorded. `field` is its place in the request. FACT_UNKNOWN,
// FACT_NOT_RECORDABLE, FACT_INVALID (its type), FACT_IMPOSSIBLE (a day after today, a count below
// zero).
absl::Status CheckFact(absl::string_view field, const RecordedFact& fact, absl::CivilDay today);

// Marks whatever does not hold: of the words on one fact and day the last one holds, but an
// authority's before anybody else's. What an authority corrects holds no more, also where the
// correction is of another day. `facts` stand in the order of their revisions.
void MarkSuperseded(std::vector<RecordedFact>* facts);

// Adds what holds to what directory says, which comes first. What the catalogue does not declare
// any more, or not with this type, stays unknown and is asked for again.
void AddRecorded(const std::vector<RecordedFact>& recorded, rules::Facts* facts);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_RECORDED_FACT_H_
