// Predicates compiled once into a flat list of steps that runs over columns of facts: a park is
// decided in one pass, and a single child by the same program.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_PROGRAM_H_
#define TUOQIAO_SERVICES_COMMON_RULES_PROGRAM_H_

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/rules/columns.h"
#include "services/common/rules/predicate.h"

namespace tuoqiao::rules {

// What predicates say of rows: for each predicate a truth a row.
using Truths = std::vector<std::vector<Truth>>;

// Predicates of one scheme with the limits of a time in which no limit changes. Limits are numbers
// in the program, so that running it looks nothing up. Thread safe once it is made.
class Program {
 public:
  // Each parameter that is named is in force on `day`, and has the same value on each day that the
  // program is run for. Columns and codes are added to `encoding`.
  Program(const std::vector<const Predicate*>& predicates, const Ground& ground, absl::CivilDay day,
          Encoding* encoding);

  // Of every row, each on its own day.
  Truths Run(const Columns& columns) const;

 private:
  enum class Op : uint8_t {
    // Leaves: push one truth a row.
    kAtLeast,        // value >= limit
    kAtMost,         // value <= limit
    kSinceAtLeast,   // day − value >= limit
    kSinceAtMost,    // day − value <= limit
    kMonthsAtLeast,  // calendar months from value to day >= limit
    kMonthsAtMost,
    kIn,     // value is one of values[limit]
    kShare,  // value × 10000 >= other × limit
    // Of the topmost `operands`.
    kAll,
    kAny,
    kNot,
  };
  struct Step {
    Op op = Op::kAll;
    uint32_t column = 0;
    uint32_t other = 0;
    uint32_t operands = 0;
    int64_t limit = 0;
  };

  void Compile(const Predicate& predicate, const Ground& ground, absl::CivilDay day, size_t depth,
               Encoding* encoding);
  Step Leaf(const Predicate& leaf, const Ground& ground, absl::CivilDay day, Encoding* encoding);
  void RunLeaf(const Step& step, const Columns& columns, Truth* truths) const;

  std::vector<Step> steps_;
  std::vector<size_t> ends_;  // Of each predicate, in steps.
  std::vector<std::vector<int64_t>> values_;
  size_t depth_ = 0;  // Truths of a row that are waiting at once.
};

// One predicate of one subject: a program of its own, and one row. Each parameter that is named is
// in force on the day.
Truth Evaluate(const Predicate& predicate, const Ground& ground, const Facts& facts,
               absl::CivilDay day);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_PROGRAM_H_
