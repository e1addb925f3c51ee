// What a firm's money did for children in a month, without names, for whoever grants money by it.
#ifndef TUOQIAO_SERVICES_LEDGER_EVIDENCE_H_
#define TUOQIAO_SERVICES_LEDGER_EVIDENCE_H_

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

struct Evidence {
  absl::CivilMonth month;
  std::string firm;  // Resource name.
  int64_t children = 0;
  int64_t attended_days = 0;
  int64_t amount_minor = 0;
  bool fewer_than_five = false;
};

// Takes the figures away where so few children are behind them that somebody could tell whose.
Evidence Withheld(Evidence evidence);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_EVIDENCE_H_
