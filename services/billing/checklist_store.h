// What a month's checklist rests on, as rows.
#ifndef TUOQIAO_SERVICES_BILLING_CHECKLIST_STORE_H_
#define TUOQIAO_SERVICES_BILLING_CHECKLIST_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/billing/checklist.h"
#include "services/billing/statement_store.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

// In place of what other copies of the month said.
absl::Status SaveNotes(db::Write& txn, const Copy& copy, const std::vector<CopyNote>& notes);
absl::StatusOr<std::vector<CopyNote>> LoadNotes(db::Read& txn, const Copy& copy);

// What a signature of a copy has seen.
absl::Status SaveAcknowledged(db::Write& txn, const Copy& copy, const std::string& subject,
                              const std::vector<std::string>& items);
absl::StatusOr<Acknowledgements> LoadAcknowledged(db::Read& txn, const Copy& copy);
absl::Status DeleteAcknowledged(db::Write& txn, absl::CivilMonth month);

// What is kept of an item of a month's checklist.
struct KeptItem {
  absl::CivilMonth month;
  std::string item;
  std::vector<CopyNote> notes;
  std::vector<std::string> acknowledged_by;
};
// Behind a month and an item, in order.
absl::StatusOr<std::vector<KeptItem>> LoadKeptItems(db::Read& txn, const std::string& after_month,
                                                    const std::string& after_item,
                                                    int64_t rows_max);

// What the month's checklist rests on, but for the other months where their rows have to be locked
// for it, and for what is asked of peers.
absl::StatusOr<ChecklistFacts> LoadChecklist(db::Read& txn, const Month& month, bool counts_years,
                                             absl::CivilDay today);

// Of the copy's own statements, without those about closed months.
absl::StatusOr<MonthSums> LoadMonthSums(db::Read& txn, const Copy& copy);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CHECKLIST_STORE_H_
