// Whether a move holds together before anybody is asked: one firm's or centre's rows, of people
// whom it names, whose sums are the control totals, and each of whose balances is explained by
// rows.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_CHECK_H_
#define TUOQIAO_SERVICES_CLI_MOVE_CHECK_H_

#include "absl/status/status.h"
#include "services/cli/move/folder.h"

namespace tuoqiao::cli {

// OTHER_FIRM, UNKNOWN_PERSON, MONTH_NOT_CLOSED, CONTROL_TOTAL_WRONG, MOVE_NOT_BALANCED,
// BALANCE_UNEXPLAINED.
absl::Status CheckMove(const Move& move);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_CHECK_H_
