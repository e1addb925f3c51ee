#include "services/places/offers/errors_waiting.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::places {

using absl::StatusCode;

absl::Status ApplicationNotWaiting(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "APPLICATION_NOT_WAITING")
      .At("name")
      .Say(absl::StrCat("The application is ", state, "; it does not wait."),
           absl::StrCat("该申请的状态为 ", state, ",不在等候中。"))
      .Next("A place that was taken is ended, and whoever wants one again applies again.",
            "已入托的请办理退托;仍需名额的请重新申请。")
      .With("state", state);
}

absl::Status ConfirmationNotDue(absl::CivilDay from) {
  return Failure(StatusCode::kFailedPrecondition, "CONFIRMATION_NOT_DUE")
      .At("name")
      .Say(absl::StrCat("That the family still waits can be confirmed from ", FormatDay(from),
                        " on."),
           absl::StrCat("自 ", FormatDay(from), " 起方可确认仍在等候。"))
      .Next("Confirm it from that day on; nothing is lost before.",
            "请自该日起确认,此前顺序不受影响。")
      .With("date", FormatDay(from));
}

absl::Status ConfirmationLate(absl::CivilDay last) {
  return Failure(StatusCode::kFailedPrecondition, "CONFIRMATION_LATE")
      .At("name")
      .Say(absl::StrCat("The application closed, and could be opened again until ", FormatDay(last),
                        "."),
           absl::StrCat("该申请已关闭,可恢复的期限至 ", FormatDay(last), " 为止。"))
      .Next("Apply again.", "请重新申请。")
      .With("date", FormatDay(last));
}

absl::Status OfferOpen(absl::CivilDay expires) {
  return Failure(StatusCode::kFailedPrecondition, "OFFER_OPEN")
      .At("name")
      .Say(
          absl::StrCat("The application has an offer that is open until ", FormatDay(expires), "."),
          absl::StrCat("该申请有一份有效至 ", FormatDay(expires), " 的录取。"))
      .Next("Accept or decline it first.", "请先接受或放弃该录取。")
      .With("date", FormatDay(expires));
}

absl::Status RefusalNotFound(absl::string_view name) { return NotFound("REFUSAL_NOT_FOUND", name); }

absl::Status ApplicantRefused(absl::string_view refusal) {
  return Failure(StatusCode::kAlreadyExists, "APPLICANT_REFUSED")
      .At("application")
      .Say("The centre has refused this application already.", "该机构已拒绝此申请。")
      .Next("Lift that refusal first, should the reason be another by now.",
            "如理由有变,请先撤销原拒绝。")
      .With("refusal", refusal);
}

absl::Status RefusalLifted(absl::CivilDay lifted) {
  return Failure(StatusCode::kFailedPrecondition, "REFUSAL_LIFTED")
      .At("name")
      .Say(absl::StrCat("The refusal was lifted on ", FormatDay(lifted), "."),
           absl::StrCat("该拒绝已于 ", FormatDay(lifted), " 撤销。"))
      .Next("Nothing is left to do.", "无需再办理。")
      .With("date", FormatDay(lifted));
}

absl::Status NoLongerEligible(absl::CivilDay start) {
  return Failure(StatusCode::kFailedPrecondition, "NOT_ELIGIBLE")
      .At("name")
      .Say(
          absl::StrCat("By what is decided now the child may not start on ", FormatDay(start), "."),
          absl::StrCat("按现行资格认定,该婴幼儿不能于 ", FormatDay(start), " 入托。"))
      .Next("Ask why: the decision explains each condition; the offer stays open meanwhile.",
            "请查看资格认定说明,其间录取仍有效。")
      .With("date", FormatDay(start));
}

absl::Status HandoverNotFound(absl::string_view name) {
  return NotFound("HANDOVER_NOT_FOUND", name);
}

absl::Status LapseNotDue(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "LAPSE_NOT_DUE")
      .At("name")
      .Say(absl::StrCat("The handover is ", state, "; nothing says that the place is over."),
           absl::StrCat("该交接的状态为 ", state, ",尚无理由结束入托。"))
      .Next("Wait until the grace is over; list handovers that are LAPSE_DUE.",
            "请等待宽限期结束,并列出状态为 LAPSE_DUE 的交接。")
      .With("state", state);
}

}  // namespace tuoqiao::places
