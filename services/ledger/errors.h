// What the ledger can refuse.
#ifndef TUOQIAO_SERVICES_LEDGER_ERRORS_H_
#define TUOQIAO_SERVICES_LEDGER_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::ledger {

absl::Status MonthNotBooked(absl::string_view month);
// An event that cannot be posted as it is: the listener stays before it until its source is mended.
absl::Status EventInvalid(absl::string_view event, absl::string_view what);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ERRORS_H_
