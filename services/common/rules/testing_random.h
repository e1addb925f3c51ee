// Random schemes and facts, from a seed that is printed.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_TESTING_RANDOM_H_
#define TUOQIAO_SERVICES_COMMON_RULES_TESTING_RANDOM_H_

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/rules/scheme.h"

namespace tuoqiao::rules {

// TUOQIAO_SEED, or another one each time.
inline uint64_t TestSeed() {
  const char* asked = std::getenv("TUOQIAO_SEED");
  const uint64_t seed =
      asked != nullptr ? std::strtoull(asked, nullptr, 10) : std::random_device()();
  std::printf("TUOQIAO_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

// Places in the catalogue below.
enum RandomFact : size_t { kBorn, kSaid, kPersons, kMoney, kOtherMoney, kPlace, kSince };

inline const FactCatalogue& RandomCatalogue() {
  static const FactCatalogue* const kCatalogue =
      new FactCatalogue({{"born", FactType::kDate, Unit::kNone},
                         {"said", FactType::kTruth, Unit::kNone},
                         {"persons", FactType::kNumber, Unit::kPersons},
                         {"money", FactType::kNumber, Unit::kCnyMinor},
                         {"other_money", FactType::kNumber, Unit::kCnyMinor},
                         {"place", FactType::kText, Unit::kNone},
                         {"since", FactType::kDate, Unit::kNone}});
  return *kCatalogue;
}

class RandomRules {
 public:
  explicit RandomRules(uint64_t seed) : random_(seed) {}

  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }
  bool OneIn(int64_t n) { return Between(1, n) == 1; }
  // Of 2026, so that limits and birthdays often fall on it.
  absl::CivilDay Day() { return absl::CivilDay(2026, 1, 1) + Between(0, 364); }

  // Two for each thing that is held against one, with one to three values each over all of time.
  std::vector<Parameter> Parameters() {
    std::vector<Parameter> parameters;
    for (const Unit unit : {Unit::kMonths, Unit::kPersons, Unit::kCnyMinor, Unit::kBasisPoints}) {
      for (int i = 0; i < 2; ++i) parameters.push_back(OneParameter(unit));
    }
    return parameters;
  }

  Predicate AnyPredicate(const std::vector<Parameter>& parameters, int depth) {
    Predicate predicate;
    if (depth == 0 || OneIn(2)) return Leaf(parameters);
    const int64_t kind = Between(0, 2);
    predicate.kind = kind == 0   ? Predicate::Kind::kAll
                     : kind == 1 ? Predicate::Kind::kAny
                                 : Predicate::Kind::kNot;
    for (int64_t left = kind == 2 ? 1 : Between(1, 3); left > 0; --left) {
      predicate.of.push_back(AnyPredicate(parameters, depth - 1));
    }
    return predicate;
  }

  // Each fact unknown, the same always, or in steps.
  Facts AnyFacts() {
    Facts facts(RandomCatalogue());
    for (size_t fact = 0; fact < RandomCatalogue().size(); ++fact) {
      if (OneIn(5)) continue;
      if (!OneIn(4)) {
        facts.Set(fact, Value(fact));
        continue;
      }
      std::vector<FactStep> steps;
      absl::CivilDay day(2025, 6, 1);
      for (int64_t left = Between(1, 3); left > 0; --left) {
        day += Between(1, 200);
        steps.push_back({day, OneIn(5) ? FactValue() : Value(fact)});
      }
      facts.SetSteps(fact, steps);
    }
    return facts;
  }

  // In force on every day of 2026; some conditions are asked for a part of it.
  Scheme AnyScheme() {
    Scheme scheme(RandomCatalogue(), Parameters(), {});
    scheme.name = "test.random";
    scheme.validity = {absl::CivilDay(2020, 1, 1), std::nullopt};
    for (int64_t i = Between(0, 2); i > 0; --i) scheme.needs.push_back(AnyCondition(scheme));
    for (int64_t i = Between(1, 5); i > 0; --i) scheme.conditions.push_back(AnyCondition(scheme));
    scheme.Compile();
    return scheme;
  }

 private:
  Parameter OneParameter(Unit unit) {
    Parameter parameter;
    parameter.name = absl::StrCat("parameter_", static_cast<int>(unit));
    parameter.unit = unit;
    absl::CivilDay from(2000, 1, 1);
    for (int64_t left = Between(1, 3); left > 0; --left) {
      DatedValue value;
      value.validity.from = from;
      value.value = Limit(unit);
      if (left > 1) value.validity.until = from = OneIn(4) ? absl::CivilDay(2026, 3, 1) : Day();
      if (value.validity.until && *value.validity.until <= value.validity.from) continue;
      parameter.values.push_back(std::move(value));
    }
    parameter.values.back().validity.until.reset();
    for (size_t i = 0; i + 1 < parameter.values.size(); ++i) {
      parameter.values[i].validity.until = parameter.values[i + 1].validity.from;
    }
    return parameter;
  }

  int64_t Limit(Unit unit) {
    switch (unit) {
      case Unit::kMonths:
        return Between(0, 40);
      case Unit::kPersons:
        return Between(0, 3);
      case Unit::kBasisPoints:
        return Between(0, 4) * 2500;
      default:
        return Between(0, 6) * 10000;
    }
  }

  FactValue Value(size_t fact) {
    switch (fact) {
      case kBorn:
      case kSince:
        return absl::CivilDay(2022, 10, 1) + Between(0, 1600);
      case kSaid:
        return OneIn(2);
      case kPersons:
        return Between(0, 3);
      case kPlace:
        return std::string(1, static_cast<char>('A' + Between(0, 3)));
      default:
        return Between(0, 6) * 10000 + Between(-1, 1);
    }
  }

  size_t Named(const std::vector<Parameter>& parameters, Unit unit) {
    std::vector<size_t> fit;
    for (size_t i = 0; i < parameters.size(); ++i) {
      if (parameters[i].unit == unit) fit.push_back(i);
    }
    return fit[static_cast<size_t>(Between(0, static_cast<int64_t>(fit.size()) - 1))];
  }

  Predicate Leaf(const std::vector<Parameter>& parameters) {
    Predicate leaf;
    const Predicate::Kind limits[] = {Predicate::Kind::kAtLeast, Predicate::Kind::kBelow,
                                      Predicate::Kind::kAtMost};
    leaf.kind = limits[Between(0, 2)];
    switch (Between(0, 5)) {
      case 0:
        leaf.fact = kBorn;
        leaf.measure = Predicate::Measure::kAgeInMonths;
        leaf.kind = limits[Between(0, 1)];
        leaf.parameter = Named(parameters, Unit::kMonths);
        break;
      case 1:
        leaf.fact = OneIn(2) ? kBorn : kSince;
        leaf.measure = Predicate::Measure::kCalendarMonths;
        leaf.parameter = Named(parameters, Unit::kMonths);
        break;
      case 2:
        leaf.fact = OneIn(2) ? kPersons : kMoney;
        leaf.parameter = Named(parameters, RandomCatalogue().at(leaf.fact).unit);
        break;
      case 3:
        leaf.kind = Predicate::Kind::kShareAtLeast;
        leaf.fact = kMoney;
        leaf.whole = kOtherMoney;
        leaf.parameter = Named(parameters, Unit::kBasisPoints);
        break;
      case 4:
        leaf.kind = Predicate::Kind::kOnOrAfter;
        leaf.fact = kSince;
        leaf.values = {Value(kSince)};
        break;
      default:
        leaf.kind = Predicate::Kind::kIn;
        leaf.fact = static_cast<size_t>(OneIn(2) ? kPlace : OneIn(2) ? kSaid : kPersons);
        for (int64_t left = Between(1, 3); left > 0; --left)
          leaf.values.push_back(Value(leaf.fact));
    }
    return leaf;
  }

  Condition AnyCondition(const Scheme& scheme) {
    Condition condition;
    condition.name = absl::StrCat("condition_", scheme.needs.size(), "_", scheme.conditions.size());
    condition.validity = scheme.validity;
    if (OneIn(4)) condition.validity.from = Day();
    if (OneIn(4)) condition.validity.until = condition.validity.from + Between(1, 200);
    condition.predicate = AnyPredicate(scheme.parameters, 2);
    condition.ask = "PARK";
    return condition;
  }

  std::mt19937_64 random_;
};

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_TESTING_RANDOM_H_
