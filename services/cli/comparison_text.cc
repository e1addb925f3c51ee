#include "services/cli/comparison_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = eligibility::v1;

}  // namespace

std::string ComparisonText(const v1::CompareProgrammesResponse& comparison, Language language) {
  std::string text;
  for (const v1::ProgrammeWorth& each : comparison.programmes()) {
    const std::string standing =
        each.reason().empty() ? v1::Slice::Outcome_Name(each.outcome()) : each.reason();
    absl::StrAppend(&text,
                    absl::StrFormat("%s %-24s %-19s %12s %s\n", each.in_best() ? "*" : " ",
                                    LastPart(each.programme()), standing,
                                    YuanOf(each.family_worth_minor()), comparison.currency_code()));
  }
  return absl::StrCat(
      text, SentencesText(comparison.sentences_en(), comparison.sentences_zh(), language));
}

std::string SchemeText(const v1::SchemeSummary& scheme) {
  std::string text =
      absl::StrCat(scheme.name(), "  ", scheme.subject(), "  ", scheme.from_date(), "..",
                   scheme.until_date(), "  ", scheme.title_en(), " / ", scheme.title_zh(), "\n");
  for (const v1::SchemeAmount& each : scheme.amounts()) {
    absl::StrAppend(&text, "  ", each.name(), ": ", each.title_en(), " / ", each.title_zh(), " (",
                    each.payer(), ", ", each.per(), ")\n");
  }
  for (const v1::SchemeExclusion& each : scheme.exclusions()) {
    absl::StrAppend(&text, "  ", each.kind(), " ", each.scheme(), ", by ", each.source(), "\n");
  }
  if (scheme.unofficial_values_size() > 0) {
    absl::StrAppend(&text, "  not official: ", absl::StrJoin(scheme.unofficial_values(), ", "),
                    "\n");
  }
  return text;
}

}  // namespace tuoqiao::cli
