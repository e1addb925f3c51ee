// Whose word a recorded fact is, and what an authority may say twice.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_ATTESTED_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_ATTESTED_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/recorded_fact.h"

namespace tuoqiao::eligibility {

enum class Speaker { kParent, kPark };

// A parent speaks for the guardian, and for nobody else; the park for itself where it does not say
// for whom. `field` is the fact's place in the request. ATTESTATION_REFUSED.
absl::Status Attest(absl::string_view field, Speaker speaker, RecordedFact* fact);

struct Heard {
  // As they stand now, in the order in which they were said; one that was said before as it was
  // recorded then.
  std::vector<RecordedFact> told;
  std::vector<RecordedFact> fresh;  // Those to be recorded, with their revisions.
};

// What comes of what is said after `before`, in order. An authority's event that is known with the
// same content changes nothing. `taken` are those of the events that were recorded of another
// child. EVENT_CONFLICT (known with other content), EVENT_UNKNOWN (what it corrects does not stand
// on this fact), EVENT_OVERLAP (another event says otherwise of the fact and day, and is not the
// one that it corrects).
absl::StatusOr<Heard> Hear(std::vector<RecordedFact> before, const std::vector<RecordedFact>& said,
                           const std::set<std::string>& taken);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_ATTESTED_H_
