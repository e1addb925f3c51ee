#include "services/common/rules/scheme.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/rules/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::rules {
namespace {

// Appends a text to a list of texts, each once.
void AddOnce(const std::string& text, std::vector<std::string>* texts) {
  if (std::find(texts->begin(), texts->end(), text) == texts->end()) texts->push_back(text);
}

// The days of the period on which the condition is asked.
Period AskedIn(const Condition& condition, const Period& period) {
  return Intersect(period,
                   {condition.validity.from, condition.validity.until.value_or(period.until)});
}

// Whether every parameter that the predicate names has a value on the day.
bool InForce(const Predicate& predicate, const std::vector<Parameter>& parameters,
             absl::CivilDay day) {
  bool all = true;
  ForEachLeaf(predicate, [&](const Predicate& leaf) {
    if (NamesParameter(leaf)) all = all && parameters[leaf.parameter].Find(day) != nullptr;
  });
  return all;
}

absl::Status CheckPredicate(const Predicate& predicate, const std::vector<Parameter>& parameters,
                            const Period& period) {
  absl::Status status;
  ForEachLeaf(predicate, [&](const Predicate& leaf) {
    if (NamesParameter(leaf)) status.Update(parameters[leaf.parameter].CheckInForce(period));
  });
  return status;
}

template <typename Dated>
void AddEdges(const std::vector<Dated>& values, std::set<absl::CivilDay>* edges) {
  for (const Dated& value : values) {
    edges->insert(value.validity.from);
    if (value.validity.until.has_value()) edges->insert(*value.validity.until);
  }
}

// What all conditions of a stage say of each row together.
std::vector<Truth> LeastOf(const Judgement& judgement, size_t rows) {
  std::vector<Truth> least(rows, Truth::kHolds);
  for (const std::vector<Truth>& truths : judgement.truths) {
    for (size_t i = 0; i < rows; ++i) least[i] = std::min(least[i], truths[i]);
  }
  return least;
}

Verdict VerdictOf(Truth needs, Truth conditions) {
  if (needs != Truth::kHolds) return Verdict::kWaits;
  return static_cast<Verdict>(static_cast<int>(conditions) + 1);
}

}  // namespace

void Scheme::Compile() {
  // Before any day that anybody asks about, so that each day is in an epoch.
  std::set<absl::CivilDay> edges = {absl::CivilDay(1, 1, 1)};
  for (const Parameter& parameter : parameters) AddEdges(parameter.values, &edges);
  AddEdges(needs, &edges);
  AddEdges(conditions, &edges);
  for (const absl::CivilDay day : edges) {
    Epoch epoch;
    epoch.from = day;
    epoch.needs = CompileStage(Stage::kNeeds, day);
    epoch.conditions = CompileStage(Stage::kConditions, day);
    for (const Amount& amount : amounts) {
      epoch.whens.push_back(amount.when ? CompileList({&*amount.when}, day) : std::nullopt);
    }
    epochs_.push_back(std::move(epoch));
  }
}

Scheme::Asked Scheme::CompileStage(Stage stage, absl::CivilDay day) {
  Asked asked;
  std::vector<const Predicate*> predicates;
  const std::vector<Condition>& list = of(stage);
  for (size_t i = 0; i < list.size(); ++i) {
    if (!list[i].validity.Contains(day)) continue;
    asked.conditions.push_back(i);
    predicates.push_back(&list[i].predicate);
  }
  asked.program = CompileList(predicates, day);
  if (!asked.program.has_value()) return asked;
  for (const size_t place : asked.conditions) {
    asked.held.push_back(std::make_shared<const Held>(HeldOn(list[place], day)));
  }
  return asked;
}

std::optional<Program> Scheme::CompileList(const std::vector<const Predicate*>& list,
                                           absl::CivilDay day) {
  for (const Predicate* predicate : list) {
    if (!InForce(*predicate, parameters, day)) return std::nullopt;
  }
  return Program(list, ground(), day, &encoding_);
}

absl::Status Scheme::CheckInForce(const Period& period) const {
  if (!validity.Covers(period)) {
    return RuleNotInForce(name, validity.Contains(period.from) ? period.until - 1 : period.from);
  }
  for (const std::vector<Condition>* list : {&needs, &conditions}) {
    for (const Condition& condition : *list) {
      const Period asked = AskedIn(condition, period);
      if (asked.Empty()) continue;
      RETURN_IF_ERROR(CheckPredicate(condition.predicate, parameters, asked));
    }
  }
  return CheckAmounts(period);
}

absl::Status Scheme::CheckAmounts(const Period& period) const {
  for (const Amount& amount : amounts) {
    if (amount.when.has_value()) {
      RETURN_IF_ERROR(CheckPredicate(*amount.when, parameters, period));
    }
    for (const std::optional<size_t>& place :
         {amount.parameter, amount.share, amount.up_to, amount.copay}) {
      if (place.has_value()) RETURN_IF_ERROR(parameters[*place].CheckInForce(period));
    }
    if (amount.table.has_value()) RETURN_IF_ERROR(tables[*amount.table].CheckInForce(period));
  }
  return absl::OkStatus();
}

size_t Scheme::EpochOf(absl::CivilDay day) const {
  const auto next =
      std::upper_bound(epochs_.begin(), epochs_.end(), day,
                       [](absl::CivilDay day, const Epoch& epoch) { return day < epoch.from; });
  CHECK(next != epochs_.begin());
  return static_cast<size_t>(next - epochs_.begin()) - 1;
}

Judgement Scheme::Judge(Stage stage, size_t epoch, const Columns& columns) const {
  const Asked& here = asked(stage, epoch);
  CHECK(here.program.has_value());  // The scheme was checked to be in force.
  return {here.conditions, here.program->Run(columns)};
}

std::vector<Verdict> Scheme::Verdicts(Subjects subjects, absl::CivilDay day) const {
  const size_t epoch = EpochOf(day);
  std::vector<Verdict> verdicts;
  verdicts.reserve(subjects.size());
  while (verdicts.size() < subjects.size()) {
    const size_t first = verdicts.size();
    const size_t rows = std::min(kRowsTogether, subjects.size() - first);
    Columns columns = NewColumns(rows);
    for (size_t i = 0; i < rows; ++i) columns.Add(*subjects[first + i], day);
    const std::vector<Truth> needs = LeastOf(Judge(Stage::kNeeds, epoch, columns), rows);
    const std::vector<Truth> all = LeastOf(Judge(Stage::kConditions, epoch, columns), rows);
    for (size_t i = 0; i < rows; ++i) verdicts.push_back(VerdictOf(needs[i], all[i]));
  }
  return verdicts;
}

Held Scheme::HeldOn(const Condition& condition, absl::CivilDay day) const {
  Held held;
  held.condition = condition.name;
  std::optional<absl::CivilDay> since;
  std::vector<std::string> names, sources;
  ForEachLeaf(condition.predicate, [&](const Predicate& leaf) {
    AddOnce(LeafFact(leaf, catalogue), &names);
    if (!NamesParameter(leaf)) return AddOnce(condition.source.title, &sources);
    const DatedValue& limit = *parameters[leaf.parameter].Find(day);
    since = since.has_value() ? std::max(*since, limit.validity.from) : limit.validity.from;
    AddOnce(limit.source.title, &sources);
  });
  held.since = since.value_or(condition.validity.from);
  held.fact = absl::StrJoin(names, ", ");
  held.limit = LimitText(condition.predicate, ground(), day);
  held.source = absl::StrJoin(sources, "; ");
  return held;
}

Finding Scheme::FindingOf(Stage stage, size_t epoch, size_t place, Truth truth, const Facts& facts,
                          absl::CivilDay day) const {
  const Asked& here = asked(stage, epoch);
  Finding finding{here.held[place], "", truth};
  const Predicate& predicate = of(stage)[here.conditions[place]].predicate;
  if (!Combines(predicate.kind)) {
    finding.value = LeafValue(predicate, facts, day);
    return finding;
  }
  std::vector<std::string> values;
  ForEachLeaf(predicate,
              [&](const Predicate& leaf) { values.push_back(LeafValue(leaf, facts, day)); });
  finding.value = absl::StrJoin(values, ", ");
  return finding;
}

std::vector<Period> Scheme::Cut(Stage stage, const Facts& facts, const Period& period) const {
  if (period.Days() == 1) return {period};
  std::vector<absl::CivilDay> turns = {period.from};
  for (const Condition& condition : of(stage)) {
    const Period asked = AskedIn(condition, period);
    if (asked.Empty()) continue;
    turns.push_back(asked.from);
    if (asked.until < period.until) turns.push_back(asked.until);
    AddTurns(condition.predicate, ground(), facts, asked, &turns);
  }
  std::sort(turns.begin(), turns.end());
  turns.erase(std::unique(turns.begin(), turns.end()), turns.end());
  std::vector<Period> cut;
  cut.reserve(turns.size());
  for (size_t i = 0; i < turns.size(); ++i) {
    cut.push_back({turns[i], i + 1 == turns.size() ? period.until : turns[i + 1]});
  }
  return cut;
}

std::optional<Worth> Scheme::WorthOn(const Amount& amount, const Facts& facts,
                                     absl::CivilDay day) const {
  const size_t place = static_cast<size_t>(&amount - amounts.data());
  CHECK(place < amounts.size());
  if (amount.when.has_value()) {
    Columns row = NewColumns(1);
    row.Add(facts, day);
    const std::optional<Program>& when = epochs_[EpochOf(day)].whens[place];
    CHECK(when.has_value());
    const Truth truth = when->Run(row)[0][0];
    if (truth == Truth::kFails) return std::nullopt;
    if (truth == Truth::kUnknown) {
      Worth unknown;
      ForEachLeaf(*amount.when, [&](const Predicate& leaf) {
        for (const size_t fact : FactsOf(leaf)) {
          if (!Known(facts.On(fact, day))) AddOnce(catalogue.at(fact).name, &unknown.missing);
        }
      });
      return unknown;
    }
  }
  return rules::WorthOn(amount, {catalogue, parameters, tables}, facts, day);
}

Unit Scheme::CurrencyOf(const Amount& amount) const {
  if (amount.parameter.has_value()) return parameters[*amount.parameter].unit;
  if (amount.table.has_value()) return tables[*amount.table].unit;
  return catalogue.at(*amount.fact).unit;
}

const Condition* Scheme::FindCondition(absl::string_view name) const {
  for (const std::vector<Condition>* list : {&needs, &conditions}) {
    for (const Condition& condition : *list) {
      if (condition.name == name) return &condition;
    }
  }
  return nullptr;
}

const Parameter* Scheme::FindParameter(absl::string_view name) const {
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

std::set<std::string> Scheme::Unofficial(absl::CivilDay day) const {
  std::set<std::string> names;
  const auto matters = [day](const Validity& validity) {
    return !validity.until.has_value() || day < *validity.until;
  };
  const auto add = [&](const auto& named) {
    for (const auto& value : named.values) {
      if (value.confidence != Confidence::kOfficial && matters(value.validity)) {
        names.insert(named.name);
      }
    }
  };
  for (const Parameter& parameter : parameters) add(parameter);
  for (const Table& table : tables) add(table);
  for (const std::vector<Condition>* list : {&needs, &conditions}) {
    for (const Condition& condition : *list) {
      if (!condition.parameters_only && condition.confidence != Confidence::kOfficial &&
          matters(condition.validity)) {
        names.insert(condition.name);
      }
    }
  }
  return names;
}

}  // namespace tuoqiao::rules
