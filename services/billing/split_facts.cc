#include "services/billing/split_facts.h"

#include <algorithm>
#include <limits>

#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::billing {

bool SplitFacts::OfUnion() const {
  return std::any_of(firms.begin(), firms.end(),
                     [](const PayingFirm& firm) { return firm.union_member; });
}

int64_t SplitFacts::SeatShareOf(const std::string& firm) const {
  return firm == seat_firm ? seat_share_bp : 0;
}

bool SplitFacts::HasSeatShare() const {
  if (seat_share_bp == 0 || seat_firm.empty()) return seat_share_bp != 0;
  return std::any_of(firms.begin(), firms.end(),
                     [&](const PayingFirm& firm) { return firm.firm == seat_firm; });
}

int64_t SplitFacts::DecidedMinor(const SchemeAmount& amount) const {
  const auto found = decided.find(amount);
  return found == decided.end() ? 0 : found->second;
}

bool IsPaidStraight(ShareForm form) {
  return form == ShareForm::kDirect || form == ShareForm::kAllowance;
}

int64_t FactOf(MonthFact fact, const SplitFacts& facts, int64_t base_minor) {
  switch (fact) {
    case MonthFact::kAttendedDays:
      return facts.has_attended_month ? facts.present : std::numeric_limits<int64_t>::max();
    case MonthFact::kAttendedShareBp:
      if (!facts.has_attended_month || facts.opening_days == 0) return kBasisPoints;
      return MulDivFloor(facts.present, kBasisPoints, facts.opening_days);
    case MonthFact::kNeedsLevel:
      return facts.needs_level;
    case MonthFact::kAgeMonths:
      return facts.age_months;
    case MonthFact::kOlderEnrolled:
      return facts.has_older ? 1 : 0;
    case MonthFact::kBaseMinor:
      return base_minor;
  }
  CHECK(false);
}

const char* ShareFormName(ShareForm form) {
  switch (form) {
    case ShareForm::kCollected:
      return "COLLECTED";
    case ShareForm::kInvoiced:
      return "INVOICED";
    case ShareForm::kAllowance:
      return "ALLOWANCE";
    case ShareForm::kCollective:
      return "COLLECTIVE";
    case ShareForm::kDirect:
      return "DIRECT";
    case ShareForm::kDeduct:
      return "DEDUCT";
  }
  CHECK(false);
}

}  // namespace tuoqiao::billing
