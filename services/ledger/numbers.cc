#include "services/ledger/numbers.h"

#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::ledger {
namespace {

using rules::Unit;

absl::StatusOr<rules::DatedValue> ValueOn(const rules::Parameter& parameter, absl::CivilDay day) {
  RETURN_IF_ERROR(parameter.CheckInForce({day, day + 1}));
  return *parameter.Find(day);
}

std::string NameOf(rules::Confidence confidence) {
  switch (confidence) {
    case rules::Confidence::kOfficial:
      return "OFFICIAL";
    case rules::Confidence::kSecondary:
      return "SECONDARY";
    case rules::Confidence::kSample:
      return "SAMPLE";
  }
  return "";
}

absl::StatusOr<FormRule> FormRuleOn(const rules::Parameter& parameter, absl::CivilDay day) {
  ASSIGN_OR_RETURN(const rules::DatedValue value, ValueOn(parameter, day));
  return FormRule{value.value == 1, value.source.title, NameOf(value.confidence)};
}

}  // namespace

absl::StatusOr<Packs> LoadPacks(const std::string& rules_folder) {
  Packs packs;
  ASSIGN_OR_RETURN(packs.books,
                   rules::LoadParameterFile(rules_folder, "cn.books",
                                            {{"suspense_bank_days", Unit::kDays, 0, 366},
                                             {"clearing_payout_days", Unit::kDays, 0, 366},
                                             {"clearing_payroll_days", Unit::kDays, 0, 366}}));
  ASSIGN_OR_RETURN(packs.welfare, rules::LoadParametersOfScheme(
                                      rules_folder, "cn.national.welfare_cap",
                                      {{"welfare_share", Unit::kBasisPoints, 0, 10000}}));
  ASSIGN_OR_RETURN(packs.benefit,
                   rules::LoadParameterFile(rules_folder, "cn.benefit_treatment",
                                            {{"allowance_taxable", Unit::kCount, 0, 1},
                                             {"invoiced_taxable", Unit::kCount, 0, 1},
                                             {"advice_exempts", Unit::kCount, 0, 1},
                                             {"collective_taxable", Unit::kCount, 0, 1}}));
  return packs;
}

absl::StatusOr<Numbers> NumbersOn(const Packs& packs, absl::CivilDay day) {
  const auto& parameters = packs.books.parameters;
  ASSIGN_OR_RETURN(const rules::DatedValue suspense, ValueOn(parameters[0], day));
  ASSIGN_OR_RETURN(const rules::DatedValue payout, ValueOn(parameters[1], day));
  ASSIGN_OR_RETURN(const rules::DatedValue payroll, ValueOn(parameters[2], day));
  return Numbers{suspense.value, payout.value, payroll.value};
}

absl::StatusOr<rules::DatedValue> WelfareShareOn(const Packs& packs, absl::CivilDay day) {
  return ValueOn(packs.welfare.parameters[0], day);
}

absl::StatusOr<TaxTerms> TaxTermsOn(const Packs& packs, absl::CivilDay day) {
  const auto& parameters = packs.benefit.parameters;
  TaxTerms terms;
  ASSIGN_OR_RETURN(terms.forms["ALLOWANCE"], FormRuleOn(parameters[0], day));
  ASSIGN_OR_RETURN(terms.forms["INVOICED"], FormRuleOn(parameters[1], day));
  ASSIGN_OR_RETURN(terms.advice_exempts, FormRuleOn(parameters[2], day));
  ASSIGN_OR_RETURN(terms.forms["COLLECTIVE"], FormRuleOn(parameters[3], day));
  return terms;
}

}  // namespace tuoqiao::ledger
