// What may be wrong with an allocation.
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/places/errors.h"

namespace tuoqiao::places {

using absl::StatusCode;

absl::Status AllocationNotFound(absl::string_view name) {
  return NotFound("ALLOCATION_NOT_FOUND", name);
}
absl::Status AllocationResultNotFound(absl::string_view name) {
  return NotFound("ALLOCATION_RESULT_NOT_FOUND", name);
}
absl::Status GroupNotFound(absl::string_view name) { return NotFound("GROUP_NOT_FOUND", name); }
absl::Status ApplicationNotFound(absl::string_view name) {
  return NotFound("APPLICATION_NOT_FOUND", name);
}

absl::Status AllocationExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "ALLOCATION_EXISTS")
      .At("allocation_id")
      .Say(absl::StrCat("There is an allocation ", name, " already."),
           absl::StrCat("已有名额分配 ", name, "。"))
      .Next("Open the new one under another id; a cancelled one keeps its own.",
            "请使用其他编号;已取消的分配保留原编号。")
      .With("allocation", name);
}

absl::Status AllocationOverlaps(absl::string_view group, absl::string_view allocation) {
  return Failure(StatusCode::kFailedPrecondition, "ALLOCATION_OVERLAPS")
      .At("allocation.groups")
      .Say(absl::StrCat("The seats of ", group, " are given by ", allocation, "."),
           absl::StrCat("班级 ", group, " 的名额正由 ", allocation, " 分配。"))
      .Next("Publish or cancel that one first, or leave the group out.",
            "请先公布或取消该分配,或不包含此班级。")
      .With("group", group)
      .With("allocation", allocation);
}

absl::Status HalfDaysNotShared(absl::string_view group) {
  return Failure(StatusCode::kFailedPrecondition, "HALF_DAYS_NOT_SHARED")
      .At("allocation.half_day_seats")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("In ", group, " a morning and an afternoon child do not share a seat."),
           absl::StrCat("班级 ", group, " 的上午与下午半日托不共用名额。"))
      .Next("Let the group's half days share seats first, or leave it out.",
            "请先设置该班级半日托共用名额,或不列入。")
      .With("group", group);
}

absl::Status PointsPolicyNotInForce(absl::CivilDay day) {
  return Failure(StatusCode::kFailedPrecondition, "POINTS_POLICY_NOT_IN_FORCE")
      .At("allocation.points_policy")
      .Say(absl::StrCat("The table of points does not hold on ", FormatDay(day), "."),
           absl::StrCat("该积分办法在 ", FormatDay(day), " 不生效。"))
      .Next("Take the table that holds on the start day.", "请采用在入托起始日生效的积分办法。")
      .With("date", FormatDay(day));
}

absl::Status AllocationStateWrong(absl::string_view state, absl::string_view wanted) {
  return Failure(StatusCode::kFailedPrecondition, "ALLOCATION_STATE_WRONG")
      .At("name")
      .Say(absl::StrCat("The allocation is ", state, ", not ", wanted, "."),
           absl::StrCat("该分配的状态为 ", state, ",不是 ", wanted, "。"))
      .Next("Open, freeze, run and publish it in this order; read it to see where it stands.",
            "请按开启、冻结、抽取、公布的次序办理,并先查看当前状态。")
      .With("state", state);
}

absl::Status AllocationTooLarge(int64_t applicants, int64_t applicants_max) {
  return Failure(StatusCode::kFailedPrecondition, "ALLOCATION_TOO_LARGE")
      .At("name")
      .Say(absl::StrCat(applicants, " children wait; a round takes ", applicants_max, "."),
           absl::StrCat("等待人数为 ", applicants, ",一次分配最多 ", applicants_max, " 人。"))
      .Next("Cancel it, and open one for fewer centres.", "请取消后按较少的机构另行开启。");
}

absl::Status PublishedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "PUBLISHED_BY_SAME_PERSON")
      .At("name")
      .Say("Whoever opened an allocation cannot say what becomes of its draw.",
           "开启分配的人不得自行公布或取消其抽取结果。")
      .Next("Have another person of the park look at it.", "请由园区另一名工作人员办理。");
}

absl::Status StartMonthClosed(absl::CivilDay start) {
  return Failure(StatusCode::kFailedPrecondition, "MONTH_CLOSED")
      .At("name")
      .Say(absl::StrCat("The seats would be taken on ", FormatDay(start),
                        ", in a month that is closed."),
           absl::StrCat("入托起始日 ", FormatDay(start), " 所在月份已结账。"))
      .Next("Cancel the allocation, and open one for a later day.",
            "请取消该分配,并以较晚的日期另行开启。")
      .With("date", FormatDay(start));
}

}  // namespace tuoqiao::places
