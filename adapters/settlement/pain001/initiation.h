// pain.001.001.09: one message, one payment information block, its credit transfers.
#ifndef TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_INITIATION_H_
#define TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_INITIATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::settlement {

// The same batch gives the same bytes. NOT_WRITABLE where the batch does not fit the message: it is
// empty, a text is too long, empty or not XML, an id holds other characters than letters, digits
// and hyphen or comes twice, a bank code is not 12 digits, an amount is not positive.
absl::StatusOr<std::string> WriteInitiation(const PaymentBatch& batch);

}  // namespace tuoqiao::adapters::settlement

#endif  // TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_INITIATION_H_
