#include "absl/strings/str_cat.h"
#include "services/common/db/db.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {

absl::StatusOr<bool> Read::QueryOne(absl::string_view sql, const Args& args,
                                    const std::function<void(const Row&)>& each) {
  int rows = 0;
  RETURN_IF_ERROR(Query(sql, args, [&](const Row& row) {
    if (++rows > 1) return absl::InternalError(absl::StrCat("more than one row for: ", sql));
    each(row);
    return absl::OkStatus();
  }));
  return rows == 1;
}

absl::StatusOr<int64_t> Read::QueryInt(absl::string_view sql, const Args& args, int64_t fallback) {
  int64_t number = fallback;
  RETURN_IF_ERROR(QueryOne(sql, args, [&](const Row& row) {
                    if (!row.Null(0)) number = row.Int(0);
                  }).status());
  return number;
}

}  // namespace tuoqiao::db
