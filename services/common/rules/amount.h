// What a scheme is worth to an eligible subject: small functions that a pack names.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_AMOUNT_H_
#define TUOQIAO_SERVICES_COMMON_RULES_AMOUNT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/rules/fact.h"
#include "services/common/rules/parameter.h"
#include "services/common/rules/predicate.h"
#include "services/common/rules/table.h"
#include "services/common/rules/words.h"

namespace tuoqiao::rules {

enum class Payer { kAuthority, kPark, kFirm, kUnion, kFamily, kTaxBase };

// One amount of a scheme, checked when it was loaded: units fit, places are there.
struct Amount {
  // kFixed: the parameter. kShareOf: base × share, rounded once, at most `up_to`. kByBracket: what
  // the table has for the fact. kPerUnit: fact × parameter. kStatutory: max(min(fact, parameter) −
  // copay, 0). kPart: one part of the fact by weights, largest remainder, equal ones in their
  // order.
  enum class Function { kFixed, kShareOf, kByBracket, kPerUnit, kStatutory, kPart };

  std::string name;
  Words title;
  Payer payer = Payer::kAuthority;
  Counting per = Counting::kMonth;
  std::optional<Predicate> when;
  Function function = Function::kFixed;
  // Places in the catalogue of facts, the scheme's parameters and its tables.
  std::optional<size_t> fact;
  std::optional<size_t> parameter;
  std::optional<size_t> share;
  std::optional<size_t> up_to;
  std::optional<size_t> copay;
  std::optional<size_t> table;
  bool half_up = false;  // Of kShareOf; else down.
  std::vector<int64_t> weights;
  size_t index = 0;
};

// What an amount is on one day, with what it was made of.
struct Worth {
  std::optional<int64_t> minor;  // Nothing while a fact is unknown.
  std::string fact;              // Unknown ones are named in `missing`.
  std::string value;             // Personal.
  std::string rule;              // `5000 bp of 200000, down`.
  absl::CivilDay since;
  std::string source;
  std::vector<std::string> missing;
};

// What an amount is held against. Everything that the amount names is in force on the day.
struct AmountGround {
  const FactCatalogue& catalogue;
  const std::vector<Parameter>& parameters;
  const std::vector<Table>& tables;
};

// Nothing where the fact is in no bracket. Whether `when` holds is asked by the caller.
std::optional<Worth> WorthOn(const Amount& amount, const AmountGround& ground, const Facts& facts,
                             absl::CivilDay day);

// `AUTHORITY`.
const char* PayerName(Payer payer);
// `CNY`, of a unit of money.
const char* CurrencyCode(Unit currency);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_AMOUNT_H_
