#include "services/places/rounds/convert_allocation.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"

namespace tuoqiao::places {
namespace {

constexpr int kPointsMost = 1000, kDaysMost = 1000, kHalfSeatsMost = 1000;
constexpr int kCatchmentsMax = 5000;
constexpr int kRoundGroupsMax = 5000;

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status NameInvalid(absl::string_view field, absl::string_view form) {
  return FieldInvalid(field, absl::StrCat("is not ", form), absl::StrCat(" 应为 ", form));
}

absl::Status RequireLine(absl::string_view field, const std::string& text) {
  return text.empty() ? FieldRequired(field) : CheckLine(field, text);
}

absl::Status RequireNumber(absl::string_view field, int64_t value, int64_t most) {
  if (1 <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from 1 to ", most),
                      absl::StrCat("不在 1 至 ", most, " 之间"));
}

// What a name's parts are in a form; none where it has another one.
std::vector<std::string> PartsOf(const std::string& name,
                                 const std::vector<absl::string_view>& form) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != form.size()) return {};
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] == "*" ? !ValidId(parts[i]) : parts[i] != form[i]) return {};
  }
  return parts;
}

absl::StatusOr<allocation::Criterion> FromProto(const std::string& path,
                                                const v1::PointsCriterion& message) {
  allocation::Criterion criterion;
  const auto kind = allocation::CriterionKindOf(v1::PointsCriterion::Kind_Name(message.kind()));
  if (!kind.has_value()) return FieldRequired(path + ".kind");
  criterion.kind = *kind;
  RETURN_IF_ERROR(RequireNumber(path + ".points", message.points(), kPointsMost));
  criterion.points = message.points();
  RETURN_IF_ERROR(RequireLine(path + ".reason", message.reason()));
  criterion.reason = message.reason();
  if (*kind == allocation::CriterionKind::kWaiting) {
    RETURN_IF_ERROR(RequireNumber(path + ".days", message.days(), kDaysMost));
    RETURN_IF_ERROR(RequireNumber(path + ".points_max", message.points_max(), kPointsMost));
    criterion.days = message.days();
    criterion.points_max = message.points_max();
  } else if (message.days() != 0 || message.points_max() != 0) {
    return FieldInvalid(path + ".days", "is of WAITING only", "仅用于 WAITING");
  }
  return criterion;
}

absl::StatusOr<allocation::PointsPolicy> FromProto(const v1::PointsPolicy& message) {
  const std::string path = "allocation.points_policy";
  allocation::PointsPolicy policy;
  RETURN_IF_ERROR(RequireLine(path + ".display_name", message.display_name()));
  RETURN_IF_ERROR(RequireLine(path + ".source", message.source()));
  policy.display_name = message.display_name();
  policy.source = message.source();
  ASSIGN_OR_RETURN(policy.from, DayOf(path + ".from_date", message.from_date()));
  if (!message.until_date().empty()) {
    ASSIGN_OR_RETURN(policy.until, DayOf(path + ".until_date", message.until_date()));
  }
  std::set<allocation::CriterionKind> kinds;
  for (int i = 0; i < message.criteria_size(); ++i) {
    const std::string criterion = absl::StrCat(path, ".criteria[", i, "]");
    ASSIGN_OR_RETURN(auto each, FromProto(criterion, message.criteria(i)));
    if (!kinds.insert(each.kind).second) {
      return FieldInvalid(criterion + ".kind", "is there twice", "重复");
    }
    policy.criteria.push_back(std::move(each));
  }
  if (policy.criteria.empty()) return FieldRequired(path + ".criteria");
  return policy;
}

absl::StatusOr<std::vector<std::string>> GroupsOf(const v1::Allocation& message,
                                                  absl::string_view park) {
  if (message.groups_size() > kRoundGroupsMax) {
    return FieldInvalid("allocation.groups", "holds too many groups", "班级过多");
  }
  std::set<std::string> groups;
  for (int i = 0; i < message.groups_size(); ++i) {
    const auto parts = PartsOf(message.groups(i), {"parks", park, "centres", "*", "groups", "*"});
    const std::string field = absl::StrCat("allocation.groups[", i, "]");
    if (parts.empty()) return NameInvalid(field, "parks/{park}/centres/{centre}/groups/{group}");
    if (!groups.insert(absl::StrCat(parts[3], "/", parts[5])).second) {
      return FieldInvalid(field, "is there twice", "重复");
    }
  }
  return std::vector<std::string>(groups.begin(), groups.end());
}

absl::StatusOr<std::map<std::string, int64_t>> HalfSeatsOf(const v1::Allocation& message,
                                                           absl::string_view park) {
  if (message.half_day_seats_size() > kRoundGroupsMax) {
    return FieldInvalid("allocation.half_day_seats", "holds too many groups", "班级过多");
  }
  std::map<std::string, int64_t> half_seats;
  for (int i = 0; i < message.half_day_seats_size(); ++i) {
    const v1::HalfDaySeats& each = message.half_day_seats(i);
    const std::string path = absl::StrCat("allocation.half_day_seats[", i, "]");
    const auto parts = PartsOf(each.group(), {"parks", park, "centres", "*", "groups", "*"});
    if (parts.empty()) {
      return NameInvalid(path + ".group", "parks/{park}/centres/{centre}/groups/{group}");
    }
    RETURN_IF_ERROR(RequireNumber(path + ".seats", each.seats(), kHalfSeatsMost));
    if (!half_seats.emplace(absl::StrCat(parts[3], "/", parts[5]), each.seats()).second) {
      return FieldInvalid(path + ".group", "is there twice", "重复");
    }
  }
  return half_seats;
}

template <typename Kind>
Kind EnumOf(bool (*parse)(const std::string&, Kind*), absl::string_view name) {
  Kind found{};
  CHECK(parse(std::string(name), &found));
  return found;
}

void AddPoints(const allocation::PointsPolicy& policy, v1::PointsPolicy* message) {
  message->set_display_name(policy.display_name);
  message->set_source(policy.source);
  message->set_from_date(FormatDay(policy.from));
  if (policy.until.has_value()) message->set_until_date(FormatDay(*policy.until));
  for (const allocation::Criterion& each : policy.criteria) {
    v1::PointsCriterion* to = message->add_criteria();
    to->set_kind(EnumOf<v1::PointsCriterion::Kind>(v1::PointsCriterion::Kind_Parse,
                                                   allocation::NameOf(each.kind)));
    to->set_points(static_cast<int32_t>(each.points));
    to->set_days(static_cast<int32_t>(each.days));
    to->set_points_max(static_cast<int32_t>(each.points_max));
    to->set_reason(each.reason);
  }
}

v1::AllocationChoice::Verdict VerdictOf(const allocation::ChoiceOutcome& outcome,
                                        const std::string& closed) {
  // Who is barred meets this at a centre that has something for the child all the same.
  if (outcome.verdict == allocation::Verdict::kNothingForTheChild) {
    return closed.empty()
               ? v1::AllocationChoice::VERDICT_UNSPECIFIED
               : EnumOf<v1::AllocationChoice::Verdict>(v1::AllocationChoice::Verdict_Parse, closed);
  }
  return EnumOf<v1::AllocationChoice::Verdict>(v1::AllocationChoice::Verdict_Parse,
                                               allocation::NameOf(outcome.verdict));
}

}  // namespace

std::string AllocationName(absl::string_view park, absl::string_view round) {
  return absl::StrCat("parks/", park, "/allocations/", round);
}

absl::StatusOr<std::string> RoundOf(absl::string_view field, const std::string& name) {
  const auto parts = PartsOf(name, {"parks", "*", "allocations", "*"});
  if (parts.empty()) return NameInvalid(field, "parks/{park}/allocations/{allocation}");
  return parts[3];
}

absl::StatusOr<ResultKey> ResultKeyOf(const std::string& name) {
  const auto parts = PartsOf(name, {"parks", "*", "families", "*", "allocationResults", "*"});
  if (parts.empty()) {
    return NameInvalid("name", "parks/{park}/families/{family}/allocationResults/{applicant}");
  }
  return ResultKey{parts[3], parts[5]};
}

absl::StatusOr<ResultRange> ResultsOf(const std::string& parent) {
  ResultRange range;
  if (const auto parts = PartsOf(parent, {"parks", "*", "families", "*"}); !parts.empty()) {
    range.family = parts[3];
    return range;
  }
  ASSIGN_OR_RETURN(range.round, RoundOf("parent", parent));
  return range;
}

absl::Status CheckLine(absl::string_view field, const std::string& text) {
  if (text.size() > kTextBytesMax) {
    return FieldInvalid(field, absl::StrCat("is longer than ", kTextBytesMax, " bytes"),
                        absl::StrCat("超过 ", kTextBytesMax, " 字节"));
  }
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
    return FieldInvalid(field, "holds a control character", "含有控制字符");
  }
  return absl::OkStatus();
}

absl::StatusOr<Round> FromProto(const v1::OpenAllocationRequest& request, absl::string_view park) {
  const v1::Allocation& message = request.allocation();
  Round round;
  if (request.allocation_id().empty()) return FieldRequired("allocation_id");
  if (!ValidId(request.allocation_id())) {
    return FieldInvalid("allocation_id", "is not lower-case letters, digits and hyphens",
                        "须为小写字母、数字或连字符");
  }
  round.id = request.allocation_id();
  const auto policy = allocation::PolicyOf(v1::Allocation::Policy_Name(message.policy()));
  if (!policy.has_value()) return FieldRequired("allocation.policy");
  round.policy = *policy;
  const auto ties = allocation::TiesOf(v1::Allocation::Ties_Name(message.ties()));
  if (!ties.has_value()) return FieldRequired("allocation.ties");
  round.ties = *ties;
  ASSIGN_OR_RETURN(round.start, DayOf("allocation.start_date", message.start_date()));
  ASSIGN_OR_RETURN(round.groups, GroupsOf(message, park));
  ASSIGN_OR_RETURN(round.half_seats, HalfSeatsOf(message, park));
  if (message.has_points_policy()) {
    ASSIGN_OR_RETURN(round.points, FromProto(message.points_policy()));
  }
  RETURN_IF_ERROR(CheckLine("allocation.entropy_source", message.entropy_source()));
  round.entropy_source = message.entropy_source();
  round.revision = 1;
  return round;
}

absl::StatusOr<Catchments> FromProto(const v1::FreezeAllocationRequest& request,
                                     absl::string_view park) {
  if (request.catchments_size() > kCatchmentsMax) {
    return FieldInvalid("catchments", absl::StrCat("holds more than ", kCatchmentsMax, " items"),
                        absl::StrCat("超过 ", kCatchmentsMax, " 条"));
  }
  Catchments catchments;
  for (int i = 0; i < request.catchments_size(); ++i) {
    const v1::Catchment& each = request.catchments(i);
    const std::string path = absl::StrCat("catchments[", i, "]");
    const auto parts =
        PartsOf(each.application(), {"parks", park, "families", "*", "applications", "*"});
    if (parts.empty()) {
      return NameInvalid(path + ".application",
                         "parks/{park}/families/{family}/applications/{application}");
    }
    std::set<std::string>& centres = catchments[parts[5]];
    if (!centres.empty()) return FieldInvalid(path + ".application", "is there twice", "重复");
    if (each.centres().empty()) return FieldRequired(path + ".centres");
    for (const std::string& centre : each.centres()) {
      const auto named = PartsOf(centre, {"parks", park, "centres", "*"});
      if (named.empty()) return NameInvalid(path + ".centres", "parks/{park}/centres/{centre}");
      centres.insert(named[3]);
    }
  }
  return catchments;
}

v1::Allocation ToProto(absl::string_view park, const Round& round) {
  v1::Allocation message;
  message.set_name(AllocationName(park, round.id));
  message.set_policy(EnumOf<v1::Allocation::Policy>(v1::Allocation::Policy_Parse,
                                                    allocation::NameOf(round.policy)));
  message.set_ties(
      EnumOf<v1::Allocation::Ties>(v1::Allocation::Ties_Parse, allocation::NameOf(round.ties)));
  message.set_start_date(FormatDay(round.start));
  for (const std::string& each : round.groups) message.add_groups(GroupName(park, each));
  if (round.ByPoints()) AddPoints(round.points, message.mutable_points_policy());
  message.set_entropy_source(round.entropy_source);
  message.set_state(
      EnumOf<v1::Allocation::State>(v1::Allocation::State_Parse, StateName(round.state)));
  message.set_seed_hash(round.seed_hash);
  message.set_seed(round.seed);
  message.set_public_entropy(round.public_entropy);
  message.set_market_digest(round.market_digest);
  message.set_result_digest(round.result_digest);
  message.set_applicants(static_cast<int32_t>(round.applicants));
  message.set_seats(static_cast<int32_t>(round.seats));
  message.set_placed(static_cast<int32_t>(round.placed));
  message.set_opened_by(round.opened_by);
  message.set_ended_by(round.ended_by);
  message.set_cancel_reason(round.cancel_reason);
  message.set_revision(round.revision);
  for (const auto& [group, seats] : round.half_seats) {
    v1::HalfDaySeats* const to = message.add_half_day_seats();
    to->set_group(GroupName(park, group));
    to->set_seats(static_cast<int32_t>(seats));
  }
  return message;
}

v1::AllocationResult ToProto(absl::string_view park, const RoundResult& result, const Round& round,
                             bool shown) {
  v1::AllocationResult message;
  const std::string family = absl::StrCat("parks/", park, "/families/", result.family);
  message.set_name(absl::StrCat(family, "/allocationResults/", result.applicant));
  message.set_allocation(AllocationName(park, result.round));
  message.set_application(absl::StrCat(family, "/applications/", result.application));
  message.set_child(absl::StrCat(family, "/children/", result.child));
  for (const allocation::Award& each : result.grounds.awards) {
    v1::PointsAward* award = message.add_awards();
    award->set_kind(EnumOf<v1::PointsCriterion::Kind>(v1::PointsCriterion::Kind_Parse,
                                                      allocation::NameOf(each.kind)));
    if (!each.centre.empty()) award->set_centre(CentreName(park, each.centre));
    award->set_points(static_cast<int32_t>(each.points));
  }
  for (size_t i = 0; i < result.choices.size(); ++i) {
    v1::AllocationChoice* choice = message.add_choices();
    choice->set_centre(CentreName(park, result.choices[i]));
    choice->set_points(
        static_cast<int32_t>(allocation::PointsAt(result.grounds.awards, result.choices[i])));
    if (!shown || i >= result.outcomes.size()) continue;
    const allocation::ChoiceOutcome& outcome = result.outcomes[i];
    choice->set_verdict(VerdictOf(outcome, result.grounds.closed[i]));
    choice->set_quarter(static_cast<int32_t>(outcome.quarter));
    choice->set_points_needed(static_cast<int32_t>(outcome.points_needed));
  }
  message.set_seed_hash(round.seed_hash);
  if (!shown) return message;
  if (!result.group.empty()) message.set_group(GroupName(park, result.group));
  message.set_reason(
      EnumOf<v1::AllocationResult::Reason>(v1::AllocationResult::Reason_Parse, result.reason));
  message.set_lottery_number(result.lottery_number);
  message.set_seed(round.seed);
  message.set_public_entropy(round.public_entropy);
  return message;
}

}  // namespace tuoqiao::places
