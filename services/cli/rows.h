// What became of the rows of a file that the command line sends row by row, and progress over it.
#ifndef TUOQIAO_SERVICES_CLI_ROWS_H_
#define TUOQIAO_SERVICES_CLI_ROWS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "adapters/common/table.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::cli {

struct RejectedRow {
  std::string file;
  int64_t line = 0;
  std::string field, reason, text;
};

// Sums over one or many files.
struct RowsReport {
  int64_t read = 0, created = 0, updated = 0, unchanged = 0;
  std::vector<RejectedRow> rejected;

  void Add(const RowsReport& other);
  std::map<std::string, int64_t> RejectedByReason() const;
};

struct RowsFile {
  RowsReport report;
  // The rejected rows as they came, with their header and a last column `reason`; it uploads as it
  // is.
  std::string rejected_csv;
};

// Sends one batch of rows and returns a result for each, in order.
using SendRows = std::function<absl::StatusOr<std::vector<type::v1::ItemResult>>(
    const std::vector<const adapters::Row*>& rows)>;

// Reads `bytes` by `table` and sends the good rows in batches of at most 500 that have the same
// `key`; rows keep their order inside a key. Nothing stops at a bad row: each is reported with its
// line and reason.
absl::StatusOr<RowsFile> SendTable(const std::string& file, const adapters::Table& table,
                                   const std::string& bytes,
                                   const std::function<std::string(const adapters::Row&)>& key,
                                   const SendRows& send);

// Counts on standard error, for work that takes over a second: `rosters 412/900`.
class Progress {
 public:
  explicit Progress(std::string label);
  ~Progress();
  void Show(int64_t done, int64_t total);

 private:
  const std::string label_;
  const absl::Time start_ = absl::Now();
  absl::Time shown_ = absl::InfinitePast();
  bool any_ = false;
  int64_t done_ = 0, total_ = 0;
};

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_ROWS_H_
