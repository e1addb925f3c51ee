// Data keys as a service keeps them: wrapped, one row a subject, in its own database.
#ifndef TUOQIAO_SERVICES_COMMON_DB_KEYS_H_
#define TUOQIAO_SERVICES_COMMON_DB_KEYS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"

namespace tuoqiao::db {

// The subject's key, made where there is none yet.
absl::StatusOr<DataKey> KeyForSealing(Write& txn, const KeyRing& ring, absl::string_view subject);
// The subject's key. NOT_FOUND where it was erased or never made.
absl::StatusOr<DataKey> KeyForOpening(Read& txn, const KeyRing& ring, absl::string_view subject);
// The same from what a query of the caller's own found in `data_key`; empty where it found nothing.
absl::StatusOr<DataKey> OpenKey(const KeyRing& ring, absl::string_view park,
                                absl::string_view subject, absl::string_view wrapped);
// Erases the subject: what was sealed under its key is noise from the commit on.
absl::Status EraseKey(Write& txn, absl::string_view subject);

}  // namespace tuoqiao::db

#endif  // TUOQIAO_SERVICES_COMMON_DB_KEYS_H_
