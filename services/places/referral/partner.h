// Whom a child may be referred to, and what for.
#ifndef TUOQIAO_SERVICES_PLACES_REFERRAL_PARTNER_H_
#define TUOQIAO_SERVICES_PLACES_REFERRAL_PARTNER_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao::referral {

enum class PartnerKind { kMedical, kEducational };

// A consent at directory has the same words.
enum class Purpose {
  kDevelopmentAssessment,
  kEarlyIntervention,
  kRehabilitation,
  kInclusiveEducation
};

struct Partner {
  std::string id;
  std::string display_name;
  PartnerKind kind = PartnerKind::kMedical;
  std::string contact;  // Empty also where it was erased.
  std::set<Purpose> purposes;
  bool retired = false;
  int64_t revision = 0;

  // Whether a child may be referred to it for that.
  bool Takes(Purpose purpose) const { return !retired && purposes.count(purpose) == 1; }
};

// Whether both say the same, whatever their revisions.
bool SaysTheSame(const Partner& a, const Partner& b);

absl::string_view NameOf(PartnerKind kind);
absl::string_view NameOf(Purpose purpose);
std::optional<PartnerKind> PartnerKindOf(absl::string_view name);
std::optional<Purpose> PurposeOf(absl::string_view name);

}  // namespace tuoqiao::referral

#endif  // TUOQIAO_SERVICES_PLACES_REFERRAL_PARTNER_H_
