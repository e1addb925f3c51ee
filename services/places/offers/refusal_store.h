// Refusals by centres, and the park's offer policies, in the database.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_REFUSAL_STORE_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_REFUSAL_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/places/offers/offer_policy.h"
#include "services/places/offers/refusal.h"

namespace tuoqiao::places {

// Of a centre, of a family, or of all (both empty), behind a key: by centre and id.
struct RefusalRange {
  std::string centre, family;
  std::string after_centre, after_id;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Refusal>> LoadRefusals(db::Read& txn, const KeyRing& keys,
                                                  const RefusalRange& range);
// REFUSAL_NOT_FOUND.
struct RefusalKey {
  std::string centre, id;
};
absl::StatusOr<Refusal> LoadRefusal(db::Read& txn, const KeyRing& keys, const RefusalKey& key);
// Those of one centre and application, lifted ones too, by id.
absl::StatusOr<std::vector<Refusal>> LoadRefusalsOf(db::Read& txn, const KeyRing& keys,
                                                    const std::string& centre,
                                                    const std::string& application);
absl::Status InsertRefusal(db::Write& txn, const KeyRing& keys, const Refusal& refusal);
// Saves whether it stands, and nothing else.
absl::Status UpdateRefusal(db::Write& txn, const Refusal& refusal);

// By first day.
absl::StatusOr<std::vector<OfferPolicy>> LoadOfferPolicies(db::Read& txn);
// What holds on a day.
absl::StatusOr<OfferTerms> LoadTerms(db::Read& txn, const WaitingNumbers& numbers,
                                     absl::CivilDay day);
absl::Status SaveOfferPolicy(db::Write& txn, const OfferPolicy& policy);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_REFUSAL_STORE_H_
