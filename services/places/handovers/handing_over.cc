#include "services/places/handovers/handing_over.h"

#include <algorithm>
#include <utility>

#include "services/common/db/outbox.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/handovers/convert_handover.h"
#include "services/places/offers/offer_policy.h"
#include "services/places/offers/offering.h"
#include "services/places/store.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::places {
namespace {

using type::v1::Event;

struct Names {
  std::set<std::string> families, employees;
};

// Whom the events of either log are about.
absl::StatusOr<Names> NamesIn(const std::vector<Event>& events) {
  static const auto* const kOfEmployees =
      new std::set<std::string>{"EmployeeJoined", "EmployeeChanged", "EmployeeLeft"};
  static const auto* const kOfFamilies =
      new std::set<std::string>{"FamilyChanged", "GuardianConfirmed"};
  Names names;
  for (const Event& each : events) {
    if (kOfEmployees->count(each.kind()) == 1) names.employees.insert(each.subject());
    if (kOfFamilies->count(each.kind()) == 1) names.families.insert(each.subject());
    if (each.kind() != "DecisionMade") continue;
    eligibility::v1::DecisionMade made;
    if (!each.payload().UnpackTo(&made)) {
      return absl::InternalError("DecisionMade carries another payload");
    }
    names.families.insert(made.child().substr(0, made.child().find("/children/")));
  }
  return names;
}

bool AnybodyLeft(const Child& child) {
  return std::any_of(child.employments.begin(), child.employments.end(),
                     [](const Employment& each) { return each.leave_date.has_value(); });
}

const Decision* FindDecision(
    const std::map<std::string, std::shared_ptr<const Decisions>>& decisions,
    const RunningPlace& place) {
  const auto of_programme = decisions.find(place.programme);
  if (of_programme == decisions.end()) return nullptr;
  const auto decision = of_programme->second->find(place.case_number);
  return decision == of_programme->second->end() ? nullptr : &decision->second;
}

absl::StatusOr<bool> HasFreeSeat(db::Read& txn, const Enrolment& enrolment, const std::string& pool,
                                 absl::CivilDay today) {
  ASSIGN_OR_RETURN(const auto group, LoadGroup(txn, enrolment.group));
  if (!group.has_value()) return false;
  ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfCentre(txn, enrolment.centre, today));
  return std::any_of(group->pools.begin(), group->pools.end(), [&](const SeatPool& each) {
    return each.Key() == pool && CountTaken(taken, today, enrolment.group, pool) < each.seats;
  });
}

absl::Status SaveAndTell(rpc::Change& change, const Enrolment& enrolment, const HandingOver& result,
                         absl::CivilDay today) {
  const std::string& park = change.txn.park();
  if (result.advice.has_value()) {
    RETURN_IF_ERROR(SaveAdvice(change.txn, *result.advice));
    const v1::PlaceAdvice advice = ToProto(park, *result.advice);
    change.Publish("CentreAdvised", advice.name(), advice.revision(), advice);
  }
  RETURN_IF_ERROR(SaveHandovers(change.txn, result.changed));
  for (const Handover& each : result.changed) {
    const v1::Handover handover = ToProto(park, each, enrolment, today);
    change.Publish("PayerChanged", handover.name(), handover.revision(), handover);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status HandOverPlace(rpc::Change& change, const Enrolment& enrolment,
                           const HandoverFacts& facts) {
  const std::string& park = change.txn.park();
  ASSIGN_OR_RETURN(const auto known, LoadHandoversOf(change.txn, enrolment.id));
  ASSIGN_OR_RETURN(const auto advised, LoadAdviceOf(change.txn, enrolment.centre, enrolment.id));
  auto found = HandoversOf(park, enrolment, facts.child, facts.decision, facts.grace_days);
  return SaveAndTell(change, enrolment,
                     HandOver(park, enrolment, known, advised, std::move(found), facts.today),
                     facts.today);
}

absl::Status HandOverNewPlace(rpc::Change& change, const Enrolment& enrolment,
                              const HandoverFacts& facts) {
  const std::string& park = change.txn.park();
  auto found = HandoversOf(park, enrolment, facts.child, facts.decision, facts.grace_days);
  return SaveAndTell(change, enrolment,
                     HandOver(park, enrolment, {}, std::nullopt, std::move(found), facts.today),
                     facts.today);
}

absl::Status HandOverFollowing(rpc::Change& change, const Enrolment& former, const Enrolment& next,
                               const Child& child, absl::CivilDay today) {
  const std::string& park = change.txn.park();
  ASSIGN_OR_RETURN(const auto known, LoadHandoversOf(change.txn, former.id));
  if (known.empty()) return absl::OkStatus();
  return SaveAndTell(
      change, next,
      HandOver(park, next, {}, std::nullopt, HandoversOfFollowing(park, next, child, known), today),
      today);
}

absl::StatusOr<int64_t> ReturnReservedSeats(rpc::Change& change, const Children& children,
                                            absl::CivilDay today) {
  int64_t returned = 0;
  ASSIGN_OR_RETURN(auto places, LoadReservedPlaces(change.txn, today));
  std::sort(places.begin(), places.end(),
            [](const RunningPlace& a, const RunningPlace& b) { return a.child < b.child; });
  for (const RunningPlace& place : places) {
    const auto child = children.find(place.case_number);
    if (child == children.end()) continue;
    ASSIGN_OR_RETURN(Enrolment enrolment, LoadEnrolment(change.txn, place.centre, place.enrolment));
    for (const std::string& pool : PoolsInstead(enrolment, child->second, today)) {
      RETURN_IF_ERROR(LockChild(change.txn, place.child));
      RETURN_IF_ERROR(LockGroup(change.txn, enrolment.group));
      ASSIGN_OR_RETURN(const bool free, HasFreeSeat(change.txn, enrolment, pool, today));
      if (!free) continue;
      ASSIGN_OR_RETURN(enrolment, LoadEnrolment(change.txn, place.centre, place.enrolment));
      enrolment.pool = pool;
      ++enrolment.revision;
      RETURN_IF_ERROR(MovePool(change.txn, enrolment));
      const v1::Enrolment moved = ToProto(change.txn.park(), enrolment, today);
      change.Publish("SeatReturned", moved.name(), moved.revision(), moved);
      ++returned;
      break;
    }
  }
  return returned;
}

absl::StatusOr<rpc::Listener::Apply> HandoverHearing::Prepare(
    const rpc::Caller& caller, const std::vector<Event>& events) const {
  const rpc::Listener::Apply nothing = [](rpc::Change&, const std::vector<Event>&) {
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const Names names, NamesIn(events));
  if (names.families.empty() && names.employees.empty()) return nothing;
  Concern concern;
  ASSIGN_OR_RETURN(concern.today, peers_.AskToday(caller));
  bool any = false;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(any, AnyPlaceRuns(txn, concern.today));
    return absl::OkStatus();
  }));
  if (!any) return nothing;
  ASSIGN_OR_RETURN(const WaitingNumbers numbers, WaitingNumbersOn(waiting_pack_, concern.today));
  concern.grace_days = numbers.leaver_grace_days;
  ASSIGN_OR_RETURN(concern.some, peers_.AskSome(caller, names.families, names.employees));
  if (concern.some.children.empty()) return nothing;
  RETURN_IF_ERROR(LoadConcerned(caller.park, concern));
  if (concern.places.empty()) return nothing;
  for (const RunningPlace& each : concern.places) {
    auto& decisions = concern.decisions[each.programme];
    if (decisions != nullptr) continue;
    ASSIGN_OR_RETURN(decisions, peers_.AskDecisions(caller, each.programme, {}));
  }
  return rpc::Listener::Apply(
      [concern = std::move(concern)](rpc::Change& change, const std::vector<Event>&) {
        return Apply(change, concern);
      });
}

absl::Status HandoverHearing::LoadConcerned(const std::string& park, Concern& concern) const {
  const Children& children = concern.some.children;
  const std::string &first = children.begin()->first, &last = children.rbegin()->first;
  return db_.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto places, LoadRunningPlaces(txn, {first, last, concern.today}));
    ASSIGN_OR_RETURN(const auto handed_over, LoadHandedOver(txn, first, last));
    for (const RunningPlace& each : places) {
      const auto child = children.find(each.case_number);
      if (child == children.end()) continue;
      if (!AnybodyLeft(child->second) && handed_over.count(each.enrolment) == 0) continue;
      concern.places.push_back(each);
    }
    std::sort(concern.places.begin(), concern.places.end(),
              [](const RunningPlace& a, const RunningPlace& b) { return a.child < b.child; });
    return absl::OkStatus();
  });
}

absl::Status HandoverHearing::Apply(rpc::Change& change, const Concern& concern) {
  ASSIGN_OR_RETURN(const int64_t heard, db::LoadCursor(change.txn, "directory"));
  // Heard again, with facts that hold what the other log's listener has heard meanwhile.
  if (concern.some.position < heard) return rpc::FactsStale("directory");
  for (const RunningPlace& each : concern.places) {
    RETURN_IF_ERROR(LockChild(change.txn, each.child));
    ASSIGN_OR_RETURN(const Enrolment enrolment,
                     LoadEnrolment(change.txn, each.centre, each.enrolment));
    if (!enrolment.running) continue;
    RETURN_IF_ERROR(HandOverPlace(change, enrolment,
                                  {concern.today, concern.some.children.at(each.case_number),
                                   FindDecision(concern.decisions, each), concern.grace_days}));
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
