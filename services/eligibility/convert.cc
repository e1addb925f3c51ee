#include "services/eligibility/convert.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::eligibility {
namespace {

absl::Status CheckNumber(absl::string_view field, int64_t number, int64_t number_max) {
  if (0 <= number && number <= number_max) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not a number from 0 to ", number_max),
                      absl::StrCat("须为 0 至 ", number_max, " 的整数"));
}

absl::Status CheckId(absl::string_view field, const std::string& id) {
  if (id.empty()) return FieldRequired(field);
  const bool valid =
      id.size() >= 3 && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
      });
  if (valid) return absl::OkStatus();
  return FieldInvalid(field, "is not 3 to 40 lower-case letters, digits and hyphens",
                      "须为 3 至 40 位小写字母、数字或连字符");
}

// Enumerations of the contract and of the core, in the order of the core's.
constexpr v1::Slice::Outcome kOutcomes[] = {v1::Slice::PENDING, v1::Slice::ELIGIBLE,
                                            v1::Slice::ELIGIBLE_LATER, v1::Slice::INELIGIBLE};
constexpr v1::Condition::Result kResults[] = {v1::Condition::FAILS, v1::Condition::UNKNOWN,
                                              v1::Condition::HOLDS};

template <typename Core, typename Value, size_t kSize>
Core CoreOf(const Value (&values)[kSize], Value value) {
  const auto found = std::find(std::begin(values), std::end(values), value);
  CHECK(found != std::end(values));
  return static_cast<Core>(found - std::begin(values));
}

void AddFinding(const rules::Finding& finding, v1::Slice* slice) {
  v1::Condition* condition = slice->add_trace();
  condition->set_name(finding.held->condition);
  condition->set_fact(finding.held->fact);
  condition->set_value(finding.value);
  condition->set_limit(finding.held->limit);
  condition->set_result(kResults[static_cast<int>(finding.truth)]);
  condition->set_in_force_since(FormatDay(finding.held->since));
  condition->set_source(finding.held->source);
}

// Empty where there is no day.
std::string MaybeText(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}
// The texts are ours.
std::optional<absl::CivilDay> MaybeDay(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return *ParseDay(text);
}

void AddSlices(const std::vector<Slice>& slices, v1::Decision* decision) {
  for (const Slice& each : slices) *decision->add_slices() = ToProto(each);
}

// Of the requests that ask about a family, whose fields for it are the same.
template <typename Request>
absl::StatusOr<FamilyQuestion> QuestionOf(const Request& request) {
  FamilyQuestion question;
  ASSIGN_OR_RETURN(question.child.birth_date, DayOf("birth_date", request.birth_date()));
  ASSIGN_OR_RETURN(question.from, DayOf("on_date", request.on_date()));
  if (!request.until_date().empty()) {
    ASSIGN_OR_RETURN(question.until, DayOf("until_date", request.until_date()));
  }
  RETURN_IF_ERROR(CheckNumber("needs_level", request.needs_level(), kNeedsLevelMax));
  RETURN_IF_ERROR(CheckNumber("guardians_employed", request.guardians_employed(), kGuardiansMax));
  question.child.programme_consent = true;
  question.child.needs_level = request.needs_level();
  for (int64_t i = 0; i < request.guardians_employed(); ++i) {
    question.child.employments.push_back({i, absl::CivilDay(1, 1, 1), std::nullopt});
  }
  RETURN_IF_ERROR(CheckFactCount(request.facts_size()));
  for (int i = 0; i < request.facts_size(); ++i) {
    const std::string field = absl::StrCat("facts[", i, "]");
    RETURN_IF_ERROR(RequireText(absl::StrCat(field, ".name"), request.facts(i).name()));
    RETURN_IF_ERROR(RequireText(absl::StrCat(field, ".value"), request.facts(i).value()));
    RecordedFact fact;
    fact.name = request.facts(i).name();
    fact.value = request.facts(i).value();
    fact.from_date = absl::CivilDay(1, 1, 1);
    question.facts.push_back(std::move(fact));
  }
  return question;
}

void AddCarried(const Carried& carried, v1::Decision* decision) {
  decision->set_entitled_from_date(MaybeText(carried.entitled_from));
  decision->set_pending_from_date(MaybeText(carried.pending_from));
}

}  // namespace

absl::Status RequireText(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
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

absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text) {
  if (text.empty()) return FieldRequired(field);
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (day.ok()) return *day;
  return FieldInvalid(field, "is not a date YYYY-MM-DD", "不是 YYYY-MM-DD 格式的日期");
}

absl::Status CheckFactCount(int64_t facts) {
  if (facts <= kFactsMax) return absl::OkStatus();
  return FieldInvalid("facts", absl::StrCat("holds more than ", kFactsMax, " facts"),
                      absl::StrCat("超过 ", kFactsMax, " 项"));
}

std::string ProgrammeName(absl::string_view park, absl::string_view programme) {
  return absl::StrCat("parks/", park, "/programmes/", programme);
}

std::string ShadowName(absl::string_view park, absl::string_view programme,
                       absl::string_view shadow) {
  return absl::StrCat(ProgrammeName(park, programme), "/shadows/", shadow);
}

std::string DecisionName(absl::string_view park, absl::string_view programme,
                         absl::string_view decision) {
  return absl::StrCat(ProgrammeName(park, programme), "/decisions/", decision);
}

absl::StatusOr<std::string> ProgrammeOf(absl::string_view park, absl::string_view field,
                                        const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  absl::string_view id = name;
  if (!absl::ConsumePrefix(&id, ProgrammeName(park, "")) || id.empty() ||
      id.find('/') != absl::string_view::npos) {
    return FieldInvalid(field, "is not parks/{park}/programmes/{programme} of this park",
                        "须为本园区的 parks/{park}/programmes/{programme}");
  }
  return std::string(id);
}

absl::StatusOr<std::set<std::string>> AdoptedValuesOf(
    absl::string_view field, const google::protobuf::RepeatedPtrField<std::string>& names) {
  if (names.size() > kAdoptedValuesMax) {
    return FieldInvalid(field, absl::StrCat("holds more than ", kAdoptedValuesMax, " names"),
                        absl::StrCat("超过 ", kAdoptedValuesMax, " 项"));
  }
  std::set<std::string> values;
  for (const std::string& name : names) {
    RETURN_IF_ERROR(RequireText(field, name));
    if (name.find(';') != std::string::npos) {
      return FieldInvalid(field, "holds a name with a semicolon", "名称含有分号");
    }
    values.insert(name);
  }
  return values;
}

absl::StatusOr<Programme> FromProto(const v1::CreateProgrammeRequest& request) {
  const v1::Programme& message = request.programme();
  Programme programme;
  SchemeVersion version;
  RETURN_IF_ERROR(CheckId("programme_id", request.programme_id()));
  programme.id = request.programme_id();
  RETURN_IF_ERROR(RequireText("programme.display_name", message.display_name()));
  programme.display_name = message.display_name();
  RETURN_IF_ERROR(RequireText("programme.scheme", message.scheme()));
  version.scheme = message.scheme();
  RETURN_IF_ERROR(RequireText("programme.funding_plan", message.funding_plan()));
  programme.funding_plan = message.funding_plan();
  ASSIGN_OR_RETURN(programme.from_date, DayOf("programme.from_date", message.from_date()));
  version.from_date = programme.from_date;
  ASSIGN_OR_RETURN(version.adopted_values,
                   AdoptedValuesOf("programme.adopted_values", message.adopted_values()));
  programme.versions.push_back(std::move(version));
  return programme;
}

absl::StatusOr<Period> FromProto(const v1::DecideChildrenRequest& request) {
  Period period;
  ASSIGN_OR_RETURN(period.from, DayOf("from_date", request.from_date()));
  ASSIGN_OR_RETURN(period.until, DayOf("until_date", request.until_date()));
  return period;
}

absl::StatusOr<FamilyQuestion> FromProto(const v1::CheckFamilyRequest& request) {
  return QuestionOf(request);
}

absl::StatusOr<FamilyQuestion> FromProto(const v1::CompareProgrammesRequest& request) {
  return QuestionOf(request);
}

absl::StatusOr<Child> FromProto(const directory::v1::ChildFacts& message) {
  Child child;
  child.name = message.child();
  child.case_number = message.case_number();
  if (!message.birth_date().empty()) {
    ASSIGN_OR_RETURN(child.birth_date, ParseDay(message.birth_date()));
  }
  child.needs_level = message.needs_level();
  for (const directory::v1::Employment& each : message.employments()) {
    Employment employment;
    employment.guardian = each.guardian();
    ASSIGN_OR_RETURN(employment.hire_date, ParseDay(each.hire_date()));
    if (!each.leave_date().empty()) {
      ASSIGN_OR_RETURN(employment.leave_date, ParseDay(each.leave_date()));
    }
    child.employments.push_back(employment);
  }
  child.programme_consent = message.programme_consent();
  child.duplicate_of = message.duplicate_of_case_number();
  if (!message.duplicate_from_date().empty()) {
    ASSIGN_OR_RETURN(child.duplicate_from, ParseDay(message.duplicate_from_date()));
  }
  child.revision = message.revision();
  return child;
}

v1::Programme ToProto(absl::string_view park, const Programme& programme,
                      const rules::Schemes& schemes) {
  v1::Programme message;
  for (const SchemeVersion& each : programme.versions) {
    v1::SchemeVersion* version = message.add_versions();
    version->set_scheme(each.scheme);
    version->set_from_date(FormatDay(each.from_date));
    const auto found = schemes.find(each.scheme);
    if (found != schemes.end()) version->set_rule_hash(found->second.hash);
    if (!each.shadow.empty()) version->set_shadow(ShadowName(park, programme.id, each.shadow));
  }
  message.set_name(ProgrammeName(park, programme.id));
  message.set_display_name(programme.display_name);
  message.set_scheme(message.versions(0).scheme());
  message.set_funding_plan(programme.funding_plan);
  message.set_from_date(FormatDay(programme.from_date));
  message.set_rule_hash(message.versions(0).rule_hash());
  for (const std::string& value : programme.versions.front().adopted_values) {
    message.add_adopted_values(value);
  }
  return message;
}

v1::Slice::Outcome ToProto(Outcome outcome) { return kOutcomes[static_cast<int>(outcome)]; }

Outcome FromProto(v1::Slice::Outcome outcome) { return CoreOf<Outcome>(kOutcomes, outcome); }

v1::Slice ToProto(const Slice& slice) {
  v1::Slice message;
  message.set_from_date(FormatDay(slice.period.from));
  message.set_until_date(FormatDay(slice.period.until));
  message.set_outcome(ToProto(slice.outcome));
  for (const std::string& missing : slice.missing) message.add_missing(missing);
  for (const rules::Finding& finding : slice.trace) AddFinding(finding, &message);
  message.set_eligible_from_date(MaybeText(slice.terms.eligible_from));
  message.set_use_by_date(MaybeText(slice.terms.use_by));
  message.set_grace_until_date(MaybeText(slice.terms.grace_until));
  message.set_reconfirm_by_date(MaybeText(slice.terms.reconfirm_by));
  message.set_provisional_until_date(MaybeText(slice.terms.provisional_until));
  return message;
}

v1::Change ToProto(const Change& change) {
  v1::Change message;
  message.set_condition(change.condition);
  message.set_fact(change.fact);
  message.set_needed(change.needed);
  message.set_from_date(MaybeText(change.from));
  message.set_possible(change.possible);
  return message;
}

v1::Worth ToProto(const Due& due) {
  v1::Worth message;
  message.set_amount(due.amount);
  message.set_title_en(due.title.en);
  message.set_title_zh(due.title.zh);
  message.set_payer(rules::PayerName(due.payer));
  message.set_currency_code(rules::CurrencyCode(due.currency));
  message.set_minor(due.minor);
  message.set_times(static_cast<int32_t>(due.times));
  for (const std::string& each : due.missing) message.add_missing(each);
  if (due.times == 0) return message;
  message.set_fact(due.last.fact);
  message.set_value(due.last.value);
  message.set_rule(due.last.rule);
  if (!due.last.source.empty()) message.set_in_force_since(FormatDay(due.last.since));
  message.set_source(due.last.source);
  return message;
}

v1::Decision ToProto(absl::string_view park, const Decision& decision) {
  v1::Decision message;
  message.set_name(DecisionName(park, decision.programme, decision.id));
  message.set_child(decision.child);
  message.set_case_number(decision.case_number);
  AddSlices(decision.slices, &message);
  AddCarried(decision.carried, &message);
  message.set_rule_hash(decision.rule_hash);
  message.set_revision(static_cast<int32_t>(decision.revision));
  return message;
}

v1::DecisionMade ToEvent(absl::string_view park, const Decision& decision,
                         const std::string& superseded) {
  v1::DecisionMade made;
  made.set_decision(DecisionName(park, decision.programme, decision.id));
  made.set_programme(ProgrammeName(park, decision.programme));
  made.set_child(decision.child);
  made.set_case_number(decision.case_number);
  made.set_from_date(FormatDay(decision.period.from));
  made.set_until_date(FormatDay(decision.period.until));
  made.set_rule_hash(decision.rule_hash);
  made.set_revision(static_cast<int32_t>(decision.revision));
  if (!superseded.empty()) {
    made.set_superseded(DecisionName(park, decision.programme, superseded));
  }
  return made;
}

v1::DecideChildrenResult ToProto(const Tally& tally) {
  v1::DecideChildrenResult result;
  result.set_children(static_cast<int32_t>(tally.children));
  result.set_eligible(static_cast<int32_t>(tally.eligible));
  result.set_eligible_later(static_cast<int32_t>(tally.eligible_later));
  result.set_pending(static_cast<int32_t>(tally.pending));
  result.set_ineligible(static_cast<int32_t>(tally.ineligible));
  result.set_changed(static_cast<int32_t>(tally.changed));
  result.set_faults(static_cast<int32_t>(tally.faults));
  return result;
}

std::string SliceBytes(const std::vector<Slice>& slices) {
  v1::Decision message;
  AddSlices(slices, &message);
  return message.SerializeAsString();
}

std::string SealedBytes(const Decision& decision) {
  v1::Decision message;
  AddSlices(decision.slices, &message);
  AddCarried(decision.carried, &message);
  return message.SerializeAsString();
}

void ReadSealedBytes(const std::string& bytes, Decision* decision) {
  v1::Decision message;
  CHECK(message.ParseFromString(bytes));
  decision->carried = {MaybeDay(message.entitled_from_date()),
                       MaybeDay(message.pending_from_date())};
  for (const v1::Slice& each : message.slices()) {
    Slice slice;
    slice.period = {*ParseDay(each.from_date()), *ParseDay(each.until_date())};
    slice.outcome = FromProto(each.outcome());
    slice.missing = {each.missing().begin(), each.missing().end()};
    for (const v1::Condition& condition : each.trace()) {
      rules::Held held{condition.name(), condition.fact(), condition.limit(),
                       *ParseDay(condition.in_force_since()), condition.source()};
      slice.trace.push_back({std::make_shared<const rules::Held>(std::move(held)),
                             condition.value(),
                             CoreOf<rules::Truth>(kResults, condition.result())});
    }
    slice.terms = {MaybeDay(each.eligible_from_date()), MaybeDay(each.use_by_date()),
                   MaybeDay(each.grace_until_date()), MaybeDay(each.reconfirm_by_date()),
                   MaybeDay(each.provisional_until_date())};
    decision->slices.push_back(std::move(slice));
  }
}

}  // namespace tuoqiao::eligibility
