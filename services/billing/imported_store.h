// Statements that another system closed, as rows.
#ifndef TUOQIAO_SERVICES_BILLING_IMPORTED_STORE_H_
#define TUOQIAO_SERVICES_BILLING_IMPORTED_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/caps.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

struct ImportedStatement {
  std::string centre, id;  // The centre's name, the statement's id.
  absl::CivilMonth month, billed_month;
  std::string case_number;
  int64_t total_minor = 0, collected_minor = 0, direct_minor = 0, attended_days = 0;
  std::vector<Draw> draws;
  std::string source;
};

absl::StatusOr<std::optional<ImportedStatement>> FindImported(db::Read& txn,
                                                              const std::string& centre,
                                                              const std::string& id);
// Its draws count in the year of the month that it is about.
absl::Status InsertImported(db::Write& txn, const ImportedStatement& statement);
// A centre's behind a month and id, by these.
struct ImportedPlace {
  std::string centre, month, id;
};
absl::StatusOr<std::vector<ImportedStatement>> LoadImported(db::Read& txn,
                                                            const ImportedPlace& after,
                                                            int64_t rows_max);
// Of the park, behind `{centre}` and id.
absl::StatusOr<std::vector<ImportedStatement>> LoadImportedOfPark(db::Read& txn,
                                                                  const std::string& centre,
                                                                  const std::string& id,
                                                                  int64_t rows_max);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_IMPORTED_STORE_H_
