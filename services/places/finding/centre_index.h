// The centres of parks in memory, ready to be searched.
#ifndef TUOQIAO_SERVICES_PLACES_FINDING_CENTRE_INDEX_H_
#define TUOQIAO_SERVICES_PLACES_FINDING_CENTRE_INDEX_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/places/centre.h"
#include "services/places/facts.h"
#include "services/places/search/index.h"

namespace tuoqiao::places {

// As they stood at one edition; never changes.
struct CentreIndex {
  explicit CentreIndex(std::vector<Centre> loaded);

  const std::vector<Centre> centres;  // By id.
  const search::Index index;          // Its sites are the centres, in their order.
};

// Thread safe.
class CentreIndexes {
 public:
  // Of the transaction's park, as the transaction sees it: made anew where a centre has changed
  // since, whichever process changed it.
  absl::StatusOr<std::shared_ptr<const CentreIndex>> Load(db::Read& txn);

 private:
  Kept<CentreIndex> kept_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FINDING_CENTRE_INDEX_H_
