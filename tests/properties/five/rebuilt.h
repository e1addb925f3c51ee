// The five projections once more, from nothing but logs, and byte for byte what they are.
#ifndef TUOQIAO_TESTS_PROPERTIES_FIVE_REBUILT_H_
#define TUOQIAO_TESTS_PROPERTIES_FIVE_REBUILT_H_

#include "absl/status/status.h"
#include "tests/properties/house/house.h"
#include "tests/properties/house/random.h"

namespace tuoqiao::five {

// What family, centre, payers and firms read of a park, made of billing's log; and receivables, of
// settlement's.
absl::Status CheckReadFromLogs(house::House& house, const house::World& world);

// Payroll, ledger and settlement of another house hear the same logs from their beginning, in any
// order, and have the same of each share, line and account.
absl::Status CheckHeardAgain(house::House& house, house::House& again, const house::World& world,
                             house::Random& random);

}  // namespace tuoqiao::five

#endif  // TUOQIAO_TESTS_PROPERTIES_FIVE_REBUILT_H_
