#include "services/eligibility/convert_compare.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/eligibility/comparison_text.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/question.h"

namespace tuoqiao::eligibility {
namespace {

const char* SubjectName(rules::Subject subject) {
  static constexpr const char* kNames[] = {"CHILD", "FIRM", "CENTRE"};
  return kNames[static_cast<int>(subject)];
}

const char* PerName(rules::Counting per) {
  if (per == rules::Counting::kMonth) return "MONTH";
  return per == rules::Counting::kYear ? "YEAR" : "ONCE";
}

v1::ProgrammeWorth WorthOf(absl::string_view park, const Candidate& candidate,
                           const Compared& compared, const Period& period) {
  v1::ProgrammeWorth message;
  message.set_programme(ProgrammeName(park, candidate.programme.id));
  message.set_display_name(candidate.programme.display_name);
  message.set_scheme(candidate.versions.NamesOver(period));
  message.set_reason(compared.reason);
  if (!compared.slices.empty()) {
    const v1::Slice first = ToProto(compared.slices[0]);
    message.set_outcome(first.outcome());
    message.set_eligible_from_date(first.eligible_from_date());
    message.set_from_date(FormatDay(compared.period.from));
    message.set_until_date(FormatDay(compared.period.until));
  }
  for (const std::string& each : compared.missing) message.add_missing(each);
  for (const Due& each : compared.worths) *message.add_worths() = ToProto(each);
  message.set_family_worth_minor(compared.family_worth_minor);
  message.set_in_best(compared.why_not.kind == WhyNot::Kind::kNone);
  return message;
}

v1::Combination ToProto(absl::string_view park, const std::vector<Candidate>& candidates,
                        const Choice& choice) {
  v1::Combination message;
  for (const size_t place : choice.programmes) {
    message.add_programmes(ProgrammeName(park, candidates[place].programme.id));
  }
  message.set_family_worth_minor(choice.family_worth_minor);
  return message;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ProgrammesOf(
    absl::string_view park, const google::protobuf::RepeatedPtrField<std::string>& names) {
  if (names.size() > static_cast<int>(kComparedMax)) return TooManyProgrammes(kComparedMax);
  std::vector<std::string> ids;
  for (int i = 0; i < names.size(); ++i) {
    const std::string field = absl::StrCat("programmes[", i, "]");
    ASSIGN_OR_RETURN(std::string id, ProgrammeOf(park, field, names.Get(i)));
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) {
      return FieldInvalid(field, "names a programme a second time", "重复列出同一项目");
    }
    ids.push_back(std::move(id));
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

absl::StatusOr<Period> PeriodOf(const v1::CompareChildProgrammesRequest& request,
                                absl::CivilDay today) {
  FamilyQuestion question;
  question.from = today;
  if (!request.on_date().empty()) {
    ASSIGN_OR_RETURN(question.from, DayOf("on_date", request.on_date()));
  }
  if (!request.until_date().empty()) {
    ASSIGN_OR_RETURN(question.until, DayOf("until_date", request.until_date()));
  }
  return question.period();
}

v1::CompareProgrammesResponse ToProto(absl::string_view park,
                                      const std::vector<Candidate>& candidates,
                                      const Comparison& comparison, const Period& period) {
  v1::CompareProgrammesResponse response;
  for (size_t i = 0; i < candidates.size(); ++i) {
    v1::ProgrammeWorth* worth = response.add_programmes();
    *worth = WorthOf(park, candidates[i], comparison.programmes[i], period);
    rules::Words why = WhyNotWords(candidates, comparison, i);
    worth->set_why_not_en(std::move(why.en));
    worth->set_why_not_zh(std::move(why.zh));
  }
  *response.mutable_best() = ToProto(park, candidates, comparison.best);
  if (comparison.next.has_value()) {
    *response.mutable_next() = ToProto(park, candidates, *comparison.next);
  }
  response.set_loss_minor(comparison.loss_minor());
  response.set_currency_code(rules::CurrencyCode(comparison.currency));
  for (rules::Words& each : Explain(candidates, comparison, period)) {
    response.add_sentences_en(std::move(each.en));
    response.add_sentences_zh(std::move(each.zh));
  }
  return response;
}

v1::SchemeSummary ToProto(const rules::Scheme& scheme, absl::CivilDay today) {
  v1::SchemeSummary message;
  message.set_name(scheme.name);
  message.set_title_en(scheme.title.en);
  message.set_title_zh(scheme.title.zh);
  message.set_subject(SubjectName(scheme.subject));
  message.set_rule_hash(scheme.hash);
  message.set_from_date(FormatDay(scheme.validity.from));
  if (scheme.validity.until.has_value()) message.set_until_date(FormatDay(*scheme.validity.until));
  for (const rules::Amount& each : scheme.amounts) {
    v1::SchemeAmount* amount = message.add_amounts();
    amount->set_name(each.name);
    amount->set_title_en(each.title.en);
    amount->set_title_zh(each.title.zh);
    amount->set_payer(rules::PayerName(each.payer));
    amount->set_per(PerName(each.per));
  }
  for (const rules::Exclusion& each : scheme.exclusions) {
    v1::SchemeExclusion* exclusion = message.add_exclusions();
    exclusion->set_scheme(each.scheme);
    exclusion->set_kind(each.yields ? "YIELDS_TO" : "NOT_WITH");
    exclusion->set_source(each.source.title);
  }
  for (const std::string& each : scheme.Unofficial(today)) message.add_unofficial_values(each);
  return message;
}

}  // namespace tuoqiao::eligibility
