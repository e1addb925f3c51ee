// Single days of care, booked and given back.
#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/db/outbox.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/care/booking_store.h"
#include "services/places/care/convert_care.h"
#include "services/places/care/errors_care.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

struct BookingFacts {
  ParkDay park;
  CareNumbers numbers;
  Child child;
  Decision decision;  // Without slices where nobody has decided.
};

// CHILD_NOT_FOUND, also for one that is of another family.
absl::StatusOr<Child> ChildOf(const Children& children, const rpc::Caller& caller,
                              const Booking& booking) {
  for (const auto& [case_number, child] : children) {
    if (child.id == booking.child && child.family == booking.family) return child;
  }
  return ChildNotFound(ChildName(caller.park, booking.family, booking.child));
}

absl::StatusOr<BookingFacts> AskBooking(const Peers& peers, const rules::ParameterFile& pack,
                                        const rpc::Caller& caller, const Booking& booking) {
  BookingFacts facts;
  ASSIGN_OR_RETURN(facts.park, peers.AskParkDay(caller));
  ASSIGN_OR_RETURN(facts.numbers, CareNumbersOn(pack, facts.park.today));
  RETURN_IF_ERROR(peers.CheckProgramme(caller, booking.programme));
  ASSIGN_OR_RETURN(const auto children, peers.AskChildren(caller, {}));
  ASSIGN_OR_RETURN(facts.child, ChildOf(*children, caller, booking));
  ASSIGN_OR_RETURN(const auto decisions, peers.AskDecisions(caller, booking.programme, {}));
  const auto decision = decisions->find(facts.child.case_number);
  if (decision != decisions->end()) facts.decision = decision->second;
  return facts;
}

// One booking, as far as it has come: under the locks of waiting list and child. Offers are made
// under the first, so nobody is offered a seat that is booked meanwhile.
class Booker {
 public:
  Booker(rpc::Change& change, const BookingFacts& facts, Booking& booking)
      : txn_(change.txn), facts_(facts), booking_(booking) {}

  absl::Status Book() {
    RETURN_IF_ERROR(LockWaitingList(txn_));
    RETURN_IF_ERROR(KeepChild(txn_, booking_.child));
    RETURN_IF_ERROR(LockChild(txn_, booking_.child));
    ASSIGN_OR_RETURN(centre_, LoadCentre(txn_, booking_.centre));
    if (!centre_.has_value()) return CentreNotFound(CentreName(txn_.park(), booking_.centre));
    ASSIGN_OR_RETURN(const auto calendars, LoadCalendars(txn_));
    const Opening opening(calendars);
    ASSIGN_OR_RETURN(const ClosedDays closures,
                     LoadClosedDays(txn_, opening, {booking_.day, booking_.day + 1}));
    const bool closed = closures.On(booking_.centre, booking_.day) != Closed::kNo;
    RETURN_IF_ERROR(
        CheckCentreOpen(booking_, {*centre_, opening, facts_.numbers, facts_.park.today, closed}));
    RETURN_IF_ERROR(CheckChild(facts_.child, facts_.decision, booking_.day));
    RETURN_IF_ERROR(CheckDay());
    if (booking_.kind == CareKind::kBackUp) {
      booking_.cancel_until = CancelUntil(booking_.day, opening, facts_.numbers, facts_.park.zone);
    }
    return TakeSeat();
  }

 private:
  // What the child has that day already.
  absl::Status CheckDay() {
    ASSIGN_OR_RETURN(const auto closed, LoadClosedMonths(txn_));
    if (std::count(closed.begin(), closed.end(), absl::CivilMonth(booking_.day)) > 0) {
      return DayInClosedMonth("booking.date", booking_.day);
    }
    ASSIGN_OR_RETURN(const bool booked, HasBooking(txn_, booking_.child, booking_.day));
    if (booked) return BookingExists(booking_.day);
    ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfChild(txn_, booking_.child));
    OwnCare own;
    for (const Enrolment& each : enrolments) {
      if (each.period.Contains(booking_.day)) own.place = &each;
    }
    own.uses_max = facts_.numbers.back_up_uses;
    ASSIGN_OR_RETURN(own.uses, CountUses(txn_, booking_.child, booking_.day.year()));
    RETURN_IF_ERROR(CheckOwnCare(booking_, own));
    if (own.place != nullptr) {
      booking_.group = own.place->group;
      booking_.group_kind = own.place->kind;
    }
    return absl::OkStatus();
  }

  // Late care is had in the own group; any other in the first group with room, by id.
  absl::Status TakeSeat() {
    if (booking_.kind == CareKind::kLate) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto groups, GroupsForAge(*centre_, facts_.child, booking_.day));
    for (const Group& each : groups) RETURN_IF_ERROR(LockGroup(txn_, each.id));
    for (const Group& each : groups) {
      ASSIGN_OR_RETURN(const DayRoom room,
                       LoadDayRoom(txn_, {each, booking_.day, facts_.park.today}));
      const std::optional<std::string> seat = FindSeat(room, booking_);
      if (!seat.has_value()) continue;
      booking_.group = each.id;
      booking_.group_kind = each.kind;
      booking_.lender = *seat;
      return absl::OkStatus();
    }
    return DayFull(booking_.day);
  }

  db::Write& txn_;
  const BookingFacts& facts_;
  Booking& booking_;
  std::optional<Centre> centre_;
};

// The moment in the park: its own day, at the hour that it is where the park lies.
absl::Time MomentIn(const ParkDay& park, Clock& clock) {
  const absl::CivilSecond now = absl::ToCivilSecond(clock.Now(), park.zone);
  return absl::FromCivil(
      absl::CivilSecond(park.today) + (now - absl::CivilSecond(absl::CivilDay(now))), park.zone);
}

struct CancelFacts {
  ParkDay park;
  absl::Time now;
};

}  // namespace

grpc::Status PlacesService::BookCare(grpc::ServerContext* context,
                                     const v1::BookCareRequest* request, v1::Booking* response) {
  return front_.Answer(
      context, "BookCare", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Booking said, FromProto(caller.park, *request));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskBooking(peers_, packs_.care, caller, said); },
            [&](rpc::Change& change, const BookingFacts& facts) -> absl::Status {
              Booking booking = said;
              booking.id = change.NewId("bkg");
              booking.case_number = facts.child.case_number;
              RETURN_IF_ERROR(Booker(change, facts, booking).Book());
              RETURN_IF_ERROR(InsertBooking(change.txn, booking));
              *response = ToProto(caller.park, booking, facts.park.today);
              change.Publish("CareBooked", response->name(), booking.revision, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::CancelBooking(grpc::ServerContext* context,
                                          const v1::CancelBookingRequest* request,
                                          v1::Booking* response) {
  return front_.Answer(
      context, "CancelBooking", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const BookingKey key, BookingKeyOf(request->name()));
        const auto ask = [&]() -> absl::StatusOr<CancelFacts> {
          ASSIGN_OR_RETURN(const ParkDay park, peers_.AskParkDay(caller));
          return CancelFacts{park, MomentIn(park, mutation_.clock)};
        };
        return rpc::Mutate(mutation_, caller, *request, response, ask,
                           [&](rpc::Change& change, const CancelFacts& facts) -> absl::Status {
                             ASSIGN_OR_RETURN(Booking booking, LoadBooking(change.txn, key));
                             RETURN_IF_ERROR(LockChild(change.txn, booking.child));
                             RETURN_IF_ERROR(LockGroup(change.txn, booking.group));
                             ASSIGN_OR_RETURN(booking, LoadBooking(change.txn, key));
                             RETURN_IF_ERROR(Cancel(booking, facts.now, facts.park.today));
                             RETURN_IF_ERROR(UpdateBooking(change.txn, booking));
                             *response = ToProto(caller.park, booking, facts.park.today);
                             change.Publish("BookingCancelled", response->name(), booking.revision,
                                            *response);
                             return absl::OkStatus();
                           });
      });
}

grpc::Status PlacesService::ListBookings(grpc::ServerContext* context,
                                         const v1::ListBookingsRequest* request,
                                         v1::ListBookingsResponse* response) {
  return front_.Answer(
      context, "ListBookings", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const BookingParent parent, BookingParentOf(request->parent()));
        BookingRange range;
        range.family = parent.family;
        range.centre = parent.centre;
        if (!request->month().empty()) {
          ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("month", request->month()));
          range.days = MonthPeriod(month);
        }
        const std::string list = absl::StrCat(request->parent(), "/bookings/", request->month());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        const std::pair<std::string, std::string> after =
            absl::StrSplit(page.after, absl::MaxSplits('\n', 1));
        range.after_day = after.first;
        range.after_id = after.second;
        range.rows_max = page.size;
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const int64_t position, db::LogPosition(txn));
          response->set_log_position(position);
          ASSIGN_OR_RETURN(const auto bookings, LoadBookings(txn, range));
          for (const Booking& each : bookings) {
            *response->add_bookings() = ToProto(caller.park, each, today);
          }
          if (static_cast<int64_t>(bookings.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, absl::StrCat(FormatDay(bookings.back().day), "\n", bookings.back().id)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
