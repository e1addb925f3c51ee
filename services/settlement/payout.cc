#include "services/settlement/payout.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/settlement/errors.h"

namespace tuoqiao::settlement {

std::string Payout::id() const {
  const std::string first = absl::StrCat(centre, "/", FormatMonth(month));
  return ordinal == 1 ? first : absl::StrCat(first, "-", ordinal);
}

Prepared Prepare(const PrepareFacts& facts) {
  std::map<std::string, int64_t> promised;  // By centre, to other months.
  std::map<std::string, Payout> ours;       // By centre, of this month.
  std::set<std::string> centres;
  Prepared prepared;
  for (const Payout& each : facts.in_our_hands) {
    if (each.month == facts.month) {
      ours[each.centre] = each;
      centres.insert(each.centre);
    } else if (each.state == PayoutState::kDue) {
      promised[each.centre] += each.amount_minor;
      prepared.due_minor += each.amount_minor;
    }
  }
  for (const auto& [centre, payable_minor] : facts.payables) centres.insert(centre);
  for (const std::string& centre : centres) {
    const auto payable = facts.payables.find(centre);
    const int64_t owed_minor = payable == facts.payables.end() ? 0 : payable->second;
    if (owed_minor < 0) prepared.carried[centre] = -owed_minor;
    const int64_t amount_minor = std::max<int64_t>(0, owed_minor - promised[centre]);
    const auto found = ours.find(centre);
    if (found == ours.end() && amount_minor == 0) continue;
    Payout payout;
    if (found != ours.end()) {
      payout = found->second;
    } else {
      const auto issued = facts.issued.find(centre);
      payout.centre = centre;
      payout.month = facts.month;
      payout.ordinal = issued == facts.issued.end() ? 1 : issued->second + 1;
      payout.due_date = facts.today;
      payout.promised_date = facts.promised_date;
    }
    if (payout.revision == 0 || payout.amount_minor != amount_minor) {
      payout.amount_minor = amount_minor;
      payout.state = amount_minor > 0 ? PayoutState::kDue : PayoutState::kHeld;
      prepared.changed.push_back(payout);
    }
    if (payout.state != PayoutState::kDue) continue;
    prepared.due_minor += payout.amount_minor;
    prepared.due.push_back(std::move(payout));
  }
  return prepared;
}

absl::StatusOr<Release> DecideRelease(const ReleaseFacts& facts) {
  Release release;
  std::vector<std::string> unverified, changed;
  std::optional<absl::CivilDay> first_day;
  int64_t total_minor = 0;
  for (const Payout& each : facts.due) {
    const auto from = facts.payable_from.find(each.centre);
    if (from == facts.payable_from.end()) {
      unverified.push_back(each.centre);
    } else if (facts.today < from->second) {
      if (!first_day.has_value() || from->second < *first_day) first_day = from->second;
      release.held.push_back(each);
      continue;
    }
    const auto payable = facts.payables.find(each.centre);
    if (payable == facts.payables.end() || payable->second < each.amount_minor) {
      changed.push_back(each.centre);
    }
    total_minor += each.amount_minor;
    release.released.push_back(each);
  }
  if (!unverified.empty()) return PayeeAccountUnverified(unverified);
  if (!changed.empty()) return PayableChanged(changed);
  if (total_minor > facts.spendable_minor) {
    return FloatMissing(total_minor - facts.spendable_minor);
  }
  if (release.released.empty() && first_day.has_value()) return PayeeAccountWaiting(*first_day);
  return release;
}

absl::StatusOr<std::optional<PayoutState>> AfterStatus(const Payout& payout,
                                                       absl::string_view status) {
  const bool confirms = status == "ACSC", refuses = status == "RJCT";
  if (!confirms && !refuses && status != "ACCP" && status != "ACSP" && status != "PDNG") {
    return StatusUnknown(status);
  }
  if (payout.InOurHands()) return PayoutStateWrong(payout.id(), status);
  if (!confirms && !refuses) return std::nullopt;
  const PayoutState after = confirms ? PayoutState::kConfirmed : PayoutState::kRejected;
  if (payout.state == after) return std::nullopt;
  const bool taken_after_all = confirms && payout.state == PayoutState::kRejected;
  if (payout.state != PayoutState::kReleased && !taken_after_all) {
    return PayoutStateWrong(payout.id(), status);
  }
  return after;
}

}  // namespace tuoqiao::settlement
