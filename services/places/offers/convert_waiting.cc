#include "services/places/offers/convert_waiting.h"

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"

namespace tuoqiao::places {
namespace {

constexpr int64_t kHoursLeast = 24, kHoursMost = 336;
constexpr int64_t kOpenDaysMost = 60;
constexpr int64_t kConfirmDaysLeast = 28, kConfirmDaysMost = 366;
constexpr size_t kRefusalBytesMax = 1500;

// 0 is the pack's.
absl::Status CheckNumber(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (value == 0 || (least <= value && value <= most)) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is neither 0 nor from ", least, " to ", most),
                      absl::StrCat("既非 0 也不在 ", least, " 至 ", most, " 之间"));
}

// An absent code is empty.
std::string CodeOf(v1::Refusal::Reason reason) {
  return reason == v1::Refusal::REASON_UNSPECIFIED ? "" : v1::Refusal::Reason_Name(reason);
}

void Describe(const InLine& in_line, v1::CentreWaiting& message) {
  const std::string rank = absl::StrCat(in_line.rank);
  if (in_line.in_round) {
    message.set_reason("IN_ROUND");
    message.set_sentence_en(absl::StrCat(
        "A round of allocation decides; by the time of submission it is number ", rank, "."));
    message.set_sentence_zh(absl::StrCat("名额由分配决定;按提交时间排第 ", rank, " 位。"));
  } else if (in_line.tie) {
    message.set_reason("TIE_BY_CASE_NUMBER");
    message.set_sentence_en(absl::StrCat("Number ", rank,
                                         ": submitted at the same time as the one before, whose "
                                         "case number is lower."));
    message.set_sentence_zh(absl::StrCat("第 ", rank, " 位:与前一位同时提交,按个案编号先后排列。"));
  } else {
    message.set_reason("FIRST_COME");
    message.set_sentence_en(absl::StrCat("Number ", rank, " by the time of submission."));
    message.set_sentence_zh(absl::StrCat("第 ", rank, " 位:按提交时间先后排列。"));
  }
}

}  // namespace

std::string FamilyName(absl::string_view park, absl::string_view family) {
  return absl::StrCat("parks/", park, "/families/", family);
}
std::string ApplicationNameOf(absl::string_view park, absl::string_view family,
                              absl::string_view application) {
  return absl::StrCat(FamilyName(park, family), "/applications/", application);
}
std::string RefusalName(absl::string_view park, const Refusal& refusal) {
  return absl::StrCat(CentreName(park, refusal.centre), "/refusals/", refusal.id);
}

absl::StatusOr<ApplicationKey> ApplicationKeyOf(absl::string_view field, const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  ASSIGN_OR_RETURN(const NameParts parts, PartsOfName(field, name, "families", "applications"));
  return ApplicationKey{parts.above, parts.below};
}

absl::StatusOr<RefusalKey> RefusalKeyOf(const std::string& name) {
  ASSIGN_OR_RETURN(const NameParts parts, PartsOfName("name", name, "centres", "refusals"));
  return RefusalKey{parts.above, parts.below};
}

absl::StatusOr<OfferPolicy> FromProto(const v1::OfferPolicy& message) {
  OfferPolicy policy;
  const absl::StatusOr<absl::CivilDay> from = ParseDay(LastPart(message.name()));
  if (!from.ok()) {
    return FieldInvalid("policy.name", "does not end in its first day, YYYY-MM-DD",
                        "须以生效日期 YYYY-MM-DD 结尾");
  }
  policy.from = *from;
  RETURN_IF_ERROR(CheckNumber("policy.hold_hours", message.hold_hours(), kHoursLeast, kHoursMost));
  RETURN_IF_ERROR(CheckNumber("policy.open_days", message.open_days(), 1, kOpenDaysMost));
  RETURN_IF_ERROR(CheckNumber("policy.confirm_every_days", message.confirm_every_days(),
                              kConfirmDaysLeast, kConfirmDaysMost));
  policy.hold_hours = message.hold_hours();
  policy.open_days = message.open_days();
  policy.confirm_every_days = message.confirm_every_days();
  policy.roll_on =
      message.roll_on() == v1::OfferPolicy::DAILY ? RollOnMode::kDaily : RollOnMode::kOnRequest;
  return policy;
}

absl::StatusOr<RefusalSaid> FromProto(const v1::RefuseApplicantRequest& request) {
  RefusalSaid said;
  ASSIGN_OR_RETURN(said.centre, CentreOf("name", request.name()));
  said.reason = CodeOf(request.reason());
  if (said.reason.empty()) return FieldRequired("reason");
  if (request.reason() == v1::Refusal::OTHER && request.text().empty()) {
    return FieldRequired("text");
  }
  if (request.text().size() > kRefusalBytesMax) {
    return FieldInvalid("text", absl::StrCat("is longer than ", kRefusalBytesMax, " bytes"),
                        absl::StrCat("超过 ", kRefusalBytesMax, " 字节"));
  }
  said.text = request.text();
  return said;
}

v1::OfferPolicy ToProto(absl::string_view park, const OfferPolicy& policy) {
  v1::OfferPolicy message;
  message.set_name(absl::StrCat("parks/", park, "/offerPolicies/", FormatDay(policy.from)));
  message.set_hold_hours(static_cast<int32_t>(policy.hold_hours));
  message.set_open_days(static_cast<int32_t>(policy.open_days));
  message.set_confirm_every_days(static_cast<int32_t>(policy.confirm_every_days));
  message.set_roll_on(policy.roll_on == RollOnMode::kDaily ? v1::OfferPolicy::DAILY
                                                           : v1::OfferPolicy::ON_REQUEST);
  message.set_revision(policy.revision);
  return message;
}

v1::Refusal ToProto(absl::string_view park, const Refusal& refusal) {
  v1::Refusal message;
  message.set_name(RefusalName(park, refusal));
  message.set_application(ApplicationNameOf(park, refusal.family, refusal.application));
  message.set_child(ChildName(park, refusal.family, refusal.child));
  message.set_case_number(refusal.case_number);
  message.set_refuse_date(FormatDay(refusal.refused));
  if (refusal.lifted.has_value()) message.set_lift_date(FormatDay(*refusal.lifted));
  message.set_revision(refusal.revision);
  v1::Refusal::Reason reason = v1::Refusal::REASON_UNSPECIFIED;
  // None where the child's key was destroyed.
  CHECK(refusal.reason.empty() || v1::Refusal::Reason_Parse(refusal.reason, &reason));
  message.set_reason(reason);
  message.set_text(refusal.text);
  return message;
}

v1::WaitingApplication ToProto(absl::string_view park, const Application& application,
                               const Confirming& confirming, const std::vector<Refusal>& refusals,
                               absl::CivilDay today) {
  v1::WaitingApplication message;
  *message.mutable_application() = ToProto(park, application, today);
  v1::WaitingApplication::Confirmation confirmation{};
  CHECK(v1::WaitingApplication::Confirmation_Parse(
      std::string(ConfirmationName(confirming.confirmation)), &confirmation));
  message.set_confirmation(confirmation);
  message.set_reminder_days(static_cast<int32_t>(confirming.reminder_days));
  if (confirming.by.has_value()) message.set_confirm_by_date(FormatDay(*confirming.by));
  if (confirming.reopen_until.has_value()) {
    message.set_reopen_until_date(FormatDay(*confirming.reopen_until));
  }
  message.set_answer_overdue(AnswerOverdue(application, today));
  for (const Refusal& each : refusals) {
    if (each.application == application.id) *message.add_refusals() = ToProto(park, each);
  }
  return message;
}

v1::CentreWaiting ToProto(absl::string_view park, const InLine& in_line) {
  const Application& application = in_line.application;
  v1::CentreWaiting message;
  message.set_rank(static_cast<int32_t>(in_line.rank));
  message.set_application(ApplicationName(park, application));
  message.set_case_number(application.case_number);
  if (in_line.kind.has_value()) message.set_group_kind(std::string(BandOf(*in_line.kind).name));
  message.set_desired_start_date(FormatDay(application.desired_start));
  message.set_submitted_time(
      ToProto(park, application, application.desired_start).submitted_time());
  Describe(in_line, message);
  return message;
}

}  // namespace tuoqiao::places
