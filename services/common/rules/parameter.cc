#include "services/common/rules/parameter.h"

#include "services/common/rules/errors.h"

namespace tuoqiao::rules {

const DatedValue* Parameter::Find(absl::CivilDay day) const {
  // The latest are asked for most.
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    if (value->validity.Contains(day)) return &*value;
  }
  return nullptr;
}

absl::StatusOr<DatedValue> Parameter::On(absl::CivilDay day) const {
  const DatedValue* found = Find(day);
  if (found == nullptr) return RuleNotInForce(name, day);
  return *found;
}

absl::Status Parameter::CheckInForce(const Period& period) const {
  // There are no gaps, so the ends speak for what lies between.
  if (Find(period.from) == nullptr) return RuleNotInForce(name, period.from);
  if (Find(period.until - 1) == nullptr) return RuleNotInForce(name, period.until - 1);
  return absl::OkStatus();
}

}  // namespace tuoqiao::rules
