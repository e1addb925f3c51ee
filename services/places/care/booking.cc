#include "services/places/care/booking.h"

#include <algorithm>

#include "services/common/status_macros.h"
#include "services/places/care/errors_care.h"
#include "services/places/errors.h"

namespace tuoqiao::places {
namespace {

bool Offers(const Centre& centre, CareKind kind) {
  return std::count(centre.care_kinds.begin(), centre.care_kinds.end(), kind) > 0;
}

// Monday is 1.
int WeekdayOf(absl::CivilDay day) { return static_cast<int>(absl::GetWeekday(day)) + 1; }

// What is asked for lies in one of the stretches in which the centre is open that day; late care
// behind the last of them.
absl::Status CheckHours(const Booking& booking, const Centre& centre) {
  if (centre.opening_hours.empty() || booking.until_minute == 0) return absl::OkStatus();
  const int weekday = WeekdayOf(booking.day);
  int64_t closes = 0;
  for (const DayHours& each : centre.opening_hours) {
    if (!each.On(weekday)) continue;
    closes = std::max(closes, each.close_minute);
    if (booking.kind != CareKind::kLate && each.open_minute <= booking.from_minute &&
        booking.until_minute <= each.close_minute) {
      return absl::OkStatus();
    }
  }
  if (booking.kind == CareKind::kLate && closes <= booking.from_minute) return absl::OkStatus();
  return OutsideOpeningHours(booking.kind == CareKind::kLate);
}

}  // namespace

BookingState StateOn(const Booking& booking, absl::CivilDay today) {
  const bool came = booking.state == BookingState::kBooked && booking.day <= today;
  return came ? BookingState::kTaken : booking.state;
}

absl::Status CheckCentreOpen(const Booking& booking, const BookingGround& ground) {
  if (!Offers(ground.centre, booking.kind)) return CareKindNotOffered(CareKindName(booking.kind));
  const absl::CivilDay last = ground.today + ground.numbers.booking_days_ahead;
  if (booking.day < ground.today || last < booking.day) {
    return BookingDayOutOfRange(ground.today, last);
  }
  if (!ground.opening.OpenOn(booking.day) || ground.closed) return NotAnOpeningDay(booking.day);
  if (booking.day < ground.centre.filing_from || ground.centre.filing_until <= booking.day) {
    return FilingNotInForce(booking.day);
  }
  return CheckHours(booking, ground.centre);
}

absl::Status CheckChild(const Child& child, const Decision& decision, absl::CivilDay day) {
  if (!child.centre_consent) return ConsentMissing("booking.centre");
  return EligibleOn(child, decision, day) ? absl::OkStatus() : NotEligible(day);
}

absl::Status CheckOwnCare(const Booking& booking, const OwnCare& own) {
  const bool beside = booking.kind == CareKind::kLate || booking.kind == CareKind::kBackUp;
  if (!beside) return own.place == nullptr ? absl::OkStatus() : ChildAlreadyEnrolled();
  if (own.place == nullptr) return NoPlaceThatDay(booking.day);
  const bool here = own.place->centre == booking.centre;
  if (booking.kind == CareKind::kLate) return here ? absl::OkStatus() : NoPlaceThatDay(booking.day);
  if (here) return BackUpAtOwnCentre();
  return own.uses < own.uses_max ? absl::OkStatus()
                                 : BackUpUsesSpent(booking.day.year(), own.uses_max);
}

absl::StatusOr<std::vector<Group>> GroupsForAge(const Centre& centre, const Child& child,
                                                absl::CivilDay day) {
  const int64_t months = AgeInMonths(child.birth_date, day);
  std::vector<Group> groups;
  for (const Group& each : centre.groups) {
    if (BandOf(each.kind).Holds(months)) groups.push_back(each);
  }
  if (groups.empty()) return NoGroupForAge(day);
  return groups;
}

int64_t SeatsAtOnce(const std::vector<Minutes>& booked) {
  int64_t most = 0;
  for (const Minutes& each : booked) {
    most = std::max<int64_t>(most,
                             std::count_if(booked.begin(), booked.end(), [&](const Minutes& other) {
                               return other.from <= each.from && each.from < other.until;
                             }));
  }
  return most;
}

std::optional<std::string> FindSeat(const DayRoom& room, const Booking& booking) {
  const bool may_borrow = booking.kind == CareKind::kTemporary || booking.kind == CareKind::kBackUp;
  if (may_borrow && !room.lenders.empty()) return room.lenders.front();
  std::vector<Minutes> booked = room.booked;
  booked.push_back(booking.Hours());
  if (room.taken + SeatsAtOnce(booked) <= room.capacity) return std::string();
  return std::nullopt;
}

bool CloseDay(Booking& booking) {
  if (booking.state != BookingState::kBooked && booking.state != BookingState::kCancelledLate) {
    return false;
  }
  booking.state = BookingState::kClosed;
  booking.lender.clear();
  ++booking.revision;
  return true;
}

absl::Time CancelUntil(absl::CivilDay day, const Opening& opening, const CareNumbers& numbers,
                       absl::TimeZone zone) {
  // A park that is closed for weeks counts the days that it would be open.
  constexpr int64_t kDaysBackMax = 60;
  absl::CivilDay last = day;
  for (int64_t left = numbers.cancel_working_days, back = 0; left > 0 && back < kDaysBackMax;
       ++back) {
    --last;
    if (opening.OpenOn(last)) --left;
  }
  return absl::FromCivil(absl::CivilSecond(last) + numbers.cancel_seconds, zone);
}

absl::Status Cancel(Booking& booking, absl::Time now, absl::CivilDay today) {
  const BookingState state = StateOn(booking, today);
  if (state != BookingState::kBooked) return BookingNotOpen(StateName(state));
  const bool late = booking.cancel_until.has_value() && *booking.cancel_until < now;
  booking.state = late ? BookingState::kCancelledLate : BookingState::kCancelled;
  booking.lender.clear();
  ++booking.revision;
  return absl::OkStatus();
}

absl::string_view StateName(BookingState state) {
  switch (state) {
    case BookingState::kBooked:
      return "BOOKED";
    case BookingState::kTaken:
      return "TAKEN";
    case BookingState::kCancelled:
      return "CANCELLED";
    case BookingState::kCancelledLate:
      return "CANCELLED_LATE";
    case BookingState::kClosed:
      return "CLOSED";
  }
  return "";
}

}  // namespace tuoqiao::places
