#include "services/eligibility/comparison_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Words;
using Kind = WhyNot::Kind;

const std::string& NameOf(const std::vector<Candidate>& candidates, size_t place) {
  return candidates[place].programme.display_name;
}

// `A + B`.
std::string NamesOf(const std::vector<Candidate>& candidates, const Choice& choice) {
  return absl::StrJoin(choice.programmes, " + ", [&](std::string* out, size_t place) {
    absl::StrAppend(out, NameOf(candidates, place));
  });
}

// ` (source)`, where there is one.
Words SourceWords(const std::string& source) {
  if (source.empty()) return {};
  return {absl::StrCat(" (", source, ")"), absl::StrCat("(", source, ")")};
}

Words LeftOut(const std::string& reason) {
  if (reason == "SCHEME_UNKNOWN") {
    return {"its rule file is no longer there, so nothing was decided",
            "其规则文件已不存在,未作认定"};
  }
  if (reason == "PROGRAMME_NOT_BEGUN") {
    return {"it begins only after these days", "该项目在所询问期间之后才开始"};
  }
  if (reason == "RULE_NOT_IN_FORCE") {
    return {"its rules are not in force on these days, so nothing was decided",
            "其规则在所询问期间未生效,未作认定"};
  }
  return {"its amounts are in another currency", "其金额为另一币种"};
}

Words BestWords(const std::vector<Candidate>& candidates, const Comparison& comparison,
                const Period& period) {
  const std::string from = FormatDay(period.from), last = FormatDay(period.until - 1);
  if (comparison.best.programmes.empty()) {
    return {absl::StrCat("From ", from, " to ", last,
                         " no programme is worth anything to the family, by what is known."),
            absl::StrCat("自 ", from, " 至 ", last, ",按已知信息,没有项目能为该家庭带来金额。")};
  }
  const Words money = MoneyWords(comparison.best.family_worth_minor, comparison.currency);
  const std::string names = NamesOf(candidates, comparison.best);
  return {absl::StrCat("From ", from, " to ", last, " the best that may be had together is ", names,
                       ": worth ", money.en, " to the family."),
          absl::StrCat("自 ", from, " 至 ", last, ",可同时享受的最优组合为 ", names, ":该家庭共得 ",
                       money.zh, "。")};
}

Words NextWords(const std::vector<Candidate>& candidates, const Comparison& comparison) {
  if (!comparison.next.has_value()) {
    return {"No other combination is legal.", "没有其他可同时享受的组合。"};
  }
  const Words loss = MoneyWords(comparison.loss_minor(), comparison.currency);
  const std::string names = NamesOf(candidates, *comparison.next);
  return {absl::StrCat("The next best, ", names.empty() ? "none of them" : names,
                       ", would be worth ", loss.en, " less."),
          absl::StrCat("次优组合为 ", names.empty() ? "均不享受" : names, ",少得 ", loss.zh, "。")};
}

}  // namespace

Words MoneyWords(int64_t minor, rules::Unit currency) {
  const std::string text = HundredthsText(minor);
  if (currency == rules::Unit::kUsdMinor) {
    return {absl::StrCat("USD ", text), absl::StrCat(text, " 美元")};
  }
  return {absl::StrCat("CNY ", text), absl::StrCat("人民币 ", text, " 元")};
}

Words WhyNotWords(const std::vector<Candidate>& candidates, const Comparison& comparison,
                  size_t place) {
  const Compared& programme = comparison.programmes[place];
  const WhyNot& why = programme.why_not;
  switch (why.kind) {
    case Kind::kNone:
      return {};
    case Kind::kLeftOut:
      return LeftOut(programme.reason);
    case Kind::kMissing: {
      const std::string missing = absl::StrJoin(programme.missing, ", ");
      return {absl::StrCat("it is not known without ", missing),
              absl::StrCat("缺少以下信息,尚不清楚:", missing)};
    }
    case Kind::kIneligible:
      return {"the child is not eligible on these days", "该婴幼儿在所询问期间不符合资格"};
    case Kind::kWorthNothing:
      return {"it is worth nothing to the family on these days",
              "在所询问期间不能为该家庭带来金额"};
    default:
      break;
  }
  const std::string& other = NameOf(candidates, why.other);
  const Words source = SourceWords(why.source);
  switch (why.kind) {
    case Kind::kSameScheme:
      return {absl::StrCat("it is the same right as ", other, ", which is not had twice"),
              absl::StrCat("与", other, "为同一项资格,不重复享受")};
    case Kind::kNotWith:
      return {absl::StrCat("not together with ", other, source.en),
              absl::StrCat("不得与", other, "同时享受", source.zh)};
    default:
      return {absl::StrCat("only where ", other, " pays nothing", source.en),
              absl::StrCat("仅在", other, "不支付时享受", source.zh)};
  }
}

std::vector<Words> Explain(const std::vector<Candidate>& candidates, const Comparison& comparison,
                           const Period& period) {
  CHECK(candidates.size() == comparison.programmes.size());
  std::vector<Words> sentences = {BestWords(candidates, comparison, period)};
  for (const size_t place : comparison.best.programmes) {
    const std::vector<std::string>& facts = comparison.programmes[place].missing;
    if (facts.empty()) continue;
    const std::string& name = NameOf(candidates, place);
    const std::string missing = absl::StrJoin(facts, ", ");
    sentences.push_back({absl::StrCat(name, " counts with what is known; missing: ", missing, "."),
                         absl::StrCat(name, "按已知信息计入;缺少:", missing, "。")});
  }
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Words why = WhyNotWords(candidates, comparison, i);
    if (why.en.empty()) continue;
    const std::string& name = NameOf(candidates, i);
    sentences.push_back({absl::StrCat("Without ", name, ": ", why.en, "."),
                         absl::StrCat("不含", name, ":", why.zh, "。")});
  }
  sentences.push_back(NextWords(candidates, comparison));
  return sentences;
}

}  // namespace tuoqiao::eligibility
