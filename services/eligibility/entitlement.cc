#include "services/eligibility/entitlement.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

using MaybeDay = std::optional<absl::CivilDay>;

std::optional<int64_t> DaysOf(const rules::Scheme& scheme, absl::string_view name,
                              absl::CivilDay day) {
  const rules::Parameter* parameter = scheme.FindParameter(name);
  const rules::DatedValue* value = parameter == nullptr ? nullptr : parameter->Find(day);
  return value == nullptr ? std::nullopt : std::make_optional(value->value);
}

MaybeDay After(absl::CivilDay day, std::optional<int64_t> days) {
  return days.has_value() ? MaybeDay(day + *days) : std::nullopt;
}

// Eligible days without a gap.
struct Stretch {
  absl::CivilDay from;
  MaybeDay until;  // The first day on which it is over; nothing where the period ends first.
};

// The stretch around a slice that is eligible.
Stretch StretchAt(const std::vector<Slice>& slices, size_t at) {
  size_t first = at, next = at + 1;
  while (first > 0 && slices[first - 1].outcome == Outcome::kEligible) --first;
  while (next < slices.size() && slices[next].outcome == Outcome::kEligible) ++next;
  Stretch stretch = {slices[first].period.from, std::nullopt};
  if (next < slices.size()) stretch.until = slices[next].period.from;
  return stretch;
}

MaybeDay ReconfirmBy(const Stretch& stretch, absl::CivilDay from, const TermDays& days) {
  const MaybeDay by = After(from, days.reconfirm_every);
  // What is over by then needs no confirmation.
  return by.has_value() && stretch.until.has_value() && *by >= *stretch.until ? std::nullopt : by;
}

MaybeDay GraceAfter(const Versions& versions, const Stretch& stretch) {
  if (!stretch.until.has_value()) return std::nullopt;
  const std::optional<int64_t> grace = TermDaysOn(versions, *stretch.until).grace;
  return grace.value_or(0) > 0 ? After(*stretch.until, grace) : std::nullopt;
}

// The last eligible slice before `at`; nothing where there is none.
std::optional<size_t> LastEligible(const std::vector<Slice>& slices, size_t at) {
  while (at > 0) {
    if (slices[--at].outcome == Outcome::kEligible) return at;
  }
  return std::nullopt;
}

// An age that is past, whatever else there is.
bool TooOld(const Slice& slice) {
  return std::any_of(slice.trace.begin(), slice.trace.end(), [](const rules::Finding& each) {
    return each.held->fact == "age_in_months" && each.truth == rules::Truth::kFails &&
           absl::StartsWith(each.held->limit, "below ");
  });
}

// The first day of the days without gap on which only facts are missing.
absl::CivilDay PendingFrom(const Versions& versions, const std::vector<Slice>& slices, size_t at,
                           const Carried& carried) {
  while (at > 0 && WaitsForFacts(versions, slices[at - 1])) --at;
  return at == 0 ? carried.pending_from.value_or(slices[0].period.from) : slices[at].period.from;
}

MaybeDay ProvisionalUntil(const Versions& versions, const std::vector<Slice>& slices, size_t at,
                          const Carried& carried) {
  if (!WaitsForFacts(versions, slices[at])) return std::nullopt;
  const absl::CivilDay from = PendingFrom(versions, slices, at, carried);
  const MaybeDay until = After(from, TermDaysOn(versions, from).provisional);
  return until.has_value() && slices[at].period.from < *until ? until : std::nullopt;
}

// Until when the days up to a slice on which only facts are missing are provisional; nothing where
// they never were.
MaybeDay ProvisionalAt(const Versions& versions, const std::vector<Slice>& slices, size_t at) {
  for (size_t left = at + 1; left > 0 && WaitsForFacts(versions, slices[left - 1]); --left) {
    const MaybeDay& until = slices[left - 1].terms.provisional_until;
    if (until.has_value()) return until;
  }
  return std::nullopt;
}

// How it stands in a stretch, or stood at its end.
Entitlement InStretch(const Versions& versions, const Stretch& stretch, MaybeDay confirmed,
                      absl::CivilDay day) {
  Entitlement entitlement;
  entitlement.standing = Standing::kCurrent;
  const absl::CivilDay from =
      confirmed.has_value() ? std::max(*confirmed, stretch.from) : stretch.from;
  entitlement.use_by = After(stretch.from, TermDaysOn(versions, stretch.from).use_within);
  entitlement.reconfirm_by = ReconfirmBy(stretch, from, TermDaysOn(versions, from));
  entitlement.due = entitlement.reconfirm_by;
  if (!entitlement.reconfirm_by.has_value()) return entitlement;
  const absl::CivilDay by = *entitlement.reconfirm_by;
  if (day <= by) {
    if (by - kWindowDays <= day) entitlement.standing = Standing::kReconfirmDue;
    return entitlement;
  }
  entitlement.standing = Standing::kLapsed;
  const MaybeDay grace = After(by + 1, TermDaysOn(versions, by).grace);
  if (grace.has_value() && day < *grace) {
    entitlement.standing = Standing::kGrace;
    entitlement.grace_until = entitlement.due = grace;
  }
  return entitlement;
}

// How it stands after its last stretch.
Entitlement Afterwards(const Versions& versions, const Stretch& stretch, MaybeDay confirmed,
                       absl::CivilDay day) {
  Entitlement entitlement = InStretch(versions, stretch, confirmed, *stretch.until - 1);
  if (entitlement.standing == Standing::kGrace || entitlement.standing == Standing::kLapsed) {
    return InStretch(versions, stretch, confirmed, day);
  }
  entitlement = {};
  entitlement.standing = Standing::kLapsed;
  const MaybeDay grace = GraceAfter(versions, stretch);
  entitlement.due = grace.has_value() ? grace : stretch.until;
  if (grace.has_value() && day < *grace) {
    entitlement.standing = Standing::kGrace;
    entitlement.grace_until = grace;
  }
  return entitlement;
}

Entitlement StandingOn(const Versions& versions, const std::vector<Slice>& slices,
                       MaybeDay confirmed, absl::CivilDay day) {
  size_t at = 0;
  while (at < slices.size() && !slices[at].period.Contains(day)) ++at;
  if (at == slices.size()) return {};
  if (slices[at].outcome == Outcome::kEligible) {
    Entitlement entitlement = InStretch(versions, StretchAt(slices, at), confirmed, day);
    entitlement.eligible = true;
    return entitlement;
  }
  Entitlement entitlement;
  const MaybeDay provisional = ProvisionalAt(versions, slices, at);
  if (provisional.has_value() && day < *provisional) {
    entitlement.standing = Standing::kProvisional;
    entitlement.provisional_until = entitlement.due = provisional;
    return entitlement;
  }
  const std::optional<size_t> last = LastEligible(slices, at);
  if (last.has_value()) {
    entitlement = Afterwards(versions, StretchAt(slices, *last), confirmed, day);
  } else if (provisional.has_value()) {
    entitlement.standing = Standing::kLapsed;
    entitlement.due = provisional;
  }
  if (entitlement.standing != Standing::kGrace && TooOld(slices[at])) {
    entitlement.standing = Standing::kTooOld;
  }
  return entitlement;
}

}  // namespace

TermDays TermDaysOn(const Versions& versions, absl::CivilDay day) {
  const rules::Scheme* scheme = versions.On(day);
  if (scheme == nullptr) return {};
  return {DaysOf(*scheme, "use_within_days", day), DaysOf(*scheme, "reconfirm_every_days", day),
          DaysOf(*scheme, "grace_days", day), DaysOf(*scheme, "provisional_days", day)};
}

void AddTerms(const Versions& versions, std::vector<Slice>* slices, const Carried& carried) {
  MaybeDay eligible_from;
  for (size_t i = slices->size(); i-- > 0;) {
    Slice& slice = (*slices)[i];
    if (slice.outcome == Outcome::kEligible) {
      const Stretch stretch = StretchAt(*slices, i);
      const TermDays days = TermDaysOn(versions, stretch.from);
      eligible_from = slice.period.from;
      slice.terms.use_by = After(stretch.from, days.use_within);
      slice.terms.reconfirm_by = ReconfirmBy(stretch, stretch.from, days);
      slice.terms.grace_until = GraceAfter(versions, stretch);
    } else if (const auto last = LastEligible(*slices, i); last.has_value()) {
      const MaybeDay grace = GraceAfter(versions, StretchAt(*slices, *last));
      if (grace.has_value() && slice.period.from < *grace) slice.terms.grace_until = grace;
    }
    slice.terms.eligible_from = eligible_from;
    slice.terms.provisional_until = ProvisionalUntil(versions, *slices, i, carried);
  }
}

Entitlement EntitlementOn(const Versions& versions, const std::vector<Slice>& slices,
                          MaybeDay confirmed, absl::CivilDay day) {
  Entitlement entitlement = StandingOn(versions, slices, confirmed, day);
  const bool holds = entitlement.standing == Standing::kCurrent ||
                     entitlement.standing == Standing::kReconfirmDue ||
                     entitlement.standing == Standing::kProvisional;
  entitlement.may_stay = holds || entitlement.standing == Standing::kGrace;
  entitlement.may_start = holds && (!entitlement.use_by.has_value() || day <= *entitlement.use_by);
  return entitlement;
}

absl::Status CheckConfirm(const Entitlement& entitlement, bool staff) {
  if (!entitlement.eligible) return EntitlementNotCurrent();
  if (entitlement.standing == Standing::kCurrent) {
    return ReconfirmationNotDue(entitlement.reconfirm_by.has_value()
                                    ? MaybeDay(*entitlement.reconfirm_by - kWindowDays)
                                    : std::nullopt);
  }
  if (entitlement.standing == Standing::kLapsed && !staff) return EntitlementLapsed();
  return absl::OkStatus();
}

}  // namespace tuoqiao::eligibility
