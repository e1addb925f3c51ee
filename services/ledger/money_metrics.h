// What of all parks' money is unexplained, overdue or beyond its limits, for whoever watches.
#ifndef TUOQIAO_SERVICES_LEDGER_MONEY_METRICS_H_
#define TUOQIAO_SERVICES_LEDGER_MONEY_METRICS_H_

#include "services/common/clock.h"
#include "services/common/db/db.h"
#include "services/common/metrics.h"
#include "services/ledger/numbers.h"

namespace tuoqiao::ledger {

// Each scrape reads anew. Days are those of the clock in UTC: a scrape asks no park for its date.
void ExportMoney(db::Database& db, Clock& clock, const Packs& packs, Metrics& metrics);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_MONEY_METRICS_H_
