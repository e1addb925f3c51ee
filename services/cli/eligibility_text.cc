#include "services/cli/eligibility_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/verbs.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = eligibility::v1;

// Without the blanks of a last column that nothing follows.
std::string Line(std::string text) {
  absl::StripTrailingAsciiWhitespace(&text);
  return absl::StrCat(text, "\n");
}

// `  use by 2026-10-31`, where there is such a day.
std::string Term(absl::string_view words, const std::string& day) {
  return day.empty() ? "" : absl::StrCat("  ", words, " ", day);
}

std::string Lines(const Sentences& sentences) {
  std::string text;
  for (const std::string& each : sentences) absl::StrAppend(&text, each, "\n");
  return text;
}

}  // namespace

Flag LanguageFlag() { return {"lang", "zh|en|both", "both", "the language of the sentences"}; }

absl::StatusOr<Language> LanguageBy(const Arguments& arguments) {
  const std::string& language = arguments.Get("lang");
  if (language == "en") return Language::kEnglish;
  if (language == "zh") return Language::kChinese;
  if (language == "both") return Language::kBoth;
  return absl::InvalidArgumentError("--lang is zh, en or both");
}

std::string SlicesText(const google::protobuf::RepeatedPtrField<v1::Slice>& slices) {
  std::string text;
  for (const v1::Slice& each : slices) {
    text += Line(absl::StrCat(
        each.from_date(), "..", each.until_date(), " ",
        absl::StrFormat("%-14s", v1::Slice::Outcome_Name(each.outcome())),
        Term("eligible from", each.eligible_from_date()), Term("use by", each.use_by_date()),
        Term("confirm by", each.reconfirm_by_date()), Term("grace until", each.grace_until_date()),
        Term("provisional until", each.provisional_until_date())));
    for (const std::string& missing : each.missing()) {
      absl::StrAppend(&text, "  missing ", missing, "\n");
    }
  }
  return text;
}

std::string SentencesText(const Sentences& en, const Sentences& zh, Language language) {
  return absl::StrCat(language == Language::kChinese ? "" : Lines(en),
                      language == Language::kEnglish ? "" : Lines(zh));
}

std::string ChangesText(const google::protobuf::RepeatedPtrField<v1::Change>& changes) {
  std::string text;
  for (const v1::Change& each : changes) {
    absl::StrAppend(&text, "to change: ", each.condition(), ": ", each.fact(), " ", each.needed());
    if (!each.possible()) {
      absl::StrAppend(&text, ", which nothing can bring");
    } else if (!each.from_date().empty()) {
      absl::StrAppend(&text, ", which is so from ", each.from_date(), " on");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

std::string WorthsText(const google::protobuf::RepeatedPtrField<v1::Worth>& worths,
                       Language language) {
  std::string text;
  for (const v1::Worth& each : worths) {
    const std::string title = language == Language::kEnglish ? each.title_en()
                              : language == Language::kChinese
                                  ? each.title_zh()
                                  : absl::StrCat(each.title_en(), " / ", each.title_zh());
    absl::StrAppend(&text, "worth: ", title, " (", each.payer(), "): ");
    if (each.missing().empty()) {
      absl::StrAppend(&text, YuanOf(each.minor()), ", due ", each.times(), " times, by ",
                      each.source(), "\n");
    } else {
      absl::StrAppend(&text, "not known without ", absl::StrJoin(each.missing(), ", "), "\n");
    }
  }
  return text;
}

std::string EntitlementText(const v1::Entitlement& entitlement) {
  return Line(absl::StrCat(
      absl::StrFormat("%-12s %-15s", entitlement.case_number(),
                      v1::Entitlement::State_Name(entitlement.state())),
      entitlement.may_start() ? "  may start" : "", entitlement.may_stay() ? "  may stay" : "",
      Term("due", entitlement.due_date()), Term("confirmed", entitlement.confirm_date())));
}

std::string ExplanationText(const v1::Explanation& explanation, Language language) {
  const v1::Decision& decision = explanation.decision();
  return absl::StrCat(
      decision.child(), "  case ", decision.case_number(), "  revision ", decision.revision(),
      decision.recovery_frozen() ? "  appealed, nothing is recovered" : "", "\n",
      SlicesText(decision.slices()), EntitlementText(explanation.entitlement()),
      SentencesText(explanation.sentences_en(), explanation.sentences_zh(), language),
      ChangesText(explanation.changes()));
}

std::string OverrideText(const v1::Override& exception) {
  return absl::StrCat(
      exception.name(), "  ", exception.case_number(), "  ",
      v1::Slice::Outcome_Name(exception.outcome()), " ", exception.from_date(), "..",
      exception.until_date(), "  ", v1::Override::State_Name(exception.state()), "  proposed by ",
      exception.proposed_by(), Term("approved by", exception.approved_by()),
      Term("revoked by", exception.revoked_by()), "\n",
      exception.reason().empty() ? "" : absl::StrCat("  ", exception.reason(), "\n"));
}

std::string AppealText(const v1::Appeal& appeal) {
  return absl::StrCat(appeal.name(), "  ", appeal.case_number(), "  ",
                      v1::Appeal::State_Name(appeal.state()), Term("opened", appeal.open_date()),
                      Term("settled", appeal.settle_date()), Term("by", appeal.upheld_by()), "\n",
                      appeal.text().empty() ? "" : absl::StrCat("  ", appeal.text(), "\n"),
                      appeal.settlement_reason().empty()
                          ? ""
                          : absl::StrCat("  ", appeal.settlement_reason(), "\n"));
}

}  // namespace tuoqiao::cli
