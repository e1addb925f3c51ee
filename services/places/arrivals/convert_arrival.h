// Between the contract's held places and the core: what a centre takes along, and what one brings.
#ifndef TUOQIAO_SERVICES_PLACES_ARRIVALS_CONVERT_ARRIVAL_H_
#define TUOQIAO_SERVICES_PLACES_ARRIVALS_CONVERT_ARRIVAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/places/enrolment.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

// A place with the programme by which it was had. The ids of child, family and application are left
// out of one that was read.
struct HeldPlace {
  Enrolment enrolment;
  std::string programme;
};
// FIELD_REQUIRED, FIELD_INVALID, DATE_ORDER, of one item of a batch; `centre` is the batch's.
absl::StatusOr<HeldPlace> FromProto(absl::string_view park, const std::string& centre,
                                    const v1::HeldPlace& message);
v1::HeldPlace ToProto(absl::string_view park, const HeldPlace& place, absl::CivilDay today);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ARRIVALS_CONVERT_ARRIVAL_H_
