#include "services/ledger/evidence.h"

#include <utility>

namespace tuoqiao::ledger {
namespace {

constexpr int64_t kFewest = 5;

}  // namespace

Evidence Withheld(Evidence evidence) {
  if (evidence.children >= kFewest) return evidence;
  return {evidence.month, std::move(evidence.firm), 0, 0, 0, true};
}

}  // namespace tuoqiao::ledger
