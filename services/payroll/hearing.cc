#include "services/payroll/hearing.h"

#include <iterator>
#include <map>
#include <utility>

#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/share_store.h"

namespace tuoqiao::payroll {

absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events) {
  std::vector<ClosedShare> shares;
  std::map<absl::CivilMonth, HeardMonth> months;
  for (const type::v1::Event& event : events) {
    ASSIGN_OR_RETURN(Heard heard, FromEvent(event));
    std::move(heard.shares.begin(), heard.shares.end(), std::back_inserter(shares));
    if (!heard.month.has_value()) continue;
    HeardMonth& month = months[heard.month->month];
    month.month = heard.month->month;
    month.statements += heard.month->statements;
    if (heard.month->closed_statements.has_value()) {
      month.closed_statements = heard.month->closed_statements;
    }
  }
  RETURN_IF_ERROR(SaveShares(change.txn, shares));
  for (const auto& [key, month] : months) RETURN_IF_ERROR(AddToHeardMonth(change.txn, month));
  return absl::OkStatus();
}

}  // namespace tuoqiao::payroll
