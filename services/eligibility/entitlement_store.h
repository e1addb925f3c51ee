// When families last confirmed their entitlements.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_ENTITLEMENT_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_ENTITLEMENT_STORE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"

namespace tuoqiao::eligibility {

struct Confirmation {
  std::string programme;  // Its id.
  std::string child_id;
  std::string child;
  std::string case_number;
  absl::CivilDay day;
  int64_t revision = 0;
};

// By child id: of all, or of one.
absl::StatusOr<std::map<std::string, Confirmation>> LoadConfirmations(
    db::Read& txn, const std::string& programme, const std::string& child_id = "");
// Of one child; empty, or the one.
absl::StatusOr<std::vector<Confirmation>> LoadConfirmationOf(db::Read& txn,
                                                             const std::string& programme,
                                                             const std::string& child_id);
// Of all programmes, by programme and child.
absl::StatusOr<std::vector<Confirmation>> LoadAllConfirmations(db::Read& txn,
                                                               const Confirmation& after,
                                                               int64_t rows_max);
absl::Status SaveConfirmation(db::Write& txn, const Confirmation& confirmation);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_ENTITLEMENT_STORE_H_
