// What rule packs say of the schemes that a funding plan names.
#ifndef TUOQIAO_SERVICES_BILLING_PACKS_H_
#define TUOQIAO_SERVICES_BILLING_PACKS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/billing/plan.h"

namespace tuoqiao::billing {

// What a scheme is worth to whoever is eligible.
struct PackAmount {
  std::string name;
  std::string payer;  // `AUTHORITY`; packs know payers of their own besides.
  bool monthly = false;
};
// What a scheme says of another one: not with it, or only where the other is not paid.
struct PackExclusion {
  std::string scheme;
  bool yields = false;
  std::string source;
};
struct PackScheme {
  std::vector<PackAmount> amounts;
  std::vector<PackExclusion> exclusions;
};
using PackSchemes = std::map<std::string, PackScheme>;  // By name.

// The schemes that a programme may decide by, by the programme's resource name.
using DecidingSchemes = std::map<std::string, std::vector<std::string>>;

// Whether anything of the plan rests on a pack.
bool RestsOnPacks(const FundingPlan& plan);

// Adds to the plan's exclusions and yields what the schemes of its programmes say of each other, in
// the order of `schemes`, with the pack's source. What stands there already stays as it was
// written. SCHEME_UNKNOWN. Whether the yields make a circle is `CheckPlan`'s to find.
absl::Status AddStacking(const PackSchemes& schemes, FundingPlan& plan);

// Whether each amount that a pack decides is one by the month of its layer's payer, in one of the
// schemes of its programme, all of which `deciding` knows. SCHEME_UNKNOWN, SCHEME_AMOUNT_UNKNOWN.
absl::Status CheckAmounts(const PackSchemes& schemes, const DecidingSchemes& deciding,
                          const FundingPlan& plan);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_PACKS_H_
