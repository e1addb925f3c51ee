// Consents that name who may know of the child, and what for: one a recipient and purpose. The
// recipient is a partner of the park, or of TAX_DEDUCTION a firm.
#ifndef TUOQIAO_SERVICES_DIRECTORY_RECIPIENT_CONSENT_H_
#define TUOQIAO_SERVICES_DIRECTORY_RECIPIENT_CONSENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/directory/family.h"

namespace tuoqiao::directory {

// That a firm reads the own employees' deduction months.
inline constexpr absl::string_view kTaxDeduction = "TAX_DEDUCTION";

// Whether a consent for this purpose names its recipient.
bool NamesRecipient(absl::string_view purpose);
// Of which kind the recipient is: `firms` or `partners`.
absl::string_view RecipientsOf(absl::string_view purpose);

// What a guardian says now holds. One that stands takes the new version of the text; after a
// withdrawal it is a new consent with the next number, so that nothing of before comes back with
// it.
void GiveConsent(std::vector<RecipientConsent>& consents, const std::string& recipient,
                 const Consent& given);
struct ConsentKey {
  std::string purpose, recipient;
};
// CONSENT_NOT_GIVEN.
absl::Status WithdrawConsent(Child& child, const ConsentKey& key, absl::CivilDay day);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_RECIPIENT_CONSENT_H_
