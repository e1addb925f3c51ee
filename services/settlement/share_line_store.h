// The lines of receivables and payouts in the tables.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_SHARE_LINE_STORE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_SHARE_LINE_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/settlement/payout.h"
#include "services/settlement/receivable.h"
#include "services/settlement/share_line.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {

// A line that is there stays as it is.
absl::Status SaveShareLines(db::Write& txn, const std::vector<ShareLine>& lines);

// Gives a new receivable the lines of its account and month that none has yet, and what else the
// ledger has there.
absl::Status TakeReceivableLines(db::Write& txn, const Receivable& receivable);
absl::Status SaveSetOffs(db::Write& txn, const std::vector<SetOff>& set_offs);
// The lines of a receivable, then what was set off: CARRIED, in `month` of its credit, whose id is
// the statement.
absl::StatusOr<std::vector<ShareLine>> LoadReceivableLines(db::Read& txn, const std::string& id,
                                                           const ListFilter& filter);

// Brings the lines of a payout in our hands up to date: all of its centre that no payout has, and
// what else the ledger owes it. One that is held has none.
absl::Status TakePayoutLines(db::Write& txn, const Payout& payout);
// A payout that came back leaves its lines to the next one; one that left after all takes back
// those that have not left with another.
absl::Status FreePayoutLines(db::Write& txn, const Payout& payout);
absl::Status RetakePayoutLines(db::Write& txn, const Payout& payout);
// What it is or was made of.
absl::StatusOr<std::vector<ShareLine>> LoadPayoutLines(db::Read& txn, const std::string& id,
                                                       const ListFilter& filter);

// All lines, each with the receivable that asks for it and the payout that pays it out.
struct PlacedLine {
  ShareLine line;
  std::string receivable, payout;
};
absl::StatusOr<std::vector<PlacedLine>> LoadPlacedLines(db::Read& txn, const ListFilter& filter);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_SHARE_LINE_STORE_H_
