// What the transactions of both engines share, so that a body meets the same rules on each.
#ifndef TUOQIAO_SERVICES_COMMON_DB_TRANSACTION_H_
#define TUOQIAO_SERVICES_COMMON_DB_TRANSACTION_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/common/db/db.h"

namespace tuoqiao::db {

// After a statement has failed, PostgreSQL refuses every other one and turns COMMIT into ROLLBACK;
// so the first failure of a statement is kept here and answers for all that follow, on both
// engines. While rows are being read nothing may be changed: SQLite would show the change in the
// rows to come.
class Transaction : public Write {
 public:
  absl::Status Query(absl::string_view sql, const Args& args,
                     const std::function<absl::Status(const Row&)>& each) final;
  absl::StatusOr<int64_t> Execute(absl::string_view sql, const Args& args) final;
  absl::StatusOr<int64_t> ExecuteMany(absl::string_view sql, const std::vector<Args>& rows) final;

  // OK, or the failure that a body may have passed over.
  const absl::Status& failure() const { return failure_; }

 protected:
  explicit Transaction(absl::string_view park) : Write(park), park_value_(park) {}

  // `each` says whether to go on.
  virtual absl::Status Select(absl::string_view sql, const Args& args,
                              const std::function<bool(const Row&)>& each) = 0;
  virtual absl::StatusOr<int64_t> Change(absl::string_view sql, absl::Span<const Args> rows) = 0;

  const Value& park_value() const { return park_value_; }

 private:
  absl::StatusOr<int64_t> ChangeUnlessFailed(absl::string_view sql, absl::Span<const Args> rows);

  const Value park_value_;
  absl::Status failure_;
  int queries_open_ = 0;
};

// Marks the thread as being inside a transaction of `database` for as long as it lives.
class Inside {
 public:
  explicit Inside(const Database* database) : database_(database), outer_(innermost_) {
    innermost_ = this;
  }
  ~Inside() { innermost_ = outer_; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  // INTERNAL where the thread is inside one already: a second one would wait for the first for ever
  // (one writer, a bounded pool), or read a snapshot that does not know what the first one wrote.
  static absl::Status Refuse(const Database* database);

 private:
  static thread_local const Inside* innermost_;

  const Database* const database_;
  const Inside* const outer_;
};

// What is checked before any transaction: not inside another one, and a park is named.
absl::Status MayBegin(const Database* database, absl::string_view park);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_TRANSACTION_H_
