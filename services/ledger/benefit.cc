#include "services/ledger/benefit.h"

#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"

namespace tuoqiao::ledger {
namespace {

struct Treated {
  Treatment treatment;
  const FormRule* rule;
};

Treated TreatmentOf(const std::string& form, const TaxTerms& terms) {
  const FormRule& rule = terms.forms.at(form);
  if (form == "COLLECTIVE") {
    return {rule.taxable ? Treatment::kTaxableBenefit : Treatment::kWelfareInKind, &rule};
  }
  if (!rule.taxable) return {Treatment::kExempt, &rule};
  if (form == "ALLOWANCE") return {Treatment::kTaxableWage, &rule};
  if (terms.advised && terms.advice_exempts.taxable) {
    return {Treatment::kAdvisedExempt, &terms.advice_exempts};
  }
  return {Treatment::kTaxableBenefit, &rule};
}

bool Taxed(Treatment treatment) {
  return treatment == Treatment::kTaxableWage || treatment == Treatment::kTaxableBenefit;
}

}  // namespace

std::vector<Benefit> Treat(const std::vector<Borne>& borne,
                           const std::map<absl::CivilMonth, TaxTerms>& terms, bool whole_year) {
  std::map<std::tuple<std::string, std::string, std::string, Treatment>, Benefit> sums;
  std::map<absl::CivilMonth, std::vector<const Borne*>>
      by_month;  // So that the last one's source stays.
  for (const Borne& each : borne) by_month[each.month].push_back(&each);
  for (const auto& [month, rows] : by_month) {
    const std::string name = whole_year ? absl::StrCat(month.year()) : FormatMonth(month);
    for (const Borne* each : rows) {
      const Treated treated = TreatmentOf(each->form, terms.at(month));
      const std::string employee =
          treated.treatment == Treatment::kWelfareInKind ? "" : each->employee;
      Benefit& sum = sums[{employee, name, each->form, treated.treatment}];
      sum.employee = employee;
      sum.month = name;
      sum.form = each->form;
      sum.treatment = treated.treatment;
      sum.amount_minor += each->amount_minor;
      if (Taxed(treated.treatment)) sum.taxable_minor += each->amount_minor;
      sum.source = treated.rule->source;
      sum.confidence = treated.rule->confidence;
    }
  }
  std::vector<Benefit> benefits;
  for (auto& [key, sum] : sums) benefits.push_back(std::move(sum));
  return benefits;
}

}  // namespace tuoqiao::ledger
