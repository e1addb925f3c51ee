#include "services/common/rules/scheme.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

}  // namespace

absl::Status Scheme::CheckInForce(const Period& period) const {
  if (!validity.Covers(period)) {
    return RuleNotInForce(name, validity.Contains(period.from) ? period.until - 1 : period.from);
  }
  for (const std::vector<Condition>* list : {&needs, &conditions}) {
    for (const Condition& condition : *list) {
      const Period asked = AskedIn(condition, period);
      if (asked.Empty()) continue;
      absl::Status status;
      ForEachLeaf(condition.predicate, [&](const Predicate& leaf) {
        if (NamesParameter(leaf)) status.Update(parameters[leaf.parameter].CheckInForce(asked));
      });
      RETURN_IF_ERROR(status);
    }
  }
  return absl::OkStatus();
}

Finding Scheme::FindOne(const Condition& condition, const Facts& facts, absl::CivilDay day) const {
  Finding finding;
  finding.condition = condition.name;
  finding.truth = Evaluate(condition.predicate, ground(), facts, day);
  std::optional<absl::CivilDay> since;
  std::vector<std::string> names, values, sources;
  ForEachLeaf(condition.predicate, [&](const Predicate& leaf) {
    AddOnce(LeafFact(leaf, catalogue), &names);
    values.push_back(LeafValue(leaf, facts, day));
    if (!NamesParameter(leaf)) return AddOnce(condition.source.title, &sources);
    const DatedValue& limit = *parameters[leaf.parameter].Find(day);
    since = since.has_value() ? std::max(*since, limit.validity.from) : limit.validity.from;
    AddOnce(limit.source.title, &sources);
  });
  finding.since = since.value_or(condition.validity.from);
  finding.fact = absl::StrJoin(names, ", ");
  finding.value = absl::StrJoin(values, ", ");
  finding.limit = LimitText(condition.predicate, ground(), day);
  finding.source = absl::StrJoin(sources, "; ");
  return finding;
}

std::vector<Finding> Scheme::Find(const std::vector<Condition>& list, const Facts& facts,
                                  absl::CivilDay day) const {
  std::vector<Finding> findings;
  findings.reserve(list.size());
  for (const Condition& condition : list) {
    if (condition.validity.Contains(day)) findings.push_back(FindOne(condition, facts, day));
  }
  return findings;
}

std::vector<Period> Scheme::Cut(const std::vector<Condition>& list, const Facts& facts,
                                const Period& period) const {
  std::set<absl::CivilDay> turns = {period.from};
  for (const Condition& condition : list) {
    const Period asked = AskedIn(condition, period);
    if (asked.Empty()) continue;
    turns.insert(asked.from);
    if (asked.until < period.until) turns.insert(asked.until);
    AddTurns(condition.predicate, ground(), facts, asked, &turns);
  }
  std::vector<Period> cut;
  for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
    const auto next = std::next(turn);
    cut.push_back({*turn, next == turns.end() ? period.until : *next});
  }
  return cut;
}

const Condition* Scheme::FindCondition(absl::string_view name) const {
  for (const std::vector<Condition>* list : {&needs, &conditions}) {
    for (const Condition& condition : *list) {
      if (condition.name == name) return &condition;
    }
  }
  return nullptr;
}

std::set<std::string> Scheme::Unofficial(absl::CivilDay day) const {
  std::set<std::string> names;
  const auto matters = [day](const Validity& validity) {
    return !validity.until.has_value() || day < *validity.until;
  };
  for (const Parameter& parameter : parameters) {
    for (const DatedValue& value : parameter.values) {
      if (value.confidence != Confidence::kOfficial && matters(value.validity)) {
        names.insert(parameter.name);
      }
    }
  }
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
