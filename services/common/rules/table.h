// Tables of brackets, dated: which number goes with which size of another one.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_TABLE_H_
#define TUOQIAO_SERVICES_COMMON_RULES_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter.h"

namespace tuoqiao::rules {

struct Bracket {
  int64_t at_least = 0;
  int64_t value = 0;
};

struct DatedBrackets {
  Validity validity;
  std::vector<Bracket> brackets;  // Ascending; each ends where the next one begins.
  Source source;
  Confidence confidence = Confidence::kSample;

  // Nothing for what is less than the first bracket.
  std::optional<int64_t> Find(int64_t size) const;
};

struct Table {
  std::string name;
  Unit by = Unit::kNone;
  Unit unit = Unit::kNone;
  std::vector<DatedBrackets> values;  // Ascending; each begins where the one before it ends.

  const DatedBrackets* Find(absl::CivilDay day) const;  // nullptr outside the values.
  // RULE_NOT_IN_FORCE where a day of the period has no brackets.
  absl::Status CheckInForce(const Period& period) const;
};

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_TABLE_H_
