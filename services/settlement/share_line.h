// What receivables and payouts are made of: one line for each share of a closed statement that goes
// through our hands, and what an advice makes of them.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_SHARE_LINE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_SHARE_LINE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::settlement {

struct ShareLine {
  std::string id;
  // ORIGINAL, LATE, CORRECTION, REFUND; MADE_DIRECT for a refused deduction, PAY_RUN for what a
  // firm's payroll took, PAY_RUN_CORRECTED for what of a deduction turned out otherwise later,
  // OTHER for what the books hold beside the lines.
  std::string kind;
  absl::CivilMonth month;         // In which it was closed.
  absl::CivilMonth billed_month;  // That it is about.
  std::string account;            // Of the ledger, that it is asked for on; empty for families.
  std::string centre;             // That it is paid to; empty for pay runs.
  std::string statement;          // The resource that it comes from.
  std::string case_number;
  std::string payer;
  std::string employee;
  int64_t attended_days = 0;
  int64_t amount_minor = 0;  // Never zero.
};

// What the ledger knows of an amount beside its lines.
ShareLine MakeOther(absl::string_view id, absl::CivilMonth month, int64_t amount_minor);

// What a line is to a payout: PAID, WITHHELD, OFFSET or OTHER.
absl::string_view PayoutKindOf(const ShareLine& line);

struct PayerSums {
  int64_t paid_minor = 0, withheld_minor = 0, offset_minor = 0;
};
struct Advice {
  PayerSums sums;
  int64_t other_minor = 0;
  int64_t carried_minor = 0;  // Closed in an earlier month; part of the others.
  std::map<std::string, PayerSums> payers;
  int64_t children = 0;
};
Advice Advise(absl::CivilMonth month, const std::vector<ShareLine>& lines);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_SHARE_LINE_H_
