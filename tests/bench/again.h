// The rosters once more, to a server in this process, whose engines say how many rows they wrote.
#ifndef TUOQIAO_TESTS_BENCH_AGAIN_H_
#define TUOQIAO_TESTS_BENCH_AGAIN_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/rows.h"

namespace tuoqiao::bench {

struct Again {
  cli::RowsReport rows;
  // By service: inserted, updated or deleted while the rosters came, by `Database::RowsWritten`.
  std::map<std::string, int64_t> written;
};

// `session` decides the request ids: "story" sends those of `tuoqiao month live` again.
absl::StatusOr<Again> ImportRostersAgain(const std::string& config_file, const std::string& sample,
                                         const std::string& session);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_AGAIN_H_
