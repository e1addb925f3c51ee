// What peers say, as the core takes it.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"

namespace tuoqiao::places {
namespace {

absl::Status PeerSaid(absl::string_view what) {
  return absl::InternalError(absl::StrCat("a peer's message breaks its contract: ", what));
}

absl::StatusOr<absl::CivilDay> PeersDay(absl::string_view what, const std::string& text) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return PeerSaid(what);
  return *day;
}

absl::StatusOr<std::optional<absl::CivilDay>> PeersDayOrNone(absl::string_view what,
                                                             const std::string& text) {
  if (text.empty()) return std::optional<absl::CivilDay>();
  ASSIGN_OR_RETURN(const absl::CivilDay day, PeersDay(what, text));
  return std::optional<absl::CivilDay>(day);
}

}  // namespace

absl::StatusOr<Child> FromProto(const directory::v1::ChildFacts& message) {
  Child child;
  if (message.child().empty() || message.case_number().empty() || message.family().empty()) {
    return PeerSaid("a child without its name, case number or family");
  }
  child.id = LastPart(message.child());
  child.family = LastPart(message.family());
  child.case_number = message.case_number();
  ASSIGN_OR_RETURN(child.birth_date, PeersDay("birth_date", message.birth_date()));
  child.needs_level = message.needs_level();
  for (const directory::v1::Employment& each : message.employments()) {
    Employment employment;
    employment.firm = LastPart(each.firm());
    employment.guardian = each.guardian();
    ASSIGN_OR_RETURN(employment.hire_date, PeersDay("hire_date", each.hire_date()));
    if (!each.leave_date().empty()) {
      ASSIGN_OR_RETURN(employment.leave_date, PeersDay("leave_date", each.leave_date()));
    }
    child.employments.push_back(std::move(employment));
  }
  child.programme_consent = message.programme_consent();
  child.centre_consent = message.centre_consent();
  child.revision = message.revision();
  child.mark = message.across_parks_mark();
  return child;
}

absl::StatusOr<Decision> FromProto(const eligibility::v1::Decision& message) {
  Decision decision;
  for (const eligibility::v1::Slice& each : message.slices()) {
    Slice slice;
    ASSIGN_OR_RETURN(slice.period.from, PeersDay("from_date of a slice", each.from_date()));
    ASSIGN_OR_RETURN(slice.period.until, PeersDay("until_date of a slice", each.until_date()));
    slice.eligible = each.outcome() == eligibility::v1::Slice::ELIGIBLE;
    ASSIGN_OR_RETURN(slice.use_by, PeersDayOrNone("use_by_date of a slice", each.use_by_date()));
    ASSIGN_OR_RETURN(slice.grace_until,
                     PeersDayOrNone("grace_until_date of a slice", each.grace_until_date()));
    if (!each.provisional_until_date().empty()) {
      ASSIGN_OR_RETURN(const absl::CivilDay until, PeersDay("provisional_until_date of a slice",
                                                            each.provisional_until_date()));
      // While it lasts a place is given as if everything were known.
      Slice provisional;
      provisional.period = {slice.period.from, std::min(until, slice.period.until)};
      provisional.eligible = true;
      provisional.use_by = until - 1;
      decision.slices.push_back(provisional);
      slice.period.from = provisional.period.until;
    }
    if (!slice.period.Empty()) decision.slices.push_back(slice);
  }
  ASSIGN_OR_RETURN(decision.entitled_from,
                   PeersDayOrNone("entitled_from_date", message.entitled_from_date()));
  decision.revision = message.revision();
  return decision;
}

}  // namespace tuoqiao::places
