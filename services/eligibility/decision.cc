#include "services/eligibility/decision.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Finding;
using rules::Subjects;
using rules::Truth;

bool Any(const std::vector<Finding>& trace, Truth truth) {
  return std::any_of(trace.begin(), trace.end(),
                     [&](const Finding& each) { return each.truth == truth; });
}

// Whom to ask for what the findings lack. A need that fails is asked for again, too.
std::vector<std::string> MissingOf(const rules::Scheme& scheme, const std::vector<Finding>& trace,
                                   bool needs) {
  std::vector<std::string> missing;
  for (const Finding& each : trace) {
    if (each.truth == Truth::kHolds || (each.truth == Truth::kFails && !needs)) continue;
    const rules::Condition* condition = scheme.FindCondition(each.held->condition);
    CHECK(condition != nullptr);
    missing.push_back(absl::StrCat(each.held->fact, ": ", condition->ask));
  }
  return missing;
}

// A subject on the first day of a stretch, and what a stage says of it there.
struct Row {
  size_t subject = 0;
  Period stretch;
  std::vector<Finding> trace;
};

// The rows of all subjects, each with what the stage says of it: one run of the program for each
// time in which no rule changes.
void Judge(const rules::Scheme& scheme, rules::Stage stage, Subjects subjects,
           std::vector<Row>* rows) {
  std::map<size_t, std::vector<Row*>> epochs;
  for (Row& row : *rows) epochs[scheme.EpochOf(row.stretch.from)].push_back(&row);
  for (const auto& [epoch, together] : epochs) {
    rules::Columns columns = scheme.NewColumns(together.size());
    for (const Row* row : together) columns.Add(*subjects[row->subject], row->stretch.from);
    const rules::Judgement judgement = scheme.Judge(stage, epoch, columns);
    for (size_t i = 0; i < together.size(); ++i) {
      Row& row = *together[i];
      row.trace.reserve(judgement.asked.size());
      for (size_t c = 0; c < judgement.asked.size(); ++c) {
        row.trace.push_back(scheme.FindingOf(stage, epoch, c, judgement.truths[c][i],
                                             *subjects[row.subject], row.stretch.from));
      }
    }
  }
}

// Adds a row for each stretch of the period in which nothing changes that the stage looks at.
void Cut(const rules::Scheme& scheme, rules::Stage stage, size_t subject, const rules::Facts& facts,
         const Period& period, std::vector<Row>* rows) {
  for (const Period& stretch : scheme.Cut(stage, facts, period)) {
    rows->push_back({subject, stretch, {}});
  }
}

// While a need does not hold nothing else is looked at.
bool Waits(const std::vector<Finding>& needs) {
  return Any(needs, Truth::kFails) || Any(needs, Truth::kUnknown);
}

Slice WaitingSlice(const rules::Scheme& scheme, Row row) {
  Slice slice;
  slice.period = row.stretch;
  slice.missing = MissingOf(scheme, row.trace, /*needs=*/true);
  slice.trace = std::move(row.trace);
  return slice;
}

Slice DecidedSlice(const rules::Scheme& scheme, const Row& needs, Row row) {
  Slice slice;
  slice.period = row.stretch;
  slice.outcome = Outcome::kEligible;
  if (Any(row.trace, Truth::kFails)) {
    slice.outcome = Outcome::kIneligible;
  } else if (Any(row.trace, Truth::kUnknown)) {
    slice.outcome = Outcome::kPending;
    slice.missing = MissingOf(scheme, row.trace, /*needs=*/false);
  }
  slice.trace = std::move(row.trace);
  slice.trace.insert(slice.trace.begin(), needs.trace.begin(), needs.trace.end());
  return slice;
}

// The slices of each subject, in one pass over their facts. `slices` has a place for each.
void DecideTogether(const rules::Scheme& scheme, Subjects subjects, const Period& period,
                    std::vector<Slice>* slices) {
  std::vector<Row> needs;
  needs.reserve(subjects.size());
  for (size_t i = 0; i < subjects.size(); ++i) {
    Cut(scheme, rules::Stage::kNeeds, i, *subjects[i], period, &needs);
  }
  Judge(scheme, rules::Stage::kNeeds, subjects, &needs);
  std::vector<Row> conditions;
  conditions.reserve(needs.size());
  std::vector<size_t> counts;  // Of the conditions' rows of each row of needs.
  counts.reserve(needs.size());
  for (const Row& row : needs) {
    const size_t before = conditions.size();
    if (!Waits(row.trace)) {
      Cut(scheme, rules::Stage::kConditions, row.subject, *subjects[row.subject], row.stretch,
          &conditions);
    }
    counts.push_back(conditions.size() - before);
  }
  Judge(scheme, rules::Stage::kConditions, subjects, &conditions);
  auto next = conditions.begin();
  for (size_t i = 0; i < needs.size(); ++i) {
    std::vector<Slice>& own = slices[needs[i].subject];
    for (size_t left = counts[i]; left > 0; --left, ++next) {
      own.push_back(DecidedSlice(scheme, needs[i], std::move(*next)));
    }
    if (counts[i] == 0) own.push_back(WaitingSlice(scheme, std::move(needs[i])));
  }
  for (size_t i = 0; i < subjects.size(); ++i) MarkLater(&slices[i]);
}

}  // namespace

bool NeedsHold(const Versions& versions, const Slice& slice) {
  const rules::Scheme* scheme = versions.On(slice.period.from);
  if (scheme == nullptr) return false;
  const auto is_need = [&](const Finding& each) {
    return std::any_of(
        scheme->needs.begin(), scheme->needs.end(),
        [&](const rules::Condition& need) { return need.name == each.held->condition; });
  };
  return std::all_of(slice.trace.begin(), slice.trace.end(), [&](const Finding& each) {
    return each.truth == Truth::kHolds || !is_need(each);
  });
}

bool WaitsForFacts(const Versions& versions, const Slice& slice) {
  return slice.outcome == Outcome::kPending && NeedsHold(versions, slice);
}

void MarkLater(std::vector<Slice>* slices) {
  bool later = false;
  for (auto slice = slices->rbegin(); slice != slices->rend(); ++slice) {
    if (slice->outcome == Outcome::kEligible) later = true;
    if (slice->outcome == Outcome::kIneligible || slice->outcome == Outcome::kEligibleLater) {
      slice->outcome = later ? Outcome::kEligibleLater : Outcome::kIneligible;
    }
  }
}

std::vector<std::vector<Slice>> Decide(const rules::Scheme& scheme, Subjects subjects,
                                       const Period& period, size_t threads) {
  std::vector<std::vector<Slice>> slices(subjects.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t first; (first = next.fetch_add(rules::kRowsTogether)) < subjects.size();) {
      DecideTogether(scheme, subjects.subspan(first, rules::kRowsTogether), period, &slices[first]);
    }
  };
  std::vector<std::thread> others;
  while (others.size() + 1 < threads) others.emplace_back(work);
  work();
  for (std::thread& each : others) each.join();
  return slices;
}

std::vector<Slice> Decide(const rules::Scheme& scheme, const rules::Facts& facts,
                          const Period& period) {
  return std::move(Decide(scheme, {&facts}, period)[0]);
}

std::vector<std::vector<Slice>> Decide(const Versions& versions, Subjects subjects,
                                       const Period& period) {
  const std::vector<SchemeSpan> spans = versions.Over(period);
  CHECK(!spans.empty());
  std::vector<std::vector<Slice>> slices = Decide(*spans[0].scheme, subjects, spans[0].period);
  for (size_t i = 1; i < spans.size(); ++i) {
    std::vector<std::vector<Slice>> more = Decide(*spans[i].scheme, subjects, spans[i].period);
    for (size_t subject = 0; subject < subjects.size(); ++subject) {
      std::move(more[subject].begin(), more[subject].end(), std::back_inserter(slices[subject]));
    }
  }
  if (spans.size() > 1) {
    for (std::vector<Slice>& own : slices) MarkLater(&own);
  }
  return slices;
}

std::vector<Slice> Decide(const Versions& versions, const rules::Facts& facts,
                          const Period& period) {
  return std::move(Decide(versions, {&facts}, period)[0]);
}

std::string DecisionId(absl::string_view park, const Decision& decision) {
  return DeriveId("dec", {park, absl::StrCat(decision.programme, "/", decision.child)},
                  decision.revision);
}

void Tally::Add(Outcome outcome) {
  ++children;
  switch (outcome) {
    case Outcome::kPending:
      ++pending;
      break;
    case Outcome::kEligible:
      ++eligible;
      break;
    case Outcome::kEligibleLater:
      ++eligible_later;
      break;
    case Outcome::kIneligible:
      ++ineligible;
      break;
  }
}

void Tally::Add(const Tally& other) {
  children += other.children;
  eligible += other.eligible;
  eligible_later += other.eligible_later;
  pending += other.pending;
  ineligible += other.ineligible;
  changed += other.changed;
  faults += other.faults;
}

}  // namespace tuoqiao::eligibility
