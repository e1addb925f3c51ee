#include "services/places/handovers/handover.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/hash.h"
#include "services/common/period.h"

namespace tuoqiao::places {
namespace {

// The days of a place with those of the places that it follows: a transfer changes nothing for who
// pays.
Period DaysOf(const Enrolment& enrolment) {
  const bool first = enrolment.follows.empty();
  return {first ? enrolment.period.from : enrolment.entitled_from, enrolment.period.until};
}

// The days on which billing asks who employs: the child's first in each month.
absl::CivilDay AskDay(const Enrolment& enrolment, absl::CivilMonth month) {
  return std::max(absl::CivilDay(month), DaysOf(enrolment).from);
}

bool EverPays(const Enrolment& enrolment, const Employment& employment) {
  const Period days = DaysOf(enrolment);
  const absl::CivilMonth last(*employment.leave_date);
  for (absl::CivilMonth month(days.from); month <= last; ++month) {
    const absl::CivilDay day = AskDay(enrolment, month);
    if (days.Contains(day) && employment.On(day)) return true;
  }
  return false;
}

// The firm that pays for the same guardian on a day; of several the first by id. Empty: none.
std::string PayerOn(const Child& child, int64_t guardian, absl::CivilDay day) {
  std::string firm;
  for (const Employment& each : child.employments) {
    if (each.guardian != guardian || !each.On(day)) continue;
    if (firm.empty() || each.firm < firm) firm = each.firm;
  }
  return firm;
}

std::vector<PayerLeg> LegsOf(const Enrolment& enrolment, const Child& child,
                             const Employment& left) {
  absl::CivilDay last_change = *left.leave_date;
  for (const Employment& each : child.employments) {
    last_change = std::max({last_change, each.hire_date, each.leave_date.value_or(last_change)});
  }
  std::vector<PayerLeg> legs;
  const absl::CivilMonth last = absl::CivilMonth(last_change) + 1;
  for (absl::CivilMonth month(*left.leave_date); month <= last; ++month) {
    const absl::CivilDay day = AskDay(enrolment, month);
    if (day <= *left.leave_date) continue;
    if (!DaysOf(enrolment).Contains(day)) break;
    std::string firm = PayerOn(child, left.guardian, day);
    if (legs.empty() || legs.back().firm != firm) legs.push_back({day, std::move(firm)});
  }
  return legs;
}

// The first day from `from` on on which the place no longer goes on.
std::optional<absl::CivilDay> GoesOnUntil(const Enrolment& enrolment, const Decision& decision,
                                          absl::CivilDay from, int64_t grace_days) {
  std::optional<absl::CivilDay> until;  // Of the grace that runs.
  for (const Slice& slice : decision.slices) {
    if (slice.period.until <= from) continue;
    const absl::CivilDay day = std::max(slice.period.from, from);
    if (until.has_value() && *until < day) return until;
    if (enrolment.period.until <= day) break;
    if (slice.eligible) {
      until.reset();
    } else if (!until.has_value()) {
      until = slice.grace_until.value_or(day + grace_days);
    }
  }
  const bool before_its_end = until.has_value() && *until < enrolment.period.until;
  return before_its_end ? until : std::nullopt;
}

}  // namespace

bool operator==(const PayerLeg& a, const PayerLeg& b) {
  return std::tie(a.from, a.firm) == std::tie(b.from, b.firm);
}

bool SameHandover(const Handover& a, const Handover& b) {
  return std::tie(a.leave, a.legs, a.goes_on_until, a.withdrawn) ==
         std::tie(b.leave, b.legs, b.goes_on_until, b.withdrawn);
}

std::vector<Handover> HandoversOf(absl::string_view park, const Enrolment& enrolment,
                                  const Child& child, const Decision* decision,
                                  int64_t grace_days) {
  std::vector<Handover> handovers;
  for (const Employment& each : child.employments) {
    if (!each.leave_date.has_value() || !EverPays(enrolment, each)) continue;
    if (enrolment.period.until <= *each.leave_date + 1) continue;
    Handover handover;
    // A leave date that is corrected leaves the handover the same one.
    const std::string key =
        absl::StrCat(enrolment.id, "/", each.firm, "/", FormatDay(each.hire_date));
    handover.id = DeriveId("hov", {park, key}, each.guardian);
    handover.family = enrolment.family;
    handover.child = enrolment.child;
    handover.case_number = enrolment.case_number;
    handover.centre = enrolment.centre;
    handover.enrolment = enrolment.id;
    handover.firm = each.firm;
    handover.leave = *each.leave_date;
    handover.legs = LegsOf(enrolment, child, each);
    if (decision != nullptr) {
      handover.goes_on_until = GoesOnUntil(enrolment, *decision, *each.leave_date + 1, grace_days);
    }
    handovers.push_back(std::move(handover));
  }
  return handovers;
}

std::vector<Handover> HandoversOfFollowing(absl::string_view park, const Enrolment& enrolment,
                                           const Child& child,
                                           const std::vector<Handover>& former) {
  std::vector<Handover> handovers;
  for (Handover& each : HandoversOf(park, enrolment, child, nullptr, 0)) {
    const auto before = std::find_if(former.begin(), former.end(), [&](const Handover& was) {
      return std::tie(was.firm, was.leave) == std::tie(each.firm, each.leave) && !was.withdrawn;
    });
    if (before == former.end()) continue;
    each.goes_on_until = before->goes_on_until;
    handovers.push_back(std::move(each));
  }
  return handovers;
}

HandoverState StateOn(const Handover& handover, const Enrolment& enrolment, absl::CivilDay today) {
  if (handover.withdrawn || !enrolment.running || enrolment.period.until <= today) {
    return HandoverState::kEnded;
  }
  if (handover.goes_on_until.has_value() && *handover.goes_on_until <= today) {
    return HandoverState::kLapseDue;
  }
  if (today <= handover.leave) return HandoverState::kAhead;
  return handover.goes_on_until.has_value() ? HandoverState::kInGrace : HandoverState::kContinued;
}

PlaceAdvice AdviceOf(absl::string_view park, const Enrolment& enrolment,
                     const std::vector<Handover>& handovers, absl::CivilDay today) {
  PlaceAdvice advice;
  advice.id = DeriveId("adv", {park, enrolment.id}, 0);
  advice.centre = enrolment.centre;
  advice.enrolment = enrolment.id;
  advice.case_number = enrolment.case_number;
  advice.advised = today;
  std::set<absl::CivilDay> changes;
  for (const Handover& each : handovers) {
    if (each.withdrawn) continue;
    for (const PayerLeg& leg : each.legs) {
      if (enrolment.period.from <= leg.from) changes.insert(leg.from);
    }
    if (!each.goes_on_until.has_value()) continue;
    advice.goes_on_until =
        std::min(*each.goes_on_until, advice.goes_on_until.value_or(*each.goes_on_until));
  }
  advice.payer_changes.assign(changes.begin(), changes.end());
  return advice;
}

bool SameAdvice(const PlaceAdvice& a, const PlaceAdvice& b) {
  return std::tie(a.goes_on_until, a.payer_changes) == std::tie(b.goes_on_until, b.payer_changes);
}

HandingOver HandOver(absl::string_view park, const Enrolment& enrolment,
                     const std::vector<Handover>& known, const std::optional<PlaceAdvice>& advised,
                     std::vector<Handover> found, absl::CivilDay today) {
  for (const Handover& each : known) {
    const bool gone = std::none_of(found.begin(), found.end(),
                                   [&](const Handover& now) { return now.id == each.id; });
    if (!gone) continue;
    Handover withdrawn = each;
    withdrawn.withdrawn = true;
    withdrawn.legs.clear();
    withdrawn.goes_on_until.reset();
    found.push_back(std::move(withdrawn));
  }
  HandingOver result;
  PlaceAdvice advice = AdviceOf(park, enrolment, found, today);
  for (Handover& each : found) {
    const auto before = std::find_if(known.begin(), known.end(),
                                     [&](const Handover& was) { return was.id == each.id; });
    if (before != known.end() && SameHandover(*before, each)) continue;
    each.revision = before == known.end() ? 1 : before->revision + 1;
    result.changed.push_back(std::move(each));
  }
  const bool told = advised.has_value() && SameAdvice(*advised, advice);
  if (!told && (advised.has_value() || !result.changed.empty())) {
    advice.revision = advised.has_value() ? advised->revision + 1 : 1;
    result.advice = std::move(advice);
  }
  return result;
}

std::vector<std::string> PoolsInstead(const Enrolment& enrolment, const Child& child,
                                      absl::CivilDay today) {
  absl::string_view firm = enrolment.pool;
  if (!absl::ConsumePrefix(&firm, "RESERVED/")) return {};
  const std::set<std::string> firms = FirmsOn(child, today);
  if (firms.count(std::string(firm)) == 1) return {};
  std::vector<std::string> pools;
  for (const std::string& each : firms) pools.push_back(absl::StrCat("RESERVED/", each));
  pools.push_back("SHARED");
  return pools;
}

absl::string_view StateName(HandoverState state) {
  switch (state) {
    case HandoverState::kAhead:
      return "AHEAD";
    case HandoverState::kInGrace:
      return "IN_GRACE";
    case HandoverState::kContinued:
      return "CONTINUED";
    case HandoverState::kLapseDue:
      return "LAPSE_DUE";
    case HandoverState::kEnded:
      return "HANDOVER_ENDED";
  }
  return "";
}

}  // namespace tuoqiao::places
