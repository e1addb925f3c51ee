// The parts of a rule file that are dated, read and checked: periods, sources, parameters.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_LOAD_PARAMETER_H_
#define TUOQIAO_SERVICES_COMMON_RULES_LOAD_PARAMETER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/rules/parameter.h"
#include "services/common/rules/rule_text.h"
#include "tuoqiao/rules/v1/rules.pb.h"

namespace tuoqiao::rules {

// What is wrong is said at the place, and something harmless is returned, so that reading goes on.

// The day of a field; nothing where the field is empty or no day.
std::optional<absl::CivilDay> ReadDay(const Place& place, const char* field,
                                      const std::string& text);
// Of a message with `from` and `until`; `from` has to be written.
Validity ReadValidity(const Place& place, const std::string& from, const std::string& until);
// `name` of a parameter or condition: lower_snake.
void CheckName(const Place& place, const std::string& name);
Source ReadSource(const Place& place, bool written, const v1::Source& source);
Confidence ReadConfidence(const Place& place, v1::Confidence confidence);

Unit ReadUnit(const Place& place, const char* field, v1::Parameter::Unit unit);
Counting ReadCounting(const Place& place, const char* field, v1::Parameter::Period period);
// Ends the days of the value before this one where this one begins; a gap or an overlap is wrong.
void Follow(const Place& place, const Validity& next, Validity* before);

// `parameters` of the message at the place.
std::vector<Parameter> ReadParameters(
    const Place& place, const google::protobuf::RepeatedPtrField<v1::Parameter>& messages);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_LOAD_PARAMETER_H_
