// Single days of care: one child in one centre on one day, which is no place.
#ifndef TUOQIAO_SERVICES_PLACES_CARE_BOOKING_H_
#define TUOQIAO_SERVICES_PLACES_CARE_BOOKING_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/places/calendar.h"
#include "services/places/care/care_numbers.h"
#include "services/places/centre.h"
#include "services/places/child.h"
#include "services/places/enrolment.h"

namespace tuoqiao::places {

enum class BookingState { kBooked, kTaken, kCancelled, kCancelledLate, kClosed };
inline constexpr std::array<BookingState, 5> kBookingStates = {
    BookingState::kBooked, BookingState::kTaken, BookingState::kCancelled,
    BookingState::kCancelledLate, BookingState::kClosed};

// Minutes after midnight, [from, until).
struct Minutes {
  int64_t from = 0, until = 24 * 60;
};
// So many seats do bookings of one group and day take: as many as are there at once.
int64_t SeatsAtOnce(const std::vector<Minutes>& booked);

struct Booking {
  std::string id;
  std::string family, child;
  std::string case_number;
  std::string programme;  // Id.
  std::string centre;
  std::string group;  // `{centre}/{group}`.
  // As it was when the day was booked; nothing of one from before this was kept.
  std::optional<GroupKind> group_kind;
  CareKind kind = CareKind::kTemporary;
  absl::CivilDay day;
  int64_t from_minute = 0, until_minute = 0;  // Both 0: the whole day.
  BookingState state = BookingState::kBooked;
  // The place whose seat it has that day, `{centre}/{id}`; empty: a seat that was free.
  std::string lender;
  // Up to when it can be given back without counting as a use; none where it is no use.
  std::optional<absl::Time> cancel_until;
  int64_t revision = 0;

  // Late care is had in the seat of the child's own place.
  bool TakesSeat() const { return state == BookingState::kBooked && kind != CareKind::kLate; }
  // Of the back-up days of its calendar year.
  bool CountsAsUse() const {
    return kind == CareKind::kBackUp && state != BookingState::kCancelled &&
           state != BookingState::kClosed;
  }
  // For how long it has its seat.
  Minutes Hours() const {
    return until_minute == 0 ? Minutes() : Minutes{from_minute, until_minute};
  }
};

// Nobody has to mark a booking for its day to come.
BookingState StateOn(const Booking& booking, absl::CivilDay today);

// The centre and the calendar: CARE_KIND_NOT_OFFERED, BOOKING_DAY_OUT_OF_RANGE, NOT_AN_OPENING_DAY,
// FILING_NOT_IN_FORCE, OUTSIDE_OPENING_HOURS. Where a centre does not say its hours, nobody looks
// at them. Hours are within those of the centre; late care begins when it closes, or later.
struct BookingGround {
  const Centre& centre;
  const Opening& opening;
  const CareNumbers& numbers;
  absl::CivilDay today;
  bool closed = false;  // That day, beside the calendar.
};
absl::Status CheckCentreOpen(const Booking& booking, const BookingGround& ground);

// The child: CONSENT_MISSING, NOT_ELIGIBLE.
absl::Status CheckChild(const Child& child, const Decision& decision, absl::CivilDay day);

// The child's own place that day, if it has one, and its back-up days of that year:
// CHILD_ALREADY_ENROLLED, NO_PLACE_THAT_DAY, BACK_UP_AT_OWN_CENTRE, BACK_UP_USES_SPENT.
struct OwnCare {
  const Enrolment* place = nullptr;
  int64_t uses = 0, uses_max = 0;
};
absl::Status CheckOwnCare(const Booking& booking, const OwnCare& own);

// The groups of the centre that are of the child's age on the day, by id. NO_GROUP_FOR_AGE.
absl::StatusOr<std::vector<Group>> GroupsForAge(const Centre& centre, const Child& child,
                                                absl::CivilDay day);

// One group on one day.
struct DayRoom {
  int64_t capacity = 0;
  int64_t taken = 0;            // By places, and held by offers.
  std::vector<Minutes> booked;  // In seats that were free.
  // Places of the group whose child is known to be away and whose seat nobody has yet, in order.
  std::vector<std::string> lenders;
};
// The lender of a seat for the booking; an empty text is a free seat, or one that others have at
// other hours; nothing: it is full. A seat that is lent comes first: so what is free stays free for
// places.
std::optional<std::string> FindSeat(const DayRoom& room, const Booking& booking);

// The moment up to which a use can be given back: so many opening days before, at the pack's time.
absl::Time CancelUntil(absl::CivilDay day, const Opening& opening, const CareNumbers& numbers,
                       absl::TimeZone zone);
// The day is closed for all: what stood or counted as a use does no more. False where nothing did.
bool CloseDay(Booking& booking);
// Gives the day back. BOOKING_NOT_OPEN.
absl::Status Cancel(Booking& booking, absl::Time now, absl::CivilDay today);

absl::string_view StateName(BookingState state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CARE_BOOKING_H_
