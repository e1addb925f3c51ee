// pain.002.001.03, .10 and .11: what a bank says of a message, its blocks and its payments.
#ifndef TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_STATUS_REPORT_H_
#define TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_STATUS_REPORT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::settlement {

// A record for each status that the report gives: of the group, of a payment information block
// (both without an end-to-end id), of a payment. Of a message the group comes first, then its
// blocks, each before its own payments. FORMAT_UNKNOWN where it is no such report.
absl::StatusOr<FileOf<PaymentStatus>> ReadStatusReport(absl::string_view bytes);

}  // namespace tuoqiao::adapters::settlement

#endif  // TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_STATUS_REPORT_H_
