// Parks and firms in the database.
#ifndef TUOQIAO_SERVICES_DIRECTORY_STORE_H_
#define TUOQIAO_SERVICES_DIRECTORY_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/directory/firm.h"
#include "services/directory/park.h"

namespace tuoqiao::directory {

// The transaction's own park. PARK_NOT_FOUND.
absl::StatusOr<Park> LoadPark(db::Read& txn);
absl::Status SavePark(db::Write& txn, const Park& park);
// All parks by id; for a transaction across parks.
absl::StatusOr<std::vector<Park>> LoadParks(db::Read& across_parks, const std::string& after,
                                            int64_t rows_max);

// A firm's key for what its roster and contacts hold of persons.
std::string FirmSubject(absl::string_view firm);

// FIRM_NOT_FOUND.
absl::StatusOr<Firm> LoadFirm(db::Read& txn, const KeyRing& keys, const std::string& id);
// Locks the firm's row, then loads it.
absl::StatusOr<Firm> LockFirm(db::Write& txn, const KeyRing& keys, const std::string& id);
absl::StatusOr<bool> FirmExists(db::Read& txn, const std::string& id);

struct FirmFilter {
  std::string after;
  int64_t rows_max = 0;
  bool stuck = false;
};
// By id, with history.
absl::StatusOr<std::vector<Firm>> LoadFirms(db::Read& txn, const KeyRing& keys,
                                            const FirmFilter& filter);
// The keyed hash of what was last said of a firm; empty where there is none.
absl::StatusOr<std::string> FirmFingerprint(db::Read& txn, const std::string& id);
absl::Status SaveFirm(db::Write& txn, const KeyRing& keys, const Firm& firm,
                      const std::string& fingerprint);
// Saves how far the onboarding is and nothing else.
absl::Status SaveFirmState(db::Write& txn, const Firm& firm);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_STORE_H_
