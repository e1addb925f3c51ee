// A scheme: dated conditions over declared facts, and what they say of a subject on a day.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_SCHEME_H_
#define TUOQIAO_SERVICES_COMMON_RULES_SCHEME_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/predicate.h"

namespace tuoqiao::rules {

struct Words {
  std::string en, zh;
};

// What is told to a family; `{value}` and `{limit}` stand for what a finding holds.
struct Sentences {
  Words holds, fails, unknown;
  Words change;  // What would make it hold.
};

struct Condition {
  std::string name;
  Validity validity;  // The days on which it is asked.
  Predicate predicate;
  // Of what is held against no parameter, whose values have sources of their own.
  Source source;
  Confidence confidence = Confidence::kSample;
  bool parameters_only = false;
  std::string ask;  // Who can say what is missing: GUARDIAN, FIRM, CENTRE, PARK.
  Sentences sentences;
};

// What one condition says of a subject on a day, with what it was held against and where that comes
// from. Of a condition with several leaves the texts of all, in their order.
struct Finding {
  std::string condition;
  std::string fact;
  std::string value;  // Personal.
  std::string limit;
  Truth truth = Truth::kUnknown;
  absl::CivilDay since;
  std::string source;
};

// Loaded once and never changed; thread safe.
class Scheme {
 public:
  Scheme(FactCatalogue catalogue, std::vector<Parameter> parameters)
      : catalogue(std::move(catalogue)), parameters(std::move(parameters)) {}

  std::string name;
  Words title;
  std::string hash;  // SHA-256 of the file, hexadecimal.
  Validity validity;
  const FactCatalogue catalogue;
  const std::vector<Parameter> parameters;
  std::vector<Condition> needs;
  std::vector<Condition> conditions;

  // RULE_NOT_IN_FORCE where the scheme, or a parameter that it names on that day, does not hold on
  // a day of the period.
  absl::Status CheckInForce(const Period& period) const;

  // The conditions of the list that are asked on the day, held against the facts. The scheme is in
  // force on the day.
  std::vector<Finding> Find(const std::vector<Condition>& list, const Facts& facts,
                            absl::CivilDay day) const;
  // The period cut where what the list looks at may change.
  std::vector<Period> Cut(const std::vector<Condition>& list, const Facts& facts,
                          const Period& period) const;

  // The need or condition of that name; nullptr where there is none.
  const Condition* FindCondition(absl::string_view name) const;
  // Names of parameters and conditions that hold on a day from `day` on by less than an official
  // value.
  std::set<std::string> Unofficial(absl::CivilDay day) const;

 private:
  Ground ground() const { return {catalogue, parameters}; }
  Finding FindOne(const Condition& condition, const Facts& facts, absl::CivilDay day) const;
};

using Schemes = std::map<std::string, Scheme>;  // By name.

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_SCHEME_H_
