#include "services/cli/scheme_shadow_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/verbs.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = eligibility::v1;

bool Compared(const v1::Shadow& shadow) { return !shadow.digest().empty(); }

std::string FigureText(const v1::ShadowExcess& excess, int64_t value) {
  return absl::EndsWith(excess.figure(), "_minor") ? YuanOf(value) : absl::StrCat(value);
}

}  // namespace

std::string FiguresText(const v1::Shadow& shadow) {
  const size_t at = shadow.name().find("/shadows/");
  std::string text = absl::StrFormat("%s of %s is %s: %s beside %s, %s..%s\n",
                                     shadow.name().substr(at + 9), shadow.name().substr(0, at),
                                     v1::Shadow::State_Name(shadow.state()), shadow.scheme(),
                                     shadow.live_scheme(), shadow.from_date(), shadow.until_date());
  if (!Compared(shadow)) return text;
  absl::StrAppendFormat(&text,
                        "  %d of %d children change, %d lose a day and %d gain one; %d "
                        "differences, the largest change of a child's amounts %s\n",
                        shadow.changed_children(), shadow.children(), shadow.losing_children(),
                        shadow.gaining_children(), shadow.differences(),
                        YuanOf(shadow.largest_difference_minor()));
  if (shadow.faults() > 0) {
    absl::StrAppendFormat(&text, "  %d children are not compared: see tuoqiao eligibility faults\n",
                          shadow.faults());
  }
  if (shadow.payers().empty()) return text;
  absl::StrAppendFormat(&text, "  %-10s %14s %14s %14s\n", "", "before", "after", "difference");
  for (const v1::PayerWorth& each : shadow.payers()) {
    absl::StrAppendFormat(&text, "  %-10s %14s %14s %14s\n", each.payer(),
                          YuanOf(each.before_minor()), YuanOf(each.after_minor()),
                          YuanOf(each.after_minor() - each.before_minor()));
  }
  return text;
}

std::string DifferenceText(const v1::ShadowDifference& difference) {
  if (!difference.amount().empty()) {
    return absl::StrFormat("  %s %s of %s %s -> %s  %s\n", difference.case_number(),
                           difference.amount(), difference.payer(),
                           YuanOf(difference.before_minor()), YuanOf(difference.after_minor()),
                           difference.cause());
  }
  return absl::StrFormat("  %s %s..%s %s -> %s  %s\n", difference.case_number(),
                         difference.from_date(), difference.until_date(),
                         v1::Slice::Outcome_Name(difference.before()),
                         v1::Slice::Outcome_Name(difference.after()), difference.cause());
}

std::string VerdictText(const v1::Shadow& shadow) {
  std::string text;
  for (const v1::ShadowExcess& each : shadow.excesses()) {
    absl::StrAppendFormat(&text, "  over: %s%s %s, at most %s\n", each.figure(),
                          each.payer().empty() ? "" : " of " + each.payer(),
                          FigureText(each, each.found()), FigureText(each, each.allowed()));
  }
  for (const std::string& each : shadow.approvers()) {
    absl::StrAppend(&text, "  signed by ", each, "\n");
  }
  if (!Compared(shadow)) return text;
  absl::StrAppend(&text, "  digest ", shadow.digest(), "\n");
  if (shadow.state() == v1::Shadow::ADOPTED) {
    absl::StrAppend(&text, "  adopted: the programme has ", shadow.scheme(), " from ",
                    shadow.from_date(), " on; decide its children again\n");
  } else if (shadow.excesses().empty()) {
    absl::StrAppend(&text, "  to adopt it from ", shadow.from_date(),
                    " on, two people run\n    tuoqiao rules shadow approve ", shadow.name(),
                    " --digest ", shadow.digest(), " --as SUBJECT\n");
  }
  return text;
}

}  // namespace tuoqiao::cli
