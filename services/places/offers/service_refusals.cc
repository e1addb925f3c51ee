// Centres that refuse applicants. What they say of a child is not told in the log.
#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/offers/convert_waiting.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

struct RefusalFacts {
  absl::CivilDay today;
  Children children;  // Of the family.
};

absl::StatusOr<RefusalFacts> AskRefusal(const Peers& peers, const rpc::Caller& caller,
                                        const std::string& family) {
  RefusalFacts facts;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(Peers::Some some, peers.AskSome(caller, {FamilyName(caller.park, family)}, {}));
  facts.children = std::move(some.children);
  return facts;
}

// What does not name the centre, and whom its family has not let it know of, is not there for it.
absl::StatusOr<Application> LoadForCentre(db::Read& txn, const ApplicationKey& key,
                                          const std::string& centre, const Children& children) {
  ASSIGN_OR_RETURN(const auto applications, LoadApplicationsOf(txn, key.family));
  for (const Application& each : applications) {
    const auto child = children.find(each.case_number);
    const bool known = child != children.end() && child->second.centre_consent;
    const auto& choices = each.choices;
    if (each.id == key.id && known &&
        std::find(choices.begin(), choices.end(), centre) != choices.end()) {
      return each;
    }
  }
  return ApplicationNotFound(ApplicationNameOf(txn.park(), key.family, key.id));
}

absl::Status SaveRescinded(rpc::Change& change, const Offer& offer, const Application& application,
                           absl::CivilDay today) {
  RETURN_IF_ERROR(SaveOffers(change.txn, {offer}));
  RETURN_IF_ERROR(UpdateApplications(change.txn, {application}));
  change.Publish("OfferRescinded", OfferName(change.txn.park(), offer), offer.revision,
                 ToProto(change.txn.park(), offer, today));
  return absl::OkStatus();
}

}  // namespace

grpc::Status PlacesService::RefuseApplicant(grpc::ServerContext* context,
                                            const v1::RefuseApplicantRequest* request,
                                            v1::Refusal* response) {
  return front_.Answer(
      context, "RefuseApplicant", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ApplicationKey key,
                         ApplicationKeyOf("application", request->application()));
        ASSIGN_OR_RETURN(const RefusalSaid said, FromProto(*request));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskRefusal(peers_, caller, key.family); },
            [&](rpc::Change& change, const RefusalFacts& facts) -> absl::Status {
              db::Write& txn = change.txn;
              RETURN_IF_ERROR(LockWaitingList(txn));
              ASSIGN_OR_RETURN(Application application,
                               LoadForCentre(txn, key, said.centre, facts.children));
              RETURN_IF_ERROR(LockChild(txn, application.child));
              ASSIGN_OR_RETURN(application, LoadForCentre(txn, key, said.centre, facts.children));
              ASSIGN_OR_RETURN(auto offer, LoadOpenOffer(txn, application.id));
              Offer* const open = offer.has_value() ? &*offer : nullptr;
              ASSIGN_OR_RETURN(const auto known,
                               LoadRefusalsOf(txn, keys_, said.centre, application.id));
              ASSIGN_OR_RETURN(const Refusal refusal,
                               Refuse(caller.park, said, application, open, known, facts.today));
              RETURN_IF_ERROR(InsertRefusal(txn, keys_, refusal));
              if (open != nullptr && open->state == OfferState::kRescinded) {
                RETURN_IF_ERROR(SaveRescinded(change, *open, application, facts.today));
              }
              *response = ToProto(caller.park, refusal);
              change.Publish("ApplicantRefused", response->name(), refusal.revision,
                             google::protobuf::Empty());
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::LiftRefusal(grpc::ServerContext* context,
                                        const v1::LiftRefusalRequest* request,
                                        v1::Refusal* response) {
  return front_.Answer(
      context, "LiftRefusal", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const RefusalKey key, RefusalKeyOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(Refusal refusal, LoadRefusal(change.txn, keys_, key));
              RETURN_IF_ERROR(Lift(refusal, today));
              RETURN_IF_ERROR(UpdateRefusal(change.txn, refusal));
              *response = ToProto(caller.park, refusal);
              change.Publish("RefusalLifted", response->name(), refusal.revision,
                             google::protobuf::Empty());
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::ListRefusals(grpc::ServerContext* context,
                                         const v1::ListRefusalsRequest* request,
                                         v1::ListRefusalsResponse* response) {
  return front_.Answer(
      context, "ListRefusals", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RefusalRange range;
        if (absl::StrContains(request->parent(), "/families/")) {
          ASSIGN_OR_RETURN(range.family, FamilyOf("parent", request->parent()));
        } else {
          ASSIGN_OR_RETURN(range.centre, CentreOf("parent", request->parent()));
        }
        const std::string list = absl::StrCat(request->parent(), "/refusals");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        const std::pair<std::string, std::string> after =
            absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        std::tie(range.after_centre, range.after_id) = after;
        range.rows_max = page.size;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto refusals, LoadRefusals(txn, keys_, range));
          for (const Refusal& each : refusals) {
            *response->add_refusals() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(refusals.size()) == page.size) {
            const Refusal& last = refusals.back();
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(last.centre, "/", last.id)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
