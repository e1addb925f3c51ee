#include "services/common/rules/load_condition.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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
      case v1::Predicate::kAtMost:
        return ReadLimit(Kind::kAtMost, place.In("at_most"), message.at_most());
      case v1::Predicate::kCalendarMonths:
        return ReadCalendarMonths(place.In("calendar_months"), message.calendar_months());
      case v1::Predicate::kShareAtLeast:
        return ReadShare(place.In("share_at_least"), message.share_at_least());
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

  // A leaf on a declared fact of the type, or of any.
  bool FindFact(const Place& place, const char* field, const std::string& name,
                std::optional<FactType> type, size_t* fact) const {
    const std::optional<size_t> found = ReadFact(place, field, name, scheme_);
    if (!found.has_value()) return false;
    *fact = *found;
    if (!type.has_value() || scheme_.catalogue.at(*found).type == *type) return true;
    place.Wrong(field, absl::StrCat("the fact ", name, " is a ",
                                    TypeName(scheme_.catalogue.at(*found).type), ", not a ",
                                    TypeName(*type)));
    return false;
  }

  void FindLimit(const Place& place, const char* field, const std::string& name, Unit unit,
                 Kind kind, Predicate* leaf) const {
    leaf->kind = kind;
    leaf->parameter = ReadParameterName(place, field, name, unit, scheme_).value_or(0);
  }

  Predicate ReadAge(const Place& place, const v1::AgeInMonths& message) const {
    Predicate leaf;
    if (FindFact(place, "fact", message.fact(), FactType::kDate, &leaf.fact)) {
      leaf.measure = Predicate::Measure::kAgeInMonths;
    }
    switch (message.limit_case()) {
      case v1::AgeInMonths::kAtLeast:
        FindLimit(place, "at_least", message.at_least(), Unit::kMonths, Kind::kAtLeast, &leaf);
        break;
      case v1::AgeInMonths::kBelow:
        FindLimit(place, "below", message.below(), Unit::kMonths, Kind::kBelow, &leaf);
        break;
      case v1::AgeInMonths::LIMIT_NOT_SET:
        place.Wrong("there is no limit");
    }
    return leaf;
  }

  Predicate ReadCalendarMonths(const Place& place, const v1::CalendarMonths& message) const {
    Predicate leaf;
    if (FindFact(place, "fact", message.fact(), FactType::kDate, &leaf.fact)) {
      leaf.measure = Predicate::Measure::kCalendarMonths;
    }
    switch (message.limit_case()) {
      case v1::CalendarMonths::kAtLeast:
        FindLimit(place, "at_least", message.at_least(), Unit::kMonths, Kind::kAtLeast, &leaf);
        break;
      case v1::CalendarMonths::kBelow:
        FindLimit(place, "below", message.below(), Unit::kMonths, Kind::kBelow, &leaf);
        break;
      case v1::CalendarMonths::kAtMost:
        FindLimit(place, "at_most", message.at_most(), Unit::kMonths, Kind::kAtMost, &leaf);
        break;
      case v1::CalendarMonths::LIMIT_NOT_SET:
        place.Wrong("there is no limit");
    }
    return leaf;
  }

  Predicate ReadShare(const Place& place, const v1::ShareAtLeast& message) const {
    Predicate leaf;
    FindLimit(place, "parameter", message.parameter(), Unit::kBasisPoints, Kind::kShareAtLeast,
              &leaf);
    const bool part = FindFact(place, "part", message.part(), FactType::kNumber, &leaf.fact);
    const bool whole = FindFact(place, "whole", message.whole(), FactType::kNumber, &leaf.whole);
    if (part && whole &&
        scheme_.catalogue.at(leaf.fact).unit != scheme_.catalogue.at(leaf.whole).unit) {
      place.Wrong("whole", absl::StrCat("the fact ", message.whole(), " has another unit than ",
                                        message.part()));
    }
    return leaf;
  }

  template <typename Message>
  Predicate ReadLimit(Kind kind, const Place& place, const Message& message) const {
    Predicate leaf;
    if (!FindFact(place, "fact", message.fact(), FactType::kNumber, &leaf.fact)) return leaf;
    FindLimit(place, "parameter", message.parameter(), scheme_.catalogue.at(leaf.fact).unit, kind,
              &leaf);
    return leaf;
  }

  Predicate ReadEquals(const Place& place, const v1::Equals& message) const {
    Predicate leaf;
    leaf.kind = Kind::kIn;
    if (!FindFact(place, "fact", message.fact(), std::nullopt, &leaf.fact)) return leaf;
    if (!message.has_value()) {
      place.Wrong("there is no value");
      return leaf;
    }
    leaf.values.push_back(
        ReadLiteral(place.In("value"), message.value(), scheme_.catalogue.at(leaf.fact)));
    return leaf;
  }

  Predicate ReadIn(const Place& place, const v1::In& message) const {
    Predicate leaf;
    leaf.kind = Kind::kIn;
    if (!FindFact(place, "fact", message.fact(), std::nullopt, &leaf.fact)) return leaf;
    if (message.values().empty()) place.Wrong("there is no value");
    for (int i = 0; i < message.values_size(); ++i) {
      leaf.values.push_back(
          ReadLiteral(place.In("values", i), message.values(i), scheme_.catalogue.at(leaf.fact)));
    }
    return leaf;
  }

  Predicate ReadOnOrAfter(const Place& place, const v1::OnOrAfter& message) const {
    Predicate leaf;
    leaf.kind = Kind::kOnOrAfter;
    FindFact(place, "fact", message.fact(), FactType::kDate, &leaf.fact);
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

FactValue ReadLiteral(const Place& place, const v1::Literal& literal, const FactDeclaration& fact) {
  switch (literal.value_case()) {
    case v1::Literal::kTruth:
      if (fact.type == FactType::kTruth) return literal.truth();
      break;
    case v1::Literal::kNumber:
      if (fact.type == FactType::kNumber) return static_cast<int64_t>(literal.number());
      break;
    case v1::Literal::kText:
      if (fact.type != FactType::kText) break;
      if (!fact.Allows(literal.text())) {
        place.Wrong("text", absl::StrCat("the fact ", fact.name, " is never '", literal.text(),
                                         "', but one of ", absl::StrJoin(fact.codes, ", ")));
      }
      return literal.text();
    case v1::Literal::kDate:
      if (fact.type != FactType::kDate) break;
      return ReadDay(place, "date", literal.date()).value_or(absl::CivilDay());
    case v1::Literal::VALUE_NOT_SET:
      break;
  }
  place.Wrong(absl::StrCat("the value is not a ", TypeName(fact.type), ", as its fact is"));
  return FactValue();
}

std::optional<size_t> ReadFact(const Place& place, const char* field, const std::string& name,
                               const Scheme& scheme) {
  const std::optional<size_t> found = scheme.catalogue.Find(name);
  if (!found.has_value()) {
    place.Wrong(field, absl::StrCat("nobody declares a fact '", name, "'"));
  } else if (scheme.catalogue.at(*found).subject != scheme.subject) {
    place.Wrong(field,
                absl::StrCat("the fact ", name, " is about another subject than the scheme"));
  }
  return found;
}

std::optional<size_t> ReadParameterName(const Place& place, const char* field,
                                        const std::string& name, Unit unit, const Scheme& scheme) {
  for (size_t i = 0; i < scheme.parameters.size(); ++i) {
    if (scheme.parameters[i].name != name) continue;
    if (scheme.parameters[i].unit != unit) {
      place.Wrong(field,
                  absl::StrCat("the parameter ", name, " has another unit than is asked here"));
    }
    return i;
  }
  place.Wrong(field, absl::StrCat("there is no parameter '", name, "'"));
  return std::nullopt;
}

Predicate ReadPredicate(const Place& place, const v1::Predicate& message, const Scheme& scheme) {
  return PredicateReader(scheme).Read(place, message);
}

Condition ReadCondition(const Place& place, const v1::Condition& message, const Scheme& scheme) {
  Condition condition;
  condition.name = message.name();
  CheckName(place, message.name());
  condition.validity = ReadAsked(place, message, scheme);
  if (message.has_predicate()) {
    condition.predicate = ReadPredicate(place.In("predicate"), message.predicate(), scheme);
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
