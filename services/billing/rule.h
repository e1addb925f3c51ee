// What one rule takes of a base, and how that reads.
#ifndef TUOQIAO_SERVICES_BILLING_RULE_H_
#define TUOQIAO_SERVICES_BILLING_RULE_H_

#include <cstdint>
#include <string>

#include "services/billing/plan.h"

namespace tuoqiao::billing {

// What a rule is worked out on. None is below zero.
struct RuleBase {
  int64_t base_minor = 0;
  int64_t matched_minor = 0;       // Of MATCH: what the matched payer took of the lines.
  int64_t share_bp = 0;            // The rule's own, that of its band, or of the seat's contract.
  int64_t coefficient_bp = 10000;  // Of the child's needs level.
  // Of SCHEME_AMOUNT, coefficient included: the whole, and what the child's statements before
  // leave.
  int64_t decided_minor = 0;
  int64_t decided_left_minor = 0;
};

// Never below zero, never above the base, and at most the cap. One rounding, half up, each:
//   FIXED, UP_TO   amount × coefficient;
//   SCHEME_AMOUNT  what is left of the decided amount × coefficient;
//   PERCENT, BAND, SEAT_CONTRACT  base × share × coefficient, in one division;
//   MATCH          matched × share × coefficient, in one division;
//   STATUTORY      rate × coefficient, where the rate is the cap; then, exactly,
//                  max(min(base, rate) − copay, 0), which is the legal form, or, where a statute
//                  takes the copay first, min(max(base − copay, 0), rate).
// FIRM_PLAN, PARTS and REST have no amount of their own.
int64_t AmountOf(const Rule& rule, const RuleBase& base);

// "20.00 % of 1000.00, at most 150.00", "grant of income-subsidy: 540.00 of 1800.00". Holds no
// personal value: a coefficient shows as the amount that it makes, a band as its share.
std::string RuleText(const Rule& rule, const RuleBase& base);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_RULE_H_
