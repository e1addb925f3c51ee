// SQL text with named parameters, and the values that go into it.
#ifndef TUOQIAO_SERVICES_COMMON_DB_SQL_H_
#define TUOQIAO_SERVICES_COMMON_DB_SQL_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/db/db.h"

namespace tuoqiao::db {

struct NumberedSql {
  std::string text;                // With $1, $2 ... where the names stood.
  std::vector<std::string> names;  // names[0] is $1; each name once, by first appearance.
};

// `:name` becomes `$n`, as PostgreSQL takes it, or NULL where it is one of `nulls`. String
// literals, quoted identifiers, comments and `::` casts stay as they are. The numbers begin after
// `before`.
NumberedSql NumberParameters(absl::string_view sql, const std::vector<std::string>& nulls = {},
                             size_t before = 0);

// `INSERT INTO … VALUES (…) …` in three parts, so that the one in the middle may be repeated for
// more rows.
struct InsertedRow {
  absl::string_view before, row, after;  // They point into the statement.
};
// None where it is no such statement; where parameters stand outside the row; or where a row could
// meet one before it, because it may be updated or asks the table.
std::optional<InsertedRow> FindRow(absl::string_view sql);

// The values for `names`, in their order; they point into `args` and `park`. INTERNAL where a name
// has no argument, an argument no name, or an argument is called park, which the transaction binds
// itself; INVALID_ARGUMENT where a text is not UTF-8 or holds a NUL, which only one of the engines
// would keep.
absl::StatusOr<std::vector<const Value*>> Arrange(const std::vector<std::string>& names,
                                                  const Args& args, const Value& park);

// A failure of the engine, with the statement where it is ours to mend.
absl::Status StatementFailure(absl::StatusCode code, absl::string_view message,
                              absl::string_view sql);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_SQL_H_
