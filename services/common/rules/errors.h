// What can go wrong with rules, one constructor each. Reasons are contract.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_ERRORS_H_
#define TUOQIAO_SERVICES_COMMON_RULES_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::rules {

// `rule` is a scheme, or a parameter of one.
absl::Status RuleNotInForce(absl::string_view rule, absl::CivilDay day);
// Each of `wrong` begins with file:line:column.
absl::Status PackInvalid(const std::vector<std::string>& wrong);
absl::Status PackUnreadable(absl::string_view path);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_ERRORS_H_
