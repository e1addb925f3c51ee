// The keyed hashes by which one child in two cases is found, and the pairs that were found.
#ifndef TUOQIAO_SERVICES_DIRECTORY_DUPLICATE_STORE_H_
#define TUOQIAO_SERVICES_DIRECTORY_DUPLICATE_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/directory/duplicate.h"

namespace tuoqiao::directory {

// Whether a child comes now, behind all others, or was there already: then its place is that which
// it has, or before all that have one.
enum class Arrival { kNow, kBefore };
absl::Status SaveIdentity(db::Write& txn, const KeyRing& keys, const Child& child, Arrival arrival);

// Two children of whom something is equal that their pair does not say yet.
struct Match {
  std::string later, earlier;  // Ids.
  bool same_name = false, same_document = false;
};
// One earlier at a time: of a thousand who are alike each is compared with the first, and with the
// next once it is free of that. The later ones only matter where the child has changed.
enum class Against { kNextEarlier, kNextEarlierAndLater };
absl::StatusOr<std::vector<Match>> LoadMatches(db::Read& txn, const std::string& child,
                                               Against against);

absl::StatusOr<std::optional<ChildDuplicate>> LoadDuplicate(db::Read& txn, const std::string& id);
struct DuplicateFilter {
  std::string after;
  int64_t rows_max = 0;
  bool unreviewed = false;
};
// By id.
absl::StatusOr<std::vector<ChildDuplicate>> LoadDuplicates(db::Read& txn,
                                                           const DuplicateFilter& filter);
absl::Status SaveDuplicate(db::Write& txn, const ChildDuplicate& pair);

// Children who have no hashes yet, by id.
absl::StatusOr<std::vector<std::string>> LoadUnidentified(db::Read& txn, int64_t rows_max);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_DUPLICATE_STORE_H_
