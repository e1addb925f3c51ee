#include "services/billing/shadow.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/errors.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/money.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

using ById = std::map<std::string, const Statement*>;

ById ByIdOf(const Drafts& drafts) {
  ById statements;
  for (const Statement& each : drafts.statements) statements[each.id] = &each;
  return statements;
}

std::set<std::string> HeldOut(const Drafts& drafts) {
  std::set<std::string> case_numbers;
  for (const HoldOut& each : drafts.hold_outs) case_numbers.insert(each.case_number);
  return case_numbers;
}

// One payer's shares of a statement by both plans; nullptr where there is none.
struct Pair {
  const Share* before = nullptr;
  const Share* after = nullptr;

  const Share& any() const { return before != nullptr ? *before : *after; }
  int64_t before_minor() const { return before == nullptr ? 0 : before->amount_minor; }
  int64_t after_minor() const { return after == nullptr ? 0 : after->amount_minor; }
  std::string reason_before() const { return before == nullptr ? "nothing" : before->reason; }
  std::string reason_after() const { return after == nullptr ? "nothing" : after->reason; }
  bool ReasonChanged() const { return reason_before() != reason_after(); }
  std::string Cause() const {
    return absl::StrCat(PayerName(any().payer), ": ", reason_before(), " -> ", reason_after());
  }
};

std::vector<Pair> PairsOf(const Statement& before, const Statement& after) {
  std::vector<Pair> pairs;
  for (const Share& share : before.shares) pairs.push_back({&share, nullptr});
  for (const Share& share : after.shares) {
    const auto same = std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) {
      return pair.any().payer == share.payer && pair.any().firm == share.firm;
    });
    if (same == pairs.end()) {
      pairs.push_back({nullptr, &share});
    } else {
      same->after = &share;
    }
  }
  return pairs;
}

// Why a statement is there by one plan only.
std::string HoldOutCause(const Statement& statement, const Drafts& without,
                         absl::string_view which) {
  for (const HoldOut& each : without.hold_outs) {
    if (each.case_number == statement.case_number) {
      return absl::StrCat("held out by the ", which, " plan: ", each.reason);
    }
  }
  return absl::StrCat("no statement by the ", which, " plan");
}

std::string CauseOf(const Pair& pair, const std::vector<Pair>& pairs) {
  if (pair.ReasonChanged() && pair.any().payer != Payer::kFamily) return pair.Cause();
  // The family bears the rest, whose reason is another payer's.
  for (const Pair& each : pairs) {
    if (each.ReasonChanged() && each.any().payer != Payer::kFamily) return each.Cause();
  }
  return pair.Cause();
}

std::vector<Difference> DifferencesOf(const Statement* before, const Statement* after,
                                      const std::string& hold_out_cause) {
  const Statement none;
  const Statement& statement = before != nullptr ? *before : *after;
  const std::vector<Pair> pairs =
      PairsOf(before != nullptr ? *before : none, after != nullptr ? *after : none);
  std::vector<Difference> differences;
  for (const Pair& pair : pairs) {
    if (pair.before_minor() == pair.after_minor()) continue;
    differences.push_back({statement.case_number, statement.id, pair.any().payer, pair.any().firm,
                           pair.before_minor(), pair.after_minor(),
                           hold_out_cause.empty() ? CauseOf(pair, pairs) : hold_out_cause});
  }
  return differences;
}

ShadowFigures FiguresOf(const Drafts& before, const Drafts& after,
                        const std::vector<Difference>& differences) {
  ShadowFigures figures;
  std::set<std::string> children, changed;
  for (const Payer payer : kPayers) figures.payers[payer];
  for (const Statement& each : before.statements) {
    children.insert(each.case_number);
    for (const Share& share : each.shares) {
      figures.payers[share.payer].before_minor += share.amount_minor;
    }
  }
  for (const Statement& each : after.statements) {
    children.insert(each.case_number);
    for (const Share& share : each.shares) {
      figures.payers[share.payer].after_minor += share.amount_minor;
    }
  }
  for (const Difference& each : differences) {
    changed.insert(each.case_number);
    figures.largest_difference_minor =
        std::max(figures.largest_difference_minor, each.size_minor());
  }
  const std::set<std::string> held = HeldOut(before);
  for (const std::string& each : HeldOut(after)) {
    if (held.count(each) == 0) ++figures.held_out_children;
  }
  figures.children = static_cast<int64_t>(children.size());
  figures.changed_children = static_cast<int64_t>(changed.size());
  figures.differences = static_cast<int64_t>(differences.size());
  return figures;
}

std::string FigureText(const Excess& excess, int64_t value) {
  if (absl::EndsWith(excess.figure, "_bp")) return PercentText(value);
  if (absl::EndsWith(excess.figure, "_minor")) return YuanText(value);
  return absl::StrCat(value);
}

// `family_rise_minor 1200.00 (at most 0.00); payer_rise_minor of FIRM ...`
std::string ExcessText(const std::vector<Excess>& excesses) {
  return absl::StrJoin(excesses, "; ", [](std::string* out, const Excess& each) {
    absl::StrAppend(out, each.figure, each.payer.empty() ? "" : " of ", each.payer, " ",
                    FigureText(each, each.found), " (at most ", FigureText(each, each.allowed),
                    ")");
  });
}

// What a statement says, as a digest says it.
std::string Saying(absl::CivilMonth month, const Statement& statement) {
  Digest digest("", month, "");
  digest.Add(statement);
  return digest.Finish({});
}

}  // namespace

Comparison Compare(const Drafts& before, const Drafts& after) {
  const ById statements_before = ByIdOf(before), statements_after = ByIdOf(after);
  Comparison comparison;
  const auto add = [&](const Statement* one, const Statement* other, const std::string& cause) {
    for (Difference& each : DifferencesOf(one, other, cause)) {
      comparison.differences.push_back(std::move(each));
    }
  };
  for (const auto& [id, statement] : statements_before) {
    const auto found = statements_after.find(id);
    if (found != statements_after.end()) {
      add(statement, found->second, "");
    } else {
      add(statement, nullptr, HoldOutCause(*statement, after, "new"));
    }
  }
  for (const auto& [id, statement] : statements_after) {
    if (statements_before.count(id) == 0) {
      add(nullptr, statement, HoldOutCause(*statement, before, "live"));
    }
  }
  std::stable_sort(comparison.differences.begin(), comparison.differences.end(),
                   [](const Difference& a, const Difference& b) {
                     return std::tie(a.case_number, a.statement) <
                            std::tie(b.case_number, b.statement);
                   });
  comparison.figures = FiguresOf(before, after, comparison.differences);
  return comparison;
}

std::vector<std::string> BaseDifferences(absl::CivilMonth month, const Drafts& frozen,
                                         const Drafts& redrafted) {
  std::set<std::string> case_numbers;
  const ById kept = ByIdOf(frozen), made = ByIdOf(redrafted);
  for (const auto& [id, statement] : kept) {
    const auto found = made.find(id);
    if (found == made.end() || Saying(month, *statement) != Saying(month, *found->second)) {
      case_numbers.insert(statement->case_number);
    }
  }
  for (const auto& [id, statement] : made) {
    if (kept.count(id) == 0) case_numbers.insert(statement->case_number);
  }
  std::set<std::pair<std::string, std::string>> held_kept, held_made;
  for (const HoldOut& each : frozen.hold_outs) held_kept.emplace(each.case_number, each.reason);
  for (const HoldOut& each : redrafted.hold_outs) held_made.emplace(each.case_number, each.reason);
  for (const auto& each : held_kept) {
    if (held_made.count(each) == 0) case_numbers.insert(each.first);
  }
  for (const auto& each : held_made) {
    if (held_kept.count(each) == 0) case_numbers.insert(each.first);
  }
  return {case_numbers.begin(), case_numbers.end()};
}

std::vector<Excess> ExcessesOf(const ShadowFigures& figures, const ShadowThresholds& thresholds) {
  std::vector<Excess> excesses;
  const auto add = [&](const char* figure, const char* payer, int64_t found, int64_t allowed) {
    if (found > allowed) excesses.push_back({figure, payer, found, allowed});
  };
  add("held_out_children", "", figures.held_out_children, 0);
  const int64_t changed_bp =
      figures.children == 0
          ? 0
          : (figures.changed_children * kBasisPoints + figures.children - 1) / figures.children;
  add("changed_children_bp", "", changed_bp, thresholds.changed_children_bp);
  add("child_difference_minor", "", figures.largest_difference_minor,
      thresholds.child_difference_minor);
  for (const auto& [payer, change] : figures.payers) {
    if (payer == Payer::kFamily) {
      add("family_rise_minor", "", change.rise_minor(), thresholds.family_rise_minor);
    }
  }
  for (const auto& [payer, change] : figures.payers) {
    if (payer == Payer::kFamily) continue;
    add("payer_rise_minor", PayerName(payer), change.rise_minor(), thresholds.payer_rise_minor);
  }
  return excesses;
}

std::string ShadowDigest(absl::string_view park, const Shadow& shadow,
                         const Comparison& comparison) {
  const ShadowThresholds& allowed = shadow.thresholds;
  std::string text = Sha256OfParts(
      {park, FormatMonth(shadow.month), shadow.month_digest, shadow.live_plan, shadow.plan,
       shadow.programme, FormatMonth(shadow.first_month), absl::StrCat(allowed.changed_children_bp),
       absl::StrCat(allowed.child_difference_minor), absl::StrCat(allowed.family_rise_minor),
       absl::StrCat(allowed.payer_rise_minor), absl::StrCat(comparison.figures.children),
       absl::StrCat(comparison.figures.held_out_children)});
  for (const Difference& each : comparison.differences) {
    text += Sha256OfParts({each.case_number, each.statement, PayerName(each.payer), each.firm,
                           absl::StrCat(each.before_minor), absl::StrCat(each.after_minor),
                           each.cause});
  }
  return absl::BytesToHexString(Sha256(text));
}

absl::Status CheckSameCopy(const Shadow& shadow, const Month& month) {
  if (month.digest == shadow.month_digest) return absl::OkStatus();
  return MonthChanged(month.month);
}

void Finish(Shadow& shadow, ShadowFigures figures, std::string digest) {
  CHECK(shadow.state == ShadowState::kRunning);
  shadow.state = ShadowState::kCompared;
  shadow.figures = std::move(figures);
  shadow.digest = std::move(digest);
  ++shadow.revision;
}

void Refuse(Shadow& shadow, const std::vector<std::string>& case_numbers) {
  CHECK(shadow.state == ShadowState::kRunning);
  shadow.state = ShadowState::kRefused;
  shadow.refusal.reason = "SHADOW_BASE_DIFFERS";
  shadow.refusal.children = static_cast<int64_t>(case_numbers.size());
  shadow.refusal.case_numbers.assign(
      case_numbers.begin(), case_numbers.begin() + std::min(case_numbers.size(), kRefusalExamples));
  ++shadow.revision;
}

absl::Status CheckMaySign(const Shadow& shadow, absl::string_view digest, const Month& month) {
  if (shadow.state != ShadowState::kCompared && shadow.state != ShadowState::kSigned) {
    return ShadowNotCompared(ShadowStateName(shadow.state));
  }
  if (digest != shadow.digest) return ShadowDigestStale(shadow.digest);
  RETURN_IF_ERROR(CheckSameCopy(shadow, month));
  const std::vector<Excess> excesses = ExcessesOf(shadow.figures, shadow.thresholds);
  if (!excesses.empty()) return ShadowOverThreshold(ExcessText(excesses));
  return absl::OkStatus();
}

absl::Status CheckInForce(const Shadow& shadow, absl::string_view in_force) {
  if (in_force == shadow.live_plan) return absl::OkStatus();
  return ShadowBaseNotInForce(shadow.first_month, shadow.live_plan, in_force);
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

const Adoption* AdoptionIn(const std::vector<Adoption>& adoptions, absl::CivilMonth month) {
  const Adoption* latest = nullptr;
  for (const Adoption& each : adoptions) {
    if (each.first_month > month) continue;
    if (latest == nullptr || each.first_month >= latest->first_month) latest = &each;
  }
  return latest;
}

const char* ShadowStateName(ShadowState state) {
  switch (state) {
    case ShadowState::kRunning:
      return "RUNNING";
    case ShadowState::kCompared:
      return "COMPARED";
    case ShadowState::kSigned:
      return "SIGNED";
    case ShadowState::kAdopted:
      return "ADOPTED";
    case ShadowState::kRefused:
      return "REFUSED";
  }
  CHECK(false);
}

}  // namespace tuoqiao::billing
