#include "services/places/errors_viability.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::places {

using absl::StatusCode;

absl::Status VacancyDiffers(absl::string_view field, absl::string_view group, int64_t said,
                            int64_t counted) {
  return Failure(StatusCode::kFailedPrecondition, "VACANCY_DIFFERS")
      .At(field)
      .Say(absl::StrCat("Of ", group, " ", counted, " seats are free by what is recorded, not ",
                        said, "."),
           absl::StrCat("班级 ", group, " 按记录空余名额为 ", counted, ",不是 ", said, "。"))
      .Next("Record what is missing first: a place that ended, another capacity; or count again.",
            "请先补录缺少的情况(如已结束的入托、名额调整),或重新清点。")
      .With("group", group);
}

absl::Status HeadCountOverStaff() {
  return Failure(StatusCode::kInvalidArgument, "HEAD_COUNT_OVER_STAFF")
      .At("head_count.staff")
      .Say("The firm would have more than two children under three for each of its staff.",
           "婴幼儿人数超过职工人数的两倍。")
      .Next("Give everybody whom the firm employs as staff, and only children under 36 months.",
            "职工人数请填写全体在职人员,婴幼儿仅统计未满 36 个月的。");
}

absl::Status HeadCountMonthWrong(absl::CivilMonth month, int64_t months_max) {
  return Failure(StatusCode::kInvalidArgument, "HEAD_COUNT_MONTH_WRONG")
      .At("head_count.survey_month")
      .Say(absl::StrCat(FormatMonth(month), " is to come, or longer ago than ", months_max,
                        " months."),
           absl::StrCat(FormatMonth(month), " 尚未到来,或早于 ", months_max, " 个月前。"))
      .Next("Count the children of staff as they are this month.", "请按本月情况统计职工子女。")
      .With("month", FormatMonth(month));
}

absl::Status SeatsOverBand(int64_t seats, int64_t children_max) {
  return Failure(StatusCode::kInvalidArgument, "CAPACITY_OVER_BAND")
      .At("seats")
      .Say(absl::StrCat("The group would have ", seats, " seats; its kind may have ", children_max,
                        "."),
           absl::StrCat("拟设 ", seats, " 个名额,该类班级最多 ", children_max, " 人。"))
      .Next("Ask about two groups one after the other, or about fewer seats.",
            "请分别预测两个班级,或减少名额。");
}

}  // namespace tuoqiao::places
