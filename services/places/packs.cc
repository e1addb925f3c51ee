#include "services/places/packs.h"

#include "services/common/status_macros.h"
#include "services/places/care/care_numbers.h"
#include "services/places/contracts/contract_numbers.h"
#include "services/places/offers/offer_policy.h"
#include "services/places/presence/numbers.h"
#include "services/places/search/numbers.h"
#include "services/places/viability/numbers.h"

namespace tuoqiao::places {

absl::StatusOr<Packs> LoadPacks(const std::string& rules_folder) {
  Packs packs;
  ASSIGN_OR_RETURN(packs.travel, search::LoadNumbers(rules_folder));
  ASSIGN_OR_RETURN(packs.contracts, LoadContractNumbers(rules_folder));
  ASSIGN_OR_RETURN(packs.waiting, LoadWaitingPack(rules_folder));
  ASSIGN_OR_RETURN(packs.care, LoadCareNumbers(rules_folder));
  ASSIGN_OR_RETURN(packs.attendance, presence::LoadNumbers(rules_folder));
  ASSIGN_OR_RETURN(packs.viability, viability::LoadNumbers(rules_folder));
  return packs;
}

}  // namespace tuoqiao::places
