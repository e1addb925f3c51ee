// A round of allocation: from the day on which its rule is published to that on which its offers
// are made. Who gets what is decided in services/places/allocation.
#ifndef TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_H_
#define TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/places/allocation/log.h"
#include "services/places/allocation/market.h"

namespace tuoqiao::places {

enum class RoundState { kOpen, kFrozen, kDrawn, kPublished, kCancelled };

struct Round {
  std::string id;
  RoundState state = RoundState::kOpen;
  allocation::Policy policy = allocation::Policy::kFirstCome;
  allocation::Ties ties = allocation::Ties::kLottery;
  absl::CivilDay start;
  std::vector<std::string> groups;  // Ids.
  // How many of a group's seats for all are for half days; none of those that are not here.
  std::map<std::string, int64_t> half_seats;
  allocation::PointsPolicy points;
  std::string entropy_source, public_entropy;
  std::string seed_hash;  // In hexadecimal.
  std::string seed;       // In hexadecimal; empty before the draw.
  std::string market_digest, result_digest;
  int64_t applicants = 0, seats = 0, placed = 0;
  std::string opened_by, ended_by;  // Subjects.
  std::string cancel_reason;
  int64_t revision = 0;

  bool ByPoints() const {
    return policy == allocation::Policy::kPoints ||
           policy == allocation::Policy::kDeferredAcceptance;
  }
  // Nothing of it changes any more.
  bool Ended() const { return state == RoundState::kPublished || state == RoundState::kCancelled; }
};

absl::string_view StateName(RoundState state);

// FIELD_INVALID where the start day is not to come, or points and policy do not go together;
// POINTS_POLICY_NOT_IN_FORCE.
absl::Status CheckMayOpen(const Round& round, absl::CivilDay today);
// ALLOCATION_STATE_WRONG.
absl::Status CheckState(const Round& round, RoundState wanted);
// FIELD_REQUIRED, FIELD_INVALID: a public figure is given where its source was announced.
absl::Status CheckEntropy(const Round& round, const std::string& public_entropy);

// The steps of its life.
void Freeze(Round& round, const allocation::Log& log);
void Draw(Round& round, const allocation::Log& log);
// ALLOCATION_STATE_WRONG, PUBLISHED_BY_SAME_PERSON.
absl::Status CheckMayPublish(const Round& round, const std::string& subject);
void Publish(Round& round, const allocation::Log& log, const std::string& subject);
// After the draw another person has to, or somebody would draw until the result pleases.
// ALLOCATION_STATE_WRONG, PUBLISHED_BY_SAME_PERSON.
absl::Status Cancel(Round& round, const std::string& subject, const std::string& reason);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ROUNDS_ROUND_H_
