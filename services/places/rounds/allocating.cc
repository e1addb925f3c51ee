#include "services/places/rounds/allocating.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/places/allocation/matching.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/rounds/freezing.h"
#include "services/places/rounds/round_store.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr int64_t kAll = std::numeric_limits<int64_t>::max();
constexpr size_t kNumberBytes = 10;

absl::StatusOr<SeatBook> LoadBook(db::Read& txn, absl::CivilDay today, absl::CivilDay start) {
  ASSIGN_OR_RETURN(const auto centres, LoadAllCentres(txn));
  ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfPark(txn, std::min(today, start)));
  return SeatBook(centres, taken, {today, start});
}

absl::StatusOr<std::map<std::string, Waiting>> LoadAllWaiting(db::Read& txn, absl::CivilDay today) {
  ASSIGN_OR_RETURN(auto waiting, LoadWaiting(txn, {QueuePlace(), today}, kAll));
  std::map<std::string, Waiting> by_id;
  for (Waiting& each : waiting) {
    const std::string id = each.application.id;
    by_id.emplace(id, std::move(each));
  }
  return by_id;
}

// ---- Freezing.

// Who waits in the order of submission, with what is known of each.
absl::StatusOr<std::vector<Wanting>> LoadWanting(db::Read& txn, const OfferingFacts& facts,
                                                 const Catchments& catchments,
                                                 absl::CivilDay start) {
  ASSIGN_OR_RETURN(const auto waiting, LoadWaiting(txn, {QueuePlace(), facts.today}, kAll));
  ASSIGN_OR_RETURN(auto declined, LoadDeclined(txn));
  ASSIGN_OR_RETURN(auto places, LoadPlacesOfFamilies(txn, start));
  std::vector<Wanting> wanting;
  for (const Waiting& each : waiting) {
    const auto child = facts.children->find(each.application.case_number);
    if (each.placed || child == facts.children->end()) continue;
    Wanting one{each.application, &child->second, facts.DecisionOn(each.application)};
    one.passed_over = declined[each.application.id];
    for (const PlaceOfChild& place : places[each.application.family]) {
      if (place.child != each.application.child) one.sibling_centres.insert(place.centre);
    }
    const auto catchment = catchments.find(each.application.id);
    if (catchment != catchments.end()) one.catchment_centres = catchment->second;
    wanting.push_back(std::move(one));
  }
  return wanting;
}

absl::Status CheckCatchments(const Catchments& catchments, const std::vector<Wanting>& wanting) {
  std::set<std::string> known;
  for (const Wanting& each : wanting) known.insert(each.application.id);
  for (const auto& [application, centres] : catchments) {
    if (known.count(application) == 0) return ApplicationNotFound(application);
  }
  return absl::OkStatus();
}

// ---- Publishing.

absl::StatusOr<allocation::Log> LoadRoundLog(db::Read& txn, const KeyRing& keys,
                                             const std::string& round) {
  ASSIGN_OR_RETURN(const std::string text, LoadLog(txn, keys, round));
  return allocation::ReadLog(text);
}

absl::Status CheckStartIsOpen(db::Read& txn, absl::CivilDay start) {
  ASSIGN_OR_RETURN(const auto closed, LoadClosedMonths(txn));
  const bool in_closed = !closed.empty() && absl::CivilMonth(start) <= closed.back();
  return in_closed ? StartMonthClosed(start) : absl::OkStatus();
}

// One round that becomes offers.
class Publishing {
 public:
  Publishing(rpc::Change& change, const KeyRing& keys, const OfferingFacts& facts,
             const Round& round)
      : change_(change), keys_(keys), facts_(facts), round_(round) {}

  absl::Status Load() {
    db::Read& txn = change_.txn;
    ASSIGN_OR_RETURN(const OfferTerms terms, LoadTerms(txn, facts_.numbers, facts_.today));
    days_ = OfferDaysFrom(terms.numbers, facts_.today);
    ASSIGN_OR_RETURN(log_, LoadRoundLog(txn, keys_, round_.id));
    ASSIGN_OR_RETURN(waiting_, LoadAllWaiting(txn, facts_.today));
    ASSIGN_OR_RETURN(expired_, LoadExpired(txn, facts_.today));
    ASSIGN_OR_RETURN(results_, LoadResults(txn, keys_, {round_.id, "", "", "", kAll}));
    ASSIGN_OR_RETURN(const auto units, LoadUnits(txn, round_.id));
    ASSIGN_OR_RETURN(const SeatBook book, LoadBook(txn, facts_.today, round_.start));
    std::map<std::tuple<std::string, std::string, Session>, SeatBook::FreePoolSeats> free;
    for (const FreeUnit& each : FreeUnits(round_, book)) {
      free[{each.pool.group, each.pool.pool, each.part}] = each.pool;
    }
    for (const RoundUnit& each : units) {
      pools_[each.unit] = free[{each.group, each.pool, each.part}];
      if (book.HalvesShare(each.group)) sharing_.insert(each.group);
    }
    return absl::OkStatus();
  }

  // The same rule on what is still so.
  void MatchAgain() {
    allocation::Drawn& drawn = *log_.drawn;
    const allocation::Seats before = drawn.seats;
    drawn.changes = ChangesSince();
    if (!drawn.changes.None()) {
      drawn.seats = allocation::Match(allocation::After(log_.market, drawn.changes), drawn.draw);
    }
    drawn.result_digest = allocation::Digest(allocation::ResultLines(log_.market, drawn));
    Conclude(results_, log_, before);
  }

  absl::Status Save() {
    RETURN_IF_ERROR(SaveLog(change_.txn, keys_, round_.id, allocation::WriteLog(log_)));
    RETURN_IF_ERROR(UpdateResults(change_.txn, results_));
    std::vector<std::pair<Waiting*, const SeatBook::FreePoolSeats*>> winners;
    for (const RoundResult& each : results_) {
      const auto seat = log_.drawn->seats.find(each.applicant);
      if (seat == log_.drawn->seats.end()) continue;
      winners.push_back({&waiting_.at(each.application), &pools_.at(seat->second)});
    }
    const auto order = [](const auto& winner) {
      const Application& each = winner.first->application;
      return std::tie(each.submitted, each.case_number, each.id);
    };
    std::sort(winners.begin(), winners.end(),
              [&](const auto& a, const auto& b) { return order(a) < order(b); });
    for (const auto& [waiting, pool] : winners) MakeOne(waiting->application, *pool);
    RETURN_IF_ERROR(SaveOffers(change_.txn, offers_));
    return UpdateApplications(change_.txn, applications_);
  }

  const allocation::Log& log() const { return log_; }

 private:
  bool Gone(const RoundResult& result) const {
    const auto waiting = waiting_.find(result.application);
    if (waiting == waiting_.end() || waiting->second.placed) return true;
    const Application& application = waiting->second.application;
    const auto child = facts_.children->find(application.case_number);
    if (child == facts_.children->end() || !child->second.centre_consent) return true;
    const Decision* const decision = facts_.DecisionOn(application);
    return decision == nullptr || !EligibleOn(child->second, *decision, round_.start);
  }

  allocation::Changes ChangesSince() const {
    allocation::Changes changes;
    for (const RoundResult& each : results_) {
      if (each.grounds.barred.empty() && Gone(each)) changes.gone.insert(each.applicant);
    }
    for (const allocation::SeatUnit& each : log_.market.units) {
      const int64_t left = pools_.at(each.id).seats;
      if (left < each.seats) changes.seats[each.id] = left;
    }
    return changes;
  }

  void MakeOne(Application& application, const SeatBook::FreePoolSeats& pool) {
    if (const auto expired = expired_.find(application.id); expired != expired_.end()) {
      Expire(expired->second, application);
      Add("OfferExpired", expired->second);
    }
    const Child& child = facts_.children->at(application.case_number);
    // Only the public's children count against its ceiling.
    const bool of_firm = !FirmsOn(child, round_.start).empty();
    const bool plain = pool.pool == kSharedByPublic && of_firm;
    Seat seat = {pool.centre, pool.group, pool.kind, plain ? "SHARED" : pool.pool, round_.start};
    if (sharing_.count(pool.group) == 1) seat.part = application.session;
    seat.until = pool.until;
    Add("OfferMade", MakeOffer(change_.txn.park(), application, seat, AgesOutOn(child), days_));
    applications_.push_back(application);
  }

  void Add(absl::string_view kind, const Offer& offer) {
    change_.Publish(kind, OfferName(change_.txn.park(), offer), offer.revision,
                    ToProto(change_.txn.park(), offer, facts_.today));
    offers_.push_back(offer);
  }

  rpc::Change& change_;
  const KeyRing& keys_;
  const OfferingFacts& facts_;
  const Round& round_;
  OfferDays days_;
  allocation::Log log_;
  std::map<std::string, Waiting> waiting_;  // By application.
  std::map<std::string, Offer> expired_;    // By application.
  std::vector<RoundResult> results_;
  std::map<std::string, SeatBook::FreePoolSeats> pools_;  // By unit; what is free now.
  std::set<std::string> sharing_;  // Groups in which halves of the day share a seat.
  std::vector<Offer> offers_;
  std::vector<Application> applications_;
};

}  // namespace

void PublishStep(rpc::Change& change, absl::string_view kind, const Round& round) {
  change.Publish(kind, AllocationName(change.txn.park(), round.id), round.revision,
                 ToProto(change.txn.park(), round));
}

std::string SeedOf(const KeyRing& keys, absl::string_view park, const std::string& round) {
  return absl::StrCat(keys.Fingerprint(park, "allocation_seed_1", round),
                      keys.Fingerprint(park, "allocation_seed_2", round));
}

absl::StatusOr<Round> LockRound(db::Write& txn, const std::string& id) {
  RETURN_IF_ERROR(LockWaitingList(txn));
  ASSIGN_OR_RETURN(auto round, LoadRound(txn, id));
  if (!round.has_value()) return AllocationNotFound(AllocationName(txn.park(), id));
  return *std::move(round);
}

absl::Status ChooseGroups(db::Read& txn, Round& round) {
  std::set<std::string> known, sharing;
  ASSIGN_OR_RETURN(const auto centres, LoadAllCentres(txn));
  for (const Centre& centre : centres) {
    for (const Group& group : centre.groups) {
      known.insert(group.id);
      if (group.half_days_share) sharing.insert(group.id);
    }
  }
  for (const std::string& each : round.groups) {
    if (known.count(each) == 0) return GroupNotFound(GroupName(txn.park(), each));
  }
  if (round.groups.empty()) round.groups.assign(known.begin(), known.end());
  const std::set<std::string> groups(round.groups.begin(), round.groups.end());
  for (const auto& [group, seats] : round.half_seats) {
    if (groups.count(group) == 0) return GroupNotFound(GroupName(txn.park(), group));
  }
  ASSIGN_OR_RETURN(const auto given, LoadGroupsInRounds(txn));
  for (const std::string& each : round.groups) {
    const auto other = given.find(each);
    if (other != given.end()) {
      return AllocationOverlaps(GroupName(txn.park(), each),
                                AllocationName(txn.park(), other->second));
    }
  }
  for (const auto& [group, seats] : round.half_seats) {
    if (sharing.count(group) == 0) return HalfDaysNotShared(GroupName(txn.park(), group));
  }
  return absl::OkStatus();
}

absl::Status FreezeRound(rpc::Change& change, const KeyRing& keys, const OfferingFacts& facts,
                         const Catchments& catchments, Round& round) {
  const std::string& park = change.txn.park();
  ASSIGN_OR_RETURN(auto waiting, LoadWanting(change.txn, facts, catchments, round.start));
  const std::vector<Wanting> wanting = TakeIn(round, std::move(waiting));
  RETURN_IF_ERROR(CheckCatchments(catchments, wanting));
  const int64_t applicants = static_cast<int64_t>(wanting.size());
  if (applicants > kApplicantsMax) return AllocationTooLarge(applicants, kApplicantsMax);
  ASSIGN_OR_RETURN(const SeatBook book, LoadBook(change.txn, facts.today, round.start));
  const std::string purpose = absl::StrCat("allocation/", round.id);
  const Frozen frozen = FreezeMarket(
      round, book, wanting,
      {AllocationName(park, round.id), facts.today, [&](const std::string& application) {
         const std::string print = keys.Fingerprint(park, purpose, application);
         return absl::StrCat("apl-", absl::BytesToHexString(print.substr(0, kNumberBytes)));
       }});
  RETURN_IF_ERROR(InsertUnits(change.txn, round.id, frozen.units));
  RETURN_IF_ERROR(InsertResults(change.txn, keys, frozen.results));
  RETURN_IF_ERROR(SaveLog(change.txn, keys, round.id, allocation::WriteLog(frozen.log)));
  Freeze(round, frozen.log);
  RETURN_IF_ERROR(UpdateRound(change.txn, round));
  PublishStep(change, "AllocationFrozen", round);
  return absl::OkStatus();
}

absl::Status DrawRound(rpc::Change& change, const KeyRing& keys, const std::string& public_entropy,
                       Round& round) {
  ASSIGN_OR_RETURN(allocation::Log log, LoadRoundLog(change.txn, keys, round.id));
  ASSIGN_OR_RETURN(auto results, LoadResults(change.txn, keys, {round.id, "", "", "", kAll}));
  allocation::Drawn& drawn = log.drawn.emplace();
  drawn.draw = {SeedOf(keys, change.txn.park(), round.id), public_entropy};
  drawn.seats = allocation::Match(log.market, drawn.draw);
  drawn.result_digest = allocation::Digest(allocation::ResultLines(log.market, drawn));
  Conclude(results, log, {});
  RETURN_IF_ERROR(SaveLog(change.txn, keys, round.id, allocation::WriteLog(log)));
  RETURN_IF_ERROR(UpdateResults(change.txn, results));
  Draw(round, log);
  RETURN_IF_ERROR(UpdateRound(change.txn, round));
  PublishStep(change, "AllocationDrawn", round);
  return absl::OkStatus();
}

absl::Status PublishRound(rpc::Change& change, const KeyRing& keys, const OfferingFacts& facts,
                          Round& round) {
  RETURN_IF_ERROR(CheckStartIsOpen(change.txn, round.start));
  Publishing publishing(change, keys, facts, round);
  RETURN_IF_ERROR(publishing.Load());
  publishing.MatchAgain();
  RETURN_IF_ERROR(publishing.Save());
  Publish(round, publishing.log(), change.caller.identity.subject);
  RETURN_IF_ERROR(UpdateRound(change.txn, round));
  PublishStep(change, "AllocationPublished", round);
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
