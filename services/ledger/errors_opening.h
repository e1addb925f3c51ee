// What the ledger can refuse of openings.
#ifndef TUOQIAO_SERVICES_LEDGER_ERRORS_OPENING_H_
#define TUOQIAO_SERVICES_LEDGER_ERRORS_OPENING_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

absl::Status AccountNotOpenable(absl::string_view field, absl::string_view account);
absl::Status OpeningTotalWrong(absl::string_view field, int64_t said_minor, int64_t rows_minor);
absl::Status OpeningNotBalanced(int64_t difference_minor);
absl::Status OpeningInFuture(absl::CivilDay as_of, absl::CivilDay today);
absl::Status OpeningMonthBooked(absl::CivilDay as_of, absl::CivilDay behind);
absl::Status OpeningChanged(absl::string_view opening);
absl::Status OpeningNotFound(absl::string_view opening);
absl::Status OpeningRevisionChanged(absl::string_view opening, int64_t revision);
absl::Status OpeningStateWrong(absl::string_view opening, absl::string_view state);
absl::Status OpeningConfirmedBySamePerson();
absl::Status OpeningBuiltUpon(absl::string_view opening, absl::string_view account);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_ERRORS_OPENING_H_
