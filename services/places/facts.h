// What places asks of other services before it decides.
#ifndef TUOQIAO_SERVICES_PLACES_FACTS_H_
#define TUOQIAO_SERVICES_PLACES_FACTS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/peer.h"
#include "services/places/child.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::places {

// What a peer said of its subjects, kept while the peer's log stands where it stood: a park's
// applications come in many batches, and nobody's facts change between them. In memory only, for a
// few subjects, oldest out first. Thread safe.
template <typename Said>
class Kept {
 public:
  std::shared_ptr<const Said> Find(const std::string& subject, int64_t position) const {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = entries_.find(subject);
    return found != entries_.end() && found->second.position == position ? found->second.said
                                                                         : nullptr;
  }
  void Keep(const std::string& subject, int64_t position, std::shared_ptr<const Said> said) {
    std::lock_guard<std::mutex> lock(mutex_);
    entries_[subject] = {position, ++age_, std::move(said)};
    if (entries_.size() <= kSubjectsMax) return;
    auto oldest = entries_.begin();
    for (auto each = entries_.begin(); each != entries_.end(); ++each) {
      if (each->second.age < oldest->second.age) oldest = each;
    }
    entries_.erase(oldest);
  }

 private:
  static constexpr size_t kSubjectsMax = 8;
  struct Entry {
    int64_t position = 0, age = 0;
    std::shared_ptr<const Said> said;
  };

  mutable std::mutex mutex_;
  int64_t age_ = 0;
  std::map<std::string, Entry> entries_;
};

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  // The park's date and where its days begin. PARK_NOT_FOUND.
  struct ParkDay {
    absl::CivilDay today;
    absl::TimeZone zone;
  };
  absl::StatusOr<ParkDay> AskParkDay(const rpc::Caller& caller) const;
  // The park's date. PARK_NOT_FOUND.
  absl::StatusOr<absl::CivilDay> AskToday(const rpc::Caller& caller) const;
  // All children of the park. What was kept is asked again where one of `expected` (case numbers)
  // is not in it: on a store with many writers a row has a position only a moment after it is
  // there.
  absl::StatusOr<std::shared_ptr<const Children>> AskChildren(
      const rpc::Caller& caller, const std::set<std::string>& expected) const;
  // The decisions in force under a programme (its id), asked again as above.
  absl::StatusOr<std::shared_ptr<const Decisions>> AskDecisions(
      const rpc::Caller& caller, const std::string& programme,
      const std::set<std::string>& expected) const;
  // PROGRAMME_NOT_FOUND.
  absl::Status CheckProgramme(const rpc::Caller& caller, const std::string& programme) const;

  const rpc::Peer<directory::v1::Directory>& directory() const { return directory_; }
  const rpc::Peer<billing::v1::Billing>& billing() const { return billing_; }

 private:
  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Peer<eligibility::v1::Eligibility> eligibility_;
  const rpc::Peer<billing::v1::Billing> billing_;  // Heard, never asked.
  mutable Kept<Children> children_;
  mutable Kept<Decisions> decisions_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FACTS_H_
