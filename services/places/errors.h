// Every failure of places that is not one of the common ones, by name.
#ifndef TUOQIAO_SERVICES_PLACES_ERRORS_H_
#define TUOQIAO_SERVICES_PLACES_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::places {

absl::Status CapacityOverBand(absl::string_view group, int64_t capacity, int64_t children_max);
absl::Status FilingMissing(absl::string_view field);
absl::Status LocationInvalid();
absl::Status CapacityBelowEnrolments(absl::string_view group, int64_t seats, int64_t enrolled);
absl::Status CentreNotFound(absl::string_view name);
absl::Status ChildNotFound(absl::string_view name);
absl::Status MonthClosed(absl::CivilMonth month);

absl::Status DuplicateInRequest(absl::string_view field);
absl::Status UnknownChild();
// Of attendance: the centre has no place for that case number.
absl::Status UnknownChildHere();
absl::Status NotEligible(absl::CivilDay day);
absl::Status NotDecided(absl::string_view programme);
absl::Status ApplicationExists(absl::string_view name);

absl::Status OfferNotFound(absl::string_view name);
absl::Status OfferNotOpen(absl::string_view state);
absl::Status OfferExpired(absl::CivilDay expired);
absl::Status ChildAlreadyEnrolled();
// In another park, in the same part of the day; of that park nothing is said but the day.
absl::Status PlaceElsewhere(absl::CivilDay day);
absl::Status SeatTaken(absl::string_view group);
// `field` names the centre, or what would tell it of the child.
absl::Status ConsentMissing(absl::string_view field);
absl::Status SpecialistSeatNotNeeded(absl::string_view group);

// Of allocations.
absl::Status AllocationNotFound(absl::string_view name);
absl::Status AllocationResultNotFound(absl::string_view name);
absl::Status AllocationExists(absl::string_view name);
absl::Status GroupNotFound(absl::string_view name);
// Of a group in which each half-day child takes a whole seat.
absl::Status HalfDaysNotShared(absl::string_view group);
absl::Status AllocationOverlaps(absl::string_view group, absl::string_view allocation);
absl::Status PointsPolicyNotInForce(absl::CivilDay day);
// It is in `state`, and should be in `wanted`.
absl::Status AllocationStateWrong(absl::string_view state, absl::string_view wanted);
absl::Status AllocationTooLarge(int64_t applicants, int64_t applicants_max);
absl::Status PublishedBySamePerson();
absl::Status ApplicationNotFound(absl::string_view name);
// No seat can be given from a day in a month that is closed.
absl::Status StartMonthClosed(absl::CivilDay start);

absl::Status EnrolmentNotFound(absl::string_view name);
absl::Status EnrolmentEnded(absl::CivilDay ended);
absl::Status DateOrder(absl::CivilDay from, absl::CivilDay until);

absl::Status NotAnOpeningDay(absl::CivilDay day);
absl::Status OutsideEnrolment(absl::CivilDay day);
absl::Status ReasonMissing();

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ERRORS_H_
