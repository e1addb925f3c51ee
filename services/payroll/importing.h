// Batches of what a firm brings from another system, item by item.
#ifndef TUOQIAO_SERVICES_PAYROLL_IMPORTING_H_
#define TUOQIAO_SERVICES_PAYROLL_IMPORTING_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/payroll/convert_import.h"
#include "services/payroll/store.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::payroll {

// Adds items to an import, which begins with the first of them. PAY_IMPORT_CHANGED.
absl::Status ImportItems(rpc::Change& change, const PayImport& said, const Staff& staff,
                         const v1::BatchImportPayItemsRequest& request,
                         v1::BatchImportPayItemsResponse* response);
// Opens an import's items. PAY_IMPORT_NOT_FOUND, and what `ConfirmImport` says.
absl::StatusOr<PayImport> ConfirmItems(rpc::Change& change, const PayImportKey& key,
                                       const PayImportWord& word);
// PAY_IMPORT_NOT_FOUND, PAY_IMPORT_BUILT_UPON.
absl::StatusOr<PayImport> UndoItems(rpc::Change& change, const PayImportKey& key);

absl::Status ImportRuns(rpc::Change& change, const std::string& firm, const Staff& staff,
                        const v1::BatchImportPayRunsRequest& request,
                        v1::BatchImportPayRunsResponse* response);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_IMPORTING_H_
