// Openings in the database.
#ifndef TUOQIAO_SERVICES_LEDGER_OPENING_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_OPENING_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/ledger/counter.h"
#include "services/ledger/opening.h"

namespace tuoqiao::ledger {

// `revision` 0 where there is none.
absl::StatusOr<Opening> LoadOpening(db::Read& txn, const std::string& id);
absl::StatusOr<std::vector<Opening>> LoadOpenings(db::Read& txn, const std::string& after,
                                                  int64_t rows_max);
// A new one with its rows, or how far one is that is there: rows never change.
absl::Status SaveOpening(db::Write& txn, const Opening& opening);

// The first day behind every month that is booked here; nothing where none is.
absl::StatusOr<std::optional<absl::CivilDay>> LoadFirstOpenDay(db::Read& txn);
// An account of it that has moved since it was posted; empty: none has.
absl::StatusOr<std::string> FindBuiltUpon(db::Read& txn, const Opening& opening);

// What openings that are posted brought of a year's counters, by account.
absl::StatusOr<std::vector<YearAmount>> LoadOpeningAmounts(db::Read& txn, const std::string& year,
                                                           const std::string& firm);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_OPENING_STORE_H_
