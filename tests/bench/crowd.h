// How fast billing closes a month of many children, without the services around it: its peers say
// what a crowd of children is alike in.
#ifndef TUOQIAO_TESTS_BENCH_CROWD_H_
#define TUOQIAO_TESTS_BENCH_CROWD_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/db/db.h"

namespace tuoqiao::bench {

// Makes billing's tables in an empty database, and previews a month of so many children there.
absl::Status PreviewCrowd(db::Database& db, int64_t children);

struct CrowdClosed {
  int64_t statements = 0;
  int64_t total_minor = 0;
  // From PREVIEWED to CLOSED: two approvals and the close.
  absl::Duration taken;
};
// Closes it, in the database that has its preview.
absl::StatusOr<CrowdClosed> CloseCrowd(db::Database& db);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_CROWD_H_
