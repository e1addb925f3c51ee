#include "services/eligibility/shadow.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/money.h"
#include "services/common/status_macros.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

// ---- Outcomes.

// Days on which neither side has a cut.
struct Piece {
  Period period;
  const Slice* before = nullptr;
  const Slice* after = nullptr;

  bool Loses() const {
    return before->outcome == Outcome::kEligible && after->outcome != Outcome::kEligible;
  }
  bool Gains() const {
    return before->outcome != Outcome::kEligible && after->outcome == Outcome::kEligible;
  }
};

std::vector<Piece> PiecesOf(const DecidedChild& before, const DecidedChild& after) {
  CHECK(!before.slices.empty() && !after.slices.empty());
  CHECK(before.slices.back().period.until == after.slices.back().period.until);
  std::vector<Piece> pieces;
  auto one = before.slices.begin(), other = after.slices.begin();
  while (one != before.slices.end() && other != after.slices.end()) {
    pieces.push_back({Intersect(one->period, other->period), &*one, &*other});
    const absl::CivilDay until = pieces.back().period.until;
    if (one->period.until == until) ++one;
    if (other->period.until == until) ++other;
  }
  return pieces;
}

const rules::Finding* FindingOf(const Slice& slice, const std::string& condition) {
  for (const rules::Finding& each : slice.trace) {
    if (each.held->condition == condition) return &each;
  }
  return nullptr;
}

// The conditions of both sides, each once, the live ones first.
std::vector<std::string> ConditionsOf(const Piece& piece) {
  std::vector<std::string> names;
  for (const Slice* side : {piece.before, piece.after}) {
    for (const rules::Finding& each : side->trace) {
      const std::string& name = each.held->condition;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

// What nobody asks stands in nobody's way.
rules::Truth TruthOf(const rules::Finding* finding) {
  return finding == nullptr ? rules::Truth::kHolds : finding->truth;
}

std::string LimitText(const rules::Finding* finding, bool with_fact) {
  if (finding == nullptr) return "not asked";
  return with_fact ? absl::StrCat(finding->held->fact, " ", finding->held->limit)
                   : finding->held->limit;
}

std::string CauseOf(const Piece& piece) {
  std::vector<std::string> turned;
  for (const std::string& name : ConditionsOf(piece)) {
    const rules::Finding* before = FindingOf(*piece.before, name);
    const rules::Finding* after = FindingOf(*piece.after, name);
    if (TruthOf(before) == TruthOf(after)) continue;
    const bool same_limit = LimitText(before, false) == LimitText(after, false);
    turned.push_back(absl::StrCat(name, ": ", LimitText(before, same_limit), " -> ",
                                  LimitText(after, same_limit)));
  }
  if (!turned.empty()) return absl::StrJoin(turned, "; ");
  // On these days nothing turned; whether others follow did.
  const bool later = piece.after->outcome == Outcome::kEligibleLater;
  return later ? "later days: not eligible -> eligible" : "later days: eligible -> not eligible";
}

void AddOutcomes(const std::vector<Piece>& pieces, std::vector<Difference>* differences) {
  for (const Piece& each : pieces) {
    if (each.before->outcome == each.after->outcome) continue;
    Difference difference;
    difference.period = each.period;
    difference.before = each.before->outcome;
    difference.after = each.after->outcome;
    difference.cause = CauseOf(each);
    if (!differences->empty()) {
      Difference& last = differences->back();
      if (last.period.until == each.period.from && last.before == difference.before &&
          last.after == difference.after && last.cause == difference.cause) {
        last.period.until = each.period.until;
        continue;
      }
    }
    differences->push_back(std::move(difference));
  }
}

// ---- Amounts.

const Due* DueOf(const DecidedChild& side, const Due& like) {
  for (const Due& each : side.dues) {
    if (each.amount == like.amount && each.payer == like.payer) return &each;
  }
  return nullptr;
}

// The rule names the fact in the place of the child's value.
std::string RuleOf(const rules::Worth& worth) {
  if (worth.value.empty()) return worth.rule;
  return absl::StrReplaceAll(
      worth.rule,
      {{absl::StrCat(" × ", worth.value), absl::StrCat(" × ", worth.fact)},
       {absl::StrCat(" bp of ", worth.value, ","), absl::StrCat(" bp of ", worth.fact, ",")}});
}

std::string DueText(const Due* due) {
  if (due == nullptr) return "nothing";
  std::vector<std::string> parts;
  if (due->times > 0) parts.push_back(absl::StrCat(RuleOf(due->last), " x ", due->times));
  if (!due->missing.empty()) {
    parts.push_back(absl::StrCat("missing ", absl::StrJoin(due->missing, ", ")));
  }
  return absl::StrJoin(parts, ", ");
}

void AddAmount(const Due* before, const Due* after, std::vector<Difference>* differences) {
  const Due& any = before != nullptr ? *before : *after;
  Difference difference;
  difference.amount = any.amount;
  difference.payer = any.payer;
  difference.before_minor = before == nullptr ? 0 : before->minor;
  difference.after_minor = after == nullptr ? 0 : after->minor;
  if (difference.size_minor() == 0) return;
  difference.cause = absl::StrCat(DueText(before), " -> ", DueText(after));
  differences->push_back(std::move(difference));
}

// ---- Texts.

// A figure in its unit; an excess is never below zero.
std::string FigureText(const Excess& excess, int64_t value) {
  if (!absl::EndsWith(excess.figure, "_minor")) return absl::StrCat(value);
  return absl::StrCat(value / 100, ".", absl::Dec(value % 100, absl::kZeroPad2));
}

// `losing_children 12 (at most 0); payer_rise_minor of AUTHORITY 1200.00 (at most 0.00)`
std::string ExcessText(const std::vector<Excess>& excesses) {
  return absl::StrJoin(excesses, "; ", [](std::string* out, const Excess& each) {
    absl::StrAppend(out, each.figure, each.payer.empty() ? "" : " of ", each.payer, " ",
                    FigureText(each, each.found), " (at most ", FigureText(each, each.allowed),
                    ")");
  });
}

std::string PayersText(const ShadowFigures& figures) {
  return absl::StrJoin(figures.payers, ";", [](std::string* out, const auto& each) {
    absl::StrAppend(out, rules::PayerName(each.first), " ", each.second.before_minor, " ",
                    each.second.after_minor);
  });
}

}  // namespace

std::vector<Difference> Compare(const DecidedChild& before, const DecidedChild& after) {
  std::vector<Difference> differences;
  AddOutcomes(PiecesOf(before, after), &differences);
  for (const Due& each : before.dues) AddAmount(&each, DueOf(after, each), &differences);
  for (const Due& each : after.dues) {
    if (DueOf(before, each) == nullptr) AddAmount(nullptr, &each, &differences);
  }
  return differences;
}

void ShadowFigures::Add(const DecidedChild& before, const DecidedChild& after,
                        const std::vector<Difference>& found) {
  const std::vector<Piece> pieces = PiecesOf(before, after);
  const auto any = [&](bool (Piece::*what)() const) {
    return std::any_of(pieces.begin(), pieces.end(),
                       [&](const Piece& each) { return (each.*what)(); });
  };
  ++children;
  changed_children += found.empty() ? 0 : 1;
  losing_children += any(&Piece::Loses) ? 1 : 0;
  gaining_children += any(&Piece::Gains) ? 1 : 0;
  differences += static_cast<int64_t>(found.size());
  int64_t changed_minor = 0;
  for (const Difference& each : found) changed_minor += each.size_minor();
  largest_difference_minor = std::max(largest_difference_minor, changed_minor);
  for (const Due& each : before.dues) payers[each.payer].before_minor += each.minor;
  for (const Due& each : after.dues) payers[each.payer].after_minor += each.minor;
}

std::vector<Excess> ExcessesOf(const ShadowFigures& figures, const ShadowThresholds& thresholds) {
  std::vector<Excess> excesses;
  const auto add = [&](const char* figure, const char* payer, int64_t found, int64_t allowed) {
    if (found > allowed) excesses.push_back({figure, payer, found, allowed});
  };
  const int64_t changed_bp =
      figures.children == 0
          ? 0
          : (figures.changed_children * kBasisPoints + figures.children - 1) / figures.children;
  add("changed_children_bp", "", changed_bp, thresholds.changed_children_bp);
  add("losing_children", "", figures.losing_children, thresholds.losing_children);
  for (const auto& [payer, change] : figures.payers) {
    if (payer == rules::Payer::kFamily || payer == rules::Payer::kTaxBase) continue;
    add("payer_rise_minor", rules::PayerName(payer), change.after_minor - change.before_minor,
        thresholds.payer_rise_minor);
  }
  add("child_difference_minor", "", figures.largest_difference_minor,
      thresholds.child_difference_minor);
  return excesses;
}

ShadowBase BaseOf(const Programme& programme, const Versions& live, const Versions& tried,
                  const Period& period) {
  return {live.NamesOver(period), live.HashOver(period), tried.HashOver(period),
          programme.adoptions};
}

const char* ShadowStateName(ShadowState state) {
  static constexpr const char* kNames[] = {"RUNNING", "COMPARED", "SIGNED", "ADOPTED"};
  return kNames[static_cast<int>(state)];
}

absl::Status CheckShadowDays(const Programme& programme, const Period& period,
                             absl::CivilDay today) {
  RETURN_IF_ERROR(CheckDays(programme, period));
  if (period.from <= today) return PeriodNotAhead(today);
  const absl::CivilDay last = programme.versions.back().from_date;
  return last < period.until ? absl::OkStatus() : PeriodLeavesOut(last);
}

void Finish(absl::string_view park, Shadow& shadow) {
  CHECK(shadow.state == ShadowState::kRunning);
  const ShadowThresholds& allowed = shadow.thresholds;
  const ShadowFigures& figures = shadow.figures;
  shadow.digest = absl::BytesToHexString(Sha256OfParts(
      {park, shadow.programme, shadow.id, shadow.scheme, shadow.base.live_scheme,
       shadow.base.rule_hash, shadow.base.live_rule_hash, FormatDay(shadow.period.from),
       FormatDay(shadow.period.until), absl::StrJoin(shadow.adopted_values, ";"),
       absl::StrCat(allowed.changed_children_bp), absl::StrCat(allowed.losing_children),
       absl::StrCat(allowed.payer_rise_minor), absl::StrCat(allowed.child_difference_minor),
       absl::StrCat(figures.children), absl::StrCat(figures.faults), PayersText(figures),
       shadow.rows_digest}));
  shadow.state = ShadowState::kCompared;
  ++shadow.revision;
}

absl::Status CheckMaySign(const Shadow& shadow, absl::string_view digest, absl::CivilDay today) {
  if (shadow.state != ShadowState::kCompared && shadow.state != ShadowState::kSigned) {
    return ShadowNotCompared(ShadowStateName(shadow.state));
  }
  if (digest != shadow.digest) return ShadowDigestStale(shadow.digest);
  const std::vector<Excess> excesses = ExcessesOf(shadow.figures, shadow.thresholds);
  if (!excesses.empty()) return ShadowOverThreshold(ExcessText(excesses));
  return today < shadow.period.from ? absl::OkStatus() : ShadowBegun(shadow.period.from);
}

absl::Status CheckBase(const Shadow& shadow, const ShadowBase& present) {
  const ShadowBase& compared = shadow.base;
  if (compared.adoptions != present.adoptions) {
    return ShadowBaseNotInForce(compared.live_scheme, present.live_scheme);
  }
  std::vector<std::string> changed;
  if (compared.live_rule_hash != present.live_rule_hash) changed.push_back(compared.live_scheme);
  if (compared.rule_hash != present.rule_hash) changed.push_back(shadow.scheme);
  return changed.empty() ? absl::OkStatus() : ShadowRuleFileChanged(absl::StrJoin(changed, ", "));
}

absl::Status Sign(Shadow& shadow, const std::string& subject) {
  if (!shadow.approvers.empty() && shadow.approvers[0] == subject) {
    return ShadowApprovedBySamePerson();
  }
  shadow.approvers.push_back(subject);
  shadow.state = shadow.approvers.size() == 2 ? ShadowState::kAdopted : ShadowState::kSigned;
  ++shadow.revision;
  return absl::OkStatus();
}

}  // namespace tuoqiao::eligibility
