// Places that meet another park's, as messages.
#ifndef TUOQIAO_SERVICES_PLACES_ELSEWHERE_CONVERT_ELSEWHERE_H_
#define TUOQIAO_SERVICES_PLACES_ELSEWHERE_CONVERT_ELSEWHERE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/places/elsewhere/elsewhere_store.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

std::string PlaceElsewhereName(absl::string_view park, absl::string_view enrolment);
v1::PlaceElsewhere ToProto(absl::string_view park, const PlaceFound& found);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ELSEWHERE_CONVERT_ELSEWHERE_H_
