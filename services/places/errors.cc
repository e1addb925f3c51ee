#include "services/places/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::places {

using absl::StatusCode;

absl::Status CapacityOverBand(absl::string_view group, int64_t capacity, int64_t children_max) {
  return Failure(StatusCode::kInvalidArgument, "CAPACITY_OVER_BAND")
      .At("capacity")
      .Say(absl::StrCat("Group ", group, " has ", capacity, " seats; its kind may have ",
                        children_max, "."),
           absl::StrCat("班级 ", group, " 设 ", capacity, " 个名额,该类班级最多 ", children_max,
                        " 人。"))
      .Next("Split it into two groups, or lower its capacity.", "请拆分班级或减少名额。")
      .With("group", group);
}

absl::Status FilingMissing(absl::string_view field) {
  return Failure(StatusCode::kFailedPrecondition, "FILING_MISSING")
      .At(field)
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("A centre opens with its filing or licence: number, first and last day.",
           "机构须有备案(或许可)编号及有效期起止日期。")
      .Next("Copy them from the filing receipt.", "请对照备案回执填写。");
}

absl::Status LocationInvalid() {
  return Failure(StatusCode::kInvalidArgument, "LOCATION_INVALID")
      .At("latitude_micro")
      .Say("The location is not a point on earth in millionths of a degree.",
           "位置不是有效的经纬度(百万分之一度)。")
      .Next("Give latitude and longitude in WGS 84.", "请以 WGS 84 坐标给出纬度和经度。");
}

absl::Status CapacityBelowEnrolments(absl::string_view group, int64_t seats, int64_t enrolled) {
  return Failure(StatusCode::kFailedPrecondition, "CAPACITY_BELOW_ENROLMENTS")
      .At("groups")
      .Say(absl::StrCat(enrolled, " children have places in ", group, ", which would have ", seats,
                        " seats."),
           absl::StrCat("班级 ", group, " 已有 ", enrolled, " 名婴幼儿在托,名额不能减至 ", seats,
                        "。"))
      .Next("End the places first, or keep the seats.", "请先结束相应入托,或保留名额。")
      .With("group", group);
}

absl::Status CentreNotFound(absl::string_view name) { return NotFound("CENTRE_NOT_FOUND", name); }

absl::Status ChildNotFound(absl::string_view name) { return NotFound("CHILD_NOT_FOUND", name); }

absl::Status MonthClosed(absl::CivilMonth month) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSED")
      .At("calendar.name")
      .Say(absl::StrCat(FormatMonth(month), " is closed; what it was priced by stands."),
           absl::StrCat(FormatMonth(month), " 已结账,开园日历不可更改。"))
      .Next("Change a later month, or have the statements corrected.",
            "请修改后续月份,或对账单进行更正。")
      .With("month", FormatMonth(month));
}

absl::Status DuplicateInRequest(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "DUPLICATE_IN_REQUEST")
      .At(field)
      .Say("An earlier item of this request has the same key.", "同一请求中已有相同主键的记录。")
      .Next("Send each record once.", "每条记录只提交一次。");
}

absl::Status UnknownChild() {
  return Failure(StatusCode::kNotFound, "UNKNOWN_CHILD")
      .At("case_number")
      .Say("The park knows no child of this case number.", "园区没有该个案编号的婴幼儿。")
      .Next("Register the family at the intake desk first.", "请先在受理窗口登记该家庭。");
}

absl::Status UnknownChildHere() {
  return Failure(StatusCode::kNotFound, "UNKNOWN_CHILD")
      .At("case_number")
      .Say("No child of this case number has a place at this centre.",
           "该机构没有该个案编号的在托婴幼儿。")
      .Next("Check the case number in the centre's list of enrolments.", "请核对机构的入托名单。");
}

absl::Status NotEligible(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "NOT_ELIGIBLE")
      .At("desired_start_date")
      .Say(absl::StrCat("The child is not eligible on ", FormatDay(day), "."),
           absl::StrCat("该婴幼儿在 ", FormatDay(day), " 不符合资格。"))
      .Next("Ask why: the decision explains each condition.", "请查看资格认定说明,了解各项条件。")
      .With("date", FormatDay(day));
}

absl::Status NotDecided(absl::string_view programme) {
  return Failure(StatusCode::kFailedPrecondition, "NOT_ELIGIBLE")
      .At("case_number")
      .Say(absl::StrCat("Nobody has decided yet about this child under ", programme, "."),
           absl::StrCat("该婴幼儿尚未在 ", programme, " 下作资格认定。"))
      .Next("Have the programme's children decided, then apply again.",
            "请先进行资格认定,再提交申请。")
      .With("programme", programme);
}

absl::Status ApplicationExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "APPLICATION_EXISTS")
      .At("case_number")
      .Say("The child has an application or a place already.", "该婴幼儿已有申请或名额。")
      .Next("Decline its offer or end its place first.", "请先放弃录取或结束入托。")
      .With("application", name);
}

absl::Status OfferNotFound(absl::string_view name) { return NotFound("OFFER_NOT_FOUND", name); }

absl::Status OfferNotOpen(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "OFFER_NOT_OPEN")
      .At("name")
      .Say(absl::StrCat("The offer is ", state, "."),
           absl::StrCat("该录取状态为 ", state, ",不可操作。"))
      .Next("List the family's offers to see which one is open.", "请列出该家庭的录取查看状态。")
      .With("state", state);
}

absl::Status OfferExpired(absl::CivilDay expired) {
  return Failure(StatusCode::kFailedPrecondition, "OFFER_EXPIRED")
      .At("name")
      .Say(absl::StrCat("The offer could be accepted until ", FormatDay(expired), "."),
           absl::StrCat("该录取的确认截止日为 ", FormatDay(expired), "。"))
      .Next("The application keeps its place in the order and waits for the next seat.",
            "申请保留原有次序,等待下一个名额。")
      .With("date", FormatDay(expired));
}

absl::Status ChildAlreadyEnrolled() {
  return Failure(StatusCode::kFailedPrecondition, "CHILD_ALREADY_ENROLLED")
      .At("name")
      .Say("The child has a place on these days already.", "该婴幼儿在该时段已有名额。")
      .Next("End the other place first.", "请先结束另一名额。");
}

absl::Status PlaceElsewhere(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "PLACE_ELSEWHERE")
      .At("name")
      .Say(absl::StrCat("On ", FormatDay(day),
                        " the child has a place in another park, in the same part of the day."),
           absl::StrCat("该婴幼儿于 ", FormatDay(day), " 在其他园区同一时段已有名额。"))
      .Next(
          "Let that place end before this one begins, or take the other half of the day. If it is "
          "not the same child, have its document corrected in the family's record.",
          "请先结束该名额,或改选另一半日;如非同一婴幼儿,请更正家庭档案中的证件信息。")
      .With("date", FormatDay(day));
}

absl::Status SeatTaken(absl::string_view group) {
  return Failure(StatusCode::kFailedPrecondition, "SEAT_TAKEN")
      .At("name")
      .Say("The last seat of the group has been taken.", "该班级最后一个名额已被占用。")
      .Next("Decline the offer to wait for another seat.", "可放弃该录取,等待其他名额。")
      .With("group", group);
}

absl::Status ConsentMissing(absl::string_view field) {
  return Failure(StatusCode::kFailedPrecondition, "CONSENT_MISSING")
      .At(field)
      .Say("The guardian has not consented that centres get the child's data, or has withdrawn it.",
           "监护人尚未同意(或已撤回同意)向托育机构提供婴幼儿信息。")
      .Next("Have the guardian give consent for centres, then do it again.",
            "请由监护人同意向机构提供信息后,再重新办理。");
}

absl::Status SpecialistSeatNotNeeded(absl::string_view group) {
  return Failure(StatusCode::kFailedPrecondition, "SPECIALIST_SEAT_NOT_NEEDED")
      .At("name")
      .Say(
          "The seat is kept for children with needs, and none are on record for the child any "
          "more.",
          "该名额专为有特殊需要的婴幼儿保留,该婴幼儿现已无登记的照护需求。")
      .Next(
          "Decline the offer with LATER: the application keeps its order and waits for another "
          "seat. Where the record is wrong, have the level corrected first.",
          "请以 LATER 放弃该录取,申请保留原有次序等待其他名额;如登记有误,请先更正照护需求等级。")
      .With("group", group);
}

absl::Status EnrolmentNotFound(absl::string_view name) {
  return NotFound("ENROLMENT_NOT_FOUND", name);
}

absl::Status EnrolmentEnded(absl::CivilDay ended) {
  return Failure(StatusCode::kFailedPrecondition, "ENROLMENT_ENDED")
      .At("name")
      .Say(absl::StrCat("The place ends on ", FormatDay(ended), " already."),
           absl::StrCat("该入托已定于 ", FormatDay(ended), " 结束。"))
      .Next("Nothing has to be done.", "无需操作。")
      .With("date", FormatDay(ended));
}

absl::Status DateOrder(absl::CivilDay from, absl::CivilDay until) {
  return Failure(StatusCode::kInvalidArgument, "DATE_ORDER")
      .At("end_date")
      .Say(absl::StrCat("The place runs from ", FormatDay(from), " to ", FormatDay(until),
                        "; it can end on a day between them only."),
           absl::StrCat("入托期为 ", FormatDay(from), " 至 ", FormatDay(until),
                        ",结束日期须在其间。"))
      .Next("Give the first day on which the child no longer comes.", "请给出不再入托的首日。");
}

absl::Status NotAnOpeningDay(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "NOT_AN_OPENING_DAY")
      .At("date")
      .Say(absl::StrCat("The centres are closed on ", FormatDay(day), "."),
           absl::StrCat(FormatDay(day), " 不是开园日。"))
      .Next("Check the date, or have the opening calendar changed.", "请核对日期或调整开园日历。");
}

absl::Status OutsideEnrolment(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "OUTSIDE_ENROLMENT")
      .At("date")
      .Say(absl::StrCat("The child has no place here on ", FormatDay(day), "."),
           absl::StrCat("该婴幼儿在 ", FormatDay(day), " 不在托。"))
      .Next("Compare the date with the first and last day of the place.", "请核对入托起止日期。");
}

absl::Status ReasonMissing() {
  return Failure(StatusCode::kInvalidArgument, "REASON_MISSING")
      .At("reason")
      .Say("A child who is absent needs a reason.", "缺勤须填写原因。")
      .Next("Give one of its codes, e.g. SICK or UNEXPLAINED.",
            "请填写代码,例如 SICK 或 UNEXPLAINED。");
}

}  // namespace tuoqiao::places
