// How fast the ledger posts what it hears, without the services around it.
#ifndef TUOQIAO_TESTS_BENCH_HEAR_H_
#define TUOQIAO_TESTS_BENCH_HEAR_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/db/db.h"

namespace tuoqiao::bench {

struct Heard {
  int64_t statements = 0;
  int64_t postings = 0;
  absl::Duration taken;
};

// Makes the ledger's tables in an empty database.
absl::Status MakeLedger(db::Database& db);

// Has the ledger hear so many closed statements, 500 in a transaction as its listener does.
absl::StatusOr<Heard> HearStatements(db::Database& db, int64_t statements);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_HEAR_H_
