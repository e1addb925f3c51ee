#include "services/ledger/booking.h"

namespace tuoqiao::ledger {

bool operator==(const StatementSum& a, const StatementSum& b) {
  return a.statements == b.statements && a.total_minor == b.total_minor;
}

}  // namespace tuoqiao::ledger
