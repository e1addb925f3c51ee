// What a statement was priced and split by, as one hash: it goes with the close, and the books keep
// it.
#ifndef TUOQIAO_SERVICES_BILLING_RULE_HASH_H_
#define TUOQIAO_SERVICES_BILLING_RULE_HASH_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "services/billing/draft.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

// The rules of a month: its plan, and every tariff of the park. Both never change.
class RuleHashes {
 public:
  // FUNDING_PLAN_NOT_FOUND.
  static absl::StatusOr<RuleHashes> Load(db::Read& txn, const std::string& plan);

  // SHA-256 of the plan and the tariff, in hexadecimal. The same content has the same hash in every
  // park's books that hold it under the same names.
  std::string Of(const Statement& statement) const;

 private:
  std::string plan_;                            // Its bytes' hash.
  std::map<std::string, std::string> tariffs_;  // The same, by name.
};

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_RULE_HASH_H_
