// What a step wrote, found by comparing the databases before and after it, and the raw load of just
// that.
#ifndef TUOQIAO_TESTS_BENCH_LOAD_H_
#define TUOQIAO_TESTS_BENCH_LOAD_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/raw.h"

namespace tuoqiao::bench {

// The rows of one table that are in `after` and not, or not like this, in `before`; in the order in
// which they lie there. A row that was written several times counts once.
struct TableChange {
  RawTable table;
  std::vector<RawRow> inserted, changed;
  int64_t deleted = 0;

  int64_t rows() const { return static_cast<int64_t>(inserted.size() + changed.size()); }
};

// Of all tables that differ, by name. FAILED_PRECONDITION where the two have different tables.
absl::StatusOr<std::vector<TableChange>> Compare(RawStore& before, RawStore& after);

// Puts the new rows of one table there, a transaction each, by as many writers as there are stores.
// Returns the time that this took.
absl::StatusOr<absl::Duration> CommitEach(const std::vector<std::unique_ptr<RawStore>>& into,
                                          const TableChange& change);

// Loads the rows table by table, 10,000 a transaction. Returns the time that this took.
absl::StatusOr<absl::Duration> Load(RawStore& into, const std::vector<TableChange>& changes);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_LOAD_H_
