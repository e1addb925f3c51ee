// From what billing and payroll say to the lines of receivables and payouts.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_CONVERT_LINES_H_
#define TUOQIAO_SERVICES_SETTLEMENT_CONVERT_LINES_H_

#include <vector>

#include "absl/status/status.h"
#include "services/settlement/share_line.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::settlement {

// Adds the lines of a StatementClosed, ShareMadeDirect or PayRunReconciled; none of another kind,
// nor of a share that does not pass through our hands. EVENT_INVALID.
absl::Status AddLines(const type::v1::Event& event, std::vector<ShareLine>* lines);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_CONVERT_LINES_H_
