// The steps of the sample month as a client takes them, those that are measured on their own.
#ifndef TUOQIAO_TESTS_BENCH_MONTH_H_
#define TUOQIAO_TESTS_BENCH_MONTH_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/client.h"
#include "services/cli/rows.h"

namespace tuoqiao::bench {

// The park, its centres and its firms: all that stands before the first roster.
absl::Status SetUp(cli::Client& client, const std::string& sample);

struct Rosters {
  cli::RowsReport rows;
  absl::Duration taken;
};
// Sends every firm's roster to exchange and waits until each was read: connection, upload, result.
absl::StatusOr<Rosters> ImportRosters(cli::Client& client, const std::string& sample);

// Everything else up to the month's preview.
absl::Status Preview(cli::Client& client, const std::string& sample);

struct Close {
  int64_t children = 0;
  // From PREVIEWED to CLOSED: two approvals and the close.
  absl::Duration closed;
  // From PREVIEWED until ledger has posted and booked the month.
  absl::Duration booked;
};
absl::StatusOr<Close> CloseMonth(cli::Client& billing, cli::Client& ledger,
                                 const std::string& sample);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_MONTH_H_
