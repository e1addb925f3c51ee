// Partners, and the referrals of children to them.
#include <google/protobuf/empty.pb.h>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/partners/consents.h"
#include "services/places/partners/convert_referral.h"
#include "services/places/partners/partner_store.h"
#include "services/places/partners/referring.h"
#include "services/places/referral/errors.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using referral::Actor;
using referral::Partner;
using referral::Referral;

constexpr rpc::PageLimits kPages = {100, 100};

// What a proposal rests on.
struct ProposalFacts {
  absl::CivilDay today;
  std::string case_number;
  Consents consents;
};

// CHILD_NOT_FOUND.
absl::StatusOr<ProposalFacts> AskProposal(const Peers& peers, const rpc::Caller& caller,
                                          const Referral& said) {
  ProposalFacts facts;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(const Child child, AskChild(peers, caller, said.family, said.child));
  facts.case_number = child.case_number;
  ASSIGN_OR_RETURN(facts.consents, AskConsents(peers, caller, {said}));
  return facts;
}

// PARTNER_NOT_FOUND, PURPOSE_NOT_OFFERED.
absl::Status CheckPartner(db::Read& txn, const KeyRing& keys, const Referral& said) {
  ASSIGN_OR_RETURN(const auto partner, LoadPartner(txn, keys, said.partner));
  const std::string name = PartnerName(txn.park(), said.partner);
  if (!partner.has_value()) return referral::PartnerNotFound(name);
  if (!partner->Takes(said.purpose)) {
    return referral::PurposeNotOffered(name, referral::NameOf(said.purpose));
  }
  return absl::OkStatus();
}

// Without what is sealed: who changes a referral has not asked to read it.
v1::Referral WithoutSealed(absl::string_view park, Referral referral) {
  referral.needs.clear();
  referral.goals.clear();
  referral.notes.clear();
  return ToProto(park, referral);
}

// The family of a list; empty where the park is listed. FIELD_INVALID.
absl::StatusOr<std::string> FamilyOrAll(const std::string& park, const std::string& parent) {
  if (parent == ParkName(park)) return std::string();
  return FamilyOf("parent", parent);
}

// The referrals of a partner that it may know of, by id, a page at a time.
class PartnerPage {
 public:
  PartnerPage(db::Database& db, const Peers& peers, const rpc::Caller& caller)
      : db_(db), peers_(peers), caller_(caller) {}

  // Whoever may not be known takes no room on a page, so that nothing tells of it.
  absl::StatusOr<std::vector<Referral>> Load(const std::string& partner, const rpc::Page& page) {
    std::vector<Referral> shown;
    std::string after = page.after;
    while (static_cast<int64_t>(shown.size()) < page.size) {
      std::vector<Referral> rows;
      RETURN_IF_ERROR(db_.ReadIn(caller_.park, [&](db::Read& txn) -> absl::Status {
        ASSIGN_OR_RETURN(rows, LoadReferrals(txn, {"", partner, after, page.size}));
        return absl::OkStatus();
      }));
      if (rows.empty()) break;
      after = rows.back().id;
      ASSIGN_OR_RETURN(const Consents consents, AskConsents(peers_, caller_, rows));
      for (Referral& each : rows) {
        consents.Apply(each);
        if (each.Shown() && static_cast<int64_t>(shown.size()) < page.size) {
          shown.push_back(std::move(each));
        }
      }
    }
    return shown;
  }

 private:
  db::Database& db_;
  const Peers& peers_;
  const rpc::Caller& caller_;
};

}  // namespace

grpc::Status PlacesService::SetPartner(grpc::ServerContext* context,
                                       const v1::SetPartnerRequest* request,
                                       v1::Partner* response) {
  return front_.Answer(
      context, "SetPartner", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Partner said, FromProto(caller.park, request->partner()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("partner", "id", said.id));
              ASSIGN_OR_RETURN(const auto before, LoadPartner(change.txn, keys_, said.id));
              Partner partner = said;
              partner.revision = before.has_value() ? before->revision : 0;
              if (!before.has_value() || !SaysTheSame(*before, said)) {
                ++partner.revision;
                RETURN_IF_ERROR(SavePartner(change.txn, keys_, partner));
                change.Publish("PartnerSet", PartnerName(caller.park, partner.id), partner.revision,
                               google::protobuf::Empty());
              }
              *response = ToProto(caller.park, partner);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::ListPartners(grpc::ServerContext* context,
                                         const v1::ListPartnersRequest* request,
                                         v1::ListPartnersResponse* response) {
  return front_.Answer(
      context, "ListPartners", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), "partners", kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto partners, LoadPartners(txn, keys_, {page.after, page.size}));
          for (const Partner& each : partners) {
            *response->add_partners() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(partners.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken("partners", partners.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ProposeReferral(grpc::ServerContext* context,
                                            const v1::ProposeReferralRequest* request,
                                            v1::Referral* response) {
  return front_.Answer(
      context, "ProposeReferral", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Referral said, FromProto(caller.park, *request));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskProposal(peers_, caller, said); },
            [&](rpc::Change& change, const ProposalFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(CheckPartner(change.txn, keys_, said));
              RETURN_IF_ERROR(LockReferralsOf(change.txn, said.child));
              ASSIGN_OR_RETURN(auto others, LoadReferralsOfChild(change.txn, said.child));
              for (Referral& each : others) facts.consents.Apply(each);
              Referral referral = said;
              referral.id = change.NewId("ref");
              referral.case_number = facts.case_number;
              RETURN_IF_ERROR(Propose(referral, others, facts.consents.Of(referral),
                                      {caller.Label(), facts.today}));
              RETURN_IF_ERROR(InsertReferral(change.txn, keys_, referral));
              *response = WithoutSealed(caller.park, referral);
              change.Publish("ReferralProposed", response->name(), referral.revision,
                             google::protobuf::Empty());
              return absl::OkStatus();
            });
      });
}

template <typename Request>
grpc::Status PlacesService::StepReferral(grpc::ServerContext* context,
                                         const ReferralStep<Request>& step,
                                         v1::Referral* response) {
  return front_.Answer(
      context, step.method, step.request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ReferralKey key, ReferralKeyOf("name", step.request.name()));
        RETURN_IF_ERROR(step.check);
        return rpc::Mutate(
            mutation_, caller, step.request, response,
            [&] { return AskReferral(db_, peers_, caller, key); },
            [&](rpc::Change& change, const ReferralFacts& facts) -> absl::Status {
              ASSIGN_OR_RETURN(Referral referral, LockReferral(change.txn, key));
              facts.consents.Apply(referral);
              RETURN_IF_ERROR(step.act(change, referral, {caller.Label(), facts.today}));
              RETURN_IF_ERROR(UpdateReferral(change.txn, referral));
              *response = WithoutSealed(caller.park, referral);
              change.Publish(step.event, response->name(), referral.revision,
                             google::protobuf::Empty());
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::AcceptReferral(grpc::ServerContext* context,
                                           const v1::AcceptReferralRequest* request,
                                           v1::Referral* response) {
  return StepReferral<v1::AcceptReferralRequest>(
      context,
      {"AcceptReferral", "ReferralAccepted", *request, absl::OkStatus(),
       [](rpc::Change&, Referral& referral, const Actor& actor) {
         return Accept(referral, actor);
       }},
      response);
}

grpc::Status PlacesService::DeclineReferral(grpc::ServerContext* context,
                                            const v1::DeclineReferralRequest* request,
                                            v1::Referral* response) {
  return StepReferral<v1::DeclineReferralRequest>(
      context,
      {"DeclineReferral", "ReferralDeclined", *request,
       CheckReferralDeclineReason(request->reason()),
       [&](rpc::Change&, Referral& referral, const Actor& actor) {
         return Decline(referral, request->reason(), actor);
       }},
      response);
}

grpc::Status PlacesService::EndReferral(grpc::ServerContext* context,
                                        const v1::EndReferralRequest* request,
                                        v1::Referral* response) {
  return StepReferral<v1::EndReferralRequest>(
      context,
      {"EndReferral", "ReferralEnded", *request, CheckReferralEndReason(request->reason()),
       [&](rpc::Change&, Referral& referral, const Actor& actor) {
         return End(referral, request->reason(), actor);
       }},
      response);
}

grpc::Status PlacesService::WithdrawReferral(grpc::ServerContext* context,
                                             const v1::WithdrawReferralRequest* request,
                                             v1::Referral* response) {
  return StepReferral<v1::WithdrawReferralRequest>(
      context,
      {"WithdrawReferral", "ReferralWithdrawn", *request, CheckWithdrawReason(request->reason()),
       [&](rpc::Change&, Referral& referral, const Actor& actor) {
         return Withdraw(referral, request->reason(), actor);
       }},
      response);
}

grpc::Status PlacesService::PlanSessions(grpc::ServerContext* context,
                                         const v1::PlanSessionsRequest* request,
                                         v1::Referral* response) {
  const auto plan = FromProto(rpc::ParkOf(request->name()), request->session_plan());
  return StepReferral<v1::PlanSessionsRequest>(
      context,
      {"PlanSessions", "SessionsPlanned", *request, plan.status(),
       [&](rpc::Change& change, Referral& referral, const Actor& actor) -> absl::Status {
         if (!plan->centre.empty()) {
           ASSIGN_OR_RETURN(const bool exists, CentreExists(change.txn, plan->centre));
           if (!exists) return CentreNotFound(CentreName(change.txn.park(), plan->centre));
         }
         ASSIGN_OR_RETURN(const auto care, LoadCareDays(change.txn, referral.child));
         ASSIGN_OR_RETURN(const auto recorded, LoadLastSession(change.txn, referral.id));
         return Plan(referral, {*plan, recorded}, care, actor);
       }},
      response);
}

grpc::Status PlacesService::GetReferral(grpc::ServerContext* context,
                                        const v1::GetReferralRequest* request,
                                        v1::Referral* response) {
  return front_.Answer(
      context, "GetReferral", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ReferralKey key, ReferralKeyOf("name", request->name()));
        Referral referral;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(referral, LoadKnownReferral(txn, key));
          return OpenReferral(txn, keys_, referral);
        }));
        ASSIGN_OR_RETURN(const Consents consents, AskConsents(peers_, caller, {referral}));
        consents.Apply(referral);
        RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, request->name()));
        *response = ToProto(caller.park, referral);
        return absl::OkStatus();
      });
}

grpc::Status PlacesService::ListReferrals(grpc::ServerContext* context,
                                          const v1::ListReferralsRequest* request,
                                          v1::ListReferralsResponse* response) {
  return front_.Answer(
      context, "ListReferrals", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/referrals");
        ASSIGN_OR_RETURN(const std::string family, FamilyOrAll(caller.park, request->parent()));
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        std::vector<Referral> referrals;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(referrals, LoadReferrals(txn, {family, "", page.after, page.size}));
          return absl::OkStatus();
        }));
        ASSIGN_OR_RETURN(const Consents consents, AskConsents(peers_, caller, referrals));
        for (Referral& each : referrals) {
          consents.Apply(each);
          *response->add_referrals() = ToProto(caller.park, each);
        }
        if (static_cast<int64_t>(referrals.size()) == page.size) {
          response->set_next_page_token(rpc::NextPageToken(list, referrals.back().id));
        }
        return absl::OkStatus();
      });
}

grpc::Status PlacesService::ListPartnerReferrals(grpc::ServerContext* context,
                                                 const v1::ListPartnerReferralsRequest* request,
                                                 v1::ListPartnerReferralsResponse* response) {
  return front_.Answer(
      context, "ListPartnerReferrals", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/referrals");
        ASSIGN_OR_RETURN(const std::string partner,
                         PartnerOf("parent", caller.park, request->parent()));
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto known, LoadPartner(txn, keys_, partner));
          return known.has_value() ? absl::OkStatus()
                                   : referral::PartnerNotFound(request->parent());
        }));
        ASSIGN_OR_RETURN(auto shown, PartnerPage(db_, peers_, caller).Load(partner, page));
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          for (Referral& each : shown) RETURN_IF_ERROR(OpenReferral(txn, keys_, each));
          return absl::OkStatus();
        }));
        for (const Referral& each : shown) {
          const std::string name = ReferralName(caller.park, each.family, each.id);
          RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, name));
          *response->add_referrals() = ToPartnerProto(caller.park, each);
        }
        if (static_cast<int64_t>(shown.size()) == page.size) {
          response->set_next_page_token(rpc::NextPageToken(list, shown.back().id));
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::places
