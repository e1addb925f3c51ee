#include "services/settlement/matching.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/settlement/reference.h"

namespace tuoqiao::settlement {
namespace {

Part PartOf(const Receivable& receivable, int64_t amount_minor, MatchRule rule) {
  Part part;
  part.subject = absl::StrCat("receivables/", receivable.id);
  part.account = receivable.account;
  part.amount_minor = amount_minor;
  part.rule = rule;
  return part;
}

bool MayDrift(const Receivable& receivable) {
  return receivable.kind != "FLOAT" && receivable.kind != "FUND";
}

// Debts of the same payer, from the oldest on, that come to the amount exactly.
std::vector<Part> PayOthers(int64_t amount_minor, const std::vector<Receivable>& others) {
  std::vector<Part> parts;
  for (const Receivable& each : others) {
    if (amount_minor == 0) break;
    if (each.due_minor() <= 0) continue;
    if (each.due_minor() > amount_minor) return {};
    parts.push_back(PartOf(each, each.due_minor(), MatchRule::kOtherDebts));
    amount_minor -= each.due_minor();
  }
  return amount_minor == 0 ? parts : std::vector<Part>();
}

}  // namespace

std::vector<Part> PayNamed(int64_t amount_minor, const std::vector<Receivable>& named,
                           const std::vector<Receivable>& others, const Drift& drift) {
  const MatchRule rule = named.size() > 1 ? MatchRule::kReferences : MatchRule::kReference;
  std::vector<Part> parts;
  int64_t left_minor = amount_minor, missing_minor = 0;
  const Receivable* last = &named.front();
  for (const Receivable& each : named) {
    const int64_t taken_minor = std::min(left_minor, each.due_minor());
    missing_minor += each.due_minor() - taken_minor;
    if (taken_minor == 0) continue;
    parts.push_back(PartOf(each, taken_minor, rule));
    left_minor -= taken_minor;
    last = &each;
  }
  if (missing_minor > 0 && MayDrift(*last) && drift.Allows(missing_minor) && !parts.empty() &&
      parts.back().amount_minor + missing_minor == last->due_minor()) {
    parts.back().drift_minor = -missing_minor;
    return parts;
  }
  if (left_minor == 0) return parts;
  if (!parts.empty() && MayDrift(*last) && drift.Allows(left_minor)) {
    parts.back().amount_minor += left_minor;
    parts.back().drift_minor = left_minor;
    return parts;
  }
  if (std::vector<Part> more = PayOthers(left_minor, others); !more.empty()) {
    parts.insert(parts.end(), more.begin(), more.end());
    return parts;
  }
  if (parts.empty()) parts.push_back(PartOf(*last, 0, rule));
  parts.back().amount_minor += left_minor;
  parts.back().surplus_minor = left_minor;
  parts.back().unapplied_account = UnappliedAccount(*last);
  return parts;
}

const Receivable* FindNear(absl::string_view text, const std::vector<Receivable>& candidates) {
  const Receivable* found = nullptr;
  for (const Receivable& each : candidates) {
    if (!HoldsNearReference(text, each.reference)) continue;
    if (found != nullptr) return nullptr;
    found = &each;
  }
  return found;
}

}  // namespace tuoqiao::settlement
