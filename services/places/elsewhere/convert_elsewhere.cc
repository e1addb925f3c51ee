#include "services/places/elsewhere/convert_elsewhere.h"

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/places/convert.h"

namespace tuoqiao::places {

std::string PlaceElsewhereName(absl::string_view park, absl::string_view enrolment) {
  return absl::StrCat(ParkName(park), "/placesElsewhere/", enrolment);
}

v1::PlaceElsewhere ToProto(absl::string_view park, const PlaceFound& found) {
  v1::PlaceElsewhere message;
  message.set_name(PlaceElsewhereName(park, found.enrolment));
  message.set_enrolment(
      absl::StrCat(CentreName(park, found.centre), "/enrolments/", found.enrolment));
  message.set_case_number(found.case_number);
  message.set_from_date(FormatDay(found.from));
  return message;
}

}  // namespace tuoqiao::places
