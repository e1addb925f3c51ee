// A scheme: the conditions of one rule file, with the numbers that they are held against, compiled
// for each time in which no number changes.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_SCHEME_H_
#define TUOQIAO_SERVICES_COMMON_RULES_SCHEME_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/amount.h"
#include "services/common/rules/columns.h"
#include "services/common/rules/fact.h"
#include "services/common/rules/parameter.h"
#include "services/common/rules/predicate.h"
#include "services/common/rules/program.h"
#include "services/common/rules/table.h"
#include "services/common/rules/words.h"

namespace tuoqiao::rules {

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

// What a scheme says of another one: not both at one time, or that it is not paid where the other
// is.
struct Exclusion {
  std::string scheme;
  bool yields = false;
  Source source;
};

// What a condition is held against while no number changes, the same for every subject. Of a
// condition with several leaves the texts of all, in their order.
struct Held {
  std::string condition;
  std::string fact;
  std::string limit;
  absl::CivilDay since;
  std::string source;
};

// What one condition says of a subject on a day.
struct Finding {
  std::shared_ptr<const Held> held;
  std::string value;  // Personal. Of a condition with several leaves those of all, in their order.
  Truth truth = Truth::kUnknown;
};

// Needs come first: while one does not hold, no condition is asked.
enum class Stage { kNeeds, kConditions };

// What a scheme says of a row, untraced: kWaits while a need does not hold; else what all
// conditions say together.
enum class Verdict : uint8_t { kWaits, kFails, kUnknown, kHolds };

// What the conditions of a stage that are asked say of rows: `asked` are their places, `truths` a
// list of truths each. Lives no longer than the scheme.
struct Judgement {
  const std::vector<size_t>& asked;
  Truths truths;
};

// Loaded once and never changed; thread safe.
class Scheme {
 public:
  Scheme(FactCatalogue catalogue, std::vector<Parameter> parameters, std::vector<Table> tables)
      : catalogue(std::move(catalogue)),
        parameters(std::move(parameters)),
        tables(std::move(tables)) {}

  std::string name;
  Words title;
  std::string hash;  // SHA-256 of the file, hexadecimal.
  Subject subject = Subject::kChild;
  Validity validity;
  const FactCatalogue catalogue;
  const std::vector<Parameter> parameters;
  const std::vector<Table> tables;
  std::vector<Condition> needs;
  std::vector<Condition> conditions;
  std::vector<Amount> amounts;
  std::vector<Exclusion> exclusions;

  // Makes the programs of what was filled in above; once, before anything is asked.
  void Compile();

  const std::vector<Condition>& of(Stage stage) const {
    return stage == Stage::kNeeds ? needs : conditions;
  }

  // RULE_NOT_IN_FORCE where the scheme, or a parameter or table that it names on that day, does not
  // hold on a day of the period.
  absl::Status CheckInForce(const Period& period) const;

  // ---- Many rows: all of one epoch, a time in which no number and no list of conditions changes.

  size_t EpochOf(absl::CivilDay day) const;
  Columns NewColumns(size_t rows_max) const { return Columns(encoding_, rows_max); }
  // The scheme is in force on each row's day, and each is in the epoch.
  Judgement Judge(Stage stage, size_t epoch, const Columns& columns) const;
  // Of all subjects on one day, on which the scheme is in force.
  std::vector<Verdict> Verdicts(Subjects subjects, absl::CivilDay day) const;

  // ---- One subject.

  // What the condition at a place in `asked` of a judgement said of a subject.
  Finding FindingOf(Stage stage, size_t epoch, size_t place, Truth truth, const Facts& facts,
                    absl::CivilDay day) const;
  // The period cut where what the stage looks at may change.
  std::vector<Period> Cut(Stage stage, const Facts& facts, const Period& period) const;
  // The amount on the day, of a subject that is eligible on it: nothing where `when` does not hold
  // or the fact is in no bracket; without `minor` where a fact is unknown.
  std::optional<Worth> WorthOn(const Amount& amount, const Facts& facts, absl::CivilDay day) const;

  // In what an amount of the scheme is paid: a unit of money.
  Unit CurrencyOf(const Amount& amount) const;

  // The need or condition of that name; nullptr where there is none.
  const Condition* FindCondition(absl::string_view name) const;
  // The parameter of that name; nullptr where there is none.
  const Parameter* FindParameter(absl::string_view name) const;
  // Names of parameters, tables and conditions that hold on a day from `day` on by less than an
  // official value.
  std::set<std::string> Unofficial(absl::CivilDay day) const;

 private:
  // A stage in an epoch. Without a program where something that it asks is not in force.
  struct Asked {
    std::vector<size_t> conditions;
    std::vector<std::shared_ptr<const Held>> held;  // Of each of them.
    std::optional<Program> program;
  };
  struct Epoch {
    absl::CivilDay from;  // Until the next one's.
    Asked needs, conditions;
    std::vector<std::optional<Program>> whens;  // Of each amount that has one.
  };

  Ground ground() const { return {catalogue, parameters}; }
  const Asked& asked(Stage stage, size_t epoch) const {
    return stage == Stage::kNeeds ? epochs_[epoch].needs : epochs_[epoch].conditions;
  }
  Asked CompileStage(Stage stage, absl::CivilDay day);
  Held HeldOn(const Condition& condition, absl::CivilDay day) const;
  std::optional<Program> CompileList(const std::vector<const Predicate*>& list, absl::CivilDay day);
  absl::Status CheckAmounts(const Period& period) const;

  Encoding encoding_;
  std::vector<Epoch> epochs_;
};

using Schemes = std::map<std::string, Scheme>;  // By name.

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_SCHEME_H_
