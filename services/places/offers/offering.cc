#include "services/places/offers/offering.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/common/status_macros.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/convert.h"
#include "services/places/handovers/handing_over.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/offers/seats.h"
#include "services/places/rounds/round_store.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

// Ids hold lower-case letters, digits and hyphens: this stands behind them all.
constexpr char kBehindAll[] = "~";

// One call of OfferSeats, as far as it has come.
class Offering {
 public:
  Offering(rpc::Change& change, const OfferingFacts& facts) : change_(change), facts_(facts) {}

  absl::Status Load(absl::CivilDay earliest_wish) {
    db::Read& txn = change_.txn;
    ASSIGN_OR_RETURN(const OfferTerms terms, LoadTerms(txn, facts_.numbers, facts_.today));
    days_ = OfferDaysFrom(terms.numbers, facts_.today);
    ASSIGN_OR_RETURN(expired_, LoadExpired(txn, facts_.today));
    ASSIGN_OR_RETURN(declined_, LoadDeclined(txn));
    ASSIGN_OR_RETURN(auto centres, LoadAllCentres(txn));
    RETURN_IF_ERROR(LeaveOut(centres));
    ASSIGN_OR_RETURN(const absl::CivilDay earliest_start, LoadEarliestStart(txn));
    const SeatRange all = {"", kBehindAll, facts_.today, std::min(facts_.today, earliest_wish)};
    ASSIGN_OR_RETURN(const auto taken, LoadSeats(txn, all));
    book_.emplace(centres, taken, SeatBook::Days{facts_.today, earliest_start});
    return absl::OkStatus();
  }

  void LookAt(Waiting waiting, Offered& offered) {
    Application& application = waiting.application;
    const int64_t revision = application.revision;
    if (const auto expired = expired_.find(application.id); expired != expired_.end()) {
      Expire(expired->second, application);
      Publish("OfferExpired", expired->second);
    }
    const auto child = facts_.children->find(application.case_number);
    const bool known = child != facts_.children->end();
    std::optional<Seat> seat;
    if (known && !waiting.placed) seat = Find(application, child->second);
    if (seat.has_value()) {
      offered.offers.push_back(
          MakeOffer(change_.txn.park(), application, *seat, AgesOutOn(child->second), days_));
      Publish("OfferMade", offered.offers.back());
    } else if (known && !waiting.placed && AgesOutOn(child->second) <= facts_.today) {
      Close(application);
      change_.Publish("ApplicationClosed", ApplicationName(change_.txn.park(), application),
                      application.revision, ToProto(change_.txn.park(), application, facts_.today));
    } else {
      ++offered.waiting;
    }
    if (application.revision != revision) applications_.push_back(std::move(application));
  }

  absl::Status Save() {
    RETURN_IF_ERROR(SaveOffers(change_.txn, offers_));
    return UpdateApplications(change_.txn, applications_);
  }

  const std::vector<std::string>& in_allocation() const { return in_allocation_; }

 private:
  // Groups that are in a round.
  absl::Status LeaveOut(std::vector<Centre>& centres) {
    ASSIGN_OR_RETURN(const auto rounds, LoadGroupsInRounds(change_.txn));
    for (const auto& [group, round] : rounds) in_allocation_.push_back(group);
    for (Centre& centre : centres) {
      centre.groups.erase(
          std::remove_if(centre.groups.begin(), centre.groups.end(),
                         [&](const Group& each) { return rounds.count(each.id) == 1; }),
          centre.groups.end());
    }
    return absl::OkStatus();
  }

  std::optional<Seat> Find(const Application& application, const Child& child) {
    const Decision* const decision = facts_.DecisionOn(application);
    if (decision == nullptr) return std::nullopt;
    return book_->Hold({child, *decision, application.choices, declined_[application.id],
                        application.desired_start, application.session});
  }

  void Publish(absl::string_view kind, const Offer& offer) {
    change_.Publish(kind, OfferName(change_.txn.park(), offer), offer.revision,
                    ToProto(change_.txn.park(), offer, facts_.today));
    offers_.push_back(offer);
  }

  rpc::Change& change_;
  const OfferingFacts& facts_;
  OfferDays days_;
  std::map<std::string, Offer> expired_;                   // By application.
  std::map<std::string, std::set<std::string>> declined_;  // Centres, by application.
  std::optional<SeatBook> book_;
  std::vector<std::string> in_allocation_;
  std::vector<Offer> offers_;
  std::vector<Application> applications_;
};

}  // namespace

absl::StatusOr<absl::CivilDay> LoadEarliestStart(db::Read& txn) {
  ASSIGN_OR_RETURN(const auto closed, LoadClosedMonths(txn));
  return closed.empty() ? absl::CivilDay() : absl::CivilDay(closed.back() + 1);
}

absl::StatusOr<std::vector<TakenSeats>> LoadSeats(db::Read& txn, const SeatRange& range) {
  // Offers first: one that becomes a place between the two is then counted twice, and never not at
  // all.
  ASSIGN_OR_RETURN(const auto offers,
                   LoadHolds(txn, range.first_centre, range.last_centre, range.today));
  ASSIGN_OR_RETURN(auto taken, LoadTakenSeats(txn, range));
  for (const Offer& each : offers) {
    taken.push_back(
        {each.seat.group, each.seat.pool, 1, std::nullopt, OutgrownOn(each.end), each.seat.part});
  }
  return taken;
}

absl::StatusOr<std::vector<TakenSeats>> LoadSeatsOfPark(db::Read& txn, absl::CivilDay today) {
  return LoadSeats(txn, {"", kBehindAll, today, today});
}

absl::StatusOr<std::vector<TakenSeats>> LoadSeatsOfCentre(db::Read& txn, const std::string& centre,
                                                          absl::CivilDay today) {
  return LoadSeats(txn, {centre, centre, today, today});
}

const Decision* OfferingFacts::DecisionOn(const Application& application) const {
  const auto of_programme = decisions.find(application.programme);
  const auto starts_nowhere = barred.find(application.programme);
  if (of_programme == decisions.end() || starts_nowhere == barred.end()) return nullptr;
  if (starts_nowhere->second->count(application.case_number) == 1) return nullptr;
  const auto decision = of_programme->second->find(application.case_number);
  return decision == of_programme->second->end() ? nullptr : &decision->second;
}

absl::StatusOr<OfferingFacts> AskOffering(const Peers& peers, db::Database& db,
                                          const rpc::Caller& caller,
                                          const rules::ParameterFile& waiting_pack) {
  OfferingFacts facts;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(facts.numbers, WaitingNumbersOn(waiting_pack, facts.today));
  ASSIGN_OR_RETURN(facts.children, peers.AskChildren(caller, {}));
  std::set<std::string> programmes;
  RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(programmes, LoadWaitingProgrammes(txn, facts.today));
    return absl::OkStatus();
  }));
  for (const std::string& programme : programmes) {
    ASSIGN_OR_RETURN(facts.decisions[programme], peers.AskDecisions(caller, programme, {}));
    ASSIGN_OR_RETURN(facts.barred[programme], peers.AskBarred(caller, programme, facts.today));
  }
  return facts;
}

absl::StatusOr<Offered> OfferSeats(rpc::Change& change, const OfferingFacts& facts,
                                   const QueuePlace& after, int64_t applications_max) {
  RETURN_IF_ERROR(LockWaitingList(change.txn));
  Offered offered;
  if (after.id.empty()) {
    ASSIGN_OR_RETURN(offered.returned, ReturnReservedSeats(change, *facts.children, facts.today));
  }
  ASSIGN_OR_RETURN(auto waiting, LoadWaiting(change.txn, {after, facts.today}, applications_max));
  if (waiting.empty()) return offered;
  absl::CivilDay earliest_wish = facts.today;
  for (const Waiting& each : waiting) {
    earliest_wish = std::min(earliest_wish, each.application.desired_start);
  }
  const Application& last = waiting.back().application;
  offered.last = {last.submitted, last.case_number, last.id};
  ASSIGN_OR_RETURN(offered.remaining, CountWaiting(change.txn, {offered.last, facts.today}));
  Offering offering(change, facts);
  RETURN_IF_ERROR(offering.Load(earliest_wish));
  for (Waiting& each : waiting) offering.LookAt(std::move(each), offered);
  RETURN_IF_ERROR(offering.Save());
  offered.in_allocation = offering.in_allocation();
  return offered;
}

absl::Status RescindOffers(rpc::Change& change, const std::string& group, absl::CivilDay today) {
  ASSIGN_OR_RETURN(auto offers, LoadOffersOfGroup(change.txn, group));
  std::vector<Application> applications;
  for (Offer& offer : offers) {
    ASSIGN_OR_RETURN(Application application, LoadApplication(change.txn, offer.application));
    Rescind(offer, application);
    applications.push_back(std::move(application));
    change.Publish("OfferRescinded", OfferName(change.txn.park(), offer), offer.revision,
                   ToProto(change.txn.park(), offer, today));
  }
  RETURN_IF_ERROR(SaveOffers(change.txn, offers));
  return UpdateApplications(change.txn, applications);
}

}  // namespace tuoqiao::places
