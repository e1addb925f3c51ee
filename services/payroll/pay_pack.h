// The dated numbers of pay runs: working days, waiting times, and the limits of the law.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_PACK_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_PACK_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_calendar.h"

namespace tuoqiao::payroll {

struct PayPack {
  WorkingDays days;
  rules::ParameterFile numbers;
};
// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<PayPack> LoadPayPack(const std::string& rules_folder);

// RULE_NOT_IN_FORCE.
absl::StatusOr<PayNumbers> PayNumbersOn(const PayPack& pack, absl::CivilDay day);

// A park may only be stricter than the law is on the day: no more of gross, no less protected pay
// than the minimum wage of its area. FIELD_INVALID (there is no such area), RULE_NOT_IN_FORCE,
// PAY_FLOOR_BELOW_LAW.
absl::Status CheckPayFloor(const PayPack& pack, const PayFloor& floor, absl::CivilDay day);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_PACK_H_
