// What firms bore for employees, and how the tax law takes it: the pack says, by the form of the
// share and the month in whose close it stands.
#ifndef TUOQIAO_SERVICES_LEDGER_BENEFIT_H_
#define TUOQIAO_SERVICES_LEDGER_BENEFIT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::ledger {

// What the books say: a firm's legs of one employee, month and form.
struct Borne {
  std::string employee;  // Resource name.
  absl::CivilMonth month;
  std::string form;
  int64_t amount_minor = 0;
};

enum class Treatment { kTaxableWage, kTaxableBenefit, kAdvisedExempt, kWelfareInKind, kExempt };

// Of one form on a day.
struct FormRule {
  bool taxable = false;
  std::string source;
  std::string confidence;
};
// What holds on the last day of a month.
struct TaxTerms {
  std::map<std::string, FormRule> forms;  // Each of ALLOWANCE, INVOICED, COLLECTIVE.
  // Whether the firm's tax advice decides on what is INVOICED, and whether the firm had one.
  FormRule advice_exempts;
  bool advised = false;
};

struct Benefit {
  std::string employee;  // Empty of kWelfareInKind: it is nobody's in particular.
  std::string month;     // YYYY-MM, or YYYY.
  std::string form;
  Treatment treatment = Treatment::kTaxableBenefit;
  int64_t amount_minor = 0;
  int64_t taxable_minor = 0;  // All of it or nothing.
  std::string source;         // Of a whole year: as of its last month.
  std::string confidence;
};

// By employee, month, form and treatment; with `whole_year` one for all months. `terms` has every
// month of what was borne.
std::vector<Benefit> Treat(const std::vector<Borne>& borne,
                           const std::map<absl::CivilMonth, TaxTerms>& terms, bool whole_year);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_BENEFIT_H_
