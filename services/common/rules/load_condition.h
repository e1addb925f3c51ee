// The conditions of a rule file, read and checked against its parameters and the declared facts.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_LOAD_CONDITION_H_
#define TUOQIAO_SERVICES_COMMON_RULES_LOAD_CONDITION_H_

#include <optional>
#include <string>

#include "services/common/rules/rule_text.h"
#include "services/common/rules/scheme.h"
#include "tuoqiao/rules/v1/rules.pb.h"

namespace tuoqiao::rules {

// `scheme` has its name, days, facts and parameters. What is wrong is said at the place.
Condition ReadCondition(const Place& place, const v1::Condition& message, const Scheme& scheme);

// A predicate of the scheme's. What is wrong is said at the place.
Predicate ReadPredicate(const Place& place, const v1::Predicate& message, const Scheme& scheme);

// The place in the catalogue of a fact that is declared of the scheme's subject; nothing, and said
// to be wrong, where it is not.
std::optional<size_t> ReadFact(const Place& place, const char* field, const std::string& name,
                               const Scheme& scheme);
// The place among the scheme's parameters; nothing, and said to be wrong, where there is none or it
// is not in that unit.
std::optional<size_t> ReadParameterName(const Place& place, const char* field,
                                        const std::string& name, Unit unit, const Scheme& scheme);

// Both languages have to be written.
Words ReadWords(const Place& place, const char* field, bool written, const v1::Words& words);

// The value of a literal in a fact's type; unknown, and said to be wrong, where it is of another,
// or a text that the fact may not be.
FactValue ReadLiteral(const Place& place, const v1::Literal& literal, const FactDeclaration& fact);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_LOAD_CONDITION_H_
