// A park as it is: firms, families whose parents work there, places, attendance, and what packs
// decide for children. The services learn of it as they learn of any park, from directory, places
// and eligibility: `peers.h`.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_WORLD_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_WORLD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "tests/properties/house/random.h"

namespace tuoqiao::house {

inline constexpr int kCentres = 3;
// The centre that bills in advance: a month with the attendance of the month before.
inline constexpr char kInAdvance[] = "c03";

struct Firm {
  std::string id;  // `91f07`.
  std::string plan, form;
  bool tax_advice = false, union_member = false;
  int pay_day = 0, cut_off_days = 0;
};

struct Job {
  int guardian = 0;
  std::string firm, number;
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;
};

struct Family {
  std::string id;
  std::vector<Job> jobs;
  int deduct_from = 0;  // The guardian; 0: the family pays the centre.
  std::string arrears_mode;
};

struct Child {
  std::string case_number, family;
  absl::CivilDay birth_date;
  int needs_level = 0;
};

// Days on which a place rests, and who asked for it: FAMILY_ASKED, CENTRE_ASKED.
struct Rest {
  Period days;
  std::string reason;
};

struct Place {
  std::string id, case_number, centre;
  Period period;
  bool half_day = false;
  std::vector<Rest> rests;
  // Where it stands and by whose right, as places writes it: `RESERVED/91f07`. Empty: SHARED.
  std::string pool;
};

// Care that was booked beside a place, on one day.
struct Booking {
  std::string id, case_number, centre;
  absl::CivilDay day;
  std::string kind;  // HOURLY, TEMPORARY, LATE or BACK_UP.
  int from_minute = 0, until_minute = 0;
  bool stands = false;
};

// How a child was there in a month: away sick on the last opening days; the centre may not have
// written anything down yet.
struct Attendance {
  int sick_days = 0;
  bool recorded = true;
};

class World {
 public:
  // How many there are of whom; families before anybody joins, and the most that ever do.
  struct Size {
    int firms = 20, families = 6, families_most = 9;
  };
  World(std::string park, const Size& size, Random& random);

  const std::string park;  // The id.
  absl::CivilDay today{2026, 1, 1};
  std::map<std::string, Firm> firms;
  std::map<std::string, Family> families;
  std::map<std::string, Child> children;
  std::map<std::string, Place> places;
  std::map<std::pair<std::string, absl::CivilMonth>, Attendance> attendance;  // By place.
  std::map<std::string, Booking> bookings;
  // What a firm's contract says that it bears of a seat of its own, basis points.
  std::map<std::string, int> cost_share_bp;
  std::set<std::string> undecided;                                     // Case numbers.
  std::map<std::pair<std::string, absl::CivilMonth>, int64_t> worths;  // By case number.

  std::string ParkName() const { return "parks/" + park; }
  std::string FirmName(const std::string& id) const { return ParkName() + "/firms/" + id; }
  std::string CentreName(const std::string& id) const { return ParkName() + "/centres/" + id; }
  std::string EmployeeName(const Job& job) const {
    return FirmName(job.firm) + "/employees/emp-" + job.number;
  }

  // A family with one or two children and places for them from a day on.
  void Join(absl::CivilDay from);
  // What is so there is so here, too.
  void TakeFactsOf(const World& other);
  // Something turns out otherwise than everybody thought, in the month or in a closed one before.
  void Change(absl::CivilMonth month);

  // Whether a place that the child has in a month has no attendance that its bill rests on, so that
  // the child is held out.
  bool IsUnrecorded(const std::string& case_number, absl::CivilMonth month) const;
  // Opening days of the month on which the child was there, as the centre knows today.
  std::vector<absl::CivilDay> PresentDays(const Place& place, absl::CivilMonth month) const;
  static std::vector<absl::CivilDay> OpeningDays(absl::CivilMonth month);

 private:
  Job NewJob(const Family& family, int guardian, absl::CivilDay from);
  absl::CivilDay DayIn(absl::CivilMonth month);
  absl::CivilMonth MonthUpTo(absl::CivilMonth month);

  const Size size_;
  Random& random_;
  int families_made_ = 0, jobs_made_ = 0, places_made_ = 0;
};

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_WORLD_H_
