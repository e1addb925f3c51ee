#include "services/common/rules/explain.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tuoqiao::rules {
namespace {

// `6` of `at_least 6`: the words of the pack say the rest.
std::string BareLimit(const std::string& limit) {
  const size_t space = limit.find(' ');
  return space == std::string::npos ? limit : limit.substr(space + 1);
}

Words Fill(const Words& words, const Finding& finding) {
  const std::string limit = BareLimit(finding.held->limit);
  const auto fill = [&](const std::string& text) {
    return absl::StrReplaceAll(text, {{"{value}", finding.value}, {"{limit}", limit}});
  };
  return {fill(words.en), fill(words.zh)};
}

const Words& WordsFor(const Sentences& sentences, Truth truth) {
  if (truth == Truth::kUnknown) return sentences.unknown;
  return truth == Truth::kHolds ? sentences.holds : sentences.fails;
}

}  // namespace

Words Explain(const Condition* condition, const Finding& finding) {
  if (condition != nullptr) return Fill(WordsFor(condition->sentences, finding.truth), finding);
  const std::string value_en = finding.value.empty() ? "unknown" : finding.value;
  const std::string value_zh = finding.value.empty() ? "未知" : finding.value;
  return {absl::StrCat(finding.held->condition, ": ", finding.held->fact, " is ", value_en,
                       ", held against ", finding.held->limit, "."),
          absl::StrCat(finding.held->condition, ":", finding.held->fact, " 为 ", value_zh,
                       ",要求为 ", finding.held->limit, "。")};
}

Words ExplainChange(const Condition* condition, const Finding& finding) {
  if (condition != nullptr) return Fill(condition->sentences.change, finding);
  return {absl::StrCat(finding.held->condition, " would have to hold."),
          absl::StrCat("须满足条件 ", finding.held->condition, "。")};
}

}  // namespace tuoqiao::rules
