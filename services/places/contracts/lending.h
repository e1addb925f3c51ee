// How the word of one park's copy of a contract reaches the other's: in steps, each of which may be
// left out, repeated or done by two replicas at once. Every transaction is in one park.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_LENDING_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_LENDING_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/periodic.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/module.h"
#include "services/places/contracts/park_contract.h"
#include "services/places/contracts/park_contract_store.h"
#include "services/places/facts.h"

namespace tuoqiao::places {

// In whose name and on which day a park's copy is written.
struct LendingGround {
  rpc::MutationOptions mutation;
  std::function<rpc::Caller(const std::string& park)> caller;
  std::function<absl::StatusOr<absl::CivilDay>(const rpc::Caller&)> today;
};

// The other park hears what this park's copy says, and how its centre is. What was told then is
// noted by NoteTold; between the two anything may stop, and the word is said again.
absl::StatusOr<Told> TellOther(const LendingGround& ground, const std::string& park,
                               const std::string& contract);
absl::Status NoteTold(const LendingGround& ground, const std::string& park, const Told& told);

// What the days bring to seats that a park has of others: how many are taken is counted, a pool
// that the owner wants back closes once nobody needs it, and places end with the contract.
absl::Status KeepBorrowed(const LendingGround& ground, const std::string& park);

// All of it, for what there is to do in the park now.
absl::Status CarryLoans(const LendingGround& ground, const std::string& park);

// The guest closes its pool on a day, under the locks of waiting list and contract. DATE_ORDER,
// CONTRACT_STATE_WRONG, SEATS_IN_USE.
absl::Status CloseBorrowed(rpc::Change& change, ParkContract& own, absl::CivilDay end,
                           absl::CivilDay today);

// Does so for every park, again and again. Thread safe.
class LendingJob {
 public:
  LendingJob(const rpc::Ground& ground, const Peers& peers);

  void Start();
  void Stop();
  absl::Status Run() const;

 private:
  const LendingGround ground_;
  const rpc::Listener::Parks parks_;
  std::unique_ptr<Periodic> periodic_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_LENDING_H_
