#include "services/directory/pairing.h"

#include <google/protobuf/empty.pb.h>

#include <utility>

#include "services/common/status_macros.h"
#include "services/directory/convert_duplicate.h"

namespace tuoqiao::directory {

absl::Status PairUp(rpc::Change& change, const std::string& child, Against against,
                    absl::CivilDay today) {
  const std::string& park = change.txn.park();
  ASSIGN_OR_RETURN(const auto matches, LoadMatches(change.txn, child, against));
  for (const Match& match : matches) {
    const std::string id = DuplicateId(park, match.later, match.earlier);
    ASSIGN_OR_RETURN(auto pair, LoadDuplicate(change.txn, id));
    if (!pair.has_value()) {
      pair.emplace();
      pair->id = id;
      pair->later.child = match.later;
      pair->earlier.child = match.earlier;
      pair->same_name = match.same_name;
      pair->same_document = match.same_document;
      pair->find_date = today;
    } else if (!AddMatch(*pair, match.same_name, match.same_document)) {
      continue;
    }
    RETURN_IF_ERROR(SaveDuplicate(change.txn, *pair));
    change.Publish("ChildDuplicateFound", DuplicateName(park, id), pair->revision,
                   google::protobuf::Empty());
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::directory
