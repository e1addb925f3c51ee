// How the core's values stand in rows: names of states and kinds, lists, days that may be missing.
#ifndef TUOQIAO_SERVICES_PLACES_ROW_H_
#define TUOQIAO_SERVICES_PLACES_ROW_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/places/centre.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

// Each stops the program for a text that was never written here.
GroupKind GroupKindOf(const std::string& name);
ApplicationState ApplicationStateOf(const std::string& name);
OfferState OfferStateOf(const std::string& name);
absl::Time MomentOf(const std::string& text);
CareKind CareKindFrom(const std::string& name);
Session SessionFrom(const std::string& name);
std::vector<DayHours> HoursFrom(const std::string& text);
std::string HoursText(const std::vector<DayHours>& hours);

// Lists are joined by ';'.
std::vector<std::string> SplitList(const std::string& text);
std::string DayOrEmpty(const std::optional<absl::CivilDay>& day);
std::optional<absl::CivilDay> DayFrom(const std::string& text);
std::string DaysText(const std::set<absl::CivilDay>& days);
std::set<absl::CivilDay> DaysFrom(const std::string& text);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ROW_H_
