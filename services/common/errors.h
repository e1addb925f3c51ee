// Failures by name. A service's errors.h has one constructor per failure, built from these.
//
//   return Failure(absl::StatusCode::kNotFound, "FIRM_NOT_FOUND")
//       .Say("There is no firm parks/a/firms/b.", "没有用人单位 parks/a/firms/b。")
//       .Next("List the park's firms to find its name.", "请列出园区的用人单位查找其名称。")
//       .With("firm", name);
//
// A failure travels as an absl::Status whose payload is type.v1.Failure; only common/rpc turns it
// into a grpc::Status. `reason` is contract, texts are not.
#ifndef TUOQIAO_SERVICES_COMMON_ERRORS_H_
#define TUOQIAO_SERVICES_COMMON_ERRORS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tuoqiao/type/v1/error.pb.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao {

class Failure {
 public:
  Failure(absl::StatusCode code, absl::string_view reason);

  Failure& Say(absl::string_view en, absl::string_view zh);
  Failure& Next(absl::string_view en, absl::string_view zh);
  Failure& At(absl::string_view field);
  // DATA unless told.
  Failure& Whose(type::v1::Failure::Fault fault);
  // A variable part of the texts; never a personal value.
  Failure& With(absl::string_view key, absl::string_view value);

  operator absl::Status() const;

 private:
  absl::StatusCode code_;
  type::v1::Failure failure_;
};

// The failure that a status carries; none for a status that was not made by Failure.
std::optional<type::v1::Failure> FailureOf(const absl::Status& status);
// Its reason; empty where it carries none.
std::string ReasonOf(const absl::Status& status);
// The same failure with `prefix` before its field: `uscc` becomes `firms[3].uscc`.
absl::Status AtField(const absl::Status& status, absl::string_view prefix);
// What a failure says of one item of a batch.
void Reject(const absl::Status& status, type::v1::ItemResult* result);

// The three that every converter needs.
absl::Status FieldRequired(absl::string_view field);
absl::Status FieldInvalid(absl::string_view field, absl::string_view why_en,
                          absl::string_view why_zh);
absl::Status NotFound(absl::string_view reason, absl::string_view name);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_ERRORS_H_
