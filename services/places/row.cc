#include "services/places/row.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/period.h"

namespace tuoqiao::places {

GroupKind GroupKindOf(const std::string& name) {
  for (const GroupKind kind : kGroupKinds) {
    if (name == BandOf(kind).name) return kind;
  }
  CHECK(false);
  return GroupKind::kInfant;
}

ApplicationState ApplicationStateOf(const std::string& name) {
  for (const ApplicationState state :
       {ApplicationState::kWaiting, ApplicationState::kOffered, ApplicationState::kPlaced,
        ApplicationState::kWithdrawn, ApplicationState::kClosed}) {
    if (name == StateName(state)) return state;
  }
  CHECK(false);
  return ApplicationState::kWaiting;
}

OfferState OfferStateOf(const std::string& name) {
  for (const OfferState state : {OfferState::kOpen, OfferState::kAccepted, OfferState::kDeclined,
                                 OfferState::kExpired, OfferState::kRescinded}) {
    if (name == StateName(state)) return state;
  }
  CHECK(false);
  return OfferState::kOpen;
}

absl::Time MomentOf(const std::string& text) {
  absl::Time time;
  CHECK(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr));
  return time;
}

CareKind CareKindFrom(const std::string& name) {
  for (const CareKind kind : kCareKinds) {
    if (name == CareKindName(kind)) return kind;
  }
  CHECK(false);
  return CareKind::kFullDay;
}

Session SessionFrom(const std::string& name) {
  for (const Session session : {Session::kWholeDay, Session::kMorning, Session::kAfternoon}) {
    if (name == SessionName(session)) return session;
  }
  CHECK(false);
  return Session::kWholeDay;
}

std::vector<DayHours> HoursFrom(const std::string& text) {
  std::vector<DayHours> hours;
  for (const std::string& each : SplitList(text)) {
    const std::vector<std::string> parts = absl::StrSplit(each, absl::ByAnyChar("@-"));
    DayHours read;
    CHECK(parts.size() == 3 && absl::SimpleAtoi(parts[0], &read.weekdays) &&
          absl::SimpleAtoi(parts[1], &read.open_minute) &&
          absl::SimpleAtoi(parts[2], &read.close_minute));
    hours.push_back(read);
  }
  return hours;
}

std::string HoursText(const std::vector<DayHours>& hours) {
  return absl::StrJoin(hours, ";", [](std::string* out, const DayHours& each) {
    absl::StrAppend(out, each.weekdays, "@", each.open_minute, "-", each.close_minute);
  });
}

std::vector<std::string> SplitList(const std::string& text) {
  return absl::StrSplit(text, ';', absl::SkipEmpty());
}

std::string DayOrEmpty(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

std::optional<absl::CivilDay> DayFrom(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return *ParseDay(text);
}

std::string DaysText(const std::set<absl::CivilDay>& days) {
  return absl::StrJoin(days, ";", [](std::string* out, absl::CivilDay day) {
    absl::StrAppend(out, FormatDay(day));
  });
}

std::set<absl::CivilDay> DaysFrom(const std::string& text) {
  std::set<absl::CivilDay> days;
  for (const std::string& each : SplitList(text)) days.insert(*ParseDay(each));
  return days;
}

}  // namespace tuoqiao::places
