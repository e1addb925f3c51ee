#include "services/directory/convert.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "services/common/errors.h"
#include "services/common/identity.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/directory/errors.h"

namespace tuoqiao::directory {
namespace {

// A text of one line, or of several where `line_ends` may stand in it.
absl::Status CheckText(absl::string_view field, const std::string& text,
                       absl::string_view line_ends = "") {
  if (text.size() > kTextBytesMax) {
    return FieldInvalid(field, absl::StrCat("is longer than ", kTextBytesMax, " bytes"),
                        absl::StrCat("超过 ", kTextBytesMax, " 字节"));
  }
  if (std::any_of(text.begin(), text.end(), [&](char c) {
        return absl::ascii_iscntrl(static_cast<unsigned char>(c)) &&
               !absl::StrContains(line_ends, c);
      })) {
    return FieldInvalid(field, "holds a control character", "含有控制字符");
  }
  return absl::OkStatus();
}

absl::Status RequireText(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  return CheckText(field, text);
}

absl::Status RequireOneOf(absl::string_view field, const std::string& value,
                          const std::set<std::string>& known) {
  if (value.empty()) return FieldRequired(field);
  if (known.count(value) == 1) return absl::OkStatus();
  return FieldInvalid(field, "is not one of its codes", "不是允许的代码");
}

absl::Status RequireBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::Status CheckIdentity(absl::string_view field, const std::string& type,
                           const std::string& number) {
  const std::optional<IdType> id_type = ParseIdType(type);
  if (!id_type) {
    return FieldInvalid(absl::StrCat(field, "_type"), "is not one of its codes", "不是允许的代码");
  }
  if (!ValidIdNumber(*id_type, number)) return IdNumberInvalid(absl::StrCat(field, "_number"));
  return absl::OkStatus();
}

absl::StatusOr<Guardian> FromProto(const v1::Guardian& message) {
  Guardian guardian;
  RETURN_IF_ERROR(RequireText("display_name", message.display_name()));
  guardian.display_name = message.display_name();
  guardian.id_type = message.id_type();
  guardian.id_number = NormaliseIdNumber(message.id_number());
  guardian.confirmed = message.confirmed();
  RETURN_IF_ERROR(CheckIdentity("id", guardian.id_type, guardian.id_number));
  return guardian;
}

absl::StatusOr<Child> FromProto(absl::string_view park, const v1::Child& message,
                                absl::CivilDay today) {
  Child child;
  RETURN_IF_ERROR(RequireText("child.case_number", message.case_number()));
  child.case_number = message.case_number();
  child.id = ChildId(park, child.case_number);
  RETURN_IF_ERROR(RequireText("child.display_name", message.display_name()));
  child.display_name = message.display_name();
  child.id_type = message.id_type();
  child.id_number = NormaliseIdNumber(message.id_number());
  RETURN_IF_ERROR(CheckIdentity("child.id", child.id_type, child.id_number));
  ASSIGN_OR_RETURN(child.birth_date, DayOf("child.birth_date", message.birth_date()));
  if (child.birth_date > today) return BirthInFuture();
  RETURN_IF_ERROR(RequireBetween("child.needs_level", message.needs_level(), 0, 2));
  child.needs_level = message.needs_level();
  if (!message.needs_from_date().empty()) {
    ASSIGN_OR_RETURN(child.needs_from, DayOf("child.needs_from_date", message.needs_from_date()));
    if (*child.needs_from > today) {
      return FieldInvalid("child.needs_from_date", "lies in the future", "晚于今天");
    }
  }
  for (int i = 0; i < message.consents_size(); ++i) {
    const std::string path = absl::StrCat("child.consents[", i, "]");
    Consent consent;
    ASSIGN_OR_RETURN(consent.purpose, PurposeOf(message.consents(i).purpose()));
    // A consent that names a recipient is a guardian's own act, and no record's.
    if (!message.consents(i).recipient().empty()) {
      return FieldInvalid(path + ".recipient", "is for SetConsent to name",
                          "须通过 SetConsent 指定");
    }
    RETURN_IF_ERROR(RequireText(absl::StrCat(path, ".version"), message.consents(i).version()));
    consent.version = message.consents(i).version();
    ASSIGN_OR_RETURN(consent.grant_date,
                     DayOf(absl::StrCat(path, ".grant_date"), message.consents(i).grant_date()));
    child.consents.push_back(std::move(consent));
  }
  return child;
}

}  // namespace

std::string ParkName(absl::string_view park) { return absl::StrCat("parks/", park); }
std::string FirmName(absl::string_view park, absl::string_view firm) {
  return absl::StrCat("parks/", park, "/firms/", firm);
}
std::string EmployeeName(absl::string_view park, const Employee& employee) {
  return absl::StrCat("parks/", park, "/firms/", employee.firm, "/employees/", employee.id);
}
std::string FamilyName(absl::string_view park, absl::string_view family) {
  return absl::StrCat("parks/", park, "/families/", family);
}
std::string ChildName(absl::string_view park, absl::string_view family, absl::string_view child) {
  return absl::StrCat("parks/", park, "/families/", family, "/children/", child);
}

std::string IdOf(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

std::string FirmOf(absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() >= 4 && parts[0] == "parks" && parts[2] == "firms" ? parts[3] : "";
}

absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok())
    return FieldInvalid(field, "is not a date YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期");
  return *day;
}

absl::Status CheckItems(absl::string_view field, int items) {
  if (items == 0) return FieldRequired(field);
  if (items <= kItemsMax) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("holds more than ", kItemsMax, " items"),
                      absl::StrCat("超过 ", kItemsMax, " 条"));
}

absl::StatusOr<std::optional<absl::CivilDay>> AsOfDateOf(const std::string& date) {
  std::optional<absl::CivilDay> day;
  if (!date.empty()) {
    ASSIGN_OR_RETURN(day, DayOf("as_of_date", date));
  }
  return day;
}

absl::StatusOr<Concerned> FromProto(const v1::ListChildFactsRequest& request) {
  if (request.families_size() + request.employees_size() > kConcernedMax) {
    return FieldInvalid("employees",
                        absl::StrCat("holds, with families, more than ", kConcernedMax, " names"),
                        absl::StrCat("与 families 合计超过 ", kConcernedMax, " 项"));
  }
  Concerned concerned;
  for (const std::string& family : request.families()) concerned.families.push_back(IdOf(family));
  for (const std::string& employee : request.employees()) {
    concerned.employees.push_back(IdOf(employee));
  }
  return concerned;
}

absl::StatusOr<std::string> PurposeOf(const std::string& purpose) {
  RETURN_IF_ERROR(RequireOneOf("purpose", purpose, {"PROGRAMME", "CENTRE"}));
  return purpose;
}

absl::StatusOr<ConsentKey> ConsentKeyOf(absl::string_view park,
                                        const v1::SetConsentRequest& request) {
  if (!NamesRecipient(request.purpose())) {
    ASSIGN_OR_RETURN(const std::string purpose, PurposeOf(request.purpose()));
    if (request.recipient().empty()) return ConsentKey{purpose, ""};
    return FieldInvalid("recipient", "is of a purpose that has no recipient of its own",
                        "该目的没有单独的接收方");
  }
  if (request.recipient().empty()) return FieldRequired("recipient");
  const absl::string_view kind = RecipientsOf(request.purpose());
  const std::string id = IdOf(request.recipient());
  if (id.empty() || request.recipient() != absl::StrCat(ParkName(park), "/", kind, "/", id)) {
    return FieldInvalid("recipient",
                        absl::StrCat("is not parks/{park}/", kind, "/… of the family's park"),
                        absl::StrCat("须为家庭所在园区的 parks/{park}/", kind, "/…"));
  }
  RETURN_IF_ERROR(RequireText("recipient", request.recipient()));
  return ConsentKey{request.purpose(), request.recipient()};
}

absl::StatusOr<Park> FromProto(const v1::Park& message) {
  Park park;
  park.id = IdOf(message.name());
  const bool valid = message.name() == ParkName(park.id) && park.id.size() >= 3 &&
                     park.id.size() <= 40 &&
                     std::all_of(park.id.begin(), park.id.end(), [](char c) {
                       return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
                     });
  if (!valid) {
    return FieldInvalid("park.name",
                        "is not parks/ and 3 to 40 lower-case letters, digits, hyphens",
                        "须为 parks/ 加 3 至 40 位小写字母、数字或连字符");
  }
  RETURN_IF_ERROR(RequireText("park.display_name", message.display_name()));
  park.display_name = message.display_name();
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(message.time_zone(), &zone)) {
    return FieldInvalid("park.time_zone", "is not an IANA time zone", "不是 IANA 时区名称");
  }
  park.time_zone = message.time_zone();
  park.currency_code = message.currency_code().empty() ? "CNY" : message.currency_code();
  if (park.currency_code.size() != 3) {
    return FieldInvalid("park.currency_code", "is not a code of ISO 4217",
                        "不是 ISO 4217 货币代码");
  }
  park.sandbox = message.sandbox();
  if (park.sandbox) {
    ASSIGN_OR_RETURN(park.current_day, DayOf("park.current_date", message.current_date()));
  } else if (!message.current_date().empty()) {
    return FieldInvalid("park.current_date", "is not a live park's to choose",
                        "正式园区不可指定日期");
  }
  park.revision = 1;
  return park;
}

absl::StatusOr<Firm> FromProto(const v1::Firm& message) {
  Firm firm;
  if (message.uscc().empty()) return FieldRequired("uscc");
  if (!ValidUscc(message.uscc())) return UsccInvalid();
  firm.uscc = message.uscc();
  firm.id = FirmId(firm.uscc);
  RETURN_IF_ERROR(RequireText("display_name", message.display_name()));
  firm.display_name = message.display_name();
  const v1::FirmSetUp& s = message.set_up();
  RETURN_IF_ERROR(RequireText("set_up.plan", s.plan()));
  RETURN_IF_ERROR(
      RequireOneOf("set_up.share_form", s.share_form(), {"INVOICED", "ALLOWANCE", "COLLECTIVE"}));
  RETURN_IF_ERROR(RequireBetween("set_up.pay_day", s.pay_day(), 1, 28));
  RETURN_IF_ERROR(RequireBetween("set_up.cut_off_days", s.cut_off_days(), 0, 28));
  RETURN_IF_ERROR(RequireText("set_up.contact_email", s.contact_email()));
  RETURN_IF_ERROR(CheckText("set_up.agreement_version", s.agreement_version()));
  firm.set_up = {
      s.plan(),         s.share_form(),    s.tax_advice(),        s.union_member(), s.pay_day(),
      s.cut_off_days(), s.contact_email(), s.agreement_version(), std::nullopt,     {}};
  if (!s.agreement_version().empty()) {
    ASSIGN_OR_RETURN(firm.set_up.agreement_date,
                     DayOf("set_up.agreement_date", s.agreement_date()));
  }
  for (const std::string& centre : s.centres()) {
    RETURN_IF_ERROR(RequireText("set_up.centres", centre));
    firm.set_up.centres.push_back(absl::AsciiStrToLower(IdOf(centre)));
  }
  return firm;
}

absl::StatusOr<Employee> FromProto(absl::string_view park, absl::string_view firm,
                                   const v1::Employee& message) {
  Employee employee;
  RETURN_IF_ERROR(RequireText("employee_no", message.employee_no()));
  employee.firm = std::string(firm);
  employee.employee_no = message.employee_no();
  employee.id = EmployeeId(park, firm, employee.employee_no);
  RETURN_IF_ERROR(RequireText("display_name", message.display_name()));
  employee.display_name = message.display_name();
  employee.id_type = message.id_type();
  employee.id_number = NormaliseIdNumber(message.id_number());
  if (!employee.id_type.empty() || !employee.id_number.empty()) {
    RETURN_IF_ERROR(CheckIdentity("id", employee.id_type, employee.id_number));
  }
  ASSIGN_OR_RETURN(employee.hire_date, DayOf("hire_date", message.hire_date()));
  if (!message.leave_date().empty()) {
    ASSIGN_OR_RETURN(employee.leave_date, DayOf("leave_date", message.leave_date()));
    if (*employee.leave_date < employee.hire_date) return DateOrder("leave_date");
  }
  // An address may stand on several lines of a cell.
  RETURN_IF_ERROR(CheckText("work_site", message.work_site(), "\r\n"));
  employee.work_site = message.work_site();
  RETURN_IF_ERROR(RequireBetween("weekly_hours", message.weekly_hours(), 0, 168));
  employee.weekly_hours = message.weekly_hours();
  return employee;
}

absl::StatusOr<Family> FromProto(absl::string_view park, const v1::FamilyRecord& message,
                                 absl::CivilDay today) {
  Family family;
  RETURN_IF_ERROR(RequireText("family_no", message.family_no()));
  family.family_no = message.family_no();
  family.id = FamilyId(park, family.family_no);
  ASSIGN_OR_RETURN(Child child, FromProto(park, message.child(), today));
  family.children.push_back(std::move(child));
  RETURN_IF_ERROR(RequireBetween("guardians", message.guardians_size(), 1, 2));
  for (int i = 0; i < message.guardians_size(); ++i) {
    absl::StatusOr<Guardian> guardian = FromProto(message.guardians(i));
    if (!guardian.ok()) return AtField(guardian.status(), absl::StrCat("guardians[", i, "]."));
    family.guardians.push_back(*std::move(guardian));
  }
  family.guardians[0].confirmed = true;
  RETURN_IF_ERROR(RequireBetween("deduct_from", message.deduct_from(), 0, 2));
  family.deduct_from = message.deduct_from();
  RETURN_IF_ERROR(RequireOneOf("arrears_mode", message.arrears_mode(),
                               {"TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING"}));
  family.arrears_mode = message.arrears_mode();
  return family;
}

v1::Park ToProto(const Park& park, absl::CivilDay today) {
  v1::Park message;
  message.set_name(ParkName(park.id));
  message.set_display_name(park.display_name);
  message.set_time_zone(park.time_zone);
  message.set_currency_code(park.currency_code);
  message.set_sandbox(park.sandbox);
  message.set_current_date(FormatDay(today));
  return message;
}

v1::Firm ToProto(absl::string_view park, const Firm& firm) {
  v1::Firm message;
  message.set_name(FirmName(park, firm.id));
  message.set_uscc(firm.uscc);
  message.set_display_name(firm.display_name);
  v1::Firm::State state = v1::Firm::STATE_UNSPECIFIED;
  v1::Firm::State_Parse(FirmStateName(firm.state), &state);
  message.set_state(state);
  message.set_next_actor(firm.next_actor);
  message.set_blocker(firm.blocker);
  for (const FirmTransition& step : firm.history) {
    v1::FirmTransition* to = message.add_history();
    to->set_from(step.from);
    to->set_to(step.to);
    to->set_date(FormatDay(step.day));
    to->set_by(step.by);
    to->set_why(step.why);
  }
  v1::FirmSetUp* s = message.mutable_set_up();
  s->set_plan(firm.set_up.plan);
  s->set_share_form(firm.set_up.share_form);
  s->set_tax_advice(firm.set_up.tax_advice);
  s->set_union_member(firm.set_up.union_member);
  s->set_pay_day(static_cast<int32_t>(firm.set_up.pay_day));
  s->set_cut_off_days(static_cast<int32_t>(firm.set_up.cut_off_days));
  s->set_contact_email(firm.set_up.contact_email);
  s->set_agreement_version(firm.set_up.agreement_version);
  if (firm.set_up.agreement_date) s->set_agreement_date(FormatDay(*firm.set_up.agreement_date));
  for (const std::string& centre : firm.set_up.centres) s->add_centres(centre);
  message.set_revision(firm.revision);
  return message;
}

v1::Employee ToProto(absl::string_view park, const Employee& employee) {
  v1::Employee message;
  message.set_name(EmployeeName(park, employee));
  message.set_employee_no(employee.employee_no);
  message.set_display_name(employee.display_name);
  message.set_id_type(employee.id_type);
  message.set_id_number(employee.id_number);
  message.set_hire_date(FormatDay(employee.hire_date));
  if (employee.leave_date) message.set_leave_date(FormatDay(*employee.leave_date));
  message.set_work_site(employee.work_site);
  message.set_weekly_hours(static_cast<int32_t>(employee.weekly_hours));
  message.set_revision(employee.revision);
  return message;
}

v1::Family ToProto(absl::string_view park, const Family& family) {
  v1::Family message;
  message.set_name(FamilyName(park, family.id));
  message.set_family_no(family.family_no);
  for (const Guardian& guardian : family.guardians) {
    v1::Guardian* to = message.add_guardians();
    to->set_display_name(guardian.display_name);
    to->set_id_type(guardian.id_type);
    to->set_id_number(guardian.id_number);
    to->set_confirmed(guardian.confirmed);
  }
  for (const Child& child : family.children) {
    v1::Child* to = message.add_children();
    to->set_name(ChildName(park, family.id, child.id));
    to->set_case_number(child.case_number);
    to->set_display_name(child.display_name);
    to->set_id_type(child.id_type);
    to->set_id_number(child.id_number);
    to->set_birth_date(FormatDay(child.birth_date));
    to->set_needs_level(static_cast<int32_t>(child.needs_level));
    if (!child.needs.empty()) to->set_needs_from_date(FormatDay(child.needs.back().from));
    for (const Consent& consent : child.consents) {
      v1::Consent* given = to->add_consents();
      given->set_purpose(consent.purpose);
      given->set_version(consent.version);
      given->set_grant_date(FormatDay(consent.grant_date));
      if (consent.withdraw_date) given->set_withdraw_date(FormatDay(*consent.withdraw_date));
    }
    for (const RecipientConsent& each : child.recipient_consents) {
      *to->add_consents() = ToProto(each);
    }
  }
  message.set_deduct_from(static_cast<int32_t>(family.deduct_from));
  message.set_arrears_mode(family.arrears_mode);
  message.set_revision(family.revision);
  return message;
}

v1::ChildFacts ToProto(absl::string_view park, const ChildFacts& facts,
                       std::optional<absl::CivilDay> as_of) {
  v1::ChildFacts message;
  message.set_child(ChildName(park, facts.family, facts.child.id));
  message.set_case_number(facts.child.case_number);
  message.set_family(FamilyName(park, facts.family));
  message.set_birth_date(FormatDay(facts.child.birth_date));
  message.set_needs_level(static_cast<int32_t>(as_of.has_value() ? NeedsOn(facts.child, *as_of)
                                                                 : facts.child.needs_level));
  for (const Employment& employment : facts.employments) {
    v1::Employment* to = message.add_employments();
    to->set_guardian(static_cast<int32_t>(employment.guardian));
    to->set_employee(
        absl::StrCat(FirmName(park, employment.firm), "/employees/", employment.employee));
    to->set_employee_no(employment.employee_no);
    to->set_firm(FirmName(park, employment.firm));
    to->set_uscc(employment.uscc);
    to->set_hire_date(employment.hire_date);
    to->set_leave_date(employment.leave_date);
    to->set_plan(employment.plan);
    to->set_share_form(employment.share_form);
    to->set_tax_advice(employment.tax_advice);
    to->set_union_member(employment.union_member);
  }
  for (const Consent& consent : facts.child.consents) {
    if (!consent.Stands()) continue;
    if (consent.purpose == "PROGRAMME") message.set_programme_consent(true);
    if (consent.purpose == "CENTRE") message.set_centre_consent(true);
  }
  message.set_deduct_from(static_cast<int32_t>(facts.deduct_from));
  message.set_arrears_mode(facts.arrears_mode);
  message.set_revision(facts.revision);
  message.set_duplicate_of_case_number(facts.duplicate_of);
  message.set_duplicate_from_date(facts.duplicate_from);
  return message;
}

v1::Consent ToProto(const RecipientConsent& given) {
  v1::Consent message;
  message.set_recipient(given.recipient);
  message.set_number(static_cast<int32_t>(given.number));
  message.set_purpose(given.consent.purpose);
  message.set_version(given.consent.version);
  message.set_grant_date(FormatDay(given.consent.grant_date));
  if (given.consent.withdraw_date) {
    message.set_withdraw_date(FormatDay(*given.consent.withdraw_date));
  }
  return message;
}

}  // namespace tuoqiao::directory
