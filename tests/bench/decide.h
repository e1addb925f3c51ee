// How fast a park is decided: a pack of twelve conditions over many children, and the same rule and
// data for a peer.
#ifndef TUOQIAO_TESTS_BENCH_DECIDE_H_
#define TUOQIAO_TESTS_BENCH_DECIDE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tuoqiao::bench {

// Each is the time of deciding all children once, the best of several rounds; on one thread but for
// the last.
struct Decided {
  int64_t children = 0;
  int64_t eligible = 0;
  absl::Duration untraced;  // From facts to a verdict each.
  absl::Duration traced;  // From facts to slices with every condition, its value, limit and source.
  absl::Duration by_two;  // The same on two threads.
};

// Writes `rule.json` and `children.json` for the peer into the folder: the same conditions, and of
// each child the same facts, ages already counted. The seed makes the children.
absl::StatusOr<Decided> DecideMany(const std::string& pack, int64_t children, uint64_t seed,
                                   const std::string& folder);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_DECIDE_H_
