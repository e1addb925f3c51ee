#include "services/places/offers/accepting.h"

#include <algorithm>

#include "services/common/db/outbox.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/offers/convert_waiting.h"
#include "services/places/offers/errors_waiting.h"
#include "services/places/store.h"

namespace tuoqiao::places {

absl::StatusOr<SeatFacts> LoadSeatFacts(db::Read& txn, const Offer& offer, absl::CivilDay today) {
  const std::string& centre = offer.seat.centre;
  ASSIGN_OR_RETURN(const auto group, LoadGroup(txn, offer.seat.group));
  ASSIGN_OR_RETURN(const auto holding, LoadHolds(txn, offer.seat, today));
  ASSIGN_OR_RETURN(const auto enrolled,
                   LoadTakenSeats(txn, {centre, centre, today, offer.seat.start}));
  SeatFacts facts = CountSeats(offer, group, enrolled, holding, today);
  ASSIGN_OR_RETURN(facts.child_enrolled, HasPlace(txn, offer.child, {offer.seat.start, offer.end}));
  return facts;
}

absl::StatusOr<AcceptFacts> AskAccept(const Peers& peers, db::Database& db,
                                      const rpc::Caller& caller, const OfferKey& key,
                                      const rules::ParameterFile& waiting_pack) {
  AcceptFacts facts;
  Offer& offer = facts.offer;
  Application application;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(offer, LoadOffer(txn, key));
    ASSIGN_OR_RETURN(application, LoadApplication(txn, offer.application));
    if (offer.HoldsOn(facts.today) || !CheckMayAccept(offer, facts.today).ok()) {
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const SeatFacts seats, LoadSeatFacts(txn, offer, facts.today));
    return seats.child_enrolled || seats.SeatIsFree() ? absl::OkStatus()
                                                      : SeatTaken(offer.seat.group);
  }));
  ASSIGN_OR_RETURN(facts.numbers, WaitingNumbersOn(waiting_pack, facts.today));
  ASSIGN_OR_RETURN(Peers::Some some,
                   peers.AskSome(caller, {FamilyName(caller.park, offer.family)}, {}));
  facts.position = some.position;
  const auto child = some.children.find(offer.case_number);
  if (child != some.children.end()) facts.child = std::move(child->second);
  ASSIGN_OR_RETURN(
      Peers::OfChild of_child,
      peers.AskOfChild(caller, {application.programme, offer.case_number,
                                ChildName(caller.park, offer.family, offer.child), facts.today}));
  facts.decision = std::move(of_child.decision);
  facts.barred = of_child.barred;
  return facts;
}

absl::Status CheckFresh(db::Read& txn, const AcceptFacts& facts, const Application& application) {
  ASSIGN_OR_RETURN(const int64_t heard, db::LoadCursor(txn, "directory"));
  if (facts.position < heard) return rpc::FactsStale("directory");
  if (facts.child.has_value() && facts.child->revision < application.family_revision) {
    return rpc::FactsStale("family");
  }
  if (facts.decision.has_value() && facts.decision->revision < application.decision_revision) {
    return rpc::FactsStale("decision");
  }
  return absl::OkStatus();
}

absl::Status CheckMayStart(const AcceptFacts& facts, const Offer& offer, Application& application) {
  if (!facts.child.has_value() || !facts.child->centre_consent) return ConsentMissing("name");
  if (facts.barred || !facts.decision.has_value() ||
      !EligibleOn(*facts.child, *facts.decision, offer.seat.start)) {
    return NoLongerEligible(offer.seat.start);
  }
  // Levels change, and others need the seat.
  if (offer.seat.pool == "SPECIALIST" && facts.child->needs_level == 0) {
    return SpecialistSeatNotNeeded(offer.seat.group);
  }
  application.family_revision = facts.child->revision;
  application.decision_revision = facts.decision->revision;
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
