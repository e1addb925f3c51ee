#include "services/places/finding/centre_index.h"

#include <utility>

#include "services/common/status_macros.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

std::vector<search::Site> SitesOf(const std::vector<Centre>& centres) {
  std::vector<search::Site> sites;
  sites.reserve(centres.size());
  for (const Centre& each : centres) {
    sites.push_back({each.id,
                     {each.latitude_micro, each.longitude_micro},
                     each.opening_hours,
                     each.languages,
                     each.inclusive,
                     each.care_kinds,
                     each.filing_from,
                     each.filing_until});
  }
  return sites;
}

}  // namespace

CentreIndex::CentreIndex(std::vector<Centre> loaded)
    : centres(std::move(loaded)), index(SitesOf(centres)) {}

absl::StatusOr<std::shared_ptr<const CentreIndex>> CentreIndexes::Load(db::Read& txn) {
  ASSIGN_OR_RETURN(const int64_t edition, LoadCentreEdition(txn));
  auto kept = kept_.Find(txn.park(), edition);
  if (kept != nullptr) return kept;
  ASSIGN_OR_RETURN(auto centres, LoadAllCentres(txn));
  auto made = std::make_shared<const CentreIndex>(std::move(centres));
  kept_.Keep(txn.park(), edition, made);
  return std::shared_ptr<const CentreIndex>(made);
}

}  // namespace tuoqiao::places
