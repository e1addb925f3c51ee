// What a difference comes from, as far as two statements tell: a copy keeps what a month came to,
// and not all that it rested on.
#ifndef TUOQIAO_SERVICES_BILLING_CORRECTION_CAUSE_H_
#define TUOQIAO_SERVICES_BILLING_CORRECTION_CAUSE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "services/billing/draft.h"
#include "services/billing/plan.h"

namespace tuoqiao::billing {

// Causes; empty where it cannot be told.
inline constexpr char kAttendanceCause[] = "ATTENDANCE";
inline constexpr char kTariffCause[] = "TARIFF";
inline constexpr char kEnrolmentCause[] = "ENROLMENT";
inline constexpr char kBookingCause[] = "BOOKING";
inline constexpr char kSiblingCause[] = "SIBLING";
inline constexpr char kNeedsCause[] = "NEEDS";
inline constexpr char kEmploymentCause[] = "EMPLOYMENT";
inline constexpr char kFirmPlanCause[] = "FIRM_PLAN";
inline constexpr char kSeatContractCause[] = "SEAT_CONTRACT";
inline constexpr char kDecisionCause[] = "DECISION";
inline constexpr char kFamilyCause[] = "FAMILY";
inline constexpr char kHeldOutCause[] = "HELD_OUT";
inline constexpr char kLimitsCause[] = "LIMITS";

// What stood before, of which a difference is made.
struct FormerStatement {
  std::string tariff;
  int64_t attended_days = 0;
  // With the firm; how it came about.
  std::map<std::pair<Payer, std::string>, std::string> shares;
};

// Names the cause of each line and share of `difference`, which is what `now` has beyond `former`,
// both split by `plan`.
void NameCauses(const FundingPlan& plan, const FormerStatement& former, const Statement& now,
                Statement& difference);

// The same where all of it has one: nothing stood before, or nothing stands any more.
void NameCause(const std::string& cause, Statement& statement);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CORRECTION_CAUSE_H_
