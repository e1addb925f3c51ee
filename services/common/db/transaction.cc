#include "services/common/db/transaction.h"

#include "services/common/status_macros.h"

namespace tuoqiao::db {

absl::Status Transaction::Query(absl::string_view sql, const Args& args,
                                const std::function<absl::Status(const Row&)>& each) {
  if (!failure_.ok()) return failure_;
  absl::Status stopped;
  ++queries_open_;
  failure_.Update(Select(sql, args, [&](const Row& row) {
    stopped = each(row);
    return stopped.ok();
  }));
  --queries_open_;
  return failure_.ok() ? stopped : failure_;
}

absl::StatusOr<int64_t> Transaction::Execute(absl::string_view sql, const Args& args) {
  return ChangeUnlessFailed(sql, absl::MakeConstSpan(&args, 1));
}

absl::StatusOr<int64_t> Transaction::ExecuteMany(absl::string_view sql,
                                                 const std::vector<Args>& rows) {
  return ChangeUnlessFailed(sql, rows);
}

absl::StatusOr<int64_t> Transaction::ChangeUnlessFailed(absl::string_view sql,
                                                        absl::Span<const Args> rows) {
  if (!failure_.ok()) return failure_;
  if (queries_open_ > 0) {
    failure_ = absl::InternalError("a change while rows are being read; collect the rows first");
    return failure_;
  }
  if (rows.empty()) return 0;
  absl::StatusOr<int64_t> changed = Change(sql, rows);
  failure_ = changed.status();
  return changed;
}

thread_local const Inside* Inside::innermost_ = nullptr;

absl::Status Inside::Refuse(const Database* database) {
  for (const Inside* inside = innermost_; inside != nullptr; inside = inside->outer_) {
    if (inside->database_ == database) {
      return absl::InternalError("a transaction inside a transaction of the same database");
    }
  }
  return absl::OkStatus();
}

absl::Status MayBegin(const Database* database, absl::string_view park) {
  if (park.empty()) return absl::InternalError("a transaction without a park");
  return Inside::Refuse(database);
}

}  // namespace tuoqiao::db
