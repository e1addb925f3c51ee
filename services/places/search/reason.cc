#include "services/places/search/reason.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/check.h"
#include "services/common/period.h"

namespace tuoqiao::places::search {
namespace {

// Where the reason's own figures stand in its sentences.
struct Row {
  ReasonCode code;
  absl::string_view name, en, zh;
};

constexpr std::array<Row, 24> kRows = {{
    {ReasonCode::kNear, "NEAR", "It is {value} m from {text}, in a straight line.",
     "距{text}直线 {value} 米。"},
    {ReasonCode::kDetour, "DETOUR", "{text}, bringing the child adds {minutes} to the way.",
     "{text}送托,路上多用 {minutes}。"},
    {ReasonCode::kPickUp, "PICK_UP", "{text}, the grandparent is there and back in {minutes}.",
     "祖辈{text}接送往返 {minutes}。"},
    {ReasonCode::kOpenForShift, "OPEN_FOR_SHIFT",
     "It is open when the child is brought at {clock}{until}.", "{clock} 送到时已开门{until}。"},
    {ReasonCode::kSeatFree, "SEAT_FREE",
     "{value} of its {text} seats are free for this child from {day} on.",
     "自 {day} 起{text}有 {value} 个适合该婴幼儿的名额。"},
    {ReasonCode::kSpecialistSeat, "SPECIALIST_SEAT",
     "{value} of its {text} seats for children with needs are free from {day} on.",
     "自 {day} 起{text}有 {value} 个特需名额。"},
    {ReasonCode::kPrice, "PRICE", "The family would pay {yuan} yuan a month.",
     "家庭每月承担 {yuan} 元。"},
    {ReasonCode::kPriceUnknown, "PRICE_UNKNOWN",
     "What the family would pay here was not said; it is taken to be as dear as the dearest.",
     "未给出该机构的家庭承担额,按其中最高者排序。"},
    {ReasonCode::kLanguage, "LANGUAGE", "It speaks {text}.", "使用语言:{text}。"},
    {ReasonCode::kInclusive, "INCLUSIVE", "It keeps to the authority's fees.", "普惠托育机构。"},
    {ReasonCode::kCareKind, "CARE_KIND", "It offers {text}.", "提供{text}。"},
    {ReasonCode::kNoWay, "NO_WAY", "There is no way to it by this mode.", "以该出行方式无法到达。"},
    {ReasonCode::kFilingNotInForce, "FILING_NOT_IN_FORCE",
     "Its filing or licence is not in force on {day}.", "其备案(或许可)在 {day} 不在有效期内。"},
    {ReasonCode::kCareKindNotOffered, "CARE_KIND_NOT_OFFERED", "It does not offer {text}.",
     "不提供{text}。"},
    {ReasonCode::kLanguageNotSpoken, "LANGUAGE_NOT_SPOKEN",
     "It does not say that it speaks {text}.", "未标明使用语言 {text}。"},
    {ReasonCode::kNotInclusive, "NOT_INCLUSIVE", "It does not keep to the authority's fees.",
     "不是普惠托育机构。"},
    {ReasonCode::kNoGroupOfAge, "NO_GROUP_OF_AGE", "It has no group for a child of {value} months.",
     "没有适合 {value} 月龄的班级。"},
    {ReasonCode::kNoFreeSeat, "NO_FREE_SEAT",
     "No seat is free for this child in the first month or the {value} after it.",
     "起始月及其后 {value} 个月内没有适合该婴幼儿的空余名额。"},
    {ReasonCode::kHoursUnknown, "HOURS_UNKNOWN", "It has not said when it is open.",
     "未登记开放时间。"},
    {ReasonCode::kClosedThatDay, "CLOSED_THAT_DAY", "It is closed on {weekday}.",
     "{weekday}不开放。"},
    {ReasonCode::kClosedAtDropOff, "CLOSED_AT_DROP_OFF",
     "The child would have to be brought at {clock}, and it is not open then; that day it opens at "
     "{limit}.",
     "须在 {clock} 送到,当时未开门;当日 {limit} 开门。"},
    {ReasonCode::kClosedAtPickUp, "CLOSED_AT_PICK_UP",
     "The child would be fetched at {clock}, and it closes at {limit}.",
     "须在 {clock} 接走,但 {limit} 关门。"},
    {ReasonCode::kClosedAtStart, "CLOSED_AT_START",
     "It is closed on {day}, the first day on which the child would come.",
     "婴幼儿首日 {day} 该机构停托。"},
    {ReasonCode::kClosedAllDays, "CLOSED_ALL_DAYS",
     "It is closed on each day on which the child would come in the first {value} days.",
     "起始后 {value} 天内,婴幼儿应到的各日该机构均停托。"},
}};

const Row& RowOf(ReasonCode code) {
  const Row& row = kRows[static_cast<size_t>(code)];
  CHECK(row.code == code);
  return row;
}

// Codes of the contract as people say them.
rules::Words WordOf(absl::string_view code) {
  static const auto* const kWords = new std::map<absl::string_view, rules::Words>{
      {"HOME", {"home", "家"}},
      {"WORK", {"work", "单位"}},
      {"GRANDPARENT", {"the grandparent", "祖辈住处"}},
      {"WAY", {"the way to work", "上班路"}},
      {"FOOT", {"On foot", "步行"}},
      {"E_BIKE", {"By electric bicycle", "骑电动自行车"}},
      {"BUS", {"By bus", "乘公交"}},
      {"CAR", {"By car", "开车"}},
      {"INFANT", {"infant", "乳儿班"}},
      {"SMALL", {"small-group", "托小班"}},
      {"LARGE", {"large-group", "托大班"}},
      {"MIXED", {"mixed-age", "混龄班"}},
      {"FULL_DAY", {"full-day care", "全日托"}},
      {"HALF_DAY", {"half-day care", "半日托"}},
      {"HOURLY", {"care by the hour", "计时托"}},
      {"TEMPORARY", {"temporary care", "临时托"}},
      {"LATE", {"late care", "延时托"}},
      {"BACK_UP", {"back-up care", "备用托"}},
  };
  const auto found = kWords->find(code);
  if (found != kWords->end()) return found->second;
  return {std::string(code), std::string(code)};
}

rules::Words WeekdayOf(int64_t weekday) {
  static constexpr std::array<absl::string_view, 7> kEn = {
      "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"};
  static constexpr std::array<absl::string_view, 7> kZh = {"周一", "周二", "周三", "周四",
                                                           "周五", "周六", "周日"};
  const size_t place = static_cast<size_t>(weekday - 1) % kEn.size();
  return {std::string(kEn[place]), std::string(kZh[place])};
}

rules::Words MinutesOf(int64_t seconds) {
  const int64_t minutes = (seconds + 30) / 60;
  return {absl::StrCat(minutes, minutes == 1 ? " minute" : " minutes"),
          absl::StrCat(minutes, " 分钟")};
}

// `07:45`; before midnight or after it, on the day before or after.
rules::Words ClockOf(int64_t minute) {
  constexpr int64_t kDay = 1440;
  const int64_t within = ((minute % kDay) + kDay) % kDay;
  const std::string clock = absl::StrFormat("%02d:%02d", within / 60, within % 60);
  if (minute < 0) return {clock + " the day before", "前一日 " + clock};
  if (minute > kDay) return {clock + " the day after", "次日 " + clock};
  return minute == kDay ? rules::Words{"24:00", "24:00"} : rules::Words{clock, clock};
}

std::string YuanOf(int64_t minor) {
  const int64_t whole = minor < 0 ? -minor : minor;
  return absl::StrFormat("%s%d.%02d", minor < 0 ? "-" : "", whole / 100, whole % 100);
}

// What stands for a name in braces.
rules::Words ValueOf(absl::string_view name, const Reason& reason) {
  const auto both = [](const std::string& text) { return rules::Words{text, text}; };
  if (name == "value") return both(absl::StrCat(reason.value));
  if (name == "text") return WordOf(reason.text);
  if (name == "minutes") return MinutesOf(reason.value);
  if (name == "clock") return ClockOf(reason.value);
  if (name == "limit") return ClockOf(reason.other);
  if (name == "weekday") return WeekdayOf(reason.value);
  if (name == "day") return both(FormatDay(reason.day));
  if (name == "yuan") return both(YuanOf(reason.value));
  CHECK(name == "until");
  if (reason.other < 0) return {};
  const rules::Words until = ClockOf(reason.other);
  return {absl::StrCat(", and when it is fetched at ", until.en),
          absl::StrCat(",", until.zh, " 接走时仍开放")};
}

std::string Fill(absl::string_view sentence, const Reason& reason,
                 std::string rules::Words::*language) {
  std::string filled;
  while (!sentence.empty()) {
    const size_t open = sentence.find('{');
    filled.append(sentence.data(), std::min(open, sentence.size()));
    if (open == absl::string_view::npos) break;
    const size_t close = sentence.find('}', open);
    filled += ValueOf(sentence.substr(open + 1, close - open - 1), reason).*language;
    sentence.remove_prefix(close + 1);
  }
  return filled;
}

}  // namespace

absl::string_view ReasonName(ReasonCode code) { return RowOf(code).name; }

rules::Words SentenceOf(const Reason& reason) {
  const Row& row = RowOf(reason.code);
  return {Fill(row.en, reason, &rules::Words::en), Fill(row.zh, reason, &rules::Words::zh)};
}

}  // namespace tuoqiao::places::search
