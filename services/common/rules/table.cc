#include "services/common/rules/table.h"

#include "services/common/rules/errors.h"

namespace tuoqiao::rules {

std::optional<int64_t> DatedBrackets::Find(int64_t size) const {
  std::optional<int64_t> found;
  for (const Bracket& bracket : brackets) {
    if (size < bracket.at_least) break;
    found = bracket.value;
  }
  return found;
}

const DatedBrackets* Table::Find(absl::CivilDay day) const { return FindOn(values, day); }

absl::Status Table::CheckInForce(const Period& period) const {
  return CheckDated(name, values, period);
}

}  // namespace tuoqiao::rules
