#include "services/places/referral/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::referral {

using absl::StatusCode;

absl::Status PartnerNotFound(absl::string_view name) { return NotFound("PARTNER_NOT_FOUND", name); }
absl::Status ReferralNotFound(absl::string_view name) {
  return NotFound("REFERRAL_NOT_FOUND", name);
}

absl::Status PurposeNotOffered(absl::string_view partner, absl::string_view purpose) {
  return Failure(StatusCode::kFailedPrecondition, "PURPOSE_NOT_OFFERED")
      .At("referral.purpose")
      .Say(absl::StrCat(partner, " takes no children for ", purpose, "."),
           absl::StrCat(partner, " 不接收 ", purpose, " 类转介。"))
      .Next("List the partners to find one that does, or set the partner up for it.",
            "请列出合作机构选择可接收的机构,或先调整该机构的接收范围。")
      .With("partner", partner)
      .With("purpose", purpose);
}

absl::Status ReferralExists(absl::string_view id) {
  return Failure(StatusCode::kAlreadyExists, "REFERRAL_EXISTS")
      .At("referral.partner")
      .Say("The child has an open referral to this partner for this purpose.",
           "该婴幼儿已有面向该机构、该目的的未结转介。")
      .Next("Go on with that one, or withdraw it first.", "请继续办理该转介,或先予以撤回。")
      .With("referral", id);
}

absl::Status ReferralNotConsented() {
  return Failure(StatusCode::kFailedPrecondition, "REFERRAL_NOT_CONSENTED")
      .At("name")
      .Say("No guardian has consented to this partner and purpose yet; the partner knows nothing.",
           "监护人尚未就该机构及目的作出同意,机构对此一无所知。")
      .Next("Ask the family; the consent is given at directory with this partner as recipient.",
            "请征求家庭意见;同意须在 directory 中以该机构为接收方作出。");
}

absl::Status ReferralConsentWithdrawn(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "REFERRAL_CONSENT_WITHDRAWN")
      .At("name")
      .Say(absl::StrCat("The guardian withdrew the consent on ", FormatDay(day),
                        "; nothing reaches the partner since."),
           absl::StrCat("监护人已于 ", FormatDay(day), " 撤回同意,自此不再向该机构提供任何信息。"))
      .Next("Where the family consents again, propose a new referral.",
            "如家庭再次同意,请另行提出转介。")
      .With("date", FormatDay(day));
}

absl::Status ReferralStateWrong(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "REFERRAL_STATE_WRONG")
      .At("name")
      .Say(absl::StrCat("The referral is ", state, "; this cannot be done then."),
           absl::StrCat("该转介状态为 ", state, ",不可执行该操作。"))
      .Next(
          "Read its history. It is proposed, consented to, accepted, planned and ended in this "
          "order.",
          "请查看其记录;转介依次为提出、同意、接收、排期、结束。")
      .With("state", state);
}

absl::Status PlanDateOrder() {
  return Failure(StatusCode::kInvalidArgument, "DATE_ORDER")
      .At("session_plan.until_date")
      .Say("The plan ends before it begins.", "排期的结束日期不晚于开始日期。")
      .Next("Give the first day, and the first day outside.",
            "请给出首日,及其后第一个不含的日期。");
}

absl::Status SessionOutsideEnrolment(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "SESSION_OUTSIDE_ENROLMENT")
      .At("session_plan.centre")
      .Say(absl::StrCat("The child has no place at this centre on ", FormatDay(day), "."),
           absl::StrCat("该婴幼儿在 ", FormatDay(day), " 不在该机构入托。"))
      .Next("Plan until the place ends, or have the sessions at the partner's.",
            "请排期至入托结束为止,或改在合作机构进行。")
      .With("date", FormatDay(day));
}

absl::Status SessionsRecorded(absl::CivilDay last) {
  return Failure(StatusCode::kFailedPrecondition, "SESSIONS_RECORDED")
      .At("session_plan.from_date")
      .Say(absl::StrCat("Sessions are recorded until ", FormatDay(last), "."),
           absl::StrCat("已有截至 ", FormatDay(last), " 的课次记录。"))
      .Next("Let the new plan begin on a later day.", "新排期请自更晚的日期开始。")
      .With("date", FormatDay(last));
}

absl::Status SessionNotPlanned(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "SESSION_NOT_PLANNED")
      .At("date")
      .Say(absl::StrCat("No session is planned there on ", FormatDay(day), "."),
           absl::StrCat(FormatDay(day), " 在此没有排期的课次。"))
      .Next("Compare the date with the month's sessions.", "请与当月课次核对日期。")
      .With("date", FormatDay(day));
}

absl::Status SessionInFuture(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "SESSION_IN_FUTURE")
      .At("date")
      .Say(absl::StrCat(FormatDay(day), " has not come yet."),
           absl::StrCat(FormatDay(day), " 尚未到来。"))
      .Next("Record it on that day or later.", "请在当日或之后记录。")
      .With("date", FormatDay(day));
}

absl::Status SessionReasonMissing() {
  return Failure(StatusCode::kInvalidArgument, "SESSION_REASON_MISSING")
      .At("reason")
      .Say("A session that was missed needs a reason.", "缺席的课次须填写原因。")
      .Next("Give SICK, FAMILY, PARTNER, CENTRE_CLOSED or OTHER.",
            "请填写 SICK、FAMILY、PARTNER、CENTRE_CLOSED 或 OTHER。");
}

}  // namespace tuoqiao::referral
