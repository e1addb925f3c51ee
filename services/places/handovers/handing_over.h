// What places does when a guardian leaves a firm: the place is handed over, the centre told first.
#ifndef TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDING_OVER_H_
#define TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDING_OVER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/module.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/facts.h"
#include "services/places/handovers/handover.h"
#include "services/places/handovers/handover_store.h"

namespace tuoqiao::places {

// What a place's handovers follow from.
struct HandoverFacts {
  absl::CivilDay today;
  const Child& child;
  const Decision* decision = nullptr;  // None: nobody decided.
  int64_t grace_days = 0;
};
// Saves what is new of a place that runs, and publishes it: CentreAdvised before PayerChanged, as
// rows of one change stand in the log by their subjects, and `centres/` goes before `families/`.
// Under the lock of its child. What says the same writes nothing.
absl::Status HandOverPlace(rpc::Change& change, const Enrolment& enrolment,
                           const HandoverFacts& facts);

// The same of a place that has just been made: nothing is known of it.
absl::Status HandOverNewPlace(rpc::Change& change, const Enrolment& enrolment,
                              const HandoverFacts& facts);
// What is known of a former place goes on with the one that follows it.
absl::Status HandOverFollowing(rpc::Change& change, const Enrolment& former, const Enrolment& next,
                               const Child& child, absl::CivilDay today);

// The seats that children of leavers take in the pools of firms that nobody of theirs works for any
// more: from now on they count to another firm's of theirs that has one free, else to a free shared
// one. Where none is free they stay as they are; nobody is moved out. How many were returned. The
// waiting list is locked.
absl::StatusOr<int64_t> ReturnReservedSeats(rpc::Change& change, const Children& children,
                                            absl::CivilDay today);

// Hears directory (who left) and eligibility (what was decided of it since): each may be heard
// first, and the later word completes the handover. Thread safe.
class HandoverHearing {
 public:
  HandoverHearing(const rpc::Ground& ground, const Peers& peers,
                  const rules::ParameterFile& waiting_pack)
      : db_(ground.db), peers_(peers), waiting_pack_(waiting_pack) {}

  // rpc::Listener's Prepare, of directory's log and of eligibility's.
  absl::StatusOr<rpc::Listener::Apply> Prepare(const rpc::Caller& caller,
                                               const std::vector<type::v1::Event>& events) const;

 private:
  // Places that are to be looked at, with what their handovers follow from.
  struct Concern {
    absl::CivilDay today;
    int64_t grace_days = 0;
    Peers::Some some;
    std::vector<RunningPlace> places;                                   // By child.
    std::map<std::string, std::shared_ptr<const Decisions>> decisions;  // By programme.
  };
  absl::Status LoadConcerned(const std::string& park, Concern& concern) const;
  static absl::Status Apply(rpc::Change& change, const Concern& concern);

  db::Database& db_;
  const Peers& peers_;
  const rules::ParameterFile& waiting_pack_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_HANDOVERS_HANDING_OVER_H_
