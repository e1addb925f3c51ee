#include "services/billing/packs.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

void AddExclusion(const std::string& first, const std::string& second, const std::string& source,
                  FundingPlan& plan) {
  const bool known =
      std::any_of(plan.exclusions.begin(), plan.exclusions.end(), [&](const Exclusion& each) {
        return (each.first == first && each.second == second) ||
               (each.first == second && each.second == first);
      });
  if (!known) plan.exclusions.push_back({first, second, source});
}

void AddYield(const std::string& programme, const std::string& to, const std::string& source,
              FundingPlan& plan) {
  const bool known = std::any_of(plan.yields.begin(), plan.yields.end(), [&](const Yield& each) {
    return each.programme == programme && each.to == to;
  });
  if (!known) plan.yields.push_back({programme, to, source});
}

// Names of the amounts that the layer could have.
std::vector<std::string> FittingAmounts(const PackScheme& scheme, const Layer& layer) {
  std::vector<std::string> names;
  for (const PackAmount& each : scheme.amounts) {
    if (each.monthly && each.payer == PayerName(layer.payer)) names.push_back(each.name);
  }
  return names;
}

absl::Status CheckAmount(const PackSchemes& schemes, const std::vector<std::string>& deciding,
                         const std::string& field, const Layer& layer) {
  std::vector<std::string> fitting;
  for (const std::string& name : deciding) {
    const auto scheme = schemes.find(name);
    if (scheme == schemes.end()) return SchemeUnknown(absl::StrCat(field, ".decided_by"), name);
    for (std::string& each : FittingAmounts(scheme->second, layer)) {
      if (each == layer.rule.decided->amount) return absl::OkStatus();
      fitting.push_back(std::move(each));
    }
  }
  return SchemeAmountUnknown(absl::StrCat(field, ".amount"), layer.rule.decided->amount,
                             absl::StrJoin(deciding, ", "), PayerName(layer.payer),
                             absl::StrJoin(fitting, ", "));
}

}  // namespace

bool RestsOnPacks(const FundingPlan& plan) {
  return !plan.schemes.empty() || !plan.SchemeAmounts().empty();
}

absl::Status AddStacking(const PackSchemes& schemes, FundingPlan& plan) {
  for (size_t i = 0; i < plan.schemes.size(); ++i) {
    const PlanScheme& own = plan.schemes[i];
    const auto scheme = schemes.find(own.scheme);
    if (scheme == schemes.end()) {
      return SchemeUnknown(absl::StrCat("funding_plan.schemes[", i, "].scheme"), own.scheme);
    }
    for (const PackExclusion& said : scheme->second.exclusions) {
      for (const PlanScheme& other : plan.schemes) {
        if (other.scheme != said.scheme || other.programme == own.programme) continue;
        if (said.yields) {
          AddYield(own.programme, other.programme, said.source, plan);
        } else {
          AddExclusion(own.programme, other.programme, said.source, plan);
        }
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAmounts(const PackSchemes& schemes, const DecidingSchemes& deciding,
                          const FundingPlan& plan) {
  for (size_t i = 0; i < plan.layers.size(); ++i) {
    const Layer& layer = plan.layers[i];
    if (!layer.rule.decided.has_value()) continue;
    RETURN_IF_ERROR(CheckAmount(schemes, deciding.at(layer.rule.decided->decided_by),
                                absl::StrCat("funding_plan.layers[", i, "]"), layer));
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::billing
