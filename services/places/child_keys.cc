#include "services/places/child_keys.h"

#include "absl/strings/str_cat.h"

namespace tuoqiao::places {

std::string ChildSubject(const std::string& child) { return absl::StrCat("child:", child); }

absl::Status ChildKeys::LoadOfCentre(const std::string& centre) {
  return txn_.Query(
      "SELECT k.subject, k.wrapped FROM enrolment e JOIN data_key k ON k.park_id = e.park_id "
      "AND k.subject = 'child:' || e.child_id "
      "WHERE e.park_id = :park AND e.centre_id = :centre",
      {{"centre", centre}}, [&](const db::Row& row) {
        wrapped_[row.Text(0)] = row.Bytes(1);
        return absl::OkStatus();
      });
}

absl::Status ChildKeys::LoadAll() {
  return txn_.Query(
      "SELECT subject, wrapped FROM data_key WHERE park_id = :park AND subject >= 'child:' "
      "AND subject < 'child;'",
      {}, [&](const db::Row& row) {
        wrapped_[row.Text(0)] = row.Bytes(1);
        return absl::OkStatus();
      });
}

absl::StatusOr<DataKey> ChildKeys::Of(const std::string& child) {
  const std::string subject = ChildSubject(child);
  std::string& wrapped = wrapped_[subject];
  if (wrapped.empty()) {
    wrapped = keys_.NewWrappedKey(txn_.park(), subject);
    fresh_.push_back({{"subject", subject}, {"wrapped", db::Blob{wrapped}}});
  }
  return keys_.Unwrap(txn_.park(), subject, wrapped);
}

absl::Status ChildKeys::SaveNew() {
  const absl::Status status =
      txn_.ExecuteMany(
              "INSERT INTO data_key (park_id, subject, wrapped) VALUES (:park, :subject, "
              ":wrapped)",
              fresh_)
          .status();
  return status.code() == absl::StatusCode::kAlreadyExists
             ? absl::AbortedError("a child's key is being made")
             : status;
}

}  // namespace tuoqiao::places
