// Between the contract's messages and the core: what is planned, and how arrears end.
#ifndef TUOQIAO_SERVICES_PAYROLL_CONVERT_PLANNING_H_
#define TUOQIAO_SERVICES_PAYROLL_CONVERT_PLANNING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/payroll/arrears.h"
#include "services/payroll/convert.h"
#include "services/payroll/pay_calendar.h"
#include "services/payroll/planning.h"
#include "services/payroll/store.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::payroll {

std::string PayCalendarName(absl::string_view park, absl::string_view firm, absl::CivilMonth month);
std::string PayPolicyName(absl::string_view park, absl::string_view firm);

// FIELD_REQUIRED, FIELD_INVALID, FIRM_NOT_FOUND.
absl::StatusOr<RunRequest> FromProto(const v1::PlanPayRunRequest& request);
// FIRM_NOT_FOUND, FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<OfFirm<PayCalendar>> FromProto(const v1::PayCalendar& message);
absl::StatusOr<OfFirm<PayPolicy>> FromProto(const v1::PayPolicy& message);
struct Schedule {
  std::string firm;
  absl::CivilMonth month;
  int64_t months = 1;
};
absl::StatusOr<Schedule> FromProto(const v1::PreviewPayScheduleRequest& request);
// Arrears by their name. ARREARS_NOT_FOUND.
struct ArrearsKey {
  std::string firm, id;
};
absl::StatusOr<ArrearsKey> ArrearsOf(const std::string& name);
// FIELD_REQUIRED, FIELD_INVALID. Who proposes it is left out.
absl::StatusOr<WriteOff> FromProto(const v1::WriteOffArrearsRequest& request);

v1::PayCalendar ToProto(absl::string_view park, absl::string_view firm,
                        const PayCalendar& calendar);
v1::PayPolicy ToProto(absl::string_view park, absl::string_view firm, const PayPolicy& policy);
v1::InstructionPart ToProto(absl::string_view park, const Planning::Part& part);
v1::WaitingItem ToProto(absl::string_view park, absl::string_view firm,
                        const std::string& employee_no, const Planning::Waiting& waiting);
v1::ShareMadeDirect ToDirect(const Arrears& arrears, absl::string_view reason);
v1::ArrearsWrittenOff ToWrittenOff(absl::string_view park, absl::string_view firm,
                                   const Arrears& arrears);
// What stands in the way, in the words of its failure.
v1::PayBlocker ToBlocker(const absl::Status& status, bool hard, int64_t employees,
                         absl::string_view next_role);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_CONVERT_PLANNING_H_
