// Why a centre fits a family or does not: as data, and as a sentence.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_REASON_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_REASON_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/words.h"

namespace tuoqiao::places::search {

enum class ReasonCode {
  // Why it fits.
  kNear,            // text: HOME, WORK, GRANDPARENT or WAY; value: metres.
  kDetour,          // value: seconds; text: the mode.
  kPickUp,          // value: seconds there and back; text: the mode.
  kOpenForShift,    // value: minute of the drop-off; other: of the pick-up, -1 for none.
  kSeatFree,        // value: seats; text: kind of group; day: from when.
  kSpecialistSeat,  // As kSeatFree, of seats for children with needs.
  kPrice,           // value: fen a month that the family pays.
  kPriceUnknown,
  kLanguage,  // text: which.
  kInclusive,
  kCareKind,  // text: which.
  // Why it was passed over.
  kNoWay,
  kFilingNotInForce,    // day: on which.
  kCareKindNotOffered,  // text: which.
  kLanguageNotSpoken,   // text: those that were asked for.
  kNotInclusive,
  kNoGroupOfAge,  // value: months on the first day.
  kNoFreeSeat,    // value: months that were looked at after the first.
  kHoursUnknown,
  kClosedThatDay,    // value: the weekday.
  kClosedAtDropOff,  // value: minute of the drop-off; other: when it opens.
  kClosedAtPickUp,   // value: minute of the pick-up; other: when it closes.
  kClosedAtStart,    // day: the first on which the child would come.
  kClosedAllDays,    // value: days that were looked at.
};

// "CLOSED_AT_PICK_UP": contract.
absl::string_view ReasonName(ReasonCode code);

struct Reason {
  ReasonCode code = ReasonCode::kNoWay;
  int64_t value = 0, other = 0;
  std::string text;
  absl::CivilDay day;
};

rules::Words SentenceOf(const Reason& reason);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_REASON_H_
