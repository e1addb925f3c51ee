#include "services/common/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace tuoqiao {
namespace {

constexpr char kPayload[] = "type.googleapis.com/tuoqiao.type.v1.Failure";

}  // namespace

Failure::Failure(absl::StatusCode code, absl::string_view reason) : code_(code) {
  failure_.set_reason(std::string(reason));
  failure_.set_fault(type::v1::Failure::DATA);
}

Failure& Failure::Say(absl::string_view en, absl::string_view zh) {
  failure_.set_text_en(std::string(en));
  failure_.set_text_zh(std::string(zh));
  return *this;
}

Failure& Failure::Next(absl::string_view en, absl::string_view zh) {
  failure_.set_next_en(std::string(en));
  failure_.set_next_zh(std::string(zh));
  return *this;
}

Failure& Failure::At(absl::string_view field) {
  failure_.set_field(std::string(field));
  return *this;
}

Failure& Failure::Whose(type::v1::Failure::Fault fault) {
  failure_.set_fault(fault);
  return *this;
}

Failure& Failure::With(absl::string_view key, absl::string_view value) {
  (*failure_.mutable_metadata())[std::string(key)] = std::string(value);
  return *this;
}

Failure::operator absl::Status() const {
  absl::Status status(code_, absl::StrCat(failure_.reason(), ": ", failure_.text_en()));
  status.SetPayload(kPayload, absl::Cord(failure_.SerializeAsString()));
  return status;
}

std::optional<type::v1::Failure> FailureOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return std::nullopt;
  type::v1::Failure failure;
  if (!failure.ParseFromString(std::string(*payload))) return std::nullopt;
  return failure;
}

std::string ReasonOf(const absl::Status& status) {
  const auto failure = FailureOf(status);
  return failure.has_value() ? failure->reason() : "";
}

absl::Status AtField(const absl::Status& status, absl::string_view prefix) {
  auto failure = FailureOf(status);
  if (!failure.has_value()) return status;
  failure->set_field(failure->field().empty() ? std::string(prefix)
                                              : absl::StrCat(prefix, ".", failure->field()));
  absl::Status moved(status.code(), status.message());
  moved.SetPayload(kPayload, absl::Cord(failure->SerializeAsString()));
  return moved;
}

void Reject(const absl::Status& status, type::v1::ItemResult* result) {
  result->set_outcome(type::v1::ItemResult::REJECTED);
  const auto failure = FailureOf(status);
  if (!failure.has_value()) {
    result->set_reason("INTERNAL");
    return;
  }
  result->set_reason(failure->reason());
  result->set_field(failure->field());
  result->set_text_en(
      absl::StrCat(failure->text_en(), failure->next_en().empty() ? "" : " ", failure->next_en()));
  result->set_text_zh(absl::StrCat(failure->text_zh(), failure->next_zh()));
}

absl::Status FieldRequired(absl::string_view field) {
  return Failure(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED")
      .At(field)
      .Say(absl::StrCat("The field ", field, " is empty."), absl::StrCat("字段 ", field, " 为空。"))
      .Next("Fill it in and send the request again.", "请填写后重新发送。")
      .With("field", field);
}

absl::Status FieldInvalid(absl::string_view field, absl::string_view why_en,
                          absl::string_view why_zh) {
  return Failure(absl::StatusCode::kInvalidArgument, "FIELD_INVALID")
      .At(field)
      .Say(absl::StrCat("The field ", field, " ", why_en, "."),
           absl::StrCat("字段 ", field, why_zh, "。"))
      .Next("Correct it and send the request again.", "请更正后重新发送。")
      .With("field", field);
}

absl::Status NotFound(absl::string_view reason, absl::string_view name) {
  return Failure(absl::StatusCode::kNotFound, reason)
      .Say(absl::StrCat("There is no ", name, "."), absl::StrCat("不存在 ", name, "。"))
      .Next("Check the name; a list call of its parent shows what is there.",
            "请检查名称;列出上级资源可查看现有内容。")
      .With("name", name);
}

}  // namespace tuoqiao
