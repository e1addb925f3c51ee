// How fast a family is answered: searches among many centres, and the same centres for a peer.
#ifndef TUOQIAO_TESTS_BENCH_SEARCH_H_
#define TUOQIAO_TESTS_BENCH_SEARCH_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tuoqiao::bench {

// Times are of all searches once on one thread, the best of several rounds.
struct Searched {
  int64_t centres = 0, searches = 0;
  int64_t near = 0, fitting = 0, shown = 0;  // Of all searches together.
  absl::Duration index;                      // Making the index.
  absl::Duration ours;
  // From near centres to their order and reasons without the sentences in two languages.
  absl::Duration without_sentences;
  absl::Duration peer;
};

// `conninfo` is of a PostgreSQL whose role may create extensions. INTERNAL where the peer finds
// other centres near than we do.
absl::StatusOr<Searched> SearchMany(int64_t centres, int64_t searches, uint64_t seed,
                                    const std::string& conninfo);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_SEARCH_H_
