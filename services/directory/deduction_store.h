// Shares of the tax deduction in the database, and which children a firm may be told of.
#ifndef TUOQIAO_SERVICES_DIRECTORY_DEDUCTION_STORE_H_
#define TUOQIAO_SERVICES_DIRECTORY_DEDUCTION_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/directory/deduction.h"

namespace tuoqiao::directory {

absl::StatusOr<std::optional<DeductionSplit>> FindSplit(db::Read& txn, const std::string& child,
                                                        const std::string& year);
absl::Status SaveSplit(db::Write& txn, const DeductionSplit& split);

struct SplitOfFamily {
  std::string family;
  DeductionSplit split;
};
// By child and year, behind these.
absl::StatusOr<std::vector<SplitOfFamily>> LoadSplits(db::Read& txn, const std::string& after_child,
                                                      const std::string& after_year,
                                                      int64_t rows_max);

// Ids of the children for whom a consent of TAX_DEDUCTION to this firm stands, by case number.
absl::StatusOr<std::vector<std::string>> LoadToldChildren(db::Read& txn,
                                                          const std::string& firm_name);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_DEDUCTION_STORE_H_
