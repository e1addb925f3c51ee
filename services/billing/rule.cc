#include "services/billing/rule.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::billing {
namespace {

int64_t Raised(int64_t amount_minor, const RuleBase& base) {
  return MulDivHalfUp(amount_minor, base.coefficient_bp, kBasisPoints);
}

int64_t ShareOf(int64_t amount_minor, const RuleBase& base) {
  return MulDivHalfUp(amount_minor, base.share_bp * base.coefficient_bp,
                      kBasisPoints * kBasisPoints);
}

int64_t Statutory(const Rule& rule, const RuleBase& base) {
  const int64_t rate = rule.cap_minor == 0 ? base.base_minor : Raised(rule.cap_minor, base);
  if (rule.copay_order == CopayOrder::kCapFirst) {
    return std::max<int64_t>(std::min(base.base_minor, rate) - rule.amount_minor, 0);
  }
  return std::min(std::max<int64_t>(base.base_minor - rule.amount_minor, 0), rate);
}

int64_t Uncapped(const Rule& rule, const RuleBase& base) {
  switch (rule.kind) {
    case RuleKind::kFixed:
    case RuleKind::kUpTo:
      return Raised(rule.amount_minor, base);
    case RuleKind::kPercent:
    case RuleKind::kBand:
    case RuleKind::kSeatContract:
      return ShareOf(base.base_minor, base);
    case RuleKind::kMatch:
      return ShareOf(base.matched_minor, base);
    case RuleKind::kStatutory:
      return Statutory(rule, base);
    case RuleKind::kSchemeAmount:
      return base.decided_left_minor;
    case RuleKind::kFirmPlan:
    case RuleKind::kParts:
    case RuleKind::kRest:
      break;
  }
  CHECK(false);
}

}  // namespace

int64_t AmountOf(const Rule& rule, const RuleBase& base) {
  const int64_t amount = std::min(Uncapped(rule, base), base.base_minor);
  if (rule.kind == RuleKind::kStatutory || rule.cap_minor == 0) return amount;
  return std::min(amount, rule.cap_minor);
}

std::string RuleText(const Rule& rule, const RuleBase& base) {
  const std::string of = absl::StrCat(" of ", YuanText(base.base_minor));
  const std::string most =
      rule.cap_minor == 0 ? "" : absl::StrCat(", at most ", YuanText(rule.cap_minor));
  const std::string share =
      PercentText(MulDivHalfUp(base.share_bp, base.coefficient_bp, kBasisPoints));
  switch (rule.kind) {
    case RuleKind::kFixed:
      return absl::StrCat("fixed ", YuanText(Raised(rule.amount_minor, base)), of, most);
    case RuleKind::kUpTo:
      return absl::StrCat("up to ", YuanText(Raised(rule.amount_minor, base)), of, most);
    case RuleKind::kPercent:
      return absl::StrCat(share, of, most);
    case RuleKind::kBand:
      return absl::StrCat(share, " by its band", of, most);
    case RuleKind::kSeatContract:
      return absl::StrCat(share, " by the seat's contract", of, most);
    case RuleKind::kMatch:
      return absl::StrCat(share, " of the ", YuanText(base.matched_minor), " of ",
                          PayerName(*rule.matches), of, most);
    case RuleKind::kStatutory: {
      const std::string rate =
          rule.cap_minor == 0 ? ""
                              : absl::StrCat(", at most ", YuanText(Raised(rule.cap_minor, base)));
      const std::string copay = absl::StrCat(", less ", YuanText(rule.amount_minor));
      const bool cap_first = rule.copay_order == CopayOrder::kCapFirst;
      return absl::StrCat(YuanText(base.base_minor), cap_first ? rate : copay,
                          cap_first ? copay : rate);
    }
    case RuleKind::kSchemeAmount: {
      const std::string left =
          base.decided_left_minor == base.decided_minor
              ? ""
              : absl::StrCat(", of which ", YuanText(base.decided_left_minor), " are left,");
      return absl::StrCat(rule.decided->amount, " of ", rule.decided->programme_id(), ": ",
                          YuanText(base.decided_minor), left, of, most);
    }
    case RuleKind::kFirmPlan:
    case RuleKind::kParts:
    case RuleKind::kRest:
      break;
  }
  CHECK(false);
}

}  // namespace tuoqiao::billing
