// Hours as people write them on a command line or in a file.
#ifndef TUOQIAO_SERVICES_CLI_HOURS_H_
#define TUOQIAO_SERVICES_CLI_HOURS_H_

#include "absl/strings/string_view.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::cli {

// `07:30-18:30`. False, and nothing changed, where it is written otherwise; whether the end comes
// after the beginning is the server's to say.
bool ReadSpan(absl::string_view text, places::v1::DayHours* hours);

// `1-5 07:30-18:30; 6 09:00-12:00`: weekdays, Monday is 1, and a span. Empty: none.
bool ReadOpening(absl::string_view text, places::v1::Centre* centre);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_HOURS_H_
