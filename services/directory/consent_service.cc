// What guardians consent to, and what others may know of it.
#include <google/protobuf/empty.pb.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/db/outbox.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/directory/convert.h"
#include "services/directory/errors.h"
#include "services/directory/family_store.h"
#include "services/directory/recipient_consent_store.h"
#include "services/directory/service.h"
#include "services/directory/store.h"

namespace tuoqiao::directory {
namespace {

constexpr char kList[] = "recipient_consents";

// One that names no recipient: decisions rest on it.
absl::Status SetPlain(const ConsentKey& key, const v1::SetConsentRequest& request,
                      absl::CivilDay today, Child& child) {
  if (!request.granted()) return WithdrawConsent(child, key.purpose, today);
  GiveConsent(child.consents, {key.purpose, request.version(), today, std::nullopt});
  return absl::OkStatus();
}

absl::Status SetNamed(const ConsentKey& key, const v1::SetConsentRequest& request,
                      absl::CivilDay today, Child& child) {
  if (!request.granted()) return WithdrawConsent(child, key, today);
  GiveConsent(child.recipient_consents, key.recipient,
              {key.purpose, request.version(), today, std::nullopt});
  return absl::OkStatus();
}

// Whoever decides on rights hears of the first kind only.
absl::string_view EventOf(const ConsentKey& key, bool granted) {
  if (key.recipient.empty()) return granted ? "ConsentGiven" : "ConsentWithdrawn";
  return granted ? "RecipientConsentGiven" : "RecipientConsentWithdrawn";
}

void AddConsents(absl::string_view park, const std::vector<ConsentOfChild>& consents,
                 v1::ListRecipientConsentsResponse* response) {
  for (const ConsentOfChild& each : consents) {
    if (each.given.consent.purpose == kTaxDeduction) continue;  // No partner's.
    v1::RecipientConsent* to = response->add_consents();
    to->set_child(ChildName(park, each.family, each.child));
    *to->mutable_consent() = ToProto(each.given);
  }
}

ConsentPlace PlaceOf(const std::string& after) {
  std::vector<std::string> parts = absl::StrSplit(after, '\n');
  parts.resize(4);
  ConsentPlace place = {parts[0], parts[1], parts[2], 0};
  if (!absl::SimpleAtoi(parts[3], &place.number)) place.number = 0;
  return place;
}
std::string KeyOf(const ConsentOfChild& each) {
  return absl::StrCat(each.child, "\n", each.given.recipient, "\n", each.given.consent.purpose,
                      "\n", each.given.number);
}

}  // namespace

grpc::Status DirectoryService::SetConsent(grpc::ServerContext* context,
                                          const v1::SetConsentRequest* request,
                                          v1::Family* response) {
  return front_.Answer(context, "SetConsent", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(
        mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
          ASSIGN_OR_RETURN(const ConsentKey key, ConsentKeyOf(change.txn.park(), *request));
          if (request->granted() && request->version().empty()) return FieldRequired("version");
          const std::string id = IdOf(request->name());
          RETURN_IF_ERROR(change.txn.LockRoot("family", "id", id));
          ASSIGN_OR_RETURN(Family family, LoadFamily(change.txn, keys_, id));
          ASSIGN_OR_RETURN(const Park park, LoadPark(change.txn));
          const absl::CivilDay today = Today(park, clock_.Now());
          const auto child =
              std::find_if(family.children.begin(), family.children.end(), [&](const Child& each) {
                return ChildName(park.id, id, each.id) == request->child();
              });
          if (child == family.children.end()) return ChildNotFound(request->child());
          const bool named = !key.recipient.empty();
          RETURN_IF_ERROR(named ? SetNamed(key, *request, today, *child)
                                : SetPlain(key, *request, today, *child));
          ++family.revision;
          RETURN_IF_ERROR(named ? SaveRecipientConsents(change.txn, *child)
                                : SaveConsents(change.txn, *child));
          RETURN_IF_ERROR(SaveFamilyRevision(change.txn, id, family.revision));
          change.Publish(EventOf(key, request->granted()), request->name(), family.revision,
                         google::protobuf::Empty());
          *response = ToProto(park.id, family);
          return absl::OkStatus();
        });
  });
}

grpc::Status DirectoryService::ListRecipientConsents(
    grpc::ServerContext* context, const v1::ListRecipientConsentsRequest* request,
    v1::ListRecipientConsentsResponse* response) {
  return front_.Answer(
      context, "ListRecipientConsents", *request, [&](const rpc::Caller& caller) -> absl::Status {
        if (request->children_size() > kConcernedMax) {
          return FieldInvalid("children", absl::StrCat("holds more than ", kConcernedMax, " names"),
                              absl::StrCat("超过 ", kConcernedMax, " 项"));
        }
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), kList, {1000, 1000}));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          for (const std::string& child : request->children()) {
            ASSIGN_OR_RETURN(const auto consents, LoadRecipientConsents(txn, IdOf(child)));
            AddConsents(txn.park(), consents, response);
          }
          if (request->children_size() > 0) return absl::OkStatus();
          ASSIGN_OR_RETURN(const auto consents,
                           LoadRecipientConsents(txn, PlaceOf(page.after), page.size));
          AddConsents(txn.park(), consents, response);
          if (static_cast<int64_t>(consents.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(kList, KeyOf(consents.back())));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::directory
