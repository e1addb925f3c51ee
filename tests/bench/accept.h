// Families who take the places that they were offered.
#ifndef TUOQIAO_TESTS_BENCH_ACCEPT_H_
#define TUOQIAO_TESTS_BENCH_ACCEPT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/client.h"

namespace tuoqiao::bench {

// Everything up to open offers: decisions, applications, and a seat for whoever there is one for.
absl::Status OfferPlaces(cli::Client& client, const std::string& sample);

struct Accepted {
  int64_t offers = 0;
  absl::Duration taken;
};
// Each family accepts; eight at once, as many as `InParallel` sends.
absl::StatusOr<Accepted> AcceptPlaces(cli::Client& client, const std::string& sample);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_ACCEPT_H_
