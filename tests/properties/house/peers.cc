#include "tests/properties/house/peers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/status.h"
#include "tests/properties/house/seats.h"

namespace tuoqiao::house {
namespace {

constexpr char kScheme[] = "cn.care";
constexpr char kGrant[] = "grant";

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

void AddRests(const Place& place, absl::CivilMonth month, places::v1::EnrolmentMonth& enrolment) {
  for (const Rest& rest : place.rests) {
    if (Intersect(rest.days, MonthPeriod(month)).Empty()) continue;
    auto* added = enrolment.add_suspensions();
    added->set_from_date(FormatDay(rest.days.from));
    added->set_until_date(FormatDay(rest.days.until));
    added->set_reason(rest.reason);
  }
}

void AddSeatTerms(const World& world, const Place& place, absl::CivilMonth month,
                  places::v1::EnrolmentMonth& enrolment) {
  if (place.pool.empty()) return;
  for (const places::SeatTerm& each : TermsOf(world, place, MonthPeriod(month))) {
    auto* added = enrolment.add_seat_terms();
    added->set_from_date(FormatDay(each.days.from));
    added->set_until_date(FormatDay(each.days.until));
    added->set_pool_kind(each.kind);
    if (each.contract.empty()) continue;
    added->set_contract(absl::StrCat(world.ParkName(), "/seatContracts/", each.contract));
    added->set_firm(world.FirmName(each.firm));
    added->set_cost_share_bp(static_cast<int32_t>(each.cost_share_bp));
    if (each.cost_share_bp > 0) added->set_payer(world.FirmName(each.firm));
  }
}

}  // namespace

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
    enrolment->set_care_kind(place.half_day ? places::v1::HALF_DAY : places::v1::FULL_DAY);
    if (place.half_day) enrolment->set_session(places::v1::MORNING);
    enrolment->set_start_date(FormatDay(place.period.from));
    enrolment->set_end_date(FormatDay(place.period.until));
    AddRests(place, month, *enrolment);
    AddSeatTerms(*world, place, month, *enrolment);
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

grpc::Status WorldPlaces::ListBookings(grpc::ServerContext*,
                                       const places::v1::ListBookingsRequest* request,
                                       places::v1::ListBookingsResponse* response) {
  const absl::CivilMonth month = *ParseMonth(request->month());
  for (const auto& [id, booking] : world->bookings) {
    if (absl::CivilMonth(booking.day) != month) continue;
    auto* added = response->add_bookings();
    const std::string family = absl::StrCat(world->ParkName(), "/families/",
                                            world->children.at(booking.case_number).family);
    added->set_name(absl::StrCat(family, "/bookings/", id));
    added->set_child(absl::StrCat(family, "/children/", booking.case_number));
    added->set_case_number(booking.case_number);
    added->set_centre(world->CentreName(booking.centre));
    added->set_group_kind(places::v1::Group::SMALL);
    places::v1::CareKind kind;
    CHECK(places::v1::CareKind_Parse(booking.kind, &kind));
    added->set_care_kind(kind);
    added->set_date(FormatDay(booking.day));
    added->set_from_minute(booking.from_minute);
    added->set_until_minute(booking.until_minute);
    added->set_state(booking.stands ? places::v1::Booking::TAKEN : places::v1::Booking::CANCELLED);
  }
  return grpc::Status::OK;
}

grpc::Status WorldEligibility::GetProgramme(grpc::ServerContext*,
                                            const eligibility::v1::GetProgrammeRequest* request,
                                            eligibility::v1::Programme* response) {
  response->set_name(request->name());
  response->set_funding_plan("plan");
  response->set_scheme(kScheme);
  return grpc::Status::OK;
}

grpc::Status WorldEligibility::ListDecisions(grpc::ServerContext*,
                                             const eligibility::v1::ListDecisionsRequest*,
                                             eligibility::v1::ListDecisionsResponse* response) {
  for (const auto& [case_number, child] : world->children) {
    if (world->undecided.count(case_number) > 0) continue;
    response->add_decisions()->set_case_number(case_number);
  }
  return grpc::Status::OK;
}

grpc::Status WorldEligibility::ListSchemes(grpc::ServerContext*,
                                           const eligibility::v1::ListSchemesRequest*,
                                           eligibility::v1::ListSchemesResponse* response) {
  auto* scheme = response->add_schemes();
  scheme->set_name(kScheme);
  auto* amount = scheme->add_amounts();
  amount->set_name(kGrant);
  amount->set_payer("AUTHORITY");
  amount->set_per("MONTH");
  return grpc::Status::OK;
}

grpc::Status WorldEligibility::ListMonthWorths(
    grpc::ServerContext*, const eligibility::v1::ListMonthWorthsRequest* request,
    eligibility::v1::ListMonthWorthsResponse* response) {
  const absl::CivilMonth month = *ParseMonth(request->month());
  for (const auto& [key, minor] : world->worths) {
    if (key.second != month) continue;
    auto* worth = response->add_worths();
    worth->set_case_number(key.first);
    worth->set_amount(kGrant);
    worth->set_minor(minor);
  }
  return grpc::Status::OK;
}

}  // namespace tuoqiao::house
