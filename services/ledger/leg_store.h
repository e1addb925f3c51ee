// Sums of firm legs: what firms bore, for whom and of whose months.
#ifndef TUOQIAO_SERVICES_LEDGER_LEG_STORE_H_
#define TUOQIAO_SERVICES_LEDGER_LEG_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/ledger/benefit.h"
#include "services/ledger/evidence.h"

namespace tuoqiao::ledger {

// One firm's months, both included, as known at a position.
struct FirmMonths {
  std::string firm;  // The own part of its name.
  absl::CivilMonth first, last;
  int64_t known_position = 0;
};
// By employee, month and form of closes in these months.
absl::StatusOr<std::vector<Borne>> LoadBorne(db::Read& txn, const FirmMonths& of);
// What was posted on the firm's receivable in these months less what its legs there come to.
absl::StatusOr<int64_t> LoadUnattributed(db::Read& txn, const FirmMonths& of);

struct EvidenceFilter {
  std::string year;
  std::string firm;  // The own part of its name; empty: all.
  int64_t known_position = 0;
};
// By service month and firm, with its figures whatever their size.
absl::StatusOr<std::vector<Evidence>> LoadEvidence(db::Read& txn, const EvidenceFilter& filter);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_LEG_STORE_H_
