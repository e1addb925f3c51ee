#include "services/places/partners/consents.h"

#include <set>

#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/partners/convert_referral.h"

namespace tuoqiao::places {
namespace {

using directory::v1::Directory;
using directory::v1::ListRecipientConsentsRequest;
using directory::v1::ListRecipientConsentsResponse;

constexpr int32_t kPageSize = 1000;

absl::Status Add(const ListRecipientConsentsResponse& page, Consents& consents) {
  for (const directory::v1::RecipientConsent& each : page.consents()) {
    ASSIGN_OR_RETURN(const ConsentSaid said, FromProto(each));
    consents.Add(said.child, said.partner, said.purpose, said.consent);
  }
  return absl::OkStatus();
}

}  // namespace

const std::vector<referral::Consent>& Consents::Of(const referral::Referral& referral) const {
  static const auto* const kNone = new std::vector<referral::Consent>();
  const auto found = consents_.find({referral.child, referral.partner, referral.purpose});
  return found == consents_.end() ? *kNone : found->second;
}

absl::StatusOr<Consents> AskConsents(const Peers& peers, const rpc::Caller& caller,
                                     const std::vector<referral::Referral>& referrals) {
  Consents consents;
  if (referrals.empty()) return consents;
  ListRecipientConsentsRequest request;
  request.set_parent(ParkName(caller.park));
  std::set<std::string> named;
  for (const referral::Referral& each : referrals) {
    if (named.insert(each.child).second) {
      request.add_children(ChildName(caller.park, each.family, each.child));
    }
  }
  ASSIGN_OR_RETURN(
      const ListRecipientConsentsResponse response,
      peers.directory().Call(&Directory::Stub::ListRecipientConsents, request, caller));
  RETURN_IF_ERROR(Add(response, consents));
  return consents;
}

absl::StatusOr<Consents> AskAllConsents(const Peers& peers, const rpc::Caller& caller) {
  Consents consents;
  ListRecipientConsentsRequest request;
  request.set_parent(ParkName(caller.park));
  request.set_page_size(kPageSize);
  RETURN_IF_ERROR(
      (peers.directory().ForEachPage<ListRecipientConsentsRequest, ListRecipientConsentsResponse>(
          &Directory::Stub::ListRecipientConsents, request, caller,
          [&](const ListRecipientConsentsResponse& page) { return Add(page, consents); })));
  return consents;
}

}  // namespace tuoqiao::places
