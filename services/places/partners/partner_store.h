// The park's partners in the database; how each is reached is sealed under a key of its own.
#ifndef TUOQIAO_SERVICES_PLACES_PARTNERS_PARTNER_STORE_H_
#define TUOQIAO_SERVICES_PLACES_PARTNERS_PARTNER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/places/referral/partner.h"

namespace tuoqiao::places {

// Of its data key.
std::string PartnerSubject(const std::string& partner);

absl::StatusOr<std::optional<referral::Partner>> LoadPartner(db::Read& txn, const KeyRing& keys,
                                                             const std::string& id);
struct PartnerRange {
  std::string after;
  int64_t rows_max = 0;
};
// By id.
absl::StatusOr<std::vector<referral::Partner>> LoadPartners(db::Read& txn, const KeyRing& keys,
                                                            const PartnerRange& range);
absl::Status SavePartner(db::Write& txn, const KeyRing& keys, const referral::Partner& partner);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_PARTNERS_PARTNER_STORE_H_
