#include "services/directory/across_parks.h"

#include "absl/strings/escaping.h"
#include "services/common/db/db.h"
#include "services/directory/employee.h"

namespace tuoqiao::directory {

std::string MarkAcrossParks(const KeyRing& keys, const Child& child) {
  const std::string document = CanonicalIdentity(child.id_type, child.id_number);
  if (document.empty()) return "";
  return absl::BytesToHexString(
      keys.Fingerprint(db::kAcrossParks, "child_document_across_parks", document));
}

}  // namespace tuoqiao::directory
