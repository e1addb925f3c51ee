// The dated numbers that the books go by: of the pack `cn.books`, what a firm may deduct of the
// scheme `cn.national.welfare_cap`, and how its share is taxed of the pack `cn.benefit_treatment`.
#ifndef TUOQIAO_SERVICES_LEDGER_NUMBERS_H_
#define TUOQIAO_SERVICES_LEDGER_NUMBERS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/ledger/benefit.h"

namespace tuoqiao::ledger {

struct Numbers {
  int64_t suspense_bank_days = 0, clearing_payout_days = 0, clearing_payroll_days = 0;
};

// Loaded once and never changed; thread safe.
struct Packs {
  rules::ParameterFile books, welfare, benefit;
};
// PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<Packs> LoadPacks(const std::string& rules_folder);
// RULE_NOT_IN_FORCE.
absl::StatusOr<Numbers> NumbersOn(const Packs& packs, absl::CivilDay day);
// In basis points, with its source. RULE_NOT_IN_FORCE.
absl::StatusOr<rules::DatedValue> WelfareShareOn(const Packs& packs, absl::CivilDay day);
// Without the firm's advice, which is no number. RULE_NOT_IN_FORCE.
absl::StatusOr<TaxTerms> TaxTermsOn(const Packs& packs, absl::CivilDay day);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_NUMBERS_H_
