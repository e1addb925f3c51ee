// Applications, and the offers that answer them.
#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/elsewhere/elsewhere.h"
#include "services/places/errors.h"
#include "services/places/handovers/handing_over.h"
#include "services/places/offers/accepting.h"
#include "services/places/offers/intake.h"
#include "services/places/offers/offering.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using type::v1::ItemResult;

constexpr char kQueue[] = "waiting_list";

struct IntakeFacts {
  std::shared_ptr<const Children> children;
  std::shared_ptr<const Decisions> decisions;
  absl::CivilDay today;
  WaitingNumbers numbers;
};

absl::StatusOr<IntakeFacts> AskIntake(const Peers& peers, const rpc::Caller& caller,
                                      const std::string& programme,
                                      const rules::ParameterFile& waiting_pack,
                                      const v1::BatchCreateApplicationsRequest& request) {
  RETURN_IF_ERROR(peers.CheckProgramme(caller, programme));
  std::set<std::string> cases, known;
  for (const auto& each : request.applications()) cases.insert(each.case_number());
  IntakeFacts facts;
  ASSIGN_OR_RETURN(facts.children, peers.AskChildren(caller, cases));
  for (const std::string& each : cases) {
    if (facts.children->count(each) == 1) known.insert(each);
  }
  ASSIGN_OR_RETURN(facts.decisions, peers.AskDecisions(caller, programme, known));
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(facts.numbers, WaitingNumbersOn(waiting_pack, facts.today));
  return facts;
}

absl::StatusOr<Intake> LoadIntake(db::Read& txn, const std::string& programme,
                                  const IntakeFacts& facts,
                                  const v1::BatchCreateApplicationsRequest& request) {
  const auto [first, last] = std::minmax_element(
      request.applications().begin(), request.applications().end(),
      [](const auto& a, const auto& b) { return a.case_number() < b.case_number(); });
  ASSIGN_OR_RETURN(auto centres, LoadCentreIds(txn));
  ASSIGN_OR_RETURN(auto applications, LoadLastApplications(txn, {programme, first->case_number(),
                                                                 last->case_number()}));
  ASSIGN_OR_RETURN(const OfferTerms terms, LoadTerms(txn, facts.numbers, facts.today));
  return Intake({txn.park(), programme, *facts.children, *facts.decisions, std::move(centres),
                 std::move(applications), facts.today, terms.numbers});
}

absl::StatusOr<Intake::Taken> Take(Intake& intake, const std::string& park,
                                   const v1::Application& message) {
  ASSIGN_OR_RETURN(Application said, FromProto(park, message));
  return intake.Take(std::move(said));
}

// What is new, and what is closed because of it: both are to be saved.
struct TakenAll {
  std::vector<Application> made, closed;
};

// Judges each item.
TakenAll TakeAll(Intake& intake, const std::string& park,
                 const v1::BatchCreateApplicationsRequest& request,
                 v1::BatchCreateApplicationsResponse* response) {
  TakenAll all;
  for (int i = 0; i < request.applications_size(); ++i) {
    ItemResult* result = response->add_results();
    result->set_index(i);
    const absl::StatusOr<Intake::Taken> taken = Take(intake, park, request.applications(i));
    if (!taken.ok()) {
      Reject(taken.status(), result);
      continue;
    }
    result->set_outcome(taken->unchanged ? ItemResult::UNCHANGED : ItemResult::CREATED);
    result->set_resource(ApplicationName(park, taken->application));
    if (!taken->unchanged) all.made.push_back(taken->application);
    if (taken->closed.has_value()) all.closed.push_back(*taken->closed);
  }
  return all;
}

// ---- The place in the queue as the caller carries it from call to call.

std::string QueueToken(const QueuePlace& place) {
  return rpc::NextPageToken(
      kQueue, absl::StrJoin({FormatMoment(place.submitted), place.case_number, place.id}, "\n"));
}

absl::StatusOr<QueuePlace> QueuePlaceOf(const std::string& token) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(0, token, kQueue));
  if (page.after.empty()) return QueuePlace();
  const std::vector<std::string> parts = absl::StrSplit(page.after, '\n');
  QueuePlace place;
  if (parts.size() != 3 ||
      !absl::ParseTime(absl::RFC3339_full, parts[0], &place.submitted, nullptr)) {
    return FieldInvalid("after", "was not made by this list", "不属于该列表");
  }
  place.case_number = parts[1];
  place.id = parts[2];
  return place;
}

// Which rows to lock is known from the offer as it was read before; what it says is known under the
// locks. One that no longer holds its seat competes with those that are being made, so it waits for
// them.
absl::StatusOr<Offer> LockOffer(db::Write& txn, const OfferKey& key, const Offer& offer,
                                absl::CivilDay today) {
  if (!offer.HoldsOn(today)) RETURN_IF_ERROR(LockWaitingList(txn));
  RETURN_IF_ERROR(LockChild(txn, offer.child));
  RETURN_IF_ERROR(LockGroup(txn, offer.seat.group));
  return LoadOffer(txn, key);
}

absl::Status SaveAnswer(rpc::Change& change, absl::string_view kind, const Offer& offer,
                        const Application& application, absl::CivilDay today) {
  RETURN_IF_ERROR(SaveOffers(change.txn, {offer}));
  RETURN_IF_ERROR(UpdateApplications(change.txn, {application}));
  change.Publish(kind, OfferName(change.txn.park(), offer), offer.revision,
                 ToProto(change.txn.park(), offer, today));
  return absl::OkStatus();
}

}  // namespace

grpc::Status PlacesService::BatchCreateApplications(
    grpc::ServerContext* context, const v1::BatchCreateApplicationsRequest* request,
    v1::BatchCreateApplicationsResponse* response) {
  return front_.Answer(
      context, "BatchCreateApplications", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string programme,
                         ProgrammeOf(caller.park, request->programme()));
        RETURN_IF_ERROR(CheckItems("applications", request->applications_size(), kApplicationsMax));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskIntake(peers_, caller, programme, packs_.waiting, *request); },
            [&](rpc::Change& change, const IntakeFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(Intake intake, LoadIntake(change.txn, programme, facts, *request));
              const TakenAll all = TakeAll(intake, caller.park, *request, response);
              RETURN_IF_ERROR(UpdateApplications(change.txn, all.closed));
              for (const Application& each : all.closed) {
                change.Publish("ApplicationClosed", ApplicationName(caller.park, each),
                               each.revision, ToProto(caller.park, each, facts.today));
              }
              for (const Application& each : all.made) {
                change.Publish("ApplicationSubmitted", ApplicationName(caller.park, each),
                               each.revision, ToProto(caller.park, each, facts.today));
              }
              return InsertApplications(change.txn, all.made);
            });
      });
}

grpc::Status PlacesService::OfferSeats(grpc::ServerContext* context,
                                       const v1::OfferSeatsRequest* request,
                                       v1::OfferSeatsResponse* response) {
  return front_.Answer(
      context, "OfferSeats", *request, [&](const rpc::Caller& caller) -> absl::Status {
        if (request->applications_max() < 0) {
          return FieldInvalid("applications_max", "is negative", "为负数");
        }
        const int64_t most = request->applications_max() == 0
                                 ? kApplicationsMax
                                 : std::min(request->applications_max(), kApplicationsMax);
        ASSIGN_OR_RETURN(const QueuePlace after, QueuePlaceOf(request->after()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskOffering(peers_, db_, caller, packs_.waiting); },
            [&](rpc::Change& change, const OfferingFacts& facts) -> absl::Status {
              ASSIGN_OR_RETURN(const Offered offered,
                               places::OfferSeats(change, facts, after, most));
              for (const Offer& each : offered.offers) {
                *response->add_offers() = ToProto(caller.park, each, facts.today);
              }
              response->set_waiting(static_cast<int32_t>(offered.waiting));
              response->set_remaining(static_cast<int32_t>(offered.remaining));
              if (offered.remaining > 0) response->set_next_after(QueueToken(offered.last));
              for (const std::string& each : offered.in_allocation) {
                response->add_groups_in_allocation(GroupName(caller.park, each));
              }
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::AcceptOffer(grpc::ServerContext* context,
                                        const v1::AcceptOfferRequest* request,
                                        v1::Enrolment* response) {
  return front_.Answer(
      context, "AcceptOffer", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const OfferKey key, OfferKeyOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskAccept(peers_, db_, caller, key, packs_.waiting); },
            [&](rpc::Change& change, const AcceptFacts& facts) -> absl::Status {
              const absl::CivilDay today = facts.today;
              ASSIGN_OR_RETURN(Offer offer, LockOffer(change.txn, key, facts.offer, today));
              ASSIGN_OR_RETURN(Application application,
                               LoadApplication(change.txn, offer.application));
              RETURN_IF_ERROR(CheckFresh(change.txn, facts, application));
              RETURN_IF_ERROR(CheckMayAccept(offer, today));
              RETURN_IF_ERROR(CheckMayStart(facts, offer, application));
              RETURN_IF_ERROR(
                  CheckNotElsewhere(change.txn, keys_, *facts.child,
                                    {{offer.seat.start, offer.end}, application.session}));
              ASSIGN_OR_RETURN(const SeatFacts seats, LoadSeatFacts(change.txn, offer, today));
              ASSIGN_OR_RETURN(const Enrolment enrolment,
                               Accept(caller.park, offer, application, seats, today));
              RETURN_IF_ERROR(InsertEnrolment(change.txn, enrolment));
              RETURN_IF_ERROR(SaveAnswer(change, "OfferAccepted", offer, application, today));
              *response = ToProto(caller.park, enrolment, today);
              change.Publish("EnrolmentStarted", response->name(), enrolment.revision, *response);
              // Whoever is about to leave a firm is known to leave it.
              return HandOverNewPlace(
                  change, enrolment,
                  {today, *facts.child, &*facts.decision, facts.numbers.leaver_grace_days});
            });
      });
}

grpc::Status PlacesService::DeclineOffer(grpc::ServerContext* context,
                                         const v1::DeclineOfferRequest* request,
                                         v1::Offer* response) {
  return front_.Answer(
      context, "DeclineOffer", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const OfferKey key, OfferKeyOf(request->name()));
        RETURN_IF_ERROR(CheckDeclineReason(request->reason()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const Offer before, LoadOffer(change.txn, key));
              ASSIGN_OR_RETURN(Offer offer, LockOffer(change.txn, key, before, today));
              ASSIGN_OR_RETURN(Application application,
                               LoadApplication(change.txn, offer.application));
              RETURN_IF_ERROR(Decline(offer, application, request->reason(), today));
              *response = ToProto(caller.park, offer, today);
              return SaveAnswer(change, "OfferDeclined", offer, application, today);
            });
      });
}

}  // namespace tuoqiao::places
