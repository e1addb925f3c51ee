#include "tests/properties/house/world.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tuoqiao::house {
namespace {

const absl::CivilDay kForEver(2028, 1, 1);

std::string Padded(const char* prefix, int number) {
  return absl::StrCat(prefix, absl::Dec(number, absl::kZeroPad2));
}

template <typename Map>
auto& AnyOf(Map& map, Random& random) {
  return std::next(map.begin(), random.Below(static_cast<int>(map.size())))->second;
}

}  // namespace

World::World(std::string park, const Size& size, Random& random)
    : park(std::move(park)), size_(size), random_(random) {
  for (int i = 0; i < size.firms; ++i) {
    Firm firm;
    firm.id = Padded("91f", i);
    firm.plan = random.Pick<std::string>({"A", "B", "C"});
    firm.form = random.Pick<std::string>({"INVOICED", "INVOICED", "ALLOWANCE", "COLLECTIVE"});
    firm.tax_advice = random.InHundred(30);
    firm.union_member = random.InHundred(50);
    firm.pay_day = random.Between(10, 28);
    firm.cut_off_days = random.Between(1, 5);
    firms[firm.id] = firm;
  }
  for (int i = 0; i < size.families; ++i) {
    Join(absl::CivilDay(2025, 9, 1) + random.Below(120));
  }
}

Job World::NewJob(const Family& family, int guardian, absl::CivilDay from) {
  Job job;
  job.guardian = guardian;
  job.firm = AnyOf(firms, random_).id;
  job.number = absl::StrCat(family.id, "-", ++jobs_made_);
  job.hire_date = from;
  return job;
}

void World::Join(absl::CivilDay from) {
  Family family;
  family.id = Padded("fam-", ++families_made_);
  for (int guardian = 1; guardian <= random_.Between(1, 2); ++guardian) {
    family.jobs.push_back(NewJob(family, guardian, absl::CivilDay(2020, 1, 1)));
  }
  family.deduct_from = random_.InHundred(70) ? 1 : 0;
  family.arrears_mode = random_.Pick<std::string>({"TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING"});
  for (int i = 0, size = random_.InHundred(25) ? 2 : 1; i < size; ++i) {
    Child child;
    child.case_number = absl::StrCat(Padded("C", families_made_), i);
    child.family = family.id;
    child.birth_date = absl::CivilDay(2024, 6, 1) + random_.Below(300);
    child.needs_level = random_.InHundred(10) ? 1 : 0;
    Place place;
    place.id = Padded("e", ++places_made_);
    place.case_number = child.case_number;
    place.centre = Padded("c", random_.Between(1, kCentres));
    place.period = {from, kForEver};
    children[child.case_number] = child;
    places[place.id] = place;
  }
  families[family.id] = family;
}

void World::TakeFactsOf(const World& other) {
  firms = other.firms;
  families = other.families;
  children = other.children;
  places = other.places;
  attendance = other.attendance;
  bookings = other.bookings;
  cost_share_bp = other.cost_share_bp;
  undecided = other.undecided;
  worths = other.worths;
}

absl::CivilDay World::DayIn(absl::CivilMonth month) {
  return absl::CivilDay(month) + random_.Below(28);
}

// The month itself half of the time, else one before it.
absl::CivilMonth World::MonthUpTo(absl::CivilMonth month) {
  return random_.InHundred(50) ? month : month - random_.Below(6);
}

void World::Change(absl::CivilMonth month) {
  Place& place = AnyOf(places, random_);
  Family& family = AnyOf(families, random_);
  switch (random_.Below(11)) {
    case 0:
    case 1:
      attendance[{place.id, MonthUpTo(month)}].sick_days = random_.Below(12);
      break;
    case 2:
      attendance[{place.id, month}].recorded = false;
      break;
    case 3:
      for (auto& [key, each] : attendance) each.recorded = true;
      break;
    case 4:
      place.period.until = std::max(place.period.from + 1, DayIn(MonthUpTo(month)));
      break;
    case 5:
      place.period.until = kForEver;
      break;
    case 6: {
      // A job ends, perhaps some while ago, and perhaps another one begins.
      Job& job = family.jobs[random_.Below(static_cast<int>(family.jobs.size()))];
      const absl::CivilDay last = std::max(job.hire_date, DayIn(MonthUpTo(month)));
      const int guardian = job.guardian;
      job.leave_date = last;
      if (random_.InHundred(60)) family.jobs.push_back(NewJob(family, guardian, last + 1));
      break;
    }
    case 7:
      family.deduct_from = random_.Below(3);
      break;
    case 8: {
      // A move to another centre.
      const absl::CivilDay day = DayIn(MonthUpTo(month));
      if (day <= place.period.from || day >= place.period.until) break;
      Place next = place;
      next.id = Padded("e", ++places_made_);
      next.centre = Padded("c", random_.Between(1, kCentres));
      next.period.from = day;
      place.period.until = day;
      places[next.id] = next;
      break;
    }
    case 9:
      children.at(place.case_number).birth_date = absl::CivilDay(2024, 6, 1) + random_.Below(300);
      break;
    default:
      if (static_cast<int>(families.size()) < size_.families_most) Join(DayIn(MonthUpTo(month)));
  }
}

std::vector<absl::CivilDay> World::OpeningDays(absl::CivilMonth month) {
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day(month); absl::CivilMonth(day) == month; ++day) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    if (weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday) {
      days.push_back(day);
    }
  }
  return days;
}

bool World::IsUnrecorded(const std::string& case_number, absl::CivilMonth month) const {
  for (const auto& [id, place] : places) {
    if (place.case_number != case_number) continue;
    const auto found = attendance.find({id, place.centre == kInAdvance ? month - 1 : month});
    if (found != attendance.end() && !found->second.recorded) return true;
  }
  return false;
}

std::vector<absl::CivilDay> World::PresentDays(const Place& place, absl::CivilMonth month) const {
  std::vector<absl::CivilDay> days;
  for (const absl::CivilDay day : OpeningDays(month)) {
    if (place.period.Contains(day)) days.push_back(day);
  }
  const auto found = attendance.find({place.id, month});
  if (found == attendance.end()) return days;
  if (!found->second.recorded) return {};
  days.resize(days.size() - std::min<size_t>(days.size(), found->second.sick_days));
  return days;
}

}  // namespace tuoqiao::house
