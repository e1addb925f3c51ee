#include "services/directory/deduction.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::directory {
namespace {

constexpr int64_t kWholeBp = 10000, kHalfBp = 5000;

// What a guardian has of the standard, for a share as the family said it.
int64_t PartOf(const DeductionTerms& terms, int64_t share_bp) {
  if (share_bp == kWholeBp) return terms.standard_minor;
  return share_bp == 0 ? 0 : terms.standard_minor * terms.half_share_bp / kWholeBp;
}

}  // namespace

bool IsShare(int64_t share_bp) {
  return share_bp == kWholeBp || share_bp == kHalfBp || share_bp == 0;
}

bool MayChange(const DeductionSplit& split, absl::CivilDay today) {
  return absl::StrCat(today.year()) < split.year;
}

absl::StatusOr<rules::ParameterFile> LoadDeductionRules(const std::string& folder) {
  return rules::LoadParametersOfScheme(
      folder, "cn.national.infant_care_deduction",
      {{"monthly_standard", rules::Unit::kCnyMinor, 0, 100'000'000},
       {"months_from", rules::Unit::kMonths, 0, 240},
       {"months_until", rules::Unit::kMonths, 0, 240},
       {"half_share", rules::Unit::kBasisPoints, 0, kWholeBp}});
}

absl::StatusOr<std::map<absl::CivilMonth, DeductionTerms>> TermsOf(
    const rules::ParameterFile& rules, const std::string& year) {
  std::map<absl::CivilMonth, DeductionTerms> terms;
  ASSIGN_OR_RETURN(absl::CivilMonth month, ParseMonth(absl::StrCat(year, "-01")));
  for (int i = 0; i < 12; ++i, ++month) {
    const absl::CivilDay day(month);
    RETURN_IF_ERROR(rules.CheckInForce(day));
    const auto value = [&](size_t i) { return rules.parameters[i].Find(day); };
    terms[month] = {value(0)->value, value(1)->value, value(2)->value, value(3)->value,
                    value(0)->source.title};
  }
  return terms;
}

std::vector<DeductionMonths> MonthsOf(absl::CivilDay birth_date,
                                      const std::optional<int64_t>& first_share_bp,
                                      const std::map<absl::CivilMonth, DeductionTerms>& terms) {
  std::vector<DeductionMonths> found;
  const int64_t first = first_share_bp.value_or(kWholeBp);
  const absl::CivilMonth birth(birth_date);
  for (const auto& [guardian, share_bp] : {std::pair(1, first), std::pair(2, kWholeBp - first)}) {
    for (const auto& [month, of] : terms) {
      const int64_t after_birth = month - birth;
      const int64_t part_minor = PartOf(of, share_bp);
      if (after_birth < of.months_from || after_birth >= of.months_until || part_minor == 0) {
        continue;
      }
      const int64_t whose = first_share_bp.has_value() ? guardian : 0;
      const bool goes_on =
          !found.empty() && found.back().guardian == whose && found.back().last + 1 == month &&
          found.back().monthly_minor == part_minor && found.back().source == of.source;
      if (goes_on) {
        found.back().last = month;
      } else {
        found.push_back({whose, month, month, part_minor, of.source});
      }
    }
  }
  return found;
}

void AddMonths(const std::vector<DeductionMonths>& months,
               const std::vector<GuardianJob>& employments, FirmDeductions& deductions) {
  for (const DeductionMonths& each : months) {
    for (absl::CivilMonth month = each.first; month <= each.last; ++month) {
      const auto at =
          std::find_if(employments.begin(), employments.end(), [&](const GuardianJob& employed) {
            return employed.guardian == each.guardian &&
                   absl::CivilMonth(employed.hire_date) <= month &&
                   (!employed.leave_date.has_value() ||
                    absl::CivilMonth(*employed.leave_date) >= month);
          });
      if (at == employments.end()) continue;
      FirmDeduction& sum = deductions[{at->employee_no, month}];
      sum.employee = at->employee;
      sum.amount_minor += each.monthly_minor;
    }
  }
}

}  // namespace tuoqiao::directory
