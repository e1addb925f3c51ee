// A child with a place in another park: found when a place is taken, and else by a job that lets
// each park say what it has. Every transaction is in one park; no park reads another's.
#ifndef TUOQIAO_SERVICES_PLACES_ELSEWHERE_ELSEWHERE_H_
#define TUOQIAO_SERVICES_PLACES_ELSEWHERE_ELSEWHERE_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/periodic.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/module.h"
#include "services/common/seal.h"
#include "services/places/elsewhere/elsewhere_store.h"
#include "services/places/facts.h"

namespace tuoqiao::places {

// PLACE_ELSEWHERE where the child is, in another park, on one of these days and in the same part of
// the day. Nothing is asked of a child without a document.
absl::Status CheckNotElsewhere(db::Read& txn, const KeyRing& keys, const Child& child,
                               const PlaceMark& place);

// In whose name and on which day a park speaks, and how it learns of its own children: by case
// number, of families (their names).
struct MarkingGround {
  rpc::MutationOptions mutation;
  const KeyRing& keys;
  std::function<rpc::Caller(const std::string& park)> caller;
  std::function<absl::StatusOr<absl::CivilDay>(const rpc::Caller&)> today;
  std::function<absl::StatusOr<Children>(const rpc::Caller&, const std::set<std::string>&)>
      children;
};

// The park says what has changed of its children's places. Any step may be left out or repeated, or
// done by two replicas at once.
absl::Status SayPlaces(const MarkingGround& ground, const std::string& park);
// It looks again at those of whom others have said something.
absl::Status LookAgain(const MarkingGround& ground, const std::string& park);

// directory's log: whose document may have changed.
absl::Status HearFamilies(rpc::Change& change, const std::vector<type::v1::Event>& events);

// Does both for every park, again and again. Thread safe.
class MarkingJob {
 public:
  MarkingJob(const rpc::Ground& ground, const Peers& peers);

  void Start();
  void Stop();
  absl::Status Run() const;

 private:
  const MarkingGround ground_;
  const rpc::Listener::Parks parks_;
  std::unique_ptr<Periodic> periodic_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ELSEWHERE_ELSEWHERE_H_
