// Walks a log from where it is kept and holds it against signed heads.
#ifndef TUOQIAO_SERVICES_SERVER_LOG_WALK_H_
#define TUOQIAO_SERVICES_SERVER_LOG_WALK_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit.h"
#include "services/common/db/db.h"

namespace tuoqiao::server {

// Rows `after` up to and with `until`.
struct LogRange {
  int64_t after = 0;
  int64_t until = std::numeric_limits<int64_t>::max();
};

// What a log follows at a position, as its own row says: believed until a head is met. NOT_FOUND
// where there is no such row.
absl::StatusOr<ChainPoint> PointAt(db::Database& database, const std::string& park,
                                   int64_t position);
// Calls `each` for the rows of the range, in order.
absl::Status ForEachRow(db::Database& database, const std::string& park, const LogRange& range,
                        const std::function<absl::Status(const LogRow&)>& each);

// What a walk has shown.
struct Walked {
  ChainPoint from, to;
  // The newest head that was met: rows up to it are what was signed, those behind it only agree
  // with themselves.
  std::optional<Head> met;
};

// Of `heads` those of the service that lie behind `after` count. DATA_LOSS names the first position
// at which the log is not what it was, also where it does not come to what the service believes or
// ends before a head.
absl::StatusOr<Walked> WalkDatabase(db::Database& database, const std::string& service,
                                    const std::string& park, const LogRange& range,
                                    const std::vector<Head>& heads);
// The same of an exported log. INVALID_ARGUMENT names the line that cannot be read.
absl::StatusOr<Walked> WalkText(absl::string_view text, const std::vector<Head>& heads);

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_LOG_WALK_H_
