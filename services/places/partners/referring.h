// What a step of a referral rests on: the referral itself, the consents that carry it, the child's
// days in care.
#ifndef TUOQIAO_SERVICES_PLACES_PARTNERS_REFERRING_H_
#define TUOQIAO_SERVICES_PLACES_PARTNERS_REFERRING_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/mutate.h"
#include "services/places/child.h"
#include "services/places/facts.h"
#include "services/places/partners/consents.h"
#include "services/places/partners/convert_referral.h"
#include "services/places/referral/referral.h"

namespace tuoqiao::places {

// CHILD_NOT_FOUND. By ids.
absl::StatusOr<Child> AskChild(const Peers& peers, const rpc::Caller& caller,
                               const std::string& family, const std::string& child);

struct ReferralFacts {
  absl::CivilDay today;
  Consents consents;
};
// Of the referrals that are there; which of them are not is the body's to say.
absl::StatusOr<ReferralFacts> AskReferrals(db::Database& db, const Peers& peers,
                                           const rpc::Caller& caller,
                                           const std::vector<ReferralKey>& keys);
absl::StatusOr<ReferralFacts> AskReferral(db::Database& db, const Peers& peers,
                                          const rpc::Caller& caller, const ReferralKey& key);

// REFERRAL_NOT_FOUND, also where it is another family's.
absl::StatusOr<referral::Referral> LoadKnownReferral(db::Read& txn, const ReferralKey& key);
// Under the lock of its child.
absl::StatusOr<referral::Referral> LockReferral(db::Write& txn, const ReferralKey& key);

// One step of a referral as an RPC asks for it.
template <typename Request>
struct ReferralStep {
  absl::string_view method, event;
  const Request& request;
  absl::Status check;  // What is wrong with its syntax.
  std::function<absl::Status(rpc::Change&, referral::Referral&, const referral::Actor&)> act;
};

absl::StatusOr<referral::CareDays> LoadCareDays(db::Read& txn, const std::string& child);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_PARTNERS_REFERRING_H_
