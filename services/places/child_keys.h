// The keys under which what belongs to children is sealed.
#ifndef TUOQIAO_SERVICES_PLACES_CHILD_KEYS_H_
#define TUOQIAO_SERVICES_PLACES_CHILD_KEYS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"

namespace tuoqiao::places {

// Of its data key.
std::string ChildSubject(const std::string& child);

// The keys of children, and new ones for those who have none yet. Lives no longer than the
// transaction and the key ring.
class ChildKeys {
 public:
  ChildKeys(db::Write& txn, const KeyRing& keys) : txn_(txn), keys_(keys) {}

  // Those of all children with a place at the centre, in one query; or of all children of the park.
  absl::Status LoadOfCentre(const std::string& centre);
  absl::Status LoadAll();

  // Made where the child has none that was loaded.
  absl::StatusOr<DataKey> Of(const std::string& child);
  // ABORTED, to be tried again, where somebody made one of the new keys at the same moment.
  absl::Status SaveNew();

 private:
  db::Write& txn_;
  const KeyRing& keys_;
  std::map<std::string, std::string> wrapped_;  // By subject.
  std::vector<db::Args> fresh_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CHILD_KEYS_H_
