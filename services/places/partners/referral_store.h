// Referrals and their sessions in the database. What is said of a child is sealed, and opened only
// where somebody asks for it.
#ifndef TUOQIAO_SERVICES_PLACES_PARTNERS_REFERRAL_STORE_H_
#define TUOQIAO_SERVICES_PLACES_PARTNERS_REFERRAL_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/period.h"
#include "services/common/seal.h"
#include "services/places/referral/referral.h"
#include "services/places/referral/session.h"

namespace tuoqiao::places {

// What concerns a child's referrals waits here for each other.
absl::Status LockReferralsOf(db::Write& txn, const std::string& child);

// Referrals with history and plans, their fields closed.
absl::StatusOr<std::optional<referral::Referral>> LoadReferral(db::Read& txn,
                                                               const std::string& id);
absl::StatusOr<std::vector<referral::Referral>> LoadReferralsOfChild(db::Read& txn,
                                                                     const std::string& child);
struct ReferralRange {
  // One of the two, or none for all.
  std::string family, partner;
  std::string after;
  int64_t rows_max = 0;
};
// By id.
absl::StatusOr<std::vector<referral::Referral>> LoadReferrals(db::Read& txn,
                                                              const ReferralRange& range);
// Those with a plan at the centre that has a day in the period, or a session there that was
// recorded; by id.
absl::StatusOr<std::vector<referral::Referral>> LoadReferralsAt(db::Read& txn,
                                                                const std::string& centre,
                                                                const Period& period);
// Opens needs, goals and notes; they stay empty where the child's key was erased.
absl::Status OpenReferral(db::Read& txn, const KeyRing& keys, referral::Referral& referral);

// With what is said of the child.
absl::Status InsertReferral(db::Write& txn, const KeyRing& keys,
                            const referral::Referral& referral);
// Where it stands, with what it went through and what is planned.
absl::Status UpdateReferral(db::Write& txn, const referral::Referral& referral);

// The sessions of a referral that were recorded, in a period.
absl::StatusOr<referral::Sessions> LoadSessions(db::Read& txn, const KeyRing& keys,
                                                const referral::Referral& referral,
                                                const Period& period);
// The last day on which one was recorded.
absl::StatusOr<std::optional<absl::CivilDay>> LoadLastSession(db::Read& txn,
                                                              const std::string& referral);
// Saves those of the days; what a row said before is kept.
absl::Status SaveSessions(db::Write& txn, const KeyRing& keys, const referral::Referral& referral,
                          const referral::Sessions& sessions, const std::set<absl::CivilDay>& days);
// Of the whole park, by referral, then day: for the state.
struct SessionOfReferral {
  std::string family, referral;
  referral::Session session;
};
struct SessionRange {
  std::string referral, day;  // Behind these.
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<SessionOfReferral>> LoadAllSessions(db::Read& txn, const KeyRing& keys,
                                                               const SessionRange& range);

// The child's places, by centre.
absl::StatusOr<std::map<std::string, std::vector<Period>>> LoadPlacesOfChild(
    db::Read& txn, const std::string& child);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_PARTNERS_REFERRAL_STORE_H_
