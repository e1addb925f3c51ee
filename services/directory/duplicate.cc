#include "services/directory/duplicate.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/hash.h"
#include "services/common/identity.h"
#include "services/common/period.h"
#include "services/directory/errors.h"

namespace tuoqiao::directory {
namespace {

using Verdict = ChildDuplicate::Verdict;

}  // namespace

std::string CanonicalNameAndBirth(const Child& child) {
  // The dots that stand in names of several parts: U+00B7, U+2022, U+2027, U+30FB, U+FF65; and the
  // full stop that is written for them.
  const std::string name = absl::StrReplaceAll(
      NormaliseIdNumber(child.display_name),
      {{"\u00B7", ""}, {"\u2022", ""}, {"\u2027", ""}, {"\u30FB", ""}, {"\uFF65", ""}, {".", ""}});
  return absl::StrCat(name, "\n", FormatDay(child.birth_date));
}

std::string DuplicateId(absl::string_view park, absl::string_view later,
                        absl::string_view earlier) {
  return DeriveId("dup", {park, absl::StrCat(later, "/", earlier)}, 0);
}

bool AddMatch(ChildDuplicate& pair, bool same_name, bool same_document) {
  if (pair.same_name >= same_name && pair.same_document >= same_document) return false;
  pair.same_name |= same_name;
  pair.same_document |= same_document;
  ++pair.revision;
  if (pair.review_date.has_value() && pair.verdict == Verdict::kSame) return true;
  pair.verdict = Verdict::kNone;
  pair.kept.clear();
  pair.proposed_by.clear();
  pair.agreed_by.clear();
  pair.review_date.reset();
  return true;
}

absl::Status Say(ChildDuplicate& pair, const Review& review, absl::CivilDay today) {
  if (pair.review_date.has_value()) return ChildDuplicateReviewed();
  std::string kept;
  if (review.verdict == Verdict::kSame) {
    if (review.kept_case_number == pair.later.case_number) kept = pair.later.child;
    if (review.kept_case_number == pair.earlier.case_number) kept = pair.earlier.child;
    if (kept.empty()) return KeptCaseUnknown();
  }
  if (pair.verdict != review.verdict || pair.kept != kept) {
    pair.verdict = review.verdict;
    pair.kept = kept;
    pair.proposed_by = review.subject;
  } else if (pair.proposed_by == review.subject) {
    return ApprovedBySamePerson();
  } else {
    pair.agreed_by = review.subject;
    pair.review_date = today;
  }
  ++pair.revision;
  return absl::OkStatus();
}

bool FreesTheLater(const ChildDuplicate& pair) {
  if (!pair.review_date.has_value()) return false;
  return pair.verdict == Verdict::kDifferent || pair.kept == pair.later.child;
}

}  // namespace tuoqiao::directory
