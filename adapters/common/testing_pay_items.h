// Pay instructions as payroll adapters are tested with: a plain one, one with a quote and a fen,
// one with what is none of ASCII's and with nothing to pay.
#ifndef TUOQIAO_ADAPTERS_COMMON_TESTING_PAY_ITEMS_H_
#define TUOQIAO_ADAPTERS_COMMON_TESTING_PAY_ITEMS_H_

#include <string>
#include <vector>

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::testing {

inline std::vector<PayInstruction> Instructions() {
  const std::string run = "parks/p/firms/f/payRuns/2026-11-10/instructions/";
  return {{run + "i1", "91110108MA01234X2W", "A-001", "2026-10", absl::CivilDay(2026, 11, 10),
           "DEDUCT", 120050, "childcare, October"},
          {run + "i2", "91110108MA01234X2W", "B\"2", "2026-10", absl::CivilDay(2026, 11, 10),
           "TAXABLE_BENEFIT", 1, ""},
          {run + "i3", "91110108MA01234X2W", "托03", "2026-10", absl::CivilDay(2026, 11, 10),
           "ALLOW", 0, "two\nlines"}};
}

}  // namespace tuoqiao::adapters::testing

#endif  // TUOQIAO_ADAPTERS_COMMON_TESTING_PAY_ITEMS_H_
