// Applications and offers in the database.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_APPLICATION_STORE_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_APPLICATION_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

struct ApplicationRange {
  // Behind whom: by case number, then id.
  std::string after_case, after_id;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Application>> LoadApplications(db::Read& txn,
                                                          const ApplicationRange& range);
// Of one family, by case number.
absl::StatusOr<std::vector<Application>> LoadApplicationsOf(db::Read& txn,
                                                            const std::string& family);
// Those that wait, or had an offer, and should have been confirmed before a day.
absl::StatusOr<std::vector<Application>> LoadForgotten(db::Read& txn, absl::CivilDay before,
                                                       int64_t rows_max);
// INTERNAL where there is none: every offer has one.
absl::StatusOr<Application> LoadApplication(db::Read& txn, const std::string& id);
// The last application of each case number from the first to the last of the range, under one
// programme.
struct CaseRange {
  std::string programme;
  std::string first, last;
};
absl::StatusOr<std::map<std::string, Application>> LoadLastApplications(db::Read& txn,
                                                                        const CaseRange& range);
// With the root rows of their children.
absl::Status InsertApplications(db::Write& txn, const std::vector<Application>& applications);
// Saves where they stand, what they choose, and what they were judged on last.
absl::Status UpdateApplications(db::Write& txn, const std::vector<Application>& applications);

// Who waits for a seat, in the order of submission, then case number.
struct Waiting {
  Application application;
  // The child has a place elsewhere.
  bool placed = false;
};
struct QueuePlace {
  absl::Time submitted = absl::UnixEpoch();
  std::string case_number, id;
};
struct Queue {
  QueuePlace after;
  absl::CivilDay today;
};
absl::StatusOr<std::vector<Waiting>> LoadWaiting(db::Read& txn, const Queue& queue,
                                                 int64_t rows_max);
absl::StatusOr<int64_t> CountWaiting(db::Read& txn, const Queue& queue);
// Ids.
absl::StatusOr<std::set<std::string>> LoadWaitingProgrammes(db::Read& txn, absl::CivilDay today);

// The offer of a family. OFFER_NOT_FOUND.
struct OfferKey {
  std::string family, id;
};
absl::StatusOr<Offer> LoadOffer(db::Read& txn, const OfferKey& key);
struct OfferRange {
  std::string family;  // Empty: all.
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<Offer>> LoadOffers(db::Read& txn, const OfferRange& range);
// Open offers whose children have no place yet, of the centres from the first to the last.
absl::StatusOr<std::vector<Offer>> LoadOpenOffers(db::Read& txn, const std::string& first_centre,
                                                  const std::string& last_centre);
// Those of them that hold their seats today; the second is of the seat's group. A group may have
// many open offers of which none holds any more.
absl::StatusOr<std::vector<Offer>> LoadHolds(db::Read& txn, const std::string& first_centre,
                                             const std::string& last_centre, absl::CivilDay today);
absl::StatusOr<std::vector<Offer>> LoadHolds(db::Read& txn, const Seat& seat, absl::CivilDay today);
// The offer of an application that nobody answered, whatever its day.
absl::StatusOr<std::optional<Offer>> LoadOpenOffer(db::Read& txn, const std::string& application);
// The one open offer of each application that ran out.
absl::StatusOr<std::map<std::string, Offer>> LoadExpired(db::Read& txn, absl::CivilDay today);
// Open offers of a group, whoever has a place.
absl::StatusOr<std::vector<Offer>> LoadOffersOfGroup(db::Read& txn, const std::string& group);
// The centres whose offers each waiting application declined, and those that refused it.
absl::StatusOr<std::map<std::string, std::set<std::string>>> LoadDeclined(db::Read& txn);
absl::Status SaveOffers(db::Write& txn, const std::vector<Offer>& offers);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_APPLICATION_STORE_H_
