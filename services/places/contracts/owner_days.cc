#include "services/places/contracts/owner_days.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tuoqiao::places {
namespace {

using Days = std::set<absl::CivilDay>;

// The days as they are said, those of closed months as they were.
Days Heard(const Days& before, const Days& said,
           const std::vector<absl::CivilMonth>& closed_months) {
  const auto priced = [&](absl::CivilDay day) {
    return std::find(closed_months.begin(), closed_months.end(), absl::CivilMonth(day)) !=
           closed_months.end();
  };
  Days heard;
  for (const absl::CivilDay day : before) {
    if (priced(day)) heard.insert(day);
  }
  for (const absl::CivilDay day : said) {
    if (!priced(day)) heard.insert(day);
  }
  return heard;
}

void AddDifference(const Days& a, const Days& b, Days* days) {
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(),
                                std::inserter(*days, days->end()));
}

std::string GuestId(const Closure& closure, const std::string& owner) {
  return absl::StrCat(owner, closure.centre.empty() ? "--park-" : "--centre-", closure.id,
                      closure.refund ? "" : "--no-refund");
}

}  // namespace

OpeningCalendar Together(const std::vector<OpeningCalendar>& calendars) {
  OpeningCalendar all;
  for (const OpeningCalendar& each : calendars) {
    all.closed.insert(each.closed.begin(), each.closed.end());
    all.working_weekends.insert(each.working_weekends.begin(), each.working_weekends.end());
  }
  return all;
}

std::vector<Closure> GuestClosures(const OwnerDays& days, const std::string& owner,
                                   const std::string& guest_centre) {
  std::vector<Closure> closures;
  for (const Closure& each : days.closures) {
    Closure closure = each;
    closure.id = GuestId(each, owner);
    closure.centre = guest_centre;
    closure.revision = 0;
    closures.push_back(std::move(closure));
  }
  return closures;
}

std::vector<Closure> HearClosures(const std::vector<Closure>& before,
                                  const std::vector<Closure>& said,
                                  const std::vector<absl::CivilMonth>& closed_months) {
  std::map<std::string, Closure> was, is;
  for (const Closure& each : before) {
    was[each.id] = each;
    is[each.id] = each;
    is[each.id].days.clear();
  }
  for (const Closure& each : said) is[each.id] = each;
  std::vector<Closure> changed;
  for (auto& [id, closure] : is) {
    const Closure& old = was[id];
    closure.days = Heard(old.days, closure.days, closed_months);
    // One that never closed anything here need not be known.
    if (SaysTheSame(old, closure) || (old.id.empty() && closure.days.empty())) continue;
    closure.revision = old.revision + 1;
    changed.push_back(closure);
  }
  return changed;
}

OpeningCalendar HearCalendar(const OpeningCalendar& before, const OpeningCalendar& said,
                             const std::vector<absl::CivilMonth>& closed_months) {
  OpeningCalendar heard = before;
  heard.closed = Heard(before.closed, said.closed, closed_months);
  heard.working_weekends = Heard(before.working_weekends, said.working_weekends, closed_months);
  return heard;
}

std::optional<absl::CivilDay> FirstChange(const OpeningCalendar& before,
                                          const OpeningCalendar& after,
                                          const std::vector<Closure>& changed) {
  Days days;
  AddDifference(before.closed, after.closed, &days);
  AddDifference(before.working_weekends, after.working_weekends, &days);
  for (const Closure& each : changed) days.insert(each.days.begin(), each.days.end());
  if (days.empty()) return std::nullopt;
  return *days.begin();
}

}  // namespace tuoqiao::places
