#include "services/common/db/keys.h"

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

absl::StatusOr<std::string> LoadWrapped(Read& txn, absl::string_view subject) {
  std::string wrapped;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT wrapped FROM data_key WHERE park_id = :park AND subject = :subject",
                   {{"subject", subject}}, [&](const Row& row) { wrapped = row.Bytes(0); })
          .status());
  return wrapped;
}

}  // namespace

absl::StatusOr<DataKey> KeyForSealing(Write& txn, const KeyRing& ring, absl::string_view subject) {
  ASSIGN_OR_RETURN(std::string wrapped, LoadWrapped(txn, subject));
  if (wrapped.empty()) {
    wrapped = ring.NewWrappedKey(txn.park(), subject);
    RETURN_IF_ERROR(
        txn.Execute("INSERT INTO data_key (park_id, subject, wrapped) VALUES (:park, :subject, "
                    ":wrapped)",
                    {{"subject", subject}, {"wrapped", Blob{wrapped}}})
            .status());
  }
  return ring.Unwrap(txn.park(), subject, wrapped);
}

absl::StatusOr<DataKey> KeyForOpening(Read& txn, const KeyRing& ring, absl::string_view subject) {
  ASSIGN_OR_RETURN(const std::string wrapped, LoadWrapped(txn, subject));
  return OpenKey(ring, txn.park(), subject, wrapped);
}

absl::StatusOr<DataKey> OpenKey(const KeyRing& ring, absl::string_view park,
                                absl::string_view subject, absl::string_view wrapped) {
  if (wrapped.empty()) {
    return absl::NotFoundError(absl::StrCat("no data key of ", subject, ": it was erased"));
  }
  return ring.Unwrap(park, subject, wrapped);
}

absl::Status EraseKey(Write& txn, absl::string_view subject) {
  return txn
      .Execute("DELETE FROM data_key WHERE park_id = :park AND subject = :subject",
               {{"subject", subject}})
      .status();
}

}  // namespace tuoqiao::db
