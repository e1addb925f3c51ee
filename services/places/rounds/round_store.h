// Rounds of allocation in the database, with their logs and results.
#ifndef TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_STORE_H_
#define TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/places/rounds/freezing.h"
#include "services/places/rounds/round.h"
#include "services/places/rounds/round_result.h"

namespace tuoqiao::places {

absl::StatusOr<std::optional<Round>> LoadRound(db::Read& txn, const std::string& id);
struct RoundRange {
  std::string after;
  int64_t rows_max = 0;
};
// By id.
absl::StatusOr<std::vector<Round>> LoadRounds(db::Read& txn, const RoundRange& range);
// With its rule and its groups, which never change.
absl::Status InsertRound(db::Write& txn, const Round& round);
// Saves where it stands; a round that has ended gives its groups back.
absl::Status UpdateRound(db::Write& txn, const Round& round);

// The rounds that give the seats of groups now: ids, by group.
absl::StatusOr<std::map<std::string, std::string>> LoadGroupsInRounds(db::Read& txn);

absl::Status InsertUnits(db::Write& txn, const std::string& round,
                         const std::vector<RoundUnit>& units);
absl::StatusOr<std::vector<RoundUnit>> LoadUnits(db::Read& txn, const std::string& round);

// Sealed under a key of the round's own.
absl::Status SaveLog(db::Write& txn, const KeyRing& keys, const std::string& round,
                     const std::string& log);
absl::StatusOr<std::string> LoadLog(db::Read& txn, const KeyRing& keys, const std::string& round);

// The grounds are sealed under the children's keys, which are made where there are none.
absl::Status InsertResults(db::Write& txn, const KeyRing& keys,
                           const std::vector<RoundResult>& results);
// Saves what came of each.
absl::Status UpdateResults(db::Write& txn, const std::vector<RoundResult>& results);
struct ResultRange {
  // One of the two, or none for all.
  std::string round, family;
  // Behind whom: by round, then applicant; of a family by applicant.
  std::string after_round, after_applicant;
  int64_t rows_max = 0;
};
// A child whose key was erased has no grounds.
absl::StatusOr<std::vector<RoundResult>> LoadResults(db::Read& txn, const KeyRing& keys,
                                                     const ResultRange& range);
struct ResultKey {
  std::string family, applicant;
};
absl::StatusOr<std::optional<RoundResult>> LoadResult(db::Read& txn, const KeyRing& keys,
                                                      const ResultKey& key);

// Who has a place on a day: the children with their centres, by family.
struct PlaceOfChild {
  std::string child, centre;
};
absl::StatusOr<std::map<std::string, std::vector<PlaceOfChild>>> LoadPlacesOfFamilies(
    db::Read& txn, absl::CivilDay day);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_STORE_H_
