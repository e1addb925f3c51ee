// Centres, their groups and the pools of seats in them.
#ifndef TUOQIAO_SERVICES_PLACES_CENTRE_H_
#define TUOQIAO_SERVICES_PLACES_CENTRE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/places/care_kind.h"
#include "services/places/contracts/seat_contract.h"
#include "services/places/hours.h"

namespace tuoqiao::places {

// In the order in which seats are looked for.
enum class GroupKind { kInfant, kSmall, kLarge, kMixed };
inline constexpr std::array<GroupKind, 4> kGroupKinds = {GroupKind::kInfant, GroupKind::kSmall,
                                                         GroupKind::kLarge, GroupKind::kMixed};

// What the national setting standard asks of a kind of group (国卫人口发〔2019〕58号).
struct Band {
  absl::string_view name;
  // Whole months of age, [from, until). The text gives ranges; half open is our reading.
  int64_t from_months, until_months;
  int64_t children_max;

  bool Holds(int64_t months) const { return from_months <= months && months < until_months; }
};
const Band& BandOf(GroupKind kind);

struct Group {
  std::string id;  // `{centre}/{group}`, in lower case.
  std::string code;
  GroupKind kind = GroupKind::kInfant;
  int64_t capacity = 0;  // The sum of its pools.
  int64_t staff = 0;
  // A morning child and an afternoon child fill one seat; else each takes one.
  bool half_days_share = false;
  std::vector<SeatPool> pools;          // Of days that no contract names.
  std::vector<SeatContract> contracts;  // Those that were ever confirmed, by id.
  // Of seats that another park lends: the contract, and the days on which they are here.
  std::string park_contract;
  std::optional<Period> open;  // None: always.

  int64_t CapacityOn(absl::CivilDay day) const {
    return !open.has_value() || open->Contains(day) ? capacity : 0;
  }
  // The last first day outside of a place that would go on until `end`.
  absl::CivilDay EndBy(absl::CivilDay end) const {
    return open.has_value() ? std::min(end, open->until) : end;
  }
};
// Whether both say the same of themselves, whatever was agreed on their seats.
bool operator==(const Group& a, const Group& b);

struct Centre {
  std::string id;  // The code in lower case.
  std::string code;
  std::string display_name;
  std::string provider_type;
  std::string uscc;
  std::string filing_number;
  absl::CivilDay filing_from, filing_until;
  int64_t latitude_micro = 0;
  int64_t longitude_micro = 0;
  std::vector<DayHours> opening_hours;  // None: not said.
  std::vector<std::string> languages;   // BCP 47, in order.
  bool inclusive = false;               // 普惠.
  std::vector<CareKind> care_kinds;     // In order; none: full days.
  std::vector<Group> groups;            // By id.
  // Of a guest centre: the owner's name for it, and the owner's revision of what it says here.
  std::string owner_centre;
  int64_t owner_revision = 0;
  int64_t revision = 0;

  bool Guest() const { return !owner_centre.empty(); }
};

// Whether both say the same, whatever their revision.
bool SaysTheSame(const Centre& a, const Centre& b);
// The groups of `before` that `after` no longer names.
std::vector<Group> GroupsGone(const Centre& before, const Centre& after);

// CAPACITY_OVER_BAND. Staff is written down and not judged: the ratio is of children who come, not
// of seats.
absl::Status CheckGroups(const std::vector<Group>& groups);
// WGS 84 in millionths of a degree; 0, 0 is what nobody filled in. LOCATION_INVALID.
absl::Status CheckLocation(int64_t latitude_micro, int64_t longitude_micro);

// Seats of a pool that are not free. Without `until` they are taken on every day; with it, somebody
// gave the places an end, and the seats are free from that day. `pool` is as `PlaceOf` in
// pool_days.h reads it; what is booked for single days is in no pool: it is the group's.
struct TakenSeats {
  std::string group;
  std::string pool;
  int64_t count = 0;
  std::optional<absl::CivilDay> until;
  // Of a group with contracts, where nobody gave them an end: the day on which the children have
  // outgrown all groups. Nobody is offered the seat for that, and contracts may count with it.
  std::optional<absl::CivilDay> outgrown = {};
  Session part = Session::kWholeDay;

  bool On(absl::CivilDay day) const { return !until.has_value() || day < *until; }
  // Whether somebody is still there, as far as is known.
  bool StandsOn(absl::CivilDay day) const {
    return On(day) && (!outgrown.has_value() || day < *outgrown);
  }
};
// Seats that fill up, where halves of the day may meet in one.
class SeatCount {
 public:
  void Add(Session part, int64_t children);
  int64_t seats() const { return children_[0] + std::max(children_[1], children_[2]); }

 private:
  std::array<int64_t, 3> children_ = {};  // By part of the day.
};

// Of a group, or of one pool of it. In a group, halves of the day meet within one pool only.
int64_t CountTaken(const std::vector<TakenSeats>& taken, absl::CivilDay day,
                   absl::string_view group);
int64_t CountTaken(const std::vector<TakenSeats>& taken, absl::CivilDay day,
                   absl::string_view group, absl::string_view pool);

// Whether everybody who has a place keeps it; what is only offered does not count. Groups with
// contracts are left to CheckContracts. CAPACITY_BELOW_ENROLMENTS.
absl::Status CheckKeepsPlaces(const std::vector<Group>& groups,
                              const std::vector<TakenSeats>& enrolled, absl::CivilDay today);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CENTRE_H_
