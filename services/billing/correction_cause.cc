#include "services/billing/correction_cause.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/common/check.h"

namespace tuoqiao::billing {
namespace {

using ShareReasons = std::map<std::pair<Payer, std::string>, std::string>;

ShareReasons ReasonsOf(const Statement& statement) {
  ShareReasons reasons;
  for (const Share& share : statement.shares) {
    reasons[{share.payer, share.firm}] = share.reason;
  }
  return reasons;
}

std::set<std::string> FirmsOf(const ShareReasons& shares) {
  std::set<std::string> firms;
  for (const auto& [key, reason] : shares) {
    if (key.first == Payer::kFirm) firms.insert(key.second);
  }
  return firms;
}

// "plan A" of "plan A: up to 600.00 of 1800.00"; empty where no plan code made the share.
absl::string_view PlanPart(absl::string_view reason) {
  if (!absl::StartsWith(reason, "plan ")) return "";
  return reason.substr(0, reason.find(':'));
}

bool OfSeat(absl::string_view reason) { return absl::StrContains(reason, "the seat's contract"); }

bool HasLimits(const FundingPlan& plan) {
  return plan.CountsYears() || std::any_of(plan.layers.begin(), plan.layers.end(),
                                           [](const Layer& layer) { return !layer.caps.empty(); });
}

bool Decides(const FundingPlan& plan, Payer payer) {
  return std::any_of(plan.layers.begin(), plan.layers.end(), [&](const Layer& layer) {
    return layer.rule.kind == RuleKind::kSchemeAmount && layer.HasPayer(payer);
  });
}

class Causes {
 public:
  Causes(const FundingPlan& plan, const FormerStatement& former, const Statement& now)
      : plan_(plan),
        former_(former),
        now_shares_(ReasonsOf(now)),
        tariff_(former.tariff != now.tariff),
        attendance_(former.attended_days != now.attended_days) {}

  void Name(Statement& difference) {
    for (Line& line : difference.lines) line.cause = OfLine(difference, line);
    const std::string of_lines = OfLargest(difference.lines);
    const std::string of_shares = OfShares(difference);
    for (Share& share : difference.shares) {
      const bool came_or_went =
          share.payer == Payer::kFirm && former_.shares.count({share.payer, share.firm}) +
                                                 now_shares_.count({share.payer, share.firm}) ==
                                             1;
      share.cause = came_or_went ? kEmploymentCause : of_lines.empty() ? of_shares : of_lines;
    }
  }

 private:
  std::string OfLine(const Statement& difference, const Line& line) const {
    const bool other_amount = line.former_minor != 0 && line.former_minor != -line.amount_minor;
    switch (line.kind) {
      case LineKind::kCare:
        return tariff_ ? kTariffCause : kEnrolmentCause;
      case LineKind::kCoefficient:
        return Or(OfCare(difference), tariff_ ? kTariffCause : kNeedsCause);
      case LineKind::kSibling:
        if (!other_amount) return kSiblingCause;
        return Or(OfCare(difference), tariff_ ? kTariffCause : kNeedsCause);
      case LineKind::kRefund:
        if (attendance_) return kAttendanceCause;
        return Or(OfCare(difference), tariff_ ? kTariffCause : kAttendanceCause);
      case LineKind::kMeals:
        return attendance_ || !tariff_ ? kAttendanceCause : kTariffCause;
      case LineKind::kSupplement:
        return tariff_ && other_amount ? kTariffCause : kEnrolmentCause;
      case LineKind::kHourly:
      case LineKind::kTemporary:
      case LineKind::kLate:
      case LineKind::kBackUp:
        return tariff_ ? kTariffCause : kBookingCause;
    }
    CHECK(false);
  }

  static std::string Or(std::string first, const char* second) {
    return first.empty() ? second : first;
  }

  // Where the care itself differs, what rests on it differs with it.
  std::string OfCare(const Statement& difference) const {
    for (const Line& line : difference.lines) {
      if (line.kind == LineKind::kCare) return OfLine(difference, line);
    }
    return "";
  }

  static std::string OfLargest(const std::vector<Line>& lines) {
    const auto largest =
        std::max_element(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
          return std::abs(a.amount_minor) < std::abs(b.amount_minor);
        });
    return largest == lines.end() ? "" : largest->cause;
  }

  // Of the same lines, borne otherwise.
  std::string OfShares(const Statement& difference) const {
    if (FirmsOf(former_.shares) != FirmsOf(now_shares_)) return kEmploymentCause;
    bool seat = false, decided = false;
    for (const auto& [key, reason] : now_shares_) {
      const auto former = former_.shares.find(key);
      if (former == former_.shares.end() || former->second == reason) continue;
      if (PlanPart(former->second) != PlanPart(reason)) return kFirmPlanCause;
      seat = seat || OfSeat(former->second) || OfSeat(reason);
    }
    for (const Share& share : difference.shares) {
      decided = decided || Decides(plan_, share.payer);
    }
    if (seat) return kSeatContractCause;
    if (decided) return kDecisionCause;
    if (attendance_) return kAttendanceCause;
    return HasLimits(plan_) ? kLimitsCause : "";
  }

  const FundingPlan& plan_;
  const FormerStatement& former_;
  const ShareReasons now_shares_;
  const bool tariff_, attendance_;
};

}  // namespace

void NameCauses(const FundingPlan& plan, const FormerStatement& former, const Statement& now,
                Statement& difference) {
  Causes(plan, former, now).Name(difference);
}

void NameCause(const std::string& cause, Statement& statement) {
  for (Line& line : statement.lines) line.cause = cause;
  for (Share& share : statement.shares) share.cause = cause;
}

}  // namespace tuoqiao::billing
