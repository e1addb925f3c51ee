#include "services/billing/facts.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/convert.h"
#include "services/common/rpc/mutate.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

using directory::v1::Directory;
using eligibility::v1::Eligibility;
using places::v1::Places;

constexpr int32_t kPageSize = 1000;

std::string ParkName(const rpc::Caller& caller) { return absl::StrCat("parks/", caller.park); }

// What has a day of its own at directory is asked as of the end of the month, so that a month that
// is worked out again later finds what it found before.
std::string LastDay(const MonthFacts& facts) {
  return FormatDay(absl::CivilDay(facts.billed.calendar.month + 1) - 1);
}

}  // namespace

Peers::Peers(const rpc::Ground& ground)
    : directory_(ground.channel("directory"), ground.badge),
      places_(ground.channel("places"), ground.badge),
      eligibility_(ground.channel("eligibility"), ground.badge),
      ledger_(ground.channel("ledger"), ground.badge) {}

absl::StatusOr<std::string> Peers::AskFundingPlan(const rpc::Caller& caller,
                                                  const std::string& programme) const {
  eligibility::v1::GetProgrammeRequest request;
  request.set_name(programme);
  ASSIGN_OR_RETURN(const eligibility::v1::Programme found,
                   eligibility_.Call(&Eligibility::Stub::GetProgramme, request, caller));
  return found.funding_plan();
}

absl::StatusOr<Firm> Peers::AskFirm(const rpc::Caller& caller, const std::string& firm) const {
  directory::v1::GetFirmRequest request;
  request.set_name(firm);
  ASSIGN_OR_RETURN(const directory::v1::Firm found,
                   directory_.Call(&Directory::Stub::GetFirm, request, caller));
  return FromProto(found);
}

absl::StatusOr<Calendar> Peers::AskCalendar(const rpc::Caller& caller,
                                            absl::CivilMonth month) const {
  places::v1::ListEnrolmentMonthsRequest request;
  request.set_parent(ParkName(caller));
  request.set_month(FormatMonth(month));
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const places::v1::ListEnrolmentMonthsResponse page,
                   places_.Call(&Places::Stub::ListEnrolmentMonths, request, caller));
  Calendar calendar;
  calendar.month = month;
  ASSIGN_OR_RETURN(calendar.opening, OpeningFromProto(page));
  return calendar;
}

absl::StatusOr<absl::CivilDay> Peers::AskToday(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(ParkName(caller));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&Directory::Stub::GetPark, request, caller));
  return ParseDay(park.current_date());
}

absl::StatusOr<LogPositions> Peers::AskPositions(const rpc::Caller& caller, absl::CivilMonth month,
                                                 const std::string& programme) const {
  LogPositions positions;
  places::v1::ListEnrolmentMonthsRequest enrolments;
  enrolments.set_parent(ParkName(caller));
  enrolments.set_month(FormatMonth(month));
  enrolments.set_page_size(1);
  ASSIGN_OR_RETURN(const places::v1::ListEnrolmentMonthsResponse at_places,
                   places_.Call(&Places::Stub::ListEnrolmentMonths, enrolments, caller));
  positions.places = at_places.log_position();
  directory::v1::ListChildFactsRequest children;
  children.set_parent(ParkName(caller));
  children.set_page_size(1);
  ASSIGN_OR_RETURN(const directory::v1::ListChildFactsResponse at_directory,
                   directory_.Call(&Directory::Stub::ListChildFacts, children, caller));
  positions.directory = at_directory.log_position();
  if (programme.empty()) return positions;
  eligibility::v1::ListDecisionsRequest decisions;
  decisions.set_parent(programme);
  decisions.set_page_size(1);
  ASSIGN_OR_RETURN(const eligibility::v1::ListDecisionsResponse at_eligibility,
                   eligibility_.Call(&Eligibility::Stub::ListDecisions, decisions, caller));
  positions.eligibility = at_eligibility.log_position();
  return positions;
}

absl::Status Peers::AskEnrolments(const rpc::Caller& caller, MonthSide& side,
                                  LogPositions& positions,
                                  const std::function<absl::Status()>& after_page) const {
  places::v1::ListEnrolmentMonthsRequest request;
  request.set_parent(ParkName(caller));
  request.set_month(FormatMonth(side.calendar.month));
  request.set_page_size(kPageSize);
  bool first = true;
  return places_
      .ForEachPage<places::v1::ListEnrolmentMonthsRequest, places::v1::ListEnrolmentMonthsResponse>(
          &Places::Stub::ListEnrolmentMonths, request, caller,
          [&](const places::v1::ListEnrolmentMonthsResponse& page) -> absl::Status {
            ASSIGN_OR_RETURN(std::vector<absl::CivilDay> opening, OpeningFromProto(page));
            // A calendar that changed between two pages would price half of the children by the old
            // one: the job asks again from the start.
            if (first) {
              side.calendar.opening = std::move(opening);
            } else if (opening != side.calendar.opening) {
              return rpc::FactsStale("the opening calendar");
            }
            first = false;
            positions.places = std::min(positions.places, page.log_position());
            for (const auto& each : page.enrolment_months()) {
              ASSIGN_OR_RETURN(EnrolmentMonth enrolment, FromProto(each, side.calendar.month));
              side.enrolments.push_back(std::move(enrolment));
            }
            return after_page();
          });
}

absl::Status Peers::AskBookings(const rpc::Caller& caller, MonthSide& side, LogPositions& positions,
                                const std::function<absl::Status()>& after_page) const {
  places::v1::ListBookingsRequest request;
  request.set_parent(ParkName(caller));
  request.set_month(FormatMonth(side.calendar.month));
  request.set_page_size(kPageSize);
  BookedMonths booked;
  RETURN_IF_ERROR(
      (places_.ForEachPage<places::v1::ListBookingsRequest, places::v1::ListBookingsResponse>(
          &Places::Stub::ListBookings, request, caller,
          [&](const places::v1::ListBookingsResponse& page) -> absl::Status {
            positions.places = std::min(positions.places, page.log_position());
            for (const auto& each : page.bookings()) RETURN_IF_ERROR(AddBooking(each, booked));
            return after_page();
          })));
  for (auto& [key, each] : booked) side.booked.push_back(std::move(each));
  return absl::OkStatus();
}

absl::Status Peers::AskDecisions(const rpc::Caller& caller, const std::string& programme,
                                 Asked& asked,
                                 const std::function<absl::Status()>& after_page) const {
  auto& decided = asked.facts.decided.emplace();
  eligibility::v1::ListDecisionsRequest request;
  request.set_parent(programme);
  request.set_page_size(kPageSize);
  return eligibility_
      .ForEachPage<eligibility::v1::ListDecisionsRequest, eligibility::v1::ListDecisionsResponse>(
          &Eligibility::Stub::ListDecisions, request, caller,
          [&](const eligibility::v1::ListDecisionsResponse& page) -> absl::Status {
            asked.positions.eligibility =
                std::min(asked.positions.eligibility, page.log_position());
            for (const auto& each : page.decisions()) decided.insert(each.case_number());
            return after_page();
          });
}

absl::Status Peers::AskChildren(const rpc::Caller& caller, Asked& asked,
                                const std::function<absl::Status()>& after_page) const {
  directory::v1::ListChildFactsRequest request;
  request.set_parent(ParkName(caller));
  request.set_page_size(kPageSize);
  request.set_as_of_date(LastDay(asked.facts));
  return directory_
      .ForEachPage<directory::v1::ListChildFactsRequest, directory::v1::ListChildFactsResponse>(
          &Directory::Stub::ListChildFacts, request, caller,
          [&](const directory::v1::ListChildFactsResponse& page) -> absl::Status {
            asked.positions.directory = std::min(asked.positions.directory, page.log_position());
            for (const auto& each : page.children()) {
              ASSIGN_OR_RETURN(Child child, FromProto(each));
              asked.facts.children[each.case_number()] = std::move(child);
            }
            return after_page();
          });
}

absl::Status Peers::AskFirms(const rpc::Caller& caller, MonthFacts& facts) const {
  directory::v1::ListFirmsRequest request;
  request.set_parent(ParkName(caller));
  request.set_page_size(kPageSize);
  request.set_as_of_date(LastDay(facts));
  return directory_.ForEachPage<directory::v1::ListFirmsRequest, directory::v1::ListFirmsResponse>(
      &Directory::Stub::ListFirms, request, caller,
      [&](const directory::v1::ListFirmsResponse& page) -> absl::Status {
        for (const auto& each : page.firms()) {
          ASSIGN_OR_RETURN(Firm firm, FromProto(each));
          facts.firms[firm.name] = std::move(firm);
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<Peers::Asked> Peers::AskMonth(
    const rpc::Caller& caller, absl::CivilMonth month, const std::string& programme,
    const std::vector<const FundingPlan*>& plans,
    const std::function<absl::Status()>& after_page) const {
  Asked asked;
  MonthFacts& facts = asked.facts;
  constexpr int64_t kNoneYet = std::numeric_limits<int64_t>::max();
  const bool decided = std::any_of(plans.begin(), plans.end(), [](const FundingPlan* plan) {
    return !plan->SchemeAmounts().empty();
  });
  asked.positions = {kNoneYet, kNoneYet, programme.empty() ? 0 : kNoneYet, decided ? kNoneYet : 0};
  facts.billed.calendar.month = month;
  facts.before.calendar.month = month - 1;
  RETURN_IF_ERROR(AskEnrolments(caller, facts.billed, asked.positions, after_page));
  RETURN_IF_ERROR(AskEnrolments(caller, facts.before, asked.positions, after_page));
  RETURN_IF_ERROR(AskBookings(caller, facts.billed, asked.positions, after_page));
  RETURN_IF_ERROR(AskBookings(caller, facts.before, asked.positions, after_page));
  if (!programme.empty()) RETURN_IF_ERROR(AskDecisions(caller, programme, asked, after_page));
  RETURN_IF_ERROR(AskChildren(caller, asked, after_page));
  RETURN_IF_ERROR(AskWorths(caller, plans, asked, after_page));
  RETURN_IF_ERROR(AskFirms(caller, facts));
  for (const auto& [case_number, child] : facts.children) {
    for (const Employment& each : child.employments) {
      if (facts.firms.count(each.firm) == 0) return rpc::FactsStale("the firms of the park");
    }
  }
  return asked;
}

}  // namespace tuoqiao::billing
