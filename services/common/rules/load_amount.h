// The amounts of a rule file, read and checked against its parameters, tables and the declared
// facts.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_LOAD_AMOUNT_H_
#define TUOQIAO_SERVICES_COMMON_RULES_LOAD_AMOUNT_H_

#include <vector>

#include "services/common/rules/rule_text.h"
#include "services/common/rules/scheme.h"
#include "tuoqiao/rules/v1/rules.pb.h"

namespace tuoqiao::rules {

// `scheme` has its subject, days, facts, parameters and tables. What is wrong is said at the place.
std::vector<Amount> ReadAmounts(const Place& place, const v1::RuleFile& file, const Scheme& scheme);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_LOAD_AMOUNT_H_
