#include "services/common/rules/load_condition.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/period.h"
#include "services/common/rules/load_parameter.h"

namespace tuoqiao::rules {
namespace {

using Kind = Predicate::Kind;

std::string TypeName(FactType type) {
  static constexpr const char* kNames[] = {"truth", "number", "text", "date"};
  return kNames[static_cast<int>(type)];
}

// Reads predicates of one scheme. A leaf that is wrong becomes an empty `all`, which nobody asks:
// the file is refused.
class PredicateReader {
 public:
  explicit PredicateReader(const Scheme& scheme) : scheme_(scheme) {}

  Predicate Read(const Place& place, const v1::Predicate& message) const {
    switch (message.kind_case()) {
      case v1::Predicate::kAll:
        return Combine(Kind::kAll, place.In("all"), message.all());
      case v1::Predicate::kAny:
        return Combine(Kind::kAny, place.In("any"), message.any());
      case v1::Predicate::kNot: {
        Predicate negated;
        negated.kind = Kind::kNot;
        negated.of.push_back(Read(place.In("not"), message.not_()));
        return negated;
      }
      case v1::Predicate::kAgeInMonths:
        return ReadAge(place.In("age_in_months"), message.age_in_months());
      case v1::Predicate::kEquals:
        return ReadEquals(place.In("equals"), message.equals());
      case v1::Predicate::kAtLeast:
        return ReadLimit(Kind::kAtLeast, place.In("at_least"), message.at_least());
      case v1::Predicate::kBelow:
        return ReadLimit(Kind::kBelow, place.In("below"), message.below());
      case v1::Predicate::kIn:
        return ReadIn(place.In("in"), message.in());
      case v1::Predicate::kOnOrAfter:
        return ReadOnOrAfter(place.In("on_or_after"), message.on_or_after());
      case v1::Predicate::KIND_NOT_SET:
        place.Wrong("no predicate is written");
    }
    return Predicate();
  }

 private:
  Predicate Combine(Kind kind, const Place& place, const v1::Predicates& message) const {
    Predicate combined;
    combined.kind = kind;
    if (message.of().empty()) place.Wrong("it combines nothing");
    for (int i = 0; i < message.of_size(); ++i) {
      combined.of.push_back(Read(place.In("of", i), message.of(i)));
    }
    return combined;
  }

  // A leaf on a declared fact of the type, of whose kind `type` says what it wants.
  bool FindFact(const Place& place, const std::string& name, std::optional<FactType> type,
                Predicate* leaf) const {
    const std::optional<size_t> found = scheme_.catalogue.Find(name);
    if (!found.has_value()) {
      place.Wrong("fact", absl::StrCat("nobody declares a fact '", name, "'"));
      return false;
    }
    leaf->fact = *found;
    if (!type.has_value() || scheme_.catalogue.at(*found).type == *type) return true;
    place.Wrong("fact", absl::StrCat("the fact ", name, " is a ",
                                     TypeName(scheme_.catalogue.at(*found).type), ", not a ",
                                     TypeName(*type)));
    return false;
  }

  void FindParameter(const Place& place, const char* field, const std::string& name, Unit unit,
                     Predicate* leaf) const {
    for (size_t i = 0; i < scheme_.parameters.size(); ++i) {
      if (scheme_.parameters[i].name != name) continue;
      leaf->parameter = i;
      if (scheme_.parameters[i].unit != unit) {
        place.Wrong(field, absl::StrCat("the parameter ", name, " has another unit than the fact"));
      }
      return;
    }
    place.Wrong(field, absl::StrCat("there is no parameter '", name, "'"));
  }

  Predicate ReadAge(const Place& place, const v1::AgeInMonths& message) const {
    Predicate leaf;
    leaf.age = FindFact(place, message.fact(), FactType::kDate, &leaf);
    if (message.limit_case() == v1::AgeInMonths::kAtLeast) {
      leaf.kind = Kind::kAtLeast;
      FindParameter(place, "at_least", message.at_least(), Unit::kMonths, &leaf);
    } else if (message.limit_case() == v1::AgeInMonths::kBelow) {
      leaf.kind = Kind::kBelow;
      FindParameter(place, "below", message.below(), Unit::kMonths, &leaf);
    } else {
      place.Wrong("there is no limit");
    }
    return leaf;
  }

  template <typename Message>
  Predicate ReadLimit(Kind kind, const Place& place, const Message& message) const {
    Predicate leaf;
    leaf.kind = kind;
    if (!FindFact(place, message.fact(), FactType::kNumber, &leaf)) return leaf;
    FindParameter(place, "parameter", message.parameter(), scheme_.catalogue.at(leaf.fact).unit,
                  &leaf);
    return leaf;
  }

  Predicate ReadEquals(const Place& place, const v1::Equals& message) const {
    Predicate leaf;
    leaf.kind = Kind::kIn;
    if (!FindFact(place, message.fact(), std::nullopt, &leaf)) return leaf;
    if (!message.has_value()) {
      place.Wrong("there is no value");
      return leaf;
    }
    leaf.values.push_back(
        ReadLiteral(place.In("value"), message.value(), scheme_.catalogue.at(leaf.fact).type));
    return leaf;
  }

  Predicate ReadIn(const Place& place, const v1::In& message) const {
    Predicate leaf;
    leaf.kind = Kind::kIn;
    if (!FindFact(place, message.fact(), std::nullopt, &leaf)) return leaf;
    if (message.values().empty()) place.Wrong("there is no value");
    for (int i = 0; i < message.values_size(); ++i) {
      leaf.values.push_back(ReadLiteral(place.In("values", i), message.values(i),
                                        scheme_.catalogue.at(leaf.fact).type));
    }
    return leaf;
  }

  Predicate ReadOnOrAfter(const Place& place, const v1::OnOrAfter& message) const {
    Predicate leaf;
    leaf.kind = Kind::kOnOrAfter;
    FindFact(place, message.fact(), FactType::kDate, &leaf);
    if (message.date().empty()) place.Wrong("date", "the day is missing");
    leaf.values.push_back(ReadDay(place, "date", message.date()).value_or(absl::CivilDay()));
    return leaf;
  }

  const Scheme& scheme_;
};

void CheckPlaceholders(const Place& place, const char* field, const std::string& text) {
  const std::string rest = absl::StrReplaceAll(text, {{"{value}", ""}, {"{limit}", ""}});
  if (rest.find_first_of("{}") != std::string::npos) {
    place.Wrong(field, "only {value} and {limit} may stand in braces");
  }
}

Sentences ReadSentences(const Place& place, const v1::Condition& message) {
  if (!message.has_sentences()) {
    place.Wrong("sentences", "the sentences are missing");
    return {};
  }
  const v1::Sentences& sentences = message.sentences();
  const Place at = place.In("sentences");
  return {ReadWords(at, "holds", sentences.has_holds(), sentences.holds()),
          ReadWords(at, "fails", sentences.has_fails(), sentences.fails()),
          ReadWords(at, "unknown", sentences.has_unknown(), sentences.unknown()),
          ReadWords(at, "change", sentences.has_change(), sentences.change())};
}

// The days of a condition: its own where it has some, inside the scheme's.
Validity ReadAsked(const Place& place, const v1::Condition& message, const Scheme& scheme) {
  const Validity& whole = scheme.validity;
  if (message.from().empty() && message.until().empty()) return whole;
  Validity asked = message.from().empty()
                       ? ReadValidity(place, FormatDay(whole.from), message.until())
                       : ReadValidity(place, message.from(), message.until());
  if (!asked.until.has_value()) asked.until = whole.until;
  const bool too_early = asked.from < whole.from;
  const bool too_late =
      whole.until.has_value() && (*asked.until > *whole.until || asked.from >= *whole.until);
  if (too_early || too_late) {
    place.Wrong(too_early ? "from" : "until", "the scheme does not hold on each of these days");
  }
  return asked;
}

// A parameter may run out before the scheme does; it may not begin after the condition that asks
// it.
void CheckLeaves(const Place& place, const Scheme& scheme, Condition* condition) {
  condition->parameters_only = true;
  ForEachLeaf(condition->predicate, [&](const Predicate& leaf) {
    if (!NamesParameter(leaf)) {
      condition->parameters_only = false;
    } else if (leaf.parameter < scheme.parameters.size() &&
               scheme.parameters[leaf.parameter].Find(condition->validity.from) == nullptr) {
      place.Wrong(absl::StrCat("the parameter ", scheme.parameters[leaf.parameter].name,
                               " is not in force on ", FormatDay(condition->validity.from),
                               ", when this is first asked"));
    }
  });
}

}  // namespace

Words ReadWords(const Place& place, const char* field, bool written, const v1::Words& words) {
  if (!written) {
    place.Wrong(field, absl::StrCat("the words for `", field, "` are missing"));
    return {};
  }
  const Place at = place.In(field);
  if (words.en().empty()) at.Wrong("en", "the English words are missing");
  if (words.zh().empty()) at.Wrong("zh", "the Chinese words are missing");
  CheckPlaceholders(at, "en", words.en());
  CheckPlaceholders(at, "zh", words.zh());
  return {words.en(), words.zh()};
}

FactValue ReadLiteral(const Place& place, const v1::Literal& literal, FactType type) {
  switch (literal.value_case()) {
    case v1::Literal::kTruth:
      if (type == FactType::kTruth) return literal.truth();
      break;
    case v1::Literal::kNumber:
      if (type == FactType::kNumber) return static_cast<int64_t>(literal.number());
      break;
    case v1::Literal::kText:
      if (type == FactType::kText) return literal.text();
      break;
    case v1::Literal::kDate:
      if (type != FactType::kDate) break;
      return ReadDay(place, "date", literal.date()).value_or(absl::CivilDay());
    case v1::Literal::VALUE_NOT_SET:
      break;
  }
  place.Wrong(absl::StrCat("the value is not a ", TypeName(type), ", as its fact is"));
  return FactValue();
}

Condition ReadCondition(const Place& place, const v1::Condition& message, const Scheme& scheme) {
  Condition condition;
  condition.name = message.name();
  CheckName(place, message.name());
  condition.validity = ReadAsked(place, message, scheme);
  if (message.has_predicate()) {
    condition.predicate = PredicateReader(scheme).Read(place.In("predicate"), message.predicate());
  } else {
    place.Wrong("predicate", "the predicate is missing");
  }
  CheckLeaves(place, scheme, &condition);
  if (!condition.parameters_only) {
    condition.source = ReadSource(place, message.has_source(), message.source());
    condition.confidence = ReadConfidence(place, message.confidence());
  } else if (message.has_source()) {
    place.Wrong("source", "the parameter's values have the source");
  }
  if (message.ask() == v1::Condition::WHOM_UNSPECIFIED) {
    place.Wrong("ask", "it is not said whom to ask");
  }
  condition.ask = v1::Condition::Whom_Name(message.ask());
  condition.sentences = ReadSentences(place, message);
  return condition;
}

}  // namespace tuoqiao::rules
