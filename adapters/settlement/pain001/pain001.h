// Payments out as ISO 20022 pain.001.001.09, their status in as pain.002.001.03, .10 or .11, and a
// bank's account lines in as CSV. See README.md beside this file.
#ifndef TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_PAIN001_H_
#define TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_PAIN001_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::settlement {

// One object for the life of the program.
const PaymentFormat& Pain001();

}  // namespace tuoqiao::adapters::settlement

#endif  // TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_PAIN001_H_
