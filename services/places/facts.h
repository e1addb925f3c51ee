// What places asks of other services before it decides.
#ifndef TUOQIAO_SERVICES_PLACES_FACTS_H_
#define TUOQIAO_SERVICES_PLACES_FACTS_H_

#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/clock.h"
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

  // Who is about to ask for a subject holds this: the others wait, and find what was kept.
  std::shared_ptr<std::mutex> Asking(const std::string& subject) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto each = asking_.begin(); each != asking_.end();) {
      each = each->second.expired() ? asking_.erase(each) : std::next(each);
    }
    std::shared_ptr<std::mutex> asking = asking_[subject].lock();
    if (asking == nullptr) asking_[subject] = asking = std::make_shared<std::mutex>();
    return asking;
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
  std::map<std::string, std::weak_ptr<std::mutex>> asking_;
};

// How many of a subject were asked for one by one while a log stood where it stood. Thread safe.
class AskedSingly {
 public:
  // True once: when so many have been that it is time to ask for all.
  bool IsTime(const std::string& subject, int64_t position, int64_t most) {
    std::lock_guard<std::mutex> lock(mutex_);
    Count& count = counts_[subject];
    if (count.position != position) count = {position, 0};
    return ++count.asked == most;
  }

 private:
  struct Count {
    int64_t position = -1, asked = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

// What day it is in a park, and by which clocks it lives.
struct ParkDay {
  absl::CivilDay today;
  absl::TimeZone zone;
};

// The days of live parks, each until its midnight; a sandbox has a clock of its own, and is asked
// each time. Thread safe.
class ParkDays {
 public:
  explicit ParkDays(Clock& clock) : clock_(clock) {}

  std::optional<ParkDay> Find(const std::string& park) const;
  // Unless the clocks of the two services disagree on the day.
  void Keep(const std::string& park, const ParkDay& day);

 private:
  Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, ParkDay> days_;
};

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  // The park's date with its time zone, for what counts hours. PARK_NOT_FOUND.
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
  // Children as directory says them now, by case number: of these families, and of guardians who
  // are these employees (resource names).
  struct Some {
    Children children;
    int64_t position = 0;  // Of directory's log, of the first page.
  };
  absl::StatusOr<Some> AskSome(const rpc::Caller& caller, const std::set<std::string>& families,
                               const std::set<std::string>& employees) const;
  // Who may not start anywhere under a programme (its id) on the park's date, whatever the slices
  // say: GRACE, LAPSED or TOO_OLD. Case numbers.
  absl::StatusOr<std::shared_ptr<const std::set<std::string>>> AskBarred(
      const rpc::Caller& caller, const std::string& programme, absl::CivilDay today) const;
  // What eligibility says of one child: one call where its log stands as it stood, and a child that
  // is barred is asked for anew, so that nobody is refused by what was kept.
  struct OfChild {
    std::optional<Decision> decision;
    bool barred = false;  // It may start nowhere on the park's date, whatever the decision says.
  };
  struct ChildAsked {
    std::string programme;  // Its id.
    std::string case_number;
    std::string child;  // Its resource name.
    absl::CivilDay today;
  };
  absl::StatusOr<OfChild> AskOfChild(const rpc::Caller& caller, const ChildAsked& asked) const;
  // PROGRAMME_NOT_FOUND.
  absl::Status CheckProgramme(const rpc::Caller& caller, const std::string& programme) const;

  // A firm of the park, by its name. FIRM_NOT_FOUND.
  absl::Status CheckFirm(const rpc::Caller& caller, const std::string& firm) const;

  const rpc::Peer<directory::v1::Directory>& directory() const { return directory_; }
  const rpc::Peer<billing::v1::Billing>& billing() const { return billing_; }
  const rpc::Peer<eligibility::v1::Eligibility>& eligibility() const { return eligibility_; }

 private:
  // Where eligibility's log stands, and what was kept at that position or is asked for now.
  absl::StatusOr<int64_t> AskDecisionsHead(const rpc::Caller& caller,
                                           const std::string& programme) const;
  absl::StatusOr<std::shared_ptr<const Decisions>> AskDecisionsAt(
      const rpc::Caller& caller, const std::string& programme, int64_t position,
      const std::set<std::string>& expected) const;
  absl::StatusOr<std::shared_ptr<const std::set<std::string>>> AskBarredAt(
      const rpc::Caller& caller, const std::string& programme, int64_t position,
      absl::CivilDay today) const;
  absl::StatusOr<bool> AskIsBarred(const rpc::Caller& caller, const std::string& programme,
                                   const std::string& child) const;
  // `children` are as many as have a decision: all are asked for when that costs no more.
  absl::StatusOr<bool> AskIsBarredAt(const rpc::Caller& caller, const ChildAsked& asked,
                                     int64_t position, size_t children) const;

  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Peer<eligibility::v1::Eligibility> eligibility_;
  const rpc::Peer<billing::v1::Billing> billing_;  // Heard, never asked.
  mutable Kept<Children> children_;
  mutable Kept<Decisions> decisions_;
  mutable Kept<std::set<std::string>> barred_;
  mutable AskedSingly singly_;
  mutable ParkDays days_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FACTS_H_
