#include "services/common/rules/program.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::rules {
namespace {

using Kind = Predicate::Kind;
using Measure = Predicate::Measure;

Truth Of(bool so) { return so ? Truth::kHolds : Truth::kFails; }

// Truths of rows by what holds of a known value.
template <typename Holds>
void Each(const int64_t* values, size_t rows, Truth* truths, Holds holds) {
  for (size_t i = 0; i < rows; ++i) {
    truths[i] = values[i] == kUnknownNumber ? Truth::kUnknown : Of(holds(values[i], i));
  }
}

Truth Not(Truth truth) {
  return static_cast<Truth>(static_cast<int>(Truth::kHolds) - static_cast<int>(truth));
}

bool ShareHolds(int64_t part, int64_t whole, int64_t share_bp) {
  return absl::int128(part) * kBasisPoints >= absl::int128(whole) * share_bp;
}

}  // namespace

Program::Program(const std::vector<const Predicate*>& predicates, const Ground& ground,
                 absl::CivilDay day, Encoding* encoding) {
  for (const Predicate* predicate : predicates) {
    Compile(*predicate, ground, day, 0, encoding);
    ends_.push_back(steps_.size());
  }
}

void Program::Compile(const Predicate& predicate, const Ground& ground, absl::CivilDay day,
                      size_t depth, Encoding* encoding) {
  depth_ = std::max(depth_, depth + 1);
  if (!Combines(predicate.kind)) {
    steps_.push_back(Leaf(predicate, ground, day, encoding));
    return;
  }
  for (size_t i = 0; i < predicate.of.size(); ++i) {
    Compile(predicate.of[i], ground, day, depth + i, encoding);
  }
  Step step;
  step.op = predicate.kind == Kind::kNot   ? Op::kNot
            : predicate.kind == Kind::kAll ? Op::kAll
                                           : Op::kAny;
  step.operands = static_cast<uint32_t>(predicate.of.size());
  steps_.push_back(step);
}

Program::Step Program::Leaf(const Predicate& leaf, const Ground& ground, absl::CivilDay day,
                            Encoding* encoding) {
  Step step;
  step.column = static_cast<uint32_t>(encoding->ColumnOf(leaf.fact));
  if (leaf.kind == Kind::kIn) {
    step.op = Op::kIn;
    step.limit = static_cast<int64_t>(values_.size());
    std::vector<int64_t> values;
    for (const FactValue& value : leaf.values) {
      const std::string* text = std::get_if<std::string>(&value);
      values.push_back(text == nullptr ? PackValue(value) : encoding->CodeOf(*text));
    }
    values_.push_back(std::move(values));
    return step;
  }
  if (leaf.kind == Kind::kOnOrAfter) {
    step.op = Op::kAtLeast;
    step.limit = PackDay(std::get<absl::CivilDay>(leaf.values[0]));
    return step;
  }
  const DatedValue* limit = ground.parameters[leaf.parameter].Find(day);
  CHECK(limit != nullptr);
  step.limit = limit->value;
  if (leaf.kind == Kind::kShareAtLeast) {
    step.op = Op::kShare;
    step.other = static_cast<uint32_t>(encoding->ColumnOf(leaf.whole));
    return step;
  }
  const bool least = leaf.kind == Kind::kAtLeast;
  // What is below a whole number of months is at most one 32nd less than it.
  const int64_t whole = leaf.measure == Measure::kAgeInMonths ? 32 : 1;
  step.limit = step.limit * whole - (leaf.kind == Kind::kBelow ? 1 : 0);
  switch (leaf.measure) {
    case Measure::kValue:
      step.op = least ? Op::kAtLeast : Op::kAtMost;
      break;
    case Measure::kAgeInMonths:
      CHECK(leaf.kind != Kind::kAtMost);
      step.op = least ? Op::kSinceAtLeast : Op::kSinceAtMost;
      break;
    case Measure::kCalendarMonths:
      step.op = least ? Op::kMonthsAtLeast : Op::kMonthsAtMost;
      break;
  }
  return step;
}

void Program::RunLeaf(const Step& step, const Columns& columns, Truth* truths) const {
  const size_t rows = columns.rows();
  const int64_t* const values = columns.values(step.column);
  const int64_t* const days = columns.days();
  const int64_t limit = step.limit;
  switch (step.op) {
    case Op::kAtLeast:
      return Each(values, rows, truths, [=](int64_t v, size_t) { return v >= limit; });
    case Op::kAtMost:
      return Each(values, rows, truths, [=](int64_t v, size_t) { return v <= limit; });
    case Op::kSinceAtLeast:
      return Each(values, rows, truths, [=](int64_t v, size_t i) { return days[i] - v >= limit; });
    case Op::kSinceAtMost:
      return Each(values, rows, truths, [=](int64_t v, size_t i) { return days[i] - v <= limit; });
    case Op::kMonthsAtLeast:
      return Each(values, rows, truths,
                  [=](int64_t v, size_t i) { return days[i] / 32 - v / 32 >= limit; });
    case Op::kMonthsAtMost:
      return Each(values, rows, truths,
                  [=](int64_t v, size_t i) { return days[i] / 32 - v / 32 <= limit; });
    case Op::kIn: {
      const std::vector<int64_t>& in = values_[static_cast<size_t>(limit)];
      return Each(values, rows, truths, [&](int64_t v, size_t) {
        bool found = false;
        for (const int64_t each : in) found |= v == each;
        return found;
      });
    }
    case Op::kShare: {
      const int64_t* wholes = columns.values(step.other);
      Each(values, rows, truths, [=](int64_t v, size_t i) {
        return wholes[i] != kUnknownNumber && ShareHolds(v, wholes[i], limit);
      });
      for (size_t i = 0; i < rows; ++i) {
        if (wholes[i] == kUnknownNumber) truths[i] = Truth::kUnknown;
      }
      return;
    }
    case Op::kAll:
    case Op::kAny:
    case Op::kNot:
      break;
  }
  CHECK(false);
}

Truths Program::Run(const Columns& columns) const {
  const size_t rows = columns.rows();
  Truths truths(ends_.size());
  std::vector<Truth> stack(depth_ * rows);
  size_t step = 0;
  for (size_t predicate = 0; predicate < ends_.size(); ++predicate) {
    Truth* top = stack.data();  // Where the next truths go.
    for (; step < ends_[predicate]; ++step) {
      const Step& at = steps_[step];
      if (at.op < Op::kAll) {
        RunLeaf(at, columns, top);
        top += rows;
        continue;
      }
      Truth* left = top - at.operands * rows;
      if (at.op == Op::kNot) {
        for (size_t i = 0; i < rows; ++i) left[i] = Not(left[i]);
      }
      for (const Truth* right = left + rows; right < top; right += rows) {
        if (at.op == Op::kAll) {
          for (size_t i = 0; i < rows; ++i) left[i] = std::min(left[i], right[i]);
        } else {
          for (size_t i = 0; i < rows; ++i) left[i] = std::max(left[i], right[i]);
        }
      }
      top = left + rows;
    }
    truths[predicate].assign(stack.begin(), stack.begin() + static_cast<ptrdiff_t>(rows));
  }
  return truths;
}

Truth Evaluate(const Predicate& predicate, const Ground& ground, const Facts& facts,
               absl::CivilDay day) {
  Encoding encoding;
  const Program program({&predicate}, ground, day, &encoding);
  Columns row(encoding, 1);
  row.Add(facts, day);
  return program.Run(row)[0][0];
}

}  // namespace tuoqiao::rules
