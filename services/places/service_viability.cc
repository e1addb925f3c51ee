// Viability: how full centres are and will be. Numbers of children under five leave no handler of
// this file.
#include <algorithm>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/convert_viability.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/errors_viability.h"
#include "services/places/offers/application_store.h"
#include "services/places/offers/offering.h"
#include "services/places/service.h"
#include "services/places/store.h"
#include "services/places/viability_store.h"

namespace tuoqiao::places {
namespace {

// A stay whose end nobody knows.
constexpr absl::CivilDay kFarAhead(9999, 1, 1);
constexpr int64_t kPlacesAtOnce = 1000;

// ---- Vacancies.

// A centre's groups, each said once and as it is counted. FIELD_REQUIRED, GROUP_NOT_FOUND,
// VACANCY_DIFFERS.
absl::Status CheckVacancies(absl::string_view park, const Centre& centre, const VacanciesSaid& said,
                            const std::vector<TakenSeats>& taken, absl::CivilDay today) {
  size_t found = 0;
  for (const Group& group : centre.groups) {
    const auto of_group = said.groups.find(group.id);
    if (of_group == said.groups.end()) return FieldRequired("vacancies");
    ++found;
  }
  if (found < said.groups.size()) {
    for (const auto& [id, of_group] : said.groups) {
      const bool there = std::any_of(centre.groups.begin(), centre.groups.end(),
                                     [&](const Group& group) { return group.id == id; });
      if (!there) return GroupNotFound(GroupName(park, id));
    }
  }
  for (const Group& group : centre.groups) {
    const VacancySaid& of_group = said.groups.at(group.id);
    const int64_t free =
        std::max<int64_t>(0, group.CapacityOn(today) - CountTaken(taken, today, group.id));
    if (free == of_group.free) continue;
    return VacancyDiffers(absl::StrCat("vacancies[", of_group.at, "].free"),
                          GroupName(park, group.id), of_group.free, free);
  }
  return absl::OkStatus();
}

// ---- Occupancies.

absl::StatusOr<std::vector<Centre>> LoadAsked(db::Read& txn, const std::string& centre) {
  if (centre.empty()) return LoadAllCentres(txn);
  ASSIGN_OR_RETURN(const auto found, LoadCentre(txn, centre));
  if (!found.has_value()) return CentreNotFound(CentreName(txn.park(), centre));
  return std::vector<Centre>{*found};
}

absl::Status AddPlaces(db::Read& txn, const std::string& centre, const Period& period,
                       viability::SeatsKnown* known) {
  // Of one centre: from before its first place to its last.
  EnrolmentPlace after{"", centre, ""};
  while (true) {
    ASSIGN_OR_RETURN(const auto places, LoadEnrolmentsIn(txn, period, after, kPlacesAtOnce));
    for (const Enrolment& each : places) {
      if (!centre.empty() && each.centre != centre) return absl::OkStatus();
      known->places.push_back({each.group, each.period});
    }
    if (static_cast<int64_t>(places.size()) < kPlacesAtOnce) return absl::OkStatus();
    after = {"", places.back().centre, places.back().id};
  }
}

absl::Status AddOffers(db::Read& txn, const std::vector<Centre>& centres, absl::CivilDay today,
                       viability::SeatsKnown* known) {
  ASSIGN_OR_RETURN(const auto offers, LoadOpenOffers(txn, centres.front().id, centres.back().id));
  for (const Offer& each : offers) {
    if (StateOn(each, today) != OfferState::kOpen) continue;
    known->offers.push_back({each.seat.group, {each.seat.start, each.end}});
  }
  return absl::OkStatus();
}

int64_t OpeningDays(const Opening& opening, absl::CivilMonth month, absl::CivilDay today) {
  const auto days = opening.DaysOf(month);
  return std::count_if(days.begin(), days.end(), [&](absl::CivilDay day) { return day <= today; });
}

absl::StatusOr<viability::SeatsKnown> LoadKnown(db::Read& txn, const std::vector<Centre>& centres,
                                                const OccupancySaid& said, absl::CivilDay today) {
  viability::SeatsKnown known;
  if (centres.empty()) return known;
  for (const Centre& centre : centres) {
    for (const Group& group : centre.groups) {
      known.groups.push_back({centre.id, group.id, group.kind, group.capacity, group.open});
    }
  }
  const viability::Months& months = said.months;
  const absl::CivilMonth last = months.from + (months.count - 1);
  RETURN_IF_ERROR(
      AddPlaces(txn, said.centre, {absl::CivilDay(months.from), absl::CivilDay(last + 1)}, &known));
  RETURN_IF_ERROR(AddOffers(txn, centres, today, &known));
  ASSIGN_OR_RETURN(known.attended, LoadAttendedMonths(txn, {months.from, last, centres.front().id,
                                                            centres.back().id}));
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
  const Opening opening(calendars);
  for (int64_t i = 0; i < months.count; ++i) {
    known.opening_days.push_back(OpeningDays(opening, months.from + i, today));
  }
  return known;
}

std::string KeyOf(const viability::Occupied& occupied) {
  return occupied.group.empty() ? occupied.centre : occupied.group;
}

// The part of a list that a page holds. PAGE_TOKEN_INVALID where what it goes on behind is gone.
struct OccupancyPage {
  rpc::Page page;
  std::string list;
  absl::CivilMonth from;
};
absl::Status AddPage(absl::string_view park, const std::vector<viability::Occupied>& occupied,
                     const OccupancyPage& of, v1::ListOccupancyResponse* response) {
  auto next = occupied.begin();
  if (!of.page.after.empty()) {
    next = std::find_if(next, occupied.end(), [&](const viability::Occupied& each) {
      return absl::StrCat("/", KeyOf(each)) == of.page.after;
    });
    if (next == occupied.end()) return rpc::PageTokenInvalid();
    ++next;
  }
  const int64_t count = std::min<int64_t>(of.page.size, occupied.end() - next);
  for (const auto last = next + count; next != last; ++next) {
    *response->add_occupancies() = ToProto(park, *next, of.from);
  }
  if (next != occupied.end()) {
    response->set_next_page_token(
        rpc::NextPageToken(of.list, absl::StrCat("/", KeyOf(*(next - 1)))));
  }
  return absl::OkStatus();
}

absl::Status AddConfirmations(db::Read& txn, v1::ListOccupancyResponse* response) {
  for (v1::Occupancy& each : *response->mutable_occupancies()) {
    if (each.centre().empty()) continue;
    ASSIGN_OR_RETURN(const auto confirmed, LoadVacancyConfirmation(txn, LastPart(each.centre())));
    if (confirmed.has_value()) each.set_vacancy_confirmed_date(FormatDay(confirmed->date));
  }
  return absl::OkStatus();
}

// ---- Demand.

viability::DemandChild ToDemand(const Child& child, const std::set<std::string>& applied) {
  viability::DemandChild demand{child.birth_date, {}, applied.count(child.id) == 1};
  for (const Employment& each : child.employments) {
    demand.stays.push_back(
        {each.firm,
         {each.hire_date, each.leave_date.has_value() ? *each.leave_date + 1 : kFarAhead}});
  }
  return demand;
}

// What a forecast reads.
struct DemandKnown {
  std::set<std::string> applied;
  std::vector<viability::HeadCount> head_counts;
  viability::SeatsByKind seats = {};
};
absl::StatusOr<DemandKnown> LoadDemand(db::Read& txn, absl::CivilDay today,
                                       const viability::Numbers& numbers) {
  DemandKnown known;
  ASSIGN_OR_RETURN(known.applied, LoadChildrenWhoApplied(txn));
  ASSIGN_OR_RETURN(known.head_counts,
                   LoadHeadCountsSince(txn, absl::CivilMonth(today) - numbers.survey_months));
  ASSIGN_OR_RETURN(const auto centres, LoadAllCentres(txn));
  for (const Centre& centre : centres) {
    for (const Group& group : centre.groups) {
      known.seats[static_cast<size_t>(group.kind)] += group.CapacityOn(today);
    }
  }
  return known;
}

// Here the exact counts end.
viability::SaidDemand SayDemand(const Children& children, const DemandKnown& known,
                                absl::CivilDay today, const viability::Numbers& numbers) {
  std::vector<viability::DemandChild> counted;
  for (const auto& [case_number, child] : children) {
    counted.push_back(ToDemand(child, known.applied));
  }
  return viability::Say(viability::CountDemand(counted, known.head_counts, today, numbers),
                        numbers);
}

void AddCounts(const viability::SaidDemand& said, v1::DemandForecast* response) {
  for (const viability::SaidCell& cell : said.cells) *response->add_counts() = ToProto(cell);
  response->set_joined(static_cast<int32_t>(said.joined));
  response->set_left(static_cast<int32_t>(said.left));
  response->set_firms_counted(static_cast<int32_t>(said.firms_counted));
}

int64_t SeatsThere(const viability::SeatsByKind& seats, GroupKind kind) {
  const Band& band = BandOf(kind);
  int64_t there = 0;
  for (const GroupKind each : kGroupKinds) {
    const Band& other = BandOf(each);
    const bool meet =
        other.from_months < band.until_months && band.from_months < other.until_months;
    if (meet) there += seats[static_cast<size_t>(each)];
  }
  return there;
}

}  // namespace

grpc::Status PlacesService::ConfirmVacancy(grpc::ServerContext* context,
                                           const v1::ConfirmVacancyRequest* request,
                                           v1::VacancyConfirmation* response) {
  return front_.Answer(
      context, "ConfirmVacancy", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const VacanciesSaid said, FromProto(caller.park, *request));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(LockCentre(change.txn, said.centre));
              ASSIGN_OR_RETURN(const auto centre, LoadCentre(change.txn, said.centre));
              if (!centre.has_value()) return CentreNotFound(request->name());
              ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfCentre(change.txn, said.centre, today));
              RETURN_IF_ERROR(CheckVacancies(caller.park, *centre, said, taken, today));
              ASSIGN_OR_RETURN(const auto before, LoadVacancyConfirmation(change.txn, said.centre));
              const VacancyConfirmation confirmation = {
                  said.centre, today, mutation_.clock.Now(), caller.identity.role,
                  before.has_value() ? before->revision + 1 : 1};
              RETURN_IF_ERROR(SaveVacancyConfirmation(change.txn, confirmation));
              *response = ToProto(caller.park, confirmation);
              change.Publish("VacancyConfirmed", response->name(), confirmation.revision,
                             *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::ListOccupancy(grpc::ServerContext* context,
                                          const v1::ListOccupancyRequest* request,
                                          v1::ListOccupancyResponse* response) {
  return front_.Answer(
      context, "ListOccupancy", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const OccupancySaid said, FromProto(*request));
        const std::string list = absl::StrCat(request->parent(), "/occupancies/",
                                              request->from_month(), "/", request->until_month());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const viability::Numbers numbers,
                         viability::NumbersOn(packs_.viability, today));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto centres, LoadAsked(txn, said.centre));
          ASSIGN_OR_RETURN(const auto known, LoadKnown(txn, centres, said, today));
          RETURN_IF_ERROR(AddPage(
              caller.park,
              viability::OccupancyOf(known, said.months, today, numbers, said.centre.empty()),
              {page, list, said.months.from}, response));
          response->set_as_of_time(FormatInstant(mutation_.clock.Now()));
          *response->mutable_source() = SourceToProto(packs_.viability, today, numbers);
          return AddConfirmations(txn, response);
        });
      });
}

grpc::Status PlacesService::SubmitHeadCount(grpc::ServerContext* context,
                                            const v1::SubmitHeadCountRequest* request,
                                            v1::HeadCount* response) {
  return front_.Answer(
      context, "SubmitHeadCount", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(viability::HeadCount said, FromProto(*request));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&]() -> absl::StatusOr<absl::CivilDay> {
              RETURN_IF_ERROR(peers_.CheckFirm(caller, request->parent()));
              return peers_.AskToday(caller);
            },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const viability::Numbers numbers,
                               viability::NumbersOn(packs_.viability, today));
              const absl::CivilMonth month(today);
              if (said.month > month || said.month + numbers.survey_months < month) {
                return HeadCountMonthWrong(said.month, numbers.survey_months);
              }
              ASSIGN_OR_RETURN(const auto before, LoadHeadCount(change.txn, said.firm, said.month));
              said.revision = before.has_value() ? before->revision + 1 : 1;
              RETURN_IF_ERROR(SaveHeadCount(change.txn, said));
              *response = ToProto(caller.park, said, false);
              change.Publish("HeadCountSubmitted", response->name(), said.revision, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::ForecastDemand(grpc::ServerContext* context,
                                           const v1::ForecastDemandRequest* request,
                                           v1::DemandForecast* response) {
  return front_.Answer(
      context, "ForecastDemand", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const int64_t ahead,
                         MonthsAhead(request->months_ahead(), kForecastMonths));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const viability::Numbers numbers,
                         viability::NumbersOn(packs_.viability, today));
        ASSIGN_OR_RETURN(const auto children, peers_.AskChildren(caller, {}));
        DemandKnown known;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(known, LoadDemand(txn, today, numbers));
          return absl::OkStatus();
        }));
        const viability::SaidDemand said = SayDemand(*children, known, today, numbers);
        const absl::CivilMonth month(today);
        const uint64_t seed = viability::SeedOf(caller.park, month);
        const auto months = viability::ForecastOf(
            viability::DrawCourses(said, ahead, numbers, seed), known.seats, numbers);
        response->set_as_of_date(FormatDay(today));
        AddCounts(said, response);
        for (size_t i = 0; i < months.size(); ++i) {
          *response->add_months() =
              ToProto(months[i], month + static_cast<int64_t>(i + 1), numbers);
        }
        response->set_coverage_bp(static_cast<int32_t>(numbers.range_bp));
        response->set_courses(static_cast<int32_t>(numbers.courses));
        response->set_seed(SeedText(seed));
        *response->mutable_source() = SourceToProto(packs_.viability, today, numbers);
        return absl::OkStatus();
      });
}

grpc::Status PlacesService::PreviewGroup(grpc::ServerContext* context,
                                         const v1::PreviewGroupRequest* request,
                                         v1::GroupPreview* response) {
  return front_.Answer(
      context, "PreviewGroup", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PreviewSaid group, FromProto(*request));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const viability::Numbers numbers,
                         viability::NumbersOn(packs_.viability, today));
        ASSIGN_OR_RETURN(const auto children, peers_.AskChildren(caller, {}));
        DemandKnown known;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const bool there, CentreExists(txn, group.centre));
          if (!there) return CentreNotFound(request->parent());
          ASSIGN_OR_RETURN(known, LoadDemand(txn, today, numbers));
          return absl::OkStatus();
        }));
        const viability::SaidDemand said = SayDemand(*children, known, today, numbers);
        const absl::CivilMonth month(today);
        const uint64_t seed = viability::SeedOf(caller.park, month);
        const auto months =
            viability::PreviewOf(viability::DrawCourses(said, group.months, numbers, seed),
                                 known.seats, group.kind, group.seats, numbers);
        int32_t under = 0;
        for (size_t i = 0; i < months.size(); ++i) {
          *response->add_months() =
              ToProto(months[i], month + static_cast<int64_t>(i + 1), numbers);
          if (months[i].warning >= viability::Warning::kLikely) ++under;
        }
        response->set_seats_there(static_cast<int32_t>(SeatsThere(known.seats, group.kind)));
        response->set_months_under_floor(under);
        response->set_coverage_bp(static_cast<int32_t>(numbers.range_bp));
        response->set_seed(SeedText(seed));
        *response->mutable_source() = SourceToProto(packs_.viability, today, numbers);
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::places
