// Between the contract's messages and the core: handovers, and what centres are told.
#ifndef TUOQIAO_SERVICES_PLACES_HANDOVERS_CONVERT_HANDOVER_H_
#define TUOQIAO_SERVICES_PLACES_HANDOVERS_CONVERT_HANDOVER_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/places/handovers/handover.h"
#include "services/places/handovers/handover_store.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

// Of `parks/{park}/families/{family}/handovers/{handover}`. FIELD_INVALID.
absl::StatusOr<HandoverKey> HandoverKeyOf(const std::string& name);

// As it stands on a day.
v1::Handover ToProto(absl::string_view park, const Handover& handover, const Enrolment& enrolment,
                     absl::CivilDay today);
v1::PlaceAdvice ToProto(absl::string_view park, const PlaceAdvice& advice);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_HANDOVERS_CONVERT_HANDOVER_H_
