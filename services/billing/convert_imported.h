// Between the contract's imported statements and the rows.
#ifndef TUOQIAO_SERVICES_BILLING_CONVERT_IMPORTED_H_
#define TUOQIAO_SERVICES_BILLING_CONVERT_IMPORTED_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/billing/imported_store.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::billing {

// FIELD_REQUIRED, FIELD_INVALID, of one item of a batch; `centre` is the batch's.
absl::StatusOr<ImportedStatement> FromProto(const std::string& centre,
                                            const v1::ImportedStatement& message);
v1::ImportedStatement ToProto(const ImportedStatement& statement);
std::string ImportedName(const ImportedStatement& statement);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CONVERT_IMPORTED_H_
