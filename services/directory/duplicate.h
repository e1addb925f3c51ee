// One child in two cases: how it is noticed, and what people say of it.
#ifndef TUOQIAO_SERVICES_DIRECTORY_DUPLICATE_H_
#define TUOQIAO_SERVICES_DIRECTORY_DUPLICATE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/directory/family.h"

namespace tuoqiao::directory {

// What two writings of one child's name and birth date have in common: no spaces, no dot between
// the parts of a name, one width and one case of Latin letters. Twins have names of their own.
std::string CanonicalNameAndBirth(const Child& child);

// Two people's. It holds once `review_date` is there, and is a proposal until then.
struct ChildDuplicate {
  enum class Verdict { kNone, kSame, kDifferent };
  // A child of the pair, by its ids and its case number.
  struct Case {
    std::string child, family, case_number;
  };

  std::string id;
  Case later, earlier;
  bool same_name = false, same_document = false;
  absl::CivilDay find_date;
  Verdict verdict = Verdict::kNone;
  std::string kept;  // The child's id, with kSame.
  std::string proposed_by, agreed_by;
  std::optional<absl::CivilDay> review_date;
  int64_t revision = 1;
};

std::string DuplicateId(absl::string_view park, absl::string_view later, absl::string_view earlier);

// What was found equal now. False where that was known. What is equal besides opens a pair again
// that was held for two children; one that was held for the same child stays so.
bool AddMatch(ChildDuplicate& pair, bool same_name, bool same_document);

// What one person says of a pair.
struct Review {
  ChildDuplicate::Verdict verdict = ChildDuplicate::Verdict::kNone;
  std::string kept_case_number;  // With kSame.
  std::string subject;
};
// Proposes it, or agrees with what another person proposed. CHILD_DUPLICATE_REVIEWED,
// KEPT_CASE_UNKNOWN, APPROVED_BY_SAME_PERSON.
absl::Status Say(ChildDuplicate& pair, const Review& review, absl::CivilDay today);

// Whether the later child is free of this pair: other pairs may hold it.
bool FreesTheLater(const ChildDuplicate& pair);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_DUPLICATE_H_
