// Consents that name a recipient, in the database.
#ifndef TUOQIAO_SERVICES_DIRECTORY_RECIPIENT_CONSENT_STORE_H_
#define TUOQIAO_SERVICES_DIRECTORY_RECIPIENT_CONSENT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/directory/family.h"

namespace tuoqiao::directory {

struct ConsentOfChild {
  std::string family, child;  // Ids.
  RecipientConsent given;
};
// Where a list goes on: behind this one.
struct ConsentPlace {
  std::string child, recipient, purpose;
  int64_t number = 0;
};
// By child, recipient, purpose, number.
absl::StatusOr<std::vector<ConsentOfChild>> LoadRecipientConsents(db::Read& txn,
                                                                  const ConsentPlace& after,
                                                                  int64_t rows_max);
// Of one child.
absl::StatusOr<std::vector<ConsentOfChild>> LoadRecipientConsents(db::Read& txn,
                                                                  const std::string& child);
absl::Status SaveRecipientConsents(db::Write& txn, const Child& child);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_RECIPIENT_CONSENT_STORE_H_
