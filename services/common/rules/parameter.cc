#include "services/common/rules/parameter.h"

namespace tuoqiao::rules {

const DatedValue* Parameter::Find(absl::CivilDay day) const { return FindOn(values, day); }

absl::Status Parameter::CheckInForce(const Period& period) const {
  return CheckDated(name, values, period);
}

}  // namespace tuoqiao::rules
