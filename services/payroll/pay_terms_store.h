// How and when a firm pays, in the database: its calendars and its policy for arrears.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_TERMS_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_TERMS_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/payroll/pay_calendar.h"
#include "services/payroll/pay_figure.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {

// One firm's, ascending.
absl::StatusOr<std::vector<PayCalendar>> LoadPayCalendars(db::Read& txn, const std::string& firm);
absl::Status SavePayCalendar(db::Write& txn, const std::string& firm, const PayCalendar& calendar);

absl::StatusOr<std::optional<PayPolicy>> LoadPayPolicy(db::Read& txn, const std::string& firm);
absl::Status SavePayPolicy(db::Write& txn, const std::string& firm, const PayPolicy& policy);

// For the state, through the park's firms in order. The id behind which calendars follow is their
// first month.
absl::StatusOr<std::vector<OfFirm<PayCalendar>>> LoadPayCalendarsAfter(db::Read& txn,
                                                                       const After& after);
absl::StatusOr<std::vector<OfFirm<PayPolicy>>> LoadPayPoliciesAfter(db::Read& txn,
                                                                    const After& after);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_TERMS_STORE_H_
