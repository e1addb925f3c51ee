#include "services/payroll/pay_pack.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

constexpr char kPack[] = "cn.pay_run";
constexpr char kMinimumWage[] = "minimum_wage_";
constexpr int64_t kDaysMax = 366, kRunsMax = 60, kWageMax = 100'000'000;

absl::StatusOr<int64_t> ValueOn(const PayPack& pack, const std::string& name, absl::CivilDay day) {
  const auto& parameters = pack.numbers.parameters;
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const rules::Parameter& each) { return each.name == name; });
  CHECK(found != parameters.end());
  RETURN_IF_ERROR(found->CheckInForce({day, day + 1}));
  return found->Find(day)->value;
}

bool HasArea(const PayPack& pack, const std::string& area) {
  return std::any_of(
      pack.numbers.parameters.begin(), pack.numbers.parameters.end(),
      [&](const rules::Parameter& each) { return each.name == absl::StrCat(kMinimumWage, area); });
}

}  // namespace

absl::StatusOr<PayPack> LoadPayPack(const std::string& rules_folder) {
  using rules::Unit;
  ASSIGN_OR_RETURN(WorkingDays days, WorkingDays::Load(rules_folder));
  ASSIGN_OR_RETURN(
      rules::ParameterFile numbers,
      rules::LoadParameterFile(rules_folder, kPack,
                               {{"deduction_cap", Unit::kBasisPoints, 0, 10000},
                                {"final_pay_days", Unit::kDays, 0, kDaysMax},
                                {"set_off_runs", Unit::kCount, 1, kRunsMax},
                                {"minimum_wage_shanghai", Unit::kCnyMinor, 0, kWageMax}}));
  return PayPack{std::move(days), std::move(numbers)};
}

absl::StatusOr<PayNumbers> PayNumbersOn(const PayPack& pack, absl::CivilDay day) {
  PayNumbers numbers;
  ASSIGN_OR_RETURN(numbers.final_pay_days, ValueOn(pack, "final_pay_days", day));
  ASSIGN_OR_RETURN(numbers.set_off_runs, ValueOn(pack, "set_off_runs", day));
  return numbers;
}

absl::Status CheckPayFloor(const PayPack& pack, const PayFloor& floor, absl::CivilDay day) {
  if (!floor.wage_area.empty() && !HasArea(pack, floor.wage_area)) {
    return FieldInvalid("pay_floor.wage_area", "is no area of which a minimum wage is known",
                        " 没有已知最低工资标准的地区");
  }
  ASSIGN_OR_RETURN(const int64_t cap_bp, ValueOn(pack, "deduction_cap", day));
  if (floor.deduction_cap_bp > cap_bp)
    return PayFloorBelowLaw("pay_floor.deduction_cap_bp", cap_bp);
  if (floor.wage_area.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t wage_minor,
                   ValueOn(pack, absl::StrCat(kMinimumWage, floor.wage_area), day));
  if (floor.protected_pay_minor >= wage_minor) return absl::OkStatus();
  return PayFloorBelowLaw("pay_floor.protected_pay_minor", wage_minor);
}

}  // namespace tuoqiao::payroll
