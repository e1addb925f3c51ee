// One row of a PostgreSQL result in binary form.
#ifndef TUOQIAO_SERVICES_COMMON_DB_POSTGRES_ROW_H_
#define TUOQIAO_SERVICES_COMMON_DB_POSTGRES_ROW_H_

#include <libpq-fe.h>

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/db/db.h"

namespace tuoqiao::db {

// From PostgreSQL's catalogue of types; fixed for ever. These three are ours, the others come out
// of expressions: NUMERIC is what SUM makes of BIGINT, BOOL comes from EXISTS, INTEGER from a
// literal.
inline constexpr Oid kBigint = 20;
inline constexpr Oid kText = 25;
inline constexpr Oid kBytea = 17;

class PostgresRow : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

  bool Null(int column) const override;
  int64_t Int(int column) const override;
  std::string Text(int column) const override;
  std::string Bytes(int column) const override;

 private:
  Oid Type(int column) const;
  absl::string_view Held(int column) const;

  const PGresult* const result_;
  const int row_;
};

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_POSTGRES_ROW_H_
