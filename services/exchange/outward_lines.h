// Lists of lines that go out: what a payout is made of for its centre, what receivables rest on for
// their payers. Values in, bytes out.
#ifndef TUOQIAO_SERVICES_EXCHANGE_OUTWARD_LINES_H_
#define TUOQIAO_SERVICES_EXCHANGE_OUTWARD_LINES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/exchange/outward.h"

namespace tuoqiao::exchange {

// NOTHING_TO_SEND where there is no line.
absl::StatusOr<OutwardFile> WritePaymentAdvice(const Writing& writing,
                                               const std::vector<AdvisedLine>& lines);
absl::StatusOr<OutwardFile> WriteReceivableLines(const Writing& writing,
                                                 const std::vector<AskedLine>& lines);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_OUTWARD_LINES_H_
