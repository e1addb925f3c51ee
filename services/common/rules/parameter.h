// Numbers of the rules, dated: each with its unit, the time for which it counts, and a source for
// each value.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_PARAMETER_H_
#define TUOQIAO_SERVICES_COMMON_RULES_PARAMETER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/errors.h"
#include "services/common/rules/fact.h"

namespace tuoqiao::rules {

// kOfficial: read in the official text. kSecondary: in somebody's account of it. kSample: invented.
enum class Confidence { kOfficial, kSecondary, kSample };

struct Source {
  std::string title;
  std::string uri;
};

// [from, until); without `until` for ever.
struct Validity {
  absl::CivilDay from;
  std::optional<absl::CivilDay> until;

  bool Contains(absl::CivilDay day) const {
    return from <= day && (!until.has_value() || day < *until);
  }
  bool Covers(const Period& period) const {
    return from <= period.from && (!until.has_value() || period.until <= *until);
  }
};

// What holds on the day of what is dated, ascending and without gaps; nullptr outside.
template <typename Dated>
const Dated* FindOn(const std::vector<Dated>& values, absl::CivilDay day) {
  // The latest are asked for most.
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    if (value->validity.Contains(day)) return &*value;
  }
  return nullptr;
}

struct DatedValue {
  Validity validity;
  int64_t value = 0;
  Source source;
  Confidence confidence = Confidence::kSample;
};

// RULE_NOT_IN_FORCE where a day of the period has nothing of what is dated as `name`.
template <typename Dated>
absl::Status CheckDated(const std::string& name, const std::vector<Dated>& values,
                        const Period& period) {
  // There are no gaps, so the ends speak for what lies between.
  if (FindOn(values, period.from) == nullptr) return RuleNotInForce(name, period.from);
  if (FindOn(values, period.until - 1) == nullptr) return RuleNotInForce(name, period.until - 1);
  return absl::OkStatus();
}

enum class Counting { kAlways, kDay, kMonth, kYear };

struct Parameter {
  std::string name;
  Unit unit = Unit::kNone;
  Counting counting = Counting::kAlways;
  std::vector<DatedValue> values;  // Ascending; each begins where the one before it ends.

  const DatedValue* Find(absl::CivilDay day) const;  // nullptr outside the values, never a default.
  // RULE_NOT_IN_FORCE where a day of the period has no value.
  absl::Status CheckInForce(const Period& period) const;
};

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_PARAMETER_H_
