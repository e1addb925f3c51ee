#include "services/common/rules/load_amount.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rules/load_condition.h"
#include "services/common/rules/load_parameter.h"

namespace tuoqiao::rules {
namespace {

using Function = Amount::Function;

bool Money(Unit unit) { return unit == Unit::kCnyMinor || unit == Unit::kUsdMinor; }

// Reads one amount of a scheme. What it says to be wrong keeps the file from being used.
class AmountReader {
 public:
  AmountReader(const Place& place, const Scheme& scheme) : place_(place), scheme_(scheme) {}

  Amount Read(const v1::Amount& message) {
    amount_.name = message.name();
    CheckName(place_, message.name());
    amount_.title = ReadWords(place_, "title", message.has_title(), message.title());
    if (message.payer() == v1::Amount::PAYER_UNSPECIFIED) {
      place_.Wrong("payer", "it is not said who bears it");
    } else {
      amount_.payer = static_cast<Payer>(message.payer() - 1);
    }
    amount_.per = ReadCounting(place_, "per", message.per());
    if (amount_.per == Counting::kDay)
      place_.Wrong("per", "an amount is due by month, year or once");
    if (message.has_when()) {
      amount_.when = ReadPredicate(place_.In("when"), message.when(), scheme_);
    }
    ReadFunction(message);
    return std::move(amount_);
  }

 private:
  void ReadFunction(const v1::Amount& message) {
    switch (message.function_case()) {
      case v1::Amount::kFixed:
        amount_.function = Function::kFixed;
        amount_.parameter =
            MoneyParameter(place_.In("fixed"), "parameter", message.fixed().parameter());
        return;
      case v1::Amount::kShareOf:
        return ReadShareOf(place_.In("share_of"), message.share_of());
      case v1::Amount::kByBracket:
        return ReadByBracket(place_.In("by_bracket"), message.by_bracket());
      case v1::Amount::kPerUnit: {
        const Place at = place_.In("per_unit");
        amount_.function = Function::kPerUnit;
        amount_.fact = NumberFact(at, "fact", message.per_unit().fact());
        amount_.parameter = MoneyParameter(at, "parameter", message.per_unit().parameter());
        return;
      }
      case v1::Amount::kStatutory: {
        const Place at = place_.In("statutory");
        amount_.function = Function::kStatutory;
        amount_.fact = MoneyFact(at, "base", message.statutory().base());
        const Unit unit = UnitOf(amount_.fact);
        amount_.parameter = In(at, "max_rate", message.statutory().max_rate(), unit);
        amount_.copay = In(at, "copay", message.statutory().copay(), unit);
        return;
      }
      case v1::Amount::kPart:
        return ReadPart(place_.In("part"), message.part());
      case v1::Amount::FUNCTION_NOT_SET:
        place_.Wrong("it is not said what it is");
    }
  }

  void ReadShareOf(const Place& at, const v1::ShareOf& message) {
    amount_.function = Function::kShareOf;
    Unit unit = Unit::kNone;
    if (message.base_case() == v1::ShareOf::kFact) {
      amount_.fact = MoneyFact(at, "fact", message.fact());
      unit = UnitOf(amount_.fact);
    } else if (message.base_case() == v1::ShareOf::kParameter) {
      amount_.parameter = MoneyParameter(at, "parameter", message.parameter());
      if (amount_.parameter.has_value()) unit = scheme_.parameters[*amount_.parameter].unit;
    } else {
      at.Wrong("there is nothing to take a share of");
    }
    amount_.share = In(at, "share", message.share(), Unit::kBasisPoints);
    if (!message.up_to().empty()) amount_.up_to = In(at, "up_to", message.up_to(), unit);
    if (message.rounding() == v1::ShareOf::ROUNDING_UNSPECIFIED) {
      at.Wrong("rounding", "the rounding is missing");
    }
    amount_.half_up = message.rounding() == v1::ShareOf::HALF_UP;
  }

  void ReadByBracket(const Place& at, const v1::ByBracket& message) {
    amount_.function = Function::kByBracket;
    amount_.fact = NumberFact(at, "fact", message.fact());
    const auto found =
        std::find_if(scheme_.tables.begin(), scheme_.tables.end(),
                     [&](const Table& table) { return table.name == message.table(); });
    if (found == scheme_.tables.end()) {
      return at.Wrong("table", absl::StrCat("there is no table '", message.table(), "'"));
    }
    amount_.table = static_cast<size_t>(found - scheme_.tables.begin());
    if (found->by != UnitOf(amount_.fact)) {
      at.Wrong("fact", absl::StrCat("the table ", found->name, " goes by another unit"));
    }
    if (!Money(found->unit)) at.Wrong("table", "the table does not hold money");
  }

  void ReadPart(const Place& at, const v1::Part& message) {
    amount_.function = Function::kPart;
    amount_.fact = MoneyFact(at, "base", message.base());
    amount_.weights.assign(message.weights().begin(), message.weights().end());
    const bool negative = std::any_of(amount_.weights.begin(), amount_.weights.end(),
                                      [](int64_t each) { return each < 0 || each > 1000000; });
    if (negative ||
        std::accumulate(amount_.weights.begin(), amount_.weights.end(), int64_t{0}) <= 0) {
      at.Wrong("weights", "the weights are none, or not from 0 to 1000000 with one above 0");
    }
    if (message.index() < 0 || message.index() >= message.weights_size()) {
      at.Wrong("index", absl::StrCat("there is no weight ", message.index()));
    } else {
      amount_.index = static_cast<size_t>(message.index());
    }
  }

  Unit UnitOf(const std::optional<size_t>& fact) const {
    return fact.has_value() ? scheme_.catalogue.at(*fact).unit : Unit::kNone;
  }

  std::optional<size_t> NumberFact(const Place& at, const char* field, const std::string& name) {
    const std::optional<size_t> found = ReadFact(at, field, name, scheme_);
    if (found.has_value() && scheme_.catalogue.at(*found).type != FactType::kNumber) {
      at.Wrong(field, absl::StrCat("the fact ", name, " is no number"));
    }
    return found;
  }

  std::optional<size_t> MoneyFact(const Place& at, const char* field, const std::string& name) {
    const std::optional<size_t> found = NumberFact(at, field, name);
    if (found.has_value() && !Money(UnitOf(found))) {
      at.Wrong(field, absl::StrCat("the fact ", name, " is no money"));
    }
    return found;
  }

  std::optional<size_t> MoneyParameter(const Place& at, const char* field,
                                       const std::string& name) {
    for (const Unit unit : {Unit::kCnyMinor, Unit::kUsdMinor}) {
      const Parameter* parameter = scheme_.FindParameter(name);
      if (parameter != nullptr && parameter->unit == unit) return In(at, field, name, unit);
    }
    return In(at, field, name, Unit::kCnyMinor);
  }

  std::optional<size_t> In(const Place& at, const char* field, const std::string& name, Unit unit) {
    const std::optional<size_t> found = ReadParameterName(at, field, name, unit, scheme_);
    if (found.has_value() && scheme_.parameters[*found].Find(scheme_.validity.from) == nullptr) {
      at.Wrong(field,
               absl::StrCat("the parameter ", name, " is not in force when the scheme begins"));
    }
    return found;
  }

  const Place& place_;
  const Scheme& scheme_;
  Amount amount_;
};

}  // namespace

std::vector<Amount> ReadAmounts(const Place& place, const v1::RuleFile& file,
                                const Scheme& scheme) {
  std::vector<Amount> amounts;
  std::set<std::string> names;
  for (int i = 0; i < file.amounts_size(); ++i) {
    const Place at = place.In("amounts", i);
    amounts.push_back(AmountReader(at, scheme).Read(file.amounts(i)));
    if (!names.insert(amounts.back().name).second) {
      at.Wrong("name", absl::StrCat("there is another amount ", amounts.back().name));
    }
  }
  return amounts;
}

}  // namespace tuoqiao::rules
