// Searches: centres that fit a family's day. Nothing is stored, and no place of a family is logged.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/log.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/closed_start.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/finding/convert_search.h"
#include "services/places/finding/vacancy.h"
#include "services/places/offers/offering.h"
#include "services/places/service.h"
#include "services/places/store.h"
#include "services/places/viability_store.h"

namespace tuoqiao::places {
namespace {

constexpr uint32_t kEveryDay = 0x7f;

// A child as far as a search asks.
struct SearchedChild {
  absl::CivilDay birth_date;
  Asker asker;
};

SearchedChild ChildOf(const SearchSaid& said) {
  SearchedChild child;
  child.birth_date = said.birth_date.value_or(BirthDateFor(said.age_months, said.family.start));
  child.asker.needs_level = said.needs_level;
  if (!said.firm.empty()) child.asker.firms.insert(said.firm);
  Child born;
  born.birth_date = child.birth_date;
  child.asker.until = OutgrownOn(AgesOutOn(born));
  return child;
}

// CHILD_NOT_FOUND, also for whom the caller may not see.
absl::StatusOr<SearchedChild> FindChild(const Peers& peers, const rpc::Caller& caller,
                                        const SearchSaid& said) {
  if (!caller.Sees(said.child)) return ChildNotFound(said.child);
  ASSIGN_OR_RETURN(const auto children, peers.AskChildren(caller, {}));
  for (const auto& [case_number, child] : *children) {
    if (ChildName(caller.park, child.family, child.id) != said.child) continue;
    SearchedChild searched;
    searched.birth_date = child.birth_date;
    searched.asker.needs_level = child.needs_level;
    searched.asker.firms = FirmsOn(child, said.family.start);
    searched.asker.community = searched.asker.firms.empty();
    searched.asker.until = OutgrownOn(AgesOutOn(child));
    return searched;
  }
  return ChildNotFound(said.child);
}

absl::Status AddStart(absl::CivilDay today, SearchSaid& said) {
  said.family.start = said.start.value_or(today);
  if (said.family.start >= today) return absl::OkStatus();
  return FieldInvalid("start_date", "is in the past", "已过去");
}

// In the order in which they are brought.
absl::Status AddSiblings(absl::string_view park, const CentreIndex& centres, SearchSaid& said) {
  for (const std::string& id : said.sibling_centres) {
    const auto found = std::lower_bound(
        centres.centres.begin(), centres.centres.end(), id,
        [](const Centre& centre, const std::string& other) { return centre.id < other; });
    if (found == centres.centres.end() || found->id != id) {
      return CentreNotFound(CentreName(park, id));
    }
    said.family.siblings.push_back({found->latitude_micro, found->longitude_micro});
  }
  return absl::OkStatus();
}

// What a search read.
struct Found {
  std::shared_ptr<const CentreIndex> centres;
  std::vector<search::Candidate> candidates;
  std::vector<size_t> places;  // Of the candidates, among the centres.
  size_t near = 0;
  absl::Time as_of;
  bool any_confirmed = false;  // A centre of the park has said which seats it has free.
};

absl::StatusOr<Found> Find(db::Read& txn, CentreIndexes& indexes, const search::Numbers& numbers,
                           absl::CivilDay today, const SearchedChild& child, SearchSaid& said) {
  Found found;
  ASSIGN_OR_RETURN(found.centres, indexes.Load(txn));
  RETURN_IF_ERROR(AddSiblings(txn.park(), *found.centres, said));
  const auto nearby = found.centres->index.Find(search::NearOf(said.family, numbers),
                                                static_cast<size_t>(numbers.candidates_max));
  found.near = nearby.in_all;
  ASSIGN_OR_RETURN(found.any_confirmed, AnyVacancyConfirmed(txn));
  std::vector<std::string> ids;
  for (const search::Grid::Found& each : nearby.found) {
    ids.push_back(found.centres->centres[each.index].id);
  }
  ASSIGN_OR_RETURN(TakenByCentre taken, found.centres->seats->Load(txn, ids, today));
  ASSIGN_OR_RETURN(const absl::CivilDay earliest, LoadEarliestStart(txn));
  const absl::CivilDay first = std::max(said.family.start, earliest);
  const auto days = StartDaysOf(child.birth_date, first, numbers.wait_months_max);
  const Period watched = {first, first + numbers.closed_days};
  ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn));
  const Opening opening(calendars);
  ASSIGN_OR_RETURN(const ClosedDays closed, LoadClosedDays(txn, opening, watched));
  const auto asked_for = DaysAskedFor(
      opening, watched, said.family.shift.has_value() ? said.family.shift->weekdays : kEveryDay);
  for (const search::Grid::Found& each : nearby.found) {
    const Centre& centre = found.centres->centres[each.index];
    found.places.push_back(each.index);
    found.candidates.push_back({&found.centres->index.sites()[each.index], each.nearness,
                                std::nullopt,
                                VacanciesOf(centre, taken[centre.id], child.asker, days),
                                ClosedStartOf(asked_for, closed, centre.id)});
  }
  return found;
}

// By the engine, where there is one and it answers.
absl::Status AddLegs(const std::optional<TravelEngine>& engine, const search::Numbers& numbers,
                     const search::Family& family, std::vector<search::Candidate>* candidates,
                     v1::TravelSource* source) {
  std::vector<search::Point> points;
  for (const search::Candidate& each : *candidates) points.push_back(each.site->at);
  absl::StatusOr<std::vector<std::optional<search::Leg>>> legs =
      absl::UnavailableError("no engine");
  if (engine.has_value()) {
    legs = search::LegsTo(EngineTravel(*engine, numbers.paces), family, points);
    if (!legs.ok()) {
      Log(Severity::kWarning, "places.travel_engine_failed",
          {{"engine", std::string(search::EngineName(engine->kind()))},
           {"why", std::string(legs.status().message())}});
      source->set_fallback_reason("ENGINE_FAILED");
    } else if (engine->AddressOf(family.mode) != nullptr) {
      source->set_engine(std::string(search::EngineName(engine->kind())));
    }
  }
  if (!legs.ok()) legs = search::LegsTo(search::StraightTravel(numbers.paces), family, points);
  RETURN_IF_ERROR(legs.status());
  for (size_t i = 0; i < candidates->size(); ++i) (*candidates)[i].leg = (*legs)[i];
  return absl::OkStatus();
}

void AddRanking(absl::string_view park, const search::Family& family, const Found& found,
                const search::Ranking& ranking, v1::SearchCentresResponse* response) {
  const auto to_proto = [&](const search::Ranked& each) {
    return ToProto(park, found.centres->centres[found.places[each.candidate]], family,
                   found.candidates[each.candidate], each);
  };
  for (const auto& each : ranking.results) *response->add_results() = to_proto(each);
  for (const auto& each : ranking.passed_over) *response->add_passed_over() = to_proto(each);
  response->set_fitting(static_cast<int32_t>(ranking.fitting));
  response->set_not_fitting(static_cast<int32_t>(ranking.passed_over_in_all));
  response->set_near(static_cast<int32_t>(found.near));
  response->set_as_of_time(FormatInstant(found.as_of));
}

absl::Status AddConfirmations(db::Read& txn, v1::SearchCentresResponse* response) {
  for (auto* centres : {response->mutable_results(), response->mutable_passed_over()}) {
    for (v1::FoundCentre& each : *centres) {
      ASSIGN_OR_RETURN(const auto confirmed, LoadVacancyConfirmation(txn, LastPart(each.centre())));
      if (confirmed.has_value()) each.set_vacancy_confirmed_date(FormatDay(confirmed->date));
    }
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status PlacesService::SearchCentres(grpc::ServerContext* context,
                                          const v1::SearchCentresRequest* request,
                                          v1::SearchCentresResponse* response) {
  return front_.Answer(
      context, "SearchCentres", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(SearchSaid said, FromProto(caller.park, *request));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        RETURN_IF_ERROR(AddStart(today, said));
        SearchedChild child;
        if (said.child.empty()) {
          child = ChildOf(said);
        } else {
          ASSIGN_OR_RETURN(child, FindChild(peers_, caller, said));
        }
        child.asker.specialist_only = said.family.specialist_only;
        child.asker.today = today;
        ASSIGN_OR_RETURN(const search::Numbers numbers, search::NumbersOn(packs_.travel, today));
        Found found;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(found, Find(txn, indexes_, numbers, today, child, said));
          found.as_of = mutation_.clock.Now();
          return absl::OkStatus();
        }));
        *response->mutable_travel() = ToProto(packs_.travel, today);
        RETURN_IF_ERROR(
            AddLegs(engine_, numbers, said.family, &found.candidates, response->mutable_travel()));
        const search::Ranking ranking =
            search::Rank({said.family, AgeInMonths(child.birth_date, said.family.start),
                          said.prices, numbers, said.results_max},
                         found.candidates);
        AddRanking(caller.park, said.family, found, ranking, response);
        if (!found.any_confirmed) return absl::OkStatus();
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          return AddConfirmations(txn, response);
        });
      });
}

}  // namespace tuoqiao::places
