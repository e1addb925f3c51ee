// What becomes of places: they move, rest, are given up, and are watched.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/care/booking_store.h"
#include "services/places/care/convert_care.h"
#include "services/places/care/errors_care.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/handovers/handing_over.h"
#include "services/places/offers/application_store.h"
#include "services/places/offers/offering.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr char kTransferred[] = "TRANSFERRED", kMoved[] = "MOVED";

// Under the locks of its child and its group.
absl::StatusOr<Enrolment> LockEnrolment(db::Write& txn, const EnrolmentKey& key) {
  ASSIGN_OR_RETURN(const Enrolment enrolment, LoadEnrolment(txn, key.centre, key.id));
  RETURN_IF_ERROR(LockChild(txn, enrolment.child));
  RETURN_IF_ERROR(LockGroup(txn, enrolment.group));
  return LoadEnrolment(txn, key.centre, key.id);
}

absl::Status CheckMonthOpen(db::Read& txn, absl::string_view field, absl::CivilDay day) {
  ASSIGN_OR_RETURN(const auto closed, LoadClosedMonths(txn));
  return std::count(closed.begin(), closed.end(), absl::CivilMonth(day)) == 0
             ? absl::OkStatus()
             : DayInClosedMonth(field, day);
}

absl::Status SaveAndTell(rpc::Change& change, const char* kind, const Enrolment& enrolment,
                         absl::CivilDay today) {
  RETURN_IF_ERROR(UpdateEnrolment(change.txn, enrolment));
  change.Publish(kind, EnrolmentName(change.txn.park(), enrolment), enrolment.revision,
                 ToProto(change.txn.park(), enrolment, today));
  return absl::OkStatus();
}

struct MoveFacts {
  absl::CivilDay today;
  CareNumbers numbers;  // Of moves within a centre.
  std::shared_ptr<const Children> children;
};

// One place that goes elsewhere: under the locks of waiting list, child and both groups. Offers are
// made under the first, so nobody is offered the seat meanwhile.
class Moving {
 public:
  Moving(rpc::Change& change, const MoveFacts& facts) : change_(change), facts_(facts) {}

  // ENROLMENT_NOT_FOUND, CHILD_NOT_FOUND.
  absl::Status Lock(const EnrolmentKey& key) {
    RETURN_IF_ERROR(LockWaitingList(change_.txn));
    ASSIGN_OR_RETURN(former_, LoadEnrolment(change_.txn, key.centre, key.id));
    const auto child = facts_.children->find(former_.case_number);
    if (child == facts_.children->end()) {
      return ChildNotFound(ChildName(change_.txn.park(), former_.family, former_.child));
    }
    child_ = &child->second;
    return LockChild(change_.txn, former_.child);
  }

  // The group's centre, with the group. GROUP_NOT_FOUND.
  absl::Status LockGroups(const std::string& to) {
    for (const std::string& each : std::set<std::string>{former_.group, to}) {
      RETURN_IF_ERROR(LockGroup(change_.txn, each));
    }
    ASSIGN_OR_RETURN(former_, LoadEnrolment(change_.txn, former_.centre, former_.id));
    ASSIGN_OR_RETURN(centre_, LoadCentre(change_.txn, to.substr(0, to.find('/'))));
    const bool known =
        centre_.has_value() && std::any_of(centre_->groups.begin(), centre_->groups.end(),
                                           [&](const Group& each) { return each.id == to; });
    return known ? absl::OkStatus() : GroupNotFound(GroupName(change_.txn.park(), to));
  }

  // ENROLMENT_ENDED, DATE_ORDER, MONTH_CLOSED, CONSENT_MISSING, NO_GROUP_FOR_AGE, SEAT_TAKEN.
  absl::StatusOr<Seat> Find(const char* field, const SeatAsked& asked) {
    RETURN_IF_ERROR(CheckMayFollow(former_, asked.day, facts_.today));
    RETURN_IF_ERROR(CheckMonthOpen(change_.txn, field, asked.day));
    ASSIGN_OR_RETURN(const auto taken,
                     LoadSeats(change_.txn, {centre_->id, centre_->id, facts_.today, asked.day}));
    return FindSeat(*centre_, taken, *child_, asked);
  }

  // The former place ends as the next one starts.
  absl::StatusOr<Enrolment> Move(const Seat& seat, const char* reason) {
    ASSIGN_OR_RETURN(const auto group, LoadGroup(change_.txn, former_.group));
    Enrolment next = Follow(change_.txn.park(), former_, seat, reason);
    // A place on a seat that another park lends ends with the loan; the next one need not.
    if (group.has_value() && group->open.has_value()) {
      next.period.until = seat.EndBy(AgesOutOn(*child_));
    }
    RETURN_IF_ERROR(SaveAndTell(change_, "EnrolmentEnded", former_, facts_.today));
    return next;
  }

  absl::Status Start(const Enrolment& next, v1::Enrolment* response) {
    RETURN_IF_ERROR(InsertEnrolment(change_.txn, next));
    *response = ToProto(change_.txn.park(), next, facts_.today);
    change_.Publish("EnrolmentStarted", response->name(), next.revision, *response);
    return HandOverFollowing(change_, former_, next, *child_, facts_.today);
  }

  // An offer to the same child, which is a seat like any other from now on. OFFER_NOT_FOUND.
  absl::StatusOr<Offer> Find(const OfferKey& key) {
    ASSIGN_OR_RETURN(const Offer offer, LoadOffer(change_.txn, key));
    if (offer.child == former_.child) return offer;
    return OfferNotFound(OfferName(change_.txn.park(), offer));
  }

  // The offer is accepted and its application placed; the former one is done with.
  absl::Status Use(Offer& offer, Enrolment& next) {
    ASSIGN_OR_RETURN(Application before, LoadApplication(change_.txn, next.application));
    ASSIGN_OR_RETURN(Application application, LoadApplication(change_.txn, offer.application));
    offer.state = OfferState::kAccepted;
    ++offer.revision;
    application.state = ApplicationState::kPlaced;
    application.offered_until.reset();
    ++application.revision;
    Close(before);
    next.application = application.id;
    next.session = application.session;
    RETURN_IF_ERROR(SaveOffers(change_.txn, {offer}));
    RETURN_IF_ERROR(UpdateApplications(change_.txn, {before, application}));
    change_.Publish("OfferAccepted", OfferName(change_.txn.park(), offer), offer.revision,
                    ToProto(change_.txn.park(), offer, facts_.today));
    return absl::OkStatus();
  }

  Enrolment& former() { return former_; }
  const Child& child() const { return *child_; }

 private:
  rpc::Change& change_;
  const MoveFacts& facts_;
  Enrolment former_;
  const Child* child_ = nullptr;
  std::optional<Centre> centre_;
};

absl::Status Transfer(rpc::Change& change, const MoveFacts& facts, const TransferSaid& said,
                      v1::Enrolment* response) {
  Moving moving(change, facts);
  RETURN_IF_ERROR(moving.Lock(said.enrolment));
  std::optional<Offer> offer;
  SeatAsked asked = {said.group, said.day.value_or(absl::CivilDay()), moving.former().session};
  if (said.group.empty()) {
    ASSIGN_OR_RETURN(offer, moving.Find(said.offer));
    asked = {offer->seat.group, said.day.value_or(offer->seat.start), offer->seat.part};
    ASSIGN_OR_RETURN(const Application application,
                     LoadApplication(change.txn, offer->application));
    asked.session = application.session;
  }
  RETURN_IF_ERROR(moving.LockGroups(asked.group));
  if (asked.group.substr(0, asked.group.find('/')) == said.enrolment.centre) {
    return TransferToSameCentre();
  }
  if (offer.has_value()) RETURN_IF_ERROR(CheckMayAccept(*offer, facts.today));
  ASSIGN_OR_RETURN(const Seat seat, moving.Find("transfer_date", asked));
  ASSIGN_OR_RETURN(Enrolment next, moving.Move(seat, kTransferred));
  if (offer.has_value()) RETURN_IF_ERROR(moving.Use(*offer, next));
  return moving.Start(next, response);
}

absl::Status MoveGroup(rpc::Change& change, const MoveFacts& facts, const GroupMoveSaid& said,
                       v1::Enrolment* response) {
  Moving moving(change, facts);
  RETURN_IF_ERROR(moving.Lock(said.enrolment));
  RETURN_IF_ERROR(moving.LockGroups(said.group));
  Enrolment& former = moving.former();
  if (said.group == former.group) {
    const absl::CivilDay ages_out = AgesOutOn(moving.child());
    ASSIGN_OR_RETURN(const auto group, LoadGroup(change.txn, former.group));
    const absl::CivilDay until =
        group->EndBy(facts.numbers.finish_term ? BehindTerm(facts.numbers, ages_out) : ages_out);
    RETURN_IF_ERROR(Stay(former, ages_out, until, facts.today));
    *response = ToProto(change.txn.park(), former, facts.today);
    return SaveAndTell(change, "EnrolmentExtended", former, facts.today);
  }
  if (!said.day.has_value()) return FieldRequired("move_date");
  ASSIGN_OR_RETURN(const Seat seat,
                   moving.Find("move_date", {said.group, *said.day, former.session}));
  ASSIGN_OR_RETURN(const Enrolment next, moving.Move(seat, kMoved));
  return moving.Start(next, response);
}

// A list that is computed as a whole: what stands behind the last key of the page before.
template <typename Item, typename KeyOf, typename Add>
std::string AddPage(const std::vector<Item>& items, const rpc::Page& page, const std::string& list,
                    const KeyOf& key_of, const Add& add) {
  int64_t added = 0;
  for (const Item& each : items) {
    if (key_of(each) <= page.after) continue;
    add(each);
    if (++added == page.size) return rpc::NextPageToken(list, key_of(each));
  }
  return "";
}

// CENTRE_NOT_FOUND also for a parent that is none.
absl::StatusOr<std::string> CentreIn(const std::string& parent) {
  ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", parent));
  if (centre.empty()) return CentreNotFound(parent);
  return centre;
}

}  // namespace

grpc::Status PlacesService::TransferEnrolment(grpc::ServerContext* context,
                                              const v1::TransferEnrolmentRequest* request,
                                              v1::Enrolment* response) {
  return front_.Answer(
      context, "TransferEnrolment", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const TransferSaid said, FromProto(caller.park, *request));
        const auto ask = [&]() -> absl::StatusOr<MoveFacts> {
          MoveFacts facts;
          ASSIGN_OR_RETURN(facts.today, peers_.AskToday(caller));
          ASSIGN_OR_RETURN(facts.children, peers_.AskChildren(caller, {}));
          return facts;
        };
        return rpc::Mutate(mutation_, caller, *request, response, ask,
                           [&](rpc::Change& change, const MoveFacts& facts) {
                             return Transfer(change, facts, said, response);
                           });
      });
}

grpc::Status PlacesService::ConfirmGroupMove(grpc::ServerContext* context,
                                             const v1::ConfirmGroupMoveRequest* request,
                                             v1::Enrolment* response) {
  return front_.Answer(
      context, "ConfirmGroupMove", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const GroupMoveSaid said, FromProto(caller.park, *request));
        const auto ask = [&]() -> absl::StatusOr<MoveFacts> {
          MoveFacts facts;
          ASSIGN_OR_RETURN(facts.today, peers_.AskToday(caller));
          ASSIGN_OR_RETURN(facts.numbers, CareNumbersOn(packs_.care, facts.today));
          ASSIGN_OR_RETURN(facts.children, peers_.AskChildren(caller, {}));
          return facts;
        };
        return rpc::Mutate(mutation_, caller, *request, response, ask,
                           [&](rpc::Change& change, const MoveFacts& facts) {
                             return MoveGroup(change, facts, said, response);
                           });
      });
}

grpc::Status PlacesService::SuspendEnrolment(grpc::ServerContext* context,
                                             const v1::SuspendEnrolmentRequest* request,
                                             v1::Enrolment* response) {
  return front_.Answer(
      context, "SuspendEnrolment", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const EnrolmentKey key, EnrolmentKeyOf(request->name()));
        ASSIGN_OR_RETURN(const Suspension suspension, FromProto(request->suspension()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(Enrolment enrolment, LockEnrolment(change.txn, key));
              RETURN_IF_ERROR(Suspend(enrolment, suspension, today));
              RETURN_IF_ERROR(
                  CheckMonthOpen(change.txn, "suspension.from_date", suspension.period.from));
              *response = ToProto(caller.park, enrolment, today);
              return SaveAndTell(change, "EnrolmentSuspended", enrolment, today);
            });
      });
}

grpc::Status PlacesService::ResumeEnrolment(grpc::ServerContext* context,
                                            const v1::ResumeEnrolmentRequest* request,
                                            v1::Enrolment* response) {
  return front_.Answer(
      context, "ResumeEnrolment", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const EnrolmentKey key, EnrolmentKeyOf(request->name()));
        ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf("resume_date", request->resume_date()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(Enrolment enrolment, LockEnrolment(change.txn, key));
              ASSIGN_OR_RETURN(const Period taken_back, Resume(enrolment, day));
              RETURN_IF_ERROR(CheckMonthOpen(change.txn, "resume_date", day));
              ASSIGN_OR_RETURN(const auto lent, LoadFirstLent(change.txn, enrolment, taken_back));
              if (lent.has_value()) return SeatLent(*lent);
              *response = ToProto(caller.park, enrolment, today);
              return SaveAndTell(change, "EnrolmentResumed", enrolment, today);
            });
      });
}

grpc::Status PlacesService::MarkNoShow(grpc::ServerContext* context,
                                       const v1::MarkNoShowRequest* request,
                                       v1::Enrolment* response) {
  return front_.Answer(
      context, "MarkNoShow", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const EnrolmentKey key, EnrolmentKeyOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const CareNumbers numbers, CareNumbersOn(packs_.care, today));
              ASSIGN_OR_RETURN(Enrolment enrolment, LockEnrolment(change.txn, key));
              ASSIGN_OR_RETURN(Application application,
                               LoadApplication(change.txn, enrolment.application));
              ASSIGN_OR_RETURN(const LastPresent last,
                               LoadLastPresent(change.txn, key.centre, key.id));
              RETURN_IF_ERROR(places::MarkNoShow(enrolment, application,
                                                 {numbers.no_show_days, !last.empty()}, today));
              RETURN_IF_ERROR(UpdateApplications(change.txn, {application}));
              *response = ToProto(caller.park, enrolment, today);
              return SaveAndTell(change, "EnrolmentEnded", enrolment, today);
            });
      });
}

grpc::Status PlacesService::ListGroupMoves(grpc::ServerContext* context,
                                           const v1::ListGroupMovesRequest* request,
                                           v1::ListGroupMovesResponse* response) {
  return front_.Answer(
      context, "ListGroupMoves", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, CentreIn(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/groupMoves");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const CareNumbers numbers, CareNumbersOn(packs_.care, today));
        ASSIGN_OR_RETURN(const auto children, peers_.AskChildren(caller, {}));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto centre, LoadCentre(txn, id));
          if (!centre.has_value()) return CentreNotFound(request->parent());
          ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfCentre(txn, id));
          ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfCentre(txn, id, today));
          const auto moves = ProposeMoves(enrolments, {*centre, taken, *children, numbers, today});
          response->set_next_page_token(AddPage(
              moves, page, list,
              [](const GroupMove& each) {
                return absl::StrCat(FormatDay(each.day), "/", each.enrolment->id);
              },
              [&](const GroupMove& each) {
                *response->add_group_moves() = ToProto(caller.park, each);
              }));
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListAbsenceWarnings(grpc::ServerContext* context,
                                                const v1::ListAbsenceWarningsRequest* request,
                                                v1::ListAbsenceWarningsResponse* response) {
  return front_.Answer(
      context, "ListAbsenceWarnings", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreIn(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/absenceWarnings");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const CareNumbers numbers, CareNumbersOn(packs_.care, today));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const bool exists, CentreExists(txn, centre));
          if (!exists) return CentreNotFound(request->parent());
          ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfCentre(txn, centre));
          ASSIGN_OR_RETURN(const auto last, LoadLastPresent(txn, centre));
          response->set_next_page_token(AddPage(
              WarningsOf(enrolments, last, numbers, today), page, list,
              [](const AbsenceWarning& each) { return each.enrolment->id; },
              [&](const AbsenceWarning& each) {
                *response->add_absence_warnings() = ToProto(caller.park, each);
              }));
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
