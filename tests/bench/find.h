// How fast a family is answered over the network: SearchCentres of a server that hosts everything.
#ifndef TUOQIAO_TESTS_BENCH_FIND_H_
#define TUOQIAO_TESTS_BENCH_FIND_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tuoqiao/config/v1/config.pb.h"

namespace tuoqiao::bench {

struct FindOptions {
  int64_t centres = 0, searches = 0;
  uint64_t seed = 0;
  int clients = 1;  // At once, each with a connection of its own.
};

struct FoundMany {
  int64_t centres = 0, places = 0;  // What there is.
  int64_t calls = 0, shown = 0;     // Centres in all answers.
  absl::Duration taken;             // Of all calls, the index being there.
  absl::Duration parks;             // Of as many calls of GetPark, which answers with one row.
  absl::Duration first;             // Of the first call, which makes the index.
};

// Starts the server of the config, fills places' database with the land of the seed and asks. The
// config's store is empty.
absl::StatusOr<FoundMany> FindMany(const config::v1::Config& config, const FindOptions& options);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_FIND_H_
