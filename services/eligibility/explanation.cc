#include "services/eligibility/explanation.h"

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/rules/explain.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Finding;
using rules::Words;

const rules::Condition* ConditionOf(const rules::Scheme* scheme, const Finding& finding) {
  return scheme == nullptr ? nullptr : scheme->FindCondition(finding.held->condition);
}

void Append(const Words& words, Words* to) {
  absl::StrAppend(&to->en, to->en.empty() ? "" : " ", words.en);
  absl::StrAppend(&to->zh, words.zh);
}

// The slice of the day, or the nearest.
size_t SliceOn(const std::vector<Slice>& slices, absl::CivilDay day) {
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

Words Eligible(const std::vector<Slice>& slices, size_t at, const rules::Scheme* scheme) {
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
      Append(rules::Explain(ConditionOf(scheme, each), each), &words);
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

// What would make each condition hold that does not.
Words WouldChange(Words words, const Slice& slice, const rules::Scheme* scheme) {
  for (const Finding& each : slice.trace) {
    if (each.truth != rules::Truth::kHolds) {
      Append(rules::ExplainChange(ConditionOf(scheme, each), each), &words);
    }
  }
  return words;
}

Words Conclude(const std::vector<Slice>& slices, size_t at, const rules::Scheme* scheme) {
  switch (slices[at].outcome) {
    case Outcome::kEligible:
      return Eligible(slices, at, scheme);
    case Outcome::kEligibleLater:
      return EligibleLater(slices, at);
    case Outcome::kPending:
      return WouldChange({"So nothing is decided yet.", "因此尚未认定。"}, slices[at], scheme);
    case Outcome::kIneligible:
      return WouldChange({"So the child is not eligible.", "因此该婴幼儿不符合资格。"}, slices[at],
                         scheme);
  }
  return {};
}

}  // namespace

std::vector<Words> Explain(const Decision& decision, const rules::Scheme* scheme,
                           absl::CivilDay day) {
  CHECK(!decision.slices.empty());
  const size_t at = SliceOn(decision.slices, day);
  std::vector<Words> sentences;
  for (const Finding& each : decision.slices[at].trace) {
    sentences.push_back(rules::Explain(ConditionOf(scheme, each), each));
  }
  sentences.push_back(Conclude(decision.slices, at, scheme));
  return sentences;
}

}  // namespace tuoqiao::eligibility
