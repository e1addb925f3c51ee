// What directory says of consents that name a partner. Asked anew each time and never kept: a
// consent that was withdrawn a moment ago is none any more.
#ifndef TUOQIAO_SERVICES_PLACES_PARTNERS_CONSENTS_H_
#define TUOQIAO_SERVICES_PLACES_PARTNERS_CONSENTS_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/caller.h"
#include "services/places/facts.h"
#include "services/places/referral/referral.h"

namespace tuoqiao::places {

// By child, partner (ids) and purpose.
class Consents {
 public:
  void Add(const std::string& child, const std::string& partner, referral::Purpose purpose,
           const referral::Consent& consent) {
    consents_[{child, partner, purpose}].push_back(consent);
  }
  const std::vector<referral::Consent>& Of(const referral::Referral& referral) const;
  // Lets the referral follow them.
  void Apply(referral::Referral& referral) const { referral::Follow(referral, Of(referral)); }

 private:
  std::map<std::tuple<std::string, std::string, referral::Purpose>, std::vector<referral::Consent>>
      consents_;
};

// Of the children with one of these referrals.
absl::StatusOr<Consents> AskConsents(const Peers& peers, const rpc::Caller& caller,
                                     const std::vector<referral::Referral>& referrals);
// Of all children of the park.
absl::StatusOr<Consents> AskAllConsents(const Peers& peers, const rpc::Caller& caller);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_PARTNERS_CONSENTS_H_
