#include "services/directory/recipient_consent.h"

#include <algorithm>

#include "services/directory/errors.h"

namespace tuoqiao::directory {
namespace {

constexpr absl::string_view kPurposes[] = {"DEVELOPMENT_ASSESSMENT", "EARLY_INTERVENTION",
                                           "REHABILITATION", "INCLUSIVE_EDUCATION", kTaxDeduction};

// The one with the highest number; none where there is none.
RecipientConsent* Last(std::vector<RecipientConsent>& consents, const ConsentKey& key) {
  RecipientConsent* last = nullptr;
  for (RecipientConsent& each : consents) {
    const bool same = each.recipient == key.recipient && each.consent.purpose == key.purpose;
    if (same && (last == nullptr || last->number < each.number)) last = &each;
  }
  return last;
}

}  // namespace

bool NamesRecipient(absl::string_view purpose) {
  return std::find(std::begin(kPurposes), std::end(kPurposes), purpose) != std::end(kPurposes);
}

absl::string_view RecipientsOf(absl::string_view purpose) {
  return purpose == kTaxDeduction ? "firms" : "partners";
}

void GiveConsent(std::vector<RecipientConsent>& consents, const std::string& recipient,
                 const Consent& given) {
  RecipientConsent* const last = Last(consents, {given.purpose, recipient});
  if (last != nullptr && last->consent.Stands()) {
    last->consent.version = given.version;
    return;
  }
  const int64_t number = last == nullptr ? 1 : last->number + 1;
  consents.push_back({recipient, number, given});
}

absl::Status WithdrawConsent(Child& child, const ConsentKey& key, absl::CivilDay day) {
  RecipientConsent* const last = Last(child.recipient_consents, key);
  if (last == nullptr || !last->consent.Stands()) return ConsentNotGiven(child.id);
  last->consent.withdraw_date = day;
  return absl::OkStatus();
}

}  // namespace tuoqiao::directory
