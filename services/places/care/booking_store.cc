#include "services/places/care/booking_store.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/places/care/errors_care.h"
#include "services/places/enrolment_store.h"
#include "services/places/offers/application_store.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kColumns[] =
    "b.id, b.family_id, b.child_id, b.case_number, b.programme_id, b.centre_id, b.group_id, "
    "b.kind, b.day, b.from_minute, b.until_minute, b.state, b.lender, b.cancel_until, b.revision, "
    "b.group_kind";
// Behind every day.
constexpr char kLastDay[] = "9999-99-99";

BookingState BookingStateOf(const std::string& name) {
  for (const BookingState state : kBookingStates) {
    if (name == StateName(state)) return state;
  }
  CHECK(false);
  return BookingState::kBooked;
}

Booking ReadBooking(const db::Row& row) {
  Booking booking;
  booking.id = row.Text(0);
  booking.family = row.Text(1);
  booking.child = row.Text(2);
  booking.case_number = row.Text(3);
  booking.programme = row.Text(4);
  booking.centre = row.Text(5);
  booking.group = row.Text(6);
  booking.kind = CareKindFrom(row.Text(7));
  booking.day = *ParseDay(row.Text(8));
  booking.from_minute = row.Int(9);
  booking.until_minute = row.Int(10);
  booking.state = BookingStateOf(row.Text(11));
  booking.lender = row.Text(12);
  if (!row.Text(13).empty()) booking.cancel_until = MomentOf(row.Text(13));
  booking.revision = row.Int(14);
  if (!row.Text(15).empty()) booking.group_kind = GroupKindOf(row.Text(15));
  return booking;
}

absl::StatusOr<std::vector<Booking>> QueryBookings(db::Read& txn, absl::string_view condition,
                                                   const db::Args& args) {
  std::vector<Booking> bookings;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kColumns, " FROM booking b WHERE b.park_id = :park AND ", condition),
      args, [&](const db::Row& row) {
        bookings.push_back(ReadBooking(row));
        return absl::OkStatus();
      }));
  return bookings;
}

// Places whose children are recorded absent on the day, by id.
absl::StatusOr<std::set<std::string>> LoadAbsent(db::Read& txn, const std::string& centre,
                                                 absl::CivilDay day) {
  std::set<std::string> absent;
  RETURN_IF_ERROR(
      txn.Query("SELECT enrolment_id FROM attendance WHERE park_id = :park AND month = :month "
                "AND centre_id = :centre AND (absent & :bit) <> 0",
                {{"month", FormatMonth(absl::CivilMonth(day))},
                 {"centre", centre},
                 {"bit", int64_t{1} << (day.day() - 1)}},
                [&](const db::Row& row) {
                  absent.insert(row.Text(0));
                  return absl::OkStatus();
                }));
  return absent;
}

absl::StatusOr<std::vector<std::string>> LoadLenders(db::Read& txn, const DayAsked& asked,
                                                     const std::string& centre,
                                                     const std::set<std::string>& lent) {
  ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfCentre(txn, centre));
  ASSIGN_OR_RETURN(const auto absent, LoadAbsent(txn, centre, asked.day));
  std::vector<std::string> lenders;
  for (const Enrolment& each : enrolments) {
    // Half of a seat is not lent.
    if (each.group != asked.group.id || !each.period.Contains(asked.day) ||
        each.part != Session::kWholeDay) {
      continue;
    }
    const Suspension* const suspension = each.SuspensionOn(asked.day);
    const bool away = suspension == nullptr ? absent.count(each.id) == 1 : !suspension->keep_seat;
    const std::string place = absl::StrCat(centre, "/", each.id);
    if (away && lent.count(place) == 0) lenders.push_back(place);
  }
  return lenders;
}

db::Args ArgsOf(const Booking& booking) {
  return {{"id", booking.id},
          {"state", StateName(booking.state)},
          {"takes", booking.TakesSeat()},
          {"lender", booking.lender},
          {"use", booking.CountsAsUse() ? absl::StrCat(booking.day.year()) : std::string()},
          {"revision", booking.revision}};
}

}  // namespace

absl::StatusOr<std::vector<Booking>> LoadBookings(db::Read& txn, const BookingRange& range) {
  std::string condition = "b.day >= :from AND b.day < :until AND (b.day, b.id) > (:day, :id)";
  db::Args args = {{"from", range.days.has_value() ? FormatDay(range.days->from) : ""},
                   {"until", range.days.has_value() ? FormatDay(range.days->until) : kLastDay},
                   {"day", range.after_day},
                   {"id", range.after_id},
                   {"most", range.rows_max}};
  if (!range.family.empty()) {
    absl::StrAppend(&condition, " AND b.family_id = :family");
    args.push_back({"family", range.family});
  }
  if (!range.centre.empty()) {
    absl::StrAppend(&condition, " AND b.centre_id = :centre");
    args.push_back({"centre", range.centre});
  }
  absl::StrAppend(&condition, " ORDER BY b.day, b.id LIMIT :most");
  return QueryBookings(txn, condition, args);
}

absl::StatusOr<std::vector<Booking>> LoadBookingsBeside(db::Read& txn, const PlaceRange& places,
                                                        const Period& days) {
  return QueryBookings(txn,
                       "b.day >= :from AND b.day < :until "
                       "AND (b.state = 'BOOKED' OR b.use_year <> '') AND EXISTS (SELECT 1 "
                       "FROM enrolment e WHERE e.park_id = b.park_id AND e.child_id = b.child_id "
                       "AND (e.centre_id, e.id) >= (:first_centre, :first_id) "
                       "AND (e.centre_id, e.id) <= (:last_centre, :last_id)) "
                       "ORDER BY b.child_id, b.day, b.id",
                       {{"from", FormatDay(days.from)},
                        {"until", FormatDay(days.until)},
                        {"first_centre", places.first_centre},
                        {"first_id", places.first_id},
                        {"last_centre", places.last_centre},
                        {"last_id", places.last_id}});
}

absl::StatusOr<std::vector<Booking>> LoadStanding(db::Read& txn, const std::string& centre,
                                                  absl::CivilDay from) {
  return QueryBookings(txn,
                       "b.day >= :from AND (:centre = '' OR b.centre_id = :centre) "
                       "AND (b.state = 'BOOKED' OR b.use_year <> '') ORDER BY b.child_id, b.id",
                       {{"from", FormatDay(from)}, {"centre", centre}});
}

absl::StatusOr<Booking> LoadBooking(db::Read& txn, const BookingKey& key) {
  ASSIGN_OR_RETURN(const auto bookings, QueryBookings(txn, "b.id = :id AND b.family_id = :family",
                                                      {{"id", key.id}, {"family", key.family}}));
  if (bookings.empty()) {
    return BookingNotFound(
        absl::StrCat("parks/", txn.park(), "/families/", key.family, "/bookings/", key.id));
  }
  return bookings[0];
}

absl::StatusOr<bool> HasBooking(db::Read& txn, const std::string& child, absl::CivilDay day) {
  ASSIGN_OR_RETURN(const int64_t found,
                   txn.QueryInt("SELECT COUNT(*) FROM booking WHERE park_id = :park "
                                "AND child_id = :child AND day = :day AND state = 'BOOKED'",
                                {{"child", child}, {"day", FormatDay(day)}}));
  return found > 0;
}

absl::StatusOr<int64_t> CountUses(db::Read& txn, const std::string& child, int64_t year) {
  return txn.QueryInt(
      "SELECT COUNT(*) FROM booking WHERE park_id = :park AND child_id = :child "
      "AND use_year = :year AND use_year <> ''",
      {{"child", child}, {"year", absl::StrCat(year)}});
}

absl::StatusOr<std::optional<absl::CivilDay>> LoadFirstLent(db::Read& txn,
                                                            const Enrolment& enrolment,
                                                            const Period& days) {
  ASSIGN_OR_RETURN(const auto bookings,
                   QueryBookings(txn,
                                 "b.takes_seat = 1 AND b.lender = :place AND b.lender <> '' "
                                 "AND b.day >= :from AND b.day < :until ORDER BY b.day LIMIT 1",
                                 {{"place", absl::StrCat(enrolment.centre, "/", enrolment.id)},
                                  {"from", FormatDay(days.from)},
                                  {"until", FormatDay(days.until)}}));
  if (bookings.empty()) return std::optional<absl::CivilDay>();
  return std::make_optional(bookings[0].day);
}

absl::StatusOr<DayRoom> LoadDayRoom(db::Read& txn, const DayAsked& asked) {
  const std::string& group = asked.group.id;
  const std::string centre = group.substr(0, group.find('/'));
  DayRoom room;
  room.capacity = asked.group.CapacityOn(asked.day);
  ASSIGN_OR_RETURN(auto taken, LoadPlaceSeats(txn, {centre, centre, asked.today, asked.day}));
  ASSIGN_OR_RETURN(const auto offers, LoadHolds(txn, centre, centre, asked.today));
  for (const Offer& each : offers) {
    taken.push_back(
        {each.seat.group, each.seat.pool, 1, std::nullopt, std::nullopt, each.seat.part});
  }
  room.taken = CountTaken(taken, asked.day, group);
  ASSIGN_OR_RETURN(
      const auto bookings,
      QueryBookings(txn,
                    "b.centre_id = :centre AND b.group_id = :group AND b.day = :day "
                    "AND b.takes_seat = 1",
                    {{"centre", centre}, {"group", group}, {"day", FormatDay(asked.day)}}));
  std::set<std::string> lent;
  for (const Booking& each : bookings) {
    if (each.lender.empty()) {
      room.booked.push_back(each.Hours());
    } else {
      lent.insert(each.lender);
    }
  }
  ASSIGN_OR_RETURN(room.lenders, LoadLenders(txn, asked, centre, lent));
  return room;
}

absl::StatusOr<LastPresent> LoadLastPresent(db::Read& txn, const std::string& centre,
                                            const std::string& place) {
  LastPresent last;
  RETURN_IF_ERROR(txn.Query(
      "SELECT enrolment_id, month, present FROM attendance WHERE park_id = :park "
      "AND centre_id = :centre AND (:place = '' OR enrolment_id = :place) AND present <> 0 "
      "ORDER BY month",
      {{"centre", centre}, {"place", place}}, [&](const db::Row& row) {
        const absl::CivilMonth month = *ParseMonth(row.Text(1));
        int64_t day = 31;
        while ((row.Int(2) >> (day - 1) & 1) == 0) --day;
        last[row.Text(0)] = absl::CivilDay(month) + (day - 1);
        return absl::OkStatus();
      }));
  return last;
}

absl::Status KeepChild(db::Write& txn, const std::string& child) {
  return txn
      .Execute(
          "INSERT INTO child (park_id, id) VALUES (:park, :id) "
          "ON CONFLICT (park_id, id) DO NOTHING",
          {{"id", child}})
      .status();
}

absl::Status InsertBooking(db::Write& txn, const Booking& booking) {
  db::Args args = ArgsOf(booking);
  args.insert(
      args.end(),
      {{"family", booking.family},
       {"child", booking.child},
       {"case", booking.case_number},
       {"programme", booking.programme},
       {"centre", booking.centre},
       {"group", booking.group},
       {"group_kind", booking.group_kind.has_value() ? BandOf(*booking.group_kind).name : ""},
       {"kind", CareKindName(booking.kind)},
       {"day", FormatDay(booking.day)},
       {"from", booking.from_minute},
       {"until", booking.until_minute},
       {"cancel", booking.cancel_until.has_value() ? FormatMoment(*booking.cancel_until) : ""}});
  const absl::Status status =
      txn.Execute(
             "INSERT INTO booking (park_id, id, family_id, child_id, case_number, programme_id, "
             "centre_id, group_id, kind, day, from_minute, until_minute, state, takes_seat, "
             "lender, use_year, cancel_until, revision, group_kind) VALUES (:park, :id, :family, "
             ":child, :case, :programme, :centre, :group, :kind, :day, :from, :until, :state, "
             ":takes, :lender, :use, :cancel, :revision, :group_kind)",
             args)
          .status();
  return status.code() == absl::StatusCode::kAlreadyExists ? BookingExists(booking.day) : status;
}

absl::Status UpdateBooking(db::Write& txn, const Booking& booking) {
  return txn
      .Execute(
          "UPDATE booking SET state = :state, takes_seat = :takes, lender = :lender, "
          "use_year = :use, revision = :revision WHERE park_id = :park AND id = :id",
          ArgsOf(booking))
      .status();
}

}  // namespace tuoqiao::places
