#include "tests/properties/year/world.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/status.h"

namespace tuoqiao::year {
namespace {

constexpr int kFamiliesAtFirst = 6;
const absl::CivilDay kForEver(2028, 1, 1);

std::string Padded(const char* prefix, int number) {
  return absl::StrCat(prefix, absl::Dec(number, absl::kZeroPad2));
}

template <typename Map>
auto& AnyOf(Map& map, Random& random) {
  return std::next(map.begin(), random.Below(static_cast<int>(map.size())))->second;
}

directory::v1::Firm ToProto(const World& world, const Firm& firm) {
  directory::v1::Firm message;
  message.set_name(world.FirmName(firm.id));
  message.set_uscc(absl::AsciiStrToUpper(firm.id));
  directory::v1::FirmSetUp& set_up = *message.mutable_set_up();
  set_up.set_plan(firm.plan);
  set_up.set_share_form(firm.form);
  set_up.set_tax_advice(firm.tax_advice);
  set_up.set_union_member(firm.union_member);
  set_up.set_pay_day(firm.pay_day);
  set_up.set_cut_off_days(firm.cut_off_days);
  return message;
}

}  // namespace

World::World(std::string park, Random& random) : park(std::move(park)), random_(random) {
  for (int i = 0; i < kFirms; ++i) {
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
  for (int i = 0; i < kFamiliesAtFirst; ++i) {
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
      if (families.size() < 9) Join(DayIn(MonthUpTo(month)));
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

grpc::Status WorldDirectory::ListParks(grpc::ServerContext*, const directory::v1::ListParksRequest*,
                                       directory::v1::ListParksResponse* response) {
  for (const std::string& park : listed) {
    auto* added = response->add_parks();
    added->set_name("parks/" + park);
    added->set_current_date(FormatDay(world->today));
  }
  return grpc::Status::OK;
}

grpc::Status WorldDirectory::GetPark(grpc::ServerContext*,
                                     const directory::v1::GetParkRequest* request,
                                     directory::v1::Park* response) {
  CHECK(request->name() == world->ParkName());
  response->set_name(request->name());
  response->set_current_date(FormatDay(world->today));
  response->set_currency_code("CNY");
  return grpc::Status::OK;
}

grpc::Status WorldDirectory::GetFirm(grpc::ServerContext*,
                                     const directory::v1::GetFirmRequest* request,
                                     directory::v1::Firm* response) {
  for (const auto& [id, firm] : world->firms) {
    if (request->name() == world->FirmName(id)) *response = ToProto(*world, firm);
  }
  if (!response->name().empty()) return grpc::Status::OK;
  return rpc::ToGrpc(NotFound("FIRM_NOT_FOUND", request->name()), "");
}

grpc::Status WorldDirectory::ListFirms(grpc::ServerContext*, const directory::v1::ListFirmsRequest*,
                                       directory::v1::ListFirmsResponse* response) {
  for (const auto& [id, firm] : world->firms) *response->add_firms() = ToProto(*world, firm);
  return grpc::Status::OK;
}

grpc::Status WorldDirectory::ListEmployees(grpc::ServerContext*,
                                           const directory::v1::ListEmployeesRequest* request,
                                           directory::v1::ListEmployeesResponse* response) {
  for (const auto& [id, family] : world->families) {
    for (const Job& job : family.jobs) {
      if (world->FirmName(job.firm) != request->parent()) continue;
      auto* employee = response->add_employees();
      employee->set_name(world->EmployeeName(job));
      employee->set_employee_no(job.number);
      employee->set_hire_date(FormatDay(job.hire_date));
      if (job.leave_date.has_value()) employee->set_leave_date(FormatDay(*job.leave_date));
    }
  }
  return grpc::Status::OK;
}

grpc::Status WorldDirectory::ListChildFacts(grpc::ServerContext*,
                                            const directory::v1::ListChildFactsRequest*,
                                            directory::v1::ListChildFactsResponse* response) {
  for (const auto& [case_number, child] : world->children) {
    const Family& family = world->families.at(child.family);
    auto* facts = response->add_children();
    facts->set_family(absl::StrCat(world->ParkName(), "/families/", family.id));
    facts->set_child(absl::StrCat(facts->family(), "/children/", case_number));
    facts->set_case_number(case_number);
    facts->set_birth_date(FormatDay(child.birth_date));
    facts->set_needs_level(child.needs_level);
    facts->set_deduct_from(family.deduct_from);
    facts->set_arrears_mode(family.arrears_mode);
    for (const Job& job : family.jobs) {
      auto* employment = facts->add_employments();
      employment->set_guardian(job.guardian);
      employment->set_firm(world->FirmName(job.firm));
      employment->set_employee(world->EmployeeName(job));
      employment->set_employee_no(job.number);
      employment->set_hire_date(FormatDay(job.hire_date));
      if (job.leave_date.has_value()) employment->set_leave_date(FormatDay(*job.leave_date));
    }
  }
  return grpc::Status::OK;
}

grpc::Status WorldPlaces::ListEnrolmentMonths(grpc::ServerContext*,
                                              const places::v1::ListEnrolmentMonthsRequest* request,
                                              places::v1::ListEnrolmentMonthsResponse* response) {
  const absl::CivilMonth month = *ParseMonth(request->month());
  const std::vector<absl::CivilDay> opening = World::OpeningDays(month);
  for (const absl::CivilDay day : opening) response->add_opening_dates(FormatDay(day));
  for (const auto& [id, place] : world->places) {
    if (Intersect(place.period, MonthPeriod(month)).Empty()) continue;
    auto* enrolment = response->add_enrolment_months();
    const Child& child = world->children.at(place.case_number);
    enrolment->set_enrolment(absl::StrCat(world->CentreName(place.centre), "/enrolments/", id));
    enrolment->set_case_number(place.case_number);
    enrolment->set_child(absl::StrCat(world->ParkName(), "/families/", child.family, "/children/",
                                      place.case_number));
    enrolment->set_centre(world->CentreName(place.centre));
    enrolment->set_group_kind(places::v1::Group::SMALL);
    enrolment->set_care_kind(places::v1::FULL_DAY);
    enrolment->set_start_date(FormatDay(place.period.from));
    enrolment->set_end_date(FormatDay(place.period.until));
    const auto known = world->attendance.find({id, month});
    if (known != world->attendance.end() && !known->second.recorded) continue;
    const std::vector<absl::CivilDay> present = world->PresentDays(place, month);
    for (const absl::CivilDay day : opening) {
      if (!place.period.Contains(day)) continue;
      auto* added = enrolment->add_days();
      added->set_case_number(place.case_number);
      added->set_date(FormatDay(day));
      const bool there = std::binary_search(present.begin(), present.end(), day);
      added->set_status(there ? places::v1::AttendanceDay::PRESENT
                              : places::v1::AttendanceDay::ABSENT);
      if (!there) added->set_reason("SICK");
    }
  }
  return grpc::Status::OK;
}

}  // namespace tuoqiao::year
