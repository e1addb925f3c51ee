// What counters and open items are made of, in the tables.
#ifndef TUOQIAO_SERVICES_LEDGER_COUNTER_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_COUNTER_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/ledger/counter.h"
#include "services/ledger/open_item.h"

namespace tuoqiao::ledger {

// Of receivables of firms and union; of one firm where it is named. By account.
absl::StatusOr<std::vector<YearAmount>> LoadYearAmounts(db::Read& txn, const std::string& year,
                                                        const std::string& firm);

struct FirmWages {
  std::string firm, year;
  int64_t amount_minor = 0;
  int64_t revision = 0;
};
absl::StatusOr<std::optional<FirmWages>> FindWages(db::Read& txn, const KeyRing& keys,
                                                   const std::string& firm,
                                                   const std::string& year);
// By firm.
absl::StatusOr<std::map<std::string, int64_t>> LoadWages(db::Read& txn, const KeyRing& keys,
                                                         const std::string& year);
// After `firm` and `year`, at most so many.
absl::StatusOr<std::vector<FirmWages>> LoadAllWages(db::Read& txn, const KeyRing& keys,
                                                    const std::string& after_firm,
                                                    const std::string& after_year,
                                                    int64_t rows_max);
absl::Status SaveWages(db::Write& txn, const KeyRing& keys, const FirmWages& wages);

// Items that are not closed, each with what opened it; of one account where it is named.
absl::StatusOr<std::vector<ItemHistory>> LoadItemHistories(db::Read& txn,
                                                           const std::string& account);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_COUNTER_STORE_H_
