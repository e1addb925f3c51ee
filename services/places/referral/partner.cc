#include "services/places/referral/partner.h"

#include <tuple>

namespace tuoqiao::referral {
namespace {

template <typename Word>
struct Named {
  Word word;
  absl::string_view name;
};

constexpr Named<PartnerKind> kKinds[] = {{PartnerKind::kMedical, "MEDICAL"},
                                         {PartnerKind::kEducational, "EDUCATIONAL"}};
constexpr Named<Purpose> kPurposes[] = {{Purpose::kDevelopmentAssessment, "DEVELOPMENT_ASSESSMENT"},
                                        {Purpose::kEarlyIntervention, "EARLY_INTERVENTION"},
                                        {Purpose::kRehabilitation, "REHABILITATION"},
                                        {Purpose::kInclusiveEducation, "INCLUSIVE_EDUCATION"}};

template <typename Word, size_t kWords>
absl::string_view Find(const Named<Word> (&words)[kWords], Word word) {
  for (const Named<Word>& each : words) {
    if (each.word == word) return each.name;
  }
  return "";
}

template <typename Word, size_t kWords>
std::optional<Word> Find(const Named<Word> (&words)[kWords], absl::string_view name) {
  for (const Named<Word>& each : words) {
    if (each.name == name) return each.word;
  }
  return std::nullopt;
}

}  // namespace

bool SaysTheSame(const Partner& a, const Partner& b) {
  return std::tie(a.id, a.display_name, a.kind, a.contact, a.purposes, a.retired) ==
         std::tie(b.id, b.display_name, b.kind, b.contact, b.purposes, b.retired);
}

absl::string_view NameOf(PartnerKind kind) { return Find(kKinds, kind); }
absl::string_view NameOf(Purpose purpose) { return Find(kPurposes, purpose); }
std::optional<PartnerKind> PartnerKindOf(absl::string_view name) { return Find(kKinds, name); }
std::optional<Purpose> PurposeOf(absl::string_view name) { return Find(kPurposes, name); }

}  // namespace tuoqiao::referral
