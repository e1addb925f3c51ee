#include "services/eligibility/explanation.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/common/check.h"
#include "services/common/money.h"
#include "services/common/rules/explain.h"
#include "services/eligibility/duplicate.h"
#include "services/eligibility/override.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Finding;
using rules::Words;

// An outcome as a trace names it, in words.
Words OutcomeWords(const std::string& outcome) {
  if (outcome == "ELIGIBLE") return {"eligible", "符合资格"};
  if (outcome == "ELIGIBLE_LATER") return {"not eligible yet", "尚不符合资格"};
  if (outcome == "PENDING") return {"undecided", "尚未认定"};
  return {"not eligible", "不符合资格"};
}

// What a person said in the place of the rules has words of its own.
Words ExplainOverride(const Finding& finding) {
  const Words said = OutcomeWords(finding.held->limit), by_rules = OutcomeWords(finding.value);
  return {absl::StrCat("Two people of the park decided for these days: ", said.en,
                       "; by the rules it would be ", by_rules.en, "."),
          absl::StrCat("园区两名工作人员对这些日期另行认定为", said.zh, ";按规则应为", by_rules.zh,
                       "。")};
}

// What people said and no rule asks: no answer to a rule changes it.
bool SaidByPeople(const Finding& finding) {
  return finding.held->condition == kOverrideCondition ||
         finding.held->condition == kDuplicateCondition;
}

const rules::Condition* ConditionOf(const rules::Scheme* scheme, const Finding& finding) {
  return scheme == nullptr ? nullptr : scheme->FindCondition(finding.held->condition);
}

Words ExplainFinding(const rules::Scheme* scheme, const Finding& finding) {
  if (finding.held->condition == kOverrideCondition) return ExplainOverride(finding);
  if (finding.held->condition == kDuplicateCondition) {
    return {
        "Two people of the park found that the child is there under another case, which goes on.",
        "园区两名工作人员认定该婴幼儿已以另一个案登记,由该个案继续享受福利。"};
  }
  return rules::Explain(ConditionOf(scheme, finding), finding);
}

void Append(const Words& words, Words* to) {
  absl::StrAppend(&to->en, to->en.empty() ? "" : " ", words.en);
  absl::StrAppend(&to->zh, words.zh);
}

// The slice of the day, or the nearest.
size_t PlaceOn(const std::vector<Slice>& slices, absl::CivilDay day) {
  size_t at = 0;
  while (at + 1 < slices.size() && slices[at].period.until <= day) ++at;
  return at;
}

// The first slice after `at` whose outcome is another; the size where there is none.
size_t NextOther(const std::vector<Slice>& slices, size_t at) {
  size_t next = at + 1;
  while (next < slices.size() && slices[next].outcome == slices[at].outcome) ++next;
  return next;
}

Words Eligible(const std::vector<Slice>& slices, size_t at, const Versions& versions) {
  const size_t next = NextOther(slices, at);
  const std::string last = FormatDay(slices[next - 1].period.until - 1);
  if (next == slices.size()) {
    return {absl::StrCat("So the child is eligible, and nothing that is known changes that up to ",
                         last, "."),
            absl::StrCat("因此该婴幼儿符合资格,已知信息显示至 ", last, " 不会改变。")};
  }
  Words words = {absl::StrCat("So the child is eligible up to ", last, "; then this changes:"),
                 absl::StrCat("因此该婴幼儿至 ", last, " 符合资格;之后的变化:")};
  for (const Finding& each : slices[next].trace) {
    if (each.truth != rules::Truth::kHolds) {
      Append(ExplainFinding(versions.On(slices[next].period.from), each), &words);
    }
  }
  return words;
}

Words EligibleLater(const std::vector<Slice>& slices, size_t at) {
  size_t next = at + 1;
  while (slices[next].outcome != Outcome::kEligible) ++next;
  const std::string from = FormatDay(slices[next].period.from);
  return {absl::StrCat("So the child is not eligible yet; it is from ", from,
                       " on, and nothing has to be done for that."),
          absl::StrCat("因此该婴幼儿目前尚不符合资格,自 ", from, " 起符合,无需办理任何手续。")};
}

// By when one change is there by itself, or that it cannot be; empty where somebody has to act.
Words OutlookOf(const Change& change) {
  if (!change.possible) return {"Nothing can bring that.", "这一点无法改变。"};
  if (!change.from.has_value()) return {};
  const std::string from = FormatDay(*change.from);
  return {absl::StrCat("By what is known, that is so from ", from, " on."),
          absl::StrCat("按已知信息,自 ", from, " 起即可满足。")};
}

// Of the changes of one condition; where there are several, each by its name.
Words Outlook(const std::vector<Change>& changes, const std::string& condition) {
  const auto of_condition = [&](const Change& each) { return each.condition == condition; };
  const bool one = std::count_if(changes.begin(), changes.end(), of_condition) == 1;
  Words words;
  for (const Change& each : changes) {
    Words outlook = OutlookOf(each);
    if (!of_condition(each) || outlook.en.empty()) continue;
    const std::string what = one ? "" : absl::StrCat(each.fact, " ", each.needed, ": ");
    Append({absl::StrCat(what, outlook.en), absl::StrCat(what, outlook.zh)}, &words);
  }
  return words;
}

// What would make each condition hold that does not.
Words WouldChange(Words words, const Slice& slice, const rules::Scheme* scheme,
                  const std::vector<Change>& changes) {
  for (const Finding& each : slice.trace) {
    if (each.truth == rules::Truth::kHolds) continue;
    if (!SaidByPeople(each)) {
      Append(rules::ExplainChange(ConditionOf(scheme, each), each), &words);
    }
    const Words outlook = Outlook(changes, each.held->condition);
    if (!outlook.en.empty()) Append(outlook, &words);
  }
  return words;
}

Words Conclude(const std::vector<Slice>& slices, size_t at, const Versions& versions,
               const std::vector<Change>& changes) {
  const rules::Scheme* scheme = versions.On(slices[at].period.from);
  switch (slices[at].outcome) {
    case Outcome::kEligible:
      return Eligible(slices, at, versions);
    case Outcome::kEligibleLater:
      return EligibleLater(slices, at);
    case Outcome::kPending:
      return WouldChange({"So nothing is decided yet.", "因此尚未认定。"}, slices[at], scheme,
                         changes);
    case Outcome::kIneligible:
      return WouldChange({"So the child is not eligible.", "因此该婴幼儿不符合资格。"}, slices[at],
                         scheme, changes);
  }
  return {};
}

void AddTermSentences(const Slice& slice, std::vector<Words>* sentences) {
  const Terms& terms = slice.terms;
  const auto add = [&](const std::optional<absl::CivilDay>& day, absl::string_view en,
                       absl::string_view zh) {
    if (!day.has_value()) return;
    sentences->push_back(
        {absl::Substitute(en, FormatDay(*day)), absl::Substitute(zh, FormatDay(*day))});
  };
  add(terms.use_by, "A place has to be taken up by $0.", "须于 $0 前(含当日)入托。");
  add(terms.provisional_until,
      "Until $0, that day left out, a place may be taken up and kept provisionally.",
      "在 $0 之前(不含当日)可暂按符合资格入托并保留名额,待补齐信息后认定。");
  add(terms.reconfirm_by, "The family has to confirm by $0 that nothing has changed.",
      "监护人须于 $0 前(含当日)确认情况未发生变化。");
  add(terms.grace_until,
      "After that there is a grace until $0, that day left out: a place may be kept, and none may "
      "be begun elsewhere.",
      "之后有宽限期,至 $0(不含当日):可保留现有名额,但不得在其他机构新入托。");
}

Words PayerWords(rules::Payer payer) {
  switch (payer) {
    case rules::Payer::kAuthority:
      return {"borne by the authority", "由政府承担"};
    case rules::Payer::kPark:
      return {"borne by the park", "由园区承担"};
    case rules::Payer::kFirm:
      return {"borne by the firm", "由用人单位承担"};
    case rules::Payer::kUnion:
      return {"borne by the union", "由工会承担"};
    case rules::Payer::kFamily:
      return {"borne by the family", "由家庭承担"};
    case rules::Payer::kTaxBase:
      return {"by which taxed income is lessened", "用于减少应纳税所得额"};
  }
  return {};
}

// An amount that is not known is not told in part.
Words ExplainMissing(const Due& due) {
  return {absl::StrCat(due.title.en, ": not known without ", absl::StrJoin(due.missing, ", "), "."),
          absl::StrCat(due.title.zh, ":缺少 ", absl::StrJoin(due.missing, "、"), ",无法计算。")};
}

Words ExplainWorth(const Due& due) {
  if (!due.missing.empty()) return ExplainMissing(due);
  const std::string sum = HundredthsText(due.minor);
  const Words payer = PayerWords(due.payer);
  const bool yuan = due.currency == rules::Unit::kCnyMinor;
  const std::string source = due.last.source;
  return {
      absl::StrCat(due.title.en, ": ", sum, yuan ? " yuan" : " US dollars",
                   " over these days, due ", due.times, due.times == 1 ? " time, " : " times, ",
                   payer.en, source.empty() ? "" : absl::StrCat(", by ", source), "."),
      absl::StrCat(due.title.zh, ":该期间合计 ", sum, yuan ? " 元" : " 美元", ",共 ", due.times,
                   " 次,", payer.zh, source.empty() ? "" : absl::StrCat(",依据 ", source), "。")};
}

}  // namespace

std::vector<Words> ExplainWorths(const std::vector<Due>& worths) {
  std::vector<Words> sentences;
  for (const Due& each : worths) sentences.push_back(ExplainWorth(each));
  return sentences;
}

std::vector<Words> Explain(const Decision& decision, const Versions& versions, absl::CivilDay day,
                           const std::vector<Change>& changes) {
  CHECK(!decision.slices.empty());
  const size_t at = PlaceOn(decision.slices, day);
  const rules::Scheme* scheme = versions.On(decision.slices[at].period.from);
  std::vector<Words> sentences;
  for (const Finding& each : decision.slices[at].trace) {
    sentences.push_back(ExplainFinding(scheme, each));
  }
  sentences.push_back(Conclude(decision.slices, at, versions, changes));
  AddTermSentences(decision.slices[at], &sentences);
  return sentences;
}

const Slice& SliceOn(const Decision& decision, absl::CivilDay day) {
  CHECK(!decision.slices.empty());
  return decision.slices[PlaceOn(decision.slices, day)];
}

}  // namespace tuoqiao::eligibility
