#include "services/places/partners/referring.h"

#include "services/common/status_macros.h"
#include "services/places/calendar.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/partners/referral_store.h"
#include "services/places/referral/errors.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using directory::v1::Directory;
using referral::Referral;

constexpr int32_t kPageSize = 1000;

}  // namespace

absl::StatusOr<Child> AskChild(const Peers& peers, const rpc::Caller& caller,
                               const std::string& family, const std::string& child) {
  const std::string name = ChildName(caller.park, family, child);
  directory::v1::ListChildFactsRequest request;
  request.set_parent(ParkName(caller.park));
  request.set_child(name);
  request.set_page_size(kPageSize);
  ASSIGN_OR_RETURN(const auto response,
                   peers.directory().Call(&Directory::Stub::ListChildFacts, request, caller));
  for (const directory::v1::ChildFacts& each : response.children()) {
    if (each.child() == name) return FromProto(each);
  }
  return ChildNotFound(name);
}

absl::StatusOr<ReferralFacts> AskReferrals(db::Database& db, const Peers& peers,
                                           const rpc::Caller& caller,
                                           const std::vector<ReferralKey>& keys) {
  std::vector<Referral> referrals;
  RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    for (const ReferralKey& key : keys) {
      ASSIGN_OR_RETURN(auto referral, LoadReferral(txn, key.id));
      if (referral.has_value()) referrals.push_back(*std::move(referral));
    }
    return absl::OkStatus();
  }));
  ReferralFacts facts;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(facts.consents, AskConsents(peers, caller, referrals));
  return facts;
}

absl::StatusOr<ReferralFacts> AskReferral(db::Database& db, const Peers& peers,
                                          const rpc::Caller& caller, const ReferralKey& key) {
  return AskReferrals(db, peers, caller, {key});
}

absl::StatusOr<Referral> LoadKnownReferral(db::Read& txn, const ReferralKey& key) {
  ASSIGN_OR_RETURN(auto referral, LoadReferral(txn, key.id));
  if (!referral.has_value() || referral->family != key.family) {
    return referral::ReferralNotFound(ReferralName(txn.park(), key.family, key.id));
  }
  return *std::move(referral);
}

absl::StatusOr<Referral> LockReferral(db::Write& txn, const ReferralKey& key) {
  ASSIGN_OR_RETURN(const Referral referral, LoadKnownReferral(txn, key));
  RETURN_IF_ERROR(LockReferralsOf(txn, referral.child));
  return LoadKnownReferral(txn, key);
}

absl::StatusOr<referral::CareDays> LoadCareDays(db::Read& txn, const std::string& child) {
  referral::CareDays care;
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
  care.open = [opening = Opening(calendars)](absl::CivilDay day) { return opening.OpenOn(day); };
  ASSIGN_OR_RETURN(care.periods, LoadPlacesOfChild(txn, child));
  return care;
}

}  // namespace tuoqiao::places
