#include "services/directory/convert_duplicate.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/directory/convert.h"

namespace tuoqiao::directory {
namespace {

using Verdict = ChildDuplicate::Verdict;

// In the order of the core's.
constexpr v1::ChildDuplicate::Verdict kVerdicts[] = {v1::ChildDuplicate::VERDICT_UNSPECIFIED,
                                                     v1::ChildDuplicate::SAME,
                                                     v1::ChildDuplicate::DIFFERENT};

}  // namespace

std::string DuplicateName(absl::string_view park, absl::string_view duplicate) {
  return absl::StrCat(ParkName(park), "/childDuplicates/", duplicate);
}

absl::StatusOr<Review> FromProto(const v1::ReviewChildDuplicateRequest& request) {
  Review review;
  switch (request.verdict()) {
    case v1::ChildDuplicate::VERDICT_UNSPECIFIED:
      return FieldRequired("verdict");
    case v1::ChildDuplicate::SAME:
      review.verdict = Verdict::kSame;
      if (request.kept_case_number().empty()) return FieldRequired("kept_case_number");
      review.kept_case_number = request.kept_case_number();
      return review;
    case v1::ChildDuplicate::DIFFERENT:
      review.verdict = Verdict::kDifferent;
      if (request.kept_case_number().empty()) return review;
      return FieldInvalid("kept_case_number", "stands with DIFFERENT: both cases go on",
                          "认定为不同婴幼儿时两个个案均予保留,不得填写");
    default:
      return FieldInvalid("verdict", "is not SAME or DIFFERENT", "须为 SAME 或 DIFFERENT");
  }
}

v1::ChildDuplicate ToProto(absl::string_view park, const ChildDuplicate& pair) {
  v1::ChildDuplicate message;
  message.set_name(DuplicateName(park, pair.id));
  message.set_child(ChildName(park, pair.later.family, pair.later.child));
  message.set_case_number(pair.later.case_number);
  message.set_earlier_child(ChildName(park, pair.earlier.family, pair.earlier.child));
  message.set_earlier_case_number(pair.earlier.case_number);
  message.set_same_name_and_birth_date(pair.same_name);
  message.set_same_document(pair.same_document);
  message.set_find_date(FormatDay(pair.find_date));
  message.set_verdict(kVerdicts[static_cast<int>(pair.verdict)]);
  if (!pair.kept.empty()) {
    message.set_kept_case_number(pair.kept == pair.later.child ? pair.later.case_number
                                                               : pair.earlier.case_number);
  }
  message.set_proposed_by(pair.proposed_by);
  message.set_agreed_by(pair.agreed_by);
  if (pair.review_date.has_value()) message.set_review_date(FormatDay(*pair.review_date));
  message.set_revision(pair.revision);
  return message;
}

}  // namespace tuoqiao::directory
