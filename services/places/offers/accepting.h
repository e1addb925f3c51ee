// What is asked again when a family takes an offer, and what is decided by it.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_ACCEPTING_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_ACCEPTING_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/places/enrolment.h"
#include "services/places/facts.h"
#include "services/places/offers/application_store.h"
#include "services/places/offers/offer_policy.h"

namespace tuoqiao::places {

struct AcceptFacts {
  absl::CivilDay today;
  Offer offer;  // As it was read before: its child, its seat and its days stay as they are.
  std::optional<Child> child;  // None: directory knows it no more.
  int64_t position = 0;        // Of directory's log.
  std::optional<Decision> decision;
  bool barred = false;  // It may start nowhere today, whatever its decision says.
  WaitingNumbers numbers;
};

// What family and eligibility say of the offer's child by now. Nobody is asked where the seat is
// gone: of many who rush for few seats, most wait for no lock and no peer. OFFER_NOT_FOUND,
// SEAT_TAKEN, RULE_NOT_IN_FORCE.
absl::StatusOr<AcceptFacts> AskAccept(const Peers& peers, db::Database& db,
                                      const rpc::Caller& caller, const OfferKey& key,
                                      const rules::ParameterFile& waiting_pack);

// What stands in the way of an offer, as the transaction sees it.
absl::StatusOr<SeatFacts> LoadSeatFacts(db::Read& txn, const Offer& offer, absl::CivilDay today);

// FACTS_STALE where what was asked is older than what the application was judged on, or than what
// was heard since.
absl::Status CheckFresh(db::Read& txn, const AcceptFacts& facts, const Application& application);
// CONSENT_MISSING, NOT_ELIGIBLE. Notes what it was judged on.
absl::Status CheckMayStart(const AcceptFacts& facts, const Offer& offer, Application& application);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_ACCEPTING_H_
