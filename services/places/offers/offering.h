// Offers seats to those who wait, inside one transaction.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_OFFERING_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_OFFERING_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/places/child.h"
#include "services/places/enrolment_store.h"
#include "services/places/facts.h"
#include "services/places/offers/application_store.h"
#include "services/places/offers/offer_policy.h"

namespace tuoqiao::places {

// What is held by offers and taken by places in the centres of a range.
absl::StatusOr<std::vector<TakenSeats>> LoadSeats(db::Read& txn, const SeatRange& range);
// The same of all centres, or of one.
absl::StatusOr<std::vector<TakenSeats>> LoadSeatsOfPark(db::Read& txn, absl::CivilDay today);
absl::StatusOr<std::vector<TakenSeats>> LoadSeatsOfCentre(db::Read& txn, const std::string& centre,
                                                          absl::CivilDay today);

// No place starts in a month that is closed: the first day behind the last of them.
absl::StatusOr<absl::CivilDay> LoadEarliestStart(db::Read& txn);

struct OfferingFacts {
  absl::CivilDay today;
  std::shared_ptr<const Children> children;
  std::map<std::string, std::shared_ptr<const Decisions>> decisions;  // By programme.
  // Who may not start anywhere, whatever its decision says: case numbers, by programme.
  std::map<std::string, std::shared_ptr<const std::set<std::string>>> barred;
  WaitingNumbers numbers;

  // The decision on who applied; none where there is none, or the child may start nowhere.
  const Decision* DecisionOn(const Application& application) const;
};

// RULE_NOT_IN_FORCE of the pack.
absl::StatusOr<OfferingFacts> AskOffering(const Peers& peers, db::Database& db,
                                          const rpc::Caller& caller,
                                          const rules::ParameterFile& waiting_pack);

// Who was looked at, in the order of submission, and what came of it.
struct Offered {
  std::vector<Offer> offers;
  int64_t waiting = 0;    // Found no seat.
  int64_t remaining = 0;  // Behind `last`.
  QueuePlace last;
  int64_t returned = 0;  // Seats of firms that leavers' children no longer count against.
  // Groups whose seats an allocation gives; nobody was offered one of theirs.
  std::vector<std::string> in_allocation;
};
// Whoever waits behind `after`, at most `applications_max`. Who looks at the first of them returns
// reserved seats before. Saves and publishes what changes; an
// offer that has run out is marked so before its application is looked at again.
absl::StatusOr<Offered> OfferSeats(rpc::Change& change, const OfferingFacts& facts,
                                   const QueuePlace& after, int64_t applications_max);

// Takes back what is offered in a group that is gone.
absl::Status RescindOffers(rpc::Change& change, const std::string& group, absl::CivilDay today);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_OFFERING_H_
