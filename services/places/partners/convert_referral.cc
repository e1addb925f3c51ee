#include "services/places/partners/convert_referral.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/referral/errors.h"
#include "services/places/rounds/convert_allocation.h"

namespace tuoqiao::places {
namespace {

using referral::Partner;
using referral::Referral;
using referral::SessionPlan;

constexpr int64_t kPlanDaysMax = 366, kPlanDatesMax = 100;
constexpr int64_t kMinutesMax = 480, kMinutesOfDay = 1440;

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status NameInvalid(absl::string_view field, absl::string_view form) {
  return FieldInvalid(field, absl::StrCat("is not ", form), absl::StrCat(" 应为 ", form));
}

// The parts of a name of the form `parks/*/{collections[0]}/*/…`; none where it has another one.
std::vector<std::string> PartsOf(const std::string& name,
                                 const std::vector<absl::string_view>& collections) {
  std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != collections.size() * 2) return {};
  for (size_t i = 0; i < collections.size(); ++i) {
    if (parts[2 * i] != collections[i] || !ValidId(parts[2 * i + 1])) return {};
  }
  return parts;
}

// Lines are welcome, other control characters are not.
absl::Status CheckCareText(absl::string_view field, const std::string& text) {
  if (text.size() > kCareTextBytesMax) {
    return FieldInvalid(field, absl::StrCat("is longer than ", kCareTextBytesMax, " bytes"),
                        absl::StrCat("超过 ", kCareTextBytesMax, " 字节"));
  }
  if (std::any_of(text.begin(), text.end(), [](char c) {
        return c != '\n' && absl::ascii_iscntrl(static_cast<unsigned char>(c));
      })) {
    return FieldInvalid(field, "holds a control character", "含有控制字符");
  }
  return absl::OkStatus();
}

absl::Status RequireBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::Status RequireOneOf(absl::string_view field, const std::string& value,
                          const std::set<std::string>& known) {
  if (value.empty()) return FieldRequired(field);
  if (known.count(value) == 1) return absl::OkStatus();
  return FieldInvalid(field, "is not one of its codes", "不是允许的代码");
}

absl::StatusOr<referral::Purpose> PurposeFrom(absl::string_view field, int purpose) {
  if (purpose == v1::Referral::PURPOSE_UNSPECIFIED) return FieldRequired(field);
  const auto known =
      referral::PurposeOf(v1::Referral::Purpose_Name(static_cast<v1::Referral::Purpose>(purpose)));
  if (!known.has_value()) return FieldInvalid(field, "is not one of its words", "不是允许的词");
  return *known;
}

template <typename Word>
Word WordOf(bool (*parse)(const std::string&, Word*), absl::string_view name) {
  Word found{};
  CHECK(parse(std::string(name), &found));
  return found;
}

v1::Referral::Purpose ToProto(referral::Purpose purpose) {
  return WordOf<v1::Referral::Purpose>(v1::Referral::Purpose_Parse, referral::NameOf(purpose));
}
v1::Referral::State ToProto(referral::State state) {
  return WordOf<v1::Referral::State>(v1::Referral::State_Parse, referral::NameOf(state));
}
v1::ReferralSession::Status ToProto(referral::SessionStatus status) {
  switch (status) {
    case referral::SessionStatus::kPlanned:
      return v1::ReferralSession::STATUS_UNSPECIFIED;
    case referral::SessionStatus::kAttended:
      return v1::ReferralSession::ATTENDED;
    case referral::SessionStatus::kMissed:
      return v1::ReferralSession::MISSED;
  }
  CHECK(false);
}

absl::Status AddDays(const v1::SessionPlan& message, SessionPlan& plan) {
  const std::string path = "session_plan";
  for (int i = 0; i < message.weekdays_size(); ++i) {
    RETURN_IF_ERROR(
        RequireBetween(absl::StrCat(path, ".weekdays[", i, "]"), message.weekdays(i), 1, 7));
    plan.weekdays.insert(message.weekdays(i));
  }
  if (message.dates_size() > kPlanDatesMax) {
    return FieldInvalid(path + ".dates", absl::StrCat("holds more than ", kPlanDatesMax, " dates"),
                        absl::StrCat("超过 ", kPlanDatesMax, " 个日期"));
  }
  for (int i = 0; i < message.dates_size(); ++i) {
    const std::string field = absl::StrCat(path, ".dates[", i, "]");
    ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(field, message.dates(i)));
    if (!plan.period.Contains(day))
      return FieldInvalid(field, "is not in the period", "不在期间内");
    if (!plan.dates.empty() && day <= *plan.dates.rbegin()) {
      return FieldInvalid(field, "is not behind the date before it", "未按日期先后排列");
    }
    plan.dates.insert(day);
  }
  if (plan.weekdays.empty() && plan.dates.empty()) return FieldRequired(path + ".weekdays");
  if (!plan.weekdays.empty() && !plan.dates.empty()) {
    return FieldInvalid(path + ".dates", "stands beside weekdays; a plan has one of the two",
                        "不能与 weekdays 并用");
  }
  return absl::OkStatus();
}

v1::SessionPlan ToProto(absl::string_view park, const SessionPlan& plan) {
  v1::SessionPlan message;
  message.set_from_date(FormatDay(plan.period.from));
  message.set_until_date(FormatDay(plan.period.until));
  for (const int weekday : plan.weekdays) message.add_weekdays(weekday);
  for (const absl::CivilDay day : plan.dates) message.add_dates(FormatDay(day));
  message.set_start_minute(static_cast<int32_t>(plan.start_minute));
  message.set_minutes(static_cast<int32_t>(plan.minutes));
  if (!plan.centre.empty()) message.set_centre(CentreName(park, plan.centre));
  return message;
}

}  // namespace

std::string PartnerName(absl::string_view park, absl::string_view partner) {
  return absl::StrCat(ParkName(park), "/partners/", partner);
}
std::string ReferralName(absl::string_view park, absl::string_view family,
                         absl::string_view referral) {
  return absl::StrCat(ParkName(park), "/families/", family, "/referrals/", referral);
}

absl::StatusOr<std::string> PartnerOf(absl::string_view field, absl::string_view park,
                                      const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  const auto parts = PartsOf(name, {"parks", "partners"});
  if (parts.empty() || parts[1] != park) {
    return NameInvalid(field, "parks/{park}/partners/{partner}");
  }
  return parts[3];
}

absl::StatusOr<ReferralKey> ReferralKeyOf(absl::string_view field, const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  const auto parts = PartsOf(name, {"parks", "families", "referrals"});
  if (parts.empty()) {
    return NameInvalid(field, "parks/{park}/families/{family}/referrals/{referral}");
  }
  return ReferralKey{parts[3], parts[5]};
}

absl::StatusOr<SessionMonthKey> SessionMonthKeyOf(const std::string& name) {
  const auto parts = PartsOf(name, {"parks", "families", "referrals", "sessionMonths"});
  const auto month = ParseMonth(parts.empty() ? "" : parts[7]);
  if (!month.ok()) {
    return NameInvalid(
        "name", "parks/{park}/families/{family}/referrals/{referral}/sessionMonths/{YYYY-MM}");
  }
  return SessionMonthKey{{parts[3], parts[5]}, *month};
}

absl::StatusOr<Partner> FromProto(absl::string_view park, const v1::Partner& message) {
  Partner partner;
  ASSIGN_OR_RETURN(partner.id, PartnerOf("partner.name", park, message.name()));
  if (message.display_name().empty()) return FieldRequired("partner.display_name");
  RETURN_IF_ERROR(CheckLine("partner.display_name", message.display_name()));
  partner.display_name = message.display_name();
  if (message.kind() == v1::Partner::KIND_UNSPECIFIED) return FieldRequired("partner.kind");
  const auto kind = referral::PartnerKindOf(v1::Partner::Kind_Name(message.kind()));
  if (!kind.has_value()) {
    return FieldInvalid("partner.kind", "is not one of its words", "不是允许的词");
  }
  partner.kind = *kind;
  if (message.contact().empty()) return FieldRequired("partner.contact");
  RETURN_IF_ERROR(CheckLine("partner.contact", message.contact()));
  partner.contact = message.contact();
  for (int i = 0; i < message.purposes_size(); ++i) {
    ASSIGN_OR_RETURN(const auto purpose,
                     PurposeFrom(absl::StrCat("partner.purposes[", i, "]"), message.purposes(i)));
    partner.purposes.insert(purpose);
  }
  if (partner.purposes.empty()) return FieldRequired("partner.purposes");
  partner.retired = message.retired();
  return partner;
}

absl::StatusOr<Referral> FromProto(absl::string_view park,
                                   const v1::ProposeReferralRequest& request) {
  Referral referral;
  ASSIGN_OR_RETURN(referral.family, FamilyOf("parent", request.parent()));
  const v1::Referral& message = request.referral();
  if (message.child().empty()) return FieldRequired("referral.child");
  const auto parts = PartsOf(message.child(), {"parks", "families", "children"});
  if (parts.empty() || parts[1] != park || parts[3] != referral.family) {
    return FieldInvalid("referral.child", "is not a child of this family", "不是该家庭的婴幼儿");
  }
  referral.child = parts[5];
  ASSIGN_OR_RETURN(referral.partner, PartnerOf("referral.partner", park, message.partner()));
  ASSIGN_OR_RETURN(referral.purpose, PurposeFrom("referral.purpose", message.purpose()));
  if (message.needs().empty()) return FieldRequired("referral.needs");
  RETURN_IF_ERROR(CheckCareText("referral.needs", message.needs()));
  RETURN_IF_ERROR(CheckCareText("referral.goals", message.goals()));
  RETURN_IF_ERROR(CheckCareText("referral.notes", message.notes()));
  referral.needs = message.needs();
  referral.goals = message.goals();
  referral.notes = message.notes();
  return referral;
}

absl::StatusOr<SessionPlan> FromProto(absl::string_view park, const v1::SessionPlan& message) {
  const std::string path = "session_plan";
  SessionPlan plan;
  ASSIGN_OR_RETURN(plan.period.from, DayOf(path + ".from_date", message.from_date()));
  ASSIGN_OR_RETURN(plan.period.until, DayOf(path + ".until_date", message.until_date()));
  if (plan.period.Empty()) return referral::PlanDateOrder();
  if (plan.period.Days() > kPlanDaysMax) {
    return FieldInvalid(path + ".until_date",
                        absl::StrCat("is more than ", kPlanDaysMax, " days after the first"),
                        absl::StrCat("距首日超过 ", kPlanDaysMax, " 天"));
  }
  RETURN_IF_ERROR(AddDays(message, plan));
  RETURN_IF_ERROR(RequireBetween(path + ".minutes", message.minutes(), 1, kMinutesMax));
  RETURN_IF_ERROR(RequireBetween(path + ".start_minute", message.start_minute(), 0,
                                 kMinutesOfDay - message.minutes()));
  plan.start_minute = message.start_minute();
  plan.minutes = message.minutes();
  if (!message.centre().empty()) {
    const auto parts = PartsOf(message.centre(), {"parks", "centres"});
    if (parts.empty() || parts[1] != park) {
      return NameInvalid(path + ".centre", "parks/{park}/centres/{centre}");
    }
    plan.centre = parts[3];
  }
  return plan;
}

absl::Status CheckReferralDeclineReason(const std::string& reason) {
  return RequireOneOf("reason", reason, {"NO_CAPACITY", "NOT_SUITABLE", "OTHER"});
}
absl::Status CheckReferralEndReason(const std::string& reason) {
  return RequireOneOf("reason", reason, {"GOALS_MET", "MOVED", "AGED_OUT", "OTHER"});
}
absl::Status CheckWithdrawReason(const std::string& reason) {
  return RequireOneOf("reason", reason, {"FAMILY_WISH", "WRONG_PARTNER", "OTHER"});
}

absl::StatusOr<SessionItem> FromProto(const v1::ReferralSession& message) {
  SessionItem item;
  ASSIGN_OR_RETURN(item.referral, ReferralKeyOf("referral", message.referral()));
  ASSIGN_OR_RETURN(item.said.day, DayOf("date", message.date()));
  switch (message.status()) {
    case v1::ReferralSession::ATTENDED:
      item.said.status = referral::SessionStatus::kAttended;
      if (message.reason().empty()) break;
      return FieldInvalid("reason", "is of a session that was missed", "仅用于缺席的课次");
    case v1::ReferralSession::MISSED:
      item.said.status = referral::SessionStatus::kMissed;
      if (message.reason().empty()) break;
      RETURN_IF_ERROR(RequireOneOf("reason", message.reason(),
                                   {"SICK", "FAMILY", "PARTNER", "CENTRE_CLOSED", "OTHER"}));
      break;
    default:
      return FieldRequired("status");
  }
  item.said.reason = message.reason();
  return item;
}

absl::StatusOr<ConsentSaid> FromProto(const directory::v1::RecipientConsent& message) {
  const auto broken = [](absl::string_view what) {
    return absl::InternalError(
        absl::StrCat("a consent that directory lists breaks its contract: ", what));
  };
  const directory::v1::Consent& consent = message.consent();
  ConsentSaid said;
  said.child = LastPart(message.child());
  said.partner = LastPart(consent.recipient());
  const auto purpose = referral::PurposeOf(consent.purpose());
  if (said.child.empty() || said.partner.empty()) return broken("no child or recipient");
  if (!purpose.has_value()) return broken("purpose");
  said.purpose = *purpose;
  said.consent.number = consent.number();
  const auto granted = ParseDay(consent.grant_date());
  if (!granted.ok()) return broken("grant_date");
  said.consent.grant_day = *granted;
  if (consent.withdraw_date().empty()) return said;
  const auto withdrawn = ParseDay(consent.withdraw_date());
  if (!withdrawn.ok()) return broken("withdraw_date");
  said.consent.withdraw_day = *withdrawn;
  return said;
}

v1::Partner ToProto(absl::string_view park, const Partner& partner) {
  v1::Partner message;
  message.set_name(PartnerName(park, partner.id));
  message.set_display_name(partner.display_name);
  message.set_kind(
      WordOf<v1::Partner::Kind>(v1::Partner::Kind_Parse, referral::NameOf(partner.kind)));
  message.set_contact(partner.contact);
  for (const referral::Purpose each : partner.purposes) message.add_purposes(ToProto(each));
  message.set_retired(partner.retired);
  message.set_revision(partner.revision);
  return message;
}

v1::Referral ToProto(absl::string_view park, const Referral& referral) {
  v1::Referral message;
  message.set_name(ReferralName(park, referral.family, referral.id));
  message.set_child(ChildName(park, referral.family, referral.child));
  message.set_case_number(referral.case_number);
  message.set_partner(PartnerName(park, referral.partner));
  message.set_purpose(ToProto(referral.purpose));
  message.set_state(ToProto(referral.state));
  for (const referral::Transition& each : referral.history) {
    v1::ReferralTransition* step = message.add_history();
    if (each.from.has_value()) step->set_from(std::string(referral::NameOf(*each.from)));
    step->set_to(std::string(referral::NameOf(each.to)));
    step->set_date(FormatDay(each.day));
    step->set_by(each.by);
    step->set_why(each.why);
  }
  message.set_needs(referral.needs);
  message.set_goals(referral.goals);
  message.set_notes(referral.notes);
  for (const SessionPlan& each : referral.plans) {
    *message.add_session_plans() = ToProto(park, each);
  }
  message.set_revision(referral.revision);
  return message;
}

v1::PartnerReferral ToPartnerProto(absl::string_view park, const Referral& referral) {
  CHECK(referral.Shown());
  v1::PartnerReferral message;
  message.set_referral(ReferralName(park, referral.family, referral.id));
  message.set_case_number(referral.case_number);
  message.set_purpose(ToProto(referral.purpose));
  message.set_state(ToProto(referral.state));
  message.set_needs(referral.needs);
  message.set_goals(referral.goals);
  for (const SessionPlan& each : referral.plans) {
    *message.add_session_plans() = ToProto(park, each);
  }
  return message;
}

v1::ReferralSession ToProto(absl::string_view park, const SessionOfReferral& session) {
  const referral::Session& said = session.session;
  v1::ReferralSession message;
  message.set_referral(ReferralName(park, session.family, session.referral));
  message.set_date(FormatDay(said.planned.day));
  message.set_status(ToProto(said.status));
  message.set_reason(said.reason);
  message.set_start_minute(static_cast<int32_t>(said.planned.start_minute));
  message.set_minutes(static_cast<int32_t>(said.planned.minutes));
  if (!said.planned.centre.empty()) message.set_centre(CentreName(park, said.planned.centre));
  return message;
}

v1::SessionMonth ToProto(absl::string_view park, const Referral& referral, absl::CivilMonth month,
                         const std::vector<referral::Session>& sessions, absl::CivilDay today) {
  v1::SessionMonth message;
  message.set_name(absl::StrCat(ReferralName(park, referral.family, referral.id), "/sessionMonths/",
                                FormatMonth(month)));
  for (const referral::Session& each : sessions) {
    *message.add_sessions() = ToProto(park, {referral.family, referral.id, each});
  }
  const referral::SessionSums sums = referral::SumOf(sessions, today);
  message.set_planned(static_cast<int32_t>(sums.planned));
  message.set_attended(static_cast<int32_t>(sums.attended));
  message.set_missed(static_cast<int32_t>(sums.missed));
  message.set_unrecorded(static_cast<int32_t>(sums.unrecorded));
  message.set_planned_minutes(static_cast<int32_t>(sums.planned_minutes));
  message.set_attended_minutes(static_cast<int32_t>(sums.attended_minutes));
  return message;
}

v1::CentreSession ToCentreProto(absl::string_view park, const Referral& referral,
                                const referral::Session& session) {
  v1::CentreSession message;
  message.set_referral(ReferralName(park, referral.family, referral.id));
  message.set_case_number(referral.case_number);
  message.set_date(FormatDay(session.planned.day));
  message.set_start_minute(static_cast<int32_t>(session.planned.start_minute));
  message.set_minutes(static_cast<int32_t>(session.planned.minutes));
  message.set_status(ToProto(session.status));
  return message;
}

}  // namespace tuoqiao::places
