// Faults in the database: those of the last time that each child was to be decided on.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_FAULT_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_FAULT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/fault.h"

namespace tuoqiao::eligibility {

struct FaultRow {
  std::string programme;
  std::string case_number;
  std::string child;
  Fault fault;
};

// Puts these in the place of whatever was found in the stretches before.
absl::Status SaveFaults(db::Write& txn, const std::string& programme,
                        const std::vector<CaseStretch>& cases, const std::vector<FaultRow>& faults);

// By case number.
absl::StatusOr<std::vector<FaultRow>> LoadFaults(db::Read& txn, const std::string& programme,
                                                 const std::string& after, int64_t rows_max);
// Of all programmes, by programme and case number.
absl::StatusOr<std::vector<FaultRow>> LoadAllFaults(db::Read& txn, const FaultRow& after,
                                                    int64_t rows_max);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_FAULT_STORE_H_
