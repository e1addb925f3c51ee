// The conditions of a rule file, read and checked against its parameters and the declared facts.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_LOAD_CONDITION_H_
#define TUOQIAO_SERVICES_COMMON_RULES_LOAD_CONDITION_H_

#include <string>

#include "services/common/rules/rule_text.h"
#include "services/common/rules/scheme.h"
#include "tuoqiao/rules/v1/rules.pb.h"

namespace tuoqiao::rules {

// `scheme` has its name, days, facts and parameters. What is wrong is said at the place.
Condition ReadCondition(const Place& place, const v1::Condition& message, const Scheme& scheme);

// Both languages have to be written.
Words ReadWords(const Place& place, const char* field, bool written, const v1::Words& words);

// The value of a literal in a fact's type; unknown, and said to be wrong, where it is of another.
FactValue ReadLiteral(const Place& place, const v1::Literal& literal, FactType type);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_LOAD_CONDITION_H_
