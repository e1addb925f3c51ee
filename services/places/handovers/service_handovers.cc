// Places that outlive a job: what becomes of them, and what centres are told.
#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/db/outbox.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/handovers/convert_handover.h"
#include "services/places/handovers/handing_over.h"
#include "services/places/offers/convert_waiting.h"
#include "services/places/offers/errors_waiting.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

// What is known by now of the child of a handover.
struct LapseFacts {
  absl::CivilDay today;
  Peers::Some some;
  std::shared_ptr<const Decisions> decisions;
  WaitingNumbers numbers;
};

absl::StatusOr<LapseFacts> AskLapse(const Peers& peers, db::Database& db, const rpc::Caller& caller,
                                    const HandoverKey& key, const rules::ParameterFile& pack) {
  LapseFacts facts;
  std::string programme;
  RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const Handover handover, LoadHandover(txn, key));
    ASSIGN_OR_RETURN(const Enrolment enrolment,
                     LoadEnrolment(txn, handover.centre, handover.enrolment));
    ASSIGN_OR_RETURN(const Application application, LoadApplication(txn, enrolment.application));
    programme = application.programme;
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(facts.numbers, WaitingNumbersOn(pack, facts.today));
  ASSIGN_OR_RETURN(facts.some, peers.AskSome(caller, {FamilyName(caller.park, key.family)}, {}));
  ASSIGN_OR_RETURN(facts.decisions, peers.AskDecisions(caller, programme, {}));
  return facts;
}

// What is known of the child now may say more than what was heard.
absl::Status Refresh(rpc::Change& change, const Enrolment& enrolment, const LapseFacts& facts) {
  const auto child = facts.some.children.find(enrolment.case_number);
  if (child == facts.some.children.end()) return absl::OkStatus();
  const auto decision = facts.decisions->find(enrolment.case_number);
  return HandOverPlace(
      change, enrolment,
      {facts.today, child->second, decision == facts.decisions->end() ? nullptr : &decision->second,
       facts.numbers.leaver_grace_days});
}

}  // namespace

grpc::Status PlacesService::ListHandovers(grpc::ServerContext* context,
                                          const v1::ListHandoversRequest* request,
                                          v1::ListHandoversResponse* response) {
  return front_.Answer(
      context, "ListHandovers", *request, [&](const rpc::Caller& caller) -> absl::Status {
        std::string family;
        if (request->parent() != ParkName(caller.park)) {
          ASSIGN_OR_RETURN(family, FamilyOf("parent", request->parent()));
        }
        const std::string list = absl::StrCat(request->parent(), "/handovers?", request->state());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          std::string after = page.after;
          while (true) {
            ASSIGN_OR_RETURN(const auto handovers, LoadHandovers(txn, {family, after, page.size}));
            for (const Handover& each : handovers) {
              after = each.id;
              ASSIGN_OR_RETURN(const Enrolment enrolment,
                               LoadEnrolment(txn, each.centre, each.enrolment));
              v1::Handover handover = ToProto(caller.park, each, enrolment, today);
              const bool wanted = request->state() == v1::Handover::STATE_UNSPECIFIED ||
                                  request->state() == handover.state();
              if (wanted) *response->add_handovers() = std::move(handover);
              if (response->handovers_size() < page.size) continue;
              response->set_next_page_token(rpc::NextPageToken(list, after));
              return absl::OkStatus();
            }
            if (static_cast<int64_t>(handovers.size()) < page.size) return absl::OkStatus();
          }
        });
      });
}

grpc::Status PlacesService::ConfirmLapse(grpc::ServerContext* context,
                                         const v1::ConfirmLapseRequest* request,
                                         v1::Enrolment* response) {
  return front_.Answer(
      context, "ConfirmLapse", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const HandoverKey key, HandoverKeyOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskLapse(peers_, db_, caller, key, packs_.waiting); },
            [&](rpc::Change& change, const LapseFacts& facts) -> absl::Status {
              db::Write& txn = change.txn;
              ASSIGN_OR_RETURN(const int64_t heard, db::LoadCursor(txn, "directory"));
              if (facts.some.position < heard) return rpc::FactsStale("directory");
              ASSIGN_OR_RETURN(Handover handover, LoadHandover(txn, key));
              RETURN_IF_ERROR(LockChild(txn, handover.child));
              ASSIGN_OR_RETURN(Enrolment enrolment,
                               LoadEnrolment(txn, handover.centre, handover.enrolment));
              RETURN_IF_ERROR(LockGroup(txn, enrolment.group));
              ASSIGN_OR_RETURN(enrolment, LoadEnrolment(txn, enrolment.centre, enrolment.id));
              RETURN_IF_ERROR(Refresh(change, enrolment, facts));
              ASSIGN_OR_RETURN(handover, LoadHandover(txn, key));
              const HandoverState state = StateOn(handover, enrolment, facts.today);
              if (state != HandoverState::kLapseDue && enrolment.running) {
                return LapseNotDue(StateName(state));
              }
              const absl::CivilDay end =
                  std::max(handover.goes_on_until.value_or(facts.today), enrolment.period.from);
              ASSIGN_OR_RETURN(Application application,
                               LoadApplication(txn, enrolment.application));
              RETURN_IF_ERROR(End(enrolment, application, end, "LAPSED", facts.today));
              RETURN_IF_ERROR(UpdateEnrolment(txn, enrolment));
              RETURN_IF_ERROR(UpdateApplications(txn, {application}));
              *response = ToProto(caller.park, enrolment, facts.today);
              change.Publish("EnrolmentEnded", response->name(), enrolment.revision, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::ListPlaceAdvices(grpc::ServerContext* context,
                                             const v1::ListPlaceAdvicesRequest* request,
                                             v1::ListPlaceAdvicesResponse* response) {
  return front_.Answer(
      context, "ListPlaceAdvices", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/placeAdvices");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto advices,
                           LoadAdvices(txn, {centre, centre, page.after, page.size}));
          for (const PlaceAdvice& each : advices) {
            *response->add_place_advices() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(advices.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, advices.back().id));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
