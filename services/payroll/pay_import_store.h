// Imports in the database, and what is open of a firm's shares and arrears.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_IMPORT_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_IMPORT_STORE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/payroll/pay_import.h"
#include "services/payroll/pay_run.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {

// With what has come so far; `revision` 0 where there is none.
absl::StatusOr<PayImport> LoadPayImport(db::Read& txn, const std::string& firm,
                                        const std::string& id);
absl::Status SavePayImport(db::Write& txn, const PayImport& import);
// For the state, through the park's firms in order.
absl::StatusOr<std::vector<PayImport>> LoadPayImportsAfter(db::Read& txn, const After& after);

// An import's items of these keys.
absl::StatusOr<std::map<std::string, PayItem>> LoadImportItems(db::Read& txn,
                                                               const PayImport& import,
                                                               const std::set<std::string>& keys);
absl::Status InsertImportItems(db::Write& txn, const PayImport& import,
                               const std::vector<PayItem>& items);

// Months of which shares of the firm were heard here, and arrears that are here.
struct KnownHere {
  std::set<absl::CivilMonth> months;
  std::set<std::string> arrears;
};
absl::StatusOr<KnownHere> LoadKnownHere(db::Read& txn, const std::string& firm);

// Makes an import's items shares and arrears that are open; returns how many became so.
absl::StatusOr<int64_t> OpenImportItems(db::Write& txn, const PayImport& import);
// One that a run or a person has dealt with since; empty: none.
absl::StatusOr<std::string> FindTouchedItem(db::Read& txn, const PayImport& import);
absl::Status TakeBackImportItems(db::Write& txn, const PayImport& import);

// Whether an import that is confirmed says that the month is closed elsewhere.
absl::StatusOr<bool> ClosedElsewhere(db::Read& txn, const std::string& firm,
                                     absl::CivilMonth month);

// What is open of one firm, shares before arrears, behind an item's place.
struct PayItemPlace {
  bool arrears = false;
  std::string month, statement, form;  // Of a share.
  std::string id;                      // Of arrears.
};
absl::StatusOr<std::vector<PayItem>> LoadOpenItems(db::Read& txn, const std::string& firm,
                                                   const PayItemPlace& after, int64_t rows_max);

// Runs that came from elsewhere.
absl::StatusOr<bool> IsImportedRun(db::Read& txn, const PayRunKey& key);
absl::Status NoteImportedRun(db::Write& txn, const PayRunKey& key);
// One firm's runs behind the last part of a name.
absl::StatusOr<std::vector<PayRun>> LoadPayRunPage(db::Read& txn, const After& after);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_IMPORT_STORE_H_
